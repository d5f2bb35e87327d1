"""``python -m autograder.cli`` is ``convgrade``."""

from autograder.cli import main

main()
