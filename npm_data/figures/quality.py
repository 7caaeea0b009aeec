"""How good the records are: what they state, what the import found, and what others published."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

import polars as pl

from npm_data.figures.columns import Column, Columns, Kind
from npm_data.figures.figure import Figure
from npm_data.figures.mechanisms import (
    HOME_COUNTRY,
    MEASURES,
    PARTS,
    figure_name,
    period_text,
    precision_text,
    publisher,
    remark,
    source_number,
    value_text,
)
from npm_data.figures.sentences import k_of_n, rate_in_brackets
from npm_data.figures.subject import Subject
from npm_data.figures.units import Row, numbers, rows_of, total_of
from npm_data.i18n import Words
from npm_data.questions.repository import REASONS, Repository
from npm_data.reference import PublishedFigure, reference
from npm_data.register.filters import Filters, Period
from npm_data.register.rules.findings import column_title, message_of, problem_of

NEEDED = {
    "visit_type": "clock",
    "report_day": "report_delays",
    "place": "region",
    "addressee_level": "recommendations",
    "reply": "replies",
    "answer": "rate_answered",
}
"""What records must state (`annex.recorded_<name>`), and the definition of the figure it is for."""

NO_GAPS = ("closed_on", "visit_id", "institution_id", "repeats", "note")
"""Columns in which an empty cell says something itself, such as "still open"."""

EVERY_RULE = "all"
_FINDING = ("severity", "file", "sheet", "row", "column", "message")

IMPLEMENTED_ON = date(2024, 11, 8)
"""The day on which the 40 % of 2023 were presented."""

HALF_A_YEAR_IN, YEAR_OUT = date(2016, 6, 30), date(2016, 12, 31)
"""The two ends between which the "2.5 years" of 2014 to 2016 may have ended."""

DAYS_OF_PLACES = {
    ("penal", "2020"): date(2020, 10, 19),
    ("penal", "2021"): date(2021, 11, 3),
    ("penal", "2024"): date(2024, 5, 27),
    ("social", "2023"): date(2023, 12, 31),
}
"""On which day places are counted: that of the source, or the end of the year that it names."""

TYPES_OF_PLACES = {
    ("penal", ""): ("penal", "sizo"),
    ("penal", "sizo"): ("sizo",),
    ("penal", "imprisonment"): ("penal",),
    ("social", "residential"): ("social_care",),
}


# -- what the records state -----------------------------------------------------------------------


def completeness(subject: Subject) -> Figure:
    """How many records state what a figure needs: a row for each of `NEEDED` that is told."""
    words = subject.words
    answer = subject.repository.completeness(subject.filters)
    found = {row["subject"]: row for row in answer.iter_rows(named=True)}
    rows = [
        {
            "name": words(f"annex.recorded_{name}"),
            "needed_for": words(f"definition.{definition}"),
            **_recorded(found[name]),
        }
        for name, definition in NEEDED.items()
        if name in found and found[name]["total"]
    ]
    return Figure(
        key="quality.completeness",
        heading=words("annex.completeness_subjects"),
        finding=_emptiest(words, rows),
        rows=pl.DataFrame(rows, schema_overrides={"share": pl.Float64} if rows else None),
        columns={
            "name": Column(words("annex.column_what")),
            "needed_for": Column(words("quality.needed_for")),
            **_recorded_columns(words),
        },
        definition="completeness",
        counts=(words("quality.empty_gaps"),) if rows else (),
        empty=words("quality.no_records"),
    )


def columns(subject: Subject) -> Figure:
    """The columns of the register that may be left empty, and what an empty cell there means."""
    words = subject.words
    answer = subject.repository.column_completeness(subject.filters)
    place = {(each.sheet, each.column): n for n, each in enumerate(reference().columns)}
    rows = [
        {
            "table": reference().sheets[row["sheet"]][words.language],
            "name": column_title(row["sheet"], row["column_name"], words.language),
            **_recorded(row),
            "meaning": words(f"quality.empty_means_{row['column_name']}"),
            "column": row["column_name"],
        }
        for row in sorted(
            answer.iter_rows(named=True), key=lambda each: place[each["sheet"], each["column_name"]]
        )
        if row["total"]
    ]
    return Figure(
        key="quality.columns",
        heading=words("annex.completeness_columns"),
        finding=_emptiest(words, [row for row in rows if row["column"] not in NO_GAPS]),
        rows=pl.DataFrame(rows, schema_overrides={"share": pl.Float64} if rows else None),
        columns={
            "table": Column(words("annex.column_table")),
            "name": Column(words("quality.column")),
            **_recorded_columns(words),
            "meaning": Column(words("quality.meaning")),
        },
        definition="completeness",
        # A sentence a line: one long line would make the whole sheet small on paper.
        cautions=(*words("quality.filters_note").split(". "), required_line(words)),
        empty=words("quality.no_records"),
    )


def required_line(words: Words) -> str:
    """The columns without which the import lets no record in, by table."""
    parts = []
    for sheet, names in reference().sheets.items():
        titles = [
            each.names[words.language]
            for each in reference().columns
            if each.sheet == sheet and each.is_required and each.column != "visit_type"
        ]
        parts.append(f"{names[words.language]}: {', '.join(titles)}")
    return words("quality.required", columns="; ".join(parts))


def _recorded(row: Row) -> Row:
    recorded, total = row["recorded"], row["total"]
    return {
        "recorded": recorded,
        "missing": total - recorded,
        "total": total,
        "share": recorded / total,
    }


def _recorded_columns(words: Words) -> dict[str, Column]:
    return {
        "recorded": Column(words("quality.recorded"), "number"),
        "missing": Column(words("quality.missing"), "number"),
        "total": Column(words("quality.records"), "number"),
        "share": Column(words("charts.measure_completeness"), "percent", of="total"),
    }


def _emptiest(words: Words, rows: Sequence[Row]) -> str:
    """What is stated least often, with k of n."""
    if not rows:
        return words("quality.no_records")
    least = min(rows, key=lambda row: row["share"])
    if not least["missing"]:
        return words("quality.no_gap")
    counts = k_of_n(words, least["missing"], least["total"])
    share = rate_in_brackets(words, least["missing"], least["total"])
    return words("quality.gap_finding", column=least["name"], k_of_n=counts + share)


# -- what the import found ------------------------------------------------------------------------


def findings(subject: Subject) -> Figure:
    """How often the last import found each rule broken and let it pass."""
    words, counted = subject.words, subject.repository.findings_by_rule()
    rows = [
        {
            "rule": words(f"quality.rule_{row['rule']}"),
            "where": _where(words, row["sheet"], row["column_name"]),
            "severity": words(f"import.{row['severity']}"),
            "findings": row["findings"],
        }
        for row in counted.iter_rows(named=True)
    ]
    imported_at, is_made = subject.data_set.imported_at, subject.data_set.is_demonstration
    said = ""
    if imported_at is not None and not is_made:
        said = words("methodology.register_imported", date=words.date(imported_at.date()))
    return Figure(
        key="quality.rules",
        heading=words("definition.findings"),
        finding=words.plural("quality.findings_finding", sum(row["findings"] for row in rows))
        if rows
        else "",
        rows=pl.DataFrame(rows),
        columns={
            "rule": Column(words("quality.rule")),
            "where": Column(words("quality.where")),
            "severity": Column(words("import.title_severity")),
            "findings": Column(words("quality.findings"), "number"),
        },
        definition="findings",
        counts=(said,) if said else (),
        empty=words(f"quality.findings_{'not_imported' if is_made else 'none'}"),
        has_filters=False,
    )


def rules_found(subject: Subject) -> dict[str, str]:
    """All rules as one, and each that the last import found broken, with their names."""
    broken = dict.fromkeys(subject.repository.findings_by_rule()["rule"])
    every = {EVERY_RULE: subject.words("quality.every_rule")}
    return every | {rule: subject.words(f"quality.rule_{rule}") for rule in broken}


def found(subject: Subject, rule: str) -> Figure:
    """Each finding of a rule, or of all, at its address and with its sentence."""
    words = subject.words
    answer = subject.repository.findings(None if rule == EVERY_RULE else rule)
    rows = [
        {
            "severity": words(f"import.{row['severity']}"),
            "file": row["file_name"],
            "sheet": _sheet(words, row["sheet"]),
            "row": "" if row["row_number"] is None else str(row["row_number"]),
            "column": column_title(row["sheet"], row["column_name"], words.language),
            "message": message_of(problem_of(row), words),
        }
        for row in answer.iter_rows(named=True)
    ]
    return Figure(
        key="quality.findings",
        heading=words("quality.findings_list"),
        finding=words("quality.findings_list"),
        rows=pl.DataFrame(rows, infer_schema_length=None),
        columns={name: Column(words(f"import.title_{name}")) for name in _FINDING},
        definition="findings",
        counts=(words("quality.values_left_out"),),
        has_filters=False,
    )


def _where(words: Words, sheet: str | None, column: str | None) -> str:
    title = column_title(sheet, column, words.language)
    return ": ".join(part for part in (_sheet(words, sheet), title) if part)


def _sheet(words: Words, sheet: str | None) -> str:
    return reference().sheets[sheet][words.language] if sheet else ""


# -- visits outside the mandate -------------------------------------------------------------------

_LISTED: dict[str, tuple[str, Kind]] = {
    "started_on": ("visits", "date"),
    "visit_type": ("visits", "text"),
    "visit_id": ("visits", "text"),
    "name": ("institutions", "text"),
    "institution_id": ("institutions", "text"),
    "institution_type": ("institutions", "text"),
    "region": ("institutions", "text"),
}
"""Columns of the register by the sheet that names them."""


def outside(subject: Subject) -> Figure:
    """Visits to places that were not in the mandate that day, by year; no rows without one."""
    words, repository = subject.words, subject.repository
    by_year = repository.outside_mandate_by_year(subject.filters)
    visits = repository.visits(subject.filters, ("total", "year"))
    total = total_of(visits)["visits"]
    *counted, whole = by_year.iter_rows(named=True)
    found, none = {row["year"]: row for row in counted}, dict.fromkeys(("outside", *REASONS), 0)
    rows = [
        {"year": year, "visits": row["visits"]} | found.get(year, none)
        for year, row in rows_of(visits, "year").items()
        if year is not None and counted
    ]
    if rows:
        rows.append(whole | {"year": words("annex.whole"), "visits": total})
    reasons = [reason for reason in REASONS if whole[reason]]
    return Figure(
        key="quality.outside",
        heading=words("annex.completeness_outside"),
        finding=_outside_finding(words, whole["outside"], total),
        rows=pl.DataFrame(rows),
        columns={
            "year": Column(words("visits.column_year"), "year"),
            **numbers(
                {
                    "visits": words("visits.column_visits"),
                    "outside": words("quality.outside"),
                    **{reason: words(f"quality.reason_{reason}") for reason in reasons},
                }
            ),
        },
        definition="outside_mandate",
        counts=(words("quality.reasons_overlap"),) if rows else (),
        has_whole=True,
    )


def outside_list(subject: Subject) -> Figure:
    """The visits behind the counts, a row for each and each such place; of single places."""
    words = subject.words
    listed = subject.repository.outside_mandate(subject.filters).iter_rows(named=True)
    shown: Columns = {
        name: Column(column_title(sheet, name, words.language), kind)
        for name, (sheet, kind) in _LISTED.items()
    }
    return Figure(
        key="quality.outside_list",
        heading=words("quality.list_title"),
        finding=words("quality.list_title"),
        rows=pl.DataFrame([_of_visit(words, row) for row in listed], infer_schema_length=None),
        columns={
            **shown,
            "reason": Column(words("quality.reason")),
            "turned_on": Column(words("quality.turned_on"), "date"),
        },
        definition="outside_mandate",
        cautions=(words("frame.council_only"),),
    )


def _outside_finding(words: Words, outside: int, total: int) -> str:
    if not total:
        return words("quality.no_visits")
    if not outside:
        return words("quality.outside_none_of", visits=words.plural("count.visits", total))
    return words("quality.outside_finding", k_of_n=k_of_n(words, outside, total))


def _of_visit(words: Words, row: Row) -> Row:
    return row | {
        "visit_type": words.code("visit_type", row["visit_type"]),
        "institution_type": words.institution_type(row["institution_type"]),
        "region": words.region(row["region"], on=row["started_on"]),
        "reason": words(f"quality.reason_{row['reason']}"),
    }


# -- the published figures beside the register's --------------------------------------------------

Count = Callable[[Repository, Period], int]


@dataclass(frozen=True, slots=True)
class Own:
    """What the register counts of the same kind, until which day, and how that was settled."""

    number: int
    until: date
    note: str = ""


def published(subject: Subject) -> Figure:
    """A row for each published number that the register can answer, whatever the filters.

    Both numbers stay as they are, and so does their difference. The published share is of what is
    not stated: it is quoted beside the register's and not held against it.
    """
    words = subject.words
    quoted = [each for each in reference().published_figures if each.country == HOME_COUNTRY]
    rows = [_compared(subject, each, own) for each in quoted for own in _own(subject, each)]
    answered = [row["is_alike"] for row in rows if row["is_alike"] is not None]
    k, n = words.number(sum(answered)), words.number(len(answered))
    shares = (_share(subject, each) for each in quoted if MEASURES[each.measure] == "implemented")
    return Figure(
        key="quality.published",
        heading=words("annex.published"),
        finding=words("quality.published_finding", k=k, n=n)
        if answered
        else words("quality.published_none"),
        rows=pl.DataFrame(rows, infer_schema_length=None),
        columns={
            "figure": Column(words("mechanisms.column_figure")),
            "period": Column(words("mechanisms.column_period"), "year"),
            "published": Column(words("quality.column_published")),
            "register": Column(words("quality.column_register"), "number"),
            "difference": Column(words("quality.column_difference"), "number"),
            "remark": Column(words("mechanisms.column_remark")),
            "source": Column(words("mechanisms.column_source")),
        },
        definition="published",
        counts=(
            words("quality.whole_country"),
            *((words("quality.made_alike"),) if subject.data_set.is_demonstration else ()),
            *filter(None, shares),
        ),
        cautions=(words("quality.strictly"),),
        has_filters=False,
    )


def _own(subject: Subject, figure: PublishedFigure) -> list[Own]:
    """The register's numbers for a figure: none, one, or one for each reading of its period."""
    measure = MEASURES[figure.measure]
    part = PARTS.get((figure.breakdown, figure.breakdown_value), "")
    repository = subject.repository
    if measure == "visits" and part == "cumulative":
        first = date(2014, 1, 1)
        return [
            Own(_visits(repository, Period(first, last)), last, note="cut_off")
            for last in (HALF_A_YEAR_IN, YEAR_OUT)
        ]
    if (measure, part) in TYPES_OF_PLACES and (measure, figure.period) in DAYS_OF_PLACES:
        day = DAYS_OF_PLACES[measure, figure.period]
        return [Own(_places(repository, day, TYPES_OF_PLACES[measure, part]), day, note="on_day")]
    count = _COUNTS.get((measure, part))
    if count is None:
        return []
    period = Period.of_year(int(figure.period))
    return [Own(count(repository, period), period.to_on)]


