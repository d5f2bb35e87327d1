"""LTI 1.3 without a web server of ours: the roster by Names and Roles (NRPS), marks by Assignment and Grade Services (AGS)."""

from autograder.lms.identity import Kind
from autograder.lms.registry import Lms
from autograder.lms.systems.lti.grades import LtiService

LMS = Lms(
    name="lti",
    title="LTI 1.3",
    page="lti.md",
    reads="–",
    writes="marks and comments, for any LMS with LTI Advantage",
    sure="the specification, a platform of ours that follows it and fails on purpose; **not verified against a live server**",
    rank=85,
    kinds={"lti_user": Kind("LTI user", ("ltiuser", "ltiuserid"), order=95)},
    connect=LtiService,
    configured=True,
)
