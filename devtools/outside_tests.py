"""The tests that pytest runs: plain functions in tests/unit, from outside a server in tests/."""

import os
import signal
import subprocess
import xml.etree.ElementTree as ElementTree

from . import paths, venv
from .results import Results

TESTS = paths.ROOT / "tests"
UNIT = TESTS / "unit"
# More would only wait for each other: every test has an Odoo, a database and perhaps a browser.
MOST_WORKERS = 2


def run(*arguments, label, environment=None):
    """Run pytest with its output shown, and return its results."""
    report = paths.LOGS / f"pytest-{os.getpid()}-{label}.xml"
    report.parent.mkdir(parents=True, exist_ok=True)
    command = [
        str(venv.PYTHON),
        "-m",
        "pytest",
        "-q",
        "--no-header",
        "--tb=short",
        f"--junitxml={report}",
    ]
    command += ["-o", "junit_family=xunit1"]  # the one that names the file
    # A file stays together: its tests share servers.
    workers = min(MOST_WORKERS, os.cpu_count() or 1)
    command += ["--numprocesses", str(workers), "--dist", "loadfile"]
    process = subprocess.Popen([*command, *map(str, arguments)], cwd=paths.ROOT, env=environment)
    try:
        returncode = process.wait()
    except BaseException:
        # Interrupted, pytest still stops its servers and drops their databases.
        process.send_signal(signal.SIGINT)
        process.wait()
        raise
    try:
        return read(report, returncode)
    finally:
        report.unlink(missing_ok=True)


def read(report, returncode=0):
    """The results in a JUnit report of pytest; a skipped test fails."""
    results = Results()
    cases = ElementTree.parse(report).getroot().iter("testcase") if report.exists() else ()
    for case in cases:
        name = f"{case.get('file') or case.get('classname')}::{case.get('name')}"
        results.durations[name] = float(case.get("time") or 0)
        verdicts = [child for child in case if child.tag in ("failure", "error", "skipped")]
        for verdict in verdicts[:1]:
            note = "skipped: " if verdict.tag == "skipped" else ""
            results.fail(name, f"{note}{verdict.text or verdict.get('message') or ''}")
        results.passed += not verdicts
    if returncode == 5:
        results.fail("pytest found no test")
    elif returncode and not results.failures:
        results.fail(f"pytest ended with exit code {returncode}", "See its output above.")
    return results
