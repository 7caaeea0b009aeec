"""Native charts of a presentation, which a press office can edit, restyle and copy.

A chart's numbers lie in a workbook inside the file. It holds what the slide shows, and no row more.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from io import BytesIO
from typing import Any

import xlsxwriter
from pptx.chart.axis import CategoryAxis, ValueAxis
from pptx.chart.chart import Chart
from pptx.chart.data import CategoryChartData, XyChartData
from pptx.chart.datalabel import DataLabels
from pptx.chart.series import BarSeries
from pptx.dml.fill import FillFormat
from pptx.enum.chart import (
    XL_CHART_TYPE,
    XL_LABEL_POSITION,
    XL_LEGEND_POSITION,
    XL_MARKER_STYLE,
    XL_TICK_MARK,
)
from pptx.enum.dml import MSO_THEME_COLOR
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.shapes.placeholder import ChartPlaceholder
from pptx.util import Pt

from npm_data.charts.bands import BandForm, BandsForm, Part
from npm_data.charts.bars import Bar, BarForm, PairForm
from npm_data.charts.columns import ColumnForm
from npm_data.charts.curve import LAST_MONTH, CurveForm
from npm_data.figures.columns import Kind
from npm_data.figures.figure import Form
from npm_data.figures.periods import SEPARATOR
from npm_data.files.office import LANGUAGES
from npm_data.files.tables import WORKBOOK_OPTIONS, number_format, write_cell
from npm_data.i18n import Words

_MADE_ON = datetime(2014, 1, 1)
"""The day on which a chart's workbook says it was made: the same deck is the same file."""
_SMALL, _MIDDLE, _STRONG, _READING = Pt(14), Pt(16), Pt(18), Pt(24)
_NARROWEST_WITH_A_COUNT = 0.06
"""Of a band: a part as narrow has its number in the legend alone."""

_SECOND_DARKER = -0.4
"""The second bar of a pair is of the same hue, and told from the first by the legend too."""
_MONTHS_NAMED = 12
"""Along the scale of months."""
_WHOLE_PERCENT = "0\u00a0%"
"""Of a scale: no more digits than its steps have."""

_COLOUR = MSO_THEME_COLOR
_INKS: dict[str, tuple[MSO_THEME_COLOR, float]] = {
    "strong": (_COLOUR.ACCENT_1, 0),
    "pale": (_COLOUR.ACCENT_2, 0),
    "alarm": (_COLOUR.ACCENT_5, 0),
    "verified": (_COLOUR.ACCENT_1, 0),
    "claimed": (_COLOUR.ACCENT_2, 0),
    "partly_implemented": (_COLOUR.ACCENT_3, 0),
    "in_progress": (_COLOUR.ACCENT_4, 0),
    "not_started": (_COLOUR.ACCENT_5, 0.6),
    "not_implemented": (_COLOUR.ACCENT_6, 0),
    "no_information": (_COLOUR.BACKGROUND_1, -0.25),
    "clock_on_time": (_COLOUR.ACCENT_2, 0.2),
    "clock_due_soon": (_COLOUR.ACCENT_1, 0),
    "clock_overdue": (_COLOUR.ACCENT_5, 0),
    "clock_never_visited": (_COLOUR.ACCENT_6, 0),
}
"""A colour of the theme, and how much lighter it is: another theme recolours the charts."""
_DARK = {"strong", "verified", "not_implemented", "clock_due_soon", "clock_never_visited"}
"""Those on which letters are white."""


def plain(text: str) -> str:
    """A text without the narrow blank and the joiner of words, for which some fonts draw a box."""
    return text.replace("\u202f", "\u00a0").replace("\u2060", "")


class _Names(CategoryChartData):
    """Named numbers. In their workbook texts stay texts, whatever sign they begin with."""

    @property
    def xlsx_blob(self) -> bytes:
        names = [category.label for category in self.categories]
        return _workbook(names, [(each.name, each.values) for each in self], self.number_format)


class _Places(XyChartData):
    """Numbers at places along a scale."""

    @property
    def xlsx_blob(self) -> bytes:
        (line,) = self
        return _workbook(line.x_values, [(line.name, line.y_values)], self.number_format)


