"""Fixtures for the tests from outside: real servers with databases of their own.

    def test_something(odoo_server):
        server = odoo_server(["interim_placement"])
        assert server.session().call("interim.placement", "search_count", []) == 0

What a server can do is described in devtools/outside_server.py.
"""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from daily_job import make_many_placements

from devtools.databases import prepare
from devtools.outside_server import InstalledDatabases, OutsideServers


@pytest.fixture(scope="session")
def databases():
    """What makes, copies and drops databases."""
    return prepare()


@pytest.fixture(scope="session")
def installed(databases):
    """Databases with our modules installed, made once and copied."""
    found = InstalledDatabases(databases)
    yield found
    found.close()


@pytest.fixture
def odoo_server(databases, installed):
    """Makes servers that live as long as the test; arguments: `OutsideServers.__call__`."""
    yield from _servers(databases, installed)


@pytest.fixture(scope="module")
def shared_odoo_server(databases, installed):
    """The same, but the servers live as long as the test module."""
    yield from _servers(databases, installed, "shared")


@pytest.fixture(scope="session")
def many_placements_template(databases, installed):
    """A server, not started, whose database has many active placements: to be copied only."""
    for servers in _servers(databases, installed, "template"):
        server = servers(["interim_placement"], start=False)
        make_many_placements(server)
        yield server


@pytest.fixture
def many_placements(many_placements_template, odoo_server):
    """A server, not started, with a copy of that database."""
    server = odoo_server(start=False)
    server.databases.copy(many_placements_template.database, server.database)
    server.model = many_placements_template.model
    return server


def _servers(databases, installed, label="one"):
    servers = OutsideServers(databases, installed, label)
    try:
        yield servers
    finally:
        complaints = servers.close()
    if complaints:
        lines = [f"{name}: {record}" for name, records in complaints.items() for record in records]
        pytest.fail(
            "Odoo's log has warnings or errors that Odoo alone does not print:\n" + "\n".join(lines)
        )
