"""What the files of an office have in common: they do not say when they were made."""

import zipfile
from io import BytesIO

from docx.document import Document
from pptx.presentation import Presentation

LANGUAGES = {"kk": "kk-KZ", "ru": "ru-RU", "en": "en-GB"}
"""As offices' programs name them, for their spelling and for who listens."""
_NO_TIME = (1980, 1, 1, 0, 0, 0)
"""The first that a ZIP archive knows: the same content is the same file, whenever it is made."""


OfficeFile = Presentation | Document


def bytes_of(file: OfficeFile) -> bytes:
    """The file, without the time at which it or a part of it was made."""
    for day in ("created", "modified"):
        for element in file.core_properties._element.findall(f"{{*}}{day}"):
            element.getparent().remove(element)
    saved, written = BytesIO(), BytesIO()
    file.save(saved)
    with zipfile.ZipFile(saved) as source, zipfile.ZipFile(written, "w") as target:
        for name in source.namelist():
            entry = zipfile.ZipInfo(name, _NO_TIME)
            target.writestr(entry, source.read(name), zipfile.ZIP_DEFLATED)
    return written.getvalue()
