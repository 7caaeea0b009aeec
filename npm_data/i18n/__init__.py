"""Kazakh, Russian and English: sentences, plurals, numbers, dates and the order of names."""

from npm_data.i18n.words import Words, words_for

__all__ = ["Words", "words_for"]
