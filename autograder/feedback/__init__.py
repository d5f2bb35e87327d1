"""Feedback: `Result` records come in; pages for students and for the class go out, and the same words as HTML for other systems.

A student's page holds nothing that is for staff (``detail``, ``flags``, ``source``) and nothing of other students; what student code wrote
is cleaned (`autograder.records.text`) and escaped.
"""

from autograder.feedback.fingerprints import prints_of_variants
from autograder.feedback.near_copies_page import write_near_copies
from autograder.feedback.page import render_html_fragment
from autograder.feedback.report import About, student_page_name, write_report

__all__ = [
    "About",
    "prints_of_variants",
    "render_html_fragment",
    "student_page_name",
    "write_near_copies",
    "write_report",
]
