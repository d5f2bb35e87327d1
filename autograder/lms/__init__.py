"""Learning management systems: results come in, the file or the upload that an LMS takes goes out; a download's files get their owners.

Each is one module (`autograder.lms.systems`) that exports one object (`autograder.lms.registry.Lms`).
"""

from autograder.lms.export import export
from autograder.lms.marks import scale_told
from autograder.lms.reconciliation import Reconciliation
from autograder.lms.registry import (
    Lms,
    Target,
    all_systems,
    chosen,
    folder_kinds,
    kinds,
    readers,
    system,
    targets,
    uploads,
)
from autograder.lms.systems.lti.config import make_key
from autograder.lms.upload import upload
from autograder.lms.upload_report import UploadReport
from autograder.records.errors import LmsError

__all__ = [
    "Lms",
    "LmsError",
    "Reconciliation",
    "Target",
    "UploadReport",
    "all_systems",
    "chosen",
    "export",
    "folder_kinds",
    "kinds",
    "make_key",
    "readers",
    "scale_told",
    "system",
    "targets",
    "upload",
    "uploads",
]
