"""Who may do what through the API, and what nobody may (R1, R2, R6, R7)."""

import ast
import json
import urllib.error
import urllib.request
from pathlib import Path

import agency as an_agency
import pytest
from agency import CLIENT_RATE, PROFESSIONAL_RATE, RATE_MIN, refusal

from devtools.client import ApiError, Json2Client

ADDON = Path(__file__).resolve().parent.parent / "interim_placement"
RECRUITERS = ("own", "all", "manager")
STRANGERS = ("employee", "salesman", "portal")
ACCESS_ERROR = "odoo.exceptions.AccessError"
USER_ERROR = "odoo.exceptions.UserError"

# Recruiters read these, managers keep them.
CONFIGURATION = {
    "interim.expertise": {"name": "Poetry"},
    "interim.certification": {"name": "Diploma"},
    "interim.assignment.type": {"name": "Trial", "code": "trial"},
    "interim.close.reason": {"name": "Moved abroad"},
    "interim.placement.requirement": {"name": "Looks good", "rule": "assignment_set"},
    "interim.contract.template": {"name": "Ours", "title": "Agreement", "lang": "en_US"},
    "interim.placement.stage": {"name": "Extra", "phase": "done"},
}
# Recruiters make and change these, managers delete them.
CASES = {
    "interim.placement.tag": {"name": "Soon"},
    "interim.professional": {"name": "Gijs Post"},
    "interim.assignment": {"name": "Editor", "client_id": "client"},
    "interim.placement": {"professional_id": "professional"},
    "interim.terms": {"placement_id": "agreed", "state": "rejected", "kind": "change"},
    "interim.permission": {
        "professional_id": "professional",
        "assignment_id": "assignment",
        "how": "phone",
    },
}
# Lines of a professional or an assignment: whoever keeps that keeps its lines.
LINES = {
    "interim.certificate": {"professional_id": "professional", "certification_id": "certification"},
    "interim.professional.result": {"professional_id": "professional", "name": "Down 10 pct"},
    "interim.assignment.requirement": {"assignment_id": "assignment", "name": "A degree"},
}
WIZARDS = {
    "interim.placement.close": {"placement_ids": "own", "close_reason_id": "reason"},
    "interim.meeting.schedule": {"placement_id": "own", "start": "2027-01-11 10:00:00"},
    "interim.terms.agree": {"terms_ids": "terms"},
    "interim.terms.reject": {"terms_id": "terms", "reason": "Too dear"},
    "interim.assignment.cancel": {"assignment_id": "assignment"},
    "interim.placement.override": {"placement_ids": "own", "stage_id": "stage", "reason": "Hurry"},
    "interim.availability.ask": {"professional_ids": "professional"},
    "interim.longlist": {"assignment_id": "assignment"},
    "interim.professional.capacity": {"professional_id": "professional"},
    "interim.assignment.intake": {"text": "Functie: redacteur"},
    "interim.professional.intake": {"text": "Naam: Gijs Post"},
}
SECRETS = {
    "interim.professional": ["rate_min"],
    "interim.assignment": ["rate_max", "expected_revenue"],
    "interim.placement": [
        *("client_rate", "professional_rate", "margin", "margin_percent"),
        *("value_total", "margin_total", "value_original", "value_extensions"),
    ],
    "interim.terms": [
        *("client_rate", "professional_rate", "margin", "value_total", "margin_total"),
    ],
}


@pytest.fixture(scope="module")
def agency(shared_odoo_server):
    # Odoo logs what it refuses.
    server = shared_odoo_server(
        ["interim_placement"], tolerate=["odoo.http", "odoo.sql_db: bad query"]
    )
    return an_agency.build(server)


def values_for(agency, model):
    """The values to make one record of a model, with the ids of this database."""
    values = {**CONFIGURATION, **CASES, **LINES, **WIZARDS}[model]
    ids = {**vars(agency.ids), "stage": agency.stages["proposal"]}
    return {
        name: [(6, 0, [ids[value]])] if name.endswith("_ids") else ids.get(value, value)
        for name, value in values.items()
    }


