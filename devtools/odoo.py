"""Running Odoo as a program of its own: its command line, its environment and its log."""

import os
import subprocess
import threading
from dataclasses import dataclass
from pathlib import Path

from . import logs, paths, ui, venv
from .odoo_source import OdooSource
from .postgres import Server


@dataclass(frozen=True)
class Odoo:
    """Odoo's source together with the database server that it works on."""

    source: OdooSource
    server: Server

    def addons_path(self):
        """Odoo's addons and this repository's."""
        return ",".join(str(path) for path in (*self.source.addons, paths.ROOT))

    def environment(self):
        """The environment of an Odoo process; independent of the person's own Odoo settings."""
        kept = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("ODOO_", "PG", "PYTHON"))
        }
        return {
            **kept,
            **self.server.environment(),
            "PATH": f"{paths.VENV / 'bin'}:{os.environ.get('PATH', '')}",
            "PYTHONPATH": str(self.source.root),
            "PYTHONUNBUFFERED": "1",
            "ODOO_RC": str(self.configuration()),
            "TZ": "UTC",
        }

    def configuration(self):
        """Write the configuration file that every Odoo process reads, and return its path."""
        options = {
            "addons_path": self.addons_path(),
            "data_dir": paths.DATA,
            "db_host": self.server.host,
            "db_port": self.server.port,
            "db_user": self.server.user,
            "db_password": self.server.password,
            # The addresses in demo and test data may be somebody's: no mail leaves this machine.
            "smtp_server": "127.0.0.1",
            "smtp_port": 1,
            "http_interface": "127.0.0.1",
            "list_db": False,
            "workers": 0,
            "max_cron_threads": 0,
            "admin_passwd": "admin",
        }
        content = "; Written by ./dev.\n[options]\n" + "".join(
            f"{name} = {value}\n" for name, value in options.items() if value != ""
        )
        path = paths.STATE / ("odoo.conf" if self.server.is_embedded else "odoo-external.conf")
        if not path.exists() or path.read_text() != content:
            scratch = path.with_suffix(f".{os.getpid()}")
            scratch.touch(mode=0o600)
            scratch.write_text(content)
            scratch.replace(path)
        paths.DATA.mkdir(parents=True, exist_ok=True)
        return path

    def command(self, *arguments):
        """The command line of `odoo-bin` with these arguments."""
        return [str(venv.PYTHON), "-m", "odoo", *map(str, arguments)]

    def run(self, *arguments, log, on_line=None, minutes=60):
        """Run Odoo to its end with its output in the file `log`; return its exit code.

        `on_line` is called with every line while it runs. After `minutes` it is ended.
        """
        log = Path(log)
        log.parent.mkdir(parents=True, exist_ok=True)
        with open(log, "w", encoding="utf-8") as output:
            process = subprocess.Popen(
                self.command(*arguments),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
                encoding="utf-8",
                errors="replace",
                env=self.environment(),
                cwd=paths.ROOT,
            )
            alarm = threading.Timer(minutes * 60, process.kill)
            alarm.start()
            try:
                for line in process.stdout:
                    output.write(line)
                    output.flush()
                    if on_line:
                        on_line(line.rstrip("\n"))
            except BaseException:
                process.terminate()
                raise
            finally:
                returncode = process.wait()
                alarm.cancel()
        return returncode

    def run_checked(self, *arguments, log, purpose):
        """Run Odoo and raise with the end of its log when it fails."""
        if self.run(*arguments, log=log):
            raise ui.DevError(
                f"{purpose} failed; the log is {paths.shown(log)}:\n{logs.excerpt(log)}"
            )
