"""Runs: a class graded, resumed and regraded over an executor, and the file its results are kept in."""
