"""Locks between processes, so that several ./dev commands can run at the same time."""

import fcntl
from contextlib import contextmanager

from . import paths, ui


@contextmanager
def lock(name):
    """Hold the lock called `name`; wait for it (and say so) when another process holds it."""
    paths.LOCKS.mkdir(parents=True, exist_ok=True)
    with open(paths.LOCKS / f"{name}.lock", "w") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            ui.say(f"- Waiting for another ./dev command that prepares the {name} ...")
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield
