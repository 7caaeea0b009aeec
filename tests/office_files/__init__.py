"""Files as offices make them: the worked register with one fault each (`tests/examples/office`).

Either it is read right, and its numbers are those of the worked example, or one finding says at its
cell what is wrong. A different number without a word is the fault that these tests look for.
"""