def attempts(agency, login, model):
    """Try to create, read, write and delete a record of one's own; return what was possible."""
    person, admin = agency.people[login], agency.people["manager"]
    possible = set()
    ids = None
    try:
        ids = person.call(model, "create", vals_list=[values_for(agency, model)])
        possible.add("create")
    except ApiError as error:
        assert error.name == ACCESS_ERROR, error
    is_wizard = model in WIZARDS
    if not ids and not is_wizard:
        ids = admin.call(model, "create", vals_list=[values_for(agency, model)])
    if ids:
        if not refusal(person.call, model, "read", ids, fields=["display_name"]):
            possible.add("read")
        for operation, arguments in (("write", {"vals": write_values(model)}), ("unlink", {})):
            error = refusal(person.call, model, operation, ids, **arguments)
            assert error is None or error.name == ACCESS_ERROR, error
            if not error:
                possible.add(operation)
        if "unlink" not in possible and not is_wizard:
            admin.call(model, "unlink", ids)
    return possible


def write_values(model):
    """Something harmless to write."""
    return {
        "interim.terms": {"reason": "Because"},
        "interim.placement": {"priority": "1"},
        "interim.certificate": {"obtained_on": "2026-01-01"},
        "interim.placement.close": {"note": "Pity"},
        "interim.meeting.schedule": {"location": "Town hall"},
        "interim.terms.agree": {"terms_ids": []},
        "interim.terms.reject": {"reason": "Too late"},
        "interim.assignment.cancel": {"mark_lost": False},
        "interim.placement.override": {"reason": "Haste"},
        "interim.availability.ask": {"professional_ids": []},
        "interim.permission": {"note": "For this one only"},
        "interim.longlist": {"is_anonymous": True},
        "interim.professional.capacity": {"week_count": "13"},
        "interim.assignment.intake": {"text": "Functie: tekstschrijver"},
        "interim.professional.intake": {"text": "Naam: Gijs Bos"},
    }.get(model, {"name": "Renamed"})


@pytest.mark.parametrize("model", [*CONFIGURATION, *CASES, *LINES, *WIZARDS])
def test_who_may_do_what(agency, model):
    everything = {"create", "read", "write", "unlink"}
    found = {login: attempts(agency, login, model) for login in (*RECRUITERS, *STRANGERS)}

    if model in CONFIGURATION:
        recruiter = {"read"}
    elif model in LINES:
        recruiter = everything
    else:
        recruiter = everything - {"unlink"}
    manager = recruiter if model in WIZARDS else everything
    if model == "interim.placement.override":
        recruiter = set()
    assert found == {
        **{login: set() for login in STRANGERS},
        "own": recruiter,
        "all": recruiter,
        "manager": manager,
    }


@pytest.mark.parametrize("model", [*CONFIGURATION, *CASES, *LINES])
@pytest.mark.parametrize(
    "call",
    [
        ("search", {"domain": []}),
        ("search_count", {"domain": []}),
        ("search_read", {"domain": [], "fields": ["display_name"], "limit": 1}),
        ("web_search_read", {"domain": [], "specification": {"display_name": {}}, "limit": 1}),
        ("name_search", {"name": ""}),
        ("formatted_read_group", {"domain": [], "groupby": [], "aggregates": ["__count"]}),
    ],
    ids=lambda call: call[0],
)
def test_whoever_may_not_read_cannot_search_or_group(agency, model, call):
    method, arguments = call
    for login in STRANGERS:
        error = refusal(agency.people[login].call, model, method, **arguments)
        assert error is not None and error.name == ACCESS_ERROR, login
    for login in RECRUITERS:
        assert refusal(agency.people[login].call, model, method, **arguments) is None


@pytest.mark.parametrize("model", SECRETS)
def test_nobody_else_reads_or_exports_the_rates(agency, model):
    fields = SECRETS[model]
    known = {"placement": "own"}.get(model.rpartition(".")[2], model.rpartition(".")[2])
    record = [getattr(agency.ids, known)]
    specification = {name: {} for name in fields}
    for login in STRANGERS:
        person = agency.people[login]
        calls = [
            ("read", {"fields": fields}),
            ("web_read", {"specification": specification}),
            ("export_data", {"fields_to_export": fields}),
        ]
        for method, arguments in calls:
            error = refusal(person.call, model, method, record, **arguments)
            # To export anything at all takes a group of its own, with an error of its own.
            expected = (ACCESS_ERROR, USER_ERROR) if method == "export_data" else (ACCESS_ERROR,)
            assert error is not None and error.name in expected, (login, method)
    for login in RECRUITERS:
        person = agency.people[login]
        assert person.call(model, "read", record, fields=fields)[0].keys() == {"id", *fields}
        assert len(person.call(model, "export_data", record, fields_to_export=fields)["datas"]) == 1


