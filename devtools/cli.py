"""The command line of ./dev."""

import argparse
import os
import signal
import sys

from . import ui, venv

DESCRIPTION = """\
Try and develop this project. The first run fetches what is needed (Python packages, Odoo 19, a
database server) into .dev/, which is not under version control and may be deleted after ./dev stop;
later runs start in seconds.
"""
EPILOG = """\
Odoo comes from Debian's own package, or from a checkout: --odoo PATH or ODOO_SOURCE. PostgreSQL is
an embedded one, or yours: --db-url postgresql://user:password@host:port, or PGHOST and PGUSER.
"""


def main(argv):
    """Run a command; return its exit code."""
    # What follows `odoo` is Odoo's, options included.
    cut = argv.index("odoo") + 1 if "odoo" in argv else len(argv)
    options = _parser().parse_args(argv[:cut])
    options.arguments = argv[cut:]
    # A command that is told to end must still drop its databases and end its servers.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    try:
        if options.odoo:
            os.environ["ODOO_SOURCE"] = os.path.abspath(options.odoo)
        if options.run is not _stop:
            venv.ensure()
            venv.enter(argv)
        if options.db_url:
            from . import postgres

            postgres.use_url(options.db_url)
        return options.run(options) or 0
    except ui.DevError as error:
        ui.warn(f"\n{error}")
        return 1
    except KeyboardInterrupt:
        return 130


# What each command needs is imported when it runs: before the virtual environment stands it may not
# be there.


def _demo(options):
    from . import databases, demo

    return demo.run(
        databases.prepare(), port=options.port, fresh=options.fresh, foreground=options.foreground
    )


def _test(options):
    from . import databases, testing

    return testing.run(databases.prepare(), options.targets, keep=options.keep)


def _lint(options):
    from . import linting

    return linting.run(options.checks)


def _bench(options):
    from . import bench, databases

    return bench.run(databases.prepare(), options.name, options.arguments_, keep=options.keep)


def _shell(options):
    from . import databases

    made = databases.prepare()
    if not made.exists(options.db):
        hint = "./dev demo makes it." if options.db == "interim_demo" else "./dev db lists them."
        raise ui.DevError(f"There is no database {options.db}. {hint}")
    _become(made.odoo, "shell", "-d", options.db, "--no-http", "--log-level", "warn")


def _odoo(options):
    from . import databases

    _become(databases.prepare().odoo, *options.arguments)


def _db(options):
    from . import addons, databases

    made = databases.prepare()
    if options.drop:
        made.drop(options.drop)
    elif options.make:
        made.copy(made.template(addons.external_dependencies(addons.find())), options.make)
    else:
        for name in sorted(made.names()):
            ui.say(name)


def _screenshots(options):
    from . import demo, screenshots

    running = demo.running_server()
    if not running:
        raise ui.DevError("The demo does not run. ./dev demo starts it.")
    return screenshots.run(running["port"])


def _i18n(options):
    from . import i18n

    return i18n.run(options.addons)


def _stop(options):
    from . import demo, postgres

    ended = [("Odoo", demo.stop()), ("PostgreSQL", postgres.stop())]
    for name, was_running in ended:
        ui.say(f"{name} {'stopped' if was_running else 'was not running'}")


def _become(odoo, *arguments):
    """Let this process become Odoo, with the terminal or the standard input that it has."""
    command = odoo.command(*arguments)
    os.execve(command[0], command, odoo.environment())


def _parser():
    parser = argparse.ArgumentParser(
        prog="./dev",
        description=DESCRIPTION,
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--odoo", metavar="PATH", help="a checkout of Odoo 19 to use")
    parser.add_argument("--db-url", metavar="URL", help="a PostgreSQL server to use")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    demo = commands.add_parser("demo", help="serve Odoo with the addons and their demo data")
    demo.add_argument(
        "--port",
        type=int,
        default=8069,
        help="where it listens, on this machine only (default 8069)",
    )
    demo.add_argument("--fresh", action="store_true", help="start with a new database")
    demo.add_argument("--foreground", action="store_true", help="stay with the server until Ctrl-C")
    demo.set_defaults(run=_demo)

    test = commands.add_parser("test", help="run all tests, or those of the targets")
    test.add_argument(
        "targets",
        nargs="*",
        metavar="TARGET",
        help="a file or folder (interim_placement/tests/test_terms.py, tests/unit), "
        "FILE::CLASS::METHOD, an addon, or an Odoo test tag (:TestTerms.test_one)",
    )
    test.add_argument(
        "--keep", action="store_true", help="keep the database of the Odoo tests to look into"
    )
    test.set_defaults(run=_test)

    lint = commands.add_parser("lint", help="check style and Odoo's conventions")
    lint.add_argument("checks", nargs="*", metavar="CHECK", help="only these checks")
    lint.set_defaults(run=_lint)

    bench = commands.add_parser("bench", help="measure, and compare with the bars")
    bench.add_argument("name", metavar="NAME", help="which of bench/NAME.py")
    bench.add_argument("arguments_", nargs="*", metavar="ARGUMENT", help="passed to it")
    bench.add_argument(
        "--keep", action="store_true", help="keep the seeded database and use it again next time"
    )
    bench.set_defaults(run=_bench)

    shell = commands.add_parser("shell", help="Odoo's shell; reads a script from standard input")
    shell.add_argument(
        "--db", default="interim_demo", metavar="NAME", help="the database (default interim_demo)"
    )
    shell.set_defaults(run=_shell)

    screenshots = commands.add_parser(
        "screenshots", help="take the pictures of README and user guide from the running demo"
    )
    screenshots.set_defaults(run=_screenshots)

    i18n = commands.add_parser("i18n", help="bring the translations up to date with the terms")
    i18n.add_argument("addons", nargs="*", metavar="ADDON", help="only these addons")
    i18n.set_defaults(run=_i18n)

    stop = commands.add_parser("stop", help="stop the demo server and the embedded PostgreSQL")
    stop.set_defaults(run=_stop)

    database = commands.add_parser("db", help="list, make or drop databases")
    database.add_argument(
        "make", nargs="?", metavar="NAME", help="make it: Odoo with our dependencies, without us"
    )
    database.add_argument("--drop", metavar="NAME", help="drop it")
    database.set_defaults(run=_db)

    odoo = commands.add_parser(
        "odoo", help="run odoo-bin with the arguments that follow", add_help=False
    )
    odoo.set_defaults(run=_odoo)
    return parser
