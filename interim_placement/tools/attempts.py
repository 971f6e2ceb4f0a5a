"""Counting wrong attempts, so that who guesses is told to stop."""

from __future__ import annotations

import math
from collections import OrderedDict


class AttemptLimiter:
    """Remembers, for each source, the wrong attempts of the last minutes.

    It lives in the memory of one process, as Odoo's own limit on logging in does: several workers
    count apart. What it remembers is bounded, whatever the number of sources.

    :param most: wrong attempts that are allowed in the period
    :param seconds: length of the period
    :param most_sources: sources that are remembered; the one silent for longest is forgotten first
    """

    def __init__(self, most: int = 20, seconds: int = 600, most_sources: int = 10_000) -> None:
        self.most = most
        self.seconds = seconds
        self.most_sources = most_sources
        self._attempts: OrderedDict[str, list[float]] = OrderedDict()

    def note(self, source: str, now: float) -> int:
        """Note a wrong attempt.

        :param source: where it came from, e.g. an address
        :param now: seconds since any fixed moment
        :return: seconds to wait before the next one; 0 when it may be made at once
        """
        before = self._attempts.pop(source, [])
        recent = [moment for moment in before if now - moment < self.seconds]
        # Who goes on guessing goes on waiting: the latest attempts count.
        self._attempts[source] = latest = [*recent, now][-self.most :]
        while len(self._attempts) > self.most_sources:
            self._attempts.popitem(last=False)
        if len(recent) < self.most:
            return 0
        return max(math.ceil(latest[0] + self.seconds - now), 1)