# Fields on Odoo's own models that lead to ours, and what stands behind them.
DETOURS = [
    ("res.partner", "partner", "interim_professional_ids", "rate_min", RATE_MIN),
    ("res.partner", "partner", "interim_professional_ids.placement_ids", "margin", 24.69),
    ("crm.lead", "lead", "interim_assignment_ids", "rate_max", 130.0),
    ("crm.lead", "lead", "interim_assignment_ids.placement_ids", "client_rate", CLIENT_RATE),
    ("calendar.event", "event", "interim_placement_id", "client_rate", CLIENT_RATE),
]


@pytest.mark.parametrize("detour", DETOURS, ids=lambda detour: f"{detour[0]}:{detour[2]}")
def test_the_rates_cannot_be_reached_from_elsewhere(agency, detour):
    model, known, path, field, value = detour
    record = [getattr(agency.ids, known)]
    relation = path.split(".")[0]
    specification = field_specification(path, field)
    for login in STRANGERS:
        person = agency.people[login]
        calls = [
            ("read", record, {"fields": [relation]}),
            ("web_read", record, {"specification": specification}),
            (
                "export_data",
                record,
                {"fields_to_export": [f"{path.replace('.', '/')}/{field}"]},
            ),
            ("search", (), {"domain": [(f"{path}.{field}", ">", 1)]}),
            ("search_count", (), {"domain": [(relation, "any", [("id", ">", 0)])]}),
            (
                "formatted_read_group",
                (),
                {"domain": [], "groupby": [relation], "aggregates": ["__count"]},
            ),
        ]
        for method, ids, arguments in calls:
            try:
                answer = person.call(model, method, ids, **arguments)
            except ApiError:
                continue
            assert str(value) not in json.dumps(answer), (login, method)
            assert not answer or relation not in json.dumps(answer), (login, method, answer)
    found = agency.people["own"].call(model, "search", domain=[(f"{path}.{field}", ">", 1)])
    assert record[0] in found


def field_specification(path, field):
    specification = {field: {}}
    for name in reversed(path.split(".")):
        specification = {name: {"fields": specification}}
    return specification


def test_the_rates_stand_in_no_message_or_tracking_value(agency):
    ids, own = agency.ids, agency.people["own"]
    for rate in (CLIENT_RATE, PROFESSIONAL_RATE, RATE_MIN):
        for login in (*STRANGERS, *RECRUITERS):
            messages = agency.people[login].call(
                "mail.message", "search_count", domain=[("body", "ilike", str(rate))]
            )
            assert messages == 0, (login, rate)
    own.call("interim.professional", "write", [ids.professional], vals={"rate_min": 77.11})
    own.call("interim.placement", "write", [ids.own], vals={"client_rate": 122.22})
    own.call("interim.placement", "write", [ids.own], vals={"client_rate": CLIENT_RATE})
    tracked = agency.server.query(
        "SELECT COUNT(*) FROM mail_tracking_value t JOIN ir_model_fields f ON f.id = t.field_id"
        " WHERE f.name ~ 'rate|margin|value_|revenue' AND f.model LIKE 'interim.%'"
    )
    assert tracked == [(0,)]


def test_messages_and_activities_follow_the_placement(agency):
    ids = agency.ids
    about_other = [("model", "=", "interim.placement"), ("res_id", "=", ids.other)]
    counts = {
        login: agency.people[login].call("mail.message", "search_count", domain=about_other)
        for login in (*STRANGERS, *RECRUITERS)
    }
    assert counts["all"] and counts["manager"]
    assert counts["own"] == counts["employee"] == counts["salesman"] == counts["portal"] == 0
    for login in STRANGERS:
        assert refusal(
            agency.people[login].call,
            *("interim.placement", "message_post", [ids.unassigned]),
            body="Hello",
        )

    # Whoever has to do an activity reads it, and learns no more than its own text.
    activity = agency.people["employee"].call(
        "mail.activity", "read", [ids.activity], fields=["summary", "res_name"]
    )[0]
    assert activity["summary"] == "Book a room"
    for rate in (CLIENT_RATE, PROFESSIONAL_RATE, RATE_MIN):
        assert str(rate) not in str(activity)


