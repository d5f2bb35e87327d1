"""Learning management systems: one module per LMS, to read its download and to write its upload."""

from autograder.lms.errors import LmsError
from autograder.lms.export import TARGETS, export
from autograder.lms.reconciliation import Reconciliation

__all__ = ["TARGETS", "LmsError", "Reconciliation", "export"]
