"""The story of one recommendation: what was said, answered, claimed and seen, in order of day."""

from dataclasses import dataclass

import streamlit as st

from npm_data.figures.filter_line import SEPARATOR
from npm_data.figures.periods import day_text
from npm_data.figures.units import Row
from npm_data.i18n import Words
from npm_data.ui import follow_up_entry
from npm_data.ui.follow_up_filters import NO_STATUS, status_name
from npm_data.ui.frame.app import App, page_link
from npm_data.ui.register_text import as_text, with_found
from npm_data.ui.tiles import small

_ICONS = {
    "statement": ":material/campaign:",
    "reply": ":material/mail:",
    "visit": ":material/directions_walk:",
    "authority": ":material/domain:",
    "npm": ":material/fact_check:",
}

_DAY_WIDTH = 92
"""Pixels, so that a day stays in one line beside what happened on it, on a phone too."""


@dataclass(frozen=True, slots=True)
class Told:
    """What an event is called, the line that goes with it, and its text."""

    icon: str
    heading: str
    line: str = ""
    text: str = ""


def draw(app: App, row: Row, search: str = "", place: str = "list") -> None:
    """The story of a row of the working list; the words that a search found are marked.

    One recommendation can stand on a page twice, in the list and above it: `place` says where.
    """
    words = app.words
    events = app.repository.story(row["chain_id"]).rows(named=True)
    said = tuple(event["text"] for event in events if event["kind"] == "statement")
    found = tuple(app.repository.found_words(search, said)["word"])
    st.markdown("  \n".join(small(line) for line in _head(words, row)))
    last_of_its_day = {event["happened_on"]: number for number, event in enumerate(events)}
    before = ""
    for number, event in enumerate(events):
        lines = _lines(_told(words, row, event), found)
        # Events of one day have one status: that of the day's end.
        if last_of_its_day[event["happened_on"]] == number:
            after = words("story.standing", status=_standing_after(words, event))
            lines.append(small(after) if after == before else f":small[**{after}**]")
            before = after
        with st.container(horizontal=True, wrap=False, gap="small"):
            st.markdown(f"**{day_text(event['happened_on'])}**", width=_DAY_WIDTH)
            st.markdown("  \n".join(lines), width="stretch")
    _links(app, row)
    statements = [event for event in events if event["kind"] == "statement"]
    follow_up_entry.draw(app, row, statements, place)


def standing(words: Words, status: str, judge: str) -> str:
    """`not implemented · verified by the NPM`."""
    name = status_name(words, status)
    return name if judge == "nobody" else f"{name}{SEPARATOR}{words(f'follow_up.judge_{judge}')}"


def place_line(words: Words, row: Row) -> str:
    """The place, or that there is none."""
    return as_text(row["place"]) if row["place"] else words("follow_up.systemic")


def age_text(words: Words, months: int) -> str:
    """`4 years 1 month`."""
    if not months:
        return words("story.age_new")
    years, rest = divmod(months, 12)
    parts = [words.plural("story.years", years)] if years else []
    return " ".join([*parts, *([words.plural("story.months", rest)] if rest else [])])


def _head(words: Words, row: Row) -> list[str]:
    about = [words.code("theme", row["theme"]), place_line(words, row)]
    if row["institution_id"]:
        about += [
            words.institution_type(row["institution_type"]),
            words.region(row["region"], on=row["issued_on"]),
        ]
    now = [
        words("story.age", age=age_text(words, row["age_months"])),
        words(f"story.reply_{row['reply']}", date=words.date(row["reply_due_on"])),
    ]
    if row["times_said"] > 1:
        now.append(words.plural("story.said", row["times_said"]))
    return [SEPARATOR.join(about), SEPARATOR.join(now)]


def _lines(told: Told, found: tuple[str, ...]) -> list[str]:
    text = with_found(told.text, found)
    lines = [f"{told.icon} **{told.heading}**", small(told.line) if told.line else "", text]
    return [line for line in lines if line]


def _standing_after(words: Words, event: Row) -> str:
    judge = "npm" if event["is_verified"] else "authority"
    return standing(words, event["standing"], "nobody" if event["standing"] == NO_STATUS else judge)


def _told(words: Words, row: Row, event: Row) -> Told:
    kind, note = event["kind"], event["text"] or ""
    if kind == "statement":
        is_first = event["recommendation_id"] == row["chain_id"]
        heading = words("story.issued") if is_first else words("story.repeated")
        return Told(_ICONS[kind], heading, _circumstances(words, row, event), note)
    if kind == "visit":
        visit = words("story.visit", visit_type=words.code("visit_type", event["visit_type"]))
        return Told(_ICONS[kind], visit, SEPARATOR.join(_other_place(words, row, event)))
    if kind == "reply":
        reply = words.code("reply_status", event["status"])
        return Told(_ICONS[kind], words("story.reply", reply=reply), text=note)
    status = status_name(words, event["status"])
    judge = event["judge"]
    return Told(_ICONS[judge], words(f"story.told_by_{judge}", status=status), text=note)


def _circumstances(words: Words, row: Row, event: Row) -> str:
    """To whom a statement went, after which visit; the place where it is not the first one's."""
    addressee = words.ministry(event["ministry"], event["happened_on"])
    if event["addressee_level"]:
        addressee += f" ({words.code('addressee_level', event['addressee_level'])})"
    parts = [addressee, *_other_place(words, row, event)]
    if event["visit_id"]:
        visit = words.code("visit_type", event["visit_type"])
        on = words.date(event["visit_on"])
        parts.append(words("story.after_visit", visit_type=visit, date=on))
    return SEPARATOR.join(parts)


def _other_place(words: Words, row: Row, event: Row) -> list[str]:
    is_other = event["institution_id"] != row["institution_id"]
    return [place_line(words, event)] if is_other else []


def _links(app: App, row: Row) -> None:
    words, chain = app.words, row["chain_id"]
    with st.container(horizontal=True, gap="medium"):
        link = words("story.link", recommendation=as_text(chain))
        page_link(app, "follow_up", link, icon=":material/link:", recommendation=chain)
        if row["institution_id"]:
            page_link(app, "place", words("story.place"), place=row["institution_id"])