def _workbook(
    names: Iterable[str | int], series: Iterable[tuple[str, Iterable[float | None]]], form: str
) -> bytes:
    """The sheet that python-pptx has a chart look into: names, then a column a series."""
    file = BytesIO()
    with xlsxwriter.Workbook(file, WORKBOOK_OPTIONS) as workbook:
        workbook.set_properties({"created": _MADE_ON})
        sheet = workbook.add_worksheet()
        look = workbook.add_format({"num_format": form})
        for row, said in enumerate(names, start=1):
            write_cell(sheet, (row, 0), "text", said)
        for column, (name, values) in enumerate(series, start=1):
            write_cell(sheet, (0, column), "text", name)
            for row, value in enumerate(values, start=1):
                write_cell(sheet, (row, column), "number", value, look)
    return file.getvalue()


def draw_chart(place: ChartPlaceholder, form: Form, name: str, finding: str, words: Words) -> None:
    """A form as a chart of the file; `name` heads its numbers, `finding` is what it says."""
    written = number_format(_kind(form), words.language)
    frame = place.insert_chart(*_chart_of(form, plain(name), written))
    frame._element.xpath(".//p:cNvPr")[0].set("descr", finding)
    chart = frame.chart
    chart.has_title = chart.has_legend = False
    chart.font.size = _SMALL
    if not isinstance(form, CurveForm):
        plot = chart.plots[0]
        plot.has_data_labels = True
        _strengthen(plot.data_labels, written)
    _STYLES[type(form)](chart, form, words)
    for element in chart._chartSpace.iter("{*}defRPr", "{*}rPr", "{*}endParaRPr"):
        element.set("lang", LANGUAGES[words.language])
    # python-pptx numbers its axes below zero, which the format forbids.
    for element in chart._chartSpace.iter("{*}axId", "{*}crossAx"):
        element.set("val", element.get("val").lstrip("-"))


def _kind(form: Form) -> Kind:
    match form:
        case BarForm():
            return "number" if form.whole is None else "percent"
        case PairForm():
            return "percent"
        case ColumnForm():
            return "percent" if form.are_shares else "number"
        case BandForm() | BandsForm():
            return "number"
        case CurveForm():
            return "percent"


def _chart_of(form: Form, name: str, written: str) -> tuple[XL_CHART_TYPE, _Names | _Places]:
    """The kind of chart, and its names and numbers in the order they are read in."""
    if isinstance(form, CurveForm):
        places = _Places(number_format=written)
        line = places.add_series(name)
        for month, share in form.months:
            line.add_data_point(month, share)
        return XL_CHART_TYPE.XY_SCATTER_LINES_NO_MARKERS, places
    named = _Names(number_format=written)
    match form:
        case BarForm():
            named.categories = [_named(bar) for bar in form.bars]
            named.add_series(name, [_told(bar) for bar in form.bars])
            return XL_CHART_TYPE.BAR_CLUSTERED, named
        case PairForm():
            named.categories = [_paired(*pair) for pair in form.pairs]
            for place, head in enumerate(form.heads):
                named.add_series(plain(head), [_told(pair[place]) for pair in form.pairs])
            return XL_CHART_TYPE.BAR_CLUSTERED, named
        case ColumnForm():
            named.categories = [plain(column.label) for column in form.columns]
            named.add_series(name, [column.value for column in form.columns])
            return XL_CHART_TYPE.COLUMN_CLUSTERED, named
        case BandForm():
            named.categories = [name]
            for part in _parts(form):
                named.add_series(_legend(part), [part.count])
            return XL_CHART_TYPE.BAR_STACKED_100, named
        case BandsForm():
            named.categories = [_shared(band, parts) for band, parts in form.bands]
            for same in zip(*(parts for _, parts in form.bands), strict=True):
                named.add_series(plain(same[0].name), [part.count for part in same])
            return XL_CHART_TYPE.BAR_STACKED_100, named


def _paired(first: Bar, second: Bar) -> str:
    """What both bars stand for; below it of how many, in their order."""
    counts = SEPARATOR.join(bar.beside for bar in (first, second) if bar.beside)
    return plain("\n".join(filter(None, (first.name, counts))))


def _told(bar: Bar) -> float | None:
    """None leaves its cell empty, where 0 would be a number."""
    return bar.value if bar.is_told else None


def _shared(name: str, parts: Sequence[Part]) -> str:
    """What a band stands for; below it its parts in their order: some have no room on it."""
    counts = SEPARATOR.join(
        f"{part.count_text} ({part.share_text})" if part.share_text else part.count_text
        for part in parts
    )
    return plain(f"{name}\n{counts}")


def _named(bar: Bar) -> str:
    """What a bar stands for; below it what cannot be read from its length."""
    if bar.note and bar.beside:
        return plain(f"{bar.name}: {bar.beside}\n{bar.note}")
    return plain("\n".join(filter(None, (bar.name, bar.beside, bar.note))))


