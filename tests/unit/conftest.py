"""Make the plain functions of the addon importable without Odoo and without a database.

``interim_placement/__init__.py`` imports the models, and with them Odoo. So the folder ``tools``
is loaded as a package of its own: ``from interim_tools import periods``.
"""

import importlib.util
import sys
import tempfile
from pathlib import Path

from hypothesis import configuration, settings

TOOLS = Path(__file__).resolve().parents[2] / "interim_placement" / "tools"

# The same examples on every run and every machine: a red build can be repeated.
settings.register_profile("unit", derandomize=True, deadline=None, print_blob=False)
settings.load_profile("unit")
# Hypothesis caches what it learns of the code; keep that out of the working tree.
configuration.set_hypothesis_home_dir(Path(tempfile.gettempdir()) / "interim-hypothesis")


def _load_tools():
    spec = importlib.util.spec_from_file_location(
        "interim_tools", TOOLS / "__init__.py", submodule_search_locations=[str(TOOLS)]
    )
    package = importlib.util.module_from_spec(spec)
    sys.modules["interim_tools"] = package
    spec.loader.exec_module(package)


_load_tools()
