"""Numbers as Dutch and English requests write them."""

from __future__ import annotations

import re

WORDS = {
    "een": 1,
    "één": 1,
    "eenmaal": 1,
    "eenmalig": 1,
    "eenmalige": 1,
    "tweemaal": 2,
    "driemaal": 3,
    "twee": 2,
    "drie": 3,
    "vier": 4,
    "vijf": 5,
    "zes": 6,
    "zeven": 7,
    "acht": 8,
    "negen": 9,
    "tien": 10,
    "elf": 11,
    "twaalf": 12,
    "achttien": 18,
    "vierentwintig": 24,
    "one": 1,
    "once": 1,
    "two": 2,
    "twice": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
    "eleven": 11,
    "twelve": 12,
    "eighteen": 18,
}
# The longest first: "een" is the beginning of "eenmalig".
WORD = "|".join(sorted(map(re.escape, WORDS), key=len, reverse=True))
COUNT = rf"(?:\d{{1,2}}|{WORD})"


def count(text):
    """Return the whole number that digits or a word mean, or None."""
    text = text.strip().lower()
    return int(text) if text.isdecimal() and text.isascii() else WORDS.get(text)


def decimal(text):
    """Return a number with Dutch or English separators as float, or None: "1.234,50", "95.5".

    A single separator before exactly three digits is one of thousands.
    """
    text = text.strip().rstrip("-").rstrip(",.")
    if not re.fullmatch(r"[0-9]+(?:[.,][0-9]+)*", text):
        return None
    whole, mark, rest = text.rpartition("," if text.rfind(",") > text.rfind(".") else ".")
    if not mark or len(rest) == 3:
        return float(re.sub(r"[.,]", "", text))
    if len(rest) > 2:
        return None
    return float(re.sub(r"[.,]", "", whole) + "." + rest)
