"""What was found in a text, with the words it came from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Candidate:
    """One value that a text gives for a field.

    :param value: as the field takes it; None when the words give no value that is certain
    :param span: where the words stand in the text, start and end
    :param problem: why the value is not certain, a key of the reader; None = it is certain
    :param options: the values that it could be, when it is not certain
    """

    value: Any
    span: tuple[int, int]
    problem: str | None = None
    options: tuple = ()


@dataclass(frozen=True)
class Finding:
    """What a text says about a field: a value, or a question when it is not certain.

    :param field: name of the field
    :param value: the value, or None when there is a question
    :param words: the words of the text that it came from
    :param span: where these words stand in the text, start and end
    :param problem: why there is no value, a key of the reader; None = there is no question
    :param alternatives: when there is a question, the values that it could be, each with its words
    """

    field: str
    value: Any
    words: str
    span: tuple[int, int]
    problem: str | None = None
    alternatives: tuple[tuple[Any, str], ...] = ()


def settle(field, candidates, text, same=None):
    """Return the one finding that candidates for a field lead to, in a list; empty without any.

    Rather missed than wrong: candidates that contradict each other, or of which one is uncertain,
    give a question that lists them, and no value.

    :param candidates: in the order of the text
    :param text: that their spans are of
    :param same: function that returns what is compared of a value; values that are equal by it
        agree
    """
    candidates = list(candidates)
    if not candidates:
        return []
    same = same or (lambda value: value)
    certain = [found for found in candidates if found.problem is None]
    uncertain = [found for found in candidates if found.problem is not None]
    values = {same(found.value) for found in certain}
    # What is uncertain in one place and said clearly in another is settled, when they agree.
    doubts = [
        found
        for found in uncertain
        if len(values) != 1 or not values & {same(option) for option in found.options}
    ]
    if len(values) == 1 and not doubts:
        best = certain[0]
        return [Finding(field, best.value, text[slice(*best.span)], best.span)]
    alternatives = []
    seen = set()
    for found in candidates:
        options = (found.value,) if found.problem is None else found.options
        for option in options:
            if same(option) not in seen:
                seen.add(same(option))
                alternatives.append((option, text[slice(*found.span)]))
    first = (doubts or certain)[0]
    problem = first.problem if not values and len({f.problem for f in doubts}) == 1 else None
    return [
        Finding(
            field,
            None,
            text[slice(*first.span)],
            first.span,
            problem or "contradiction",
            tuple(alternatives),
        )
    ]
