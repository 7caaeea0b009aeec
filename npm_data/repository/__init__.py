"""Named questions about the register, each answered by the one `.sql` file of that name."""

from npm_data.repository.dimensions import DIMENSIONS, DIMENSIONS_OF
from npm_data.repository.recommendations import HORIZONS, Rate
from npm_data.repository.repository import DataSet, Repository, open_repository

__all__ = [
    "DIMENSIONS",
    "DIMENSIONS_OF",
    "HORIZONS",
    "DataSet",
    "Rate",
    "Repository",
    "open_repository",
]
