"""The host: the grader's side of the student's process. Calls come in, values and failures go out; it starts, asks and ends the process.

It trusts nothing that comes from there.
"""
