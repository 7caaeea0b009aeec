"""Recommendations with their repeats, while they are being made up: what authorities answer and do,
what the NPM finds when it comes back, and how the one published rate is brought about.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta

from npm_data.demo.places import Place
from npm_data.demo.plan import (
    DATA_DATE,
    RATE_DAY,
    RATE_YEAR,
    SHARE_IMPLEMENTED,
    Chance,
    Weighted,
    working_day,
)
from npm_data.demo.visits import Visit

NO_INFORMATION = "no_information"


@dataclass(slots=True, eq=False)
class Statement:
    """One row of the recommendations; without a place it is systemic."""

    visit: Visit | None
    place: Place | None
    addressee: str
    addressee_level: str | None
    theme: str
    issued_on: date
    text: str
    repeats: "Statement | None" = None


@dataclass(slots=True, eq=False)
class Event:
    """One row of the follow-up; the axis follows from the status."""

    statement: Statement
    on: date
    status: str
    judge: str
    note: str | None = None

    @property
    def axis(self) -> str:
        is_reply = self.status in ("accepted", "partly_accepted", "rejected")
        return "reply" if is_reply else "implementation"


@dataclass(slots=True, eq=False)
class Chain:
    """Statements that repeat each other, the first one first, with the events of all of them."""

    language: str
    statements: list[Statement]
    events: list[Event] = field(default_factory=list)

    @property
    def first(self) -> Statement:
        return self.statements[0]

    @property
    def last(self) -> Statement:
        return self.statements[-1]

    def add(self, on: date, status: str, judge: str, note: str | None = None) -> None:
        """Note an event of the latest statement; the same one twice on a day is left out."""
        event = Event(self.last, on, status, judge, note)
        is_known = any(
            each.on == on and each.status == status and each.judge == judge
            for each in self.events
            if each.statement is self.last
        )
        if not is_known:
            self.events.append(event)

    def latest(self, judge: str, day: date) -> Event | None:
        """The judge's latest word on the implementation up to a day; the later added one wins."""
        words = [
            each
            for each in self.events
            if each.judge == judge and each.on <= day and each.axis == "implementation"
        ]
        return max(reversed(words), key=lambda each: each.on, default=None)

    def status_on(self, day: date) -> str:
        """The NPM's word, else the authority's, else `no_information`."""
        word = self.latest("npm", day) or self.latest("authority", day)
        return word.status if word else NO_INFORMATION

    def is_verified_on(self, day: date) -> bool:
        return self.latest("npm", day) is not None

    def forget_after(self, day: date) -> None:
        """Drop what was to happen after a day: something else came in between."""
        self.events = [each for each in self.events if each.on <= day]


@dataclass(frozen=True, slots=True)
class Habits:
    """Per cent: of statements that a ministry answers at all; of the replies that come within the
    three months of the law; of its recommendations that it carries out sooner or later, by its own
    word.
    """

    replies: int
    in_time: int
    will: int


HABITS = {
    "interior": Habits(82, 72, 68),
    "security": Habits(68, 58, 48),
    "defence": Habits(88, 82, 82),
    "health": Habits(85, 68, 76),
    "education": Habits(92, 84, 88),
    "social": Habits(88, 76, 74),
}

EASE = {
    "treatment": 96,
    "protection": 114,
    "conditions": 80,
    "regime": 102,
    "health_care": 94,
    "staff": 78,
    "contact": 122,
    "legislation": 42,
}
"""How easily a theme's recommendations are carried out; 100 is usual."""

TIMES = {
    "interior": {2014: 86, 2015: 92, 2016: 95, 2022: 107, 2023: 110, 2024: 108},
    "health": {2020: 68, 2021: 78},
    "social": {2020: 82},
    "education": {2015: 84, 2016: 88},
}
"""Good and bad years of a ministry, by the year of issue; 100 elsewhere."""

ANSWER = Weighted({"accepted": 74, "partly_accepted": 18, "rejected": 8})
UNFINISHED = Weighted(
    {"in_progress": 46, "partly_implemented": 22, "not_started": 14, "not_implemented": 8, "": 10}
)
"""What an authority says of what it has not carried out; often nothing."""

CHECKED = {"interim": 75, "periodic": 45, "special": 20, "unspecified": 35}
"""Per cent of a place's open recommendations that a visit looks at."""

FOUND_AS_CLAIMED = Weighted(
    {"implemented": 63, "partly_implemented": 22, "not_implemented": 11, "in_progress": 4}
)
FOUND_UNCLAIMED = Weighted(
    {
        "implemented": 13,
        "partly_implemented": 22,
        "in_progress": 19,
        "not_started": 17,
        "not_implemented": 29,
    }
)


