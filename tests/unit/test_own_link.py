import pytest
from interim_tools.own_link import has_place, put_link

PLACE = "https://agency.test/contract/own-link"
LINK = "https://agency.test/contract/secret"

USABLE = [
    f'<p><a href="{PLACE}">Sign</a></p>',
    f'<p><a href=" {PLACE} " style="color: red">Sign &amp; send</a></p>',
    f"<p>Or copy this: {PLACE}.</p>",
    f'Read it<br>on ({PLACE}), <b>"{PLACE}"</b>',
]
ELSEWHERE = [
    f'<p><img src="https://evil.test/?{PLACE}"></p>',
    f'<p><img src="{PLACE}"></p>',
    f'<p><a href="https://evil.test/? {PLACE}">Sign</a></p>',
    f"<p><a title='{PLACE}' href='https://evil.test/#{PLACE}'>Sign</a></p>",
    f'<p style="background: url(https://evil.test/?{PLACE})">Sign</p>',
    f"<p>https://evil.test/?{PLACE}</p>",
    f"<p>{PLACE}@evil.test</p>",
    f"<p>{PLACE}-not</p>",
]


@pytest.mark.parametrize("body", USABLE)
def test_the_link_is_where_a_reader_uses_it(body):
    assert has_place(body, PLACE)
    written = put_link(body, PLACE, LINK)
    assert PLACE not in written
    assert written.count(LINK) == body.count(PLACE)


@pytest.mark.parametrize("body", ELSEWHERE)
def test_the_link_is_no_part_of_another_address(body):
    assert not has_place(body, PLACE)
    assert LINK not in put_link(body, PLACE, LINK)
    both = put_link(f"{USABLE[0]}{body}", PLACE, LINK)
    assert both.count(LINK) == 1


@pytest.mark.parametrize("body", ["", None, "<p>Hello</p>", "<a href='https://agency.test/'>x</a>"])
def test_without_a_place_nothing_changes(body):
    assert not has_place(body, PLACE)
    assert put_link(body, PLACE, LINK) == (body or "")


def test_the_rest_of_the_mail_stays_as_it_is():
    body = f'<p class="a">Caf\u00e9 &amp; <b>tea</b> &lt;x&gt;</p>\n<a href="{PLACE}">Sign</a> now'
    assert put_link(body, PLACE, LINK) == body.replace(PLACE, LINK)
