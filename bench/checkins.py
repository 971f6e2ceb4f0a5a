"""Check-ins of many placements: planned in one call, and kept in order by the daily job.

Run by `./dev bench checkins [PLACEMENTS]`; see bench/README.md for what the figures mean.
"""

import contextlib
import io
import resource
import sys
import time

from active_placements import make_model_script, multiply

from odoo import fields

AT_ONCE = 1000  # placements that become active in one call
BATCH = 100  # placements whose queries are counted
ROWS, FEW_ROWS = 100_000, 10_000
IN_NEED = 1000
TIME_LIMIT = 0.1  # of what Odoo's wizard takes for as many records
QUERY_LIMIT = 60  # for 100 placements
IDLE_LIMIT = 0.01  # what one that needs nothing costs, of what one in need costs
MEMORY_LIMIT = 32  # MiB more than among few rows
ROUNDS = 3


def execute(cr, statement, parameters):
    """Run a statement as `multiply` wants it."""
    cr.execute(statement, parameters)
    return cr.fetchall() if cr.description else []


def measure(cr, function):
    """Call a function; return its milliseconds and its queries."""
    queries, started = cr.sql_log_count, time.perf_counter()
    function()
    return (time.perf_counter() - started) * 1000, cr.sql_log_count - queries


def make_recruiter(env):
    """Who looks after the placements; somebody else puts them on assignment."""
    return env["res.users"].create(
        {
            "name": "Recruiter",
            "login": "bench_recruiter",
            "email": "recruiter@bench.test",
            "notification_type": "inbox",
            "group_ids": [(4, env.ref("interim_placement.group_interim_user_all").id)],
        }
    )


def make_onboarding(env, count, name, recruiter):
    """Placements that wait for their first day, each on an assignment of its own."""
    today = fields.Date.today()
    client = env["res.partner"].create({"name": name, "is_company": True})
    professionals = env["interim.professional"].create(
        [{"name": f"{name} {n}", "consent_date": today} for n in range(count)]
    )
    assignments = env["interim.assignment"].create(
        [{"name": f"{name} {n}", "client_id": client.id} for n in range(count)]
    )
    terms = {
        "date_start": today,
        "date_end": fields.Date.add(today, months=10),
        "hours_per_week": 24,
        "client_rate": 100,
        "professional_rate": 80,
        "state": "agreed",
    }
    stage = env["interim.placement.stage"].search([("phase", "=", "onboarding")], limit=1)
    pairs = zip(professionals, assignments, strict=True)
    return env["interim.placement"].create(
        [
            {
                "professional_id": professional.id,
                "assignment_id": assignment.id,
                "stage_id": stage.id,
                "user_id": recruiter.id,
                "terms_ids": [(0, 0, terms)],
            }
            for professional, assignment in pairs
        ]
    )


def activate(env, placements):
    """Put placements on assignment: check-ins for the whole period, and one activity each."""
    stage = env["interim.placement.stage"].search([("phase", "=", "active")], limit=1)

    def move():
        placements.with_context(tracking_disable=True).write({"stage_id": stage.id})
        env.flush_all()

    env.flush_all()
    env.invalidate_all()
    return measure(env.cr, move)


def launch_plan(env, placements, steps, recruiter):
    """Let Odoo's own wizard plan so many activities for each placement."""
    plan = env["mail.activity.plan"].create(
        {
            "name": "Check-ins",
            "res_model": "interim.placement",
            "template_ids": [
                (
                    0,
                    0,
                    {
                        "summary": f"Check-in {n}",
                        "activity_type_id": env.ref("mail.mail_activity_data_todo").id,
                        "delay_count": 30 * n,
                        "responsible_type": "on_demand",
                    },
                )
                for n in range(steps)
            ],
        }
    )

    def schedule():
        wizard = (
            env["mail.activity.schedule"]
            .with_context(tracking_disable=True)
            .create(
                {
                    "res_model": "interim.placement",
                    "res_ids": str(placements.ids),
                    "plan_id": plan.id,
                    "plan_date": fields.Date.today(),
                    "plan_on_demand_user_id": recruiter.id,
                }
            )
        )
        wizard.action_schedule_plan()
        env.flush_all()

    env.flush_all()
    env.invalidate_all()
    return measure(env.cr, schedule)


def count_made(env, placements):
    """Check-ins and open activities of these placements."""
    checkins = env["interim.checkin"].search_count([("placement_id", "in", placements.ids)])
    activities = env["mail.activity"].search_count(
        [("res_model", "=", "interim.placement"), ("res_id", "in", placements.ids)]
    )
    return checkins + activities


