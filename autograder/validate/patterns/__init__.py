"""The questions that ``convgrade new`` writes, one of each kind: small, complete in every room, with checks in the house's style."""

from autograder.validate.patterns.figure import FIGURE
from autograder.validate.patterns.function import FUNCTION
from autograder.validate.patterns.network import NETWORK
from autograder.validate.patterns.of_class import CLASS
from autograder.validate.patterns.pattern import Pattern
from autograder.validate.patterns.value import VALUE

__all__ = ["PATTERNS", "Pattern"]

PATTERNS = {"function": FUNCTION, "class": CLASS, "value": VALUE, "figure": FIGURE, "network": NETWORK}
"""By the word that ``convgrade new --kind`` takes."""
