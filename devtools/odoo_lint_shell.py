"""Run in Odoo's shell by odoo_lint.py: the tests of `test_lint`, made to look at our addons only.

Left to themselves they read all of Odoo's addons, which takes many minutes and says nothing about
ours.
"""

import importlib
import os
import sys
from pathlib import Path
from unittest.mock import patch

from odoo import tools
from odoo.modules import Manifest
from odoo.tests import loader
from odoo.tests.suite import OdooSuite

OURS = os.environ["INTERIM_LINT_ADDONS"].split(",")
MODULES = {
    name: importlib.import_module(f"odoo.addons.test_lint.tests.{name}")
    for name in (
        "test_docstring",
        "test_dunderinit",
        "test_i18n",
        "test_index",
        "test_jstranslate",
        "test_manifests",
        "test_naming",
        "test_onchange_domains",
        "test_orm_import",
        "test_override_signatures",
        "test_pofile",
        "test_pylint",
        "test_routes",
        "test_test_holes",
    )
}
MANIFESTS = [Manifest.for_addon(name) for name in OURS]


class OurTools:
    """`odoo.tools` with a root path of which pylint finds nothing but our addons."""

    class config:  # noqa: N801
        """The two settings that the test reads."""

        root_path = str(Path(MANIFESTS[0].path))

        def __class_getitem__(cls, name):
            """Read a setting."""
            return tools.config[name]

    parse_version = staticmethod(tools.parse_version)
    constants = tools.constants


tests = [test for module in MODULES.values() for test in loader.get_module_test_cases(module)]
with (
    patch.object(Manifest, "all_addon_manifests", lambda: MANIFESTS),
    patch.object(MODULES["test_pofile"], "get_modules", lambda: OURS),
    patch.object(MODULES["test_pylint"], "tools", OurTools),
    patch.object(MODULES["test_docstring"], "MODULES_TO_LINT", tuple(OURS)),
):
    result = loader.run_suite(OdooSuite(tests))
sys.stdout.flush()
