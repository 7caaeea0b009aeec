"""Where things stand on a slide: texts are measured, and made smaller until they fit."""

from collections.abc import Sequence
from dataclasses import dataclass

from npm_data.report.deck_pages import Page
from npm_data.report.letter_widths import height_of, size_that_fits
from npm_data.report.pptx_frame import HEIGHT, INNER, MARGIN, plain

CHAPTER, CAPTION, FOOT = 18, 14, 12
"""Points of a chapter's name, of definition and counts, and of the lines at the bottom."""
GAP = 0.35
"""Centimetres between what belongs to different things; half of it between paragraphs."""
NUMBER_WIDTH = 3.0
_CHAPTER_TOP, _TITLE_TOP, _BOTTOM = 0.9, 1.85, HEIGHT - 0.55
_TITLES, _LINES = (32, 30, 28, 26, 24, 22, 20), (24, 22, 20, 18)
_LINES_ABOVE_A_PICTURE = _LINES[-1:]
"""The room is the picture's, whose letters shrink with it; its title is two steps smaller, too."""
_COVER_TITLES = (48, 44, 40, 36, 32)
_TITLE_HEIGHT, _COVER_HEIGHT, _LINES_HEIGHT = 2.8, 7.0, 4.5
_COVER_TOP = 4.6


@dataclass(frozen=True, slots=True)
class Box:
    """A text and its place: centimetres, and points of its letters."""

    texts: tuple[str, ...]
    points: int
    top: float
    height: float
    width: float = INNER
    left: float = MARGIN
    bold: bool = False
    gap: float = 0.0

    @property
    def bottom(self) -> float:
        return self.top + self.height


@dataclass(frozen=True, slots=True)
class Layout:
    """The boxes of a slide, and the room that is left for a picture or a table."""

    chapter: Box
    title: Box
    lines: Box
    caption: Box
    foot: Box
    body_top: float
    body_height: float


def layout_of(page: Page) -> Layout:
    """From the top: chapter, title, lines, body; from the bottom: foot, caption."""
    foot_texts = (*page.foot, *((page.mark,) if page.mark else ()))
    foot = _above(_BOTTOM, foot_texts, FOOT, INNER - NUMBER_WIDTH, bold=True)
    caption = _above(foot.top - GAP, page.caption, CAPTION, INNER)
    chapter = _below(_CHAPTER_TOP, (page.chapter,), (CHAPTER,), 1.0)
    sizes, top, room = (
        (_COVER_TITLES, _COVER_TOP, _COVER_HEIGHT)
        if page.is_cover
        else (_TITLES, _TITLE_TOP, _TITLE_HEIGHT)
    )
    title = _below(top, (page.title,), sizes[2:] if page.picture else sizes, room, bold=True)
    has_body = page.picture is not None or page.table is not None
    left = caption.top - title.bottom - 2 * GAP
    smaller = _LINES_ABOVE_A_PICTURE if page.picture else _LINES
    room = min(_LINES_HEIGHT, left) if has_body else left
    lines = _below(title.bottom + GAP, page.lines, smaller, room)
    body_top = lines.bottom + GAP if page.lines else title.bottom + GAP
    return Layout(chapter, title, lines, caption, foot, body_top, caption.top - GAP - body_top)


def _below(
    top: float, texts: Sequence[str], sizes: Sequence[int], room: float, *, bold: bool = False
) -> Box:
    """A box as high as its text, in the largest of the sizes that keeps it within the room."""
    said = tuple(plain(text) for text in texts if text)
    points = size_that_fits(said, sizes, INNER, room, bold=bold, gap=GAP)
    height = height_of(said, points, INNER, bold=bold, gap=GAP)
    return Box(said, points, top, height, bold=bold, gap=GAP)


def _above(
    bottom: float, texts: Sequence[str], points: int, width: float, *, bold: bool = False
) -> Box:
    """A box that ends at `bottom`; `bold` when some of its text may be."""
    said = tuple(plain(text) for text in texts)
    height = height_of(said, points, width, bold=bold)
    return Box(said, points, bottom - height, height, width)
