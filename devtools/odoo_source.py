"""Odoo's source: a checkout that the person has, or Debian's package unpacked under `.dev/odoo`."""

import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from . import apt, locks, paths, stamps, ui

# What the package needs beside it: it links to these with relative links.
SID_PACKAGES = (
    "odoo-19",
    "fonts-inconsolata",
    "fonts-montserrat",
    "fonts-ocr-b",
    "fonts-roboto-unhinted",
    "libjs-jquery",
    "libjs-jquery-form",
    "libjs-underscore",
)
# Odoo's icons are Font Awesome 4.7; what sid has under this name is laid out differently.
BOOKWORM_PACKAGES = ("fonts-font-awesome",)
# Debian leaves this file out (video calls blur their background with it), but the web client loads
# it.
STRIPPED_FILE = "odoo/addons/mail/static/lib/selfie_segmentation/selfie_segmentation.js"
RECIPE = "1"

GET_ODOO = (
    "Odoo 19 is not on PyPI. On Debian ./dev takes Debian's own package; elsewhere give it a "
    "checkout:\n"
    "  git clone --depth 1 --branch 19.0 <Odoo's repository> odoo\n"
    "  ./dev --odoo ./odoo demo        (or set ODOO_SOURCE)"
)


@dataclass(frozen=True)
class OdooSource:
    """A source tree: what goes on Python's path, where the addons are, and which version it is."""

    root: Path
    addons: tuple
    version: str

    @property
    def fingerprint(self):
        """Changes when another Odoo is used, or another commit of the same checkout."""
        commit = ""
        if (self.root / ".git").exists():
            command = ["git", "-C", str(self.root), "rev-parse", "HEAD"]
            commit = subprocess.run(command, capture_output=True, text=True, check=False).stdout
        return f"{self.version} {self.root} {commit}"


def ensure():
    """Return Odoo's source: what ODOO_SOURCE names, or Debian's package, downloaded when needed."""
    checkout = os.environ.get("ODOO_SOURCE")
    if checkout:
        return _from_checkout(Path(checkout).expanduser().resolve())
    root = paths.ODOO_PACKAGE / "usr/lib/python3/dist-packages"
    with locks.lock("Odoo source"):
        wanted = stamps.fingerprint(RECIPE, SID_PACKAGES, BOOKWORM_PACKAGES)
        if not (stamps.is_current("odoo", wanted) and (root / "odoo").is_dir()):
            if not apt.is_debian():
                raise ui.DevError(
                    f"This machine does not run Debian, and no Odoo was named.\n{GET_ODOO}"
                )
            _unpack_packages(root)
            stamps.write("odoo", wanted)
    return OdooSource(root, (root / "odoo" / "addons",), _version(root))


def _from_checkout(root):
    if not (root / "odoo" / "release.py").exists():
        raise ui.DevError(f"There is no Odoo in {root}: it has no odoo/release.py.\n{GET_ODOO}")
    version = _version(root)
    if not version.startswith("19.0"):
        raise ui.DevError(f"{root} holds Odoo {version}; the addons are for Odoo 19.0.\n{GET_ODOO}")
    addons = tuple(path for path in (root / "addons", root / "odoo" / "addons") if path.is_dir())
    return OdooSource(root, addons, version)


def _version(root):
    text = (root / "odoo" / "release.py").read_text()
    match = re.search(r"^version_info = \((\d+), (\d+), (\d+)", text, re.MULTILINE)
    return ".".join(match.groups()) if match else "unknown"


def _unpack_packages(root):
    """Download the packages, unpack them in one tree and mend what Debian left out."""
    shutil.rmtree(paths.ODOO_PACKAGE, ignore_errors=True)
    for suite, packages in (("sid", SID_PACKAGES), ("bookworm", BOOKWORM_PACKAGES)):
        archive = apt.Archive(suite, paths.STATE / "apt" / suite)
        with ui.step(f"Reading the package list of Debian {suite} (apt, in .dev/apt)"):
            archive.update()
        size = " (123 MB)" if "odoo-19" in packages else ""
        with ui.step(f"Downloading {', '.join(packages)}{size}"):
            files = archive.download(packages, paths.STATE / "apt" / "packages")
        with ui.step(f"Unpacking them into {paths.shown(paths.ODOO_PACKAGE)}"):
            for path in files:
                apt.unpack(path, paths.ODOO_PACKAGE)
                path.unlink()
    # The package carries its addons twice; Odoo reads only the ones under odoo/.
    for leftover in ("addons", "setup", "doc"):
        shutil.rmtree(root / leftover, ignore_errors=True)
    placeholder = root / STRIPPED_FILE
    if not placeholder.exists():
        placeholder.parent.mkdir(parents=True, exist_ok=True)
        placeholder.write_text(
            "// Left out by Debian; without it video calls cannot blur their background.\n"
        )
    # Only the web client's links matter to everyone; point_of_sale's Inconsolata.otf, for one,
    # leads nowhere in sid.
    web = root / "odoo" / "addons" / "web"
    broken = [path for path in web.rglob("*") if path.is_symlink() and not path.exists()]
    if broken:
        raise ui.DevError(
            "Odoo's package links to files that are not there:\n  "
            + "\n  ".join(str(path.relative_to(root)) for path in broken[:10])
            + "\nDebian has changed a package; add the missing one to devtools/odoo_source.py."
        )
