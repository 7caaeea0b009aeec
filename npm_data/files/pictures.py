"""Pictures drawn without a browser: for slides, documents, and as files of their own."""

import re
import unicodedata
from base64 import b64encode
from collections.abc import Callable
from functools import cache
from threading import Thread
from xml.sax.saxutils import escape

import vl_convert
from PIL import ImageFont

from npm_data.charts.spec import with_data
from npm_data.charts.theme import Look, Palette, palette
from npm_data.figures.figure import Picture
from npm_data.files.release import Released
from npm_data.i18n.formats import bound
from npm_data.reference import PROJECT

LETTERS = (
    "\\n\\r\\t\u0020-\u007e\u00a0-\u017f\u0400-\u045f\u0462-\u0463\u0472-\u0475\u0490-\u0493"
    "\u0496-\u049b\u04a0-\u04a3\u04aa-\u04ab\u04ae-\u04b3\u04b6-\u04b7\u04ba-\u04bb\u04c0-\u04c4"
    "\u04c7-\u04c8\u04cf-\u04d1\u04d4-\u04d9\u04e2-\u04e3\u04e6-\u04e9\u04ee-\u04ef\u04f2-\u04f3"
    "\u04f6-\u04f7\u2007\u2009-\u200b\u2010-\u201e\u2020-\u2023\u2026\u202f-\u2033\u2035"
    "\u2039-\u203a\u203c-\u203f\u2044\u2047-\u204a\u20a1\u20a3-\u20a4\u20a6-\u20a7\u20a9"
    "\u20ab-\u20ac\u20ae\u20b1-\u20b2\u20b4-\u20b5\u20b8-\u20ba\u20bd\u2116\u2190-\u2193\u2212"
    "\u2248\u2260\u2264-\u2265\u25a0\u25b2-\u25b3\u25bc-\u25bd\u25c6\u25cf\u2713"
)
"""Those of `data/fonts`, in both weights, as a class of a pattern."""
_UNSEEN = "\u200c-\u200f\u2060-\u2064\ufeff"
_OTHERS = re.compile(f"[^{LETTERS}{_UNSEEN}]")


def in_our_letters(text: str) -> str:
    """The text with a question mark for each letter that ours lack.

    A document that everybody can read (PDF/UA-1) must know each of its letters; with one that it
    does not, in the name of a file for instance, there would be no document at all.
    """
    return _OTHERS.sub("?", unicodedata.normalize("NFC", text))


FONTS = PROJECT / "data" / "fonts"
FONT = "NPM Sans"
"""The letters of all that leaves; in a browser the page's own, which they were made from."""


def slide_svg(picture: Picture) -> str:
    """The picture as SVG, its letters as text."""
    know_the_letters()
    return vl_convert.vegalite_to_svg(_whole(picture), allowed_base_urls=[])


def slide_png(picture: Picture, scale: float = 2.0) -> bytes:
    """The picture as PNG of `scale` pixels for each of its own."""
    know_the_letters()
    return vl_convert.vegalite_to_png(_whole(picture), scale=scale, allowed_base_urls=[])


def _whole(picture: Picture) -> dict[str, object]:
    whole = with_data(picture.spec, picture.frame, width=picture.width)
    whole["config"] = whole["config"] | {"font": f"{FONT}, Source Sans, sans-serif"}
    return whole


@cache
def know_the_letters() -> None:
    """Tell the renderer of our letters, once."""
    vl_convert.register_font_directory(str(FONTS))


@cache
def begin_to_draw() -> None:
    """Start the renderer behind the scenes, once: the first picture need not wait for it."""
    know_the_letters()
    nothing = {"data": {"values": []}, "mark": "point"}
    Thread(target=vl_convert.vegalite_to_svg, args=(nothing,), daemon=True).start()


WIDTH, MARGIN = 1064, 32
"""Pixels; the chart itself has the room between the margins."""
ROOM = WIDTH - 2 * MARGIN
_TITLE, _STRIP = 28, 15
"""Pixels of letters."""
_LINE = 1.35
_SIZE = re.compile(r'<svg[^>]*? width="([\d.]+)" height="([\d.]+)"')


