"""Comparing the two contracts of one placement: what the agency promises must be what it gets.

The agency stands between client and professional. Where the two contracts differ, it bears the
difference: hours that nobody pays, or a notice that comes too late.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

# Articles that one side cannot do without when the other has them.
MIRRORED_TOPICS = ("term", "hours", "place", "payment", "notice", "confidentiality", "ip")


def find_value_differences(
    client: Mapping[str, Any], professional: Mapping[str, Any]
) -> list[tuple[str, Any, Any]]:
    """Return what the two contracts say differently, as (name, client's, professional's) tuples.

    What stands in one of them only, as its rate, is nobody else's affair. The professional's
    notice may be longer than the client's, never shorter: otherwise the professional may leave
    before the client can be told.

    :param client: what the client's contract says of the terms, by field name
    :param professional: what the professional's contract says, likewise
    """
    differences = [
        (name, value, professional[name])
        for name, value in client.items()
        if name in professional and name != "notice_months" and value != professional[name]
    ]
    notices = (client.get("notice_months") or 0, professional.get("notice_months") or 0)
    if notices[1] < notices[0]:
        differences.append(("notice_months", *notices))
    return differences


def find_missing_topics(
    client: Iterable[str], professional: Iterable[str]
) -> tuple[list[str], list[str]]:
    """Return the topics that only the other side's contract has.

    :param client: topics of the articles of the client's contract
    :param professional: those of the professional's contract
    :return: (topics missing in the client's contract, topics missing in the professional's)
    """
    client, professional = set(client), set(professional)
    return (
        [topic for topic in MIRRORED_TOPICS if topic in professional - client],
        [topic for topic in MIRRORED_TOPICS if topic in client - professional],
    )
