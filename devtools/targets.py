"""What a person names after ./dev test: files, folders, addons or Odoo test tags."""

from dataclasses import dataclass, field
from pathlib import Path

from . import paths, ui


@dataclass
class Targets:
    """The tests to run: pytest's paths, and for Odoo the addons to install with the tags to run."""

    unit: list = field(default_factory=list)
    outside: list = field(default_factory=list)
    addons: list = field(default_factory=list)
    tags: list = field(default_factory=list)
    is_everything: bool = False


def everything(found):
    """All tests of the repository."""
    return Targets(
        unit=["tests/unit"] if any((paths.ROOT / "tests/unit").glob("test_*.py")) else [],
        outside=["tests"] if any((paths.ROOT / "tests").glob("test_*.py")) else [],
        addons=list(found),
        tags=[f"/{name}" for name in found],
        is_everything=True,
    )


def parse(names, found, cwd=None):
    """Sort the targets; without any, it is everything."""
    if not names:
        return everything(found)
    targets = Targets()
    for name in names:
        file, *selection = name.split("::", 1)
        path = _existing(file, cwd or Path.cwd())
        if path:
            _add_path(targets, path, selection, found)
        elif name in found:
            _add_tag(targets, [name], f"/{name}")
        elif "/" in name and name.endswith(".py"):
            raise ui.DevError(f"There is no file {name}.")
        else:
            named = name.split("/", 1)[1].split(":")[0] if "/" in name else ""
            _add_tag(targets, [named] if named in found else list(found), name)
    return targets


def _existing(name, cwd):
    for base in (cwd, paths.ROOT):
        path = (base / name).resolve()
        if path.exists() and path.is_relative_to(paths.ROOT):
            return path
    return None


def _add_path(targets, path, selection, found):
    parts = path.relative_to(paths.ROOT).parts
    if not parts:
        raise ui.DevError("To run everything, name no target.")
    if parts[0] == "tests":
        name = "::".join([str(path.relative_to(paths.ROOT)), *selection])
        (targets.unit if parts[1:2] == ("unit",) else targets.outside).append(name)
    elif parts[0] in found:
        suffix = "".join(f":{item.replace('::', '.')}" for item in selection)
        tag = f"/{path.relative_to(paths.ROOT)}" if path.suffix == ".py" else f"/{parts[0]}"
        _add_tag(targets, [parts[0]], tag + suffix)
    else:
        raise ui.DevError(f"{paths.shown(path)} is neither in tests/ nor in an addon.")


def _add_tag(targets, addons, tag):
    targets.addons += [name for name in addons if name not in targets.addons]
    targets.tags.append(tag)
