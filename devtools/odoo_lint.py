"""Odoo's own linter, the addon `test_lint`, confined to the addons of this repository."""

import os
import subprocess

from . import addons, databases, odoo_tests, paths, ui
from .databases import template_log

SCRIPT = paths.ROOT / "devtools" / "odoo_lint_shell.py"
# Left out, and why.
LEFT_OUT = (
    "test_checkers (tests of the checkers themselves), test_eslint (needs eslint 8), "
    "test_l10n (for l10n_* addons), test_markers (here: the check `repository`)"
)


def run():
    """Run the checks in a database with the addons installed; return what they found."""
    found = addons.find()
    if not found:
        return ""
    made = databases.prepare()
    template = made.template(addons.external_dependencies(found))
    log = paths.LOGS / f"lint-{os.getpid()}.log"
    with made.temporary(template, purpose="lint") as database:
        install = ("-d", database, "-i", ",".join(found), "--stop-after-init", "--no-http")
        made.odoo.run_checked(*install, log=log, purpose="Installing the addons")
        with open(log, "w") as output:
            returncode = subprocess.run(
                made.odoo.command("shell", "-d", database, "--no-http"),
                input=SCRIPT.read_text(),
                text=True,
                stdout=output,
                stderr=subprocess.STDOUT,
                env={**made.odoo.environment(), "INTERIM_LINT_ADDONS": ",".join(found)},
                cwd=paths.ROOT,
                check=False,
            ).returncode
    results = odoo_tests.read(
        log, returncode, addons=["test_lint"], baselines=[template_log(template)]
    )
    ui.say(f"  {results.passed} tests passed; left out: {LEFT_OUT}")
    return "\n".join(f"{failure.name}\n{failure.details}" for failure in results.failures)
