from datetime import date, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from interim_tools.checkins import Moment, Step, plan_checkins

# Public holidays of the Netherlands in 2026 and 2027, as far as the examples need them.
HOLIDAYS = {date(2026, 12, 25), date(2026, 12, 26), date(2027, 1, 1), date(2027, 5, 17)}
STANDARD = (
    Step("first day", "start"),
    Step("first week", "start", 7),
    Step("first month", "start", 1, "months"),
    Step("evaluation", "start", 3, "months", repeat_months=3, guard_days=14),
    Step("exit", "end", 14, is_before=True, roll="preceding"),
)


def is_dutch_working_day(day):
    return day.weekday() < 5 and day not in HOLIDAYS


def plan(steps, start, end, is_working_day=is_dutch_working_day):
    return plan_checkins(steps, start, end, is_working_day)


def test_worked_example():
    moments = plan(STANDARD, date(2026, 11, 25), date(2027, 5, 31))
    assert [(moment.key, moment.planned) for moment in moments] == [
        ("first day", date(2026, 11, 25)),
        ("first week", date(2026, 12, 2)),
        ("first month", date(2026, 12, 28)),
        ("evaluation", date(2027, 2, 25)),
        ("exit", date(2027, 5, 14)),
    ]
    assert moments[2].target == date(2026, 12, 25)
    assert moments[4].target == date(2027, 5, 17)


def test_follow_up_window_of_the_worked_example():
    window = Step("follow-up", "end", 3, "months", is_before=True, roll="preceding")
    (moment,) = plan([window], date(2026, 11, 25), date(2027, 5, 31))
    assert moment == Moment("follow-up", 1, date(2027, 2, 28), date(2027, 2, 26))


def test_repetition_counts_from_the_anchor():
    monthly = Step("monthly", "start", 1, "months", repeat_months=1)
    targets = [m.target for m in plan([monthly], date(2027, 1, 31), date(2027, 6, 30))]
    assert targets == [
        date(2027, 2, 28),
        date(2027, 3, 31),
        date(2027, 4, 30),
        date(2027, 5, 31),
        date(2027, 6, 30),
    ]


def test_repetition_back_from_the_end():
    step = Step("back", "end", 1, "months", is_before=True, repeat_months=2)
    targets = [m.target for m in plan([step], date(2027, 1, 4), date(2027, 6, 30))]
    assert targets == [date(2027, 1, 30), date(2027, 3, 30), date(2027, 5, 30)]


@pytest.mark.parametrize(("end", "count"), [(date(2027, 4, 18), 0), (date(2027, 4, 19), 1)])
def test_guard_keeps_the_last_days_free(end, count):
    # Three months after 4 January is Sunday 4 April, so Monday 5 April; 14 days later the 19th.
    step = Step("evaluation", "start", 3, "months", guard_days=14)
    assert len(plan([step], date(2027, 1, 4), end)) == count


def test_rolling_never_leaves_the_period():
    # Sunday 28 February is the last day: forward would be after the end.
    step = Step("late", "end", 0, roll="following")
    (moment,) = plan([step], date(2027, 2, 1), date(2027, 2, 28))
    assert moment.planned == date(2027, 2, 26)
    # A weekend has no working day at all.
    assert plan([step], date(2027, 2, 27), date(2027, 2, 28)) == []


def test_short_placement_keeps_what_fits():
    keys = [m.key for m in plan(STANDARD, date(2027, 2, 1), date(2027, 2, 5))]
    assert keys == ["first day"]


def test_impossible_input_is_refused():
    with pytest.raises(ValueError, match="before it starts"):
        plan(STANDARD, date(2027, 2, 2), date(2027, 2, 1))
    with pytest.raises(ValueError, match="choose the direction"):
        plan([Step("odd", "start", -1)], date(2027, 2, 1), date(2027, 2, 5))


steps = st.builds(
    Step,
    key=st.integers(0, 1000),
    anchor=st.sampled_from(["start", "end"]),
    offset=st.integers(0, 40),
    unit=st.sampled_from(["days", "weeks", "months"]),
    is_before=st.booleans(),
    roll=st.sampled_from(["following", "preceding"]),
    repeat_months=st.integers(0, 12),
    guard_days=st.integers(0, 60),
)
plans = st.lists(steps, max_size=6, unique_by=lambda step: step.key)
days = st.dates(date(2026, 1, 1), date(2029, 12, 31))
lengths = st.integers(0, 900)
days_off = st.sets(days, max_size=80)


@given(plans, days, lengths, days_off)
def test_laws(plan_steps, start, length, off):
    end = start + timedelta(days=length)

    def is_working_day(day):
        return day.weekday() < 5 and day not in off

    moments = plan(plan_steps, start, end, is_working_day)
    by_key = {step.key: step for step in plan_steps}
    assert all(start <= moment.planned <= end for moment in moments)
    assert all(start <= moment.target <= end for moment in moments)
    assert all(is_working_day(moment.planned) for moment in moments)
    assert len({(m.key, m.occurrence) for m in moments}) == len(moments)
    assert [m.planned for m in moments] == sorted(m.planned for m in moments)
    for moment in moments:
        guard = by_key[moment.key].guard_days
        assert moment.planned <= end - timedelta(days=guard)
    assert moments == plan(plan_steps, start, end, is_working_day)


@given(plans, days, lengths, lengths)
def test_start_anchored_moments_do_not_depend_on_the_end(plan_steps, start, length, longer):
    assume(longer > length)
    plan_steps = [s for s in plan_steps if s.anchor == "start" and not s.guard_days]
    shorter_end = start + timedelta(days=length)
    early = plan(plan_steps, start, shorter_end)
    late = plan(plan_steps, start, start + timedelta(days=longer))
    kept = [m for m in late if m.planned <= shorter_end and m.target <= shorter_end]
    # A moment that had to roll back from the earlier end may stand later now.
    known = {(m.key, m.occurrence) for m in early}
    assert {(m.key, m.occurrence) for m in kept} <= known
