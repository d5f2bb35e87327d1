"""The suite: what a course author's checks are written with."""
