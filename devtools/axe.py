"""axe-core, which finds what keeps people with a disability out of a page."""

import json
import shutil
import subprocess

from . import locks, paths, stamps, ui

VERSION = "4.14.1"
FOLDER = paths.STATE / "axe"
SCRIPT = FOLDER / "node_modules" / "axe-core" / "axe.min.js"
# What the law asks (WCAG 2.2 AA), and what axe-core's makers know to be good practice.
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def ensure():
    """Install axe-core from npm into .dev/, once."""
    with locks.lock("axe-core"):
        if SCRIPT.exists() and stamps.is_current("axe", VERSION):
            return
        npm = shutil.which("npm")
        if not npm:
            raise ui.DevError("No npm here. On Debian or Ubuntu: apt-get install npm")
        FOLDER.mkdir(parents=True, exist_ok=True)
        with ui.step(f"Installing axe-core {VERSION} from npm into .dev/axe"):
            options = ["--prefix", str(FOLDER), "--ignore-scripts", "--no-audit", "--no-fund"]
            result = subprocess.run(
                [npm, "install", *options, f"axe-core@{VERSION}"],
                check=False,
                capture_output=True,
                text=True,
            )
            if result.returncode:
                raise ui.DevError(f"npm could not install axe-core:\n{result.stderr.strip()}")
        stamps.write("axe", VERSION)


def find_violations(page):
    """Examine what a browser's page shows; return what is wrong, as sentences.

    :param page: a `browser.Page`
    """
    ensure()
    page.evaluate(SCRIPT.read_text() + ";true")
    options = json.dumps({"runOnly": TAGS})
    found = page.evaluate(f"axe.run(document, {options}).then(r => JSON.stringify(r.violations))")
    return [
        f"{violation['id']}: {violation['help']} ({node['html']})"
        for violation in json.loads(found)
        for node in violation["nodes"]
    ]
