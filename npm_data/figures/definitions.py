"""The figures that are defined on the methodology page, in the order they stand there.

Each name has three messages: `definition.<name>` (its heading), `definition.<name>_short` (the
sentence under a figure) and `definition.<name>_full` (the exact rule). Its anchor is the name with
hyphens.
"""

GENERAL = (
    "data_date",
    "ministry",
    "medical_care",
    "region",
    "change",
    "completeness",
    "findings",
    "published",
)
VISITS = ("visits", "places_visited", "report_delays")
COVERAGE = (
    "places_in_mandate",
    "coverage",
    "outside_mandate",
    "visits_per_100",
    "clock",
    "past_due",
    "pace",
    "planning",
    "mandate_day",
    "scenario",
)
RECOMMENDATIONS = (
    "recommendations",
    "status",
    "rate_cohort",
    "rate_stock",
    "rate_answered",
    "verified_share",
    "claims",
    "repeats",
    "interval",
    "replies",
    "time_to_implementation",
    "funnel",
    "changes",
)
SECTIONS = {
    "general": GENERAL,
    "visits": VISITS,
    "coverage": COVERAGE,
    "recommendations": RECOMMENDATIONS,
}
"""Headings of the methodology page (`methodology.section_<name>`) and what stands under them."""

DEFINITIONS = tuple(name for names in SECTIONS.values() for name in names)
