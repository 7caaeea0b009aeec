"""Named questions about the register, each answered by the one `.sql` file of that name."""
