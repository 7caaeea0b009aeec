"""A database of another format is refused, so the format must change with what it stands for."""

import hashlib

from npm_data.questions.statements import FOLDER
from npm_data.register.storage.connection import FORMAT_VERSION

MEANING_OF_FORMAT = {
    1: "b697d0ba34c8c384c19ff3b256baf3bdd2bfe7d6e679064986d3e721315752e5",
    2: "32c73c4f59355b52932506f029cf47bd3df3f0905bb396e51af13ff4c3df666a",
    3: "32c73c4f59355b52932506f029cf47bd3df3f0905bb396e51af13ff4c3df666a",
    4: "8f94e25fb997d188363cc271c9426c9420c154bebed7eebb17c334efb5dda6a1",
    5: "f82c89362a039b5fcfe7a30078f8a18d23e86e2166884375cbfc1f1a0dfd9c44",
}
"""By format: the digest of `queries/register`, whose tables and macros stand in the file."""


def _meaning() -> str:
    lines = [
        line.rstrip()
        for path in sorted((FOLDER / "register").glob("*.sql"))
        for line in path.read_text(encoding="utf-8").splitlines()
        if line.strip() and not line.strip().startswith("--")
    ]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def test_the_format_is_raised_when_derived_tables_or_macros_change() -> None:
    assert _meaning() == MEANING_OF_FORMAT[FORMAT_VERSION], (
        "queries/register has changed: raise FORMAT_VERSION and note the new digest here"
    )
