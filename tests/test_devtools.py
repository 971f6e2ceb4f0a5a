"""What ./dev decides: the sources it derives, the tests it runs, what counts as a failure."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from devtools import (
    addons,
    apt,
    bench,
    linting,
    logs,
    odoo_source,
    odoo_tests,
    outside_tests,
    postgres,
    targets,
    ui,
)
from devtools.client import ApiError
from devtools.databases import filestore
from devtools.outside_server import InstalledDatabases, OutsideServers
from devtools.results import Results

ROOT = Path(__file__).resolve().parent.parent

# === Debian sources === #

ONE_LINE = """\
# a comment
deb http://debian.example/debian bookworm main contrib
deb [signed-by=/usr/share/keyrings/x.gpg] http://debian.example/debian bookworm main
deb http://debian.example/debian bookworm-updates main
deb-src http://debian.example/debian bookworm main
deb http://vendor.example/apt stable main
deb http://other.example/debian bookworm contrib
"""
DEB822 = """\
Types: deb deb-src
# a comment within
URIs: http://debian.example/debian
Suites: bookworm bookworm-updates
Components: main contrib
Signed-By:
 -----BEGIN PGP PUBLIC KEY BLOCK-----
 .
 abc
 -----END PGP PUBLIC KEY BLOCK-----

Types: deb
URIs: http://debian.example/debian-security
Suites: bookworm-security
Components: main

Types: deb
URIs: http://vendor.example/apt
Suites: nodistro
Components: main

