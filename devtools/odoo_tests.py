"""The addons' own tests, run by Odoo; what they did is read from its log."""

import re
import shutil
import socket
import subprocess
import tempfile

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
GET_BROWSER = "On Debian or Ubuntu: apt-get install chromium"
BROWSERS = ("google-chrome", "chromium", "chromium-browser", "google-chrome-stable")


def free_port():
    """A port of this machine that nobody listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def run(odoo, database, addons, *, action, tags, log):
    """Install (`-i`) or update (`-u`) addons with their tests; return Odoo's exit code."""

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

    Fails also: a skipped test, one of `addons` without a test that ran, and a warning or error
    that the baselines lack.
    """
    reader = _Reader(baselines)
    for record in logs.read(log):
        reader.take(record)
    results = reader.results()
    for addon in addons:
        if addon not in reader.addons:
            results.fail(f"no test of {addon} ran", f"See {paths.shown(log)}")
    if returncode and not results.failures:
        results.fail("Odoo stopped with an error", logs.excerpt(log))
    return results


class _Reader:
    """Sorts the records of a log into tests that started, tests that failed, and complaints."""

    def __init__(self, baselines):
        known = [record for baseline in baselines for record in logs.complaints(baseline)]
        self.known = {record.normalised() for record in known}
        self.addons = set()
        self.started = set()
        self.failed = {}
        self.complaints = {}
        self.durations = {}

    def take(self, record):
        place = TEST_LOGGER.match(record.logger)
        if place and (match := STARTING.match(record.message)):
            self.started.add(_name(place, match))
            self.addons.add(place["addon"])
        elif record.level == "INFO" and (match := SKIPPED.match(record.message)):
            hint = f" {GET_BROWSER}" if "Chrome" in match["reason"] else ""
            reason = f"skipped: {match['reason'].strip()}\nA skipped test proves nothing.{hint}"
            self.failed.setdefault(_name(place, match), []).append(reason)
        elif record.is_complaint:
            self._complain(record, place)
        elif record.logger == "odoo.tests.stats":
            self.durations.update(_durations(record.message))

    def results(self):
        results = Results(len(self.started - self.failed.keys()), self.durations)
        for name, details in self.failed.items():
            results.fail(name, "\n".join(details))
        fatal = [record for record in self.complaints.values() if record.level == "CRITICAL"]
        for record in fatal or self.complaints.values():
            results.fail(f"log: {record.level} of {record.logger}", record.message)
        return results

    def _complain(self, record, place):
        if match := FAILED.match(record.message):
            self.failed.setdefault(_name(place, match), []).append(record.message)
        elif not SUMS.match(record.message) and record.normalised() not in self.known:
            self.complaints.setdefault(record.normalised(), record)


def check_browser():
    """Start the browser once; return what keeps the tours from running, or nothing.

    Odoo gives a browser ten seconds to come up, and skips the tour when it does not. The first
    start on a machine takes longest, so it is done here.
    """
    program = next(filter(None, map(shutil.which, BROWSERS)), None)
    if not program:
        return f"Tours run in Chromium, and none of {', '.join(BROWSERS)} is there.\n{GET_BROWSER}"
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        options = ("--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage")
        command = [program, *options, "--disable-background-networking", "--no-first-run"]
        try:
            subprocess.run(
                [*command, f"--user-data-dir={profile}", "--dump-dom", "about:blank"],
                check=True,
                capture_output=True,
                text=True,
                timeout=90,
            )
        except subprocess.SubprocessError as error:
            return f"{program} does not start: {error}\n{getattr(error, 'stderr', '') or ''}"
    return ""


def _name(place, match):
    test = match["test"]
    if not place or test.startswith("setUpClass"):
        return test
    return f"{place['addon']}/{place['file'] or 'tests'}: {test}"


def _durations(message):
    for match in STATISTIC.finditer(message):
        parts = match["test"].split(".")
        # Addon, file, class, method; shorter ones are sums. A frozen clock gives nonsense.
        if len(parts) == 4 and float(match["seconds"]) < 3600:
            yield f"{parts[0]}/{parts[1]}: {parts[2]}.{parts[3]}", float(match["seconds"])
