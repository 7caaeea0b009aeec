"""Columns as a spreadsheet names them."""


def letter_of(position: int) -> str:
    """The spreadsheet's letters for a column counted from 0: A, B, ..., Z, AA."""
    letters = ""
    number = position + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def position_of(letters: bytes | str) -> int:
    """The number, from 1, of the column with these letters."""
    number = 0
    for letter in letters.encode() if isinstance(letters, str) else letters:
        number = number * 26 + letter - ord("A") + 1
    return number
