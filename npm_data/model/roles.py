"""Who may see what: three roles, each of which may see what the one before it may."""

from enum import StrEnum


class Role(StrEnum):
    """The public, the Coordination Council, and the secretariat that keeps the register."""

    PUBLIC = "public"
    COUNCIL = "council"
    SECRETARIAT = "secretariat"

    def may(self, needed: "Role") -> bool:
        """Whether this role is the needed one, or above it."""
        order = tuple(Role)
        return order.index(self) >= order.index(needed)
