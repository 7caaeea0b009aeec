"""Makes `data/deck.pptx`: the layouts, colours and letters of the deck.

Made from the empty presentation that python-pptx brings: one master, the layouts of
`npm_data.files.pptx`, no slide, and nothing about who made it. An office may put its own file in
its place; what that must have stands in `data/README.md`.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

from pptx import Presentation
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls
from pptx.presentation import Presentation as File
from pptx.slide import SlideLayout, SlideMaster
from pptx.util import Cm

from npm_data.charts.theme import Look, palette
from npm_data.files.office import bytes_of
from npm_data.files.pptx import CHAPTER, LAYOUTS, NOTE, TEMPLATE, TEXT

FONT = "Arial"
"""On every machine, with all Kazakh letters."""
WIDTH, HEIGHT = 33.867, 19.05
"""Centimetres of a slide: 16 to 9, as PowerPoint's own."""
_SIDE = 1.41
_INNER = WIDTH - 2 * _SIDE
_SMALL, _LARGE, _HUGE = 14, 20, 28
_PROMPT = {
    "title": "Тақырып · Заголовок · Title",
    "text": "Мәтін · Текст · Text",
    CHAPTER: "Бөлім · Раздел · Chapter",
    NOTE: "Ескерту · Примечание · Note",
    "chart": "Диаграмма · Диаграмма · Chart",
    "tbl": "Кесте · Таблица · Table",
    "pic": "Сурет · Изображение · Picture",
    "ftr": "",
    "sldNum": "",
}


class _Box(NamedTuple):
    """A place: centimetres."""

    left: float
    top: float
    width: float
    height: float


class _Place(NamedTuple):
    """A placeholder of a layout; its number tells it from the others of its kind."""

    kind: str
    name: str
    number: int
    box: _Box | None = None
    points: int | None = None
    colour: str = "tx1"
    anchor: str = "t"


_TITLE = _Box(_SIDE, 1.65, _INNER, 3.0)
_BODY = _Box(_SIDE, 4.85, _INNER, 11.4)
_NOTE = _Box(_SIDE, 16.35, _INNER, 1.3)
_FOOT = _Box(_SIDE, 17.8, _INNER - 2.4, 0.95)
_NUMBER = _Box(WIDTH - _SIDE - 2.2, 17.8, 2.2, 0.95)

_HEAD = (
    _Place("title", "Title", 0),
    _Place("body", CHAPTER, 13, _Box(_SIDE, 0.75, _INNER, 0.8), _SMALL, "tx2"),
)
_END = (
    _Place("ftr", "Footer", 11),
    _Place("sldNum", "Slide number", 12),
)
_AFTER = (_Place("body", NOTE, 14, _NOTE, _SMALL, anchor="b"), *_END)
_STRIP = (
    f"<p:sp {nsdecls('p', 'a')}><p:nvSpPr>"
    '<p:cNvPr id="9" name="Strip"/><p:cNvSpPr/><p:nvPr/></p:nvSpPr>'
    '<p:spPr><a:xfrm><a:off x="0" y="0"/>'
    f'<a:ext cx="{int(Cm(WIDTH))}" cy="{int(Cm(0.3))}"/></a:xfrm>'
    '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
    '<a:solidFill><a:schemeClr val="accent1"/></a:solidFill>'
    "<a:ln><a:noFill/></a:ln></p:spPr></p:sp>"
)
"""A band of the office's colour along the upper edge."""
_PLACES: dict[str, Sequence[_Place]] = {
    "title": (
        _Place("ctrTitle", "Title", 0, _Box(_SIDE, 4.0, _INNER, 6.2), 44, anchor="b"),
        _Place("body", TEXT, 10, _Box(_SIDE, 10.8, _INNER, 5.5), 24),
        *_END,
    ),
    "text": (*_HEAD, _Place("body", TEXT, 10, _BODY, _LARGE), *_END),
    "chart": (*_HEAD, _Place("chart", "Chart", 10, _BODY), *_AFTER),
    "table": (*_HEAD, _Place("tbl", "Table", 10, _BODY), *_AFTER),
    "picture": (*_HEAD, _Place("pic", "Picture", 10, _BODY), *_AFTER),
}
_MASTER = (
    _Place("title", "Title", 0, _TITLE),
    _Place("body", TEXT, 1, _BODY),
    _Place("ftr", "Footer", 3, _FOOT, 10, "tx2", "b"),
    _Place("sldNum", "Slide number", 4, _NUMBER, 12, "tx2", "b"),
)


def template() -> bytes:
    """The file, the same whenever it is made."""
    file = Presentation()
    file.slide_width, file.slide_height = Cm(WIDTH), Cm(HEIGHT)
    file.element.find("{*}sldSz").attrib.pop("type")
    layouts = file.slide_layouts
    for layout in list(layouts)[len(LAYOUTS) :]:
        layouts.remove(layout)
    _fill(file.slide_master, _MASTER)
    file.slide_master.shapes._spTree.insert(2, parse_xml(_STRIP))
    for layout, (key, name) in zip(list(layouts), LAYOUTS.items(), strict=True):
        layout.name = name
        layout.element.attrib.pop("type", None)
        _fill(layout, _PLACES[key])
    _set_styles(file)
    _set_theme(file)
    _forget_who_made_it(file)
    return bytes_of(file)


