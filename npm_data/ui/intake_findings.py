"""What the check found, by sheet and row, errors first; and the files given back with it."""

from collections.abc import Sequence
from functools import partial

import streamlit as st

from npm_data.figures.filter_line import SEPARATOR
from npm_data.i18n import Words
from npm_data.reference import reference
from npm_data.register.rules import Finding
from npm_data.register.rules.findings import column_title, counted
from npm_data.register.rules.marked_workbook import marked_workbook
from npm_data.register.schema import SHEETS
from npm_data.register.storage.change import Prepared
from npm_data.ui import paging
from npm_data.ui.frame.register import Keeper
from npm_data.ui.intake_files import XLSX
from npm_data.ui.register_text import as_text

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
