from datetime import date
from xml.etree import ElementTree

from hypothesis import given
from hypothesis import strategies as st
from interim_tools.capacity import Booking
from interim_tools.capacity_chart import LEFT, LEGEND, WIDTH, Words, draw_capacity
from interim_tools.capacity_weeks import weeks

D = date.fromisoformat


def _say(first, last):
    return f"{first.start}/{last.start}: {first.agreed}+{first.proposed}"


WORDS = Words(
    *("Capacity", "Agreed", "Proposed", "Too many", "36 at most", "Today"), "{:%b}".format, _say
)
A = Booking("a", "A", D("2027-01-04"), D("2027-06-30"), 24)
B = Booking("b", "B", D("2027-03-01"), D("2027-08-31"), 16)
LETTERS = {"a": "A", "b": "B"}


def _draw(agreed, planned, first="2027-02-22", count=4, hours_max=36, today="2027-03-03"):
    found = weeks(agreed, planned, hours_max, D(first), count)
    drawn = draw_capacity(found, LETTERS, hours_max, D(today), WORDS)
    return ElementTree.fromstring(drawn)


def _titled(picture, start):
    return next(
        group
        for group in picture.iter("g")
        if (group.findtext("title") or "").startswith(f"{start}/")
    )


def test_nothing_to_draw():
    assert draw_capacity([], {}, 36, D("2027-01-01"), WORDS) == ""


def test_a_screen_reader_hears_all_weeks_in_runs():
    picture = _draw([A, B], [A, B])
    assert picture.get("role") == "img"
    assert picture.get("aria-label") == (
        "Capacity. 2027-02-22/2027-02-22: 24+0. 2027-03-01/2027-03-15: 40+0"
    )


def test_an_overload_differs_in_form_and_colour():
    picture = _draw([A, B], [A, B])
    fits, too_many = _titled(picture, "2027-02-22"), _titled(picture, "2027-03-01")
    assert fits.find("path") is None
    assert too_many.find("path").get("fill") == "#c62f3e"
    assert "#c62f3e" in [box.get("fill") for box in too_many.iter("rect")]


def test_what_is_proposed_is_hatched_and_its_mark_an_outline():
    picture = _draw([A], [A, B])
    week = _titled(picture, "2027-03-01")
    fills = [box.get("fill") for box in week.iter("rect")]
    assert fills[1:] == [
        "#0d7f86",
        "url(#interim_capacity_proposed)",
        "url(#interim_capacity_too_many)",
    ]
    assert week.find("path").get("fill") == "none"


def test_each_booking_has_its_letter_where_it_begins():
    picture = _draw([A, B], [A, B])
    letters = [
        (group.findtext("title")[:10], text.text)
        for group in picture.iter("g")
        if group.findtext("title")
        for text in group.iter("text")
        if text.text != "!"
    ]
    assert letters == [("2027-02-22", "A"), ("2027-03-01", "B")]


def test_weeks_and_months_are_named():
    texts = [text.text for text in _draw([A], [A], "2027-02-22", 6).iter("text")]
    for number in range(8, 14):
        assert str(number) in texts
    assert [text for text in texts if text in ("Feb", "Mar", "Apr")] == ["Feb", "Mar", "Apr"]


def test_maximum_and_today_only_where_they_are():
    def lines(**options):
        picture = _draw([A], [A], **options)
        titles = [title.text for title in picture.iter("title")]
        return "36 at most" in [text.text for text in picture.iter("text")], "Today" in titles

    assert lines() == (True, True)
    assert lines(hours_max=0) == (False, True)
    assert lines(today="2027-02-21") == (True, False)
    assert lines(today="2027-03-21") == (True, True)
    assert lines(today="2027-03-22") == (True, False)


@given(
    st.lists(
        st.builds(
            lambda key, start, hours: Booking(key, key, start, None, hours),
            st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=5),
            st.dates(date(2026, 1, 1), date(2028, 1, 1)),
            st.sampled_from([0, 0.5, 8, 24, 36, 168]),
        ),
        max_size=6,
    ),
    st.sampled_from([0, 16, 36, 168]),
    st.integers(1, 53),
)
def test_it_is_well_formed_and_within_the_picture(bookings, hours_max, count):
    found = weeks(bookings[::2], bookings, hours_max, date(2027, 1, 1), count)
    letters = {booking.key: booking.key for booking in bookings}
    picture = ElementTree.fromstring(
        draw_capacity(found, letters, hours_max, date(2027, 1, 4), WORDS)
    )
    bottom = int(picture.get("viewBox").split()[3])
    for group in picture.iter("g"):
        if group.get("aria-hidden"):
            continue
        for box in group.iter("rect"):
            left, width = float(box.get("x")), float(box.get("width"))
            high, height = float(box.get("y")), float(box.get("height"))
            assert left >= LEFT
            assert left + width <= WIDTH
            assert high >= LEGEND
            assert high + height <= bottom
