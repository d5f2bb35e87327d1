"""Right answers to `detects`, written in other ways."""


def as_asked():
    """The text as it stands in the handout."""
    return "vertical edges"


def with_capitals():
    """Capital letters and a stray blank."""
    return "Vertical  Edges "


def as_a_name():
    """Written as programmers write names."""
    return "vertical_edges"


def as_a_sentence():
    """One edge, and a full stop."""
    return "Vertical edge."
