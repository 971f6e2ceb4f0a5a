"""Databases: made by copying a cached template, so that nothing is installed twice."""

import contextlib
import os
import re
import shutil
import subprocess

from . import locks, odoo_source, paths, postgres, processes, stamps, ui
from . import odoo as odoo_program

TEMPLATE = "interim_template_"
TEMPORARY = re.compile(r"^interim_(?:test|lint|i18n|building)_(\d+)(?:_\w+)?$")


class Databases:
    """Makes, copies and drops the databases of one Odoo."""

    def __init__(self, odoo):
        self.odoo = odoo

    def names(self):
        """All databases of the server."""
        with self._cursor() as cursor:
            cursor.execute("SELECT datname FROM pg_database WHERE NOT datistemplate")
            return {name for (name,) in cursor.fetchall()}

    def exists(self, name):
        """Whether the database is there."""
        return name in self.names()

    def copy(self, source, name):
        """Make the database `name`, anew if there, as a copy of `source` and its filestore."""
        self.drop(name)
        self._execute('CREATE DATABASE "{}" TEMPLATE "{}"', name, source)
        if filestore(source).is_dir():
            shutil.copytree(
                filestore(source), filestore(name), copy_function=os.link, dirs_exist_ok=True
            )

    def drop(self, name):
        """Drop the database, if it is there, with its filestore; end the sessions on it."""
        self._execute('DROP DATABASE IF EXISTS "{}" WITH (FORCE)', name)
        shutil.rmtree(filestore(name), ignore_errors=True)

    def rename(self, name, new):
        """Rename a database that nobody uses, with its filestore."""
        self._execute('ALTER DATABASE "{}" RENAME TO "{}"', name, new)
        if filestore(name).is_dir():
            shutil.rmtree(filestore(new), ignore_errors=True)
            filestore(name).rename(filestore(new))

    def drop_leftovers(self):
        """Drop the temporary databases of commands that were killed.

        Only on the embedded server: whoever uses another one may have other process ids.
        """
        if not self.odoo.server.is_embedded:
            return
        for name in self.names():
            match = TEMPORARY.match(name)
            if match and not processes.is_alive(int(match[1])):
                self.drop(name)

    def template(self, modules, demo=False):
        """The name of a template database with these modules of Odoo; made when it is not there."""
        modules = sorted(modules) or ["base"]
        server = self.odoo.server
        where = f"{server.host}:{server.port}"
        name = template_name(self.odoo.source.fingerprint, where, modules, demo)
        if self.exists(name):
            return name
        with locks.lock("template database"):
            if self.exists(name):
                return name
            building = f"interim_building_{os.getpid()}"
            self.drop(building)
            log = template_log(name)
            what = f"{', '.join(modules)}{' and their demo data' if demo else ''}"
            with ui.step(f"Installing {what} in a template database (once; less than a minute)"):
                try:
                    self.odoo.run_checked(
                        *(
                            "-d",
                            building,
                            "-i",
                            ",".join(modules),
                            "--stop-after-init",
                            "--no-http",
                        ),
                        *(["--with-demo"] if demo else []),
                        log=log,
                        purpose=f"Installing {what}",
                    )
                    self._compile_assets(building)
                    self.rename(building, name)
                finally:
                    self.drop(building)
            return name

    def execute(self, name, statement, parameters=None):
        """Run a statement in a database."""
        with self._cursor(name) as cursor:
            cursor.execute(statement, parameters)

    def _compile_assets(self, name):
        """Let Odoo compile its style sheets and scripts once, not in every copy's first tour."""
        script = "env['ir.qweb']._pregenerate_assets_bundles(); env.cr.commit()"
        process = subprocess.run(
            self.odoo.command("shell", "-d", name, "--no-http", "--log-level", "warn"),
            check=False,
            input=script,
            env=self.odoo.environment(),
            capture_output=True,
            text=True,
        )
        if process.returncode:
            raise ui.DevError(f"Odoo could not compile its assets:\n{process.stderr}")

    def pretend_demo(self, name):
        """Let the installed addons say that they have demo data, so that ours can load theirs.

        Odoo loads an addon's demo data only where its dependencies have theirs. A visitor should
        meet our clients and professionals, and none of Odoo's.
        """
        self.execute(name, "UPDATE ir_module_module SET demo = true WHERE state = 'installed'")

    def end_pretending_demo(self, name, addons):
        """Undo `pretend_demo` for all but the named addons, or updates load Odoo's demo data."""
        self.execute(
            name, "UPDATE ir_module_module SET demo = false WHERE name != ALL(%s)", [list(addons)]
        )

    @contextlib.contextmanager
    def temporary(self, source, purpose="test", keep=False):
        """A copy of `source` under a name of this process, dropped at the end unless to be kept."""
        suffix = 0
        name = f"interim_{purpose}_{os.getpid()}"
        existing = self.names()
        while name in existing:
            suffix += 1
            name = f"interim_{purpose}_{os.getpid()}_{suffix}"
        try:
            self.copy(source, name)
            yield name
        finally:
            if keep:
                kept = f"interim_kept_{purpose}"
                self.drop(kept)
                self.rename(name, kept)
                ui.say(f"  kept as database {kept}: ./dev shell --db {kept}")
            else:
                self.drop(name)

    @contextlib.contextmanager
    def _cursor(self, database="postgres"):
        connection = self.odoo.server.connect(database)
        try:
            yield connection.cursor()
        finally:
            connection.close()

    def _execute(self, statement, *names):
        for name in names:
            if not re.fullmatch(r"\w[\w-]*", name):
                raise ui.DevError(
                    f"{name!r} is no good name for a database: use letters, digits, _ and -."
                )
        with self._cursor() as cursor:
            cursor.execute(statement.format(*names))


def filestore(name):
    """Where Odoo keeps the attachments of a database."""
    return paths.DATA / "filestore" / name


def template_name(odoo, server, modules, demo):
    """The name of the template for these modules, on this Odoo and this database server."""
    # With the place of its files, as two clones of the repository may share a database server.
    key = stamps.fingerprint("3", odoo, server, ",".join(modules), demo, str(paths.DATA))
    return TEMPLATE + key


def template_log(name):
    """The log of making a template: what Odoo prints without our addons."""
    return paths.LOGS / f"{name}.log"


def prepare():
    """Get everything that an Odoo process needs: its source, a database server."""
    source = odoo_source.ensure()
    server = postgres.ensure()
    databases = Databases(odoo_program.Odoo(source, server))
    databases.odoo.configuration()
    databases.drop_leftovers()
    return databases
