"""Who looks at the dashboard, and in which role."""

from dataclasses import dataclass

from npm_data.model.roles import Role

LOCAL = "local"
"""The person at the computer that the dashboard runs on."""


@dataclass(frozen=True, slots=True)
class Visitor:
    """A role, and whose it is: an e-mail address, `LOCAL`, or nobody's."""

    role: Role
    who: str


def visitor() -> Visitor:
    return Visitor(Role.SECRETARIAT, LOCAL)
