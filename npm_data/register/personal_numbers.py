"""Numbers of persons in a plain text: identification numbers, telephones, payment cards.

A number counts with blanks, dashes or dots of one kind between its groups. Days and runs of years
are put aside first; what a law, an article, a contract or a place is numbered with is none.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import phonenumbers
from stdnum import luhn

_MONTH, _DAY = r"(?:0?[1-9]|1[0-2])", r"(?:0?[1-9]|[12]\d|3[01])"
_YEAR = r"(?:19|20)\d\d"
_DAYS_AND_YEARS = re.compile(
    rf"(?<!\d)(?:{_DAY}[./-]{_MONTH}[./-]{_YEAR}|{_YEAR}[./-]{_MONTH}[./-]{_DAY}"
    rf"|{_YEAR}(?:(?: ?[-,;/] ?| ){_YEAR})+)(?!\d)(?:[ T]\d\d?:\d\d(?::\d\d)?)?"
)
_GROUPS = re.compile(r"\d+(?:[ .-]{1,3}\d+)*")
_GROUP = re.compile(r"\d+")
_SHAPE_OF_A_PERSON = re.compile(r"\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])[0-6]\d{5}")
_WEIGHTS = (tuple(range(1, 12)), (*range(3, 12), 1, 2))

_LINE = re.compile(r"\d[\d ()./+-]{7,}\d")
_BETWEEN_GROUPS = re.compile(r"[ ()./-]{1,4}")
_SAYS_PHONE = re.compile(
    r"(?:тел|моб|ұялы|телефон\w*|ватсап|сот[.ок]|phone|mobile|whatsapp|call)\W*$", re.IGNORECASE
)
_SAYS_PAPER = re.compile(
    r"(?:(?:№|#|\bn[o.]?|договор\w*|контракт\w*|дел[оау]|приказ\w*|шарт\w*|бұйрық\w*|исх\.?|вх\.?"
    r"|contract|case|order)\W*|[^\W\d_]|[/\\_])$",
    re.IGNORECASE,
)
_WORDS_BEFORE = 20
_FEWEST_DIGITS, _MOST_DIGITS = 10, 15
_FREE_FOR_ALL = {
    phonenumbers.PhoneNumberType.TOLL_FREE,
    phonenumbers.PhoneNumberType.SHARED_COST,
    phonenumbers.PhoneNumberType.PREMIUM_RATE,
    phonenumbers.PhoneNumberType.UAN,
}
"""Lines of an office that everybody may call, such as a hotline: nobody's own."""

_CARD = re.compile(
    r"(?:4(?:\d{12}|\d{15}|\d{18})"  # Visa
    r"|(?:5[1-5]\d\d|222[1-9]|22[3-9]\d|2[3-6]\d\d|27[01]\d|2720)\d{12}"  # Mastercard
    r"|220[0-4]\d{12,15}"  # Mir
    r"|62\d{14,17}"  # UnionPay
    r"|3[47]\d{13}"  # American Express
    r"|(?:5018|5020|5038|5893|6304|6759|676[1-3])\d{9,15}"  # Maestro
    r"|35(?:2[89]|[3-8]\d)\d{12}"  # JCB
    r"|3(?:0[0-5]|[68]\d)\d{11}"  # Diners Club
    r"|(?:6011|64[4-9]\d|65\d\d)\d{12})"  # Discover
)


@dataclass(frozen=True, slots=True)
class Found:
    """What kind of thing stands where in the plain text."""

    kind: str
    start: int
    end: int


def is_identification_number(digits: str) -> bool:
    """Whether twelve digits are an individual identification number (IIN, ЖСН, ИИН).

    Birthday as YYMMDD, a digit for century and sex, four digits of order, a check digit. The check
    digit: the eleven digits times 1 to 11, summed, modulo 11; where that is 10, once more with the
    weights 3 to 11, 1, 2; where it is 10 again, no such number is given out. Source: Rules of
    forming the identification number, Resolution of the Government of the Republic of Kazakhstan
    No. 406 of 22 May 2007 (P070000406); the structure also in its programme No. 565 of 11 June 2003
    (P030000565).

    The number of an organisation (BIN) has 4, 5 or 6 in the fifth place, where the day of a
    birthday has 0 to 3: it is never taken for a person's.
    """
    return (
        len(digits) == 12 and _is_born_on_a_day(digits) and digits[11] == str(_check_number(digits))
    )


