"""An Odoo server as a process of its own, waited for until it answers."""

import os
import signal
import subprocess
import time
import urllib.error
import urllib.request
from pathlib import Path

from . import logs, paths, processes, ui

# This machine's own servers are not reached through a proxy.
LOCAL = urllib.request.build_opener(urllib.request.ProxyHandler({}))


class OdooServer:
    """A server process for one database. `start()` returns when it answers; `stop()` ends it."""

    def __init__(self, odoo, database, port, log):
        self.odoo = odoo
        self.database = database
        self.port = port
        self.log = Path(log)
        self.process = None

    @property
    def url(self):
        """The address that a browser is given."""
        return f"http://localhost:{self.port}"

    def start(self, *arguments, crons=0, detached=False):
        """Start the server and wait until it answers; `detached` lets it outlive this process."""
        self.log.parent.mkdir(parents=True, exist_ok=True)
        command = self.odoo.command(
            *("-d", self.database, "--db-filter", f"^{self.database}$", "--http-port", self.port),
            *("--max-cron-threads", crons),
            *arguments,
        )
        with open(self.log, "a") as output:
            self.process = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                env=self.odoo.environment(),
                cwd=paths.ROOT,
                start_new_session=detached,
            )
        self.wait()
        return self

    def wait(self, seconds=120):
        """Wait until the server answers; raise with the end of its log when it does not."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if self.process and self.process.poll() is not None:
                break
            if answers(self.port):
                return
            time.sleep(0.2)
        self.stop()
        raise ui.DevError(
            f"Odoo did not start; the log is {paths.shown(self.log)}:\n{logs.excerpt(self.log)}"
        )

    def stop(self, seconds=15):
        """End the server and wait for it."""
        if self.process and self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(seconds)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()


def answers(port):
    """Whether an Odoo server answers at this port."""
    try:
        with LOCAL.open(f"http://127.0.0.1:{port}/web/health", timeout=5) as response:
            return response.status == 200
    except (urllib.error.URLError, OSError):
        return False


def is_odoo(pid):
    """Whether the process is an Odoo server."""
    return processes.is_running(pid, "odoo")


def end(pid, seconds=15):
    """End a server of which only the process id is known."""
    for number in (signal.SIGTERM, signal.SIGKILL):
        try:
            os.kill(pid, number)
        except ProcessLookupError:
            return
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if not is_odoo(pid):
                return
            time.sleep(0.1)
