"""Records: the immutable values that every room hands to the next (`Submission`, `Result`, `Decision`), their words, the tree of errors.

The ground floor: it imports no other room.
"""
