"""The protocol between grader and student process: what both sides of the wall import, and nothing that only one of them needs."""
