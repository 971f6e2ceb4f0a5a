"""./dev test: the stages of a test run and what must hold over all of them."""

import os
import time

from . import addons, odoo_tests, outside_tests, paths, targets, ui
from .databases import template_log
from .results import Results


def run(databases, names, *, keep=False):
    """Run the tests that the targets name (all without one); return the exit code."""
    found = addons.find()
    chosen = targets.parse(names, found)
    total = Results()
    start = time.monotonic()
    if chosen.unit:
        ui.say("\n== Plain functions, without a database ==")
        total.add(outside_tests.run(*chosen.unit, label="unit"))
    if chosen.addons:
        ui.say(f"\n== Odoo tests of {', '.join(chosen.addons)} ==")
        total.add(_run_odoo(databases, found, chosen, keep=keep))
    if chosen.outside:
        ui.say("\n== End to end, from outside a running server ==")
        options = ["--ignore=tests/unit"] if chosen.is_everything else []
        total.add(outside_tests.run(*chosen.outside, *options, label="outside"))
    ui.say(f"\nAll of it took {time.monotonic() - start:.0f} s.")
    return total.report()


def _run_odoo(databases, found, chosen, *, keep):
    results = Results()
    if chosen.is_everything and (problem := odoo_tests.check_browser()):
        results.fail("no browser for the tours", problem)
    template = databases.template(addons.external_dependencies(found))
    needed = addons.with_dependencies(chosen.addons, found)
    with databases.temporary(template, keep=keep) as database:
        log = paths.LOGS / f"test-{os.getpid()}.log"
        with ui.step(f"Installing and testing in database {database}"):
            returncode = odoo_tests.run(
                databases.odoo,
                database,
                list(needed),
                action="-i",
                tags=",".join(chosen.tags),
                log=log,
            )
        baselines = [template_log(template)]
        results.add(
            odoo_tests.read(
                log,
                returncode,
                addons=[name for name in chosen.addons if chosen.is_everything],
                baselines=baselines,
            )
        )
        if not results.passed and not results.failures:
            results.fail(
                "no test ran",
                f"Nothing in {', '.join(chosen.addons)} matches {', '.join(chosen.tags)}",
            )
        if chosen.is_everything:
            _check_logs(databases, database, template, list(needed), results)
        ui.say(f"  {results.passed} passed, {results.failed} failed; the log is {paths.shown(log)}")
    return results


def _check_logs(databases, database, template, names, results):
    """Update the addons, and install them with demo data: neither may print a new warning."""
    runs = (("updating", database, ("-u", ",".join(names))),)
    with databases.temporary(template) as other:
        databases.pretend_demo(other)
        runs += (("installing with demo data", other, ("-i", ",".join(names), "--with-demo")),)
        for what, name, arguments in runs:
            log = paths.LOGS / f"test-{os.getpid()}-{what.split()[0]}.log"
            with ui.step(f"Reading the log of {what}"):
                returncode = databases.odoo.run(
                    "-d", name, *arguments, "--stop-after-init", "--no-http", log=log
                )
            outcome = odoo_tests.read(log, returncode, baselines=[template_log(template)])
            outcome.passed = not outcome.failures
            for failure in outcome.failures:
                failure.name = f"{what}: {failure.name}"
            results.add(outcome)
