"""What a register is: its form, how it is read, checked and kept."""
