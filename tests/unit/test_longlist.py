import pytest
from hypothesis import given
from hypothesis import strategies as st
from interim_tools.longlist import is_named, letter, to_text


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (None, ""),
        ("", ""),
        ("Plain", "Plain"),
        ("<p>Dear Anja,</p><p>We&nbsp;present</p>", "Dear Anja, We present"),
        ("<ul><li>One</li><li>Two</li></ul>Three", "One Two Three"),
        ("<p>Bo<br/>Jansen</p>", "Bo Jansen"),
        ("<p><b>B</b>o Jan<i><u>se</u></i>n</p>", "Bo Jansen"),
        ("<p>Bo<!-- secret --> Jansen</p>", "Bo Jansen"),
        ("<table><tr><td>Bo</td><td>Jansen</td></tr></table>", "Bo Jansen"),
        ('<p><a href="mailto:bo@x.test">Bo</a> &amp; Co</p>', "Bo & Co"),
    ],
)
def test_the_words_of_a_text(body, text):
    assert to_text(body) == text


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("Bo Jansen", "Dear Anja, Bo Jansen is free.", True),
        ("Bo Jansen", "BO  JANSEN", True),
        ("Bo Jansen", "Bo Jansens", False),
        ("Bo Jansen", "Jumbo Jansen", False),
        ("Bo Jansen", "Jansen, Bo", False),
        ("  ", "anything", False),
        (None, "anything", False),
        ("bo@x.test", "write to bo@x.test.", True),
        ("bo@x.test", "write to jumbo@x.test.", False),
        ("A. (Bo) Jansen+", "A. (Bo) Jansen+ fits", True),
        ("Zoë Çelik", "met zoë çelik erbij", True),
        ("Professional A", "Professional AA: Level", False),
        ("Professional A", "Professional A: Level", True),
    ],
)
def test_whether_a_name_stands_in_it(name, text, expected):
    assert is_named(name, text) is expected


@pytest.mark.parametrize(
    ("position", "letters"),
    [(0, "A"), (1, "B"), (25, "Z"), (26, "AA"), (27, "AB"), (51, "AZ"), (52, "BA"), (702, "AAA")],
)
def test_letters(position, letters):
    assert letter(position) == letters


@given(st.integers(0, 100_000), st.integers(0, 100_000))
def test_letters_tell_apart_and_keep_the_order(one, other):
    def key(position):
        return len(letter(position)), letter(position)

    assert (one < other) == (key(one) < key(other))
