"""The working list as a file, held against the other road: every row, in words."""

from dataclasses import replace
from functools import cache

import pytest

from npm_data.figures import follow_up
from npm_data.questions.disclosure import WithheldError
from npm_data.questions.recommendations import REPLIES, Wanted
from npm_data.register.filters import Role
from tests.figures.conftest import Ask, plain
from tests.queries.test_follow_up import FollowUpOracle
from tests.telling import truth
from tests.telling.truth import EVER, PART, YEAR, Choice

NOTHING = replace(YEAR, regions=("KZ-61",))


@cache
def oracle() -> FollowUpOracle:
    kinds = truth.types_of_places()
    return FollowUpOracle(**truth.rows(), types=kinds, data_date=truth.DATA_DATE)


@pytest.mark.parametrize("choice", [YEAR, EVER, PART, NOTHING])
@pytest.mark.parametrize("replies", [(), ("overdue",), ("in_time", "late")])
def test_the_file_has_each_recommendation_that_the_filters_leave(
    choice: Choice, replies: tuple[str, ...], about: Ask
) -> None:
    subject, wanted = about(choice), Wanted(replies=replies)
    words = subject.words
    figure = follow_up.working_list(subject, choice.filters, wanted)
    known = oracle().follow_up_list(choice.row, wanted)
    assert figure.rows["chain_id"].to_list() == [row["chain_id"] for row in known]
    for row, each in zip(figure.rows.iter_rows(named=True), known, strict=True):
        place = each["place"] or "systemic, no place"
        level = each["addressee_level"]
        kind, region = each["institution_type"], each["region"]
        named = {
            "ministry": words.ministry(each["ministry"], each["issued_on"]),
            "addressee_level": level and words.code("addressee_level", level),
            "theme": words.code("theme", each["theme"]),
            "place": place,
            "institution_type": kind and words.institution_type(kind),
            "region": region and words.region(region),
            "status": follow_up.status_name(words, each["status"]),
            "judge": follow_up.options("en")["judge"][each["judge"]],
            "reply": follow_up.options("en")["reply"][each["reply"]],
        }
        assert {name: row[name] for name in figure.columns} == {
            name: (each | named)[name] for name in figure.columns
        }
    said = plain(" ".join(figure.counts))
    assert "For the Coordination Council only" in said
    assert ("Reply: " in said) is bool(replies)


def test_a_claim_is_no_reply_only_where_the_authority_speaks_and_none_came() -> None:
    claimed = {
        (reply, judge)
        for reply in REPLIES
        for judge in ("npm", "authority", "nobody")
        if follow_up.is_claimed_without_a_reply({"reply": reply, "judge": judge})
    }
    assert claimed == {("overdue", "authority")}


def test_free_text_is_not_told_the_public(about: Ask) -> None:
    with pytest.raises(WithheldError):
        follow_up.working_list(about(YEAR, Role.PUBLIC), YEAR.filters, Wanted())
