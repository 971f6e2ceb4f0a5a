"""./dev lint: checks of style and of Odoo's conventions; all run, also after one has failed."""

import difflib
import os
import re
import shutil
import subprocess
import tempfile
import time
from pathlib import Path
from xml.etree import ElementTree

from . import addons, odoo_lint, odoo_source, paths, ui, venv

BINARY = {
    ".png",
    ".jpg",
    ".jpeg",
    ".gif",
    ".ico",
    ".pdf",
    ".woff",
    ".woff2",
    ".ttf",
    ".otf",
    ".zip",
    ".docx",
    ".icc",
}
CONFLICT = re.compile(r"^(<{7}|>{7})( |$)", re.MULTILINE)
# Spelled so that this file does not match itself. Which archive or registry a person uses is their
# machine's affair.
REGISTRY = re.compile(
    r"\bhttps?://(?:[\w-]+\.)*(?:deb|ftp|archive|security|snapshot|pypi|files|registry|mirrors?|packages?)\.[a-z]",
    re.IGNORECASE,
)
HOME = re.compile(r"(?<![\w./])/(?:hom[e]/\w+|roo[t]|User[s]/\w+|wor[k]/\w+)/")
PYLINT_IGNORED = (
    "missing-readme",  # there is one README, at the root
    "consider-merging-classes-inherited",  # a large model is split over files, by concern
    "bad-builtin-groupby",  # the plain functions in tools/ do not import Odoo
)
HOOKS_IGNORED = (
    "xml-header-wrong",  # Odoo itself writes utf-8 in small letters
    "xml-field-numeric-without-eval",  # Odoo converts numbers by itself
)
# It empties translations that read like the source; to us a term without one is not translated.
PO_IGNORED = "po-pretty-format"
UPGRADE_CODE = (
    "import sys; from odoo.cli.upgrade_code import migrate; from odoo.tools import parse_version; "
    "migrate([sys.argv[1]], '**/*', parse_version('17.0'), parse_version('19.0'))"
)


def run(names=()):
    """Run the named checks, or all; print what each found and a summary; return the exit code."""
    unknown = set(names) - set(CHECKS)
    if unknown:
        raise ui.DevError(
            f"There is no check {', '.join(unknown)}; there are: {', '.join(CHECKS)}."
        )
    failed = []
    chosen = [name for name in CHECKS if not names or name in names]
    for name in chosen:
        description, check = CHECKS[name]
        ui.say(f"- {name}: {description} ...")
        start = time.monotonic()
        findings = check().strip()
        seconds = time.monotonic() - start
        if findings:
            failed.append(name)
            ui.say("\n".join(f"    {line}" for line in findings.splitlines()))
        duration = f" in {seconds:.0f} s" if seconds >= 2 else ""
        ui.say(f"  {'FAILED' if findings else 'passed'}{duration}")
    if failed:
        ui.say(f"\nFailed: {', '.join(failed)}. Run one alone with: ./dev lint {failed[0]}")
        if {"ruff", "format"} & set(failed):
            ui.say(
                "Mend what mends itself: .dev/venv/bin/ruff check --fix; .dev/venv/bin/ruff format"
            )
    ui.say(f"\n{len(chosen) - len(failed)} checks passed, {len(failed)} failed")
    return 1 if failed else 0


def tracked_files():
    """The files of the repository: under version control, or about to be."""
    output = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=paths.ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    return [path for name in output.split("\0") if name and (path := paths.ROOT / name).is_file()]


def check_text(name, text):
    """What must not be in a text file of the repository."""
    findings = []
    for pattern, what in (
        (CONFLICT, "a conflict marker"),
        (REGISTRY, "the host of a package archive or registry"),
        (HOME, "an absolute path of somebody's machine"),
    ):
        for match in pattern.finditer(text):
            line = text.count("\n", 0, match.start()) + 1
            findings.append(f"{name}:{line}: holds {what}: {match[0].strip()}")
    return findings


def _ruff():
    return _program("ruff", "check", "--quiet", "--output-format=concise", ".")


def _format():
    return _program("ruff", "format", "--quiet", "--check", "--output-format=concise", ".")


def _pylint():
    # Not in .pylintrc, where switching on all of pylint-odoo would switch them on again.
    return _program("pylint", f"--disable={','.join(PYLINT_IGNORED)}", *addons.find())


def _hooks():
    folders = [str(addon.folder) for addon in addons.find().values()]
    findings = _program("oca-checks-odoo-module", f"--disable={','.join(HOOKS_IGNORED)}", *folders)
    texts = [str(path) for folder in folders for path in sorted(Path(folder).glob("i18n/*.po*"))]
    if texts:
        findings += _program("oca-checks-po", f"--disable={PO_IGNORED}", *texts)
    return findings


def _xml():
    findings = []
    for path in tracked_files():
        if path.suffix in (".xml", ".svg"):
            try:
                ElementTree.parse(path)
            except ElementTree.ParseError as error:
                findings.append(f"{paths.shown(path)}: {error}")
    return "\n".join(findings)


def _repository():
    findings = []
    for path in tracked_files():
        if path.suffix not in BINARY:
            try:
                text = path.read_text(encoding="utf-8")
            except UnicodeDecodeError:
                findings.append(f"{paths.shown(path)}: is not UTF-8 text")
                continue
            findings += check_text(paths.shown(path), text)
            if text.startswith("#!") and not os.access(path, os.X_OK):
                findings.append(f"{paths.shown(path)}: starts with #! but is not executable")
    return "\n".join(findings)


def _upgrade_code():
    """Odoo's own rewriting scripts on a copy of the addons: what they would change is outdated."""
    source = odoo_source.ensure()
    with tempfile.TemporaryDirectory() as folder:
        found = addons.find()
        for addon in found.values():
            shutil.copytree(
                addon.folder,
                Path(folder) / addon.name,
                ignore=shutil.ignore_patterns("__pycache__"),
            )
        process = subprocess.run(
            [str(venv.PYTHON), "-c", UPGRADE_CODE, folder],
            env={**os.environ, "PYTHONPATH": str(source.root)},
            cwd=folder,
            capture_output=True,
            text=True,
            check=False,
        )
        if process.returncode:
            return process.stderr
        return "\n".join(
            line
            for name in process.stdout.split("\n")
            if name and Path(name).is_file()
            for line in _difference(paths.ROOT / Path(name).relative_to(folder), Path(name))
        )


def _difference(before, after):
    return difflib.unified_diff(
        before.read_text().splitlines(),
        after.read_text().splitlines(),
        paths.shown(before),
        "upgraded",
        lineterm="",
    )


def _program(name, *arguments):
    """Run a program of the virtual environment; return its output when it finds fault."""
    process = subprocess.run(
        [venv.program(name), *arguments],
        cwd=paths.ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
        env={**os.environ, "PATH": f"{paths.VENV / 'bin'}:{os.environ.get('PATH', '')}"},
    )
    return (
        (process.stdout or f"{name} ended with exit code {process.returncode}")
        if process.returncode
        else ""
    )


CHECKS = {
    "ruff": ("mistakes and style in Python", _ruff),
    "format": ("the layout of Python files", _format),
    "xml": ("XML is well-formed", _xml),
    "repository": ("no conflict marker, registry host or absolute path in a file", _repository),
    "pylint": ("pylint-odoo", _pylint),
    "hooks": ("odoo-pre-commit-hooks on manifests, data files and translations", _hooks),
    "upgrade_code": ("nothing that Odoo 19's upgrade_code would rewrite", _upgrade_code),
    "test_lint": ("Odoo's own test_lint, on our addons", odoo_lint.run),
}