def test_salesmen_work_in_crm_as_before(agency):
    salesman, lead = agency.people["salesman"], [agency.ids.lead]
    for login in ("salesman", "own"):
        assert agency.people[login].call("crm.lead", "read", lead)[0]["name"] == "Adviser wanted"
    assert salesman.call("crm.lead", "get_views", views=[[False, "form"], [False, "kanban"]])
    copies = salesman.call("crm.lead", "copy", lead)
    salesman.call("crm.lead", "merge_opportunity", [*copies, agency.ids.hidden_lead])
    assert salesman.call("crm.lead", "export_data", lead, fields_to_export=["name"])["datas"]
    event = salesman.call(
        "calendar.event",
        "create",
        vals_list=[
            {"name": "Lunch", "start": "2027-01-11 12:00:00", "stop": "2027-01-11 13:00:00"}
        ],
    )
    assert salesman.call("calendar.event", "read", event)
    salesman.call("calendar.event", "write", event, vals={"name": "Late lunch"})
    partner = agency.people["employee"].call(
        "res.partner", "web_read", [agency.ids.client], specification={"name": {}}
    )
    assert partner[0]["name"] == "Gemeente Waterrijk"


def test_own_rights_end_at_the_placements_of_others(agency):
    ids, own = agency.ids, agency.people["own"]
    for call in (
        ("interim.placement", "read", [ids.other], {"fields": ["name"]}),
        ("interim.placement", "write", [ids.other], {"vals": {"priority": "1"}}),
        ("interim.placement", "write", [ids.own, ids.other], {"vals": {"priority": "1"}}),
        ("interim.placement", "action_agree_terms", [ids.other], {}),
        ("interim.placement", "export_data", [ids.other], {"fields_to_export": ["client_rate"]}),
        ("interim.terms", "read", [ids.other_terms], {"fields": ["client_rate"]}),
        ("interim.terms", "write", [ids.other_terms], {"vals": {"client_rate": 1}}),
        ("interim.terms", "action_agree", [ids.other_terms], {}),
        (
            "interim.terms",
            "create",
            (),
            {"vals_list": [{"placement_id": ids.other, "state": "rejected"}]},
        ),
        (
            "interim.placement",
            "create",
            (),
            {"vals_list": [{"professional_id": ids.professional, "user_id": agency.uids["all"]}]},
        ),
    ):
        model, method, record, arguments = call
        error = refusal(own.call, model, method, record, **arguments)
        assert error is not None and error.name == ACCESS_ERROR, call
    visible = set(own.call("interim.placement", "search", domain=[]))
    assert {ids.own, ids.agreed, ids.unassigned} <= visible
    assert not visible & {ids.other, ids.elsewhere}

    # Nor in what leads to them: lists on other records, sums, searches by what stands in them.
    placements = own.call("interim.assignment", "read", [ids.assignment], fields=["placement_ids"])[
        0
    ]["placement_ids"]
    assert ids.own in placements and ids.other not in placements
    groups = own.call(
        "interim.placement",
        "formatted_read_group",
        domain=[],
        groupby=["user_id"],
        aggregates=["__count"],
    )
    assert agency.uids["all"] not in [group["user_id"] and group["user_id"][0] for group in groups]
    assert own.call("interim.terms", "search", domain=[("placement_id", "=", ids.other)]) == []
    found = own.call(
        "interim.professional",
        "search_count",
        domain=[("placement_ids", "any", [("id", "=", ids.other)])],
    )
    assert found == 0


def test_a_draft_stays_with_its_placement(agency):
    ids, own = agency.ids, agency.people["own"]
    for placement in (ids.other, ids.unassigned):
        error = refusal(
            own.call, "interim.terms", "write", [ids.terms], vals={"placement_id": placement}
        )
        assert "Terms stay with their placement" in error.message
        error = refusal(
            own.call,
            "interim.placement",
            "write",
            [ids.unassigned],
            vals={"terms_ids": [(4, ids.terms)]},
        )
        assert "Terms stay with their placement" in error.message


