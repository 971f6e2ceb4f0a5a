from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st
from interim_tools import followup_match
from interim_tools.followup_match import Opening, Wanted

TODAY = date(2027, 3, 1)
FREE = date(2027, 7, 1)
WANTED = Wanted(
    free_from=FREE,
    level=2,
    expertises=frozenset({"crisis", "campaign"}),
    types=frozenset({"project"}),
    hours_min=24,
    hours_max=32,
    weekdays=frozenset({0, 1, 2, 3}),
    rate_min=90,
)
FITTING = Opening(
    key="fitting",
    start=FREE,
    level=2,
    expertises=frozenset({"crisis"}),
    type="project",
    hours_min=28,
    hours_max=36,
    weekdays=frozenset({0, 1}),
    rate_max=110,
)

keys = st.frozensets(st.sampled_from(["crisis", "campaign", "social", "change"]))
days = st.dates(date(2026, 1, 1), date(2029, 1, 1))
hours = st.floats(0, 40)
wanteds = st.builds(
    Wanted,
    free_from=days,
    level=st.none() | st.integers(0, 3),
    expertises=keys,
    types=st.frozensets(st.sampled_from(["project", "bridging"])),
    hours_min=hours,
    hours_max=hours,
    weekdays=st.frozensets(st.integers(0, 6)),
    rate_min=st.floats(0, 200),
)
openings = st.builds(
    Opening,
    key=st.integers(),
    start=st.none() | days,
    level=st.none() | st.integers(0, 3),
    expertises=keys,
    type=st.none() | st.sampled_from(["project", "bridging"]),
    hours_min=hours,
    hours_max=hours,
    weekdays=st.frozensets(st.integers(0, 6)),
    rate_max=st.floats(0, 200),
)


def share(subject, **changes):
    """The share of the points for a subject, when the fitting opening is changed."""
    opening = replace(FITTING, **changes)
    reasons = followup_match.match(WANTED, opening, TODAY).reasons
    return next(reason.share for reason in reasons if reason.subject == subject)


def detail(subject, **changes):
    reasons = followup_match.match(WANTED, replace(FITTING, **changes), TODAY).reasons
    return next(reason.detail for reason in reasons if reason.subject == subject)


def test_what_fits_in_everything_has_all_points():
    assert sum(followup_match.POINTS.values()) == 100
    found = followup_match.match(WANTED, FITTING, TODAY)
    assert (found.key, found.score) == ("fitting", 100)
    assert [reason.subject for reason in found.reasons] == list(followup_match.POINTS)


def test_expertise_counts_for_the_part_that_is_asked_for():
    assert share("expertise", expertises=frozenset({"crisis", "social"})) == 0.5
    assert detail("expertise", expertises=frozenset({"crisis", "social"})) == {"crisis"}
    assert share("expertise", expertises=frozenset({"social"})) == 0
    assert share("expertise", expertises=frozenset()) is None


def test_a_level_beside_counts_half():
    assert [share("level", level=level) for level in (0, 1, 2, 3)] == [0, 0.5, 1, 0.5]
    assert share("level", level=None) is None


def test_start_near_the_end():
    for gap, expected in (
        (-46, 0.0),
        (-45, 0.5),
        (-15, 0.5),
        (-14, 1.0),
        (0, 1.0),
        (30, 1.0),
        (31, 0.5),
        (90, 0.5),
        (91, 0.0),
    ):
        assert share("start", start=FREE + timedelta(days=gap)) == expected, gap
        assert detail("start", start=FREE + timedelta(days=gap)) == gap


def test_as_soon_as_possible_is_today():
    assert detail("start", start=None) == (TODAY - FREE).days
    assert share("start", start=None) == 0
    soon = replace(WANTED, free_from=TODAY - timedelta(days=400))
    reason = next(r for r in followup_match.match(soon, FITTING, TODAY).reasons if r[0] == "start")
    assert reason.detail == (FREE - TODAY).days, "Who is free already is free from today"
    assert detail("start", start=date(2026, 1, 1)) == (TODAY - FREE).days


def test_wished_type():
    assert share("type", type="bridging") == 0
    assert share("type", type=None) is None


def test_hours_that_overlap_fit():
    assert share("hours", hours_min=32, hours_max=40) == 1
    assert share("hours", hours_min=33, hours_max=40) == 0
    assert share("hours", hours_min=0, hours_max=20) == 0
    assert share("hours", hours_min=20, hours_max=0) == 1
    assert share("hours", hours_min=0, hours_max=0) is None


def test_weekdays():
    assert share("weekdays", weekdays=frozenset({3, 4})) == 0.5
    assert detail("weekdays", weekdays=frozenset({3, 4})) == {4}
    assert share("weekdays", weekdays=frozenset()) is None


def test_rate_floor_and_ceiling():
    assert share("rate", rate_max=90) == 1
    assert share("rate", rate_max=89.99) == 0
    assert share("rate", rate_max=0) == 1, "No ceiling"
    unknown = followup_match.match(replace(WANTED, rate_min=0), FITTING, TODAY).reasons[-1]
    assert unknown.share is None


def test_hours_and_dates_alone_make_no_match():
    other = replace(FITTING, key="other", level=0, expertises=frozenset({"social"}), type="x")
    assert followup_match.best_matches(WANTED, [other], TODAY) == []


def test_the_best_first_and_no_more_than_asked_for():
    half = replace(FITTING, key="half", level=1)
    twin = replace(FITTING, key="twin")
    found = followup_match.best_matches(WANTED, [half, FITTING, twin], TODAY, most=2)
    assert [match.key for match in found] == ["fitting", "twin"]


@given(wanteds, openings)
def test_points_are_the_sum_of_the_reasons(wanted, opening):
    found = followup_match.match(wanted, opening, TODAY)
    assert 0 <= found.score <= 100
    assert all(reason.share is None or 0 <= reason.share <= 1 for reason in found.reasons)
    points = sum(followup_match.POINTS[r.subject] * (r.share or 0) for r in found.reasons)
    assert found.score == round(points)


@given(wanteds, st.lists(openings, max_size=12), st.integers(0, 6))
def test_none_that_is_left_out_has_more_points(wanted, offered, most):
    found = followup_match.best_matches(wanted, offered, TODAY, most)
    scores = [match.score for match in found]
    assert len(found) <= most
    assert scores == sorted(scores, reverse=True)
    everything = followup_match.best_matches(wanted, offered, TODAY, len(offered))
    assert scores == [match.score for match in everything][:most]


@given(wanteds, openings)
def test_more_expertise_never_costs_points(wanted, opening):
    able = replace(wanted, expertises=wanted.expertises | {"crisis", "campaign", "social"})
    before = followup_match.match(wanted, opening, TODAY).score
    assert followup_match.match(able, opening, TODAY).score >= before


@given(wanteds, openings, st.integers(0, 400))
def test_a_start_further_away_never_earns_points(wanted, opening, days_more):
    here = replace(opening, start=max(wanted.free_from, TODAY))
    later = replace(here, start=here.start + timedelta(days=days_more))
    after = followup_match.match(wanted, later, TODAY).score
    assert after <= followup_match.match(wanted, here, TODAY).score
