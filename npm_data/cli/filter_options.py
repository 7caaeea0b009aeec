"""The options that say what a figure covers, for every command that asks for figures."""

import argparse
from datetime import date

from npm_data.i18n import Words
from npm_data.model.filters import Filters, Period
from npm_data.reference import reference

FIRST_DAY, LAST_DAY = date(1, 1, 1), date(9999, 12, 31)


class CommandError(Exception):
    """A mistake in the command: one line for standard error."""


def add_filter_options(parser: argparse.ArgumentParser, *, has_theme: bool) -> None:
    """`--from`, `--to`, and an option for each kind of code, which may be given several times."""
    parser.add_argument("--from", dest="from_on", metavar="DAY")
    parser.add_argument("--to", dest="to_on", metavar="DAY")
    themes = ("theme",) if has_theme else ()
    for option in ("region", "ministry", "institution-type", "visit-type", *themes):
        parser.add_argument(f"--{option}", action="append", default=[], metavar="CODE")
    if not has_theme:
        parser.set_defaults(theme=[])


def filters_of(arguments: argparse.Namespace, words: Words) -> Filters:
    """What was chosen; without days, all of them.

    Raises:
        CommandError: a day or a code is none, or the period ends before it begins.
    """
    from_on = day_of(arguments.from_on, "--from", words) or FIRST_DAY
    to_on = day_of(arguments.to_on, "--to", words) or LAST_DAY
    if from_on > to_on:
        raise CommandError(words("query.from_after_to", from_on=from_on, to_on=to_on))
    types = tuple(each.code for each in reference().institution_types)
    return Filters(
        period=Period(from_on, to_on),
        regions=_regions(arguments.region, words),
        ministries=_codes(arguments.ministry, reference().portfolios, "--ministry", words),
        institution_types=_codes(arguments.institution_type, types, "--institution-type", words),
        visit_types=_codes(
            arguments.visit_type, reference().codes("visit_type"), "--visit-type", words
        ),
        themes=_codes(arguments.theme, reference().codes("theme"), "--theme", words),
    )


def day_of(text: str | None, option: str, words: Words) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise CommandError(words("query.not_a_day", option=option, value=text)) from None


def _codes(given: list[str], known: tuple[str, ...], option: str, words: Words) -> tuple[str, ...]:
    for code in given:
        if code not in known:
            codes = ", ".join(known)
            raise CommandError(words("query.unknown_code", option=option, value=code, codes=codes))
    return tuple(sorted(set(given)))


def _regions(given: list[str], words: Words) -> tuple[str, ...]:
    """Codes of today; an old code means the units that came out of it."""
    units: set[str] = set()
    for code in given:
        todays = reference().todays_codes(code)
        if not todays:
            known = ", ".join(unit.code for unit in reference().regions_of("2022"))
            raise CommandError(
                words("query.unknown_code", option="--region", value=code, codes=known)
            )
        units.update(todays)
    return tuple(sorted(units))
