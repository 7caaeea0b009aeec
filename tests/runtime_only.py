"""Runs a module with `requirements.lock` alone: `python -m tests.runtime_only MODULE ...`.

What only the tests need is hidden from it: a package that the program needs in some corner, and
that the tests happen to bring along, is missing here as it would be on a server.
"""

import runpy
import sys
from collections.abc import Sequence
from importlib.machinery import ModuleSpec
from importlib.metadata import packages_distributions
from types import ModuleType
from typing import Never

from packaging.utils import canonicalize_name

from tests.locks import requirements


class Hidden:
    """Finds none of the modules of the packages that only `requirements-dev.lock` has."""

    def __init__(self) -> None:
        of_tests = requirements("requirements-dev.lock").keys() - set(
            requirements("requirements.lock")
        )
        self._modules = {
            module
            for module, owners in packages_distributions().items()
            if {canonicalize_name(each) for each in owners} <= of_tests
        }

    def find_spec(
        self, name: str, _path: Sequence[str] | None, _target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if name.partition(".")[0] in self._modules:
            raise ModuleNotFoundError(f"{name} is not in requirements.lock", name=name)
        return None


def main() -> Never:
    sys.argv = sys.argv[1:]
    sys.meta_path.insert(0, Hidden())
    runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)
    sys.exit()


if __name__ == "__main__":
    main()
