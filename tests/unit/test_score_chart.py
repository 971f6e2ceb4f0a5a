from datetime import date
from xml.etree import ElementTree

from hypothesis import given
from hypothesis import strategies as st
from interim_tools.score_chart import HEIGHT, WIDTH, Series, draw_scores

points = st.lists(
    st.tuples(st.dates(date(2026, 1, 1), date(2028, 1, 1)), st.integers(1, 10)), max_size=12
).map(sorted)


def test_without_scores_there_is_no_picture():
    assert draw_scores([Series("Client", "#000", False, [])], 6, "Scores") == ""


def test_a_screen_reader_hears_the_scores():
    series = [Series("Client", "#000", True, [(date(2027, 1, 4), 8), (date(2027, 2, 4), 4)])]
    picture = ElementTree.fromstring(draw_scores(series, 6, "Scores"))
    assert picture.get("role") == "img"
    assert picture.get("aria-label") == "Scores. Client: 2027-01-04 8, 2027-02-04 4"


def test_a_lower_score_stands_lower():
    series = [Series("Client", "#000", False, [(date(2027, 1, 4), 8), (date(2027, 2, 4), 4)])]
    circles = ElementTree.fromstring(draw_scores(series, 6, "Scores")).findall("circle")
    (x1, y1), (x2, y2) = [(float(c.get("cx")), float(c.get("cy"))) for c in circles]
    assert x1 < x2
    assert y1 < y2


@given(points, points)
def test_all_marks_lie_in_the_picture(one, other):
    series = [Series("Prof", "#000", False, one), Series("Client", "#111", True, other)]
    drawn = draw_scores(series, 6, "Scores <b>")
    if not one and not other:
        assert drawn == ""
        return
    picture = ElementTree.fromstring(drawn)
    circles, squares = picture.findall("circle"), picture.findall("rect")[1:]
    assert (len(circles), len(squares)) == (len(one), len(other))
    marks = [(float(c.get("cx")), float(c.get("cy"))) for c in circles]
    marks += [(float(s.get("x")) + 4, float(s.get("y")) + 4) for s in squares]
    assert all(0 <= x <= WIDTH and 0 <= y <= HEIGHT for x, y in marks)
