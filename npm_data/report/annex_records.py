"""The annex on the register itself: how full it is, where everything comes from."""

from collections.abc import Iterable

import polars as pl

from npm_data.figures.columns import Column
from npm_data.figures.definitions import DEFINITIONS, GENERAL
from npm_data.figures.figure import Figure
from npm_data.figures.mechanisms import HOME_COUNTRY, sources_of
from npm_data.figures.subject import Subject
from npm_data.figures.visible import all_told
from npm_data.questions.repository import REASONS
from npm_data.reference import reference
from npm_data.register.rules.findings import column_title
from npm_data.report.annex_tables import Part

SUBJECTS = ("visit_type", "report_day", "place", "addressee_level", "reply", "answer")


def completeness(subject: Subject) -> Part:
    return Part("completeness", all_told(subject, _subjects, _columns, _outside))


def notes(subject: Subject, parts: Iterable[Part]) -> Part:
    """What was measured in the chapters, by whom published, and from which files."""
    used = {draft.definition for part in parts for draft in part.drafts}
    register = () if subject.data_set.imported_at is None else (_register(subject),)
    return Part("notes", (_definitions(subject, used), _sources(subject), *register))


def _subjects(subject: Subject) -> Figure:
    words = subject.words
    answer = subject.repository.completeness(subject.filters)
    recorded = {row["subject"]: row for row in answer.iter_rows(named=True)}
    rows = [
        {"name": words(f"annex.recorded_{each}")} | _share(recorded[each])
        for each in SUBJECTS
        if each in recorded
    ]
    is_empty = not any(row["total"] for row in rows)
    return Figure(
        key="completeness.subjects",
        heading=words("annex.completeness_subjects"),
        rows=pl.DataFrame([] if is_empty else rows, schema_overrides={"share": pl.Float64}),
        columns={
            "name": Column(words("annex.column_what")),
            "recorded": Column(words("quality.recorded"), "number"),
            "total": Column(words("quality.records"), "number"),
            "share": Column(words("charts.measure_completeness"), "percent", of="total"),
        },
        definition="completeness",
    )


def _columns(subject: Subject) -> Figure:
    """The columns of the register that may be left empty, and what an empty cell there means."""
    words = subject.words
    answer = subject.repository.column_completeness(subject.filters)
    place = {(each.sheet, each.column): n for n, each in enumerate(reference().columns)}
    rows = [
        {
            "table": reference().sheets[row["sheet"]][words.language],
            "name": column_title(row["sheet"], row["column_name"], words.language),
            "meaning": words(f"quality.empty_means_{row['column_name']}"),
        }
        | _share(row)
        for row in sorted(
            answer.iter_rows(named=True),
            key=lambda each: place[each["sheet"], each["column_name"]],
        )
        if row["total"]
    ]
    return Figure(
        key="completeness.columns",
        heading=words("annex.completeness_columns"),
        rows=pl.DataFrame(rows, schema_overrides={"share": pl.Float64} if rows else None),
        columns={
            "table": Column(words("annex.column_table")),
            "name": Column(words("quality.column")),
            "recorded": Column(words("quality.recorded"), "number"),
            "missing": Column(words("quality.missing"), "number"),
            "total": Column(words("quality.records"), "number"),
            "share": Column(words("charts.measure_completeness"), "percent", of="total"),
            "meaning": Column(words("quality.meaning")),
        },
        definition="completeness",
        # A sentence a line: one long line would make the whole sheet small on paper.
        counts=tuple(words("quality.filters_note").split(". ")),
    )


def _share(row: dict[str, int]) -> dict[str, float | None]:
    """`recorded` of `total`, with the share."""
    recorded, total = row["recorded"], row["total"]
    return {
        "recorded": recorded,
        "missing": total - recorded,
        "total": total,
        "share": recorded / total if total else None,
    }


def _outside(subject: Subject) -> Figure:
    words = subject.words
    by_year = subject.repository.outside_mandate_by_year(subject.filters)
    years = by_year.filter(pl.col("year").is_not_null())
    reasons = [reason for reason in REASONS if years[reason].sum()]
    return Figure(
        key="completeness.outside",
        heading=words("annex.completeness_outside"),
        rows=years,
        columns={
            "year": Column(words("quality.split_year"), "year"),
            "outside": Column(words("quality.outside"), "number"),
            **{each: Column(words(f"quality.reason_{each}"), "number") for each in reasons},
        },
        definition="outside_mandate",
        counts=(words("quality.reasons_overlap"),) if years.height else (),
    )


def _definitions(subject: Subject, used: set[str | None]) -> Figure:
    words = subject.words
    rows = [
        {
            "name": words(f"definition.{name}"),
            "short": words(f"definition.{name}_short"),
            "full": words(f"definition.{name}_full").replace("**", ""),
        }
        for name in DEFINITIONS
        if name in used or name in GENERAL
    ]
    return Figure(
        key="notes.definitions",
        heading=words("annex.definitions"),
        rows=pl.DataFrame(rows),
        columns={
            "name": Column(words("annex.column_measure")),
            "short": Column(words("annex.column_short")),
            "full": Column(words("annex.column_full")),
        },
        has_filters=False,
    )


def _sources(subject: Subject) -> Figure:
    words = subject.words
    figures = [each for each in reference().published_figures if each.country == HOME_COUNTRY]
    rows = [
        {"number": f"[{number}]", "title": title, "address": address}
        for (title, address), number in sources_of(figures)
    ]
    return Figure(
        key="notes.sources",
        heading=words("annex.sources"),
        rows=pl.DataFrame(rows),
        columns={
            "number": Column(words("annex.column_number")),
            "title": Column(words("annex.column_source_title")),
            "address": Column(words("annex.column_address")),
        },
        has_filters=False,
    )


def _register(subject: Subject) -> Figure:
    """The files that the register was made from, with their whole fingerprints."""
    words, data_set = subject.words, subject.data_set
    imported_at = data_set.imported_at
    day = () if imported_at is None else (words.date(imported_at.date()),)
    rows = [
        {"name": each.name, "bytes": each.size, "sha256": each.sha256} for each in data_set.sources
    ]
    return Figure(
        key="notes.register",
        heading=words("annex.register"),
        rows=pl.DataFrame(rows),
        columns={
            "name": Column(words("annex.column_file")),
            "bytes": Column(words("annex.column_bytes"), "number"),
            "sha256": Column(words("annex.column_sha256")),
        },
        counts=(
            *(words("annex.note_imported", date=each) for each in day),
            words("annex.note_fingerprint", fingerprint=data_set.fingerprint),
        ),
        has_filters=False,
    )
