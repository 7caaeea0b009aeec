"""Personal data of nobody, for tests: made here, from what is set aside for examples."""


def identification_number(order: int = 0) -> str:
    """A number with the right check digit, of somebody born on 1 January 1800: nobody has it."""
    for each in range(order * 10, order * 10 + 10):
        digits = f"0001011{each:04}"
        rest = sum(int(digit) * weight for weight, digit in enumerate(digits, start=1)) % 11
        if rest < 10:
            return f"{digits}{rest}"
    raise AssertionError("ten in a row have a check digit")


PHONE = "+7 701 000 00 00"
EMAIL = "name@example.org"
CARD = "4111 1111 1111 1111"
"""The number that card issuers give for tests."""
