"""The commands of the terminal: a module gives a parser its options, and runs what was asked."""
