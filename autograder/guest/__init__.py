"""The guest: the confined process in which a student's code runs, and the grader's side of the wire to it."""
