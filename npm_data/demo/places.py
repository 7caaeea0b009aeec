"""How each type of place is named, visited and written about in the demonstration."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from npm_data.demo.plan import Chance
from npm_data.reference import TODAYS_BORDERS, reference


@dataclass(frozen=True, slots=True)
class Kind:
    """Habits of a type of place.

    `code` stands in place codes; `effort` says how readily it is visited in a round, near the
    yearly per cent that are; `days` is the longest visit; `statements` the usual number of
    recommendations; `setting` chooses the texts.
    """

    code: str
    name: str
    effort: int
    days: int
    statements: float
    setting: str


KINDS = {
    "penal": Kind("UIS", "Учреждение УИС", 95, 3, 9.0, "custody"),
    "sizo": Kind("SIZO", "СИЗО", 110, 3, 9.0, "custody"),
    "ivs": Kind("IVS", "ИВС", 62, 1, 5.4, "custody"),
    "special_reception": Kind("SP", "Специальный приемник", 55, 1, 5.0, "custody"),
    "reception_distribution": Kind("PR", "Приемник-распределитель", 55, 1, 4.6, "custody"),
    "police_premises": Kind("POL", "Служебные помещения полиции", 13, 1, 3.2, "police"),
    "sizo_security": Kind("KNB", "СИ КНБ", 60, 1, 4.4, "custody"),
    "guardhouse": Kind("GV", "Гауптвахта", 45, 1, 3.8, "custody"),
    "psychiatric": Kind("PSI", "Центр психического здоровья", 60, 2, 7.0, "medical"),
    "tb": Kind("TB", "Противотуберкулезная организация", 38, 2, 5.4, "medical"),
    "narcological": Kind("NAR", "Наркологическая организация", 45, 1, 5.2, "medical"),
    "special_school": Kind("SSH", "Специальная школа-интернат", 55, 1, 5.6, "children"),
    "special_regime_school": Kind(
        "RSH", "Школа с особым режимом содержания", 60, 2, 6.0, "children"
    ),
    "adaptation_centre": Kind("CAN", "Центр адаптации несовершеннолетних", 55, 1, 4.6, "children"),
    "childrens_home": Kind("DD", "Детский дом", 48, 1, 5.0, "children"),
    "support_centre": Kind("CPD", "Центр поддержки детей", 48, 1, 4.4, "children"),
    "infant_home": Kind("DR", "Дом ребенка", 48, 1, 4.8, "children"),
    "social_care": Kind("SOC", "Центр социального обслуживания", 48, 2, 6.2, "care"),
}

KAZAKH_NAMES = {
    "penal": "ҚАЖ мекемесі",
    "sizo": "тергеу изоляторы",
    "ivs": "уақытша ұстау изоляторы",
    "special_reception": "арнаулы қабылдау орны",
    "reception_distribution": "қабылдау-бөлу орны",
    "police_premises": "полиция қызметтік үй-жайы",
    "sizo_security": "ҰҚК тергеу изоляторы",
    "guardhouse": "гауптвахта",
    "psychiatric": "психикалық денсаулық орталығы",
    "tb": "туберкулезге қарсы ұйым",
    "narcological": "наркологиялық ұйым",
    "special_school": "арнаулы мектеп-интернат",
    "special_regime_school": "ерекше режимде ұстайтын мектеп",
    "adaptation_centre": "кәмелетке толмағандарды бейімдеу орталығы",
    "childrens_home": "балалар үйі",
    "support_centre": "балаларды қолдау орталығы",
    "infant_home": "сәбилер үйі",
    "social_care": "әлеуметтік қызмет көрсету орталығы",
}
"""The name of each type's places in Kazakh, behind their number."""

PORTFOLIOS = {each.code: each.portfolio for each in reference().institution_types}
"""The host ministry of each type."""

MANDATE_FROM = {each.code: each.mandate_from for each in reference().institution_types}
"""The first day on which each type is in the mandate."""


COUNTS = Path(__file__).with_name("places.csv")
"""Places of each type in each of today's regions, also those that opened or closed meanwhile."""


@dataclass(frozen=True, slots=True)
class Place:
    """One institution; `reach` is how readily it is visited (100: as usual for its type)."""

    institution_id: str
    name: str
    name_kk: str
    institution_type: str
    region: str
    district: str | None
    opened_on: date
    closed_on: date | None
    reach: int

    def in_mandate_on(self, day: date) -> bool:
        return max(self.opened_on, MANDATE_FROM[self.institution_type]) <= day and (
            self.closed_on is None or day < self.closed_on
        )


