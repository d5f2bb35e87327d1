"""Marks a text beside student code as one that a catalogue is to hold: the grader looks it up as it stands, in the student's language.

Runs on both sides of the wall.
"""


def marked(text: str) -> str:
    """``text``, which `convgrade messages` finds by this name."""
    return text