Enabled: no
Types: deb
URIs: http://old.example/debian
Suites: bookworm
Components: main
"""


def test_one_line_sources_keep_all_but_the_suite():
    assert apt.convert_one_line(ONE_LINE, "bookworm", "sid") == [
        "deb http://debian.example/debian sid main",
        "deb [signed-by=/usr/share/keyrings/x.gpg] http://debian.example/debian sid main",
    ]


def test_deb822_sources_keep_all_but_the_suite():
    (paragraph,) = apt.convert_deb822(DEB822, "bookworm", "sid")
    lines = paragraph.splitlines()
    assert lines[:4] == [
        "types: deb",
        "uris: http://debian.example/debian",
        "suites: sid",
        "components: main",
    ]
    assert "abc" in paragraph and "-updates" not in paragraph and "comment" not in paragraph


def test_sources_come_from_files_and_folders(tmp_path):
    (tmp_path / "sources.list").write_text(ONE_LINE)
    folder = tmp_path / "sources.list.d"
    folder.mkdir()
    (folder / "debian.sources").write_text(DEB822)
    (folder / "vendor.sources.disabled").write_text(DEB822)
    places = (tmp_path / "sources.list", folder, tmp_path / "absent")
    lines, paragraphs = apt.sources_for("sid", places, "bookworm")
    assert len(lines.splitlines()) == 2
    assert paragraphs.count("uris:") == 1


# === Targets === #


@pytest.fixture
def found():
    def addon(name, *depends):
        return addons.Addon(name, targets.paths.ROOT / name, depends, False)

    return {
        "report_thing": addon("report_thing", "web"),
        "interim_placement": addon("interim_placement", "crm", "report_thing"),
    }


def test_no_target_is_everything(found):
    chosen = targets.parse([], found)
    assert chosen.is_everything
    assert chosen.tags == ["/report_thing", "/interim_placement"]
    assert chosen.outside == ["tests"]


@pytest.mark.parametrize(
    ("target", "unit", "outside", "names", "tags"),
    [
        ("tests/test_devtools.py", [], ["tests/test_devtools.py"], [], []),
        ("tests/test_devtools.py::test_x", [], ["tests/test_devtools.py::test_x"], [], []),
        ("interim_placement", [], [], ["interim_placement"], ["/interim_placement"]),
        (
            "/interim_placement:TestTerms.test_one",
            [],
            [],
            ["interim_placement"],
            ["/interim_placement:TestTerms.test_one"],
        ),
        (":TestTerms", [], [], ["report_thing", "interim_placement"], [":TestTerms"]),
    ],
)
def test_targets_go_where_they_belong(found, target, unit, outside, names, tags):
    chosen = targets.parse([target], found, cwd=ROOT)
    assert (chosen.unit, chosen.outside, chosen.addons, chosen.tags) == (unit, outside, names, tags)
    assert not chosen.is_everything


def test_a_test_file_of_an_addon_becomes_a_tag(found, tmp_path, monkeypatch):
    monkeypatch.setattr(targets.paths, "ROOT", tmp_path)
    path = tmp_path / "interim_placement" / "tests" / "test_terms.py"
    path.parent.mkdir(parents=True)
    path.touch()
    chosen = targets.parse(["test_terms.py::TestTerms::test_one"], found, cwd=path.parent)
    assert chosen.tags == ["/interim_placement/tests/test_terms.py:TestTerms.test_one"]
    assert chosen.addons == ["interim_placement"]


def test_a_target_that_is_not_there_is_refused(found):
    with pytest.raises(ui.DevError, match="no file"):
        targets.parse(["interim_placement/tests/test_nothing.py"], found, cwd=ROOT)


def test_dependencies_come_first(found):
    assert list(addons.with_dependencies(["interim_placement"], found)) == [
        "report_thing",
        "interim_placement",
    ]
    assert addons.external_dependencies(found) == ["crm", "web"]
    with pytest.raises(ui.DevError, match="no addon other"):
        addons.with_dependencies(["other"], found)


# === Reading Odoo's log === #

HEAD = "2026-11-23 22:11:02,927 4711"
TEST = "odoo.addons.interim_x.tests.test_x"


def log_file(tmp_path, *entries):
    path = tmp_path / "odoo.log"
    path.write_text("".join(f"{HEAD} {entry}\n" for entry in entries))
    return path


def test_passed_and_failed_tests_are_counted_once(tmp_path):
    log = log_file(
        tmp_path,
        f"INFO db {TEST}: Starting TestX.test_good ... ",
        f"INFO db {TEST}: Starting TestX.test_bad ... ",
        f"ERROR db {TEST}: FAIL: TestX.test_bad\nTraceback:\nAssertionError: 1 != 2\n",
        f"INFO db {TEST}: Starting TestX.test_sub ... ",
        f"ERROR db {TEST}: FAIL: Subtest TestX.test_sub (i=1)\nboo",
        f"ERROR db {TEST}: ERROR: Subtest TestX.test_sub (i=2)\nboo",
        "ERROR db odoo.tests.result: 3 failed, 0 error(s) of 3 tests when loading database 'db' ",
        "INFO db odoo.tests.stats: Detailed Tests Report:\n"
        "\tinterim_x: 2.00s 3 queries\n"
        "\tinterim_x.test_x.TestX.test_good: 1.25s 3 queries",
    )
    results = odoo_tests.read(log, 1, addons=["interim_x"])
    assert (results.passed, results.failed) == (1, 2)
    assert [failure.name for failure in results.failures] == [
        "interim_x/test_x: TestX.test_bad",
        "interim_x/test_x: TestX.test_sub",
    ]
    assert "1 != 2" in results.failures[0].details
    assert results.durations == {"interim_x/test_x: TestX.test_good": 1.25}


def test_a_skipped_tour_fails(tmp_path):
    log = log_file(
        tmp_path,
        f"INFO db {TEST}: Starting TestTour.test_tour ... ",
        f"INFO db {TEST}: skipped TestTour.test_tour : Chrome executable not found ",
    )
    results = odoo_tests.read(log)
    assert (results.passed, results.failed) == (0, 1)
    assert "apt-get install chromium" in results.failures[0].details


def test_a_class_that_cannot_be_set_up_fails(tmp_path):
    name = "setUpClass (odoo.addons.interim_x.tests.test_x.TestX)"
    log = log_file(tmp_path, f"ERROR db {TEST}: ERROR: {name}\nValueError: no")
    assert [failure.name for failure in odoo_tests.read(log).failures] == [name]


def test_an_addon_without_a_test_that_ran_fails(tmp_path):
    log = log_file(tmp_path, "INFO db odoo.modules.loading: 30 modules loaded")
    results = odoo_tests.read(log, addons=["interim_x"])
    assert [failure.name for failure in results.failures] == ["no test of interim_x ran"]


def test_a_warning_fails_unless_odoo_prints_it_alone(tmp_path):
    same = "WARNING {db} odoo.fields: Field x of record {n} is odd\nsecond line {n}"
    baseline = tmp_path / "template.log"
    baseline.write_text(f"{HEAD} {same.format(db='interim_building_1', n=17)}\n")
    log = log_file(
        tmp_path,
        same.format(db="interim_test_99", n=2000),
        "WARNING db odoo.models: interim.thing has no description",
        "WARNING db odoo.models: interim.thing has no description",
    )
    results = odoo_tests.read(log, baselines=[baseline])
    assert [failure.details for failure in results.failures] == ["interim.thing has no description"]
    assert len(logs.new_complaints(log, baseline)) == 1


def test_odoo_that_stops_without_a_word_fails(tmp_path):
    log = tmp_path / "odoo.log"
    log.write_text("Segmentation fault\n")
    (failure,) = odoo_tests.read(log, 139).failures
    assert "Segmentation fault" in failure.details


# === Reading pytest's report === #


def test_pytest_counts_and_skips(tmp_path):
    report = tmp_path / "report.xml"
    report.write_text(
        '<testsuites><testsuite><testcase file="t.py" name="test_a" time="0.5"/>'
        '<testcase file="t.py" name="test_b"><failure message="m">trace</failure></testcase>'
        '<testcase file="t.py" name="test_c"><skipped message="why"/></testcase>'
        "</testsuite></testsuites>"
    )
    results = outside_tests.read(report, 1)
    assert results.passed == 1
    assert [(failure.name, failure.details) for failure in results.failures] == [
        ("t.py::test_b", "trace"),
        ("t.py::test_c", "skipped: why"),
    ]


@pytest.mark.parametrize("returncode", [2, 3, 5])
def test_pytest_that_ran_nothing_fails(tmp_path, returncode):
    assert outside_tests.read(tmp_path / "absent.xml", returncode).failed == 1


# === The summary === #


def test_the_last_line_has_the_counts(capsys):
    results = Results(passed=3)
    assert results.report() == 0
    assert capsys.readouterr().out.splitlines()[-1] == "3 passed, 0 failed"
    results.fail("a test", "its traceback")
    assert results.report() == 1
    assert capsys.readouterr().out.splitlines()[-1] == "3 passed, 1 failed"


def test_no_test_at_all_is_a_failure(capsys):
    assert Results().report() == 1
    assert capsys.readouterr().out.splitlines()[-1] == "0 passed, 1 failed"


# === What must not be in the repository === #


@pytest.mark.parametrize(
    "text",
    [
        "<" * 7 + " HEAD",
        "https://" + "deb.debian.example/debian",
        "http://" + "files.pythonhosted.example/x",
        "open('" + "/home/" + "me/file')",
        "cd " + "/ro" + "ot/project",
    ],
)
def test_traces_of_a_machine_are_found(text):
    assert linting.check_text("file", f"first\n{text}\n")[0].startswith("file:2:")


@pytest.mark.parametrize(
    "text",
    [
        "https://github.com/odoo/odoo",
        "=======",
        "route('/my/home/')",
        "url /web/root/x",
        "a/home/b",
    ],
)
def test_ordinary_text_is_left_alone(text):
    assert linting.check_text("file", text) == []


# === The command itself === #


def dev(*arguments, **environment):
    return subprocess.run(
        [str(ROOT / "dev"), *arguments],
        capture_output=True,
        text=True,
        env={**os.environ, **environment},
        check=False,
    )


def test_help_names_every_command():
    output = dev("--help").stdout
    for command in ("demo", "test", "lint", "bench", "shell", "stop", "db", "odoo"):
        assert f"\n    {command} " in output


def test_without_a_suitable_python_it_says_what_to_do(tmp_path):
    for name in ("dirname", "sh"):
        (tmp_path / name).symlink_to(f"/usr/bin/{name}")
    process = dev("test", PATH=str(tmp_path), PYTHON="/bin/false")
    assert process.returncode == 1
    assert "needs Python 3.10" in process.stderr and "apt-get install python3" in process.stderr


def test_a_checkout_that_is_none_is_refused(tmp_path):
    process = dev("--odoo", str(tmp_path), "db")
    assert process.returncode == 1
    assert "There is no Odoo in" in process.stderr and "git clone" in process.stderr


def test_a_server_that_is_not_there_is_refused():
    process = dev("--db-url", "postgresql://me@localhost:1", "db")
    assert process.returncode == 1
    assert "Cannot connect" in process.stderr


# === Databases === #


def test_databases_are_copied_with_their_files_and_dropped(databases):
    template = databases.template(addons.external_dependencies(addons.find()))
    start = time.monotonic()
    with databases.temporary(template, purpose="test") as name:
        assert databases.exists(name)
        files = list(_filestore(name).rglob("*"))
        assert len(files) == len(list(_filestore(template).rglob("*"))) > 0
    assert time.monotonic() - start < 30
    assert not databases.exists(name)
    assert not _filestore(name).exists()


def test_what_a_killed_command_left_is_dropped(databases):
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    name = f"interim_test_{gone.pid}"
    databases.copy("template1", name)
    databases.drop_leftovers()
    # On a server of others, a process id says nothing.
    assert databases.exists(name) != databases.odoo.server.is_embedded
    databases.drop(name)


def test_a_database_name_cannot_hold_sql(databases):
    with pytest.raises(ui.DevError, match="no good name"):
        databases.drop('x"; DROP TABLE y; --')


def _filestore(name):
    return filestore(name)


# === Servers for the tests from outside === #


def test_a_server_answers_as_its_users_and_closes_without_a_trace(databases):
    servers = OutsideServers(databases, InstalledDatabases(databases))
    try:
        server = servers()
        name = "Anna de Vries"
        partner = server.session().call("res.partner", "create", {"name": name})
        client = server.json2()
        assert client.call("res.partner", "read", [partner], fields=["name"])[0]["name"] == name
        with pytest.raises(ApiError) as refusal:
            client.call("res.partner", "no_such_method")
        assert refusal.value.status == 404
        assert f"{partner}\n" in server.shell(
            f"print(env['res.partner'].search([('name', '=', {name!r})]).id)"
        )
        server.kill()
        server.restart()
        assert server.query("SELECT name FROM res_partner WHERE id = %s", [partner]) == [(name,)]
    finally:
        assert servers.close() == {}
    assert not databases.exists(server.database)


# === What a machine may lack === #


def test_a_machine_without_a_browser_is_told_how_to_get_one(monkeypatch):
    monkeypatch.setattr(odoo_tests, "BROWSERS", ("no-such-browser",))
    assert "apt-get install chromium" in odoo_tests.check_browser()


def test_a_browser_that_does_not_start_is_no_browser(monkeypatch):
    monkeypatch.setattr(odoo_tests, "BROWSERS", ("false",))
    assert "does not start" in odoo_tests.check_browser()


def test_a_machine_that_is_not_debian_is_told_how_to_get_odoo(monkeypatch):
    monkeypatch.delenv("ODOO_SOURCE", raising=False)
    monkeypatch.setattr(odoo_source.stamps, "is_current", lambda name, value: False)
    monkeypatch.setattr(odoo_source.apt, "is_debian", lambda: False)
    with pytest.raises(ui.DevError, match="does not run Debian") as refusal:
        odoo_source.ensure()
    assert "git clone" in str(refusal.value) and "--odoo" in str(refusal.value)


def test_another_version_of_odoo_is_refused(monkeypatch, tmp_path):
    (tmp_path / "odoo").mkdir()
    (tmp_path / "odoo" / "release.py").write_text("version_info = (18, 0, 0, FINAL, 0, '')\n")
    monkeypatch.setenv("ODOO_SOURCE", str(tmp_path))
    with pytest.raises(ui.DevError, match=r"holds Odoo 18\.0\.0"):
        odoo_source.ensure()


# === Benches === #


class Shell:
    """Stands in for Odoo: its shell is plain Python."""

    server = postgres.Server(is_embedded=False)

    def command(self, *arguments):
        """The command that reads a script from standard input."""
        return [sys.executable, "-c", "import sys; env = 'env'; exec(sys.stdin.read())"]

    def environment(self):
        """The environment of the tests."""
        return dict(os.environ)


@pytest.mark.parametrize(
    ("script", "returncode"),
    [
        ("print('bar: time 3 ms (limit 4 ms)', env, arguments)", 1),
        ("print(env, arguments)\nprint('bar: time 3 ms (limit 4 ms)')", 0),
        ("print('bar: time 5 ms (limit 4 ms)')\nraise SystemExit(1)", 1),
        ("print('no bar')", 1),
        ("import helper\nprint(f'bar: {helper.WHAT} 5 (limit 5)')", 0),
    ],
)
def test_a_bench_passes_with_a_bar_and_exit_code_zero(tmp_path, monkeypatch, script, returncode):
    monkeypatch.setattr(bench, "FOLDER", tmp_path)
    (tmp_path / "helper.py").write_text("WHAT = 'rows'\n")
    path = tmp_path / "thing.py"
    path.write_text(script)
    assert bench._run_script(Shell(), "bench_thing", path, ["a"]) == returncode


def test_a_bench_names_its_addons(tmp_path):
    script = tmp_path / "thing.py"
    script.write_text("import os\nADDONS = ['interim_placement', 'sale']\n")
    assert bench.wanted_addons(script) == ["interim_placement", "sale"]
