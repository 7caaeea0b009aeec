"""What looks like a person's name: capitals, initials and endings of names after a word for people.

A guess, made to be seldom wrong rather than never silent. Plurals, offices and places do not
count: "пациентам Областной больницы", "азамат Қазақстан Республикасының", "prisoner transport".
"""

import re
from collections.abc import Iterator

from npm_data.register.personal_numbers import Found

_ADJECTIVE = r"(?:ый|ая|ого|ому|ым|ой|ом|ую|ий|ее|его|ему|ей)"
_RUSSIAN_PEOPLE = (
    rf"(?:(?:осужд[её]нн|заключ[её]нн|подсудим|обвиняем|подозреваем|арестованн|задержанн|потерпевш"
    rf"|больн){_ADJECTIVE}"
    r"|гражданин(?:а|у|ом|е)?|гражданк(?:а|и|е|у|ой)|гр-н(?:а|у|ом)?|гр-к(?:а|и|е|у)|гр\."
    r"|пациент(?:а|у|ом|е)?|пациентк(?:а|и|е|у|ой)|воспитанник(?:а|у|ом|е)?|воспитанниц(?:а|ы|е|у|ей)"
    r"|свидетел(?:ь|я|ю|ем)|заявител(?:ь|я|ю|ем)|заявительниц(?:а|ы|е|у|ей))"
)
_KAZAKH_CASE = r"(?:[тдн][ыі][ңн]?|[тдн][ыі]ң|[ғқ]а|[гк]е|[мбп]ен|[тд]а[нң]?|[тд]е[нң]?)?"
_KAZAKH_PEOPLE = (
    r"(?:сотталған|сотталушы|айыпталушы|күдікті|қамауға алынған|ұсталған|тұтқын|азаматша|азамат"
    r"|тәрбиеленуші|науқас|пациент|жәбірленуші|куәгер|арызданушы)"
    rf"{_KAZAKH_CASE}"
)
_ENGLISH_PEOPLE = (
    r"(?:prisoner|detainee|inmate|convict|patient|citizen|defendant|suspect|accused|complainant"
    r"|resident|pupil|witness)"
)

_CAPITAL, _SMALL = "[А-ЯЁӘҒҚҢӨҰҮҺІ]", "[а-яёәғқңөұүһі]"
_WORD = rf"(?:{_CAPITAL}{_SMALL}+(?:-{_CAPITAL}{_SMALL}+)?|{_CAPITAL}{{3,}})"
_INITIALS = rf"{_CAPITAL}\.(?: ?{_CAPITAL}\.)?"
_FAMILY = (
    rf"{_CAPITAL}{_SMALL}+(?:(?:[оеё]в|[иы]н)(?:а|у|ым|е|ой)?{_KAZAKH_CASE}"
    rf"|(?:ск|цк)(?:ий|ого|ому|им|ая|ую)|енко|чук|дзе|швили|(?:[ұу]лы|[қк]ызы|оглы){_KAZAKH_CASE}"
    rf"|(?:бек|бай|хан|гүл|жан){_KAZAKH_CASE})(?!{_SMALL})"
)
_FATHERS = rf"{_CAPITAL}{_SMALL}+(?:ович|евич|ьич|овн|евн|ичн){_SMALL}{{0,3}}(?!{_SMALL})"
_CYRILLIC_NAME = (
    rf"(?:{_WORD} {_INITIALS}|{_INITIALS} ?{_WORD}|{_FAMILY}|{_WORD} {_FAMILY}"
    rf"|(?:{_WORD} ){{1,2}}{_FATHERS})(?: {_WORD}| ?{_INITIALS}){{0,2}}"
)
_NOT_A_PERSON = (
    r"(?!(?:Республик|Казах|Қазақ|Росси|Кодекс|Закон|Заң|Министр|Центр|Орталы|Област|Облыс|Район"
    r"|Аудан|Город|Қала|Уполномоченн|Уәкіл|Комитет|Орган|Астан|Алмат|Шымкент|Караганд|Қараған|Акт"
    r"|Ақт|Атырау|Талдыкорган|Талдықорған|Кост|Қост|Турк|Түрк|Павлодар|Тараз|Орал|Кызыл|Қызыл))"
)

_LATIN_WORD = r"[A-Z][a-z]+(?:[-'][A-Z][a-z]+)?"
_LATIN_NAME = (
    rf"(?:(?:[A-Z]\. ?){{1,2}}{_LATIN_WORD}"
    rf"|{_LATIN_WORD}(?: {_LATIN_WORD}| [A-Z]\.(?: ?[A-Z]\.)?)*)"
)
_NOT_A_PERSON_IN_ENGLISH = (
    r"(?!(?:Service|Safety|Rights?|Care|Cent(?:re|er)|Act|Law|Code|Regist\w+|Affairs|Union|Records?"
    r"|Reception|Transport|Transfer|Council|Committee|Ministry|Department|Unit|Block|Health|Room"
    r"|Republic|Kazakh\w*|Ombudsman|Assistance|Support|Information|Complaints?|No|The|In|Of)\b)"
)
_OF_A_COUNTRY = r"(?:Республики Казахстан |РК |ҚР |Қазақстан Республикасының )?"
_BEFORE_A_NAME = r"[ ,:«\"(]{1,3}"

_PATTERNS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?<!\w)(?i:{_RUSSIAN_PEOPLE}|{_KAZAKH_PEOPLE}){_BEFORE_A_NAME}{_OF_A_COUNTRY}"
        rf"(?:(?i:{_RUSSIAN_PEOPLE}) )?{_NOT_A_PERSON}(?P<name>{_CYRILLIC_NAME})",
        rf"(?<!\w)(?:Mr|Mrs|Ms|Miss)\.? (?P<name>{_LATIN_NAME})",
        rf"(?<!\w)(?i:{_ENGLISH_PEOPLE}){_BEFORE_A_NAME}{_NOT_A_PERSON_IN_ENGLISH}"
        rf"(?P<name>{_LATIN_NAME})",
    )
)

PERHAPS_A_NAME = (
    r"(?i:осу|закл|подс|обвин|подоз|арест|задерж|потерп|больн|гражд|гр-|гр\.|пациент|воспит|свид"
    r"|заяв|сотт|айып|күдік|қамауға|ұсталған|тұтқын|азамат|тәрбие|науқас|жәбір|куәгер|арыз"
    r"|prisoner|detainee|inmate|convict|patient|citizen|defendant|suspect|accused|complainant"
    r"|resident|pupil|witness|mr|mrs|ms|miss)\S*[\s,:«\"(]+\S*\p{Lu}"
)
"""For Polars: every text with a name has this, and few others do."""


def names_of_persons(text: str) -> Iterator[Found]:
    """Where a plain text seems to name a person."""
    for pattern in _PATTERNS:
        for match in pattern.finditer(text):
            yield Found("name", *match.span("name"))
