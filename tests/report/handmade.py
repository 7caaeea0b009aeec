"""A deck made by hand, with a slide of each kind."""

from datetime import date

import altair as alt
import polars as pl

from npm_data.charts.bands import BandForm, BandsForm, Part
from npm_data.charts.bars import Bar, BarForm, PairForm
from npm_data.charts.columns import Column, ColumnForm
from npm_data.charts.curve import CurveForm, Reading
from npm_data.charts.spec import finished, rows
from npm_data.charts.theme import Look
from npm_data.figures.columns import Column as TableColumn
from npm_data.figures.figure import Form, Picture, hall_picture
from npm_data.files.release import Provenance
from npm_data.files.slides import Deck, Slide
from npm_data.i18n import Words, words_for

SENTENCE = {
    "kk": (
        "2016 жылы Қазақстан Республикасының он алты өңірінде үш мың бір жүз мекеменің алты жүз "
        "елуі ғана қамтылды: әрбір төртінші мекемеге төрт жылдық мерзім өткенше алдын ала бару "
        "жүргізілмеді, ал һ, ұйғарым, ғимарат, өкіл және іс жүзінде ң әріптері осы жерде тұр"
    ),
    "ru": (
        "В 2016 году из трёх тысяч ста учреждений, отнесённых к мандату национального "
        "превентивного механизма, посещены только шестьсот пятьдесят: в каждое четвёртое "
        "за четыре года не приходили с периодическим превентивным посещением ни разу"
    ),
    "en": "Of 3,100 places in the mandate, 650 were visited in 2016",
}


FORMS: dict[str, Form] = {
    "bars": BarForm((Bar("Ә", 0.125, "", beside="1 / 8"), Bar("Б", 0.5, "", "x", "alarm")), 1),
    "counts": BarForm((Bar("Ғ", 1262, "1 262", beside="99,8 %"), Bar("Һ", 3, "3"))),
    "columns": ColumnForm(
        (Column("2015", 0.25, "", is_chosen=False), Column("2016", 0.3, "")), True
    ),
    "band": BandForm((Part("verified", "Ү", 3, "3"), Part("claimed", "Ұ", 0, "0"))),
    "pairs": PairForm(
        ("Ө", "Қ"),
        (
            (Bar("Ң", 0.5, "", beside="1 / 2"), Bar("Ң", 0, "", beside="1 / 3", is_told=False)),
            (Bar("Ұ", 0.25, "", beside="1 / 4"), Bar("Ұ", 0, "", beside="0 / 9")),
        ),
    ),
    "bands": BandsForm(
        (
            ("2015", (Part("verified", "Ү", 1, "1"), Part("claimed", "Ұ", 2, "2"))),
            ("2016", (Part("verified", "Ү", 3, "3", "60 %"), Part("claimed", "Ұ", 2, "2", "40 %"))),
        )
    ),
    "curve": CurveForm(
        ((0, 0.0), (1, 0.1), (6, 0.25)),
        (Reading(6, 0.25, "25 %", "6 ай", "қалғаны: 12"),),
        ("", ""),
    ),
}


def charts(words: Words) -> dict[str, Picture]:
    return {key: hall_picture(words, Look.HALL, form, "") for key, form in FORMS.items()}


def deck(language: str = "kk", *, is_demonstration: bool = True, regions: int = 30) -> Deck:
    """A cover, a map with its rows, a table of so many regions, words, and a chart of each kind."""
    words = words_for(language)
    columns = {
        "name": TableColumn(words("visits.title")),
        "visits": TableColumn(words("export.box_table"), "number"),
        "share": TableColumn(words("export.box_number"), "percent"),
    }
    frame = pl.DataFrame(
        {"name": ["А", "Ә", "Б"], "visits": [12, 1262, 3], "share": [0.1, 0.5, None]}
    )
    chart = alt.Chart(rows()).mark_bar().encode(x="visits:Q", y="name:N")
    picture = Picture(finished(chart, words, Look.LIGHT), frame, f"{words('export.box_picture')} 1")
    places = range(regions)
    long = pl.DataFrame(
        {
            "name": [f"{words.region('KZ-71')} {number}" for number in places],
            "visits": list(places),
            "share": [number / 100 for number in places],
        }
    )
    chapter, sentence = words("visits.title"), SENTENCE[language]
    slides = (
        Slide("title", "", words("app.title"), lines=(words.date(date(2016, 12, 31)),)),
        Slide(
            "coverage",
            words("coverage.title"),
            sentence,
            picture=picture,
            frame=frame,
            columns=columns,
            lines=(words("frame.empty"),),
            counts="n = 3 100",
            definition=words("definition.coverage_short"),
            notes=("1, 2, 3", "n = 3 100"),
        ),
        Slide("regions", chapter, words("app.title"), frame=long, columns=columns),
        Slide("nothing", chapter, words("frame.empty"), lines=(sentence,) * 3),
        *(
            Slide(key, words("coverage.title"), f"{sentence} ({key})", picture=drawn)
            for key, drawn in charts(words).items()
        ),
    )
    told = Provenance(
        title=words("app.title"),
        filters=f"{words('frame.csv_filters')}: 2016",
        definition=None,
        notes=(),
        data_date=words("frame.data_date", date=words.date(date(2025, 12, 31))),
        register=words("frame.csv_made_from", version="3", fingerprint="abcdef012345"),
        demonstration=words("frame.demonstration") if is_demonstration else None,
        attribution=words("charts.attribution"),
    )
    return Deck(words, slides, told, 3)
