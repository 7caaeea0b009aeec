"""The commands of the terminal: one module a command, each with `add_parser` and `run`."""
