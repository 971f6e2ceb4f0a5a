"""The addons' own tests, run by Odoo; what they did is read from its log."""

import re
import shutil
import socket

from . import logs, paths, ui
from .results import Results

STARTING = re.compile(r"^Starting (?P<test>\S+) \.\.\.")
SKIPPED = re.compile(r"^skipped (?P<test>.+?) : (?P<reason>.*)", re.DOTALL)
FAILED = re.compile(r"^(?:FAIL|ERROR): (?:Subtest )?(?P<test>setUpClass \(\S+\)|\S+)")
STATISTIC = re.compile(r"^\t(?P<test>[\w.]+): (?P<seconds>[\d.]+)s \d+ queries$", re.MULTILINE)
TEST_LOGGER = re.compile(r"^odoo\.addons\.(?P<addon>\w+)\.tests\b(?:\.(?P<file>\w+))?")
# Sums that Odoo logs as errors when a test failed: the failure itself is reported already.
SUMS = re.compile(
    r"^(\d+ failed, \d+ error\(s\) of \d+ tests|Module \w+: \d+ failures?, \d+ errors? of \d+ tests"
    r"|At least one test failed when loading the modules)"
)
BROWSERS = ("google-chrome", "chromium", "chromium-browser", "google-chrome-stable")


def free_port():
    """A port of this machine that nobody listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def run(odoo, database, addons, *, action, tags, log):
    """Install (`-i`) or update (`-u`) the addons in the database, with their tests; return the exit code."""

    def show(line):
        match = logs.LINE.match(line)
        if match and match["logger"].startswith("odoo.addons.") and FAILED.match(match["message"]):
            ui.say(f"  {match['message']}")

    return odoo.run(
        *("-d", database, action, ",".join(addons), "--stop-after-init"),
        *(
            "--test-tags",
            tags,
            "--http-port",
            free_port(),
            "--screenshots",
            paths.STATE / "screenshots",
        ),
        *("--log-handler", "odoo.tests.stats:DEBUG"),
        log=log,
        on_line=show,
    )


def read(log, returncode=0, *, addons=(), baselines=()):
    """The results of a test run, from its log.

    Fails also: a skipped test, one of `addons` without a test that ran, and a warning or error that the baselines lack.
    """
    results = Results()
    started, failed, ran = {}, {}, set()
    known = {record.normalised() for baseline in baselines for record in logs.complaints(baseline)}
    complaints = {}
    for record in logs.read(log):
        place = TEST_LOGGER.match(record.logger)
        if place and (match := STARTING.match(record.message)):
            started[_name(place, match)] = True
            ran.add(place["addon"])
        elif (match := SKIPPED.match(record.message)) and record.level == "INFO":
            name = _name(place, match) if place else match["test"]
            failed.setdefault(name, []).append(
                f"skipped: {match['reason']}\nA skipped test proves nothing."
            )
        elif record.is_complaint and (match := FAILED.match(record.message)):
            name = _name(place, match) if place else match["test"]
            failed.setdefault(name, []).append(record.message)
        elif (
            record.is_complaint
            and not SUMS.match(record.message)
            and record.normalised() not in known
        ):
            complaints.setdefault(record.normalised(), record)
        if record.logger == "odoo.tests.stats":
            _take_durations(record.message, results)
    for name, details in failed.items():
        results.fail(name, "\n".join(details))
    results.passed = len(started.keys() - failed.keys())
    for record in complaints.values():
        results.fail(f"log: {record.level} of {record.logger}", record.message)
    for addon in addons:
        if addon not in ran:
            results.fail(f"no test of {addon} ran", f"See {paths.shown(log)}")
    if returncode and not results.failures:
        results.fail("Odoo stopped with an error", logs.excerpt(log))
    return results


def check_browser(results):
    """Without a browser the tours would be skipped: say so before anything runs."""
    if not any(shutil.which(name) for name in BROWSERS):
        results.fail(
            "no browser for the tours",
            "Tours run in Chromium, and none of " + ", ".join(BROWSERS) + " is there.\n"
            "On Debian or Ubuntu: apt-get install chromium",
        )


def _name(place, match):
    test = match["test"]
    if not place or test.startswith("setUpClass"):
        return test
    return f"{place['addon']}/{place['file'] or 'tests'}: {test}"


def _take_durations(message, results):
    for match in STATISTIC.finditer(message):
        parts = match["test"].split(".")
        if len(parts) == 4:  # addon, file, class, method; shorter ones are sums
            results.durations[f"{parts[0]}/{parts[1]}: {parts[2]}.{parts[3]}"] = float(
                match["seconds"]
            )
