"""Charts drawn without a browser: for slides, documents and files."""

from functools import cache

import vl_convert

from npm_data.charts.spec import with_data
from npm_data.figures.figure import Picture
from npm_data.reference import PROJECT

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
