"""Installing on an empty database, updating, and uninstalling without a trace."""

import contextlib

import pytest
from agency import refusal

from devtools import addons

ADDON = "interim_placement"

# What people change in records that are theirs to change: table, column, name of the record, and
# the new value in SQL.
EDITED = [
    ("interim_placement_stage", "rotting_threshold_days", "stage_meeting", "99"),
    ("interim_placement_stage", "name", "stage_proposal", """'{"en_US": "Sent to client"}'"""),
    ("interim_close_reason", "active", "close_reason_rate", "false"),
    ("ir_cron", "active", "cron_refresh_health", "false"),
    ("interim_checkin_plan_step", "guard_days", "checkin_step_first_week", "3"),
    ("interim_contract_template", "title", "contract_template_client_original_en", "'Mine'"),
    ("interim_contract_article", "body_html", "contract_article_client_original_en_term", "'Mine'"),
    ("ir_rule", "active", "interim_placement_own_rule", "false"),
]

# Of everything that can hold on to something else.
USE = """
client = env["res.partner"].create({"name": "Gemeente X", "is_company": True})
lead = env["crm.lead"].create(
    {"name": "Adviser wanted", "type": "opportunity", "partner_id": client.id}
)
professional = env["interim.professional"].create({"name": "Bo", "consent_date": "2026-01-01"})
professional.cv_ids = [(0, 0, {"name": "cv.txt", "raw": b"Ten years"})]
professional.certification_ids = env["interim.certification"].search([], limit=2)
lead.action_create_interim_assignment()
placement = env["interim.placement"].create(
    {
        "professional_id": professional.id,
        "assignment_id": lead.interim_assignment_ids.id,
        "date_start": "2027-01-01",
        "date_end": "2027-06-30",
        "hours_per_week": 8,
        "client_rate": 100,
        "professional_rate": 90,
        "tag_ids": [(0, 0, {"name": "A tag of its own"})],
    }
)
placement.action_agree_terms()
placement.stage_id = env["interim.placement.stage"].search([("phase", "=", "onboarding")])
override = placement.with_context(interim_override_reason="To have one that runs")
override.stage_id = env["interim.placement.stage"].search([("phase", "=", "active")])
checkin = placement.checkin_ids[0]
checkin.client_score = 5
checkin.action_done()
placement.checkin_ids[1].response_ids.create(
    {"checkin_id": placement.checkin_ids[1].id, "party": "client", "partner_id": client.id}
)
env.company.interim_escalation_user_ids = env.user
placement.activity_schedule("mail.mail_activity_data_todo")
placement.message_post(body="Hello")
closed = env["interim.placement"].create({"professional_id": professional.id})
closed.write(
    {"active": False, "close_reason_id": env["interim.close.reason"].search([], limit=1).id}
)
env["interim.meeting.schedule"].create(
    {"placement_id": placement.id, "start": "2027-01-01 10:00:00"}
).action_schedule()
env["ir.filters"].create({"name": "Mine", "model_id": "interim.placement", "user_ids": []})
env["ir.default"].set("interim.placement", "priority", "1")
env.cr.commit()
"""

# What every start, login or scheduler changes.
VOLATILE = ("orm_signaling", "bus_", "ir_cron", "res_users_log", "res_device", "ir_attachment")

# All that a module brings; after uninstalling it is what it was without it. By name, because ids
# differ between databases.
CATALOGUES = {
    "tables and columns": "SELECT table_name, column_name FROM information_schema.columns"
    " WHERE table_schema = 'public'",
    "indexes": "SELECT tablename, indexname FROM pg_indexes WHERE schemaname = 'public'",
    "constraints": "SELECT conrelid::regclass::text, conname FROM pg_constraint",
    # Those of Odoo's own numberings are named after ids, which depend on what was installed before.
    "sequences": "SELECT sequencename FROM pg_sequences WHERE schemaname = 'public'"
    " AND sequencename NOT IN (SELECT 'ir_sequence_' || lpad(id::text, 3, '0') FROM ir_sequence)",
    "external identifiers": "SELECT module, name FROM ir_model_data"
    " WHERE NOT (module = 'base' AND model = 'ir.module.module')",
    "models": "SELECT model FROM ir_model",
    "fields": "SELECT model, name FROM ir_model_fields",
    "registered constraints": "SELECT name FROM ir_model_constraint",
    "registered relations": "SELECT name FROM ir_model_relation",
    "menus": "SELECT name->>'en_US' FROM ir_ui_menu",
    "actions": "SELECT type, name->>'en_US' FROM ir_actions",
    "views": "SELECT model, name FROM ir_ui_view",
    "rules": "SELECT name FROM ir_rule",
    "access lists": "SELECT name FROM ir_model_access",
    "groups": "SELECT name->>'en_US' FROM res_groups",
    "privileges": "SELECT name->>'en_US' FROM res_groups_privilege",
    "schedulers": "SELECT cron_name FROM ir_cron",
    "parameters": "SELECT key FROM ir_config_parameter WHERE key NOT LIKE 'web.base.url%'",
    "activity types": "SELECT name->>'en_US' FROM mail_activity_type",
    "activity plans": "SELECT name FROM mail_activity_plan",
    "message subtypes": "SELECT name->>'en_US' FROM mail_message_subtype",
}
# Rows of Odoo's own tables that speak of a model of ours.
MENTIONS = {
    "mail_message": "model",
    "mail_activity": "res_model",
    "mail_activity_type": "res_model",
    "mail_followers": "res_model",
    "ir_attachment": "res_model",
    "ir_filters": "model_id",
    "calendar_event": "res_model",
    "ir_act_window": "res_model",
    "ir_exports": "resource",
}


