from dataclasses import fields, replace
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from interim_tools import matching
from interim_tools.matching import Candidate, Demand, Requirement, Taken

TODAY = date(2027, 3, 1)
START = date(2027, 4, 1)
END = date(2027, 9, 30)
AMSTERDAM, UTRECHT, GRONINGEN = (52.3676, 4.9041), (52.0907, 5.1214), (53.2194, 6.5665)

# Fits in everything that is asked for below.
CANDIDATE = Candidate(
    key="candidate",
    level=2,
    expertises=frozenset({"crisis", "campaign"}),
    certificates={"gov": None},
    available_from=START,
    is_availability_known=True,
    hours_min=24,
    hours_max=36,
    weekdays=frozenset({0, 1, 2, 3}),
    rate_min=90,
    office_days_max=2,
    max_distance_km=50,
    place="Utrecht",
    town="utrecht",
    position=UTRECHT,
    experience=frozenset({"government"}),
    types=frozenset({"project"}),
    sectors=frozenset({"government"}),
)
DEMAND = Demand(
    key="demand",
    level=2,
    expertises=frozenset({"crisis", "campaign"}),
    requirements=(Requirement("r", True, 1, None, "gov"),),
    start=START,
    end=END,
    hours_min=24,
    hours_max=32,
    weekdays=frozenset({0, 1}),
    rate_max=100,
    office_days=2,
    place="Amsterdam",
    towns=frozenset({"amsterdam"}),
    position=AMSTERDAM,
    sector="government",
    type="project",
)
UNKNOWN = "unknown"
NOT_ASKED = "not asked"


def day(offset):
    return START + timedelta(days=offset)


def match(candidate=CANDIDATE, demand=DEMAND, weights=matching.WEIGHTS):
    return matching.match(candidate, demand, weights, TODAY)


def find(found, subject):
    return next((part for part in found.parts if part.subject == subject), None)


def share(subject, candidate=CANDIDATE, demand=DEMAND):
    """The sub-score of a subject: its share, or that it is unknown or not asked."""
    part = find(match(candidate, demand), subject)
    if part is None:
        return NOT_ASKED
    return part.share if part.known else UNKNOWN


def busy(first, last, hours, weekdays=(), **values):
    return Taken(first, last, hours, frozenset(weekdays), **values)


def taken(*bookings):
    return {"taken": bookings, "available_from": None}


UNTOLD = {"available_from": None, "is_availability_known": False}
WISH = Requirement("wish", False, 3, "social", None)

