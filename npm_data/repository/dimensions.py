"""What each question can be grouped by."""

_PLACE = ("total", "region", "region_2016", "region_2018", "ministry", "institution_type")
_PLACE_PAIR = (*_PLACE, "region_ministry")
_VISIT = (*_PLACE_PAIR, "year", "month", "visit_type", "year_visit_type")
_CHAIN = (*_VISIT, "theme", "addressee_level")

DIMENSIONS_OF: dict[str, tuple[str, ...]] = {
    "visits": _VISIT,
    "report_delays": _VISIT,
    "coverage": (*_PLACE_PAIR, "year"),
    "clock": _PLACE_PAIR,
    "pace": _PLACE_PAIR,
    "planning_needs": _PLACE,
    "recommendations": _CHAIN,
    "implementation": _CHAIN,
    "time_to_implementation": _CHAIN,
    "replies": _CHAIN,
    "claims": _CHAIN,
    "repeats": _CHAIN,
    "changes": (*_PLACE, "record"),
    "place_changes": (*_PLACE, "record"),
    "column_completeness": ("total", "region", "year"),
}
DIMENSIONS = _CHAIN
