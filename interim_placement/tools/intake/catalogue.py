"""Words of a catalogue in a text."""

from __future__ import annotations

import re

SHORTEST_PHRASE = 3


def find_phrases(text, catalogue, is_skipped=None):
    """Return the first place of each entry of a catalogue in a text, in the order of the text.

    Whole words only, in any case, with any blanks between them.

    :param str text: to search
    :param catalogue: phrases by key; each key is an entry, which any of its phrases names
    :param is_skipped: function that tells whether a place (start) does not count
    :return: list of (key, start, end)
    """
    keys = {}
    for key, phrases in catalogue.items():
        for phrase in phrases:
            words = phrase.split()
            if len("".join(words)) >= SHORTEST_PHRASE:
                keys.setdefault(" ".join(words).lower(), []).append(key)
    if not keys:
        return []
    alternatives = "|".join(
        r"[^\S\n]{1,9}".join(re.escape(word) for word in phrase.split())
        for phrase in sorted(keys, key=lambda phrase: (-len(phrase), phrase))
    )
    found = {}
    for match in re.finditer(rf"(?<!\w)(?:{alternatives})(?!\w)", text, re.IGNORECASE):
        if is_skipped and is_skipped(match.start()):
            continue
        for key in keys.get(" ".join(match.group().split()).lower(), ()):
            found.setdefault(key, match.span())
    return [(key, *span) for key, span in sorted(found.items(), key=lambda item: item[1])]
