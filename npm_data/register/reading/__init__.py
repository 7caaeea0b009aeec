"""Office files to rows with their addresses, whatever their encoding, titles and language."""

from npm_data.model.problem import Problem, Severity
from npm_data.register.reading.read import read_files, read_source
from npm_data.register.reading.source import RawTable, Source

__all__ = ["Problem", "RawTable", "Severity", "Source", "read_files", "read_source"]
