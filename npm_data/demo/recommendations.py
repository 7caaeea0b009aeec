"""The recommendations of each place, visit after visit, and those that concern no single place."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from npm_data.demo.chains import Chain, Statement
from npm_data.demo.chance import Chance, Weighted
from npm_data.demo.days import working_day
from npm_data.demo.follow_up import CHECKED, check, close, let_the_authority_act
from npm_data.demo.kinds import KINDS, PORTFOLIOS, Kind
from npm_data.demo.places import Place
from npm_data.demo.plan import DATA_DATE, REGION_EFFORT, YEARS
from npm_data.demo.texts import KAZAKH_REPORTS, REPEATED, THEMES, choose_text
from npm_data.demo.visits import Visit

WORDINESS = {plan.year: plan.wordiness for plan in YEARS}
SHARE_OF_USUAL = {"periodic": 1.0, "interim": 0.55, "special": 0.75, "unspecified": 0.8}
"""How much a visit newly recommends, against a periodic one."""

LEVELS = Weighted({"institution": 54, "local": 26, "central": 14, "": 6})
MEDICAL_CARE_MOVED_ON = {"sizo": date(2022, 7, 1), "penal": date(2023, 1, 1)}
"""From then on medical care in these places is the health ministry's."""

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
