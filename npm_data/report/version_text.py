"""What made a version of the register, in words: for the page of the history and the terminal."""

from npm_data.i18n import Words
from npm_data.register.storage.versions import Version


def action_text(words: Words, version: Version) -> str:
    """`import: all replaced`, `version 1 brought back`, `follow-up entered`."""
    if version.action == "restore" and version.restored_from is not None:
        return words("history.brought_back", version=words.number(version.restored_from))
    if version.action == "import" and version.mode:
        return words(f"history.action_import_{version.mode}")
    return words(f"history.action_{version.action}")
