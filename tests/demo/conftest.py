"""The demonstration register, generated once, and its tables as plain frames."""

import polars as pl
import pytest

from npm_data.demo import generate
from npm_data.model.register import Register


@pytest.fixture(scope="session")
def register() -> Register:
    return generate()


@pytest.fixture(scope="session")
def frames(register: Register) -> dict[str, pl.DataFrame]:
    return {sheet: frame.collect() for sheet, frame in register.to_dict().items()}
