"""Results: the record every output is rendered from, and the run file that keeps it."""