# subject, what is changed of the professional, of the assignment, and the sub-score
CASES = [
    # Expertise
    ("expertise", {}, {}, 1.0),
    ("expertise", {"expertises": frozenset({"crisis"})}, {}, 2 / 3),
    ("expertise", {"expertises": frozenset({"social"})}, {}, 1 / 3),
    ("expertise", {"expertises": frozenset({"social"}), "certificates": {}}, {}, 0.0),
    ("expertise", {"expertises": frozenset()}, {}, 1.0),
    ("expertise", {"expertises": frozenset(), "certificates": {}}, {}, UNKNOWN),
    ("expertise", {}, {"expertises": frozenset(), "requirements": ()}, NOT_ASKED),
    ("expertise", {}, {"requirements": (WISH,)}, 2 / 5),
    ("expertise", {"expertises": frozenset({"social"})}, {"requirements": (WISH,)}, 3 / 5),
    ("expertise", {"certificates": {"gov": START}}, {}, 1.0),
    ("expertise", {"certificates": {"gov": day(-1)}}, {}, 2 / 3),
    ("expertise", {"certificates": {}}, {}, 1.0),
    # Level
    ("level", {"level": 2}, {}, 1.0),
    ("level", {"level": 3}, {}, 0.8),
    ("level", {"level": 1}, {}, 0.5),
    ("level", {"level": 0}, {}, 0.0),
    ("level", {"level": 3}, {"level": 1}, 0.0),
    ("level", {"level": None}, {}, UNKNOWN),
    ("level", {}, {"level": None}, NOT_ASKED),
    # Start
    ("start", {"available_from": day(0)}, {}, 1.0),
    ("start", {"available_from": day(14)}, {}, 1.0),
    ("start", {"available_from": day(15)}, {}, 0.5),
    ("start", {"available_from": day(45)}, {}, 0.5),
    ("start", {"available_from": day(46)}, {}, 0.0),
    ("start", {"available_from": day(-30)}, {}, 1.0),
    ("start", {"available_from": None}, {"start": date(2027, 4, 2)}, 0.75),
    ("start", {"available_from": None}, {"start": date(2027, 5, 30)}, 0.75),
    ("start", {"available_from": None}, {"start": date(2027, 5, 31)}, 0.5),
    ("start", {"available_from": None}, {"start": None}, 1.0),
    ("start", {"available_from": date(2026, 1, 1)}, {"start": date(2026, 6, 1)}, 1.0),
    ("start", UNTOLD, {}, UNKNOWN),
    ("start", {"available_from": day(90), "is_availability_known": False}, {}, UNKNOWN),
    ("start", taken(busy(TODAY, day(-1), 36)), {}, 1.0),
    ("start", taken(busy(TODAY, day(29), 36)), {}, 0.5),
    ("start", taken(busy(TODAY, day(29), 12)), {}, 0.75),
    ("start", {**UNTOLD, "taken": (busy(TODAY, day(29), 36),)}, {}, 0.5),
    ("start", {**UNTOLD, "taken": (busy(TODAY, day(29), 12),)}, {}, UNKNOWN),
    ("start", {"hours_max": 0, **taken(busy(TODAY, day(29), 12))}, {}, UNKNOWN),
    ("start", {"hours_max": 0, **taken(busy(TODAY, day(-1), 12))}, {}, 1.0),
    ("start", taken(busy(day(10), day(60), 36)), {}, 0.0),
    ("start", taken(busy(day(120), day(160), 36)), {}, 0.75),
    # Hours
    ("hours", {"hours_min": 0}, {}, 1.0),
    ("hours", {"hours_min": 0, "hours_max": 24}, {}, 1.0),
    ("hours", {"hours_min": 0, "hours_max": 18}, {}, 0.75),
    ("hours", {"hours_min": 36}, {}, 32 / 36),
    ("hours", {"hours_min": 36, "hours_max": 0}, {}, 32 / 36),
    ("hours", {"hours_min": 20, "hours_max": 0}, {}, 1.0),
    ("hours", {"hours_min": 0, "hours_max": 0}, {}, UNKNOWN),
    ("hours", {}, {"hours_min": 0, "hours_max": 0}, NOT_ASKED),
    ("hours", {}, {"hours_min": 0, "hours_max": 40}, 0.9),
    ("hours", {}, {"hours_min": 40, "hours_max": 0}, 0.9),
    ("hours", taken(busy(TODAY, END, 12)), {}, 1.0),
    ("hours", taken(busy(TODAY, END, 12), busy(day(60), END, 6)), {}, 0.75),
    ("hours", {"hours_max": 0, **taken(busy(TODAY, END, 12))}, {}, UNKNOWN),
    ("hours", taken(busy(TODAY, day(29), 36)), {}, 1.0),
    # Days
    ("weekdays", {"weekdays": frozenset({1, 2, 3})}, {}, 0.5),
    ("weekdays", {"weekdays": frozenset({3, 4})}, {}, 0.0),
    ("weekdays", {"weekdays": frozenset()}, {}, UNKNOWN),
    ("weekdays", {}, {"weekdays": frozenset()}, NOT_ASKED),
    ("weekdays", taken(busy(TODAY, END, 8, {1})), {}, 0.5),
    ("weekdays", taken(busy(TODAY, day(-1), 8, {1})), {}, 1.0),
    ("weekdays", {"weekdays": frozenset(), **taken(busy(TODAY, END, 8, {0, 1}))}, {}, 0.0),
    # Rate
    ("rate", {"rate_min": 100}, {}, 1.0),
    ("rate", {"rate_min": 100.01}, {}, 0.5),
    ("rate", {"rate_min": 105}, {}, 0.5),
    ("rate", {"rate_min": 105.5}, {}, 0.0),
    ("rate", {"rate_min": 0}, {}, UNKNOWN),
    ("rate", {}, {"rate_max": 0}, NOT_ASKED),
    # Office days
    ("office", {"office_days_max": 5}, {}, 1.0),
    ("office", {"office_days_max": 1}, {}, 0.5),
    ("office", {"office_days_max": 1}, {"office_days": 3}, 0.0),
    ("office", {"office_days_max": 0}, {}, UNKNOWN),
    ("office", {}, {"office_days": 0}, NOT_ASKED),
    # Distance: Utrecht to Amsterdam is 34 km, Groningen to Amsterdam is 147 km
    ("region", {}, {}, 1.0),
    ("region", {"max_distance_km": 30}, {}, 0.5),
    ("region", {"max_distance_km": 20}, {}, 0.0),
    ("region", {"position": GRONINGEN, "town": "groningen"}, {}, 0.0),
    ("region", {"position": GRONINGEN, "town": "amsterdam"}, {}, 1.0),
    ("region", {"max_distance_km": 0}, {}, UNKNOWN),
    ("region", {"position": None}, {}, UNKNOWN),
    ("region", {}, {"position": None}, UNKNOWN),
    ("region", {}, {"position": None, "towns": frozenset()}, NOT_ASKED),
    ("region", {}, {"office_days": 0}, NOT_ASKED),
    # Sector
    ("sector", {"experience": frozenset({"health"})}, {}, 0.0),
    ("sector", {"experience": frozenset()}, {}, UNKNOWN),
    ("sector", {}, {"sector": None}, NOT_ASKED),
    # Wishes
    ("wishes", {"types": frozenset({"bridging"})}, {}, 0.5),
    ("wishes", {"types": frozenset({"bridging"}), "sectors": frozenset({"health"})}, {}, 0.0),
    ("wishes", {"types": frozenset()}, {}, 1.0),
    ("wishes", {"types": frozenset(), "sectors": frozenset()}, {}, UNKNOWN),
    ("wishes", {"sectors": frozenset()}, {"type": None}, UNKNOWN),
    ("wishes", {}, {"type": None, "sector": None}, NOT_ASKED),
]


