"""Feedback: pages for a student and for the class, and the same words as a piece of HTML for other systems.

Everything is rendered from `Result` records. A student's page holds nothing of staff's (``detail``, ``flags``, ``source``)
and nothing of other students; what student code wrote is cleaned (`autograder.records.text`) and escaped.
"""

from autograder.feedback.fingerprints import prints_of_variants
from autograder.feedback.near_copies_page import write_near_copies
from autograder.feedback.page import render_html_fragment
from autograder.feedback.report import student_page_name, write_report

__all__ = ["prints_of_variants", "render_html_fragment", "student_page_name", "write_near_copies", "write_report"]