def _share(subject: Subject, figure: PublishedFigure) -> str:
    """A published share beside the register's: of all first issued in the year, on the forum's day.

    Nothing where the records do not reach that day.
    """
    words = subject.words
    if subject.data_set.data_date < IMPLEMENTED_ON:
        return ""
    period = Period.of_year(int(figure.period))
    row = total_of(subject.repository.recommendations(Filters(period), IMPLEMENTED_ON))
    implemented, issued = row["implemented"], row["recommendations"]
    return words(
        "quality.share_implemented",
        figure=figure_name(words, figure),
        period=period_text(words, figure),
        published=_quoted(words, figure),
        k_of_n=k_of_n(words, implemented, issued),
        share=rate_in_brackets(words, implemented, issued),
        date=words.date(IMPLEMENTED_ON),
    )


def _quoted(words: Words, figure: PublishedFigure) -> str:
    """With its bound and precision: `more than 3,000 (lower bound)`."""
    return f"{value_text(words, figure)} ({precision_text(words, figure)})"


def _visits(repository: Repository, period: Period, types: tuple[str, ...] = ()) -> int:
    return int(total_of(repository.visits(Filters(period, visit_types=types)))["visits"])


def _places(repository: Repository, day: date, types: tuple[str, ...]) -> int:
    filters = Filters(Period(day, day), institution_types=types)
    return int(total_of(repository.clock(filters, day))["places"])