NOTES = {
    "late": {"ru": "Ответ поступил с опозданием", "kk": "Жауап кешігіп келді"},
    "letter": {"ru": "Письмо государственного органа", "kk": "Мемлекеттік органның хаты"},
    "seen": {"ru": "Проверено при посещении", "kk": "Бару кезінде тексерілді"},
    "closed": {"ru": "Учреждение закрыто", "kk": "Мекеме жабылды"},
}


def let_the_authority_act(chain: Chain, ease: int, chance: Chance) -> None:
    """All that the addressee says about the chain's latest statement, up to the data date.

    `ease` is the per cent by which the place's region does better (above 100) or worse.
    """
    statement = chain.last
    replied_on = _reply(chain, chance)
    if replied_on is None and chance.happens(0.55):
        return
    heard_on = replied_on or statement.issued_on + timedelta(days=chance.whole(60, 200))
    times = TIMES.get(statement.addressee, {}).get(statement.issued_on.year, 100)
    will = HABITS[statement.addressee].will * EASE[statement.theme] * ease * times / 100_000_000
    is_rejected = any(
        each.statement is statement and each.status == "rejected" for each in chain.events
    )
    if chance.happens(will * (0.15 if is_rejected else 1.0)):
        _carry_out(chain, heard_on, chance)
    else:
        _put_off(chain, heard_on, chance)


def _reply(chain: Chain, chance: Chance) -> date | None:
    statement = chain.last
    if not chance.happens(HABITS[statement.addressee].replies / 100):
        return None
    better_with_time = statement.issued_on.year - 2019
    is_in_time = chance.happens((HABITS[statement.addressee].in_time + better_with_time) / 100)
    days = chance.whole(18, 86) if is_in_time else chance.whole(95, 260)
    day = working_day(statement.issued_on + timedelta(days=days))
    note = NOTES["letter" if is_in_time else "late"][chain.language]
    _say(chain, day, chance.draw(ANSWER), note if chance.happens(0.12) else None)
    return day


def _carry_out(chain: Chain, heard_on: date, chance: Chance) -> None:
    """Steps on the way, then the claim that it is done: soon for most, after years for some."""
    share = chance.share()
    issued_on = chain.last.issued_on
    done_on = working_day(max(heard_on, issued_on + timedelta(days=25 + int(1000 * share * share))))
    days = (done_on - heard_on).days
    if days > 20 and chance.happens(0.75):
        _say(chain, heard_on + timedelta(days=chance.whole(0, days // 3)), "in_progress")
    if days > 90 and chance.happens(0.40):
        middle = heard_on + timedelta(days=chance.whole(days // 2, days - 10))
        _say(chain, middle, "partly_implemented")
    _say(chain, done_on, "implemented")


def _put_off(chain: Chain, heard_on: date, chance: Chance) -> None:
    """Half-yearly letters that do not report completion; sometimes the matter lapses."""
    day = heard_on
    for _ in range(chance.whole(0, 3)):
        status = chance.draw(UNFINISHED)
        if status:
            _say(chain, day, status)
        day += timedelta(days=chance.whole(120, 230))
    if chance.happens(0.008):
        _say(chain, day, "no_longer_applicable")


def _say(chain: Chain, day: date, status: str, note: str | None = None) -> None:
    on = working_day(day)
    if on <= DATA_DATE:
        chain.add(on, status, "authority", note)


def check(chain: Chain, day: date, chance: Chance) -> str:
    """What the NPM finds on a visit; once it is carried out, nobody writes about it any more."""
    claim = chain.latest("authority", day)
    is_claimed = claim is not None and claim.status == "implemented"
    status = chance.draw(FOUND_AS_CLAIMED if is_claimed else FOUND_UNCLAIMED)
    note = NOTES["seen"][chain.language] if chance.happens(0.2) else None
    if status == "implemented":
        chain.forget_after(day)
    chain.add(day, status, "npm", note)
    return status


def close(chain: Chain, closed_on: date, chance: Chance) -> None:
    """The place is closed: what was still open there is no longer applicable."""
    chain.forget_after(closed_on)
    on = working_day(closed_on + timedelta(days=chance.whole(3, 50)))
    if on > DATA_DATE or chain.status_on(closed_on) in ("implemented", "no_longer_applicable"):
        return
    judge = "npm" if chain.is_verified_on(closed_on) or chance.happens(0.3) else "authority"
    chain.add(on, "no_longer_applicable", judge, NOTES["closed"][chain.language])


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
