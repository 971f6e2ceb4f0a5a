"""The own link of a reader, put into a mail where the shown mail held its place.

The link is a key. It goes where a reader clicks or reads it, and into no other address: as part of
a picture's, opening the mail would send the key to whoever has that picture.
"""

from __future__ import annotations

import re

from lxml import html

# What belongs to an address still, before or behind the place in a text.
BEFORE = r"(?<![\w/?&=#%.:@-])"
BEHIND = r"(?![\w/?&=#%@-])"


def has_place(body: str | None, place: str) -> bool:
    """Return whether a mail has the place of the link where a reader can use it.

    :param body: HTML of the mail
    :param place: the address that stands for the link
    """
    return _replace(body, place, place)[1]


def put_link(body: str | None, place: str, link: str) -> str:
    """Return a mail with the own link in it.

    :param body: HTML of the mail
    :param place: the address that stands for the link
    :param link: the own link
    """
    return _replace(body, place, link)[0]


def _replace(body: str | None, place: str, link: str) -> tuple[str, bool]:
    if not body or place not in body:
        return body or "", False
    pattern = re.compile(BEFORE + re.escape(place) + BEHIND)
    root = html.fragment_fromstring(body, create_parent="div")
    found = 0
    for element in root.iter():
        if element.tag == "a" and (element.get("href") or "").strip() == place:
            element.set("href", link)
            found += 1
        for name in ("text", "tail"):
            text, count = pattern.subn(lambda _match: link, getattr(element, name) or "")
            if count:
                setattr(element, name, text)
                found += count
    written = html.tostring(root, encoding="unicode")
    return written.removeprefix("<div>").removesuffix("</div>"), bool(found)
