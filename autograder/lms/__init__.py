"""Learning management systems: one module per LMS, to read its download and to write its upload."""

from autograder.lms.export import TARGETS, export
from autograder.lms.reconciliation import Reconciliation
from autograder.records.errors import LmsError

__all__ = ["TARGETS", "LmsError", "Reconciliation", "export"]
