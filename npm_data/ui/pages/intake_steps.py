"""The steps of bringing a register in: reading it, what was found, making it the register."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

import streamlit as st
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.scriptrunner import get_script_run_ctx

from npm_data.figures.periods import SEPARATOR
from npm_data.i18n import Words
from npm_data.reference import reference
from npm_data.register.reading import read_files
from npm_data.register.rules import Finding
from npm_data.register.rules.findings import column_title, counted
from npm_data.register.rules.marked_workbook import marked_workbook
from npm_data.register.schema import SHEETS
from npm_data.register.storage.change import Prepared, apply, prepare
from npm_data.register.storage.connection import KeepingError
from npm_data.register.storage.versions import Mode
from npm_data.report.storage_text import count_of, other_record_lines
from npm_data.ui import paging
from npm_data.ui.difference_view import difference_sentence
from npm_data.ui.file_jobs import Job, Progress
from npm_data.ui.frame.page_list import page_named
from npm_data.ui.frame.register import FAULTS, Keeper, fault_text, today
from npm_data.ui.register_text import as_text

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

UPLOADER = "intake.uploader"
"""The field's key goes on with a number: a new number is an empty field."""

_WORK, _NUMBER, _UPLOADS = "intake.work", "intake.number", "intake.uploads"
_READ, _WHOLE = 20, 100
"""Hundredths of the work after which the files are read, and all of it."""

File = tuple[str, bytes]


@dataclass(frozen=True, slots=True)
class Asked:
    """What is to be checked; another choice is another check."""

    uploads: tuple[str, ...]
    mode: Mode
    data_date: date | None


@dataclass(slots=True)
class Work:
    """A check, and what came of it; `applying` makes it a version."""

    asked: Asked
    language: str
    files: tuple[File, ...]
    checking: Job[Prepared]
    applying: Job[int] | None = None
    is_asking: bool = False
    """Whether the question is open that a replacement which drops much begs."""
    times_asked: int = 0

    @property
    def prepared(self) -> Prepared | None:
        return self.checking.made

    @property
    def is_applying(self) -> bool:
        return self.applying is not None and self.applying.state == "running"

    @property
    def is_applied(self) -> bool:
        return self.applying is not None and self.applying.state == "ready"


def current() -> Work | None:
    work = st.session_state.get(_WORK)
    return work if isinstance(work, Work) else None


def begin(keeper: Keeper, asked: Asked, files: Sequence[File]) -> None:
    """Check the files, in a thread; what was checked before is thrown away."""
    _cancel()
    language, database, kept, day = keeper.words.language, keeper.database, tuple(files), today()

    def make(progress: Progress) -> Prepared:
        progress(0, _WHOLE)
        source = read_files(kept)
        progress(_READ, _WHOLE)
        return prepare(
            source,
            database,
            mode=asked.mode,
            language=language,
            data_date=asked.data_date,
            today=day,
            on_progress=_told(progress, _READ),
        )

    job = Job(make, "check of an upload", expected=FAULTS)
    st.session_state[_WORK] = Work(asked, language, kept, job)


def begin_again(keeper: Keeper) -> None:
    """The same files once more: another language, or another version has come meanwhile."""
    work = current()
    if work:
        begin(keeper, work.asked, work.files)


def begin_to_apply(keeper: Keeper, *, confirmed: bool = False) -> None:
    """Make it a version; a second click while that goes on does nothing."""
    work = current()
    if work is None or work.is_applying or work.is_applied or work.prepared is None:
        return
    prepared, database, who = work.prepared, keeper.database, keeper.who

    def make(progress: Progress) -> int:
        progress(0, _WHOLE)
        tell = _told(progress, 0)
        return apply(prepared, database, who=who, on_progress=tell, confirmed=confirmed)

    work.applying = Job(make, "new version", must_end=True, expected=FAULTS)


def version_made() -> int | None:
    """The version that this session's upload has become."""
    work = current()
    return work.applying.made if work and work.applying else None


def uploader_key() -> str:
    return f"{UPLOADER}.{st.session_state.get(_NUMBER, 0)}"


