"""Who keeps the register, in which language, and where it is: what its pages are given."""

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import streamlit as st

from npm_data.i18n import Words
from npm_data.questions.repository import DataSet
from npm_data.register.storage.connection import DatabaseError, KeepingError
from npm_data.register.storage.log import UnforeseenError
from npm_data.ui.access import LOCAL

FAULTS = (DatabaseError, KeepingError)
"""Why the register could not be changed; `fault_text` has a sentence for each reason."""
_TOLD = (
    "busy",
    "disk_full",
    "unwritable",
    "versions_unwritable",
    "damaged",
    "link_leads_nowhere",
    "format_newer",
    "old_and_unwritable",
)


@dataclass(frozen=True, slots=True)
class Keeper:
    """The secretariat at work. `present` is None where there is no register yet."""

    words: Words
    database: Path
    who: str
    present: DataSet | None

    @property
    def is_first(self) -> bool:
        """Whether nothing of the secretariat's own is there that could be added to."""
        return self.present is None or self.present.is_demonstration


def fault_text(words: Words, fault: BaseException | None) -> str:
    """Why it could not be done, in one sentence without the name of a file of the server."""
    if not isinstance(fault, FAULTS):
        reference = fault.reference if isinstance(fault, UnforeseenError) else "\u2013"
        return words("intake.fault_unforeseen", reference=reference)
    reason = fault.reason
    if isinstance(fault, DatabaseError) and reason not in _TOLD:
        reason = "unreadable"
    return words(f"intake.fault_{reason}")


def who_text(words: Words, who: str) -> str:
    """A person's address, the computer that the dashboard runs on, or that none is recorded."""
    if not who:
        return words("history.who_unknown")
    return words("history.who_local") if who == LOCAL else who


def moment_text(words: Words, at: datetime) -> str:
    """A moment that was noted in UTC, by the clock of the reader's browser."""
    here = at.replace(tzinfo=ZoneInfo("UTC")).astimezone(reader_zone())
    return f"{words.date(here.date())}, {here:%H:%M}"


def zone_text(words: Words) -> str:
    """That times are those of the reader's clock, and how far it is from UTC."""
    offset = datetime.now(reader_zone()).strftime("%z")
    return words("history.times_are", offset=f"UTC{offset[:3]}:{offset[3:]}")


def reader_zone() -> ZoneInfo:
    try:
        return ZoneInfo(st.context.timezone or "UTC")
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")


def today() -> date:
    """The reader's today."""
    return datetime.now(reader_zone()).date()
