"""The addons of this repository, as their manifests describe them."""

import ast
from dataclasses import dataclass
from pathlib import Path

from . import paths, stamps, ui


@dataclass(frozen=True)
class Addon:
    """One addon: its folder and the part of its manifest that matters here."""

    name: str
    folder: Path
    depends: tuple
    auto_install: bool

    @property
    def has_tests(self):
        """Whether the addon brings Odoo tests."""
        return any((self.folder / "tests").glob("test_*.py"))


def find(root=paths.ROOT):
    """All installable addons in the repository's root, by name."""
    addons = {}
    for manifest in sorted(root.glob("*/__manifest__.py")):
        content = _read(manifest)
        if content.get("installable", True):
            name = manifest.parent.name
            depends = tuple(content.get("depends", ()))
            addons[name] = Addon(name, manifest.parent, depends, bool(content.get("auto_install")))
    return addons


def external_dependencies(addons):
    """The addons of Odoo that the given ones depend on."""
    return sorted(
        {name for addon in addons.values() for name in addon.depends} - set(addons) - {"base"}
    )


def with_dependencies(names, addons):
    """The named addons and those of this repository that they depend on, dependencies first."""
    found = {}

    def visit(name):
        if name in addons and name not in found:
            for dependency in addons[name].depends:
                visit(dependency)
            found[name] = addons[name]

    for name in names:
        if name not in addons:
            raise ui.DevError(
                f"There is no addon {name} here; there are: {', '.join(addons) or 'none yet'}."
            )
        visit(name)
    return found


def fingerprint(addons):
    """Changes when a file of one of the addons changes that an installed database depends on."""
    parts = []
    for addon in addons.values():
        for path in sorted(addon.folder.rglob("*")):
            inside = path.relative_to(addon.folder).parts
            if path.is_file() and "__pycache__" not in inside and inside[0] != "tests":
                parts += [str(path.relative_to(addon.folder.parent)), path]
    return stamps.fingerprint(*parts)


def _read(manifest):
    try:
        content = ast.literal_eval(manifest.read_text())
    except (SyntaxError, ValueError) as error:
        raise ui.DevError(f"{paths.shown(manifest)} is not a Python dictionary: {error}") from error
    if not isinstance(content, dict):
        raise ui.DevError(f"{paths.shown(manifest)} is not a Python dictionary.")
    return content