@pytest.fixture(scope="module", params=[False, True], ids=["without demo data", "with demo data"])
def server(request, shared_odoo_server):
    """A server whose database was new and held base only when the addon was installed."""
    made = shared_odoo_server(["base"], empty=True, demo=request.param, start=False)
    made.with_demo = request.param
    options = ["--with-demo"] if request.param else []
    made.odoo_bin("-d", made.database, "-i", ADDON, "--stop-after-init", "--no-http", *options)
    return made


@pytest.fixture(scope="module")
def plain(databases):
    """What a database says that has the addon's dependencies, and never had the addon."""
    name = databases.template(addons.external_dependencies(addons.find()))
    with contextlib.closing(databases.odoo.server.connect(name)) as connection:
        cursor = connection.cursor()
        # Not yielded: a template that somebody is connected to cannot be copied.
        return {what: read(cursor, query) for what, query in CATALOGUES.items()}


def read(cursor, query):
    cursor.execute(query)
    return set(cursor.fetchall())


def update(server):
    server.odoo_bin("-d", server.database, "-u", ADDON, "--stop-after-init", "--no-http")


def id_of(server, name):
    query = "SELECT res_id FROM ir_model_data WHERE module = %s AND name = %s"
    return server.query(query, [ADDON, name])[0][0]


