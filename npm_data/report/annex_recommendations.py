"""The annex on recommendations: what was recommended to whom, and who replied."""

from functools import partial

from npm_data.figures.recommendations import counts, replies
from npm_data.figures.subject import Subject
from npm_data.figures.visible import all_told
from npm_data.report.annex_tables import Part

COUNTED = ("ministry", "theme", "addressee_level", "institution_type")


def recommendations(subject: Subject) -> Part:
    made = (partial(counts, unit=unit) for unit in COUNTED)
    return Part("recommendations", all_told(subject, *made, partial(replies, unit="ministry")))
