"""Ready-made views: one click sets period and filters to what a meeting or a report was about."""

from datetime import date

from npm_data.figures import periods
from npm_data.register.filters import Role
from npm_data.ui.address import Choice, periods_for

VIEWS: dict[str, Choice] = {
    "forum_2017": Choice("2016"),
    "report_2023": Choice("2023"),
    "last_12": Choice(periods.LAST_12),
    "four_years": Choice(periods.LAST_48),
}
"""By name; each has a message `overview.view_<name>`."""


def views_on_offer(role: Role, data_date: date) -> dict[str, Choice]:
    """Those whose period the records reach, and that the role may choose."""
    on_offer = periods_for(role, data_date)
    return {name: choice for name, choice in VIEWS.items() if choice.period in on_offer}
