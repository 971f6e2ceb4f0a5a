"""Stamps: a step is skipped when what goes into it has the fingerprint of the last time."""

import hashlib
from pathlib import Path

from . import paths


def fingerprint(*parts):
    """A short hash of texts and files; a file counts by content, a folder by all that is in it."""
    digest = hashlib.sha256()
    for part in parts:
        if isinstance(part, Path) and part.is_dir():
            for path in sorted(part.rglob("*")):
                if path.is_file() and "__pycache__" not in path.parts:
                    digest.update(f"\0{path.relative_to(part)}\0".encode())
                    digest.update(path.read_bytes())
        elif isinstance(part, Path):
            digest.update(part.read_bytes())
        else:
            digest.update(str(part).encode())
        digest.update(b"\0")
    return digest.hexdigest()[:12]


def is_current(name, value):
    """Whether the step `name` was last finished with this fingerprint."""
    path = paths.STAMPS / name
    return path.exists() and path.read_text() == value


def write(name, value):
    """Note that the step `name` was finished with this fingerprint."""
    paths.STAMPS.mkdir(parents=True, exist_ok=True)
    (paths.STAMPS / name).write_text(value)
