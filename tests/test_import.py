"""Importing a spreadsheet as a recruiter does: bad rows are named, and nothing is half saved."""

import csv
import io
import sys
import time
from datetime import date, timedelta

import agency as an_agency
import pytest

OPTIONS = {
    "has_headers": True,
    "separator": ",",
    "quoting": '"',
    "encoding": "utf-8",
    "date_format": "%Y-%m-%d",
    "datetime_format": "%Y-%m-%d %H:%M:%S",
    "float_thousand_separator": ",",
    "float_decimal_separator": ".",
}
LEVELS = ["Junior", "Medior", "Senior", "Strategic"]
EXPERTISE = ["Campaign management", "Social media", "Crisis communication"]

# Headings are the labels of the fields, as somebody reads them on the form.
PROFESSIONALS = {
    "Name": "name",
    "Email": "email",
    "Contact Record": "partner_id",
    "Recruiter": "user_id",
    "Level": "level",
    "Expertise": "expertise_ids",
    "Available From": "available_from",
    "Hours a Week, From": "hours_min",
    "Hours a Week, To": "hours_max",
    "Lowest Rate": "rate_min",
    "CV Consent On": "consent_date",
    "Monday": "monday",
}
ASSIGNMENTS = {
    "Role": "name",
    "Client Reference": "reference",
    "Client": "client_id",
    "Recruiter": "user_id",
    "Type": "type_id",
    "Level": "level",
    "Start": "date_start",
    "End": "date_end",
    "Closes On": "deadline",
    "Hours a Week, From": "hours_min",
    "Hours a Week, To": "hours_max",
    "Rate Ceiling": "rate_max",
    "Positions": "positions",
}

# By the place in the file, counted from 0 without the headings: what is wrong, and how the row's
# error must say it.
BAD_PROFESSIONALS = {
    7: ({"Name": ""}, "Contacts require a name"),
    101: ({"Hours a Week, From": "36", "Hours a Week, To": "24"}, "run from low to high"),
    202: ({"Lowest Rate": "-80"}, "lowest rate of a professional cannot be negative"),
    303: ({"Level": "Guru"}, "Value 'Guru' not found in selection field 'Level'"),
    404: (
        {"Recruiter": "nobody"},
        "No matching record found for name 'nobody' in field 'Recruiter'",
    ),
    505: (
        {"Name": "", "Email": "", "Contact Record": "Sanne de Vries"},
        "This contact is already a professional of this company",
    ),
    606: ({"Hours a Week, To": "200"}, "at most 168"),
    707: ({"Expertise": "Juggling"}, "No matching record found for name 'Juggling'"),
}
BAD_ASSIGNMENTS = {
    5: ({"Role": ""}, "Missing required value for the field 'Role'"),
    60: (
        {"Client": "Gemeente Nergenshuizen"},
        "No matching record found for name 'Gemeente Nergens",
    ),
    120: ({"Client": ""}, "Missing required value for the field 'Client'"),
    160: ({"Start": "2027-06-01", "End": "2027-05-01"}, "The assignment ends before it starts"),
    220: ({"Hours a Week, From": "32", "Hours a Week, To": "16"}, "run from low to high"),
    280: ({"Rate Ceiling": "-1"}, "cannot be negative"),
    320: ({"Client": "Piet Persoon"}, "must be an organisation, and Piet Persoon is a person"),
    360: ({"Type": "Endless"}, "No matching record found for name 'Endless' in field 'Type'"),
    400: ({"Positions": "0"}, "at least one position"),
    440: (
        {"Recruiter": "nobody"},
        "No matching record found for name 'nobody' in field 'Recruiter'",
    ),
}


def professional_rows():
    start = date(2027, 1, 4)
    for number in range(1000):
        yield {
            "Name": f"Professional {number:04}, dr. Zoë",
            "Email": f"p{number}@professional.test",
            "Contact Record": "",
            "Recruiter": ("own", "all", "")[number % 3],
            "Level": LEVELS[number % 4],
            "Expertise": ",".join(EXPERTISE[: number % 4]),
            "Available From": str(start + timedelta(days=number % 90)),
            "Hours a Week, From": "16",
            "Hours a Week, To": str(24 + number % 17),
            "Lowest Rate": f"{80 + number % 40}.50",
            "CV Consent On": "2026-11-01" if number % 2 else "",
            "Monday": "yes" if number % 5 else "no",
        }


