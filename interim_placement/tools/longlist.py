"""Names in the text of a longlist: who is in it, and how somebody without a name is called."""

from __future__ import annotations

import re
from collections.abc import Iterator
from string import ascii_uppercase

from lxml import html

# What does not part words: a name may be half in bold.
INLINE = frozenset(
    ("a", "abbr", "b", "code", "em", "font", "i", "mark", "s", "small", "span", "strong", "u")
)


def to_text(body: str | None) -> str:
    """Return the words of HTML with single spaces between; how it looks does not matter.

    >>> to_text("<p>Dear <b>Bo</b> Jan<b>sen</b>,</p><p>Hello</p>")
    'Dear Bo Jansen, Hello'
    """
    root = html.fragment_fromstring(body or "", create_parent="div")
    return " ".join("".join(_parts(root)).split())


def _parts(element) -> Iterator[str]:
    if not isinstance(element.tag, str):  # a comment
        return
    space = "" if element.tag in INLINE else " "
    yield space
    yield element.text or ""
    for child in element:
        yield from _parts(child)
        yield child.tail or ""
    yield space


def is_named(name: str | None, text: str) -> bool:
    """Return whether a name stands in a text, as words of their own; case and spaces do not count.

    >>> is_named("Bo Jansen", "with bo  jansen, too"), is_named("Bo", "about it")
    (True, False)
    """
    words = (name or "").split()
    if not words:
        return False
    pattern = r"\s+".join(re.escape(word) for word in words)
    return bool(re.search(rf"(?<!\w){pattern}(?!\w)", text, re.IGNORECASE))


def letter(position: int) -> str:
    """Return the letters of a position: A, B .. Z, AA, AB and so on.

    :param position: 0 is A
    """
    letters = ""
    while position >= 0:
        position, number = divmod(position, len(ascii_uppercase))
        letters = ascii_uppercase[number] + letters
        position -= 1
    return letters
