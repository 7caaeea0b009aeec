"""Figures of the statisticians' libraries, frozen for the tests: `make references`.

lifelines, scipy and statsmodels take longer to install than all that they are asked here. What they
say is written to `tests/references/`, with their versions, and the program's figures are held
against it in each run. To be run again when the questions change or a library has a new version.
"""

import math
import random
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pandas as pd
from lifelines import AalenJohansenFitter
from scipy.stats import binom
from statsmodels.stats.proportion import proportion_confint

FOLDER = Path(__file__).parents[1] / "tests" / "references"
ISSUED_ON, DATA_DATE = date(2015, 1, 1), date(2019, 6, 30)
HORIZONS = (0, 6, 12, 24, 36, 48)
LEFT_AS = ("", "implemented", "no_longer_applicable", "implemented")
"""In turn: still open, implemented, withdrawn, implemented."""
TRIALS = (1, 2, 5, 6, 10, 37, 100, 1_000, 12_345, 37_000)
SHARES = (1e-6, 0.001, 0.02, 0.1, 1 / 3, 0.5, 0.6, 0.9, 0.999)
TAILS = (0.001, 0.025, 0.975, 0.999)
DRAWS = 150


def cohort() -> list[tuple[date, date | None, str]]:
    """Days of issue and of exit, and the exit. lifelines moves times that are alike: none are.

    Issued 11 days apart: the ages on the data date are all 2 more than times 11. To the exit all
    are 5 more than times 11, in no order.
    """
    rows: list[tuple[date, date | None, str]] = []
    for number in range(120):
        issued_on = ISSUED_ON + timedelta(days=11 * number)
        left_on = issued_on + timedelta(days=5 + 11 * (37 * number % 120))
        has_left = bool(LEFT_AS[number % 4]) and left_on <= DATA_DATE
        rows.append(
            (issued_on, left_on, LEFT_AS[number % 4]) if has_left else (issued_on, None, "")
        )
    return rows


def cumulative_incidence() -> Iterable[tuple[int, float, int]]:
    """Share implemented up to each horizon, and how many were under observation then."""
    rows = cohort()
    times = [((left_on or DATA_DATE) - issued_on).days for issued_on, left_on, _ in rows]
    exits = [("", "implemented", "no_longer_applicable").index(left_as) for *_, left_as in rows]
    if len(set(times)) < len(times):
        raise ValueError("times that are alike")
    fitter = AalenJohansenFitter(calculate_variance=False)
    fitter.fit(pd.Series(times), pd.Series(exits), event_of_interest=1)
    curve = fitter.cumulative_density_["CIF_1"]
    for month in HORIZONS:
        day = math.floor(30.4375 * month)
        yield month, float(curve[curve.index <= day].iloc[-1]), sum(time >= day for time in times)


def wilson() -> Iterable[tuple[int, int, float, float]]:
    for trials in (1, 4, 5, 12, 100, 37_000):
        for successes in sorted({0, 1, trials // 3, trials - 1, trials}):
            low, high = proportion_confint(successes, trials, alpha=0.05, method="wilson")
            yield successes, trials, float(low), float(high)


def funnel_limits() -> Iterable[tuple[int, float, float, float]]:
    for trials in TRIALS:
        for share in SHARES:
            low_998, low_95 = (_spiegelhalter(tail, trials, share) for tail in TAILS[:2])
            yield trials, share, low_998, low_95


def _spiegelhalter(tail: float, trials: int, share: float) -> float:
    """His formula as it is printed: (r - alpha) / n, not below 0."""
    count = int(binom.ppf(tail, trials, share))
    while binom.cdf(count, trials, share) <= tail:
        count += 1
    up_to, before = binom.cdf(count, trials, share), binom.cdf(count - 1, trials, share)
    alpha = (up_to - tail) / (up_to - before)
    return max((count - float(alpha)) / trials, 0.0)


def positions() -> Iterable[tuple[int, float, int, int]]:
    """Where a count stands by the exact tails alone: beside the turns, and anywhere.

    -1 and -2 are what chance brings with at most 2.5 % or 0.1 % on the lower side, 1 and 2 on the
    upper one.
    """
    chance = random.Random(2005)
    for _ in range(DRAWS):
        trials, share = chance.randint(1, 3_000), round(chance.uniform(0.001, 0.999), 6)
        turns = {
            int(binom.ppf(tail, trials, share)) + step for tail in TAILS for step in (-1, 0, 1)
        }
        for count in sorted({*turns, chance.randint(0, trials)}):
            if 0 <= count <= trials:
                below, above = binom.cdf(count, trials, share), binom.sf(count - 1, trials, share)
                side = [sum(each < tail for tail in TAILS[:2]) for each in (above, below)]
                yield trials, share, count, side[0] - side[1]


def write(name: str, libraries: Sequence[str], head: str, rows: Iterable[Sequence[Any]]) -> None:
    said = " ".join(f"{each} {version(each)}" for each in libraries)
    lines = [",".join("" if cell is None else str(cell) for cell in row) for row in rows]
    text = "\n".join((f"# {said or 'made by scripts/references.py'}", head, *lines, ""))
    (FOLDER / f"{name}.csv").write_text(text, encoding="utf-8")


def main() -> None:
    write("cohort", (), "issued_on,left_on,left_as", cohort())
    incidence = "month,cumulative_incidence,at_risk"
    write("cumulative_incidence", ("lifelines",), incidence, cumulative_incidence())
    write("wilson", ("statsmodels",), "successes,trials,low,high", wilson())
    write("funnel_limits", ("scipy",), "trials,share,low_998,low_95", funnel_limits())
    write("positions", ("scipy",), "trials,share,count,position", positions())


if __name__ == "__main__":
    main()