def test_an_opportunity_is_linked_by_who_may_see_it(agency):
    ids, own = agency.ids, agency.people["own"]
    for method, record, arguments in (
        ("write", [ids.assignment], {"vals": {"lead_id": ids.hidden_lead}}),
        (
            "create",
            (),
            {"vals_list": [{"name": "X", "client_id": ids.client, "lead_id": ids.hidden_lead}]},
        ),
    ):
        error = refusal(own.call, "interim.assignment", method, record, **arguments)
        assert error.name == ACCESS_ERROR
    own.call("interim.assignment", "write", [ids.assignment], vals={"lead_id": ids.lead})
    # Once linked, it stands on the assignment for colleagues without rights in crm too.
    shown = agency.people["all"].call(
        "interim.assignment",
        "web_read",
        [ids.assignment],
        specification={"lead_id": {"fields": {"display_name": {}}}},
    )
    assert shown[0]["lead_id"]["display_name"] == "Adviser wanted"
    agency.people["all"].call(
        "interim.assignment", "write", [ids.assignment], vals={"hours_max": 32, "lead_id": ids.lead}
    )


def test_another_company_sees_nothing(agency):
    outsider = agency.people["outsider"]
    for model in CASES.keys() - {"interim.placement.tag"} | LINES.keys():
        assert outsider.call(model, "search_count", domain=[]) == 0, model
    error = refusal(
        outsider.call, "interim.placement", "read", [agency.ids.own], fields=["client_rate"]
    )
    assert error.name == ACCESS_ERROR


def upload(agency, login, **values):
    """Upload a file as the web client does on a record that is not saved yet."""
    values = {"name": "cv.txt", "raw": "Ten years at the ministry", "res_id": 0, **values}
    return agency.people[login].call("ir.attachment", "create", vals_list=[values])[0]


@pytest.mark.parametrize(
    ("model", "known", "field"),
    [
        ("interim.professional", "professional", "cv_ids"),
        ("interim.certificate", "certificate", "document_ids"),
    ],
)
def test_colleagues_read_a_cv_and_others_do_not(agency, model, known, field):
    record = getattr(agency.ids, known)
    file = upload(agency, "own", res_model=model)
    stray = upload(agency, "own")
    assert refusal(agency.people["all"].call, "ir.attachment", "read", [file], fields=["raw"])
    agency.people["own"].call(model, "write", [record], vals={field: [(4, file), (4, stray)]})

    for login in RECRUITERS:
        person = agency.people[login]
        seen = person.call(
            model, "web_read", [record], specification={field: {"fields": {"name": {}}}}
        )[0][field]
        assert {file, stray} <= {each["id"] for each in seen}, login
        assert person.call("ir.attachment", "read", [file, stray], fields=["raw"])
        session = agency.server.session(login)
        assert session.get(f"/web/content/{file}") == (200, "Ten years at the ministry")
    for login in (*STRANGERS, "outsider"):
        person = agency.people[login]
        for each in (file, stray):
            assert refusal(person.call, "ir.attachment", "read", [each], fields=["raw"]), login
        assert person.call("ir.attachment", "search", domain=[("id", "in", [file, stray])]) == []
        status, text = agency.server.session(login).get(f"/web/content/{file}")
        assert status != 200 and "ministry" not in text, login


def test_a_link_gives_nobody_a_file_they_may_not_read(agency):
    secret = upload(agency, "employee")
    error = refusal(
        agency.people["own"].call,
        "interim.professional",
        "write",
        [agency.ids.professional],
        vals={"cv_ids": [(4, secret)]},
    )
    assert error.name == ACCESS_ERROR
    assert refusal(agency.people["own"].call, "ir.attachment", "read", [secret], fields=["raw"])


