"""The register's rules as findings that say where, what is wrong and how to mend it."""

from npm_data.register.rules.check import Checked, check
from npm_data.register.rules.findings import Finding
from npm_data.register.rules.update import Base

__all__ = ["Base", "Checked", "Finding", "check"]
