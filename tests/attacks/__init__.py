"""The attack corpus: what submissions do to graders, by the number of its line in the threat model (SECURITY.md)."""