def note_uploads(ids: tuple[str, ...]) -> None:
    """Which files the server holds for this session."""
    st.session_state[_UPLOADS] = ids


def drop() -> None:
    """Forget the upload: what was checked, the files, and what the field held."""
    _cancel()
    _free_uploads()
    st.session_state.pop(_WORK, None)
    st.session_state[_NUMBER] = st.session_state.get(_NUMBER, 0) + 1


def forget() -> None:
    """Another choice was made: what was checked holds no more, the files stay."""
    st.session_state.pop(_WORK, None)


def forget_files() -> None:
    """What was applied needs its files no more; that it was applied stays to be told."""
    work = current()
    if work and work.files:
        work.files, work.checking.made = (), None
        _free_uploads()
        st.session_state[_NUMBER] = st.session_state.get(_NUMBER, 0) + 1


def leave() -> None:
    """Another page is shown: nothing stays of an upload that was not applied."""
    if _WORK in st.session_state or st.session_state.get(_UPLOADS):
        drop()


def _cancel() -> None:
    work = current()
    if work:
        work.checking.cancel()


def _free_uploads() -> None:
    """Streamlit keeps the bytes of a file until the session ends unless it is told otherwise."""
    ids, context = st.session_state.pop(_UPLOADS, ()), get_script_run_ctx()
    if context is not None and isinstance(context.uploaded_file_mgr, MemoryUploadedFileManager):
        for each in ids:
            context.uploaded_file_mgr.remove_file(context.session_id, each)


def _told(progress: Progress, begun: int) -> Callable[[str, float], None]:
    """Steps as `keeping` tells them, as the rest of the whole work."""

    def tell(_step: str, share: float) -> None:
        progress(begun + int(share * (_WHOLE - begun)), _WHOLE)

    return tell


_ALL = "all"
_FILES = "files"
"""What is about a whole file rather than a sheet."""
_ICONS = {"error": ":material/error:", "warning": ":material/warning:"}


def draw(keeper: Keeper, prepared: Prepared) -> None:
    """The list; nothing where nothing was found."""
    found = prepared.checked.findings
    if found:
        _listed(keeper, _chosen(keeper.words, sorted(found, key=lambda each: each.severity)))


def verdict(words: Words, prepared: Prepared) -> None:
    found = prepared.checked.findings
    errors, warnings = counted(found, "error"), counted(found, "warning")
    told = ", ".join(
        words.plural(f"import.{name}", count)
        for name, count in (("errors", errors), ("warnings", warnings))
        if count
    )
    if prepared.difference is None:
        st.error(words("intake.has_errors", counted=told), icon=":material/error:")
    elif found:
        st.warning(words("intake.has_warnings", counted=told), icon=":material/warning:")
    else:
        st.success(words("intake.no_findings"), icon=":material/check:")


def marked(words: Words, prepared: Prepared) -> None:
    """The files given back with what was found in them."""
    found = prepared.checked.findings
    if found:
        st.download_button(
            words("intake.marked"),
            data=partial(marked_workbook, prepared.source, found, words),
            file_name=f"{words('intake.marked_file')}.xlsx",
            mime=XLSX,
            key="intake.marked",
            icon=":material/download:",
            on_click="ignore",
            help=words("help.intake_marked"),
        )


def _chosen(words: Words, found: Sequence[Finding]) -> Sequence[Finding]:
    """The findings of a severity and a sheet; a choice is offered only where there are two."""
    severities = list(dict.fromkeys(each.severity for each in found))
    sheets = [code for code in (*SHEETS, _FILES) if any(_sheet_of(each) == code for each in found)]
    with st.container(horizontal=True, vertical_alignment="bottom"):
        severity = _select(
            words,
            "intake.severity",
            words("intake.severity_all"),
            {code: words(f"intake.only_{code}s") for code in severities},
        )
        sheet = _select(
            words,
            "intake.sheet",
            words("intake.sheet_all"),
            {
                code: reference().sheets[code][words.language]
                if code != _FILES
                else words("intake.whole_files")
                for code in sheets
            },
        )
    return [
        each
        for each in found
        if severity in (_ALL, each.severity) and sheet in (_ALL, _sheet_of(each))
    ]


