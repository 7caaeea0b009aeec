"""Which packages the requirement files and locks of the project name."""

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from npm_data.reference import PROJECT


def requirements(name: str) -> dict[str, Requirement]:
    """A file's requirements by canonical name; of several for one package the last."""
    lines = (PROJECT / name).read_text(encoding="utf-8").splitlines()
    found = [
        Requirement(line.removesuffix("\\")) for line in lines if line and line[0] not in "#- "
    ]
    return {canonicalize_name(each.name): each for each in found}