@dataclass(frozen=True, slots=True)
class Change:
    """So many places of a type open or close (their first closed day) within these days."""

    institution_type: str
    is_opening: bool
    first: date
    last: date
    places: int


OPENS, CLOSES = True, False
CHANGES = (
    # 66 colonies in 2020, 64 in 2021, 62 in 2024 are published; so none closes within those years.
    Change("penal", CLOSES, date(2015, 6, 1), date(2019, 12, 1), 8),
    Change("penal", CLOSES, date(2020, 11, 1), date(2020, 12, 28), 2),
    Change("penal", CLOSES, date(2022, 3, 1), date(2023, 10, 1), 2),
    Change("ivs", OPENS, date(2015, 1, 1), date(2023, 12, 1), 4),
    Change("ivs", CLOSES, date(2017, 1, 1), date(2025, 6, 1), 8),
    Change("police_premises", OPENS, date(2017, 1, 1), date(2025, 6, 1), 26),
    Change("police_premises", CLOSES, date(2016, 2, 1), date(2025, 9, 1), 54),
    Change("tb", CLOSES, date(2016, 6, 1), date(2022, 1, 1), 9),
    Change("narcological", CLOSES, date(2019, 1, 1), date(2021, 1, 1), 3),
    Change("special_school", CLOSES, date(2018, 8, 1), date(2020, 8, 1), 2),
    # 115 organisations for orphans on 1 June 2024 are published.
    Change("childrens_home", CLOSES, date(2019, 7, 1), date(2024, 5, 1), 31),
    Change("childrens_home", CLOSES, date(2024, 9, 1), date(2025, 9, 1), 4),
    Change("support_centre", OPENS, date(2019, 9, 1), date(2023, 12, 1), 12),
    Change("support_centre", CLOSES, date(2020, 6, 1), date(2024, 5, 1), 4),
    Change("infant_home", CLOSES, date(2020, 6, 1), date(2024, 9, 1), 5),
    # 173 residential organisations at the end of 2023 are published.
    Change("social_care", OPENS, date(2020, 3, 1), date(2023, 11, 1), 12),
    Change("social_care", OPENS, date(2024, 2, 1), date(2025, 6, 1), 4),
    Change("social_care", CLOSES, date(2020, 6, 1), date(2023, 11, 1), 5),
    Change("social_care", CLOSES, date(2024, 3, 1), date(2025, 6, 1), 2),
)


def make_places(seed: int) -> list[Place]:
    """All places, by type in the order of the law's chapters, then by region, north to south."""
    chance = Chance(seed, "places")
    by_type: dict[str, list[Place]] = {}
    for place in _standing_places(chance):
        by_type.setdefault(place.institution_type, []).append(place)
    for places in by_type.values():
        _open_and_close(places, chance)
    return [place for places in by_type.values() for place in places]


def _standing_places(chance: Chance) -> Iterator[Place]:
    names = {unit.code: unit.names for unit in reference().regions_of(TODAYS_BORDERS)}
    with COUNTS.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            institution_type = row.pop("institution_type")
            kind = KINDS[institution_type]
            for region, count in row.items():
                for number in range(1, int(count) + 1):
                    yield Place(
                        institution_id=f"{region[3:]}-{kind.code}-{number:03}",
                        name=f"{kind.name} № {number}, {names[region]['ru']}",
                        name_kk=(
                            f"№ {number} {KAZAKH_NAMES[institution_type]}, {names[region]['kk']}"
                        ),
                        institution_type=institution_type,
                        region=region,
                        district=_district(chance),
                        opened_on=chance.day_between(date(1962, 1, 1), date(2012, 12, 31)),
                        closed_on=None,
                        reach=_reach(institution_type, chance),
                    )


def _district(chance: Chance) -> str | None:
    """A number, the same in each language, for three places in five: a real district would point
    to a real place.
    """
    return f"№ {chance.whole(1, 12)}" if chance.happens(0.6) else None


def _reach(institution_type: str, chance: Chance) -> int:
    """Some police premises are far away and hardly ever visited."""
    if institution_type == "police_premises" and chance.happens(0.16):
        return 6
    return chance.whole(50, 150)


def _open_and_close(places: list[Place], chance: Chance) -> None:
    """Apply the changes of these places' type, each to places that no other change touches."""
    untouched = list(range(len(places)))
    chance.shuffle(untouched)
    for change in CHANGES:
        if change.institution_type != places[0].institution_type:
            continue
        for _ in range(change.places):
            index = untouched.pop()
            day = chance.day_between(change.first, change.last)
            if change.is_opening:
                places[index] = replace(places[index], opened_on=day)
            else:
                places[index] = replace(places[index], closed_on=day)