def _select(words: Words, key: str, every: str, names: dict[str, str]) -> str:
    if len(names) < 2:
        return _ALL
    offered = {_ALL: every} | names
    if st.session_state.get(key) not in offered:
        st.session_state[key] = _ALL
    return str(
        st.selectbox(
            words(key),
            tuple(offered),
            format_func=lambda code: offered.get(code, code),
            key=key,
            help=words(f"help.{key.replace('.', '_')}"),
            placeholder=words("filters.choose"),
            width=260,
        )
    )


def _listed(keeper: Keeper, shown: Sequence[Finding]) -> None:
    """A page of them, each as its address and its sentence: a phone has no room for a table."""
    page = paging.page_here("intake.findings.page", tuple(map(hash, shown)), len(shown))
    with st.container(gap="xsmall", key="intake.findings.rows"):
        for each in paging.slice_of(shown, page):
            st.markdown(f"{_address(keeper.words, each)}  \n{as_text(each.message)}")
    paging.pager(keeper, "intake.findings.page", page, len(shown))


def _address(words: Words, finding: Finding) -> str:
    """`error · Visits, row 7 · Report signed on`; the file where it is about no sheet."""
    where = reference().sheets[finding.sheet][words.language] if finding.sheet else finding.file
    parts = [as_text(where)]
    if finding.row is not None:
        parts.append(words("import.row", row=finding.row))
    severity = f"{_ICONS[finding.severity]} {words(f'import.{finding.severity}')}"
    column = column_title(finding.sheet, finding.column, words.language)
    said = [severity, f"**{', '.join(parts)}**", *([f"**{column}**"] if column else [])]
    return SEPARATOR.join(said)


def _sheet_of(finding: Finding) -> str:
    return finding.sheet or _FILES


_SECONDS_BETWEEN_LOOKS = 0.5
_NEXT = ("overview", "changes", "quality")
"""What is worth a look once there is a new version: its figures, what moved, what is lacking."""


def told(keeper: Keeper, work: Work, prepared: Prepared) -> bool:
    """What is to be known before the step is taken; whether there is one to take."""
    words, difference = keeper.words, prepared.difference
    if difference is None:
        return False
    has_new_day = _about_the_data_date(keeper, prepared)
    if difference.is_empty and not has_new_day:
        st.info(words("intake.nothing_changes"), icon=":material/check:")
        return False
    if prepared.others:
        said = words.plural("difference.others", count_of(prepared.others))
        st.warning(f"**{said}**", icon=":material/swap_horiz:")
    else:
        st.markdown(f"**{difference_sentence(words, difference)}**")
    if work.applying and work.applying.state == "failed":
        st.error(fault_text(words, work.applying.error), icon=":material/error:")
    return True


def offered(keeper: Keeper, work: Work, prepared: Prepared) -> None:
    """The button that takes the step, or has the files checked again where another was faster."""
    words, error = keeper.words, work.applying.error if work.applying else None
    if isinstance(error, KeepingError) and error.reason == "changed_meanwhile":
        st.button(
            words("intake.check_again"),
            key="intake.check_again",
            type="primary",
            icon=":material/refresh:",
            help=words("help.intake_check_again"),
            on_click=begin_again,
            args=(keeper,),
        )
        return
    st.button(
        words("intake.apply"),
        key="intake.apply",
        type="primary",
        icon=":material/publish:",
        help=words("help.intake_apply"),
        on_click=_apply_or_ask,
        args=(keeper, work, prepared),
    )


def ask_if_wanted(keeper: Keeper, work: Work, prepared: Prepared) -> None:
    """The question, as long as it is asked: a run that comes between must not close it."""
    if work.is_asking and prepared.reasons_to_ask:
        title = keeper.words(f"intake.asks_again_{prepared.reasons_to_ask[-1]}")
        dialog = st.dialog(title, width="medium", on_dismiss=partial(_stop_asking, work))
        dialog(_ask_again)(keeper, work, prepared)


def _apply_or_ask(keeper: Keeper, work: Work, prepared: Prepared) -> None:
    if prepared.asks_again:
        work.is_asking = True
        work.times_asked += 1
    else:
        begin_to_apply(keeper)


