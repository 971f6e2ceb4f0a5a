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

from devtools.databases import prepare
from devtools.outside_server import OutsideServers


@pytest.fixture(scope="session")
def databases():
    """What makes, copies and drops databases."""
    return prepare()


@pytest.fixture
def odoo_server(databases):
    """Makes servers that live as long as the test; arguments: `OutsideServers.__call__`."""
    yield from _servers(databases)


@pytest.fixture(scope="module")
def shared_odoo_server(databases):
    """The same, but the servers live as long as the test module."""
    yield from _servers(databases)


def _servers(databases):
    servers = OutsideServers(databases)
    try:
        yield servers
    finally:
        complaints = servers.close()
    if complaints:
        lines = [f"{name}: {record}" for name, records in complaints.items() for record in records]
        pytest.fail(
            "Odoo's log has warnings or errors that Odoo alone does not print:\n" + "\n".join(lines)
        )