def _parts(form: BandForm) -> list[Part]:
    return [part for part in form.parts if part.count]


def _legend(part: Part) -> str:
    share = f" ({part.share_text})" if part.share_text else ""
    return plain(f"{part.name}: {part.count_text}{share}")


def _style_bars(chart: Chart, form: BarForm, _words: Words) -> None:
    """The first on top; of shares the scale of 100 per cent above them."""
    names, scale = chart.category_axis, chart.value_axis
    names.reverse_order = True
    _bare(names)
    names.tick_labels.font.size = _SMALL
    if form.whole is None:
        _hide(scale)
    else:
        _scale_of_shares(scale)
    _leave_room_for_names(chart)
    chart.plots[0].data_labels.position = XL_LABEL_POSITION.OUTSIDE_END
    chart.plots[0].gap_width = 50
    _paint(chart, [bar.ink for bar in form.bars])


def _style_pairs(chart: Chart, form: PairForm, _words: Words) -> None:
    """Both bars of a unit below its name; which is which says the legend."""
    names, scale = chart.category_axis, chart.value_axis
    names.reverse_order = True
    _bare(names)
    names.tick_labels.font.size = _SMALL
    _scale_of_shares(scale)
    _leave_room_for_names(chart, height=0.82)
    plot = chart.plots[0]
    plot.data_labels.position = XL_LABEL_POSITION.OUTSIDE_END
    plot.data_labels.font.size = _SMALL
    plot.gap_width, plot.overlap = 40, 0
    _show_legend(chart)
    for place, series in enumerate(plot.series):
        _ink(series.format.fill, form.pairs[0][place].ink)
        if place:
            series.format.fill.fore_color.brightness = _SECOND_DARKER


def _style_columns(chart: Chart, form: ColumnForm, _words: Words) -> None:
    _hide(chart.value_axis)
    _bare(chart.category_axis)
    chart.category_axis.tick_labels.font.size = _STRONG
    chart.plots[0].data_labels.position = XL_LABEL_POSITION.OUTSIDE_END
    chart.plots[0].gap_width = 60
    _paint(chart, ["strong" if column.is_chosen else "pale" for column in form.columns])


def _style_band(chart: Chart, form: BandForm, _words: Words) -> None:
    """Each part with name, number and share in the legend, and the number on it where it fits."""
    parts = _parts(form)
    total = sum(part.count for part in parts)
    _hide(chart.category_axis)
    _hide(chart.value_axis)
    plot = chart.plots[0]
    plot.gap_width, plot.overlap = 40, 100
    _show_legend(chart)
    for part, series in zip(parts, plot.series, strict=True):
        _style_part(series, part, plot.data_labels.number_format)
        series.data_labels.show_value = part.count > _NARROWEST_WITH_A_COUNT * total


def _style_bands(chart: Chart, form: BandsForm, _words: Words) -> None:
    """The first on top; each part has its number on it where it fits, and below the band's name."""
    names = chart.category_axis
    names.reverse_order = True
    _bare(names)
    names.tick_labels.font.size = _SMALL
    _hide(chart.value_axis)
    _leave_room_for_names(chart, top=0.02, height=0.72)
    plot = chart.plots[0]
    plot.gap_width, plot.overlap = 40, 100
    _show_legend(chart)
    totals = [sum(part.count for part in parts) for _, parts in form.bands]
    for place, series in enumerate(plot.series):
        parts = [parts[place] for _, parts in form.bands]
        _style_part(series, parts[0], plot.data_labels.number_format)
        for number, (part, total) in enumerate(zip(parts, totals, strict=True)):
            if part.count <= _NARROWEST_WITH_A_COUNT * total:
                label = series.points[number].data_label._get_or_add_dLbl()
                label.find(qn("c:showVal")).set("val", "0")


def _style_part(series: BarSeries, part: Part, written: str) -> None:
    _ink(series.format.fill, part.ink)
    series.format.line.color.theme_color = _COLOUR.BACKGROUND_1
    labels = series.data_labels
    _strengthen(labels, written)
    labels.font.color.theme_color = _COLOUR.BACKGROUND_1 if part.ink in _DARK else _COLOUR.TEXT_1


def _show_legend(chart: Chart) -> None:
    chart.has_legend = True
    chart.legend.position, chart.legend.include_in_layout = XL_LEGEND_POSITION.BOTTOM, False
    chart.legend.font.size = _MIDDLE