def test_requirements_hold_on_every_path(agency):
    ids, own = agency.ids, agency.people["own"]
    stage = agency.stages["onboarding"]
    move = {"vals": {"stage_id": stage}}
    override = {"context": {"interim_override_reason": "Because I say so"}}
    attempts_to_move = [
        ("write", [ids.own], move),
        ("write", [ids.own, ids.unassigned], move),
        ("write", [ids.own], {**move, **override}),
        ("web_save", [ids.own], {**move, "specification": {"name": {}}, **override}),
        (
            "create",
            (),
            {"vals_list": [{"professional_id": ids.professional, "stage_id": stage}], **override},
        ),
        (
            "load",
            (),
            {
                "fields": ["professional_id/.id", "stage_id/.id"],
                "data": [[str(ids.professional), str(stage)]],
            },
        ),
        (
            "create",
            (),
            {
                "vals_list": [{"professional_id": ids.professional}],
                "context": {"default_stage_id": stage},
            },
        ),
    ]
    before = own.call("interim.placement", "search_count", domain=[])
    for method, record, arguments in attempts_to_move:
        try:
            answer = own.call("interim.placement", method, record, **arguments)
        except ApiError as error:
            messages = error.message
        else:
            messages = " ".join(message["message"] for message in answer["messages"])
        assert "cannot move to Onboarding yet:" in messages, (method, arguments)
        assert "- Agree the terms" in messages
    assert own.call("interim.placement", "search_count", domain=[]) == before
    stages = own.call("interim.placement", "read", [ids.own, ids.unassigned], fields=["phase"])
    assert {row["phase"] for row in stages} == {"meeting"}
    # All of what is missing, of every placement.
    error = refusal(own.call, "interim.placement", "write", [ids.own, ids.unassigned], **move)
    assert "Bo Smit" in error.message and "Dirk Bos" in error.message


def test_what_is_derived_cannot_be_written(agency):
    ids, own, manager = agency.ids, agency.people["own"], agency.people["manager"]
    derived = {
        "phase": "active",
        "terms_state": "agreed",
        "current_terms_id": ids.agreed_terms,
        "margin": 99.0,
        "margin_percent": 99.0,
        "value_total": 1.0,
        "margin_total": 1.0,
        "value_extensions": 1.0,
        "extension_count": 0,
        "fte": 3.0,
        "health": "on_track",
        "health_review_date": "2040-01-01",
        "has_conflict": True,
        "followup_date": "2040-01-01",
        "client_id": ids.contact,
        "name": "Another name",
        "date_last_stage_update": "2020-01-01 00:00:00",
    }
    for name, value in derived.items():
        for person in (own, manager):
            for method, record, arguments in (
                ("write", [ids.own], {"vals": {name: value}}),
                ("web_save", [ids.own], {"vals": {name: value}, "specification": {}}),
                (
                    "create",
                    (),
                    {"vals_list": [{"professional_id": ids.professional, name: value}]},
                ),
            ):
                error = refusal(person.call, "interim.placement", method, record, **arguments)
                assert error is not None and error.name == USER_ERROR, (name, method)
                assert "follows from other data" in error.message
    for model, record, vals in (
        ("interim.professional", ids.professional, {"availability": "available"}),
        ("interim.professional", ids.professional, {"placed_until": "2040-01-01"}),
        ("interim.assignment", ids.assignment, {"positions_filled": 0}),
        ("interim.assignment", ids.assignment, {"has_proposal": True}),
        ("interim.professional", ids.professional, {"availability_question_state": "answered"}),
        ("interim.professional", ids.professional, {"unavailable_said_on": "2027-01-01"}),
        ("interim.terms", ids.terms, {"company_id": 2}),
    ):
        error = refusal(own.call, model, "write", [record], vals=vals)
        assert error is not None and error.name == USER_ERROR, vals
        assert "follows from other data" in error.message

    # What comes in by the context of a new record is computed anyway.
    created = own.call(
        "interim.placement",
        "create",
        vals_list=[{"professional_id": ids.professional}],
        context={f"default_{name}": value for name, value in derived.items()},
    )
    row = own.call("interim.placement", "read", created, fields=list(derived))[0]
    assert (row["phase"], row["terms_state"], row["current_terms_id"]) == ("meeting", "none", False)
    assert not any(row[name] for name in ("margin", "value_total", "fte", "client_id"))
    manager.call("interim.placement", "unlink", created)


