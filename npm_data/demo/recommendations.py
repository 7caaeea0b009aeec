"""The recommendations of each place, visit after visit, and those that concern no single place.

`texts.csv` holds what they say, in Russian and Kazakh: by setting (`any` serves all places), theme
and language. They follow the usual wording of such documents and quote none.
"""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from npm_data.demo.follow_up import CHECKED, Chain, Statement, check, close, let_the_authority_act
from npm_data.demo.places import KINDS, PORTFOLIOS, Kind, Place
from npm_data.demo.plan import DATA_DATE, REGION_EFFORT, YEARS, Chance, Weighted, working_day
from npm_data.demo.visits import Visit
from npm_data.register.filters import MEDICAL_CARE_MOVED_ON

FILE = Path(__file__).with_name("texts.csv")

_THEMES = (
    *("treatment", "protection", "conditions", "regime"),
    *("health_care", "staff", "contact", "legislation"),
)
_HOW_OFTEN = {
    "custody": (10, 14, 27, 10, 18, 8, 9, 4),
    "police": (14, 34, 26, 0, 6, 10, 8, 2),
    "medical": (11, 17, 25, 10, 20, 10, 6, 1),
    "children": (6, 12, 22, 18, 12, 20, 8, 2),
    "care": (4, 12, 24, 14, 18, 19, 8, 1),
}
THEMES = {
    setting: Weighted(dict(zip(_THEMES, weights, strict=True)))
    for setting, weights in _HOW_OFTEN.items()
}
"""What is recommended how often, by setting."""

KAZAKH_REPORTS = {
    "KZ-43": 80,
    "KZ-47": 70,
    "KZ-61": 65,
    "KZ-23": 60,
    "KZ-79": 45,
    "KZ-31": 45,
    "KZ-33": 40,
    "KZ-62": 40,
    "KZ-15": 35,
    "KZ-19": 35,
    "KZ-27": 30,
}
"""Per cent of a region's reports that are written in Kazakh; 12 elsewhere."""

REPEATED = {"ru": "Повторно. ", "kk": "Қайталама. "}


@cache
def _texts() -> dict[tuple[str, str, str], tuple[str, ...]]:
    """Texts by setting, theme and language."""
    texts: dict[tuple[str, str, str], tuple[str, ...]] = {}
    with FILE.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            key = row["setting"], row["theme"], row["language"]
            texts[key] = (*texts.get(key, ()), row["text"])
    return texts


@cache
def texts_for(setting: str, theme: str, language: str) -> tuple[str, ...]:
    """All texts that fit a place of the setting; a place-less setting has its own only."""
    general = () if setting.startswith("systemic") else _texts().get(("any", theme, language), ())
    return _texts().get((setting, theme, language), ()) + general


def systemic_texts(portfolio: str) -> tuple[tuple[str, str, str], ...]:
    """Theme, language and text of each recommendation without a place that fits a ministry."""
    return tuple(
        (theme, language, text)
        for (setting, theme, language), texts in _texts().items()
        if setting in ("systemic", f"systemic_{portfolio}")
        for text in texts
    )


def choose_text(
    chance: Chance, setting: str, theme: str, language: str, used: frozenset[str] | set[str]
) -> str:
    """A text that is not among `used`, if a few tries find one."""
    texts = texts_for(setting, theme, language)
    text = chance.one_of(texts)
    for _ in range(4):
        if text not in used:
            break
        text = chance.one_of(texts)
    return text


WORDINESS = {plan.year: plan.wordiness for plan in YEARS}
SHARE_OF_USUAL = {"periodic": 1.0, "interim": 0.55, "special": 0.75, "unspecified": 0.8}
"""How much a visit newly recommends, against a periodic one."""

LEVELS = Weighted({"institution": 54, "local": 26, "central": 14, "": 6})

YEARS_TO_PURSUE = 5
MOST_STATEMENTS_OF_A_CHAIN = 4


def make_chains(places: Sequence[Place], visits: Sequence[Visit], seed: int) -> list[Chain]:
    """The recommendations of all places, place by place."""
    chance = Chance(seed, "recommendations")
    visits_to: dict[str, list[Visit]] = {}
    for visit in visits:
        for place in visit.places:
            visits_to.setdefault(place.institution_id, []).append(visit)
    regions = dict.fromkeys(place.region for place in places)
    ease = {
        region: chance.whole(66, 98) + REGION_EFFORT.get(region, 100) // 5 for region in regions
    }
    chains: list[Chain] = []
    for place in places:
        own = visits_to.get(place.institution_id, [])
        chains += _chains_of(place, own, ease[place.region], chance)
    return chains


@dataclass(frozen=True, slots=True)
class Report:
    """What a visit reports on one place; `ease` is how well its region carries things out."""

    place: Place
    visit: Visit
    issued_on: date
    ease: int


def _chains_of(place: Place, visits: list[Visit], ease: int, chance: Chance) -> list[Chain]:
    chains: list[Chain] = []
    for visit in visits:
        issued_on = _issue_day(visit)
        if issued_on:
            report = Report(place, visit, issued_on, ease)
            for chain in chains:
                _look_again(chain, report, chance)
            chains += _new_chains(report, chains, chance)
    if place.closed_on:
        for chain in chains:
            close(chain, max(place.closed_on, chain.last.issued_on), chance)
    return chains


def _issue_day(visit: Visit) -> date | None:
    """That of the report; a likely one where it was not recorded; none while it is awaited."""
    if visit.reported_on:
        return visit.reported_on
    day = working_day(visit.ended_on + timedelta(days=30))
    return day if day < DATA_DATE - timedelta(days=60) else None


