"""Follow-up: what is left of the list by its filters, a page of it, and the story of each row."""

from dataclasses import dataclass, replace
from typing import cast

import polars as pl
import streamlit as st

from npm_data.figures import follow_up
from npm_data.figures.follow_up import ANY_AGE, NO_STATUS
from npm_data.figures.periods import SEPARATOR, day_text
from npm_data.figures.units import Row
from npm_data.i18n import Words
from npm_data.questions.recommendations import Sort, Wanted
from npm_data.register.filters import Filters
from npm_data.ui import paging
from npm_data.ui.card import definition_link
from npm_data.ui.downloads import list_buttons
from npm_data.ui.frame import state
from npm_data.ui.frame.app import App, page_link
from npm_data.ui.frame.switches import entered_text, is_on, pick, pick_many
from npm_data.ui.pages import entry
from npm_data.ui.register_text import as_text, beginning_of, small, with_found

_PAGE = "follow_up.page"
_CHOSEN_FROM = ("follow_up.status", "follow_up.reply", "follow_up.theme", "follow_up.judge")
_CHOICES = ("follow_up.search", *_CHOSEN_FROM, "follow_up.age", "follow_up.repeated")
_DAY_WIDTH = 92
"""Pixels, so that a day stays in one line beside what happened on it, on a phone too."""
_ICONS = {
    "statement": ":material/campaign:",
    "reply": ":material/mail:",
    "visit": ":material/directions_walk:",
    "authority": ":material/domain:",
    "npm": ":material/fact_check:",
}


def draw(app: App) -> None:
    # Free text is never public: nobody has checked it for what a reader could learn of a person.
    st.markdown(f":material/lock: {app.words('frame.council_only')}")
    _called(app)
    filters, wanted = _choose(app)
    _list(app, filters, wanted)


# -- the list -------------------------------------------------------------------------------------


def _choose(app: App) -> tuple[Filters, Wanted]:
    """The page's own filters in one row; those that few need lie behind a button in it."""
    words, names = app.words, follow_up.options(app.language)

    def chosen(key: str) -> tuple[str, ...]:
        return pick_many(app, key, words(key), names[key.removeprefix("follow_up.")])

    with st.container(horizontal=True, vertical_alignment="bottom", key="follow_up.filters"):
        hint = words("follow_up.search_hint")
        search = entered_text(words, "follow_up.search", words("follow_up.search"), hint)
        statuses, replies, themes = (chosen(key) for key in _CHOSEN_FROM[:3])
        sort = pick(app, "follow_up.sort", words("follow_up.sort"), names["sort"])
        with st.popover(words("follow_up.more")):
            judges = chosen(_CHOSEN_FROM[3])
            age = pick(app, "follow_up.age", words("follow_up.age"), names["age"])
            is_repeated = is_on(words, "follow_up.repeated", words("follow_up.only_repeated"))
    wanted = Wanted(
        statuses=statuses,
        judges=judges,
        older_than=None if age == ANY_AGE else int(age),
        replies=replies,
        only_repeated=is_repeated,
        search=search,
        sort=cast(Sort, sort),
    )
    return replace(app.filters, themes=themes), wanted


def _list(app: App, filters: Filters, wanted: Wanted) -> None:
    """How many there are, a page of them, and all of them as a file."""
    words, asked = app.words, (filters, wanted)
    page = paging.current_page(_PAGE, asked)
    rows = app.repository.follow_up_list(filters, wanted, page, paging.ROWS_A_PAGE)
    total = 0 if rows.is_empty() else int(rows["total"][0])
    page = paging.current_page(_PAGE, asked, paging.pages_of(total))
    everything = int(app.repository.recommendations(app.filters)["recommendations"][0])
    is_narrowed = bool(filters.themes) or wanted != Wanted(sort=wanted.sort)
    with st.container(horizontal=True, vertical_alignment="center"):
        finding = _finding(words, total, everything, is_narrowed=is_narrowed)
        st.header(finding, anchor=False, width="content")
        st.markdown(small(definition_link(app, "status")), width="content")
        if is_narrowed:
            st.button(
                words("follow_up.clear"),
                key="follow_up.clear",
                help=words("help.follow_up_clear"),
                icon=":material/filter_alt_off:",
                type="tertiary",
                on_click=state.forget,
                args=_CHOICES,
            )
    if not total:
        empty = "follow_up.none_left" if everything else "frame.empty"
        st.info(words(empty), icon=":material/inbox:")
        return
    texts = tuple(beginning_of(text) for text in rows["text"])
    found = tuple(app.repository.found_words(wanted.search, texts)["word"])
    _rows(app, rows, wanted.search, found)
    paging.pager(app, _PAGE, page, total)
    list_buttons(app, "follow_up.list", lambda: follow_up.working_list(app, filters, wanted))


def _finding(words: Words, total: int, everything: int, *, is_narrowed: bool) -> str:
    if not everything:
        return words("follow_up.finding_none")
    if not is_narrowed:
        return words.plural("follow_up.finding_all", everything)
    return words("follow_up.finding", k=words.number(total), n=words.number(everything))


@st.fragment
def _rows(app: App, rows: pl.DataFrame, search: str, found: tuple[str, ...]) -> None:
    """A story is fetched only once its row is opened, and without running the page again."""
    with st.container(gap="xxsmall", key="follow_up.rows"):
        for row in rows.iter_rows(named=True):
            key = f"follow_up.row.{row['chain_id']}"
            opened = st.expander(_label(app.words, row, found), key=key, on_change="rerun")
            if opened.open:
                with opened:
                    _story(app, row, search)


