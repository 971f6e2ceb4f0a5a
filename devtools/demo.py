"""./dev demo: a database with the addons and their demo data, and a server for it."""

import contextlib
import json
import socket
import xml.etree.ElementTree as ElementTree

from . import addons, logs, paths, server, stamps, ui

DATABASE = "interim_demo"
RUNNING = paths.STATE / "demo.json"
LOG = paths.LOGS / "demo.log"
INSTALL_LOG = paths.LOGS / "demo-install.log"
ADMIN = ("Administrator", "admin", "admin")


def run(databases, *, port, fresh=False, foreground=False):
    """Bring the demo up and print its address and logins."""
    found = addons.find()
    if not found:
        raise ui.DevError("There is no addon here yet: no folder holds a __manifest__.py.")
    fingerprint = f"{databases.odoo.source.fingerprint} {addons.fingerprint(found)}"
    running = running_server()
    is_current = not fresh and databases.exists(DATABASE) and stamps.is_current("demo", fingerprint)
    if running and not (is_current and running["port"] == port and not foreground):
        stop()
        running = None
    if not running:
        _check_free(port)
    if not is_current:
        prepare(databases, found, fresh=fresh)
        stamps.write("demo", fingerprint)
    if not running:
        _start(databases, port, foreground=foreground)
    if not foreground:
        announce(found, port)


def prepare(databases, found, *, fresh):
    """Install the addons with their demo data, or update them when the database is there."""
    names = list(found)
    if databases.exists(DATABASE) and not fresh:
        with ui.step(
            f"Updating {', '.join(names)} in database {DATABASE}, because the code has changed"
        ):
            databases.odoo.run_checked(
                *(
                    "-d",
                    DATABASE,
                    "-i",
                    ",".join(names),
                    "-u",
                    ",".join(names),
                    "--stop-after-init",
                    "--no-http",
                ),
                log=INSTALL_LOG,
                purpose="Updating (./dev demo --fresh starts over)",
            )
        return
    template = databases.template(addons.external_dependencies(found))
    with ui.step(f"Installing {', '.join(names)} with demo data in database {DATABASE}"):
        databases.copy(template, DATABASE)
        databases.pretend_demo(DATABASE)
        install = (
            "-d",
            DATABASE,
            "-i",
            ",".join(names),
            "--with-demo",
            "--stop-after-init",
            "--no-http",
        )
        try:
            databases.odoo.run_checked(*install, log=INSTALL_LOG, purpose="Installing the demo")
            failed = [
                record
                for record in logs.complaints(INSTALL_LOG)
                if "demo data failed" in record.message
            ]
            if failed:
                raise ui.DevError(f"The demo data could not be loaded:\n{failed[0]}")
        except ui.DevError:
            databases.drop(DATABASE)
            raise
        databases.end_pretending_demo(DATABASE, names)


def logins(found):
    """Name, login and password of the users in the addons' demo data, the administrator first."""
    users = [ADMIN]
    for addon in found.values():
        for path in sorted((addon.folder / "demo").glob("*.xml")):
            for record in ElementTree.parse(path).iter("record"):
                if record.get("model") == "res.users":
                    fields = {
                        field.get("name"): (field.text or "").strip()
                        for field in record.iter("field")
                    }
                    if fields.get("login") and fields.get("password"):
                        users.append((fields.get("name", ""), fields["login"], fields["password"]))
    return users


def running_server():
    """What is known of the demo server that runs, or None."""
    try:
        running = json.loads(RUNNING.read_text())
    except (OSError, ValueError):
        return None
    return running if server.is_odoo(running["pid"]) and server.answers(running["port"]) else None


def stop():
    """Stop the demo server; return whether one ran."""
    try:
        pid = json.loads(RUNNING.read_text())["pid"]
    except (OSError, ValueError, KeyError):
        return False
    was_running = server.is_odoo(pid)
    if was_running:
        server.end(pid)
    RUNNING.unlink(missing_ok=True)
    return was_running


def announce(found, port, *, foreground=False):
    """Print the address and the logins."""
    ui.say(f"\nOdoo runs on http://localhost:{port}\n")
    ui.say("  login        password     who")
    for name, login, password in logins(found):
        ui.say(f"  {login:<12} {password:<12} {name}")
    ui.say(f"\nThe log is {paths.shown(LOG)}.")
    ui.say(
        "Ctrl-C stops the server."
        if foreground
        else "The server goes on in the background; ./dev stop ends it."
    )


def _start(databases, port, *, foreground):
    LOG.unlink(missing_ok=True)
    odoo_server = server.OdooServer(databases.odoo, DATABASE, port, LOG)
    with ui.step(f"Starting Odoo on port {port}"):
        odoo_server.start(crons=1, detached=not foreground)
    RUNNING.write_text(json.dumps({"pid": odoo_server.process.pid, "port": port}))
    if foreground:
        announce(addons.find(), port, foreground=True)
        try:
            odoo_server.process.wait()
        finally:
            odoo_server.stop()
            RUNNING.unlink(missing_ok=True)


def _check_free(port):
    with contextlib.closing(socket.socket()) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind(("127.0.0.1", port))
        except OSError as error:
            raise ui.DevError(
                f"Port {port} is taken by another program; choose one: ./dev demo --port {port + 1}"
            ) from error