def numbers_of_persons(text: str) -> Iterator[Found]:
    """Every identification number, card and telephone; and what has the shape of the first only."""
    without_days = _DAYS_AND_YEARS.sub(lambda match: "\x00" * len(match[0]), text)
    taken = bytearray(len(text))
    for found in (*_in_groups(without_days), *_phones(without_days)):
        if not any(taken[found.start : found.end]):
            taken[found.start : found.end] = b"\x01" * (found.end - found.start)
            yield found


def _in_groups(text: str) -> Iterator[Found]:
    for run in _GROUPS.finditer(text):
        groups = [each.span() for each in _GROUP.finditer(text, *run.span())]
        for first in range(len(groups)):
            yield from _starting_at(text, groups[first:])


def _starting_at(text: str, groups: list[tuple[int, int]]) -> Iterator[Found]:
    """What the first of the groups begins, alone or with those that follow."""
    digits, signs = "", set()
    for at, (start, end) in enumerate(groups):
        if at:
            signs.add(text[groups[at - 1][1] : start].strip(" ") or " ")
        digits += text[start:end]
        if len(digits) > 19 or len(signs) > 1:
            return
        kind = _kind_of(digits, is_whole=at == 0)
        if kind:
            yield Found(kind, groups[0][0], end)


def _kind_of(digits: str, *, is_whole: bool) -> str | None:
    if is_identification_number(digits):
        return "iin"
    if _CARD.fullmatch(digits) and luhn.is_valid(digits):
        return "card"
    return "number" if is_whole and _SHAPE_OF_A_PERSON.fullmatch(digits) else None


def _is_born_on_a_day(digits: str) -> bool:
    century = {"0": 2000, "1": 1800, "2": 1800, "3": 1900, "4": 1900, "5": 2000, "6": 2000}
    if digits[6] not in century:
        return False
    try:
        date(century[digits[6]] + int(digits[:2]), int(digits[2:4]), int(digits[4:6]))
    except ValueError:
        return False
    return True


def _check_number(digits: str) -> int:
    rest = 10
    for weights in _WEIGHTS:
        rest = sum(int(digit) * weight for digit, weight in zip(digits, weights, strict=False)) % 11
        if rest < 10:
            break
    return rest


def _phones(text: str) -> Iterator[Found]:
    for run in _LINE.finditer(text):
        groups = [each.span() for each in _GROUP.finditer(text, *run.span())]
        done = 0
        for at, (start, _) in enumerate(groups):
            found = _phone_from(text, groups[at:]) if start >= done else None
            if found:
                done = found.end
                yield found


def _phone_from(text: str, groups: list[tuple[int, int]]) -> Found | None:
    """The longest telephone number that begins with the first of the groups."""
    start = groups[0][0]
    before = text[max(0, start - _WORDS_BEFORE) : start]
    sign = "+" if before.rstrip(" (").endswith("+") else ""
    digits, found = "", None
    for at, (first, end) in enumerate(groups):
        if at and not _BETWEEN_GROUPS.fullmatch(text, groups[at - 1][1], first):
            break
        digits += text[first:end]
        if len(digits) > _MOST_DIGITS:
            break
        if _is_written_as_a_phone(sign, digits, at, before) and _is_a_line(sign + digits):
            found = Found("phone", start - len(sign), end)
    return found


def _is_written_as_a_phone(sign: str, digits: str, gaps: int, before: str) -> bool:
    """With a plus or the word, in groups, or as eleven digits that are not a paper's number."""
    if len(digits) < (_FEWEST_DIGITS if not sign else _FEWEST_DIGITS - 1):
        return False
    if sign or _SAYS_PHONE.search(before):
        return True
    if _SAYS_PAPER.search(before):
        return False
    return digits[0] in "78" and (len(digits) == 11 or (len(digits) == 10 and gaps >= 2))


@lru_cache(maxsize=4096)
def _is_a_line(digits: str) -> bool:
    """As it is dialled in Kazakhstan, or from abroad with the country's code."""
    ways = [digits, f"+{digits}"] if len(digits) == 11 and digits[0] == "7" else [digits]
    for way in ways:
        try:
            number = phonenumbers.parse(way, "KZ")
        except phonenumbers.NumberParseException:
            continue
        if phonenumbers.is_valid_number(number):
            return phonenumbers.number_type(number) not in _FREE_FOR_ALL
    return False
