"""The gettext catalogues: one `.po` file a language and subject, compiled when first asked for."""

import gettext
from functools import cache
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

FOLDER = Path(__file__).parent / "locales"


def subjects(language: str) -> tuple[str, ...]:
    """Names of a language's catalogues (`common`, `overview`, ...)."""
    return tuple(sorted(path.stem for path in (FOLDER / language).glob("*.po")))


@cache
def catalogue(language: str, subject: str) -> Catalog:
    """One `.po` file, read with the plural rule of its language."""
    with (FOLDER / language / f"{subject}.po").open("rb") as file:
        return read_po(file, locale=language, domain=subject)


@cache
def translations(language: str) -> gettext.GNUTranslations:
    """All catalogues of a language as one set of translations.

    Compiled in memory, so that no `.mo` file is committed and none can be out of date.
    """
    merged = Catalog(locale=language)
    for subject in subjects(language):
        for message in catalogue(language, subject):
            if message.id:
                merged[message.id] = message
    compiled = BytesIO()
    write_mo(compiled, merged)
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)
