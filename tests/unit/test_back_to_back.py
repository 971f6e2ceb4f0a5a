from hypothesis import given
from hypothesis import strategies as st
from interim_tools import back_to_back

AGREED = {
    "date_start": "2027-01-04",
    "date_end": "2027-06-30",
    "hours_per_week": 24.0,
    "monday": True,
    "office_days": 2,
    "notice_months": 1,
    "notice_rule": "month_end",
    "payment_days": 30,
}
ARTICLES = ["term", "hours", "place", "payment", "notice", "confidentiality", "ip"]


def test_the_same_terms_do_not_differ():
    client = {**AGREED, "client_rate": 110.0}
    professional = {**AGREED, "professional_rate": 95.0}
    assert back_to_back.find_value_differences(client, professional) == []


def test_another_period_is_told():
    extended = {**AGREED, "date_end": "2027-08-31"}
    assert back_to_back.find_value_differences(extended, AGREED) == [
        ("date_end", "2027-08-31", "2027-06-30")
    ]


def test_days_and_payment_are_compared():
    other = {**AGREED, "monday": False, "payment_days": 14}
    names = [name for name, *_ in back_to_back.find_value_differences(AGREED, other)]
    assert names == ["monday", "payment_days"]


def test_the_professional_may_have_the_longer_notice():
    longer, shorter = {**AGREED, "notice_months": 2}, {**AGREED, "notice_months": 1}
    assert back_to_back.find_value_differences(shorter, longer) == []
    assert back_to_back.find_value_differences(longer, shorter) == [("notice_months", 2, 1)]


def test_no_notice_is_shorter_than_any():
    assert back_to_back.find_value_differences(AGREED, {**AGREED, "notice_months": 0}) == [
        ("notice_months", 1, 0)
    ]


def test_missing_articles_are_told_for_each_side():
    client, professional = ["term", "ip"], ["term", "confidentiality", "liability"]
    assert back_to_back.find_missing_topics(client, professional) == (["confidentiality"], ["ip"])


def test_articles_that_need_no_mirror_may_differ():
    assert back_to_back.find_missing_topics([*ARTICLES, "rate"], [*ARTICLES, "substitution"]) == (
        [],
        [],
    )


@given(st.lists(st.sampled_from(ARTICLES)), st.lists(st.sampled_from(ARTICLES)))
def test_missing_topics_make_both_sides_equal(client, professional):
    missing_client, missing_professional = back_to_back.find_missing_topics(client, professional)
    assert {*client, *missing_client} == {*professional, *missing_professional}
