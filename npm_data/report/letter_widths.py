"""How much room a text takes in Arial, which a presentation cannot carry inside.

Every PowerPoint has Arial, with all Kazakh letters, and LibreOffice has Liberation Sans of the same
widths. Widths are rounded up to twentieths of a letter's height: some air for other programs.
"""

from collections.abc import Sequence
from math import ceil

CM_OF_A_POINT = 2.54 / 72
LINE = 1.2
"""A line's height by the letters', as PowerPoint sets it."""

_REGULAR = {
    200: "'",
    250: "ijlі’‘",
    300: " !,./:;I[\\]ft|І\xa0",
    350: "()-\u2011`r{}“”„·",
    400: '"*гғ°',
    450: "кқ",
    500: "J^cksvxyzзстухұү",
    550: "ГвпчьэяҒ±≥≤",
    600: "#$+0123456789<=>?L_abdeghnopqu~КабдеийлнорцёәҚңөҰҮһ«»–−×€§",
    650: "FTZЗТУъ○",
    700: "&ABEKPSVXYАБВДЕЛРХЧЬжмЁҺ",
    750: "CDHNRUwИЙНПСЦЭЯыюҢ©",
    800: "GOQОФЪӘӨ",
    850: "MmМфшщ",
    900: "%Ы",
    950: "WЖШЩ",
    1000: "—…",
    1050: "@Ю",
    1100: "№",
}
_BOLD = {
    250: "'",
    300: " ,./I\\ijl|Іі\xa0’‘",
    350: "!()-\u2011:;[]`ft·",
    400: "*r{}°",
    450: "гғ",
    500: '"zзт“”„',
    550: "кқ±≥≤",
    600: "#$+0123456789<=>J^_aceksvxy~ГаесухчэяёәҒҰұҮү«»–−×€§",
    650: "?FLTZbdghnopquЗКТУбвдийлнопрцьҚңөһ○",
    700: "EPSVXYЕРХЁ",
    750: "&ABCDHKNRUАБВДИЙЛНПСЦЧЬЭЯжмъӘҢҺ©",
    800: "GOQwОӨ",
    850: "MМшщ",
    900: "%mФЪфыю",
    950: "WЖ",
    1000: "@Ы—…",
    1050: "ШЩЮ",
    1150: "№",
}
_WIDTHS = {
    is_bold: {letter: width for width, letters in widths.items() for letter in letters}
    for is_bold, widths in ((False, _REGULAR), (True, _BOLD))
}
_UNKNOWN = 1000


def known_letters() -> frozenset[str]:
    return frozenset(_WIDTHS[False])


def width_of(text: str, points: float, *, bold: bool = False) -> float:
    """Centimetres of a text in one line."""
    widths = _WIDTHS[bold]
    return sum(widths.get(letter, _UNKNOWN) for letter in text) / 1000 * points * CM_OF_A_POINT


def lines_of(text: str, points: float, width: float, *, bold: bool = False) -> int:
    """How many lines a text takes in so many centimetres; too long a word breaks into several."""
    lines, room = 1, width
    blank = width_of(" ", points, bold=bold)
    for word in text.split(" "):
        needed = width_of(word, points, bold=bold)
        if needed > room and room < width:
            lines, room = lines + 1, width
        if needed > width:
            more = ceil(needed / width) - 1
            lines, needed = lines + more, needed - more * width
        room -= needed + blank
    return lines


def height_of(
    texts: Sequence[str], points: float, width: float, *, bold: bool = False, gap: float = 0.0
) -> float:
    """Centimetres of paragraphs below each other; `gap` is the room above each but the first."""
    lines = sum(lines_of(text, points, width, bold=bold) for text in texts)
    return lines * points * LINE * CM_OF_A_POINT + gap * max(len(texts) - 1, 0)


def size_that_fits(
    texts: Sequence[str],
    sizes: Sequence[int],
    width: float,
    height: float,
    *,
    bold: bool = False,
    gap: float = 0.0,
) -> int:
    """The first of the sizes (points, large to small) at which the texts fit, else the last."""
    fitting = (
        size for size in sizes if height_of(texts, size, width, bold=bold, gap=gap) <= height
    )
    return next(fitting, sizes[-1])
