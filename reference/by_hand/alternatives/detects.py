"""Right answers to `detects`, written in other ways."""


def as_asked():
    """The text as it stands in the handout."""
    return "vertical edges"


def with_capitals():
    """Capital letters and a stray blank."""
    return "Vertical  Edges "
