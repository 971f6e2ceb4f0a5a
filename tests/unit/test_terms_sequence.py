"""What a sequence of terms books: property-based, and the worked examples."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from interim_tools.periods import latest_notice, notice_end
from interim_tools.terms_sequence import booked_periods, seam_days

FIRST = date(2027, 1, 1)
days = st.integers(0, 900).map(lambda number: FIRST + timedelta(days=number))
spans = st.tuples(days, st.integers(0, 400)).map(
    lambda pair: (pair[0], pair[0] + timedelta(days=pair[1]))
)


def test_extension_follows_on():
    rows = [("original", FIRST, date(2027, 6, 30)), ("more", date(2027, 7, 1), date(2027, 8, 31))]
    assert booked_periods(rows) == rows


def test_change_holds_from_its_own_first_day():
    rows = [("original", FIRST, date(2027, 6, 30)), ("hours", date(2027, 4, 1), date(2027, 6, 30))]
    assert booked_periods(rows) == [("original", FIRST, date(2027, 3, 31)), rows[1]]


def test_shortening_voids_what_came_after():
    rows = [
        ("original", FIRST, date(2027, 6, 30)),
        ("more", date(2027, 7, 1), date(2027, 8, 31)),
        ("shorter", date(2027, 5, 1), date(2027, 5, 15)),
    ]
    assert booked_periods(rows) == [("original", FIRST, date(2027, 4, 30)), rows[2]]


@given(st.lists(spans, max_size=8))
def test_each_day_belongs_to_the_last_row_that_names_it(periods):
    rows = [(number, *period) for number, period in enumerate(periods)]
    booked = booked_periods(rows)
    assert all(entry.start <= entry.end for entry in booked)
    for before, after in pairwise(booked):
        assert before.end < after.start
        assert before.key < after.key
    if rows:
        assert booked[-1] == rows[-1]
    for number in range(0, 1301, 13):
        day = FIRST + timedelta(days=number)
        # The last row that begins on this day or before says whether it is booked.
        last = max((key for key, start, _end in rows if start <= day), default=None)
        later = [start for key, start, _end in rows if last is not None and key > last]
        expected = last is not None and rows[last][2] >= day and all(s > day for s in later)
        assert any(entry.start <= day <= entry.end for entry in booked) == expected


@given(st.lists(st.integers(1, 200), min_size=1, max_size=6))
def test_extensions_without_a_gap_add_up(lengths):
    rows, start = [], FIRST
    for number, length in enumerate(lengths):
        end = start + timedelta(days=length - 1)
        rows.append((number, start, end))
        start = end + timedelta(days=1)
    booked = booked_periods(rows)
    assert sum((entry.end - entry.start).days + 1 for entry in booked) == sum(lengths)
    assert all(seam_days(before.end, after.start) == 0 for before, after in pairwise(booked))


@pytest.mark.parametrize(
    ("start", "seam"),
    [(date(2027, 7, 1), 0), (date(2027, 7, 4), 3), (date(2027, 6, 15), -16)],
)
def test_seam(start, seam):
    assert seam_days(date(2027, 6, 30), start) == seam


@pytest.mark.parametrize(
    ("end", "months", "rule", "latest"),
    [
        (date(2027, 6, 30), 1, "day", date(2027, 5, 31)),
        (date(2027, 6, 30), 1, "month_end", date(2027, 5, 31)),
        (date(2027, 6, 15), 1, "day", date(2027, 5, 15)),
        (date(2027, 6, 15), 1, "month_end", date(2027, 4, 30)),
        (date(2027, 2, 28), 1, "day", date(2027, 1, 31)),
    ],
)
def test_latest_notice(end, months, rule, latest):
    assert latest_notice(end, months, rule) == latest


@given(days, st.integers(0, 12), st.sampled_from(["day", "month_end"]))
def test_a_day_later_the_notice_ends_too_late(end, months, rule):
    latest = latest_notice(end, months, rule)
    assert notice_end(latest, months, rule) <= end
    assert notice_end(latest + timedelta(days=1), months, rule) > end
