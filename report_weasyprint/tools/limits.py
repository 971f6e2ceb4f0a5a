"""Runs a function that may take only so long and need only so much memory."""

import ctypes
import threading
import time

import psutil

LOOK_EVERY = 0.1  # seconds
# The exception is raised again after so long: code that swallows it would run on otherwise.
REPEAT_AFTER = 5  # seconds
MEBIBYTE = 2**20


class LimitExceeded(BaseException):
    """The function took too long or too much. No `except Exception` swallows it."""


class TimeExceeded(LimitExceeded):
    """The function took too long."""


class MemoryExceeded(LimitExceeded):
    """The process grew too much while the function ran."""


def run(function, *, seconds, mebibytes):
    """Call `function`, and end it when it exceeds a limit.

    It is ended between two steps of Python code, by an exception that another thread raises in this
    one; a single long step in C ends first.

    :param function: called without arguments
    :param float seconds: how long it may take
    :param float mebibytes: how much the process may grow meanwhile
    :return: what the function returns
    :raise TimeExceeded, MemoryExceeded: it was ended
    """
    watch = _Watch(seconds, mebibytes)
    watch.start()
    try:
        result = function()
    finally:
        watch.stop()
    if watch.exceeded:
        # It was swallowed, with what was not done because of it.
        raise watch.exceeded
    return result


class _Watch(threading.Thread):
    def __init__(self, seconds, mebibytes):
        super().__init__(name="report_weasyprint limits", daemon=True)
        self.seconds = seconds
        self.mebibytes = mebibytes
        self.is_over = False
        self.exceeded = None
        self.watched = ctypes.c_ulong(threading.get_ident())
        self.guard = threading.Lock()
        self.wake = threading.Event()

    def run(self):
        process = psutil.Process()
        started, before = time.monotonic(), process.memory_info().rss
        pause = LOOK_EVERY
        while not self.wake.wait(pause) and not self.is_over:
            if time.monotonic() - started > self.seconds:
                exceeded = TimeExceeded
            elif process.memory_info().rss - before > self.mebibytes * MEBIBYTE:
                exceeded = MemoryExceeded
            else:
                continue
            pause = REPEAT_AFTER
            with self.guard:
                if not self.is_over:
                    self.exceeded = exceeded
                    self._raise(exceeded)

    def stop(self):
        """Raise no more. What was raised before arrives here, if it did not yet."""
        with self.guard:
            self.is_over = True
        self.wake.set()

    def _raise(self, exception):
        # Never taken back: CPython 3.11 would then look for it at every step, for good.
        ctypes.pythonapi.PyThreadState_SetAsyncExc(self.watched, ctypes.py_object(exception))
