"""What a command tells the person who runs it."""

import sys
import time
from contextlib import contextmanager


class DevError(Exception):
    """A failure that the person can do something about: the message says what."""


def say(text=""):
    """Print a line at once, also when the output goes to a file."""
    print(text, flush=True)


def warn(text):
    """Print a line on standard error."""
    print(text, file=sys.stderr, flush=True)


@contextmanager
def step(text):
    """Announce what is being done, and how long it took if that was more than a moment."""
    say(f"- {text} ...")
    start = time.monotonic()
    yield
    seconds = time.monotonic() - start
    if seconds >= 2:
        say(f"  done in {seconds:.0f} s")
