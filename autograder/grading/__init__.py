"""Grading: a `Submission` comes in, a `Result` goes out. pytest collects the checks once; then each submission is judged by them.

Runs in the grader: the student's code is asked through `autograder.sandbox`.
"""
