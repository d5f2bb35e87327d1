"""The host: the grader's side of the student's process. It starts it, asks it, ends it, and trusts nothing it says."""
