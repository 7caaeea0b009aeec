"""The letters of files that leave the dashboard, made from those that Streamlit brings along.

`python -m scripts.fonts`. Source Sans is under the SIL Open Font License, whose reserved name a
changed version may not bear: ours, cut down to what the three languages need, is "NPM Sans".
"""

from pathlib import Path

import streamlit
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

FOLDER = Path(__file__).parents[1] / "data" / "fonts"
WEIGHTS = {"Regular": 400, "Bold": 700}
FAMILY = "NPM Sans"
LETTERS = [
    *range(0x20, 0x180),
    *range(0x400, 0x530),
    *range(0x2000, 0x2070),
    *range(0x20A0, 0x20C0),
    *range(0x2190, 0x2194),
    *(ord(sign) for sign in "№−×≈≠≤≥✓△▽●■◆▲▼"),
]


def source() -> Path:
    static = Path(streamlit.__file__).parent / "static"
    return next(static.rglob("SourceSansVF-Upright*.woff2"))


def make(style: str, weight: int) -> None:
    font = instantiateVariableFont(TTFont(source()), {"wght": weight})
    options = Options()
    options.layout_features = ["kern", "mark", "mkmk", "ccmp", "locl", "lnum", "pnum", "tnum"]
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=LETTERS)
    subsetter.subset(font)
    _name(font, style)
    font.flavor = None
    font.save(FOLDER / f"NPMSans-{style}.ttf")


def _name(font: TTFont, style: str) -> None:
    names = {
        1: FAMILY,
        2: style,
        3: f"NPMSans-{style}",
        4: f"{FAMILY} {style}",
        6: f"NPMSans-{style}",
        16: FAMILY,
        17: style,
    }
    table = font["name"]
    kept = [record for record in table.names if record.nameID in (0, 13, 14)]
    table.names = kept
    for number, text in names.items():
        table.setName(text, number, 3, 1, 0x409)
    is_bold = style == "Bold"
    font["OS/2"].usWeightClass = WEIGHTS[style]
    font["OS/2"].fsSelection = 0b100000 if is_bold else 0b1000000
    font["head"].macStyle = int(is_bold)


def main() -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    for style, weight in WEIGHTS.items():
        make(style, weight)


if __name__ == "__main__":
    main()