_COUNTS: dict[tuple[str, str], Count] = {
    ("visits", ""): _visits,
    ("visits", "planned"): lambda asked, period: _visits(asked, period, ("periodic", "interim")),
    ("visits", "special"): lambda asked, period: _visits(asked, period, ("special",)),
    ("facilities", ""): lambda asked, period: int(
        total_of(asked.visits(Filters(period)))["places_visited"]
    ),
    ("mandate", ""): lambda asked, period: int(
        total_of(asked.coverage(Filters(period)))["places_in_mandate"]
    ),
    ("recommendations", ""): lambda asked, period: int(
        total_of(asked.recommendations(Filters(period)))["recommendations"]
    ),
}
"""What the register counts for a year, by measure and part of the published figure."""


def _compared(subject: Subject, figure: PublishedFigure, own: Own) -> Row:
    """A row, with `is_alike` for what can be compared: the number is equal, or a bound is reached.

    Without numbers where the records do not reach so far.
    """
    words, data_date = subject.words, subject.data_set.data_date
    is_known, is_bound = own.until <= data_date, figure.precision == "lower_bound"
    difference = own.number - round(figure.value)
    is_alike = difference > 0 if is_bound else difference == 0
    said = [remark(words, figure)]
    if not is_known:
        said.append(words("quality.records_end", date=words.date(data_date)))
    elif own.note:
        said.append(words(f"quality.own_{own.note}", date=words.date(own.until)))
    if is_known and is_bound:
        said.append(words("quality.reached" if is_alike else "quality.not_reached"))
    return {
        "figure": figure_name(words, figure),
        "period": period_text(words, figure),
        "published": _quoted(words, figure),
        "register": own.number if is_known else None,
        "difference": difference if is_known else None,
        "remark": "; ".join(filter(None, said)),
        "source": f"{publisher(figure)} {source_number(figure)}",
        "is_alike": is_alike if is_known and own.note in ("", "on_day") else None,
    }
