"""A table as it is shown, held against the other road: every cell of it, and no row too many."""

from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from tests.telling.truth import STATUSES, WHOLE

CODES: dict[object, str | None] = {
    "All": WHOLE,
    "All places": WHOLE,
    "All recommendations": WHOLE,
    "without a place (systemic)": None,
    "level not stated": None,
    "Ministry of Internal Affairs": "interior",
    "Ministry of Health": "health",
    "Ministry of Education and Science": "education",
    "Ministry of Labour and Social Protection of the Population": "social",
    "MIA": "interior",
    "KNB": "security",
    "MoD": "defence",
    "MoH": "health",
    "MES": "education",
    "MLSPP": "social",
    "penal institution (colony, prison)": "penal",
    "pre-trial detention centre (SIZO)": "sizo",
    "temporary detention facility (IVS)": "ivs",
    "psychiatric organisation (compulsory measures)": "psychiatric",
    "special education organisation (deviant behaviour)": "special_school",
    "organisation for orphans, children's home": "childrens_home",
    "residential special social services": "social_care",
    "Abai Region": "KZ-10",
    "Karaganda Region": "KZ-35",
    "Kostanay Region": "KZ-39",
    "East Kazakhstan Region": "KZ-63",
    "Astana": "KZ-71",
    "Nur-Sultan": "KZ-71",
    "Almaty": "KZ-75",
    "Shymkent": "KZ-79",
    "Treatment and use of force": "treatment",
    "Material conditions": "conditions",
    "Health care": "health_care",
    "Staff": "staff",
    "Legislation and policy": "legislation",
    "central authority": "central",
    "local authority": "local",
    "administration of the place": "institution",
}
"""What stands for a unit on screen and paper, by its code."""

MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)
STATUS = dict(
    zip(
        (
            "implemented, established by the NPM",
            "implemented, as the authority claims",
            "partly implemented",
            "in progress",
            "not started",
            "not implemented",
            "no information",
        ),
        STATUSES,
        strict=True,
    )
)
SAID = {
    "Once": "once",
    "Twice": "twice",
    "Three times": "three_times",
    "Four times and more": "four_times_and_more",
}


def percent(share: float, decimals: int = 1) -> str:
    """`43.5 %`, with halves rounded up."""
    step = Decimal(1).scaleb(-decimals)
    return f"{Decimal(repr(100 * share)).quantize(step, ROUND_HALF_UP)} %"


SPOKEN = (
    (8.0, "less than a tenth"),
    (9.5, "almost a tenth"),
    (10.4, "a tenth"),
    (12.2, "more than a tenth"),
    (13.7, "almost a seventh"),
    (14.7, "a seventh"),
    (18.0, "more than a seventh"),
    (19.5, "almost a fifth"),
    (20.4, "a fifth"),
    (23.0, "more than a fifth"),
    (24.5, "almost a quarter"),
    (25.4, "a quarter"),
    (31.3, "more than a quarter"),
    (32.8, "almost a third"),
    (33.8, "a third"),
    (38.0, "more than a third"),
    (39.5, "almost two fifths"),
    (40.4, "two fifths"),
    (48.0, "more than two fifths"),
    (49.5, "almost half"),
    (50.4, "half"),
    (58.0, "more than half"),
    (59.5, "almost three fifths"),
    (60.4, "three fifths"),
    (64.6, "more than three fifths"),
    (66.1, "almost two thirds"),
    (67.1, "two thirds"),
    (73.0, "more than two thirds"),
    (74.5, "almost three quarters"),
    (75.4, "three quarters"),
    (88.0, "more than three quarters"),
    (89.5, "almost nine tenths"),
    (90.4, "nine tenths"),
    (100.0, "more than nine tenths"),
)
"""A share as it is spoken, by the last per cent, as it is shown, that is spoken so."""


def spoken(part: int, whole: int) -> str | None:
    """Written down rather than worked out; of fewer than twenty, of none and of all nothing."""
    if whole < 20 or part in (0, whole):
        return None
    shown = float(percent(part / whole).removesuffix(" %"))
    return next(words for last, words in SPOKEN if shown <= last)


def long_day(day: date) -> str:
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"
