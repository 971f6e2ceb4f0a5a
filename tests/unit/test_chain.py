from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from interim_tools.chain import gap_days, gaps

FIRST = date(2027, 1, 1)
day = st.integers(0, 900).map(lambda number: FIRST + timedelta(days=number))
periods = st.lists(
    st.tuples(day, st.integers(0, 400)).map(lambda p: (p[0], p[0] + timedelta(days=p[1]))),
    max_size=10,
)


@pytest.mark.parametrize(
    ("previous_end", "start", "days"),
    [
        (date(2027, 6, 30), date(2027, 7, 1), 0),
        (date(2027, 6, 30), date(2027, 7, 2), 1),
        (date(2027, 6, 30), date(2027, 8, 1), 31),
        (date(2028, 2, 28), date(2028, 3, 1), 1),
        (date(2027, 6, 30), date(2027, 6, 30), 0),
        (date(2027, 6, 30), date(2027, 1, 1), 0),
    ],
)
def test_free_days_between_two_placements(previous_end, start, days):
    assert gap_days(previous_end, start) == days


def test_gaps_of_a_chain_of_three():
    chain = [
        (date(2027, 1, 4), date(2027, 3, 31)),
        (date(2027, 4, 15), date(2027, 6, 30)),
        (date(2027, 7, 1), date(2027, 12, 31)),
    ]
    assert gaps(chain) == [None, 14, 0]
    assert gaps(chain[::-1]) == [0, 14, None]


def test_who_works_on_elsewhere_is_not_free():
    long = (date(2027, 1, 4), date(2027, 12, 31))
    short = (date(2027, 2, 1), date(2027, 3, 31))
    assert gaps([long, short, (date(2027, 6, 1), date(2028, 1, 31))]) == [None, 0, 0]


def test_a_period_that_ends_before_it_starts_is_refused():
    with pytest.raises(ValueError, match="before it starts"):
        gaps([(date(2027, 2, 1), date(2027, 1, 1))])


@given(periods)
def test_only_the_first_has_none_before_it(found):
    assert gaps(found).count(None) == min(len(found), 1)
    assert all(gap is None or gap >= 0 for gap in gaps(found))


@given(periods)
def test_gaps_are_exactly_the_days_on_which_nothing_runs(found):
    busy = set()
    for start, end in found:
        busy |= {start + timedelta(days=n) for n in range((end - start).days + 1)}
    free = (max(busy) - min(busy)).days + 1 - len(busy) if busy else 0
    assert sum(gap or 0 for gap in gaps(found)) == free


@given(periods, st.randoms(use_true_random=False))
def test_the_order_of_the_rows_does_not_matter(found, random):
    mixed = list(found)
    random.shuffle(mixed)
    assert sorted(gap or 0 for gap in gaps(mixed)) == sorted(gap or 0 for gap in gaps(found))
