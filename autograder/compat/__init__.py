"""Workarounds for other people's packages, one module each, named after what it mends."""
