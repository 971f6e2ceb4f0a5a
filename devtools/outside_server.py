"""Servers with databases of their own: what tests/conftest.py hands to the tests from outside."""

import os
import re
import subprocess

from . import addons, logs, paths, ui
from .client import Json2Client, SessionClient
from .databases import template_log
from .odoo_tests import free_port
from .server import OdooServer


class OutsideServer(OdooServer):
    """An Odoo server with a database that is dropped at the end, and what a test does with it.

    `url`, `database`, `log` (its path) and `process` are there to be used; so are `start()`,
    `stop()` and `kill()`.
    """

    def __init__(self, databases, name, tolerated=()):
        super().__init__(databases.odoo, name, free_port(), paths.LOGS / f"{name}.log")
        self.databases = databases
        self.tolerated = []
        self.tolerate(*tolerated)
        self.arguments = ()
        self.crons = 0
        self.log.unlink(missing_ok=True)

    def start(self, *arguments, crons=None, **options):
        """Start the server, the second time with the same arguments unless others are given."""
        self.arguments = arguments or self.arguments
        self.crons = self.crons if crons is None else crons
        return super().start(*self.arguments, crons=self.crons, **options)

    def tolerate(self, *patterns):
        """Expect log records that match these patterns, as `odoo.http` where calls are refused."""
        self.tolerated += [re.compile(pattern) for pattern in patterns]

    def restart(self):
        """Stop the server and start it again."""
        self.stop()
        return self.start()

    def kill(self):
        """End the server as a power failure would."""
        self.process.kill()
        self.process.wait()

    def odoo_bin(self, *arguments, script=None):
        """Run odoo-bin (the server may go on), with a script as standard input; return the output.

        The output is appended to the log. Raises when odoo-bin fails.
        """
        process = subprocess.run(
            self.odoo.command(*arguments),
            check=False,
            input=script,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            env=self.odoo.environment(),
            cwd=paths.ROOT,
        )
        with open(self.log, "a") as log:
            log.write(process.stdout)
        if process.returncode:
            raise ui.DevError(f"odoo-bin {' '.join(arguments)} failed:\n{process.stdout[-4000:]}")
        return process.stdout

    def shell(self, script):
        """Run a script in Odoo's shell on this database (it has `env`); return what it printed.

        What it changes is kept only after `env.cr.commit()`.
        """
        return self.odoo_bin(
            "shell", "-d", self.database, "--no-http", "--log-level", "warn", script=script
        )

    def session(self, login="admin", password=None):
        """A `SessionClient` of a user; the password is the login unless it is given."""
        return SessionClient(
            self.url, self.database, login, login if password is None else password
        )

    def json2(self, login="admin"):
        """A `Json2Client` of a user, with a new API key."""
        output = self.shell(
            "import datetime\n"
            f"user = env['res.users'].search([('login', '=', {login!r})])\n"
            "day = datetime.datetime.now() + datetime.timedelta(days=1)\n"
            "key = env(user=user)['res.users.apikeys'].sudo()._generate('rpc', 'test', day)\n"
            "env.cr.commit()\n"
            "print('key=' + key)\n"
        )
        return Json2Client(self.url, self.database, re.search(r"key=(\w+)", output)[1])

    def install(self, *names):
        """Install modules in the running server, as an administrator does in Apps."""
        self._modules("button_immediate_install", names)

    def update(self, *names):
        """Update modules in the running server, as an administrator does in Apps."""
        self._modules("button_immediate_upgrade", names)

    def uninstall(self, *names):
        """Uninstall modules in the running server, as an administrator does in Apps."""
        self._modules("button_immediate_uninstall", names)

    def query(self, statement, parameters=None):
        """Run SQL in the database; return the rows, if any."""
        connection = self.odoo.server.connect(self.database)
        try:
            cursor = connection.cursor()
            cursor.execute(statement, parameters)
            return cursor.fetchall() if cursor.description else []
        finally:
            connection.close()

    def complaints(self):
        """The warnings and errors in the log, but those of Odoo alone and the tolerated ones."""
        template = template_log(
            self.databases.template(addons.external_dependencies(addons.find()))
        )
        return [
            record
            for record in logs.new_complaints(self.log, template)
            if not any(pattern.search(str(record)) for pattern in self.tolerated)
        ]

    def close(self):
        """Stop the server and drop its database; return the complaints in its log."""
        self.stop()
        self.databases.drop(self.database)
        return self.complaints()

    def _modules(self, method, names):
        client = self.session()
        client.call("ir.module.module", "update_list")
        ids = client.call("ir.module.module", "search", [("name", "in", list(names))])
        if len(ids) != len(names):
            raise ui.DevError(f"Odoo does not know all of the modules {', '.join(names)}.")
        client.call("ir.module.module", method, ids)


class InstalledDatabases:
    """Databases with some of our modules installed, made once and only copied.

    That installing works, and what it prints, is what tests/test_install.py is for.
    """

    def __init__(self, databases):
        self.databases = databases
        self.made = {}

    def copy(self, modules, name):
        """Make the database `name`, with these modules installed."""
        key = ",".join(modules)
        if key not in self.made:
            self.made[key] = self._make(
                key, f"interim_test_{os.getpid()}_base_{len(self.made) + 1}"
            )
        self.databases.copy(self.made[key], name)

    def close(self):
        """Drop the databases that were copied."""
        for name in self.made.values():
            self.databases.drop(name)
        self.made = {}

    def _make(self, key, name):
        template = self.databases.template(addons.external_dependencies(addons.find()))
        self.databases.copy(template, name)
        self.databases.odoo.run_checked(
            *("-d", name, "-i", key, "--stop-after-init", "--no-http"),
            log=paths.LOGS / f"{name}.log",
            purpose=f"Installing {key}",
        )
        return name


class OutsideServers:
    """Makes servers, each with a fresh database, and closes them all at the end.

    The label keeps the databases apart from those of others in the same process.
    """

    def __init__(self, databases, installed, label="one"):
        self.databases = databases
        self.installed = installed
        self.label = label
        self.servers = []

    def __call__(self, modules=(), *, empty=False, demo=False, crons=0, tolerate=(), start=True):
        """A server with a new database.

        `modules` are installed in it. The database is a copy of Odoo with our dependencies
        installed, or a really new one when `empty`. `demo` brings demo data: our own in a copy,
        Odoo's too in a new one. `crons` is the number of scheduler threads. Warnings and errors in
        its log fail the test that closes it, except those that match a regular expression in
        `tolerate`.
        """
        name = f"interim_test_{os.getpid()}_{self.label}_{len(self.servers) + 1}"
        server = OutsideServer(self.databases, name, tolerate)
        self.servers.append(server)
        self.databases.drop(name)
        if modules and not empty and not demo:
            self.installed.copy(modules, name)
        else:
            self._install(server, modules, empty=empty, demo=demo)
        return server.start(crons=crons) if start else server

    def _install(self, server, modules, *, empty, demo):
        name = server.database
        if not empty:
            self.databases.copy(
                self.databases.template(addons.external_dependencies(addons.find())), name
            )
            if demo:
                self.databases.pretend_demo(name)
        names = ",".join(modules) or ("base" if empty else "")
        if names:
            options = ["--with-demo"] if demo else []
            server.odoo_bin("-d", name, "-i", names, "--stop-after-init", "--no-http", *options)
        if demo and not empty:
            self.databases.end_pretending_demo(name, addons.find())

    def close(self):
        """Close what is still open; return all complaints, by database."""
        found = {}
        for server in self.servers:
            if complaints := server.close():
                found[server.database] = complaints
        self.servers = []
        return found