def fingerprints(server):
    """A hash of the content of each table, without who wrote it when."""
    tables = server.query("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
    return {
        table: server.query(
            "SELECT md5(string_agg(row, '|' ORDER BY row)) FROM (SELECT"
            " (to_jsonb(t) - '{write_date,write_uid}'::text[])::text AS row"
            f' FROM "{table}" t) rows'
        )[0][0]
        for (table,) in tables
        if not table.startswith(VOLATILE)
    }


def test_it_is_installed(server):
    assert server.complaints() == []
    states = server.query("SELECT state, demo FROM ir_module_module WHERE name = %s", [ADDON])
    assert states == [("installed", server.with_demo)]
    (placements,) = server.query("SELECT COUNT(*) FROM interim_placement")[0]
    assert bool(placements) == server.with_demo
    assert server.query("SELECT COUNT(*) FROM interim_placement_stage")[0][0] >= 8


def test_an_update_leaves_what_people_changed(server):
    for table, column, name, value in EDITED:
        server.query(f"UPDATE {table} SET {column} = {value} WHERE id = {id_of(server, name)}")
    update(server)
    assert server.complaints() == []
    for table, column, name, value in EDITED:
        kept = f"SELECT {column} = {value} FROM {table} WHERE id = {id_of(server, name)}"
        assert server.query(kept) == [(True,)], name


def test_an_update_does_not_bring_a_deleted_article_back(server):
    """What somebody took out of a contract must not be in the next one again."""
    article = "contract_article_client_original_en_handover"
    server.shell(
        f"env.ref('{ADDON}.{article}').unlink()\n"
        f"env.ref('{ADDON}.contract_template_client_original_nl').reset_template()\n"
        "env.cr.commit()"
    )
    count = "SELECT COUNT(*) FROM interim_contract_article"
    (articles,) = server.query(count)[0]
    update(server)
    assert server.complaints() == []
    assert server.query(count) == [(articles,)]
    assert server.query("SELECT 1 FROM ir_model_data WHERE name = %s", [article]) == []


def test_placements_from_before_checkins_get_theirs(server):
    """An agency that used the addon before it had check-ins has them after the update."""
    if not server.with_demo:
        return  # nobody is at work there
    count = "SELECT COUNT(*) FROM interim_checkin WHERE state = 'planned'"
    (planned,) = server.query(count)[0]
    assert planned
    server.query("DELETE FROM interim_checkin_response")
    server.query("DELETE FROM interim_checkin")
    server.query("DELETE FROM mail_activity WHERE interim_checkin_id IS NOT NULL")
    server.query("UPDATE interim_placement SET checkin_plan_id = NULL, checkin_basis = NULL")
    server.query(
        "UPDATE ir_module_module SET latest_version = '19.0.1.0.0' WHERE name = %s", [ADDON]
    )
    update(server)
    assert server.query("SELECT COUNT(*) FROM interim_placement WHERE checkin_plan_id IS NULL") == [
        (0,)
    ]
    assert server.query("SELECT COUNT(*) FROM ir_cron_trigger") != [(0,)]
    server.shell("env['interim.placement']._cron_checkins()\nenv.cr.commit()")
    (again,) = server.query(count)[0]
    assert again >= planned
    assert server.complaints() == []


def test_contact_from_before_its_days_were_noted(server):
    """An agency that used the addon before has the days of contact that are known."""
    if not server.with_demo:
        return  # nobody was spoken to there
    server.query("DELETE FROM interim_contact_day")
    server.query("UPDATE res_company SET interim_followup_months = 1")
    server.query(
        "UPDATE ir_module_module SET latest_version = '19.0.1.2.0' WHERE name = %s", [ADDON]
    )
    update(server)
    unknown = """
        SELECT (SELECT COUNT(*) FROM interim_placement p WHERE last_contact_date IS NOT NULL
                   AND NOT EXISTS (SELECT FROM interim_contact_day d
                                    WHERE d.placement_id = p.id AND d.date = p.last_contact_date)),
               (SELECT COUNT(*) FROM interim_checkin c WHERE state = 'done'
                   AND NOT EXISTS (SELECT FROM interim_contact_day d
                                    WHERE d.placement_id = c.placement_id AND d.date = c.done_on))
    """
    assert server.query(unknown) == [(0, 0)]
    assert server.query("SELECT COUNT(*) FROM interim_contact_day") != [(0,)]
    months = "SELECT DISTINCT interim_decision_months FROM res_company"
    assert server.query(months) == [(1,)], "Not before the follow-up begins"
    server.query("UPDATE res_company SET interim_followup_months = 3, interim_decision_months = 2")
    assert server.complaints() == []


def test_a_second_update_changes_nothing(server):
    before = fingerprints(server)
    update(server)
    after = fingerprints(server)
    assert {table for table in before | after if before.get(table) != after.get(table)} == set()
    assert server.complaints() == []


def test_uninstalling_leaves_no_trace(server, plain):
    server.shell(USE)
    server.start()
    server.uninstall(ADDON, "report_weasyprint")
    assert server.complaints() == []

    for what, query in CATALOGUES.items():
        left = set(server.query(query)) - plain[what]
        if server.with_demo:
            # Odoo's own demo data brings names that the plain database lacks.
            left = {row for row in left if "interim" in str(row).lower()}
        assert left == set(), what
        assert server.with_demo or plain[what] <= set(server.query(query)), what
    for table, column in MENTIONS.items():
        query = f"SELECT COUNT(*) FROM {table} WHERE {column} LIKE 'interim.%'"
        assert server.query(query) == [(0,)], table


def test_crm_works_after_it(server):
    admin = server.session()
    assert admin.call("crm.lead", "search_count", [["name", "=", "Adviser wanted"]]) == 1
    lead = admin.call("crm.lead", "create", {"name": "Another lead", "type": "opportunity"})
    views = admin.call(
        "crm.lead", "get_views", [[False, name] for name in ("kanban", "list", "form", "search")]
    )
    assert "interim" not in str(views).lower()
    admin.call("crm.lead", "web_read", [lead], specification={"name": {}, "stage_id": {}})
    admin.call("crm.lead", "action_set_won", [lead])
    admin.call("crm.lead", "copy", [lead])
    assert refusal(admin.call, "interim.placement", "search_count", []) is not None
    for path in ("/odoo", "/odoo/crm", "/odoo/calendar", "/odoo/contacts"):
        assert admin.get(path)[0] == 200
    event = {"name": "Lunch", "start": "2027-01-11 12:00:00", "stop": "2027-01-11 13:00:00"}
    assert admin.call("calendar.event", "create", event)
    assert admin.call("res.partner", "search_count", [["name", "=", "Bo"]]) == 1

    # And it can come back.
    server.tolerate("odoo.http")  # the call to a model that was not there
    server.install(ADDON)
    assert server.query("SELECT COUNT(*) FROM interim_placement_stage")[0][0] >= 8
    assert server.complaints() == []
