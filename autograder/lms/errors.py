"""What goes wrong between a run and an LMS."""

from __future__ import annotations


class LmsError(Exception):
    """Nothing was written. The text says in plain words why, and what to do."""