def assignment_rows():
    start = date(2027, 2, 1)
    for number in range(500):
        yield {
            "Role": f"Adviser {number:03}",
            "Client Reference": f"REQ-{number:03}",
            "Client": f"Gemeente Import {number % 20}",
            "Recruiter": ("own", "all")[number % 2],
            "Type": ("Project", "Strategic", "Bridging", "Specialist")[number % 4],
            "Level": LEVELS[number % 4],
            "Start": str(start + timedelta(days=number % 60)),
            "End": str(start + timedelta(days=number % 60 + 180)),
            "Closes On": f"2027-01-{number % 28 + 1:02} 09:00:00",
            "Hours a Week, From": "16",
            "Hours a Week, To": str(24 + number % 13),
            "Rate Ceiling": str(90 + number % 40),
            "Positions": str(1 + number % 3),
        }


@pytest.fixture(scope="module")
def agency(shared_odoo_server):
    # PostgreSQL refuses the bad rows one by one, and Odoo logs that.
    made = an_agency.build(
        shared_odoo_server(["interim_placement"], tolerate=["odoo.http", "odoo.sql_db: bad query"])
    )
    clients = [{"name": f"Gemeente Import {number}", "is_company": True} for number in range(20)]
    made.people["manager"].call(
        "res.partner", "create", vals_list=[*clients, {"name": "Piet Persoon"}]
    )
    return made


@pytest.fixture
def say(capsys):
    """Print while the tests run; how long an import takes is for people to judge."""

    def write(line):
        with capsys.disabled():
            sys.stdout.write(f"\n  {line}")

    return write


def with_mistakes(rows, bad):
    rows = list(rows)
    for place, (changes, _reason) in bad.items():
        rows[place] = {**rows[place], **changes}
    return rows


