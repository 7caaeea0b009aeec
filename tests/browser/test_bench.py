"""The benchmark's people: what they wait for, and what they do when no answer comes."""

import asyncio
from concurrent.futures import ThreadPoolExecutor

import pytest

from bench.council import Served, make_change
from bench.websocket import Visit
from tests.browser.server import AppServer

START = "lang=en&period=2016"

pytestmark = pytest.mark.browser


def test_a_change_without_an_answer_is_counted_and_the_next_one_is_made(
    demo_server: AppServer,
) -> None:
    served = Served()
    regions: list[list[str]] = []

    async def meeting() -> None:
        async with Visit(demo_server.port, "coverage", START) as visit:
            await visit.run()
            for key, code, seconds in (
                ("period", "2019", 30),
                # Nur-Sultan in 2019, and Astana again in 2023.
                ("region", "KZ-71", 30),
                ("period", "2023", 30),
                ("period", "2024", 30),
                # No year of the list; then answers that are interrupted half way.
                ("period", "1999", 0.5),
                ("region", "KZ-35", 0.01),
                ("period", "2020", 0.02),
                ("region", "KZ-63", 30),
            ):
                await make_change(visit, key, code, served, seconds)
                regions.append(visit.said_of("region"))

    # Playwright's own loop runs in the thread of the tests.
    with ThreadPoolExecutor() as threads:
        threads.submit(asyncio.run, meeting()).result()
    assert (served.changes, len(served.seconds)) == (8, 5)
    assert regions[1:4] == [["KZ-71"]] * 3
    assert regions[-1] == ["KZ-63"]