@pytest.mark.parametrize(("subject", "of_candidate", "of_demand", "expected"), CASES)
def test_sub_score(subject, of_candidate, of_demand, expected):
    found = share(subject, replace(CANDIDATE, **of_candidate), replace(DEMAND, **of_demand))
    assert found == (expected if isinstance(expected, str) else pytest.approx(expected))


def test_the_table_has_every_subject():
    assert {case[0] for case in CASES} == set(matching.SUBJECTS)
    assert len(CASES) >= 40


# From the best to the worst, for one assignment.
ORDER = [
    CANDIDATE,
    replace(CANDIDATE, office_days_max=1),
    replace(CANDIDATE, level=3),
    replace(CANDIDATE, rate_min=104),
    replace(CANDIDATE, level=1),
    replace(CANDIDATE, expertises=frozenset({"crisis"})),
    replace(CANDIDATE, expertises=frozenset({"crisis"}), level=1),
    replace(CANDIDATE, expertises=frozenset({"social"}), level=1),
    replace(CANDIDATE, expertises=frozenset({"social"}), level=0, rate_min=150),
    Candidate(key="nothing known"),
]


def test_order():
    ranks = [match(candidate).rank for candidate in ORDER]
    assert ranks == sorted(ranks, reverse=True)
    assert len(set(ranks)) == len(ranks)


def test_what_fits_in_everything():
    assert sum(matching.WEIGHTS.values()) == 100
    found = match()
    assert (found.score, found.confidence, found.rank) == (100, 100, 100)
    assert [part.subject for part in found.parts] == list(matching.SUBJECTS)


def test_unknown_lowers_the_confidence_and_not_the_score():
    found = match(replace(CANDIDATE, rate_min=0))
    assert (found.score, found.confidence, found.rank) == (100, 90, 95)
    found = match(replace(CANDIDATE, certificates={}))
    assert (found.score, found.confidence, found.rank) == (100, 90, 95)


def test_somebody_of_whom_one_thing_is_known_is_not_on_top():
    hardly = match(Candidate(level=2))
    well = match(replace(CANDIDATE, expertises=frozenset({"crisis"})))
    assert hardly.score > well.score
    assert hardly.rank < well.rank


def test_nothing_known_and_nothing_asked():
    found = match(Candidate())
    assert (found.score, found.confidence, found.rank) == (0, 0, 50)
    found = match(Candidate(), Demand())
    assert (found.score, found.confidence, found.rank) == (0, 0, 50), "Only when it could start"
    found = match(Candidate(), Demand(), {**matching.WEIGHTS, "start": 0})
    assert (found.score, found.confidence, found.rank, list(found.parts)) == (0, 0, 0, [])


