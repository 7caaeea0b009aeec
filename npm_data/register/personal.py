"""Whether a text holds something about a person, and the text without it.

`kinds_in` and `masked` look exactly; `may_be_personal` tells which texts are worth that look, so
that a hundred thousand of them are sifted in a moment.

Numbers are those of persons, telephones and payment cards. One counts with blanks, dashes or dots
of one kind between its groups. Days and runs of years are put aside first; what a law, an article,
a contract or a place is numbered with is none.

What looks like a name (capitals, initials and endings of names after a word for people) is a guess,
made to be seldom wrong rather than never silent. Plurals, offices and places do not count:
"пациентам Областной больницы", "азамат Қазақстан Республикасының", "prisoner transport".
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Literal, cast

import phonenumbers
import polars as pl
from stdnum import luhn

from npm_data.register.spelling import plain

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

_ADJECTIVE = r"(?:ый|ая|ого|ому|ым|ой|ом|ую|ий|ее|его|ему|ей)"
_RUSSIAN_PEOPLE = (
    rf"(?:(?:осужд[её]нн|заключ[её]нн|подсудим|обвиняем|подозреваем|арестованн|задержанн|потерпевш"
    rf"|больн){_ADJECTIVE}"
    r"|гражданин(?:а|у|ом|е)?|гражданк(?:а|и|е|у|ой)|гр-н(?:а|у|ом)?|гр-к(?:а|и|е|у)|гр\."
    r"|пациент(?:а|у|ом|е)?|пациентк(?:а|и|е|у|ой)|воспитанник(?:а|у|ом|е)?|воспитанниц(?:а|ы|е|у|ей)"
    r"|свидетел(?:ь|я|ю|ем)|заявител(?:ь|я|ю|ем)|заявительниц(?:а|ы|е|у|ей))"
)
_KAZAKH_CASE = r"(?:[тдн][ыі][ңн]?|[тдн][ыі]ң|[ғқ]а|[гк]е|[мбп]ен|[тд]а[нң]?|[тд]е[нң]?)?"
_KAZAKH_PEOPLE = (
    r"(?:сотталған|сотталушы|айыпталушы|күдікті|қамауға алынған|ұсталған|тұтқын|азаматша|азамат"
    r"|тәрбиеленуші|науқас|пациент|жәбірленуші|куәгер|арызданушы)"
    rf"{_KAZAKH_CASE}"
)
_ENGLISH_PEOPLE = (
    r"(?:prisoner|detainee|inmate|convict|patient|citizen|defendant|suspect|accused|complainant"
    r"|resident|pupil|witness)"
)

_CAPITAL, _SMALL = "[А-ЯЁӘҒҚҢӨҰҮҺІ]", "[а-яёәғқңөұүһі]"
_WORD = rf"(?:{_CAPITAL}{_SMALL}+(?:-{_CAPITAL}{_SMALL}+)?|{_CAPITAL}{{3,}})"
_INITIALS = rf"{_CAPITAL}\.(?: ?{_CAPITAL}\.)?"
_FAMILY = (
    rf"{_CAPITAL}{_SMALL}+(?:(?:[оеё]в|[иы]н)(?:а|у|ым|е|ой)?{_KAZAKH_CASE}"
    rf"|(?:ск|цк)(?:ий|ого|ому|им|ая|ую)|енко|чук|дзе|швили|(?:[ұу]лы|[қк]ызы|оглы){_KAZAKH_CASE}"
    rf"|(?:бек|бай|хан|гүл|жан){_KAZAKH_CASE})(?!{_SMALL})"
)
_FATHERS = rf"{_CAPITAL}{_SMALL}+(?:ович|евич|ьич|овн|евн|ичн){_SMALL}{{0,3}}(?!{_SMALL})"
_CYRILLIC_NAME = (
    rf"(?:{_WORD} {_INITIALS}|{_INITIALS} ?{_WORD}|{_FAMILY}|{_WORD} {_FAMILY}"
    rf"|(?:{_WORD} ){{1,2}}{_FATHERS})(?: {_WORD}| ?{_INITIALS}){{0,2}}"
)
_NOT_A_PERSON = (
    r"(?!(?:Республик|Казах|Қазақ|Росси|Кодекс|Закон|Заң|Министр|Центр|Орталы|Област|Облыс|Район"
    r"|Аудан|Город|Қала|Уполномоченн|Уәкіл|Комитет|Орган|Астан|Алмат|Шымкент|Караганд|Қараған|Акт"
    r"|Ақт|Атырау|Талдыкорган|Талдықорған|Кост|Қост|Турк|Түрк|Павлодар|Тараз|Орал|Кызыл|Қызыл))"
)

_LATIN_WORD = r"[A-Z][a-z]+(?:[-'][A-Z][a-z]+)?"
_LATIN_NAME = (
    rf"(?:(?:[A-Z]\. ?){{1,2}}{_LATIN_WORD}"
    rf"|{_LATIN_WORD}(?: {_LATIN_WORD}| [A-Z]\.(?: ?[A-Z]\.)?)*)"
)
_NOT_A_PERSON_IN_ENGLISH = (
    r"(?!(?:Service|Safety|Rights?|Care|Cent(?:re|er)|Act|Law|Code|Regist\w+|Affairs|Union|Records?"
    r"|Reception|Transport|Transfer|Council|Committee|Ministry|Department|Unit|Block|Health|Room"
    r"|Republic|Kazakh\w*|Ombudsman|Assistance|Support|Information|Complaints?|No|The|In|Of)\b)"
)
_OF_A_COUNTRY = r"(?:Республики Казахстан |РК |ҚР |Қазақстан Республикасының )?"
_BEFORE_A_NAME = r"[ ,:«\"(]{1,3}"

_PATTERNS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?<!\w)(?i:{_RUSSIAN_PEOPLE}|{_KAZAKH_PEOPLE}){_BEFORE_A_NAME}{_OF_A_COUNTRY}"
        rf"(?:(?i:{_RUSSIAN_PEOPLE}) )?{_NOT_A_PERSON}(?P<name>{_CYRILLIC_NAME})",
        rf"(?<!\w)(?:Mr|Mrs|Ms|Miss)\.? (?P<name>{_LATIN_NAME})",
        rf"(?<!\w)(?i:{_ENGLISH_PEOPLE}){_BEFORE_A_NAME}{_NOT_A_PERSON_IN_ENGLISH}"
        rf"(?P<name>{_LATIN_NAME})",
    )
)

PERHAPS_A_NAME = (
    r"(?i:осу|закл|подс|обвин|подоз|арест|задерж|потерп|больн|гражд|гр-|гр\.|пациент|воспит|свид"
    r"|заяв|сотт|айып|күдік|қамауға|ұсталған|тұтқын|азамат|тәрбие|науқас|жәбір|куәгер|арыз"
    r"|prisoner|detainee|inmate|convict|patient|citizen|defendant|suspect|accused|complainant"
    r"|resident|pupil|witness|mr|mrs|ms|miss)\S*[\s,:«\"(]+\S*\p{Lu}"
)
"""For Polars: every text with a name has this, and few others do."""

Kind = Literal["iin", "phone", "email", "card", "number", "name"]

CERTAIN: tuple[Kind, ...] = ("iin", "phone", "email", "card")
"""What is surely about a person. `number` only has the shape of an identification number, and
`name` is what looks like one."""

MASK = "•••"

_A_DIGIT = r"[\p{Nd}\p{No}]"
_FEWEST_AFTER_A_PLUS = 9
_FEWEST_OF_A_PERSON = 12
_ONLY_AN_ID, _PERHAPS_A_PHONE = (
    r"^[\x20-\x7e]*$",
    r"(?i)phone|mobile|whatsapp|call|\+|(?:^|[^0-9])[78](?:[^0-9]{0,4}[0-9]){9}",
)
"""IDs of a large register have ten digits: most are known to be no more without a closer look."""

_AT = r"[@＠﹫]|[(\[{]\s*(?i:at|собака)\s*[)\]}]"

_EMAIL = re.compile(
    r"[\w.+%-]{1,64} {0,2}(?:@|[(\[{] ?(?:at|собака) ?[)\]}]) {0,2}"
    r"(?:[\w-]{1,63} {0,1}(?:\.|[(\[{] ?(?:dot|точка) ?[)\]}]) {0,1}){1,5}[^\W\d_]{2,}",
    re.IGNORECASE,
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


def names_of_persons(text: str) -> Iterator[Found]:
    """Where a plain text seems to name a person."""
    for pattern in _PATTERNS:
        for match in pattern.finditer(text):
            yield Found("name", *match.span("name"))


def may_be_personal(texts: pl.Expr) -> pl.Expr:
    """True of every text in which `kinds_in` finds something, and of few others."""
    digits = texts.str.count_matches(_A_DIGIT)
    has_a_number = (digits >= _FEWEST_DIGITS) | (
        (digits >= _FEWEST_AFTER_A_PLUS) & texts.str.contains("[+＋﹢]")
    )
    is_only_an_id = (digits < _FEWEST_OF_A_PERSON) & texts.str.contains(_ONLY_AN_ID)
    is_a_number = has_a_number & ~(is_only_an_id & ~texts.str.contains(_PERHAPS_A_PHONE))
    return is_a_number | texts.str.contains(f"{_AT}|{PERHAPS_A_NAME}")


def kinds_in(text: str) -> tuple[Kind, ...]:
    """The kinds of personal data in a text, each once, in the order of their places."""
    return tuple(dict.fromkeys(cast(Kind, found.kind) for found in _found(plain(text).text)))


@lru_cache(maxsize=16_384)
def masked(text: str) -> str:
    """The text with everything that `kinds_in` tells of replaced by a mark."""
    seen = plain(text)
    spans = sorted(seen.span(found.start, found.end) for found in _found(seen.text))
    parts: list[str] = []
    done = 0
    for start, end in spans:
        if start >= done:
            parts += [text[done:start], MASK]
        done = max(done, end)
    return "".join((*parts, text[done:]))


def _found(text: str) -> Iterator[Found]:
    yield from (Found("email", *match.span()) for match in _EMAIL.finditer(text))
    yield from numbers_of_persons(text)
    yield from names_of_persons(text)
