"""The register is changed in one place: what it becomes, what is said, and what is left of it."""