def test_weights():
    off = match(replace(CANDIDATE, level=0), weights={**matching.WEIGHTS, "level": 0})
    assert off.score == 100
    assert "level" not in [part.subject for part in off.parts]
    only = match(
        replace(CANDIDATE, level=1), weights={**dict.fromkeys(matching.WEIGHTS, 0), "level": 7}
    )
    assert (only.score, only.confidence) == (50, 100)


KNOCKOUTS = [
    (Requirement(1, True, 1, "crisis", None), {}, "met"),
    (Requirement(1, True, 1, "social", None), {}, "unmet"),
    (Requirement(1, True, 1, "social", None), {"expertises": frozenset()}, "unknown"),
    (Requirement(1, True, 1, None, "gov"), {}, "met"),
    (Requirement(1, True, 1, None, "gov"), {"certificates": {"gov": START}}, "met"),
    (Requirement(1, True, 1, None, "gov"), {"certificates": {"gov": day(-1)}}, "unmet"),
    (Requirement(1, True, 1, None, "gov"), {"certificates": {}}, "unknown"),
    (Requirement(1, True, 1, "crisis", "gov"), {"certificates": {}}, "unknown"),
    (Requirement(1, True, 1, "social", "gov"), {"certificates": {}}, "unmet"),
    (Requirement(1, True), {}, "unknown"),
    (Requirement(1, False, 1, "social", None), {}, "none"),
]


@pytest.mark.parametrize(("line", "of_candidate", "expected"), KNOCKOUTS)
def test_knockout(line, of_candidate, expected):
    found = match(replace(CANDIDATE, **of_candidate), replace(DEMAND, requirements=(line,)))
    assert found.knockout_state == expected
    if expected != "none":
        assert [knockout.state for knockout in found.knockouts] == [expected]


def test_the_worst_knockout_counts():
    lines = [line for line, _values, _state in KNOCKOUTS]
    one = replace(DEMAND, requirements=(lines[0], lines[9]))
    assert match(demand=one).knockout_state == "unknown"
    two = replace(DEMAND, requirements=(lines[0], lines[9], lines[1]))
    assert match(demand=two).knockout_state == "unmet"


def test_details_say_what_the_sentences_need():
    found = match(replace(CANDIDATE, **taken(busy(TODAY, day(9), 30, {1}, is_uncertain=True))))
    details = {part.subject: part.detail for part in found.parts}
    assert details["start"] == matching.Free(day(10), -10, is_uncertain=True)
    assert details["hours"] == 36
    assert details["weekdays"] == (frozenset(), frozenset())
    assert round(details["region"]) == 34
    later = match(replace(CANDIDATE, **taken(busy(day(80), END, 30, {1}, is_uncertain=True))))
    details = {part.subject: part.detail for part in later.parts}
    assert not details["start"].is_uncertain, "What begins later does not matter to the start"
    assert details["hours"] == 6
    assert details["weekdays"] == (frozenset(), frozenset({1}))


def test_free_for_a_few_weeks_between_two_assignments_is_not_free():
    between = taken(busy(TODAY, day(-10), 36), busy(day(15), day(100), 36))
    part = find(match(replace(CANDIDATE, **between)), "start")
    assert part.detail.day == day(101)
    short = replace(DEMAND, end=day(14))
    part = next(
        p for p in match(replace(CANDIDATE, **between), short).parts if p.subject == "start"
    )
    assert part.detail.day == day(-9), "The assignment is over before the next one begins"


def test_who_wants_fewer_hours_is_not_late_but_short_of_hours():
    found = replace(CANDIDATE, hours_min=0, hours_max=16, available_from=None)
    assert share("start", found) == 0.75
    assert share("hours", found) == pytest.approx(2 / 3)


def test_towns():
    assert matching.town_key(" 's-Gravenhage ") == matching.town_key("Den Haag") == "den haag"
    assert matching.town_key("Súdwest-Fryslân") == "sudwest fryslan"
    assert matching.town_key(False) == matching.town_key(None) == ""
    assert matching.town_keys("Bergen op Zoom, Stadskantoor (hybrid)") == {
        "bergen op zoom",
        "stadskantoor",
        "hybrid",
    }
    assert matching.town_keys("") == frozenset()
    assert matching.first_place("Bergen op Zoom, Stadskantoor (hybrid)") == "Bergen op Zoom"
    assert matching.first_place("Utrecht") == "Utrecht"
    assert matching.first_place(False) == ""


