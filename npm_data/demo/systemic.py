"""Recommendations without a place: to ministries, mostly with the yearly Consolidated Report."""

from datetime import date

from npm_data.demo.chains import Chain, Statement
from npm_data.demo.chance import Chance, Weighted
from npm_data.demo.days import working_day
from npm_data.demo.follow_up import check, let_the_authority_act
from npm_data.demo.plan import YEARS
from npm_data.demo.texts import REPEATED, systemic_texts

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
