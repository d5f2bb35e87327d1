"""Tests of the course itself: its rooms, its suites, its notebooks."""
