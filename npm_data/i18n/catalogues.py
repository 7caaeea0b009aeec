"""The gettext catalogues: one `.po` file a language and subject, compiled when first asked for."""

import gettext
from functools import cache
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

FOLDER = Path(__file__).parent / "locales"
_SHARED = "common"


@cache
def subjects(language: str) -> tuple[str, ...]:
    """Names of a language's catalogues (`common`, `overview`, ...)."""
    return tuple(sorted(path.stem for path in (FOLDER / language).glob("*.po")))


@cache
def catalogue(language: str, subject: str) -> Catalog:
    """One `.po` file, read with the plural rule of its language."""
    with (FOLDER / language / f"{subject}.po").open("rb") as file:
        return read_po(file, locale=language, domain=subject)


def catalogue_of(language: str, message: str) -> gettext.GNUTranslations:
    """The one where a message stands: its subject's, or that of all that is shared."""
    subject = message.partition(".")[0]
    return _compiled(language, subject if subject in subjects(language) else _SHARED)


@cache
def _compiled(language: str, subject: str) -> gettext.GNUTranslations:
    """In memory, so that no `.mo` file is committed and none can be out of date."""
    compiled = BytesIO()
    write_mo(compiled, catalogue(language, subject))
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)
