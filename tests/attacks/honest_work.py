"""The answer that attack submissions are built around."""

from pathlib import Path

HONEST = (Path(__file__).parent / "honest.py").read_text(encoding="utf-8")
"""A module whose conv2d is right and which holds nothing else."""
