"""The ways to load a submission: what the grader asks for, and what the process tells of it. Runs on both sides of the wall."""

from __future__ import annotations

AS_IT_IS, NEEDED, PLAIN = range(3)
"""All of it; imports, definitions and assignments; of these only what calls nothing. The later ones are for a submission whose loading
does not end, or ends its process."""
SHARES = (1.0, 0.4, 0.2)
"""The part of the time for loading that each of the ways may take: what is needed is quick."""
