"""A register in which every text that somebody can write is an attempt to be more than a text.

Each attempt holds a word of its own, so that one can see in whatever comes out of the program
whether it still stands there as it was written: a word without its signs was taken for markup.
"""

import csv
import io
from collections.abc import Iterator
from datetime import date
from itertools import cycle

import xlsxwriter

from tests.registers import SHEETS, Row, worked_rows

ATTEMPTS = {
    "npmscript": "<script>window.npmhit='npmscript'</script>",
    "npmimage": "<img src=x onerror=\"window.npmhit='npmimage'\">",
    "npmtag": "<b>npmtag</b>",
    "npmentity": "&lt;npmentity&gt;",
    "npmlink": "[npmlink](javascript:window.npmhit=1)",
    "npmaddress": "https://npmaddress.example.org/x",
    "npmwww": "www.npmwww.example.org",
    "npmpicture": "![npmpicture](https://example.org/x.png)",
    "npmbold": "**npmbold**",
    "npmcode": "`npmcode`",
    "npmred": ":red[npmred]",
    "npmbadge": ":blue-badge[npmbadge]",
    "bug_report": ":material/bug_report:",
    "pest_control": ":material_pest_control:",
    "streamlit": ":streamlit:",
    "rocket": ":rocket:",
    "npmmath": "$npmmath^2$",
    "npmblock": "$$npmblock$$",
    "npmlatex": r"\textbf{npmlatex}",
    "npmbraces": "{{npmbraces}}",
    "npmarrow": "npmarrow -> npmarrow -- npmarrow",
    "npmvega": "datum.npmvega + 1",
    "npmtypst": "#strong[npmtypst] @npmtypst <npmtypst>",
    "npmxml": "]]><npmxml/><![CDATA[",
    "npmcell": '=HYPERLINK("https://example.org";"npmcell")',
    "npmsum": "@SUM(npmsum)",
    "npmhead": "# npmhead",
    "npmitem": "1. npmitem",
    "npmzero": "npm\u200bzero",
}
"""By the word that it holds. None of them is refused by the import."""

LINES = "=1+1\n# linehead\n\n    linecode\n- lineitem\n1. line\n| a | b |\n|---|---|\n***\nlinelast"
"""A text of several lines, none of which may become a heading, code, a list, a table or a rule."""


def attempts_from(first: int, most: int = len(ATTEMPTS)) -> str:
    """The attempts as one text, which begins with another one for each `first`."""
    every = list(ATTEMPTS.values())
    start = first % len(every)
    return " ".join((every[start:] + every[:start])[:most])


def hostile_rows() -> dict[str, list[Row]]:
    """The worked example with an attempt wherever its columns hold what an office writes."""
    rows_of = worked_rows()
    turns = cycle(range(len(ATTEMPTS)))
    ids = {
        column: _new_ids(rows_of[sheet], column)
        for sheet, column in (
            ("institutions", "institution_id"),
            ("visits", "visit_id"),
            ("recommendations", "recommendation_id"),
        )
    }
    ids["repeats"] = ids["recommendation_id"]
    for rows in rows_of.values():
        for row in rows:
            row |= {name: new[row[name]] for name, new in ids.items() if row.get(name)}
            for name in ("name", "district", "text", "note"):
                if name in row:
                    row[name] = attempts_from(next(turns))
    rows_of["recommendations"][0]["text"] = LINES
    return rows_of


def _new_ids(rows: list[Row], column: str) -> dict[str, str]:
    """Short ones, so that an address with one stays short."""
    old = list(dict.fromkeys(row[column] for row in rows))
    kinds = ("=1+1-{}", "@{}", "**{}**", ":red[{}]", "<b>{}</b>", "a/b?c=d&e#{}", "[{}](x)", "${}$")
    return {each: kind.format(each) for each, kind in zip(old, cycle(kinds))}


def hostile_files(rows_of: dict[str, list[Row]]) -> Iterator[tuple[str, bytes]]:
    """The four tables as CSV files."""
    for sheet in SHEETS:
        rows = rows_of[sheet]
        text = io.StringIO()
        writer = csv.DictWriter(text, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
        yield f"{sheet}.csv", text.getvalue().encode()


WORKBOOK = "=1+1 [x](javascript:1) **npmbold** :red[npmred] $a$ \u202efdp.xlsx"
"""The name of a file, which also turns the direction of what follows."""
OTHER_SHEET = "# npmhead `npmcode` $a$ <b>"
"""The name of a sheet that is none of the tables."""
WHO = "<b>npmtag</b> **npmbold** https://npmaddress.example.org/x"


def hostile_workbook(rows_of: dict[str, list[Row]]) -> bytes:
    """The tables as an office's workbook, with a sheet that is none of them."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"default_date_format": "yyyy-mm-dd"}) as book:
        for name, rows in (rows_of | {OTHER_SHEET: [{"a": "b"}]}).items():
            sheet = book.add_worksheet(name)
            for number, row in enumerate([dict(zip(rows[0], rows[0], strict=True)), *rows]):
                for column, value in enumerate(row.values()):
                    if isinstance(value, date):
                        sheet.write_datetime(number, column, value)
                    elif value is not None:
                        sheet.write_string(number, column, value)
    return file.getvalue()


def parsed(text: str) -> set[str]:
    """The words of attempts in a text that do not stand there as they were written."""
    flat = " ".join(text.split())
    return {
        word
        for word, attempt in ATTEMPTS.items()
        if flat.count(word) > flat.count(attempt) * attempt.count(word)
    }
