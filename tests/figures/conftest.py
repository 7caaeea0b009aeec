"""The telling register, for every figure."""

from tests.telling.conftest import file, repository

__all__ = ["file", "repository"]
