"""The command line of ./dev."""

import argparse

from . import ui, venv


def main(argv):
    """Run a command; return its exit code."""
    options = _parser().parse_args(argv)
    try:
        venv.ensure()
        venv.enter(argv)
        return options.run(options) or 0
    except ui.DevError as error:
        ui.warn(f"\n{error}")
        return 1
    except KeyboardInterrupt:
        return 130


def _setup(options):
    from . import addons, databases

    found = addons.find()
    made = databases.prepare(options)
    made.template(addons.external_dependencies(found) or ["crm", "portal"])


def _db(options):
    from . import addons, databases

    made = databases.prepare(options)
    if options.drop:
        made.drop(options.name)
    else:
        made.copy(made.template(addons.external_dependencies(addons.find()) or ["crm", "portal"]), options.name)


def _odoo(options):
    import os

    from . import databases

    odoo = databases.prepare(options).odoo
    os.execve(venv.PYTHON, odoo.command(*options.arguments), odoo.environment())


def _parser():
    parser = argparse.ArgumentParser(prog="./dev")
    parser.add_argument("--odoo")
    parser.add_argument("--db-url")
    commands = parser.add_subparsers(required=True)
    setup = commands.add_parser("setup")
    setup.set_defaults(run=_setup)
    db = commands.add_parser("db")
    db.add_argument("name")
    db.add_argument("--drop", action="store_true")
    db.set_defaults(run=_db)
    odoo = commands.add_parser("odoo")
    odoo.add_argument("arguments", nargs=argparse.REMAINDER)
    odoo.set_defaults(run=_odoo)
    return parser
