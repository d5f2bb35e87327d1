"""Ingest: what was handed in, as `Submission`, `Rejection` and `Ignored` records. Never trusts a name or a size."""
