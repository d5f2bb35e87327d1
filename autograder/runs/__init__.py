"""Runs: a class graded, resumed and regraded over workers here or on Dask, and the file its results are kept in.

`autograder.Run` is the way in. ``keys`` says what a result depends on, ``plan`` what is to be done, ``carry_out`` does it: ``share`` hands
chunks to workers (``worker``, ``on_dask``), which run ``work``. ``store`` keeps the results, ``schema`` its tables.
"""
