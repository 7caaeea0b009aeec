"""Every version that the register had: who made it, when, of what, and what it changed."""

from collections.abc import Sequence

import streamlit as st

from npm_data.figures.filter_line import SEPARATOR
from npm_data.files.release import FINGERPRINT_LETTERS
from npm_data.i18n import Words
from npm_data.keeping import Version
from npm_data.reference import reference
from npm_data.report.version_text import action_text
from npm_data.ui import history_restore, looking_back, paging
from npm_data.ui.difference_view import counts_table
from npm_data.ui.keeper import Keeper, moment_text, who_text, zone_text
from npm_data.ui.register_text import as_text
from npm_data.ui.tiles import small

_BYTES_OF_A_KILOBYTE = 1024


def draw(keeper: Keeper, versions: Sequence[Version], present: int) -> None:
    """The newest first, a page at a time; a row opens what is known of its version."""
    words = keeper.words
    st.markdown(small(zone_text(words)))
    page = paging.page_here("history.page", present, len(versions))
    with st.container(gap="xxsmall", key="history.rows"):
        for version in paging.slice_of(versions, page):
            _row(keeper, version, present)
    paging.pager(keeper, "history.page", page, len(versions))


def _row(keeper: Keeper, version: Version, present: int) -> None:
    key = f"history.row.{version.number}"
    opened = st.expander(_label(keeper.words, version, present), key=key, on_change="rerun")
    if opened.open:
        with opened:
            _told(keeper, version)
            # Above the table, which the browser draws a moment later: below it the buttons would
            # jump, and a press that began at their first place would be lost.
            _offered(keeper, version, present)
            _counted(keeper, version)


def _label(words: Words, version: Version, present: int) -> str:
    """Number, moment, what was done and by whom; its marks; what it changed."""
    number = words("history.version", version=words.number(version.number))
    about = [
        f"**{number}**",
        moment_text(words, version.at),
        action_text(words, version),
        as_text(who_text(words, version.who)),
    ]
    marks = []
    if version.number == present:
        marks.append(f":blue-badge[{words('history.is_present')}]")
    elif not version.is_kept:
        marks.append(f":gray-badge[{words('history.not_kept')}]")
    return f"{SEPARATOR.join(about)} {' '.join(marks)}  \n{changes_text(words, version)}"


def changes_text(words: Words, version: Version) -> str:
    """`12 new, 3 changed, none missing`; that it is not known, or that nothing was changed."""
    if version.difference is None:
        return words("history.difference_unknown")
    sums = [sum(part) for part in zip(*version.difference.values(), strict=True)]
    if not any(sums):
        return words("difference.none")
    kinds = ("new", "changed", "missing")
    parts = [words.plural(f"difference.{kind}", n) for kind, n in zip(kinds, sums, strict=True)]
    return "; ".join(parts)


def _told(keeper: Keeper, version: Version) -> None:
    words = keeper.words
    lines = [words("history.data_date", date=words.date(version.data_date))]
    if version.clock_went_back:
        lines.append(words("history.clock_went_back"))
    if version.is_reconstructed:
        lines.append(words("history.is_reconstructed"))
    lines.append(words("history.fingerprint", hash=version.fingerprint[:FINGERPRINT_LETTERS]))
    for source in version.sources:
        size = words.number(-(-source.size // _BYTES_OF_A_KILOBYTE))
        said = {"name": as_text(source.name), "size": size}
        lines.append(words("history.source", hash=source.sha256[:FINGERPRINT_LETTERS], **said))
    st.markdown("  \n".join(lines))


def _counted(keeper: Keeper, version: Version) -> None:
    changes = version.difference or {}
    counts = {
        sheet: {"rows": version.counts.get(sheet, 0)}
        | (changes[sheet]._asdict() if sheet in changes else {})
        for sheet in reference().sheets
    }
    st.table(counts_table(keeper.words, counts), hide_index=True, width="content")


def _offered(keeper: Keeper, version: Version, present: int) -> None:
    """Looking at it and bringing it back, where its file is still there."""
    words = keeper.words
    if version.number == present:
        return
    if not version.is_kept:
        st.markdown(small(words("history.not_kept_about")))
        return
    with st.container(horizontal=True):
        st.button(
            words("history.look"),
            key=f"history.look.{version.number}",
            icon=":material/visibility:",
            help=words("help.history_look"),
            on_click=looking_back.look_at,
            args=(version.number,),
        )
        history_restore.offer(keeper, version)
