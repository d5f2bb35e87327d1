"""Runs: a class of submissions comes in; each is graded once, by workers here or on Dask, and its result kept in the run file.

`autograder.Run` is the way in. ``keys`` says what a result depends on, ``plan`` what has to be done, ``carry_out`` does it: ``share`` hands
chunks to workers (``worker``, ``on_dask``), which run ``work``. ``store`` keeps the results, ``schema`` its tables.
"""