def _label(words: Words, row: Row, found: tuple[str, ...]) -> str:
    """Day, addressee, place and standing in the first line; the text's beginning in the second.

    A claim beside a reply that never came reads as a contradiction: a third line says what each is.
    """
    addressee = words.ministry(row["ministry"], row["issued_on"], is_short=True)
    about = [f"**{day_text(row['issued_on'])}**", addressee, _place(words, row)]
    colour = "blue" if row["status"] == "implemented" else "gray"
    badges = [f":{colour}-badge[{follow_up.standing(words, row['status'], row['judge'])}]"]
    is_claimed = follow_up.is_claimed_without_a_reply(row)
    if row["reply"] == "overdue":
        said = "no_written_reply" if is_claimed else "reply_overdue"
        badges.append(f":orange-badge[{words(f'follow_up.{said}')}]")
    if row["times_said"] > 1:
        badges.append(f":gray-badge[{words.plural('story.said', row['times_said'])}]")
    lines = [
        f"{SEPARATOR.join(about)} {' '.join(badges)}",
        *([small(words("follow_up.claim_is_no_reply"))] if is_claimed else []),
        with_found(beginning_of(row["text"]), found),
    ]
    return "  \n".join(lines)


def _place(words: Words, row: Row) -> str:
    """The place, or that there is none."""
    return as_text(row["place"]) if row["place"] else words("follow_up.systemic")


# -- the story of one -----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Told:
    """What an event is called, the line that goes with it, and its text."""

    icon: str
    heading: str
    line: str = ""
    text: str = ""


def _called(app: App) -> None:
    """The story that the address asks for (`?recommendation=R-17`), and the way back."""
    asked = state.page_value("recommendation")
    if asked is None:
        return
    words = app.words
    answer = app.repository.recommendation(asked)
    with st.container(border=True, key="story.called"):
        if answer.is_empty():
            unknown = words("story.unknown", recommendation=as_text(beginning_of(asked)))
            st.warning(unknown, icon=":material/search_off:")
        else:
            row = answer.row(0, named=True)
            st.header(words("story.title", recommendation=as_text(row["chain_id"])), anchor=False)
            st.markdown(f"**{follow_up.standing(words, row['status'], row['judge'])}**")
            _story(app, row, place="called")
        # A button: a link to the page that is already there leaves the browser's address as it is.
        st.button(
            words("story.back"),
            key="story.back",
            help=words("help.story_back"),
            icon=":material/arrow_back:",
            type="tertiary",
            on_click=_leave,
        )


def _leave() -> None:
    st.query_params.pop("recommendation", None)


def _story(app: App, row: Row, search: str = "", place: str = "list") -> None:
    """What was said, answered, claimed and found, in order of day; what a search found is marked.

    One recommendation can stand on a page twice, in the list and above it: `place` says where.
    """
    words = app.words
    events = app.repository.story(row["chain_id"]).rows(named=True)
    statements = [event for event in events if event["kind"] == "statement"]
    found = tuple(
        app.repository.found_words(search, tuple(each["text"] for each in statements))["word"]
    )
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
    entry.draw(app, row, statements, place)


def age_text(words: Words, months: int) -> str:
    """`4 years 1 month`."""
    if not months:
        return words("story.age_new")
    years, rest = divmod(months, 12)
    parts = [words.plural("story.years", years)] if years else []
    return " ".join([*parts, *([words.plural("story.months", rest)] if rest else [])])


def _head(words: Words, row: Row) -> list[str]:
    about = [words.code("theme", row["theme"]), _place(words, row)]
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


def _lines(told: _Told, found: tuple[str, ...]) -> list[str]:
    text = with_found(told.text, found)
    lines = [f"{told.icon} **{told.heading}**", small(told.line) if told.line else "", text]
    return [line for line in lines if line]


def _standing_after(words: Words, event: Row) -> str:
    judge = "npm" if event["is_verified"] else "authority"
    if event["standing"] == NO_STATUS:
        judge = "nobody"
    return follow_up.standing(words, event["standing"], judge)


def _told(words: Words, row: Row, event: Row) -> _Told:
    kind, note = event["kind"], event["text"] or ""
    if kind == "statement":
        is_first = event["recommendation_id"] == row["chain_id"]
        heading = words("story.issued") if is_first else words("story.repeated")
        return _Told(_ICONS[kind], heading, _circumstances(words, row, event), note)
    if kind == "visit":
        visit = words("story.visit", visit_type=words.code("visit_type", event["visit_type"]))
        return _Told(_ICONS[kind], visit, SEPARATOR.join(_other_place(words, row, event)))
    if kind == "reply":
        reply = words.code("reply_status", event["status"])
        return _Told(_ICONS[kind], words("story.reply", reply=reply), text=note)
    status = follow_up.status_name(words, event["status"])
    judge = event["judge"]
    return _Told(_ICONS[judge], words(f"story.told_by_{judge}", status=status), text=note)


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
    return [_place(words, event)] if is_other else []


def _links(app: App, row: Row) -> None:
    words, chain = app.words, row["chain_id"]
    with st.container(horizontal=True, gap="medium"):
        link = words("story.link", recommendation=as_text(chain))
        page_link(app, "follow_up", link, icon=":material/link:", recommendation=chain)
        if row["institution_id"]:
            page_link(app, "place", words("story.place"), place=row["institution_id"])
