"""Learning management systems: one module per LMS, to read its download and to write its upload."""

from autograder.lms.errors import LmsError

__all__ = ["LmsError"]
