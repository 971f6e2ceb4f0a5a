"""./dev bench NAME: run a script that measures, in Odoo's shell, on a database of its own.

What a script `bench/NAME.py` may rely on:
- it runs as `__main__` with `env` (an Odoo environment) and `arguments` (what followed NAME);
- its folder is on Python's path, so benches can share modules;
- a literal `ADDONS = [...]` at its top level names what to install; without it that is all addons
  of this repository;
- the database is empty but for that, and dropped afterwards. With --keep it stays and is there
  again the next time, so a script that seeds data must look first whether it is there.
It prints a table of what it measured and then, for every bar, one line
    bar: <what> <figure> (limit <limit>)
and exits with 1 when a bar is missed.
"""

import ast
import re
import subprocess

from . import addons, locks, paths, stamps, ui

FOLDER = paths.ROOT / "bench"
BAR = re.compile(r"^bar: .+ \(limit .+\)$", re.MULTILINE)
START = """\
import runpy, sys
sys.path.insert(0, {folder!r})
sys.argv = [{script!r}, *{arguments!r}]
runpy.run_path({script!r}, {{"env": env, "arguments": {arguments!r}}}, "__main__")
"""


def run(databases, name, arguments, *, keep=False):
    """Run a bench; return its exit code, or 1 when it printed no bar."""
    script = FOLDER / f"{name}.py"
    if not script.exists():
        known = ", ".join(sorted(p.stem for p in FOLDER.glob("*.py") if "bar: " in p.read_text()))
        raise ui.DevError(f"There is no bench {name}; there are: {known or 'none yet'}.")
    database = f"bench_{name}"
    with locks.lock(database):
        try:
            _prepare(databases, database, wanted_addons(script), keep=keep)
            return _run_script(databases.odoo, database, script, arguments)
        finally:
            if not keep:
                databases.drop(database)


def wanted_addons(script):
    """The addons that a script names in ADDONS, or those of the repository."""
    for node in ast.parse(script.read_text()).body:
        if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "ADDONS":
            return list(ast.literal_eval(node.value))
    return list(addons.find())


def _prepare(databases, database, wanted, *, keep):
    found = addons.find()
    ours = addons.with_dependencies([name for name in wanted if name in found], found)
    theirs = set(wanted) - set(ours) | set(addons.external_dependencies(ours))
    template = databases.template(theirs)
    fingerprint = f"{template} {addons.fingerprint(ours)}"
    if keep and databases.exists(database):
        if stamps.is_current(database, fingerprint):
            return
        action, what = "-u", f"Updating {', '.join(ours)} in the database {database} that was kept"
    else:
        databases.copy(template, database)
        action, what = "-i", f"Installing {', '.join(ours)} in database {database}"
    if ours:
        with ui.step(what):
            databases.odoo.run_checked(
                *("-d", database, action, ",".join(ours), "--stop-after-init", "--no-http"),
                log=paths.LOGS / f"{database}-install.log",
                purpose=what,
            )
    stamps.write(database, fingerprint)


def _run_script(odoo, database, script, arguments):
    """Run the script with its output shown as it comes, and Odoo's log in a file."""
    log = paths.LOGS / f"{database}.log"
    if odoo.server.is_embedded:
        ui.say("  (the embedded PostgreSQL has no pg_trgm: searches by name have no trigram index)")
    start = START.format(folder=str(FOLDER), script=str(script), arguments=list(arguments))
    output = []
    process = subprocess.Popen(
        odoo.command("shell", "-d", database, "--no-http", "--logfile", log),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=odoo.environment(),
        cwd=paths.ROOT,
    )
    try:
        process.stdin.write(start)
        process.stdin.close()
        for line in process.stdout:
            output.append(line)
            ui.say(line.rstrip("\n"))
    except BaseException:
        process.terminate()
        raise
    finally:
        returncode = process.wait()
    if not BAR.search("".join(output)):
        ui.warn(f"\n{script.name} printed no bar; Odoo's log is {paths.shown(log)}")
        return returncode or 1
    return 1 if returncode else 0
