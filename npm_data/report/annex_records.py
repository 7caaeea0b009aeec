"""The annex on the register itself: what changed, how full it is, where everything comes from."""

from collections.abc import Iterable
from typing import get_args

import polars as pl

from npm_data.charts.changes import status_names
from npm_data.figures import mechanisms, quality
from npm_data.figures.columns import Column
from npm_data.figures.definitions import DEFINITIONS, GENERAL
from npm_data.figures.figure import Figure
from npm_data.figures.subject import Subject
from npm_data.figures.units import codes_in_order, rows_of, total_of
from npm_data.figures.visible import all_told, told
from npm_data.questions.changes import PlaceChange, RecommendationChange
from npm_data.report.annex_tables import Part

KINDS = (*get_args(RecommendationChange), *get_args(PlaceChange))


def changes(subject: Subject) -> Part:
    """What the period changed, against the day before its first."""
    return Part("changes", all_told(subject, _changes, _transitions))


def completeness(subject: Subject) -> Part:
    """How full the register is, and its numbers beside the published ones, where these are told."""
    figures = (quality.completeness, quality.columns, quality.outside)
    published = told(quality.published, subject) or _published(subject)
    return Part("completeness", (*all_told(subject, *figures), published))


def _published(subject: Subject) -> Figure:
    """What was published of Kazakhstan's mechanism, without the register's numbers."""
    return mechanisms.published(subject, country=mechanisms.HOME_COUNTRY)


def notes(subject: Subject, parts: Iterable[Part]) -> Part:
    """What was measured in the chapters, by whom published, and from which files."""
    used = {draft.definition for part in parts for draft in part.drafts}
    register = () if subject.data_set.imported_at is None else (_register(subject),)
    quoted = mechanisms.published_of(subject.words, mechanisms.GROUPS, mechanisms.HOME_COUNTRY)
    sources = mechanisms.sources(subject.words, quoted)
    return Part("notes", (_definitions(subject, used), sources, *register))


def _changes(subject: Subject) -> Figure:
    words, filters = subject.words, subject.filters
    by = ("total", "ministry")
    answers = (
        subject.repository.changes(filters, by),
        subject.repository.place_changes(filters, by),
    )
    total = total_of(answers[0]) | total_of(answers[1])
    of = [rows_of(answer, "ministry") for answer in answers]
    chosen = filters.ministries
    ministries = [code for code in codes_in_order("ministry") if not chosen or code in chosen]
    counted = {code: of[0].get(code, {}) | of[1].get(code, {}) for code in ministries}
    rows = [
        {"kind": words(f"changes.kind_{kind}"), "total": total[kind]}
        | {code: counted[code].get(kind, 0) for code in ministries}
        for kind in KINDS
    ]
    day = filters.period.to_on
    short = {code: words.ministry(code, day, is_short=True) for code in ministries}
    said = [words("changes.ministry_note")]
    if filters.visit_types:
        said.append(words("changes.visit_type_note"))
    return Figure(
        key="changes.kinds",
        heading=words("annex.changes_kinds"),
        rows=pl.DataFrame(rows),
        columns={
            "kind": Column(words("changes.column_kind")),
            "total": Column(words("changes.column_total"), "number"),
            **{code: Column(name, "number") for code, name in short.items()},
        },
        definition="changes",
        counts=tuple(said),
    )


def _transitions(subject: Subject) -> Figure:
    words = subject.words
    names = status_names(words)
    order = list(names)
    answer = subject.repository.status_transitions(subject.filters)
    rows = [
        {
            "before": names[row["status_before"]],
            "after": names[row["status_after"]],
            "recommendations": row["recommendations"],
        }
        for row in sorted(
            answer.iter_rows(named=True),
            key=lambda each: (
                order.index(each["status_before"]),
                order.index(each["status_after"]),
            ),
        )
    ]
    return Figure(
        key="changes.statuses",
        heading=words("annex.changes_statuses"),
        rows=pl.DataFrame(rows),
        columns={
            "before": Column(words("annex.column_status_before")),
            "after": Column(words("annex.column_status_after")),
            "recommendations": Column(words("recommendations.column_count"), "number"),
        },
        definition="changes",
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
