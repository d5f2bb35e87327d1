"""The inside: what runs in the student's process, beside student code. Nothing here imports the grader."""