def compare_activation(env, count):
    """Measure (a); return its bars."""
    env["interim.placement.stage"].search([]).write(
        {"requirement_ids": [(5,)], "activity_plan_id": False}
    )
    recruiter = make_recruiter(env)
    activate(env, make_onboarding(env, 5, "Warm", recruiter))  # what is loaded once
    batch = make_onboarding(env, BATCH, "Batch", recruiter)
    _milliseconds, queries = activate(env, batch)
    placements = make_onboarding(env, count, "Many", recruiter)
    ours, our_queries = activate(env, placements)
    made = count_made(env, placements)
    theirs, their_queries = launch_plan(env, placements, round(made / count), recruiter)
    print(f"{count} placements become active, {made} check-ins and activities")
    print(f"{'':34}{'queries':>10}{'milliseconds':>14}")
    print(f"{'check-ins and their activity':34}{our_queries:>10}{ours:>14.0f}")
    print(f"{'as many by Odoo’s plan wizard':34}{their_queries:>10}{theirs:>14.0f}")
    env.cr.rollback()
    return [
        ("planning, times Odoo's plan wizard", ours / theirs, TIME_LIMIT),
        (f"queries for {BATCH} placements", queries, QUERY_LIMIT),
    ]


def break_some(env, count):
    """Make so many placements need something: an activity lost, another recruiter, a miss."""
    env.cr.execute(
        "SELECT id FROM interim_placement WHERE active AND phase = 'active' ORDER BY id LIMIT %s",
        [count],
    )
    ids = [row[0] for row in env.cr.fetchall()]
    lost, moved, missed = ids[0::3], ids[1::3], ids[2::3]
    env.cr.execute(
        "DELETE FROM mail_activity WHERE res_model = 'interim.placement' AND res_id = ANY(%s)",
        [lost],
    )
    env.cr.execute(
        "UPDATE interim_placement SET user_id = (SELECT MAX(user_id) FROM interim_placement)"
        " WHERE id = ANY(%s)",
        [moved],
    )
    env.cr.execute(
        """
        UPDATE interim_checkin c
           SET date_planned = current_date - 9, date_chosen = current_date - 9, escalated_on = NULL
         WHERE id IN (SELECT MIN(id) FROM interim_checkin
                       WHERE placement_id = ANY(%s) AND state = 'planned' GROUP BY placement_id)
        """,
        [missed],
    )
    env.cr.commit()
    env.invalidate_all()


def run_daily_job(env):
    """Break what is to be broken and run the job; return the median of milliseconds."""
    figures = []
    for _round in range(ROUNDS):
        break_some(env, IN_NEED)
        with contextlib.redirect_stdout(io.StringIO()):
            milliseconds, _queries = measure(env.cr, env["interim.placement"]._cron_checkins)
        figures.append(milliseconds)
        left = env["interim.placement"]._search_unsynced_checkins()
        if left:
            sys.exit(f"The daily job left {len(left)} placements as they were.")
    return sorted(figures)[ROUNDS // 2]


def vacuum(cr):
    """Do what PostgreSQL does by itself some minutes after so many rows were added."""
    cr.commit()
    cr._cnx.autocommit = True
    for table in ("interim_placement", "interim_checkin", "mail_activity"):
        cr._obj.execute(f"VACUUM ANALYZE {table}")
    cr._cnx.autocommit = False


def memory():
    """The most memory that this process ever had, in MiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def compare_daily_job(env, rows, few_rows):
    """Measure (b); return its bars."""
    output = io.StringIO()
    with contextlib.redirect_stdout(output):
        exec(make_model_script(rows), {"env": env})
    model = int(output.getvalue().split("model=")[1])
    found = {}
    first = 1
    for count in (few_rows, rows):
        multiply(lambda *args: execute(env.cr, *args), model, first, count)
        vacuum(env.cr)
        env.invalidate_all()
        left = env["interim.placement"]._search_unsynced_checkins()
        if left:
            sys.exit(f"{len(left)} of the seeded placements are not as Odoo would have them.")
        first = count + 1
        before = memory()
        idle, _queries = measure(env.cr, env["interim.placement"]._cron_checkins)
        found[count] = [run_daily_job(env), idle, memory(), memory() - before]
    print(f"\nthe daily job, {IN_NEED} placements need something")
    print(f"{'among':>10}{'milliseconds':>14}{'when none does':>16}{'peak MiB':>10}")
    for count, (milliseconds, idle, peak, _more) in found.items():
        print(f"{count:>10}{milliseconds:>14.0f}{idle:>16.0f}{peak:>10.0f}")
    few, many = found[few_rows], found[rows]
    each_idle = (many[0] - few[0]) / (rows - few_rows)
    print(f"one that needs nothing costs {each_idle * 1000:.1f} microseconds")
    return [
        ("one that needs nothing, of one in need", each_idle * IN_NEED / few[0], IDLE_LIMIT),
        (f"memory more among {rows}, MiB", many[2] - few[2], MEMORY_LIMIT),
    ]


def main(env, rows):
    """Measure, print; exit with 1 when a bar is missed."""
    bars = compare_activation(env, min(AT_ONCE, rows))
    bars += compare_daily_job(env, rows, min(FEW_ROWS, rows // 10))
    for what, figure, limit in bars:
        missed = "" if figure <= limit else "  MISSED"
        print(f"bar: {what} {figure:.3g} (limit {limit:.3g}){missed}")
    sys.exit(0 if all(figure <= limit for _what, figure, limit in bars) else 1)


if __name__ == "__main__":
    main(env, int(arguments[0]) if arguments else ROWS)
