"""The choice of the unit that recommendations are broken down by."""

from npm_data.ui.frame.app import App
from npm_data.ui.frame.switches import switch

UNITS = ("ministry", "addressee_level", "theme", "institution_type", "region", "year")


def choose_unit(app: App, key: str, units: tuple[str, ...] = UNITS) -> str:
    """The switch between the units that are told; the first is chosen until a person chooses."""
    told = [
        unit for unit in units if app.repository.may_ask("recommendations", app.filters, (unit,))
    ]
    names = {unit: app.words(f"recommendations.unit_{unit}") for unit in told}
    return switch(app, key, app.words("recommendations.broken_down"), names)
