"""The secretariat at its pages: files to hand over, and waiting for what a thread does."""

import csv
import io
import time
from collections.abc import Callable

from streamlit.testing.v1 import AppTest

from tests.patience import STANDS_STILL_SECONDS
from tests.registers import SHEETS
from tests.sources import WORKED

Rows = list[list[str]]
Change = Callable[[Rows], None]


def upload(**changes: Change) -> list[tuple[str, bytes, str]]:
    """The worked example's four files, with the rows of some tables changed (row 0: headings)."""
    files = []
    for sheet in SHEETS:
        with (WORKED / f"{sheet}.csv").open(encoding="utf-8", newline="") as file:
            rows = list(csv.reader(file))
        if sheet in changes:
            changes[sheet](rows)
        text = io.StringIO()
        csv.writer(text).writerows(rows)
        files.append((f"{sheet}.csv", text.getvalue().encode(), "text/csv"))
    return files


def renamed_and_one_more(rows: Rows) -> None:
    """Of the places: the first bears another name, and there is one more."""
    name = rows[0].index("name")
    rows[1][name] = "A new name"
    rows.append(["P-NEW", *rows[-1][1:]])


def without_the_last(count: int) -> Change:
    def shorten(rows: Rows) -> None:
        del rows[-count:]

    return shorten


def with_errors(rows: Rows) -> None:
    """Of the visits: a place that is not there, and a day that is none."""
    rows[2][rows[0].index("institution_id")] = "X99"
    rows[3][rows[0].index("started_on")] = "31.31.2016"


def checked(app: AppTest, files: list[tuple[str, bytes, str]]) -> AppTest:
    """The page after the files were chosen and checked."""
    app.file_uploader[0].set_value(files)
    app.run()
    app.button(key="intake.check").click().run()
    return ended(app, lambda: app.session_state["intake.work"].checking.state)


def ended(app: AppTest, state: Callable[[], str]) -> AppTest:
    """Run again once the thread has come to an end."""
    until = time.monotonic() + STANDS_STILL_SECONDS
    while state() == "running":
        assert time.monotonic() < until
        time.sleep(0.02)
    return app.run()


def applied(app: AppTest) -> AppTest:
    app.button(key="intake.apply").click().run()
    return ended(app, lambda: app.session_state["intake.work"].applying.state)
