"""Why the public reads places visited where the Council reads visits."""

from npm_data.ui.app import App


def places_alone(app: App, measure: str) -> tuple[str, ...]:
    """One line beside a figure that counts places because visits are not told."""
    return (app.words("visits.places_alone"),) if measure == "places_visited" else ()