def _style_curve(chart: Chart, form: CurveForm, words: Words) -> None:
    """A line of shares; where it is read it has a point and its number."""
    months = chart.category_axis
    _scale_of_shares(chart.value_axis)
    _bare(months)
    months.has_major_gridlines = False
    title = months.axis_title.text_frame
    title.text = words("export.months_axis")
    title.paragraphs[0].runs[0].font.size, title.paragraphs[0].runs[0].font.bold = _SMALL, False
    months.minimum_scale, months.maximum_scale, months.major_unit = 0, LAST_MONTH, _MONTHS_NAMED
    (series,) = chart.plots[0].series
    series.format.line.width = Pt(4)
    series.format.line.color.theme_color = _COLOUR.ACCENT_1
    read = {reading.month for reading in form.readings}
    for point in (series.points[n] for n, (month, _) in enumerate(form.months) if month in read):
        point.marker.style, point.marker.size = XL_MARKER_STYLE.CIRCLE, 14
        point.marker.format.fill.solid()
        point.marker.format.fill.fore_color.theme_color = _COLOUR.ACCENT_1
        point.data_label.position = XL_LABEL_POSITION.ABOVE
        point.data_label.font.size, point.data_label.font.bold = _READING, True
    for each in series._element.findall(f"{qn('c:dLbls')}/{qn('c:showVal')}"):
        each.set("val", "0")


_STYLES: dict[type, Callable[[Chart, Any, Words], None]] = {
    BarForm: _style_bars,
    PairForm: _style_pairs,
    ColumnForm: _style_columns,
    BandForm: _style_band,
    BandsForm: _style_bands,
    CurveForm: _style_curve,
}


def _strengthen(labels: DataLabels, written: str) -> None:
    labels.show_value = True
    labels.number_format, labels.number_format_is_linked = written, False
    labels.font.size, labels.font.bold = _STRONG, True


def _bare(axis: CategoryAxis) -> None:
    axis.major_tick_mark = XL_TICK_MARK.NONE
    axis.format.line.color.theme_color = _COLOUR.TEXT_2
    axis.tick_labels.font.size = _MIDDLE


def _leave_room_for_names(chart: Chart, *, top: float = 0.08, height: float = 0.9) -> None:
    """Every bar has its name, in as many lines as it needs; programs would leave some out.

    python-pptx has no words for either.
    """
    names = chart.category_axis._element
    names.find(qn("c:noMultiLvlLbl")).addprevious(
        parse_xml(f'<c:tickLblSkip {nsdecls("c")} val="1"/>')
    )
    edges = {"x": 0.37, "y": top, "w": 0.55, "h": height}
    places = "".join(f'<c:{edge} val="{part}"/>' for edge, part in edges.items())
    area = chart._chartSpace.chart.plotArea
    for layout in area.findall(qn("c:layout")):
        area.remove(layout)
    area.insert(
        0,
        parse_xml(
            f'<c:layout {nsdecls("c")}><c:manualLayout><c:layoutTarget val="inner"/>'
            f'<c:xMode val="edge"/><c:yMode val="edge"/>{places}</c:manualLayout></c:layout>'
        ),
    )


def _hide(axis: CategoryAxis | ValueAxis) -> None:
    """Its numbers stand at the marks; bars begin at zero all the same."""
    if isinstance(axis, ValueAxis):
        axis.minimum_scale = 0
    axis.has_major_gridlines = axis.visible = False


def _scale_of_shares(axis: ValueAxis) -> None:
    axis.minimum_scale, axis.maximum_scale, axis.major_unit = 0, 1, 0.25
    axis.major_tick_mark = XL_TICK_MARK.NONE
    axis.has_major_gridlines = True
    axis.major_gridlines.format.line.color.theme_color = _COLOUR.BACKGROUND_2
    axis.format.line.fill.background()
    axis.tick_labels.font.size = _SMALL
    axis.tick_labels.number_format = _WHOLE_PERCENT
    axis.tick_labels.number_format_is_linked = False


def _paint(chart: Chart, inks: Sequence[str]) -> None:
    """The whole series in its usual ink, so that it can be changed at once, and what differs."""
    (series,) = chart.plots[0].series
    series.invert_if_negative = False
    usual = Counter(inks).most_common(1)[0][0]
    _ink(series.format.fill, usual)
    for place, ink in enumerate(inks):
        if ink != usual:
            _ink(series.points[place].format.fill, ink)


def _ink(fill: FillFormat, name: str) -> None:
    colour, lighter = _INKS[name]
    fill.solid()
    fill.fore_color.theme_color = colour
    if lighter:
        fill.fore_color.brightness = lighter
