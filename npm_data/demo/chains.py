"""A recommendation with its repeats and what became of it, while it is being made up."""

from dataclasses import dataclass, field
from datetime import date

from npm_data.demo.places import Place
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
    def is_reply(self) -> bool:
        return self.status in ("accepted", "partly_accepted", "rejected")


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
            if each.judge == judge and each.on <= day and not each.is_reply
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
