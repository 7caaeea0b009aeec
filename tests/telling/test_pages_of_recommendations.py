"""The working list shows what the other road gives."""

import re
from typing import Any

from tests.telling import tables, truth
from tests.telling.conftest import OpenPage
from tests.telling.reading import plain
from tests.telling.truth import EVER


def test_the_working_list_has_each_recommendation_with_its_standing(page: OpenPage) -> None:
    app = page("follow_up", period="all")
    chains = truth.oracle().chosen_chains(EVER.row, truth.DATA_DATE)
    assert plain(app.header[0].value).startswith(f"{len(chains)} recommendations")
    in_order = sorted(chains, key=lambda chain: chain["issued_on"])
    assert len(app.expander) == 20
    assert [label(each.label) for each in app.expander] == [
        standing(chain) for chain in in_order[:20]
    ]


def standing(chain: dict[str, Any]) -> tuple[str, ...]:
    """Day, addressee, text, status with its judge, and whether a reply is overdue."""
    known = truth.oracle()
    status, is_verified = known.status(chain, truth.DATA_DATE)
    judge = "established by the NPM" if is_verified else "as the authority claims"
    said = status.replace("_", " ") + ("" if status == "no_information" else f" · {judge}")
    replied = any(event["axis"] == "reply" for event in chain["events"])
    times = len(known.said_on(chain, truth.DATA_DATE))
    badges = [
        said,
        *(
            [
                "no written reply"
                if status != "no_information" and not is_verified
                else "reply overdue"
            ]
            if not replied
            else []
        ),
    ]
    badges += [f"issued {times} times"] if times > 1 else []
    return (f"{chain['issued_on']:%d.%m.%Y}", chain["addressee"], chain["text"], *badges)


def label(text: str) -> tuple[str, ...]:
    first, _, said = plain(text).partition("\n")
    day, addressee, *_ = first.split(" · ")
    badges = re.findall(r"badge\[([^\]]*)\]", first)
    return (day.strip("*"), str(tables.CODES[addressee]), said.strip().rpartition("\n")[2], *badges)
