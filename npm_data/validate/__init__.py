"""The register's rules as findings that say where, what is wrong and how to mend it."""

from npm_data.validate.check import Checked, check
from npm_data.validate.findings import Finding
from npm_data.validate.merge import Base

__all__ = ["Base", "Checked", "Finding", "check"]
