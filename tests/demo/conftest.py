"""The demonstration register, generated once, and its tables as plain frames."""

import pickle

import polars as pl
import pytest
from filelock import FileLock

from npm_data.demo import generate
from npm_data.register.schema import Register


@pytest.fixture(scope="session")
def register(tmp_path_factory: pytest.TempPathFactory) -> Register:
    """Generated once, and read by the other workers."""
    shared = tmp_path_factory.getbasetemp().parent / "demonstration.pickle"
    with FileLock(f"{shared}.making"):
        if shared.exists():
            return Register.cast(pickle.loads(shared.read_bytes()))
        made = generate()
        shared.write_bytes(
            pickle.dumps({sheet: frame.collect() for sheet, frame in made.to_dict().items()})
        )
        return made


@pytest.fixture(scope="session")
def frames(register: Register) -> dict[str, pl.DataFrame]:
    return {sheet: frame.collect() for sheet, frame in register.to_dict().items()}