def test_distance():
    assert matching.distance_km(AMSTERDAM, AMSTERDAM) == 0
    assert round(matching.distance_km(AMSTERDAM, GRONINGEN)) == 147
    assert matching.distance_km((0, 0), (0, 180)) == pytest.approx(20015, abs=1)


def test_nothing_says_who_somebody_is():
    assert {field.name for field in fields(Candidate)} == {
        "key",
        "level",
        "expertises",
        "certificates",
        "available_from",
        "is_availability_known",
        "refused_on",
        "ask_again_on",
        "taken",
        "hours_min",
        "hours_max",
        "weekdays",
        "rate_min",
        "office_days_max",
        "max_distance_km",
        "place",
        "town",
        "position",
        "experience",
        "types",
        "sectors",
    }
    with pytest.raises(TypeError):
        Candidate(name="Sanne")


# === What always holds === #

skills = st.frozensets(st.sampled_from(["crisis", "campaign", "social", "change"]))
papers = st.sampled_from(["gov", "law"])
days = st.dates(date(2026, 9, 1), date(2028, 3, 1))
hours = st.integers(0, 40)
weekdays = st.frozensets(st.integers(0, 6))
kinds = st.sampled_from(["project", "bridging"])
sectors = st.sampled_from(["government", "health"])
positions = st.none() | st.tuples(st.floats(50.7, 53.6), st.floats(3.3, 7.2))
bookings = st.builds(
    lambda first, length, *rest: Taken(first, first + timedelta(days=length), *rest),
    days,
    st.integers(0, 300),
    hours,
    weekdays,
    st.booleans(),
)
candidates = st.builds(
    Candidate,
    level=st.none() | st.integers(0, 3),
    expertises=skills,
    certificates=st.dictionaries(papers, st.none() | days),
    available_from=st.none() | days,
    is_availability_known=st.booleans(),
    taken=st.lists(bookings.filter(lambda booking: booking.end >= TODAY), max_size=3).map(tuple),
    hours_min=hours,
    hours_max=hours,
    weekdays=weekdays,
    rate_min=st.integers(0, 150),
    office_days_max=st.integers(0, 5),
    max_distance_km=st.integers(0, 200),
    town=st.sampled_from(["", "utrecht", "amsterdam"]),
    position=positions,
    experience=st.frozensets(sectors),
    types=st.frozensets(kinds),
    sectors=st.frozensets(sectors),
)
requirements = st.builds(
    Requirement,
    st.integers(0, 9),
    st.booleans(),
    st.integers(0, 5),
    st.none() | st.sampled_from(["crisis", "campaign", "social"]),
    st.none() | papers,
)
demands = st.builds(
    Demand,
    level=st.none() | st.integers(0, 3),
    expertises=skills,
    requirements=st.lists(requirements, max_size=3).map(tuple),
    start=st.none() | days,
    end=st.none() | days,
    hours_min=hours,
    hours_max=hours,
    weekdays=weekdays,
    rate_max=st.integers(0, 150),
    office_days=st.integers(0, 5),
    towns=st.frozensets(st.sampled_from(["utrecht", "amsterdam"])),
    position=positions,
    sector=st.none() | sectors,
    type=st.none() | kinds,
)
all_weights = st.fixed_dictionaries(dict.fromkeys(matching.WEIGHTS, st.integers(0, 40)))


def never_lower(before, after):
    assert after.rank >= before.rank - 1e-9
    assert after.score >= before.score


@given(candidates, demands, all_weights)
def test_bounds(candidate, demand, weights):
    found = match(candidate, demand, weights)
    assert 0 <= found.score <= 100
    assert 0 <= found.confidence <= 100
    assert -1e-9 <= found.rank <= 100 + 1e-9
    for part in found.parts:
        assert 0 <= part.share <= 1
        assert 0 <= part.known <= 1
        assert part.weight > 0
        assert part.known or not part.share
    known = sum(part.weight * part.known for part in found.parts)
    earned = sum(part.weight * part.known * part.share for part in found.parts)
    assert found.score == (pytest.approx(100 * earned / known, abs=0.51) if known else 0)
    assert found == match(candidate, demand, weights)


@given(candidates, demands, all_weights)
def test_the_order_alone_is_the_same(candidate, demand, weights):
    found = match(candidate, demand, weights)
    rank, is_unmet = matching.rank(candidate, demand, weights, TODAY)
    assert rank == pytest.approx(found.rank)
    assert is_unmet == (found.knockout_state == "unmet")


