"""Databases: made by copying a cached template, so that nothing is installed twice."""

import contextlib
import os
import re
import shutil

from . import locks, paths, postgres, stamps, ui
from . import odoo as odoo_program

TEMPLATE = "interim_template_"
TEMPORARY = re.compile(r"^interim_(?:test|lint|building)_(\d+)(?:_\w+)?$")


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
        """Make the database `name` as a copy of `source`, with its filestore; replace one that is there."""
        self.drop(name)
        self._execute('CREATE DATABASE "{}" TEMPLATE "{}"', name, source)
        if filestore(source).is_dir():
            shutil.copytree(filestore(source), filestore(name), copy_function=os.link, dirs_exist_ok=True)

    def drop(self, name):
        """Drop the database with its filestore, ending the sessions on it; fine when it is not there."""
        self._execute('DROP DATABASE IF EXISTS "{}" WITH (FORCE)', name)
        shutil.rmtree(filestore(name), ignore_errors=True)

    def rename(self, name, new):
        """Rename a database that nobody uses, with its filestore."""
        self._execute('ALTER DATABASE "{}" RENAME TO "{}"', name, new)
        if filestore(name).is_dir():
            shutil.rmtree(filestore(new), ignore_errors=True)
            filestore(name).rename(filestore(new))

    def drop_leftovers(self):
        """Drop the temporary databases of commands that were killed. Only on the embedded server: its users share pids."""
        if not self.odoo.server.is_embedded:
            return
        for name in self.names():
            match = TEMPORARY.match(name)
            if match and not _is_alive(int(match[1])):
                self.drop(name)

    def template(self, modules, demo=False):
        """The name of a template database with these modules of Odoo installed; it is made when it is not there."""
        modules = sorted(modules) or ["base"]
        name = template_name(self.odoo.source.fingerprint, modules, demo)
        if self.exists(name):
            return name
        with locks.lock("template database"):
            if self.exists(name):
                return name
            building = f"interim_building_{os.getpid()}"
            self.drop(building)
            log = template_log(name)
            what = f"{', '.join(modules)}{' and their demo data' if demo else ''}"
            with ui.step(f"Installing {what} in a template database (once; about a minute)"):
                try:
                    self.odoo.run_checked(
                        *("-d", building, "-i", ",".join(modules), "--stop-after-init", "--no-http"),
                        *(["--with-demo"] if demo else []),
                        log=log,
                        purpose=f"Installing {what}",
                    )
                    self.rename(building, name)
                finally:
                    self.drop(building)
            return name

    @contextlib.contextmanager
    def temporary(self, source, purpose="test"):
        """A copy of `source` under a name of this process, dropped at the end."""
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
            self.drop(name)

    @contextlib.contextmanager
    def _cursor(self):
        connection = self.odoo.server.connect()
        try:
            yield connection.cursor()
        finally:
            connection.close()

    def _execute(self, statement, *names):
        for name in names:
            if not re.fullmatch(r"\w[\w-]*", name):
                raise ui.DevError(f"{name!r} is no good name for a database: use letters, digits, _ and -.")
        with self._cursor() as cursor:
            cursor.execute(statement.format(*names))


def filestore(name):
    """Where Odoo keeps the attachments of a database."""
    return paths.DATA / "filestore" / name


def template_name(odoo_fingerprint, modules, demo):
    """The name of the template for these modules."""
    return TEMPLATE + stamps.fingerprint("1", odoo_fingerprint, ",".join(modules), demo)


def template_log(name):
    """The log of making a template: what Odoo prints without our addons."""
    return paths.LOGS / f"{name}.log"


def prepare(options):
    """Everything that an Odoo process needs: its source, the database server. Returns `Databases`."""
    from . import odoo_source

    source = odoo_source.ensure(options.odoo)
    server = postgres.ensure(options.db_url)
    databases = Databases(odoo_program.Odoo(source, server))
    databases.odoo.configuration()
    databases.drop_leftovers()
    return databases


def _is_alive(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    return True
