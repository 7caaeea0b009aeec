"""Slides on recommendations: what they are about, and what was carried out."""

from npm_data.charts.bands import PARTS, part_names
from npm_data.charts.slide_band import Part, slide_band
from npm_data.charts.slide_bars import Bar, slide_bars
from npm_data.charts.slide_shapes import MOST_MARKS
from npm_data.figures.columns import FEWEST_FOR_A_RATE
from npm_data.figures.rates import RATES, rate_finding
from npm_data.figures.sentences import rate_in_brackets
from npm_data.figures.subject import Subject
from npm_data.figures.units import Row, codes_in_order, rows_of, total_of
from npm_data.files.slides import Slide
from npm_data.i18n import Words
from npm_data.report.deck_slide import (
    count_columns,
    drawn,
    n,
    parts_table,
    period_of,
    slide_of,
)


def what_we_recommended(subject: Subject) -> Slide:
    """Recommendations by theme, in the order of the list of themes; the smallest are summed."""
    words = subject.words
    answer = subject.repository.recommendations(subject.filters, by=("total", "theme"))
    total = total_of(answer)["recommendations"]
    found = rows_of(answer, "theme")
    counted = {
        code: found[code]["recommendations"] for code in codes_in_order("theme") if code in found
    }
    named, others = _largest(counted)
    parts = [
        _theme_part(words, words.code("theme", code), count, total) for code, count in named.items()
    ]
    if others:
        parts.append(_theme_part(words, words("deck.other_themes"), sum(others.values()), total))
    bars = [Bar(part.name, part.count, _text(part)) for part in parts]
    return slide_of(
        subject,
        "what_we_recommended",
        _recommended(subject, counted, total),
        definition="recommendations",
        picture=drawn(subject, slide_bars(bars), "deck.alt_bars") if total else None,
        frame=parts_table(
            [
                _theme_part(words, words.code("theme", code), count, total)
                for code, count in counted.items()
            ]
        )
        if total
        else None,
        columns=count_columns(
            words,
            "recommendations.column_theme",
            "recommendations.column_count",
            "recommendations.column_share",
        ),
        lines=(_summed(words, others),) if others else (),
        counts=(n(words.plural("recommendations.count", total)),),
        cautions=(words("deck.caution_no_ranking"),),
    )


def _largest(counted: dict[str, int]) -> tuple[dict[str, int], dict[str, int]]:
    """As many themes as can be read, and the rest; both in the order given."""
    if len(counted) <= MOST_MARKS:
        return counted, {}
    most = sorted(counted, key=lambda code: -counted[code])[: MOST_MARKS - 1]
    others = {code: count for code, count in counted.items() if code not in most}
    return {code: count for code, count in counted.items() if code in most}, others


def _summed(words: Words, others: dict[str, int]) -> str:
    names = ", ".join(words("deck.quoted", name=words.code("theme", code)) for code in others)
    return words("deck.other_themes_are", names=names)


def _theme_part(words: Words, name: str, count: int, total: int) -> Part:
    return Part("strong", name, count, words.number(count), _share(words, count, total))


def _share(words: Words, count: int, total: int) -> str:
    return words.percent(count / total) if total >= FEWEST_FOR_A_RATE else ""


def _text(part: Part) -> str:
    return f"{part.count_text} ({part.share_text})" if part.share_text else part.count_text


def _recommended(subject: Subject, counted: dict[str, int], total: int) -> str:
    """How many there are, and the theme of most of them where it is one alone."""
    words, period = subject.words, period_of(subject)
    if not total:
        return words("deck.recommended_none", period=period)
    said = words.plural("deck.recommended", total, period=period)
    most = max(counted.values())
    largest = [code for code, count in counted.items() if count == most]
    if len(counted) == 1:
        return said + words("deck.one_theme", theme=words.code("theme", largest[0]))
    if len(largest) > 1:
        return said
    share = rate_in_brackets(words, most, total)
    theme = words.code("theme", largest[0])
    return said + words("deck.largest_theme", theme=theme, number=words.number(most), share=share)


def carried_out(subject: Subject) -> Slide | None:
    """Statuses as one band, verified and claimed apart; no slide without a recommendation."""
    words = subject.words
    status = total_of(subject.repository.recommendations(subject.filters))
    if not status["recommendations"]:
        return None
    status = status | {"claimed": status["implemented"] - status["verified"]}
    names = part_names("status", words)
    judged = sum(status[part] for part in PARTS["status"])
    parts = [
        Part(
            part,
            names[part],
            status[part],
            words.number(status[part]),
            _share(words, status[part], judged),
        )
        for part in PARTS["status"]
    ]
    rate = total_of(subject.repository.implementation(subject.filters))
    return slide_of(
        subject,
        "carried_out",
        _carried_out(subject, status, judged),
        definition="status",
        picture=drawn(subject, slide_band(parts), "deck.alt_band") if judged else None,
        frame=parts_table(parts) if judged else None,
        columns=count_columns(
            words,
            "recommendations.column_status",
            "recommendations.column_count",
            "recommendations.column_share",
        ),
        lines=(rate_finding(subject, next(iter(RATES)), rate), _claims(subject)),
        counts=(
            n(words.plural("recommendations.count", judged)),
            words(
                "recommendations.no_longer_applicable",
                count=words.number(status["no_longer_applicable"]),
            ),
        ),
        cautions=(
            words("deck.caution_claimed"),
            f"{words('definition.rate_stock')}: {words('definition.rate_stock_short')}",
            f"{words('definition.rate_cohort')}: {words('definition.rate_cohort_short')}",
        ),
    )


def _carried_out(subject: Subject, status: Row, judged: int) -> str:
    words = subject.words
    values = {"period": period_of(subject), "date": words.date(subject.data_set.data_date)}
    if not judged:
        return words("deck.carried_out_gone", **values)
    if not status["implemented"]:
        return words.plural("deck.carried_out_none", judged, **values)
    return words.plural(
        "deck.carried_out",
        judged,
        implemented=words.number(status["implemented"]),
        share=rate_in_brackets(words, status["implemented"], judged),
        verified=words.number(status["verified"]),
        claimed=words.number(status["claimed"]),
        **values,
    )


def _claims(subject: Subject) -> str:
    """What the NPM found where an authority had said that it was done."""
    words = subject.words
    claims = total_of(subject.repository.claims(subject.filters))
    looked_at = claims["confirmed"] + claims["downgraded"]
    if looked_at:
        return words.plural(
            "implementation.claims_title",
            looked_at,
            confirmed=words.number(claims["confirmed"]),
            downgraded=words.number(claims["downgraded"]),
        )
    if claims["claims"]:
        return words("implementation.claims_unseen", claims=words.number(claims["claims"]))
    return words("implementation.claims_none")
