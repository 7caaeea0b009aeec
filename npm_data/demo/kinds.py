"""How each type of place is named, visited and written about in the demonstration."""

from dataclasses import dataclass

from npm_data.reference import reference


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

PORTFOLIOS = {each.code: each.portfolio for each in reference().institution_types}
"""The host ministry of each type."""

MANDATE_FROM = {each.code: each.mandate_from for each in reference().institution_types}
"""The first day on which each type is in the mandate."""

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