def _fill(page: SlideMaster | SlideLayout, places: Sequence[_Place]) -> None:
    """Its own placeholders instead of those that came; the first is also read first."""
    for shape in list(page.shapes):
        shape.element.getparent().remove(shape.element)
    for number, place in enumerate(places, start=2):
        page.shapes._spTree.append(parse_xml(_placeholder(place, number)))


def _placeholder(place: _Place, identity: int) -> str:
    index = f' idx="{place.number}"' if place.number else ""
    where, style = "", ""
    if place.box:
        left, top, width, height = (int(Cm(each)) for each in place.box)
        where = (
            f'<a:xfrm><a:off x="{left}" y="{top}"/><a:ext cx="{width}" cy="{height}"/></a:xfrm>'
            '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
        )
    if place.points:
        side = "r" if place.kind == "sldNum" else "l"
        style = (
            f'<a:lvl1pPr marL="0" indent="0" algn="{side}"><a:buNone/>'
            f'<a:defRPr sz="{place.points * 100}"><a:solidFill><a:schemeClr val="{place.colour}"/>'
            "</a:solidFill></a:defRPr></a:lvl1pPr>"
        )
    inner = f' lIns="0" tIns="0" rIns="0" bIns="0" anchor="{place.anchor}"' if place.box else ""
    return (
        f"<p:sp {nsdecls('p', 'a')}><p:nvSpPr>"
        f'<p:cNvPr id="{identity}" name="{place.name}"/>'
        '<p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr>'
        f'<p:nvPr><p:ph type="{place.kind}"{index}/></p:nvPr></p:nvSpPr>'
        f"<p:spPr>{where}</p:spPr>"
        f"<p:txBody><a:bodyPr{inner}><a:normAutofit/></a:bodyPr>"
        f"<a:lstStyle>{style}</a:lstStyle><a:p>{_prompt(place)}</a:p></p:txBody></p:sp>"
    )


def _prompt(place: _Place) -> str:
    """What stands in a place that is still empty, for whoever adds a slide by hand."""
    if place.kind == "sldNum":
        number = '<a:rPr lang="en-GB"/><a:t>‹#›</a:t>'
        return (
            f'<a:fld id="{{C1FF6DA9-008F-8B48-92A6-B652298478BF}}" type="slidenum">{number}</a:fld>'
        )
    kind = {"ctrTitle": "title", "body": place.name}.get(place.kind, place.kind)
    said = _PROMPT.get(kind, _PROMPT["text"])
    return f'<a:r><a:rPr lang="kk-KZ"/><a:t>{said}</a:t></a:r>' if said else ""


def _set_styles(file: File) -> None:
    """Titles to the left and strong, texts without marks before them."""
    styles = file.slide_master.element.find("{*}txStyles")
    title = styles.find("{*}titleStyle/{*}lvl1pPr")
    title.set("algn", "l")
    title.insert(0, parse_xml(f'<a:lnSpc {nsdecls("a")}><a:spcPct val="95000"/></a:lnSpc>'))
    letters = title.find("{*}defRPr")
    letters.set("sz", str(_HUGE * 100))
    letters.set("b", "1")
    text = styles.find("{*}bodyStyle/{*}lvl1pPr")
    text.set("marL", "0")
    text.set("indent", "0")
    text.remove(text.find("{*}buFont"))
    text.replace(text.find("{*}buChar"), parse_xml(f"<a:buNone {nsdecls('a')}/>"))
    text.find("{*}defRPr").set("sz", str(_LARGE * 100))


def _set_theme(file: File) -> None:
    """Our inks and letters, where whoever edits a deck meets them."""
    inks = palette(Look.LIGHT)
    colours = {
        "dk1": inks.text,
        "lt1": inks.background,
        "dk2": inks.muted,
        "lt2": inks.grid,
        "accent1": inks.categories[0],
        "accent2": inks.statuses["claimed"],
        "accent3": inks.statuses["partly_implemented"],
        "accent4": inks.statuses["in_progress"],
        "accent5": inks.categories[3],
        "accent6": inks.categories[2],
        "hlink": inks.ramps["blue"][3],
        "folHlink": inks.ramps["plum"][3],
    }
    part = file.slide_master.part.part_related_by(RELATIONSHIP_TYPE.THEME)
    theme = part.blob.decode("utf-8")
    for name, ink in colours.items():
        colour = f'<a:{name}><a:srgbClr val="{ink.removeprefix("#")}"/></a:{name}>'
        theme = re.sub(rf"<a:{name}>.*?</a:{name}>", colour, theme, flags=re.DOTALL)
    theme = re.sub(r'<a:latin typeface="[^"+]*"', f'<a:latin typeface="{FONT}"', theme)
    theme = re.sub(r' name="(Office Theme|Office)"', ' name="NPM"', theme)
    part._blob = theme.encode("utf-8")


def _forget_who_made_it(file: File) -> None:
    """No author, no printer, no picture of a first slide that is not there."""
    about = file.core_properties
    about.author = about.last_modified_by = about.comments = ""
    package = file.part.package
    for holder, kind in (
        (package, RELATIONSHIP_TYPE.THUMBNAIL),
        (package, RELATIONSHIP_TYPE.EXTENDED_PROPERTIES),
        (file.part, RELATIONSHIP_TYPE.PRINTER_SETTINGS),
    ):
        for key, each in list(holder._rels.items()):
            if each.reltype == kind:
                holder._rels.pop(key)


if __name__ == "__main__":
    TEMPLATE.write_bytes(template())