def upload(recruiter, model, rows):
    """Upload the rows as a CSV file, and match its headings; return the import and the fields."""
    text = io.StringIO()
    writer = csv.DictWriter(text, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    values = {
        "res_model": model,
        "file": text.getvalue(),
        "file_name": "rows.csv",
        "file_type": "text/csv",
    }
    record = recruiter.call("base_import.import", "create", vals_list=[values])
    preview = recruiter.call("base_import.import", "parse_preview", record, options=OPTIONS)
    assert "error" not in preview, preview
    matches = {int(column): path[0] for column, path in preview["matches"].items()}
    return record, matches


def execute(recruiter, record, columns, *, dryrun):
    """Test or do the import; return its answer and how many seconds it took."""
    started = time.monotonic()
    answer = recruiter.call(
        "base_import.import",
        "execute_import",
        record,
        fields=list(columns.values()),
        columns=list(columns),
        options=OPTIONS,
        dryrun=dryrun,
        context={"tracking_disable": True},  # as the web client does
    )
    return answer, time.monotonic() - started


def import_rows(recruiter, model, rows, columns, *, dryrun):
    record, matches = upload(recruiter, model, rows)
    assert list(matches.values()) == list(columns.values()), "Each heading finds its field"
    return execute(recruiter, record, columns, dryrun=dryrun)


def count(agency, *models):
    manager = agency.people["manager"]
    return {
        model: manager.call(model, "search_count", domain=[], context={"active_test": False})
        for model in (*models, "res.partner", "mail.message")
    }


CASES = {
    "interim.professional": (professional_rows, BAD_PROFESSIONALS, PROFESSIONALS),
    "interim.assignment": (assignment_rows, BAD_ASSIGNMENTS, ASSIGNMENTS),
}


@pytest.mark.parametrize("model", CASES)
def test_every_bad_row_is_named_and_nothing_is_saved(agency, model, say):
    make_rows, bad, columns = CASES[model]
    before = count(agency, model)
    rows = with_mistakes(make_rows(), bad)
    answer, seconds = import_rows(agency.people["all"], model, rows, columns, dryrun=False)
    say(f"{model}: {len(rows)} rows, {len(bad)} of them bad, refused in {seconds:.1f} s")

    assert answer["ids"] is False
    found = {}
    for message in answer["messages"]:
        assert message["type"] == "error", message
        assert message["rows"]["from"] == message["rows"]["to"] == message["record"]
        found.setdefault(message["record"], []).append(message["message"])
    assert found.keys() == bad.keys()
    for place, (_changes, reason) in bad.items():
        assert any(reason in text for text in found[place]), (place, found[place])
    for text in (text for texts in found.values() for text in texts):
        assert "relation" not in text and "DETAIL" not in text and "Error:" not in text, text
    assert count(agency, model) == before


@pytest.mark.parametrize(
    ("model", "place", "heading", "value", "reason"),
    [
        ("interim.professional", 909, "Available From", "2027-02-31", "Error in line 910"),
        ("interim.professional", 909, "Lowest Rate", "cheap", "incorrect values (value: cheap)"),
        ("interim.assignment", 480, "Closes On", "tomorrow", "Error in line 481"),
        ("interim.assignment", 480, "End", "31/12/2027", "Error in line 481"),
    ],
)
def test_dates_and_numbers_are_read_before_anything_is_done(
    agency, model, place, heading, value, reason
):
    make_rows, bad, columns = CASES[model]
    # Beside other mistakes: Odoo reads all dates and numbers first, and names the first bad one.
    rows = with_mistakes(make_rows(), {**bad, place: ({heading: value}, reason)})
    before = count(agency, model)
    answer, _seconds = import_rows(agency.people["all"], model, rows, columns, dryrun=False)
    (message,) = answer["messages"]
    assert reason in message["message"]
    assert message["field_path"] == [columns[heading]]
    assert count(agency, model) == before


@pytest.mark.parametrize("model", CASES)
def test_the_good_rows_are_all_imported(agency, model, say):
    make_rows, bad, columns = CASES[model]
    rows = [row for place, row in enumerate(make_rows()) if place not in bad]
    recruiter = agency.people["all"]
    before = count(agency, model)

    answer, seconds = import_rows(recruiter, model, rows, columns, dryrun=True)
    assert (answer["messages"], len(answer["ids"])) == ([], len(rows))
    assert count(agency, model) == before, "A test saves nothing"
    say(f"{model}: {len(rows)} rows tested in {seconds:.1f} s")

    answer, seconds = import_rows(recruiter, model, rows, columns, dryrun=False)
    assert answer["messages"] == []
    say(f"{model}: {len(rows)} rows imported in {seconds:.1f} s")
    after = count(agency, model)
    assert after[model] == before[model] + len(rows)
    contacts = len(rows) if model == "interim.professional" else 0
    assert after["res.partner"] == before["res.partner"] + contacts

    exported = ["user_id/login" if name == "user_id" else name for name in columns.values()]
    table = recruiter.call(model, "export_data", answer["ids"], fields_to_export=exported)["datas"]
    for row, values in zip(rows, table, strict=True):
        for heading, value in zip(columns, values, strict=True):
            if heading != "Contact Record":
                assert says_the_same(row[heading], value), (row, heading, value)


def says_the_same(text, value):
    """Whether an exported value is what stood in the imported spreadsheet."""
    if isinstance(value, bool):
        return text == ("yes" if value else "no")
    if isinstance(value, (int, float)):
        return float(text) == value
    return set(text.split(",")) == set(value.split(","))


def test_load_names_every_bad_row_too(agency):
    """The same through `load()`, which programs use; dates come as text and are named by row."""
    recruiter = agency.people["all"]
    bad = {
        3: ({"Available From": "2027-02-31"}, "'2027-02-31' does not seem to be a valid date"),
        17: ({"Name": ""}, "Contacts require a name"),
        29: ({"Lowest Rate": "cheap"}, "'cheap' does not seem to be a number"),
        41: ({"Recruiter": "nobody"}, "No matching record found for name 'nobody'"),
        53: ({"Hours a Week, From": "80"}, "run from low to high"),
    }
    rows = with_mistakes(list(professional_rows())[:60], bad)
    table = [list(row.values()) for row in rows]
    before = count(agency, "interim.professional")
    answer = recruiter.call(
        "interim.professional", "load", fields=list(PROFESSIONALS.values()), data=table
    )
    assert answer["ids"] is False
    found = {message["rows"]["from"]: message["message"] for message in answer["messages"]}
    assert found.keys() == bad.keys()
    for place, (_changes, reason) in bad.items():
        assert reason in found[place], (place, found[place])
    assert count(agency, "interim.professional") == before


def test_an_empty_cell_erases_nothing_of_an_existing_contact(agency):
    answer = agency.people["all"].call(
        "interim.professional",
        "load",
        fields=["partner_id/.id", "name", "email", "hours_max"],
        data=[[str(agency.ids.contact), "", "", "28"]],
    )
    assert answer["messages"] == []
    fields = ["name", "email", "hours_max"]
    (made,) = agency.people["all"].call(
        "interim.professional", "read", answer["ids"], fields=fields
    )
    assert [made[name] for name in fields] == ["Anja Bakker", "anja@a.test", 28.0]
