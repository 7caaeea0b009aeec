"""The register behind the pages: who has it in use keeps it, whatever others do."""

import gc
import os
from pathlib import Path

import pytest
import streamlit as st

from npm_data.register.filters import Filters, Period
from npm_data.ui.frame import register

pytestmark = pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="needs Linux's /proc")


def _opened(path: Path) -> int:
    """How often this process has the file open."""
    found = Path("/proc/self/fd").iterdir()
    return sum(os.path.realpath(each) == str(path) for each in found)


def test_a_connection_in_use_is_not_closed_and_one_that_nobody_uses_is(
    own: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NPM_DATABASE", str(own))
    st.cache_resource.clear()
    in_use = register.current_repository()
    st.cache_resource.clear()
    assert register.current_repository() is not in_use
    assert in_use.visits(Filters(Period.of_year(2016))).height == 1
    assert _opened(own) == 2
    del in_use
    st.cache_resource.clear()
    gc.collect()
    assert _opened(own) == 0
