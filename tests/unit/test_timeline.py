from datetime import date, timedelta
from xml.etree import ElementTree

from hypothesis import given
from hypothesis import strategies as st
from interim_tools.timeline import LEFT, WIDTH, Bar, draw_timeline

TODAY = date(2027, 6, 1)
days = st.dates(date(2020, 1, 1), date(2035, 1, 1))
bars = st.lists(
    st.builds(
        lambda label, start, length, gap, joint: Bar(
            label,
            label,
            start,
            start + timedelta(days=length),
            gap,
            [start + timedelta(days=joint)],
        ),
        st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=60),
        days,
        st.integers(0, 700),
        st.none() | st.integers(0, 2000),
        st.integers(0, 10),
    ),
    max_size=8,
)


def _draw(rows, **options):
    return draw_timeline(rows, TODAY, "Placements", "Today", **options)


def test_without_placements_there_is_no_picture():
    assert _draw([]) == ""


def test_a_screen_reader_hears_bars_and_gaps_in_order():
    rows = [
        Bar("Gemeente X", "Editor", date(2027, 5, 1), date(2027, 9, 30), 30),
        Bar("Gemeente X", "Adviser", date(2027, 1, 1), date(2027, 3, 31)),
    ]
    picture = ElementTree.fromstring(_draw(rows, format_gap=lambda days: f"{days} days free"))
    assert picture.get("role") == "img"
    assert picture.get("aria-label") == (
        "Placements. Gemeente X, Adviser: 2027-01-01 – 2027-03-31; 30 days free;"
        " Gemeente X, Editor: 2027-05-01 – 2027-09-30"
    )
    assert "30 days free" in [text.text for text in picture.iter("text")]


def test_what_is_to_come_differs_in_form():
    rows = [
        Bar("Past", "", date(2027, 1, 1), date(2027, 3, 31)),
        Bar("Present", "", date(2027, 5, 1), date(2027, 9, 30), 30),
        Bar("Future", "", date(2027, 10, 1), date(2027, 12, 31), 0),
    ]
    drawn = ElementTree.fromstring(_draw(rows)).iter("rect")
    styles = [bar.get("stroke-dasharray") for bar in drawn]
    assert styles == [None, None, "5 3"]


@given(bars)
def test_all_bars_lie_in_the_picture(rows):
    drawn = _draw(rows)
    if not rows:
        assert drawn == ""
        return
    picture = ElementTree.fromstring(drawn)
    found = list(picture.iter("rect"))
    assert len(found) == len(rows)
    for bar in found:
        left, width = float(bar.get("x")), float(bar.get("width"))
        assert left >= LEFT
        assert left + width <= WIDTH
    for line in picture.iter("line"):
        assert LEFT <= float(line.get("x1")) <= WIDTH
        assert LEFT <= float(line.get("x2")) <= WIDTH


@given(bars)
def test_a_later_start_stands_further_to_the_right(rows):
    drawn = _draw(rows)
    if not rows:
        return
    lefts = [float(bar.get("x")) for bar in ElementTree.fromstring(drawn).iter("rect")]
    assert lefts == sorted(lefts)
