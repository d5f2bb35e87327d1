"""What a person should look at in a graded class, and what they decide there: a page on this machine alone, driven by keys.

`queue` says what there is to look at, from records alone; `desk` holds the run and carries out what is decided; `pages` draws; `server`
lets nobody in but the person who started it.
"""
