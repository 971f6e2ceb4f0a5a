"""Download Debian packages of another suite with the machine's own apt.

Needs no root and leaves apt's state as it is.

The sources are the machine's own with only the suite changed, so the archive, its signing keys and
any proxy stay what the person has set up, and apt verifies signatures as always.
"""

import os
import re
import shutil
import subprocess
from pathlib import Path

from . import ui

SOURCES = (Path("/etc/apt/sources.list"), Path("/etc/apt/sources.list.d"))


def is_debian():
    """Whether this is Debian itself; its derivatives have archives of their own."""
    return (
        bool(shutil.which("apt-get") and shutil.which("dpkg") and machine_suite())
        and os_release().get("ID") == "debian"
    )


def os_release(path=Path("/etc/os-release")):
    """The machine's os-release file as a dictionary."""
    pairs = (
        re.findall(r'^(\w+)="?([^"\n]*)"?$', path.read_text(), re.MULTILINE)
        if path.exists()
        else []
    )
    return dict(pairs)


def machine_suite():
    """The suite that the machine runs, such as bookworm."""
    return os_release().get("VERSION_CODENAME") or "sid"


def convert_one_line(text, machine, suite):
    """The `deb` lines of a sources.list that carry `machine`, with `suite` in its place."""
    lines = []
    for line in text.splitlines():
        match = re.match(r"\s*deb\s+(\[[^\]]*\]\s+)?(\S+)\s+(\S+)\s+(.*\bmain\b.*)", line)
        if match and match[3] == machine:
            lines.append(f"deb {match[1] or ''}{match[2]} {suite} main")
    return lines


def convert_deb822(text, machine, suite):
    """The paragraphs of a .sources file that carry `machine`, with `suite` in its place."""
    paragraphs = []
    text = re.sub(r"^#.*\n?", "", text, flags=re.MULTILINE)
    for paragraph in re.split(r"\n\s*\n", text):
        fields = dict(re.findall(r"^([\w-]+):((?:.*)(?:\n[ \t].*)*)", paragraph, re.MULTILINE))
        fields = {name.lower(): value.strip() for name, value in fields.items()}
        if "deb" not in fields.get("types", "").split() or fields.get("enabled", "yes").lower() in (
            "no",
            "false",
        ):
            continue
        if (
            machine not in fields.get("suites", "").split()
            or "main" not in fields.get("components", "").split()
        ):
            continue
        fields.update({"types": "deb", "suites": suite, "components": "main"})
        paragraphs.append("\n".join(f"{name}: {value}" for name, value in fields.items()))
    return paragraphs


def sources_for(suite, places=SOURCES, machine=None):
    """The machine's archive at another suite, as the text of a one-line and a deb822 file."""
    machine = machine or machine_suite()
    lines, paragraphs = [], []
    for place in places:
        for path in (
            sorted(place.iterdir()) if place.is_dir() else [place] if place.exists() else []
        ):
            if path.suffix == ".list":
                lines += convert_one_line(path.read_text(), machine, suite)
            elif path.suffix == ".sources":
                paragraphs += convert_deb822(path.read_text(), machine, suite)
    return "\n".join(dict.fromkeys(lines)), "\n\n".join(dict.fromkeys(paragraphs))


class Archive:
    """The machine's Debian archive at a suite, with a private apt state in `folder`."""

    def __init__(self, suite, folder):
        self.suite = suite
        self.folder = Path(folder)
        self.options = []

    def update(self):
        """Fetch the list of packages."""
        lines, paragraphs = sources_for(self.suite)
        if not lines and not paragraphs:
            raise ui.DevError(
                f"No apt source of this machine has its own suite ({machine_suite()}) with the "
                "component main, so there is nothing to derive a source for Odoo's package from.\n"
                "Point --odoo or ODOO_SOURCE at a checkout of Odoo 19 instead."
            )
        for name in ("lists/partial", "cache/archives/partial", "sources.d"):
            (self.folder / name).mkdir(parents=True, exist_ok=True)
        (self.folder / "status").touch()
        (self.folder / "sources.d" / "archive.list").write_text(lines + "\n")
        (self.folder / "sources.d" / "archive.sources").write_text(paragraphs + "\n")
        settings = {
            "Dir::State::Lists": self.folder / "lists",
            "Dir::State::status": self.folder / "status",
            "Dir::Cache": self.folder / "cache",
            "Dir::Etc::sourcelist": "/dev/null",
            "Dir::Etc::sourceparts": self.folder / "sources.d",
            "Dir::Etc::preferences": "/dev/null",
            "Dir::Etc::preferencesparts": "/dev/null",
            # As root apt would fetch as its own user, which may not be let into this folder.
            "APT::Sandbox::User": "root",
            "Acquire::Retries": "3",
        }
        self.options = [
            item for name, value in settings.items() for item in ("-o", f"{name}={value}")
        ]
        self._run("update", "--error-on=any")

    def download(self, packages, folder):
        """Download packages into `folder` and return their files."""
        folder = Path(folder)
        folder.mkdir(parents=True, exist_ok=True)
        self._run("download", *packages, cwd=folder)
        return sorted(path for path in folder.glob("*.deb") if path.name.split("_")[0] in packages)

    def _run(self, *arguments, cwd=None):
        result = subprocess.run(
            ["apt-get", *self.options, "-q", *arguments],
            check=False,
            cwd=cwd,
            capture_output=True,
            text=True,
            env={**os.environ, "LC_ALL": "C"},
        )
        if result.returncode:
            raise ui.DevError(
                f"apt-get {arguments[0]} failed for Debian {self.suite}:\n"
                f"{(result.stdout + result.stderr).strip()}\n"
                "Is the archive reachable? Run the same command again once it is, "
                "or point --odoo or ODOO_SOURCE at a checkout of Odoo 19."
            )


def unpack(package, folder):
    """Unpack a package file into `folder`, beside what is there already."""
    Path(folder).mkdir(parents=True, exist_ok=True)
    subprocess.run(["dpkg", "-x", str(package), str(folder)], check=True)