@given(candidates, demands, st.sampled_from(["crisis", "campaign", "social", "change"]))
def test_one_more_matching_expertise_never_lowers(candidate, demand, skill):
    # With no expertise on record nothing is known; the first one also says what is lacking.
    assume(candidate.expertises and skill in demand.expertise_weights)
    able = replace(candidate, expertises=candidate.expertises | {skill})
    never_lower(match(candidate, demand), match(able, demand))


@given(candidates, demands, papers)
def test_a_valid_certificate_never_lowers(candidate, demand, paper):
    assume(paper in demand.certification_weights)
    able = replace(candidate, certificates={**candidate.certificates, paper: None})
    never_lower(match(candidate, demand), match(able, demand))


@given(candidates, demands, st.integers(1, 150), st.integers(1, 150))
def test_a_higher_rate_never_raises(candidate, demand, rate, more):
    dearer = replace(candidate, rate_min=rate + more)
    never_lower(match(dearer, demand), match(replace(candidate, rate_min=rate), demand))


@given(candidates, demands, st.integers(1, 50))
def test_a_rate_above_the_ceiling_never_raises(candidate, demand, more):
    assume(demand.rate_max)
    within = replace(candidate, rate_min=demand.rate_max)
    above = replace(candidate, rate_min=demand.rate_max + more)
    never_lower(match(above, demand), match(within, demand))


@given(candidates, demands, hours)
def test_more_free_hours_never_cost_hours_or_days(candidate, demand, fewer):
    # Who wants a full week is not served by a few hours: let the wish be no obstacle.
    candidate = replace(candidate, hours_min=0, hours_max=candidate.hours_max or 40)
    freer = replace(
        candidate,
        taken=tuple(t._replace(hours=min(t.hours, fewer)) for t in candidate.taken),
    )
    # From the same day on; coming free on another day is judged by the start.
    before, after = match(candidate, demand), match(freer, demand)
    free = [find(found, "start").detail for found in (before, after)]
    assert free[1].day <= free[0].day or free[0].wait >= 0
    if max(free[0].day, demand.start or TODAY) == max(free[1].day, demand.start or TODAY):
        for subject in ("hours", "weekdays"):
            known = [find(found, subject) for found in (before, after)]
            if all(known) and known[0].known:
                assert known[1].share >= known[0].share - 1e-9


@given(candidates, demands, st.lists(st.integers(0, 400), min_size=2, max_size=5))
def test_the_later_somebody_is_free_after_the_start_the_lower(candidate, demand, gaps):
    candidate = replace(candidate, taken=(), is_availability_known=True)
    start = max(demand.start or TODAY, TODAY)
    found = [
        match(replace(candidate, available_from=start + timedelta(days=gap)), demand)
        for gap in sorted(gaps)
    ]
    for sooner, later in pairwise(found):
        never_lower(later, sooner)


@given(candidates, demands, st.lists(st.floats(0, 2), min_size=2, max_size=5))
def test_farther_away_never_raises(candidate, demand, degrees):
    assume(candidate.max_distance_km)
    candidate = replace(candidate, town="")
    demand = replace(demand, position=UTRECHT)
    found = [
        match(replace(candidate, position=(UTRECHT[0] + degree, UTRECHT[1])), demand)
        for degree in sorted(degrees)
    ]
    for nearer, farther in pairwise(found):
        never_lower(farther, nearer)


@given(candidates, demands)
def test_what_becomes_unknown_never_raises_the_confidence(candidate, demand):
    before = match(candidate, demand)
    for changes in ({"level": None}, {"rate_min": 0}, {"certificates": {}}, {"types": frozenset()}):
        assert match(replace(candidate, **changes), demand).confidence <= before.confidence


@given(candidates, demands)
def test_keys_play_no_part(candidate, demand):
    other = match(replace(candidate, key="another", place="elsewhere"), replace(demand, key=7))
    assert other == match(candidate, demand)


@given(st.lists(candidates, max_size=6), st.lists(demands, max_size=6))
def test_the_same_from_both_sides(found_candidates, found_demands):
    by_demand = [[match(c, d).score for c in found_candidates] for d in found_demands]
    by_candidate = [[match(c, d).score for d in found_demands] for c in found_candidates]
    assert [list(row) for row in zip(*by_candidate, strict=True)] == by_demand or not (
        found_candidates and found_demands
    )
