"""Gradescope: the export of an assignment's submissions comes in, a ``results.json`` per submission goes out."""

from autograder.lms.identity import Kind
from autograder.lms.registry import Lms, Target
from autograder.lms.systems.gradescope.download import read
from autograder.lms.systems.gradescope.results import write

LMS = Lms(
    name="gradescope",
    title="Gradescope",
    page="gradescope.md",
    reads="export of submissions",
    writes="`results.json`",
    sure="documentation and other people's scripts; **not verified against a live server**",
    read=read,
    rank=10,
    kinds={"gradescope": Kind("Gradescope submission")},
    targets=(Target("gradescope", "Gradescope", write),),
)
