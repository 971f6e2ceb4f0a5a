"""The virtual environment with Odoo's Python requirements and the project's tools."""

import os
import shutil
import subprocess
import sys

from . import locks, paths, stamps, ui

PYTHON = paths.VENV / "bin" / "python"


def ensure():
    """Make the virtual environment, or bring it up to date with `requirements/`."""
    with locks.lock("virtual environment"):
        files = sorted(paths.REQUIREMENTS.glob("*.txt"))
        wanted = stamps.fingerprint(sys.version_info[:2], *files)
        if PYTHON.exists() and (stamps.is_current("venv", wanted) or _is_inside()):
            return
        if not stamps.is_current("venv-python", _python_tag()) or not PYTHON.exists():
            _create()
        with ui.step(
            "Installing the pinned Python packages into .dev/venv (a minute the first time)"
        ):
            _install(files)
        stamps.write("venv", wanted)


def enter(argv):
    """Go on in the virtual environment's Python; returns only when already there."""
    if not _is_inside():
        main = str(paths.ROOT / "devtools" / "__main__.py")
        os.execv(PYTHON, [str(PYTHON), main, *argv])


def program(name):
    """The path of a program that a Python package brought."""
    return str(paths.VENV / "bin" / name)


def _is_inside():
    return os.path.realpath(sys.prefix) == os.path.realpath(paths.VENV)


def _python_tag():
    return f"{sys.version_info[0]}.{sys.version_info[1]} {sys.base_prefix}"


def _create():
    with ui.step(f"Making a virtual environment with Python {sys.version.split()[0]} in .dev/venv"):
        shutil.rmtree(paths.VENV, ignore_errors=True)
        paths.STATE.mkdir(exist_ok=True)
        result = subprocess.run(
            [sys.executable, "-m", "venv", str(paths.VENV)],
            capture_output=True,
            text=True,
            check=False,
        )
        if result.returncode:
            shutil.rmtree(paths.VENV, ignore_errors=True)
            raise ui.DevError(
                "Python could not make a virtual environment:\n"
                f"{(result.stdout + result.stderr).strip()}\n"
                "On Debian or Ubuntu: apt-get install python3-venv"
            )
        stamps.write("venv-python", _python_tag())


def _install(files):
    command = [
        str(PYTHON),
        "-m",
        "pip",
        "install",
        "--disable-pip-version-check",
        "--quiet",
        "--prefer-binary",
    ]
    for path in files:
        command += ["--requirement", str(path)]
    log = paths.LOGS / "pip.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    with open(log, "w") as output:
        returncode = subprocess.run(
            command, check=False, stdout=output, stderr=subprocess.STDOUT
        ).returncode
    if returncode:
        tail = "\n".join(log.read_text(errors="replace").splitlines()[-15:])
        raise ui.DevError(
            f"pip could not install the requirements; the end of {paths.shown(log)}:\n{tail}\n"
            "Is the Python package index reachable? Run the same command again once it is."
        )
