"""Whether a process is there, of which only the number is known."""

import os
from pathlib import Path


def is_alive(pid):
    """Whether a process with this number runs."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    return True


def is_running(pid, name):
    """Whether the process runs and has `name` in its command line.

    The number of a process that ended may be another program's by now. Where the system does not
    show command lines, the number alone has to do.
    """
    try:
        return name.encode() in Path(f"/proc/{pid}/cmdline").read_bytes()
    except FileNotFoundError:
        return not Path("/proc/self").exists() and is_alive(pid)
