"""Commands that hand something on: ``export``, ``bundle``."""
