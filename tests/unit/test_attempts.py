from hypothesis import given
from hypothesis import strategies as st
from interim_tools.attempts import AttemptLimiter


def test_twenty_in_ten_minutes_are_allowed():
    limiter = AttemptLimiter(most=20, seconds=600)
    assert [limiter.note("a", second) for second in range(20)] == [0] * 20
    assert limiter.note("a", 20) == 581
    assert limiter.note("b", 20) == 0


def test_who_waits_may_go_on():
    limiter = AttemptLimiter(most=2, seconds=60)
    assert [limiter.note("a", second) for second in (0, 1, 2)] == [0, 0, 59]
    assert limiter.note("a", 62) == 0


@given(st.lists(st.tuples(st.sampled_from("abcdef"), st.integers(0, 30)), max_size=80))
def test_memory_is_bounded(attempts):
    limiter = AttemptLimiter(most=3, seconds=60, most_sources=4)
    now = 0
    for source, pause in attempts:
        now += pause
        limiter.note(source, now)
        assert len(limiter._attempts) <= 4
        assert all(len(moments) <= 3 for moments in limiter._attempts.values())


@given(st.lists(st.integers(0, 30), min_size=1, max_size=60))
def test_never_more_than_allowed_in_any_period(pauses):
    limiter = AttemptLimiter(most=3, seconds=60)
    now, allowed = 0, []
    for pause in pauses:
        now += pause
        if not limiter.note("a", now):
            allowed.append(now)
    for moment in allowed:
        assert sum(moment - 60 < other <= moment for other in allowed) <= 3
