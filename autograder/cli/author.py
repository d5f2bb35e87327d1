"""Commands for the course's author: ``validate``, ``new``."""
