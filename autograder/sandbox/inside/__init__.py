"""The inside: runs in the student's process, beside student code. Calls come in, are made, and their values go out.

It loads the submission. Nothing here imports the grader, and the grader believes nothing that is said here.
"""