def test_a_manager_overrides_with_a_reason_that_is_logged(agency):
    ids, manager = agency.ids, agency.people["manager"]
    arguments = {"vals": {"stage_id": agency.stages["onboarding"]}}
    error = refusal(manager.call, "interim.placement", "write", [ids.elsewhere], **arguments)
    assert "Agree the terms" in error.message
    blank = {"context": {"interim_override_reason": "  "}}
    assert refusal(
        manager.call, "interim.placement", "write", [ids.elsewhere], **arguments, **blank
    )
    wizard = manager.call(
        "interim.placement.override",
        "create",
        vals_list=[
            {
                "placement_ids": [(6, 0, [ids.elsewhere])],
                "stage_id": agency.stages["onboarding"],
                "reason": "The client insists",
            }
        ],
    )
    manager.call("interim.placement.override", "action_override", wizard)
    assert manager.call("interim.placement", "read", [ids.elsewhere], fields=["phase"])[0][
        "phase"
    ] == ("onboarding")
    assert manager.call(
        "mail.message",
        "search_count",
        domain=[
            ("model", "=", "interim.placement"),
            ("res_id", "=", ids.elsewhere),
            ("body", "ilike", "The client insists"),
        ],
    )


def test_agreed_terms_never_change(agency):
    ids = agency.ids
    fields = ["date_start", "date_end", "hours_per_week", "client_rate", "professional_rate"]
    fields += ["margin", "terms_state", "current_terms_id", "terms_ids"]
    read_placement = lambda: agency.people["manager"].call(  # noqa: E731
        "interim.placement", "read", [ids.agreed], fields=fields
    )
    before = read_placement()
    row = ids.agreed_terms
    writes = [
        {"client_rate": 1.0},
        {"date_end": "2030-01-01"},
        {"monday": True},
        {"state": "draft"},
        {"agreed_on": "2020-01-01"},
        {"placement_id": ids.own},
        {"reason": "None"},
    ]
    calls = [("interim.terms", "write", [row], {"vals": vals}) for vals in writes]
    calls += [
        ("interim.terms", "unlink", [row], {}),
        ("interim.terms", "web_save", [row], {"vals": writes[0], "specification": {}}),
        (
            "interim.terms",
            "load",
            (),
            {"fields": [".id", "client_rate"], "data": [[str(row), "1"]]},
        ),
        ("interim.placement", "unlink", [ids.agreed], {}),
        ("interim.placement", "write", [ids.agreed], {"vals": {"date_end": "2030-01-01"}}),
        ("interim.placement", "write", [ids.agreed], {"vals": {"client_rate": 1.0}}),
        ("interim.placement", "write", [ids.agreed], {"vals": {"friday": True}}),
        ("interim.placement", "write", [ids.agreed, ids.own], {"vals": {"hours_per_week": 8}}),
    ]
    calls += [
        ("interim.placement", "write", [ids.agreed], {"vals": {"terms_ids": [command]}})
        for command in (
            (1, row, {"client_rate": 1.0}),
            (2, row),
            (3, row),
            (5,),
            (6, 0, []),
            (0, 0, {"client_rate": 1.0}),
        )
    ]
    for login in ("own", "manager"):
        for model, method, record, arguments in calls:
            try:
                answer = agency.people[login].call(model, method, record, **arguments)
            except ApiError:
                continue
            assert method == "load" and answer["messages"], (login, model, method, arguments)
        assert read_placement() == before, login
    # A change is a new row beside it.
    agency.people["own"].call(
        "interim.placement",
        "write",
        [ids.agreed],
        vals={"terms_ids": [(0, 0, {"kind": "change", "client_rate": 1.0})]},
    )
    (after,) = read_placement()
    assert len(after.pop("terms_ids")) == 2
    assert after == {name: value for name, value in before[0].items() if name != "terms_ids"}


def test_who_recorded_an_agreement_is_a_fact(agency):
    own = agency.people["own"]
    placement = own.call(
        "interim.placement", "create", vals_list=[{"professional_id": agency.ids.professional}]
    )
    terms = {
        "placement_id": placement[0],
        "date_start": "2027-01-04",
        "date_end": "2027-06-30",
        "hours_per_week": 8,
        "client_rate": 100,
        "professional_rate": 80,
        "state": "agreed",
        "agreed_by_id": agency.uids["manager"],
    }
    row = own.call("interim.terms", "create", vals_list=[terms])
    found = own.call("interim.terms", "read", row, fields=["agreed_by_id"])
    assert found[0]["agreed_by_id"][0] == agency.uids["own"]