def _look_again(chain: Chain, report: Report, chance: Chance) -> None:
    """Check an earlier recommendation; what is still open is often repeated in the new report."""
    visit = report.visit
    is_past = chain.last.issued_on < visit.started_on
    is_current = visit.started_on.year - chain.last.issued_on.year <= YEARS_TO_PURSUE
    verdict = chain.latest("npm", visit.started_on)
    is_settled = verdict is not None and verdict.status == "implemented"
    if not is_past or not is_current or is_settled:
        return
    if not chance.happens(CHECKED[visit.visit_type] / 100):
        return
    found = check(chain, visit.ended_on, chance)
    is_open = found in ("not_implemented", "not_started", "partly_implemented")
    has_room = len(chain.statements) < MOST_STATEMENTS_OF_A_CHAIN
    if is_open and has_room and chance.happens(0.6):
        _repeat(chain, report, chance)


def _repeat(chain: Chain, report: Report, chance: Chance) -> None:
    theme, last = chain.first.theme, chain.last
    text = REPEATED[chain.language] + chain.first.text
    chain.forget_after(report.issued_on)
    chain.statements.append(_statement(report, theme, text, chance, repeats=last))
    let_the_authority_act(chain, report.ease, chance)


def _new_chains(report: Report, earlier: list[Chain], chance: Chance) -> list[Chain]:
    """What is recommended for the first time; open recommendations are not made anew."""
    kind = KINDS[report.place.institution_type]
    language = "kk" if chance.happens(KAZAKH_REPORTS.get(report.place.region, 12) / 100) else "ru"
    open_chains = (each for each in earlier if each.status_on(report.issued_on) != "implemented")
    used = {chain.first.text for chain in open_chains}
    chains = []
    for _ in range(_how_many(kind, report.visit, chance)):
        theme = chance.draw(THEMES[kind.setting])
        text = choose_text(chance, kind.setting, theme, language, used)
        used.add(text)
        chain = Chain(language, [_statement(report, theme, text, chance)])
        let_the_authority_act(chain, report.ease, chance)
        chains.append(chain)
    return chains


def _how_many(kind: Kind, visit: Visit, chance: Chance) -> int:
    usual = kind.statements * WORDINESS[visit.started_on.year] * SHARE_OF_USUAL[visit.visit_type]
    return max(1, chance.rounded(usual * (0.5 + chance.share())))


def _statement(
    report: Report, theme: str, text: str, chance: Chance, *, repeats: Statement | None = None
) -> Statement:
    return Statement(
        visit=report.visit,
        place=report.place,
        addressee=_addressee(report.place, theme, report.issued_on),
        addressee_level=chance.draw(LEVELS) or None,
        theme=theme,
        issued_on=report.issued_on,
        text=text,
        repeats=repeats,
    )


def _addressee(place: Place, theme: str, issued_on: date) -> str:
    moved_on = MEDICAL_CARE_MOVED_ON.get(place.institution_type)
    if theme == "health_care" and moved_on and issued_on >= moved_on:
        return "health"
    return PORTFOLIOS[place.institution_type]


ADDRESSEES = Weighted(
    {"interior": 44, "health": 20, "education": 14, "social": 10, "defence": 6, "security": 6}
)
SOCIAL_IS_APART_FROM = date(2017, 1, 25)
"""Until then the health ministry was responsible for social protection too."""

SHARE_IN_THE_REPORT = 0.7
EASE = 70


def make_systemic_chains(seed: int) -> list[Chain]:
    """A few dozen a year; what the year before asked in vain is often asked again."""
    chance = Chance(seed, "systemic")
    chains: list[Chain] = []
    for plan in YEARS:
        report_day = working_day(chance.day_between(date(plan.year, 4, 10), date(plan.year, 6, 20)))
        wanted = plan.systemic
        for chain in chains if wanted else []:
            if chain.last.issued_on.year == plan.year - 1 and chain.last.issued_on < report_day:
                wanted -= _ask_again(chain, report_day, chance)
        for _ in range(max(wanted, 0)):
            chains.append(_new(report_day, chance))
    return chains


def _ask_again(chain: Chain, report_day: date, chance: Chance) -> bool:
    """Whether the Consolidated Report repeats last year's recommendation."""
    if len(chain.statements) > 2 or not chance.happens(0.5):
        return False
    if check(chain, report_day, chance) in ("implemented", "in_progress"):
        return False
    first = chain.first
    again = Statement(
        visit=None,
        place=None,
        addressee=first.addressee,
        addressee_level="central",
        theme=first.theme,
        issued_on=report_day,
        text=REPEATED[chain.language] + first.text,
        repeats=chain.last,
    )
    chain.forget_after(report_day)
    chain.statements.append(again)
    let_the_authority_act(chain, EASE, chance)
    return True


def _new(report_day: date, chance: Chance) -> Chain:
    is_in_report = chance.happens(SHARE_IN_THE_REPORT)
    other_day = chance.day_between(date(report_day.year, 2, 1), date(report_day.year, 12, 10))
    issued_on = report_day if is_in_report else working_day(other_day)
    addressee = chance.draw(ADDRESSEES)
    if addressee == "social" and issued_on < SOCIAL_IS_APART_FROM:
        addressee = "health"
    theme, language, text = chance.one_of(systemic_texts(addressee))
    statement = Statement(None, None, addressee, "central", theme, issued_on, text)
    chain = Chain(language, [statement])
    let_the_authority_act(chain, EASE, chance)
    return chain
