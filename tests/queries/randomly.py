"""How many random registers a test of a query draws.

All of them are drawn where the tests are what is asked about. Where another version of DuckDB is,
`FEWER_RANDOM_REGISTERS` draws a quarter: the registers of the worked example ask it everything.
"""

import os

from hypothesis import HealthCheck, settings


def on_random_registers(count: int) -> settings:
    """The same `count` registers in each run; they are large for hypothesis, and slow."""
    fewer = "FEWER_RANDOM_REGISTERS" in os.environ
    return settings(
        max_examples=max(count // 4, 5) if fewer else count,
        deadline=None,
        derandomize=True,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )
