"""Ingest: what was handed in, as `Submission`, `Rejection` and `Ignored` records. Never trusts a name or a size."""

from autograder.ingest.handout import Handout
from autograder.ingest.read import read_submissions
from autograder.records.errors import IngestError
from autograder.records.submission import Ignored, Intake, Rejection, SourceFile, Submission

__all__ = ["Handout", "Ignored", "IngestError", "Intake", "Rejection", "SourceFile", "Submission", "read_submissions"]