def test_without_a_key_or_a_session_there_is_nothing(agency):
    server = agency.server
    stranger = Json2Client(server.url, server.database, "0" * 40)
    for model in (*CONFIGURATION, *CASES, *LINES, "res.partner"):
        assert refusal(stranger.call, model, "search_count", domain=[]).status == 401
        request = urllib.request.Request(
            f"{server.url}/json/2/{model}/search_count",
            b'{"domain": []}',
            {"Content-Type": "application/json", "X-Odoo-Database": server.database},
        )
        with pytest.raises(urllib.error.HTTPError) as refused:
            urllib.request.urlopen(request, timeout=30)
        assert refused.value.code == 401
    portal = server.session("portal")
    for model in (*CONFIGURATION, *CASES, *LINES):
        assert refusal(portal.call, model, "search_count", []).name == ACCESS_ERROR


def public_methods():
    """What the addon adds to what can be called through the API: model file and method name."""
    for path in sorted([*ADDON.glob("models/*.py"), *ADDON.glob("wizard/*.py")]):
        for node in ast.walk(ast.parse(path.read_text())):
            # A class without a base is no model, and nothing calls it from outside.
            if isinstance(node, ast.ClassDef) and node.bases:
                for item in node.body:
                    is_method = isinstance(item, ast.FunctionDef) and item.name[0] != "_"
                    if is_method and not any(
                        "private" in ast.unparse(decorator) for decorator in item.decorator_list
                    ):
                        yield path.name, item.name


def test_only_actions_are_added_to_the_api():
    standard = {"create", "write", "unlink", "copy_data", "default_get", "onchange"}
    standard |= {"reset_template"}  # of a template, which is to be as it was shipped
    standard |= {"message_parse"}  # of a mail that came in, without the link that it quotes
    standard |= {"web_read"}  # of a form, which also says whose matches it shows
    standard |= {"get_my_day"}  # only numbers, as the user's own search counts them
    others = [
        found
        for found in public_methods()
        if found[1] not in standard and not found[1].startswith("action_")
    ]
    assert others == []


@pytest.mark.parametrize(
    ("model", "method"),
    [
        ("interim.placement", "_register_contact"),
        ("interim.placement", "_cron_refresh_health"),
        ("interim.placement", "_log_override"),
        ("interim.placement", "_message_log"),
        ("interim.placement", "_compute_current_terms"),
        ("interim.terms", "_log_agreement"),
        ("interim.professional", "_own_attachments"),
        ("interim.professional", "_cron_refresh_availability"),
        ("interim.assignment", "_sync_lead_revenue"),
        ("interim.assignment", "_update_filled_state"),
        ("interim.assignment", "_cron_deadlines"),
        ("interim.availability.answer", "_ask"),
        ("interim.availability.answer", "_answer"),
        ("interim.availability.answer", "_get_page_url"),
        ("interim.availability.answer", "_cron_expire"),
    ],
)
def test_what_is_private_cannot_be_called(agency, model, method):
    for login in ("own", "manager"):
        error = refusal(agency.people[login].call, model, method)
        assert error.name == ACCESS_ERROR and "Private methods" in error.message


def test_an_action_changes_only_what_its_caller_may_change(agency):
    """Every action of the addon, called by people without rights, on records of somebody else."""
    ids = agency.ids
    known = {
        "interim.placement": ids.other,
        "interim.terms": ids.other_terms,
        "interim.assignment": ids.assignment,
        "interim.professional": ids.professional,
    }
    for model, record in known.items():
        file = ADDON / "models" / f"{model.removeprefix('interim.')}*.py"
        names = {name for path, name in public_methods() if Path(path).match(file.name)}
        for name in sorted(names):
            if name.startswith("action_"):
                for login in STRANGERS:
                    # An action that only opens a window tells nothing that was not asked with it.
                    error = refusal(agency.people[login].call, model, name, [record])
                    assert error is None or error.status in (403, 404, 422), (login, name, error)
    rows = agency.people["manager"].call(
        "interim.placement", "read", [ids.other], fields=["active", "terms_state", "phase"]
    )
    assert rows == [{"id": ids.other, "active": True, "terms_state": "draft", "phase": "meeting"}]
