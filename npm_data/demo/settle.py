"""Bring the one published rate of recommendations about, to the recommendation."""

from datetime import timedelta

from npm_data.demo.chains import Chain
from npm_data.demo.days import working_day
from npm_data.demo.plan import RATE_DAY, RATE_YEAR, SHARE_IMPLEMENTED


def settle_the_published_rate(chains: list[Chain]) -> None:
    """Make 40 % of those first issued in 2023 `implemented` as of 8 November 2024.

    Chance alone comes close; the rest is mended in recommendations that the NPM never checked,
    spread evenly over the year: an authority's claim is added, or turned into a partial one.
    """
    issued = [chain for chain in chains if chain.first.issued_on.year == RATE_YEAR]
    wanted = round(SHARE_IMPLEMENTED * len(issued))
    missing = wanted - sum(chain.status_on(RATE_DAY) == "implemented" for chain in issued)
    mendable = [chain for chain in issued if _is_mendable(chain, is_claimed=missing < 0)]
    count = abs(missing)
    for number in range(count):
        chain = mendable[number * len(mendable) // count]
        if missing > 0:
            _claim(chain)
        else:
            _weaken_the_claim(chain)


def _is_mendable(chain: Chain, *, is_claimed: bool) -> bool:
    word = chain.latest("authority", RATE_DAY)
    is_unchecked = all(event.judge == "authority" for event in chain.events)
    if word is None or not is_unchecked or len(chain.statements) > 1:
        return False
    if is_claimed:
        return word.status == "implemented"
    is_early = word.on < RATE_DAY - timedelta(days=60)
    return is_early and word.status in ("in_progress", "partly_implemented")


def _claim(chain: Chain) -> None:
    word = chain.latest("authority", RATE_DAY)
    if word:
        days = (RATE_DAY - word.on).days // 2
        on = min(working_day(word.on + timedelta(days=days)), RATE_DAY)
        chain.forget_after(on)
        chain.add(on, "implemented", "authority")


def _weaken_the_claim(chain: Chain) -> None:
    for event in chain.events:
        if event.on <= RATE_DAY and event.status == "implemented":
            event.status = "partly_implemented"
