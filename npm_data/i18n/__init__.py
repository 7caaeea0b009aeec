"""Everything that a person reads: messages, numbers, dates and the names of codes."""

import datetime as dt
import os
from functools import cache, cached_property, lru_cache
from typing import TYPE_CHECKING, Literal

from npm_data.reference import LANGUAGES, TODAYS_BORDERS, ReferenceFileError, reference

if TYPE_CHECKING:
    from gettext import GNUTranslations

    from babel import Locale

    from npm_data.i18n.formats import Formats


class Words:
    """One language: `words("coverage.title")` is the message of that name.

    Messages are named, not quoted, so that the English text can be edited like the other two.
    Values go into `{braces}`; give them ready for reading (`words.number(n)`), except the `count`
    of a plural.
    """

    def __init__(self, language: str) -> None:
        self.language = language

    def __call__(self, message: str, **values: object) -> str:
        text = self._catalogue_of(message).gettext(message)
        if text == message:
            raise KeyError(f"no message {message!r} in language {self.language!r}")
        return text.format(**values) if values else text

    def plural(self, message: str, count: float, **values: object) -> str:
        """The form of the message that goes with `count`, with the number itself at `{count}`.

        A fraction has one decimal and the form of two: “2.5 days”, “2,5 дня”.
        """
        is_whole = float(count).is_integer()
        catalogue = self._catalogue_of(message)
        text = catalogue.ngettext(message, message, int(count) if is_whole else 2)
        if text == message:
            raise KeyError(f"no plural message {message!r} in language {self.language!r}")
        return text.format(count=self.number(count, 0 if is_whole else 1), **values)

    def number(self, value: float, decimals: int = 0) -> str:
        """680; 1 262 (kk, ru) or 1,262 (en)."""
        return self._formats.number(value, decimals)

    def signed(self, value: float, decimals: int = 0) -> str:
        """+153, −12 or 0: a change, with a real minus sign."""
        return self._formats.sign(value, decimals) + self.number(abs(value), decimals)

    def percent(self, share: float, decimals: int = 1) -> str:
        """0.2904 as 29.0 % (en) or 29,0 % (kk, ru); the space does not break."""
        return self._formats.percent(share, decimals)

    def signed_percent(self, share: float, decimals: int = 1) -> str:
        return self._formats.sign(share, decimals + 2) + self.percent(abs(share), decimals)

    def date(self, day: dt.date) -> str:
        """31 December 2016; 31 декабря 2016 г.; 2016 жылғы 31 желтоқсан.

        A line ends in none of them but after the Kazakh year: a tile is narrower than the whole,
        and a browser would end the line within a word.
        """
        return self._formats.date(day)

    def month(self, month: int, width: Literal["wide", "abbreviated"] = "wide") -> str:
        """A month's name standing alone (nominative), width `wide` or `abbreviated`."""
        return self._formats.month(month, width)

    def month_of(self, day: dt.date) -> str:
        """October 2016; октябрь 2016 г.; 2016 жылғы қазан."""
        return self._formats.month_of(day)

    def ministry(self, portfolio: str, day: dt.date, *, is_short: bool = False) -> str:
        """The name that a ministry bears on a day."""
        borne = [each for each in reference().ministries if each.portfolio == portfolio]
        name = next((each for each in borne if each.is_valid_on(day)), borne[0])
        return (name.short_names if is_short else name.names)[self.language]

    def institution_type(self, code: str) -> str:
        return reference().institution_type(code).names[self.language]

    def code(self, list_name: str, code: str) -> str:
        """The name of a code of `code_values.csv`, or of a theme (list `theme`)."""
        return _code_names(self.language)[list_name, code]

    def region(
        self, code: str, border_set: str = TODAYS_BORDERS, *, on: dt.date | None = None
    ) -> str:
        """The name that a region bears on a day; without one that of its borders.

        Astana was Nur-Sultan for some years, within two border sets.
        """
        borne = None if on is None else _names_on(self.language, on).get(code)
        return borne or _region_names(self.language)[border_set, code]

    @property
    def locale(self) -> "Locale":
        return self._formats.locale

    # Babel is imported when something is said or a number written: a command may do neither.
    def _catalogue_of(self, message: str) -> "GNUTranslations":
        from npm_data.i18n.catalogues import catalogue_of

        return catalogue_of(self.language, message)

    @cached_property
    def _formats(self) -> "Formats":
        from npm_data.i18n.formats import Formats

        return Formats(self.language)


@cache
def words_for(language: str) -> Words:
    """The words of one language; others than Kazakh, Russian and English are a `ValueError`."""
    if language not in LANGUAGES:
        raise ValueError(f"language {language!r} is none of {', '.join(LANGUAGES)}")
    return Words(language)


@cache
def _code_names(language: str) -> dict[tuple[str, str], str]:
    return {(each.list, each.code): each.names[language] for each in reference().code_values}


@lru_cache(maxsize=256)
def _names_on(language: str, day: dt.date) -> dict[str, str]:
    names = [each for each in reference().region_names if each.is_valid_on(day)]
    return {code: each.names[language] for each in names for code in each.codes}


@cache
def _region_names(language: str) -> dict[tuple[str, str], str]:
    return {(each.border_set, each.code): each.names[language] for each in reference().regions}


def language_of_environment() -> str:
    """Kazakh or Russian where the system speaks it, English otherwise."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if os.environ.get(name):
            language = os.environ[name][:2].casefold()
            return language if language in LANGUAGES else "en"
    return "en"


def reference_is_missing(error: ReferenceFileError) -> str:
    """The program without its reference data is none: one sentence, not a traceback."""
    return words_for(language_of_environment())("database.reference_missing", path=error.path)
