"""The protocol between the grader's and the student's process: values come in, frames of bytes go out, and back again.

Both sides of the wall import it; it holds nothing that only one of them needs.
"""
