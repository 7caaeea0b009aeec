"""What the demonstration's recommendations and notes say, in Russian and Kazakh.

`texts.csv` holds the recommendations: by setting (`any` serves all places), theme and language.
They follow the usual wording of such documents and quote none.
"""

import csv
from functools import cache
from pathlib import Path

from npm_data.demo.chance import Chance, Weighted

FILE = Path(__file__).with_name("texts.csv")

THEMES = {
    "custody": Weighted(
        {
            "treatment": 10,
            "protection": 14,
            "conditions": 27,
            "regime": 10,
            "health_care": 18,
            "staff": 8,
            "contact": 9,
            "legislation": 4,
        }
    ),
    "police": Weighted(
        {
            "treatment": 14,
            "protection": 34,
            "conditions": 26,
            "health_care": 6,
            "staff": 10,
            "contact": 8,
            "legislation": 2,
        }
    ),
    "medical": Weighted(
        {
            "treatment": 11,
            "protection": 17,
            "conditions": 25,
            "regime": 10,
            "health_care": 20,
            "staff": 10,
            "contact": 6,
            "legislation": 1,
        }
    ),
    "children": Weighted(
        {
            "treatment": 6,
            "protection": 12,
            "conditions": 22,
            "regime": 18,
            "health_care": 12,
            "staff": 20,
            "contact": 8,
            "legislation": 2,
        }
    ),
    "care": Weighted(
        {
            "treatment": 4,
            "protection": 12,
            "conditions": 24,
            "regime": 14,
            "health_care": 18,
            "staff": 19,
            "contact": 8,
            "legislation": 1,
        }
    ),
}
"""What is recommended how often, by setting."""

KAZAKH_REPORTS = {
    "KZ-43": 80,
    "KZ-47": 70,
    "KZ-61": 65,
    "KZ-23": 60,
    "KZ-79": 45,
    "KZ-31": 45,
    "KZ-33": 40,
    "KZ-62": 40,
    "KZ-15": 35,
    "KZ-19": 35,
    "KZ-27": 30,
}
"""Per cent of a region's reports that are written in Kazakh; 12 elsewhere."""

REPEATED = {"ru": "Повторно. ", "kk": "Қайталама. "}

NOTES = {
    "late": {"ru": "Ответ поступил с опозданием", "kk": "Жауап кешігіп келді"},
    "letter": {"ru": "Письмо государственного органа", "kk": "Мемлекеттік органның хаты"},
    "seen": {"ru": "Проверено при посещении", "kk": "Бару кезінде тексерілді"},
    "closed": {"ru": "Учреждение закрыто", "kk": "Мекеме жабылды"},
}


@cache
def _texts() -> dict[tuple[str, str, str], tuple[str, ...]]:
    """Texts by setting, theme and language."""
    texts: dict[tuple[str, str, str], tuple[str, ...]] = {}
    with FILE.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            key = row["setting"], row["theme"], row["language"]
            texts[key] = (*texts.get(key, ()), row["text"])
    return texts


@cache
def texts_for(setting: str, theme: str, language: str) -> tuple[str, ...]:
    """All texts that fit a place of the setting; a place-less setting has its own only."""
    general = () if setting.startswith("systemic") else _texts().get(("any", theme, language), ())
    return _texts().get((setting, theme, language), ()) + general


def systemic_texts(portfolio: str) -> tuple[tuple[str, str, str], ...]:
    """Theme, language and text of each recommendation without a place that fits a ministry."""
    return tuple(
        (theme, language, text)
        for (setting, theme, language), texts in _texts().items()
        if setting in ("systemic", f"systemic_{portfolio}")
        for text in texts
    )


def choose_text(
    chance: Chance, setting: str, theme: str, language: str, used: frozenset[str] | set[str]
) -> str:
    """A text that is not among `used`, if a few tries find one."""
    texts = texts_for(setting, theme, language)
    text = chance.one_of(texts)
    for _ in range(4):
        if text not in used:
            break
        text = chance.one_of(texts)
    return text
