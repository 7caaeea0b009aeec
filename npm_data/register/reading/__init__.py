"""Office files to rows with their addresses, whatever their encoding, titles and language."""

from npm_data.register.reading.read import read_files, read_source
from npm_data.register.reading.source import RawTable, Source
from npm_data.register.schema import Problem, Severity

__all__ = ["Problem", "RawTable", "Severity", "Source", "read_files", "read_source"]