def _stop_asking(work: Work) -> None:
    work.is_asking = False


def going_on(keeper: Keeper, work: Work) -> None:
    """The new version in the making."""
    if work.applying is not None:
        with st.container(border=True, key="intake.applying"):
            st.header(keeper.words("intake.applying_title"), anchor=False)
            _watched(keeper.words, work.applying)


def done(keeper: Keeper, work: Work) -> None:
    """That the new version is there; nothing else of the upload is."""
    words, version = keeper.words, (work.applying.made if work.applying else None) or 0
    forget_files()
    with st.container(border=True, key="intake.done"):
        number = words.number(version)
        st.success(words("intake.applied", version=number), icon=":material/check_circle:")
        st.markdown(words("intake.look_next"))
        with st.container(horizontal=True, vertical_alignment="center", key="intake.next"):
            for name in _NEXT:
                page = page_named(name)
                st.page_link(page.path, label=words(page.title), icon=page.icon)
        with st.container(horizontal=True, vertical_alignment="center"):
            st.page_link(
                page_named("history").path,
                label=words("intake.to_history"),
                icon=page_named("history").icon,
            )
            st.button(
                words("intake.another"),
                key="intake.another",
                icon=":material/upload_file:",
                help=words("help.intake_another"),
                on_click=drop,
            )


def _about_the_data_date(keeper: Keeper, prepared: Prepared) -> bool:
    """Says what becomes of the data date; whether it changes."""
    words, day = keeper.words, prepared.checked.data_date
    if day is None or keeper.present is None or keeper.present.is_demonstration:
        return True
    before = keeper.present.data_date
    if day == before:
        st.markdown(words("intake.data_date_stays", date=words.date(day)))
        return False
    said = {"before": words.date(before), "after": words.date(day)}
    if day < before:
        st.warning(words("intake.data_date_goes_back", **said), icon=":material/warning:")
    else:
        st.markdown(words("intake.data_date_moves", **said))
    return True


def _ask_again(keeper: Keeper, work: Work, prepared: Prepared) -> None:
    """Names the rows that would be gone or overwritten, and wants a yes of its own."""
    words, reasons = keeper.words, prepared.reasons_to_ask
    for reason in reasons:
        st.markdown(words(f"intake.about_{reason}"))
        lines = _rows_gone(words, prepared) if reason == "drops" else _overwritten(words, prepared)
        st.markdown("\n".join(f"- {line}" for line in lines))
    # A key of its own each time: the browser still has the yes of the last time for a moment.
    is_sure = st.checkbox(
        words(f"intake.is_sure_{reasons[-1]}"),
        key=f"intake.is_sure_{work.times_asked}",
        help=words("help.intake_is_sure"),
    )
    with st.container(horizontal=True):
        if st.button(
            words(f"intake.apply_anyway_{reasons[-1]}"),
            key="intake.apply_anyway",
            type="primary",
            disabled=not is_sure,
            help=words("help.intake_apply_anyway"),
        ):
            work.is_asking = False
            begin_to_apply(keeper, confirmed=True)
            st.rerun()
        if st.button(words("intake.do_not"), key="intake.do_not", help=words("help.intake_do_not")):
            work.is_asking = False
            st.rerun()


def _rows_gone(words: Words, prepared: Prepared) -> Iterator[str]:
    tables = prepared.difference.tables.items() if prepared.difference else ()
    for sheet, table in tables:
        if table.drops_much:
            gone = words(
                "intake.rows_gone",
                sheet=reference().sheets[sheet][words.language],
                missing=words.number(table.rows_missing),
                before=words.number(table.before),
                share=words.percent(table.rows_missing / table.before),
            )
            yield f"**{gone}**"


def _overwritten(words: Words, prepared: Prepared) -> Iterator[str]:
    return map(as_text, other_record_lines(prepared.others, words))


@st.fragment(run_every=_SECONDS_BETWEEN_LOOKS)
def _watched(words: Words, job: Job[int]) -> None:
    job.look()
    if job.state != "running":
        st.rerun()
    st.progress(job.share, words("intake.applying", share=words.percent(job.share, 0)))
