"""axe-core and the Tab key on each page in each language and theme: `make everywhere`.

The tests take each language and each theme, but not each pair of both: that takes ten minutes. Here
all tables are open too. Ends with 1 where axe finds something serious or critical, where the focus
has no name or cannot be seen, or where Tab does not come to the end of a page.
"""

import sys
from itertools import product
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import get_args

from playwright.sync_api import Browser, sync_playwright

from npm_data.i18n import words_for
from npm_data.reference import LANGUAGES
from npm_data.ui.page_list import PAGES
from tests.browser.axe import findings
from tests.browser.chromium import launch
from tests.browser.server import AppServer, run_command
from tests.browser.test_keyboard import LEAST_RING, MOST_STEPS, walk
from tests.browser.visitor import LAPTOP, Look, Scheme, Visitor

PLACE = "11-UIS-006"
"""A place of the demonstration register, for the page about one."""


def main() -> None:
    with TemporaryDirectory() as name:
        database = Path(name) / "register.duckdb"
        run_command("demo", "--database", str(database))
        with AppServer(database, Path(name) / "log") as server, sync_playwright() as playwright:
            browser = launch(playwright)
            pairs = product(LANGUAGES, get_args(Scheme))
            faults = [
                fault
                for language, scheme in pairs
                for fault in faults_in(browser, server, language, scheme)
            ]
            browser.close()
    print(f"{len(faults)} faults on {len(PAGES)} pages.", *faults, sep="\n")
    sys.exit(bool(faults))


def faults_in(browser: Browser, server: AppServer, language: str, scheme: Scheme) -> list[str]:
    """What is wrong on the pages, by page, language and theme."""
    visitor, found = Visitor(Look(LAPTOP, scheme).page(browser), server), []
    for entry in PAGES:
        page = visitor.open(entry.name, lang=language, period="2016", place=PLACE)
        for table in page.get_by_text(words_for(language)("frame.as_table"), exact=True).all():
            table.click()
            visitor.wait()
        here = f"{entry.name}, {language}, {scheme}"
        found += [f"{here}: {each.rule} {each.target}" for each in findings(page)]
        visitor.open(entry.name, lang=language, period="2016", place=PLACE)
        steps = [] if page.get_by_role("dialog").count() else walk(visitor)
        found += [
            f"{here}: {each['role']} {each['name']!r}: ring of {each['ring']} px"
            for each in steps
            if not str(each["name"]).strip() or float(each["ring"]) < LEAST_RING
        ]
        found += [f"{here}: Tab does not come to the end"] * (len(steps) == MOST_STEPS)
        print(f"{here}: {len(steps)} stops", flush=True)
    visitor.context.close()
    return found


if __name__ == "__main__":
    main()
