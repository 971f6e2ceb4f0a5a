"""Many placements on assignment, copied in SQL from one that Odoo made.

Each copy has what the one has: agreed terms, check-ins by the plan, and one check-in activity. The
daily job finds nothing to do among them, which the benches and tests that use it look at first.
"""

PROFESSIONALS_EACH = 100  # assignments that each professional stands on

# Run in Odoo's shell: prints `model=<id>`, the placement to copy, and what the copies refer to.
MODEL = """
import datetime
today = datetime.date.today()
company = env.company
users = env["res.users"].create([
    {"name": f"Recruiter {n}", "login": f"active_{n}",
     "group_ids": [(4, env.ref("interim_placement.group_interim_user_all").id)]}
    for n in range(3)
])
env["res.users"].create(
    {"name": "Manager", "login": "active_manager", "notification_type": "inbox",
     "group_ids": [(4, env.ref("interim_placement.group_interim_manager").id)]}
)
env.ref("base.user_admin").notification_type = "inbox"
client = env["res.partner"].create({"name": "Gemeente", "is_company": True})
professionals = env["interim.professional"].create([
    {"name": f"Professional {n}", "consent_date": today} for n in range(%(professionals)s)
])
assignments = env["interim.assignment"].create([
    {"name": f"Assignment {n}", "client_id": client.id, "positions": 100000}
    for n in range(%(assignments)s)
])
env["interim.placement.stage"].search([]).requirement_ids = False
model = env["interim.placement"].create({
    "professional_id": professionals[0].id, "assignment_id": assignments[0].id,
    "user_id": users[0].id,
    "terms_ids": [(0, 0, {
        "date_start": today - datetime.timedelta(days=30),
        "date_end": today + datetime.timedelta(days=300),
        "hours_per_week": 24, "client_rate": 100, "professional_rate": 80, "state": "agreed",
    })],
})
model.stage_id = env["interim.placement.stage"].search([("phase", "=", "active")], limit=1)
model.checkin_ids.filtered(lambda c: c.state == "planned" and c.date_planned < today).action_skip()
model.last_contact_date = today
env.flush_all()
env.cr.commit()
print(f"model={model.id}")
"""


def make_model_script(count):
    """The script that makes what so many copies need."""
    professionals = count // PROFESSIONALS_EACH + 2  # the model has the first
    return MODEL % {"professionals": professionals, "assignments": PROFESSIONALS_EACH}


def multiply(execute, model, first, last):
    """Copy a placement, with all that belongs to it.

    :param execute: function of a statement and its parameters, that returns rows
    :param model: id of the placement to copy
    :param first: number of the first copy; each number makes another pair of professional and
        assignment, so that copies can be added later
    :param last: number of the last copy
    """
    values = {"model": model, "first": first, "last": last}
    numbers = "generate_series(%(first)s, %(last)s) n"
    values["offset"] = execute("SELECT MAX(id) FROM interim_placement", None)[0][0] - first + 1
    for name in ("professional", "assignment"):
        rows = execute(f"SELECT id FROM interim_{name} ORDER BY id", None)
        values[name] = [row[0] for row in rows]
    copy_rows(
        execute,
        "interim_placement",
        {
            "id": "%(offset)s + n",
            "professional_id": f"(%(professional)s::int[])[2 + n / {PROFESSIONALS_EACH}]",
            "assignment_id": f"(%(assignment)s::int[])[1 + n %% {PROFESSIONALS_EACH}]",
            "current_terms_id": "NULL",
        },
        f"{numbers}, interim_placement t WHERE t.id = %(model)s",
        values,
    )
    for table in ("interim_terms", "interim_checkin"):
        copy_rows(
            execute,
            table,
            {"placement_id": "%(offset)s + n"},
            f"{numbers}, {table} t WHERE t.placement_id = %(model)s",
            values,
        )
    execute(
        "UPDATE interim_placement p SET current_terms_id = t.id FROM interim_terms t"
        " WHERE t.placement_id = p.id AND p.current_terms_id IS NULL",
        None,
    )
    copy_rows(
        execute,
        "mail_activity",
        {"res_id": "%(offset)s + n", "interim_checkin_id": "c.id"},
        f"""{numbers}, mail_activity t
            JOIN interim_checkin m ON m.id = t.interim_checkin_id
            JOIN interim_checkin c ON c.step_id = m.step_id AND c.occurrence = m.occurrence
            WHERE m.placement_id = %(model)s AND c.placement_id = %(offset)s + n AND t.active""",
        values,
    )
    execute("SELECT setval('interim_placement_id_seq', %(offset)s + %(last)s)", values)
    for table in ("interim_placement", "interim_terms", "interim_checkin", "mail_activity"):
        execute(f"ANALYZE {table}", None)


def copy_rows(execute, table, changed, source, values):
    """Insert rows of a table as a query gives them (as `t`), with some columns changed."""
    rows = execute(
        "SELECT column_name FROM information_schema.columns WHERE table_name = %s", [table]
    )
    columns = [row[0] for row in rows if row[0] != "id" or "id" in changed]
    names = ", ".join(f'"{column}"' for column in columns)
    expressions = ", ".join(changed.get(column, f't."{column}"') for column in columns)
    execute(f"INSERT INTO {table} ({names}) SELECT {expressions} FROM {source}", values)
