"""Grading: checks collected with pytest, one submission judged by them, and a class judged over an executor."""