def picture_makers(
    picture: Picture, look: Look
) -> dict[str, tuple[str, Callable[[Released], bytes]]]:
    """Each kind of file that shows a chart: its media type, and what makes it."""
    return {
        "png": ("image/png", lambda released: chart_png(released, picture, look)),
        "svg": ("image/svg+xml", lambda released: chart_svg(released, picture, look)),
    }


def chart_svg(released: Released, picture: Picture, look: Look) -> bytes:
    """The whole file as SVG: text stays text, and its letters come along."""
    return _composed(released, picture, palette(look), _letters()).encode()


def chart_png(released: Released, picture: Picture, look: Look, scale: float = 2.0) -> bytes:
    """The whole file as PNG, `WIDTH` times `scale` pixels wide."""
    know_the_letters()
    return vl_convert.svg_to_png(_composed(released, picture, palette(look), ""), scale=scale)


def _composed(released: Released, picture: Picture, inks: Palette, style: str) -> str:
    chart = slide_svg(picture)
    found = _SIZE.search(chart)
    if found is None:
        raise ValueError("a drawing without a size")
    chart_width, chart_height = (float(each) for each in found.groups())
    title, *strip = released.provenance.lines()
    parts = []
    top = float(MARGIN)
    for line in _balanced(title):
        parts.append(_text(line, top + _TITLE, _TITLE, inks.text, "bold"))
        top += _TITLE * _LINE
    top += MARGIN / 2
    # A chart of fixed cells is as wide as these need, whatever room there is.
    room = max(1.0, chart_width / ROOM)
    shown_height = chart_height / room
    box = f'x="{MARGIN}" y="{top:g}" width="{chart_width / room:g}" height="{shown_height:g}"'
    view = f'viewBox="0 0 {chart_width:g} {chart_height:g}"'
    inner = chart[chart.index(">", chart.index("<svg")) + 1 :]
    parts.append(f"<svg {box} {view}>{inner}")
    top += shown_height + MARGIN / 2
    rule = f'x1="{MARGIN}" x2="{WIDTH - MARGIN}" y1="{top:g}" y2="{top:g}"'
    parts.append(f'<line {rule} stroke="{inks.outline}"/>')
    for line in [each for said in strip for each in _wrapped(said, _STRIP, "Regular")]:
        top += _STRIP * _LINE
        parts.append(_text(line, top + 4, _STRIP, inks.muted, "normal"))
    height = round(top + MARGIN)
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
        f' width="{WIDTH}" height="{height}" viewBox="0 0 {WIDTH} {height}" role="img"'
        f' lang="{released.words.language}">'
    )
    about = f"<title>{escape(title)}</title><desc>{escape(picture.alt)}</desc>"
    paper = f'<rect width="{WIDTH}" height="{height}" fill="{inks.background}"/>'
    return f"{head}{about}{style}{paper}{''.join(parts)}</svg>"


def _text(line: str, base: float, size: int, ink: str, weight: str) -> str:
    return (
        f'<text x="{MARGIN}" y="{base:g}" font-family="{FONT}, sans-serif"'
        f' font-size="{size}" font-weight="{weight}" fill="{ink}">{escape(line)}</text>'
    )


def _wrapped(text: str, size: int, style: str, room: float = ROOM) -> list[str]:
    """The text in lines no wider than the room."""
    font = _measure(style, size)
    lines: list[str] = []
    for word in bound(text).split(" "):
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and font.getlength(longer) <= room:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def _balanced(text: str) -> list[str]:
    """A title in as few lines as it needs, of about the same length: no word stands alone."""
    lines = _wrapped(text, _TITLE, "Bold")
    for room in range(ROOM, ROOM // 2, -MARGIN):
        tighter = _wrapped(text, _TITLE, "Bold", room)
        if len(tighter) > len(lines):
            break
        lines = tighter
    return lines


@cache
def _measure(style: str, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(FONTS / f"NPMSans-{style}.ttf", size)


@cache
def _letters() -> str:
    """Both weights inside the file: hardly any machine has them."""
    faces = []
    for style, weight in (("Regular", 400), ("Bold", 700)):
        data = b64encode((FONTS / f"NPMSans-{style}.ttf").read_bytes()).decode()
        source = f"url(data:font/ttf;base64,{data})"
        faces.append(
            f"@font-face{{font-family:'{FONT}';font-weight:{weight};src:{source}"
            " format('truetype')}"
        )
    return f"<style>{''.join(faces)}</style>"
