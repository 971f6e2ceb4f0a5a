"""The follow-up at volume: its measures beside crm's pipeline analysis, and its daily job.

Run by `./dev bench followup [ROWS]`; see bench/README.md for what the figures mean.
"""

import contextlib
import io
import sys
import time
from statistics import median

from active_placements import make_model_script, multiply
from checkins import execute, measure, memory, vacuum
from lxml import etree
from seed import Seed

from odoo import api
from odoo.tools.safe_eval import safe_eval

ROWS = 100_000
FEW_ROWS = 10_000
IN_NEED = 1000
REPEATS = 15
ROUNDS = 3
PIVOT_LIMIT = 1.0  # of what crm takes for its pipeline analysis
IDLE_LIMIT = 0.01  # what a placement that needs nothing costs, of what one in need costs
MEMORY_LIMIT = 32  # MiB more than among few rows

PEOPLE = {"recruiter": "bench_user_01", "manager": "bench_manager"}
PIVOTS = {
    "follow-up": {
        "action": "interim_placement.interim_followup_report_action",
        "view": "interim_placement.interim_followup_report_view_pivot",
    },
    "pipeline": {
        "action": "crm.crm_opportunity_report_action",
        "view": "crm.crm_opportunity_report_view_pivot",
        # The opportunities of the default filter: all leads here.
        "domain": [("type", "=", "opportunity")],
    },
}
# All measures by two dimensions, as crm's pivot has them: what somebody unfolds.
UNFOLDED = {"rows": ["type_id"], "columns": ["date_end:month"]}


class Pivot:
    """One pivot as one user opens it: the call that the web client makes, derived from the view."""

    def __init__(self, env, name, login, shape=None):
        known = PIVOTS[name]
        self.pool = env.registry
        self.uid = env["res.users"].search([("login", "=", login)]).id
        action = env.ref(known["action"]).sudo()
        self.model = action.res_model
        self.domain = [*safe_eval(action.domain or "[]"), *known.get("domain", [])]
        self.context = {"lang": "en_US", "tz": "UTC", "allowed_company_ids": env.company.ids}
        views = env(user=self.uid)[self.model].get_views([(env.ref(known["view"]).id, "pivot")])
        arch = etree.fromstring(views["views"]["pivot"]["arch"])
        fields = [node for node in arch.iter("field") if node.get("type")]
        named = {
            kind: [
                ":".join(filter(None, (node.get("name"), node.get("interval"))))
                for node in fields
                if node.get("type") == kind
            ]
            for kind in ("row", "col", "measure")
        }
        rows, columns = named["row"], named["col"]
        if shape:
            rows, columns = shape["rows"], shape["columns"]
        # Totals, and each group down to the last one, of rows and of columns.
        self.grouping_sets = [
            rows[:row] + columns[:column]
            for row in range(len(rows) + 1)
            for column in range(len(columns) + 1)
        ]
        self.aggregates = []
        for measured in named["measure"]:
            field = env[self.model]._fields[measured]
            self.aggregates.append(f"{measured}:{field.aggregator}")
            if field.type == "monetary":
                currency = field.get_currency_field(env[self.model])
                self.aggregates += [f"{currency}:array_agg_distinct", f"{measured}:sum_currency"]

    def run(self):
        """Open the pivot once; return its queries and milliseconds.

        Each run has a cursor and a cache of its own, as a request has.
        """
        with self.pool.cursor() as cursor:
            env = api.Environment(cursor, self.uid, self.context)
            env.user.has_group("base.group_user")
            queries, started = cursor.sql_log_count, time.perf_counter()
            env[self.model].formatted_read_grouping_sets(
                self.domain, self.grouping_sets, self.aggregates
            )
            milliseconds = (time.perf_counter() - started) * 1000
            return cursor.sql_log_count - queries, milliseconds


def compare_pivots(env, rows):
    """Measure (b); return its bars."""
    seed = Seed(env)
    if not seed.is_started():
        seed.start()
    seed.grow(rows)
    seed.check()
    print(f"opening the pivot, {rows} placements beside {rows} leads")
    print(f"{'':34}{'queries':>10}{'milliseconds':>14}{'times crm':>11}")
    bars = []
    for who, login in PEOPLE.items():
        pivots = {name: Pivot(env, name, login) for name in PIVOTS}
        pivots["type by end month"] = Pivot(env, "follow-up", login, UNFOLDED)
        runs = {name: [] for name in pivots}
        # In turns, so that whatever else the machine does hits all. The first run warms up.
        for _number in range(REPEATS + 1):
            for name, pivot in pivots.items():
                runs[name].append(pivot.run())
        found = {
            name: [median(column) for column in zip(*figures[1:], strict=True)]
            for name, figures in runs.items()
        }
        for name, (queries, milliseconds) in found.items():
            ratio = milliseconds / found["pipeline"][1]
            print(f"{who + ': ' + name:<34}{queries:>10.0f}{milliseconds:>14.1f}{ratio:>11.2f}")
        ratio = found["follow-up"][1] / found["pipeline"][1]
        bars.append((f"measures' pivot of the {who}, times crm's", ratio, PIVOT_LIMIT))
    return bars


def clear(env):
    """Take the placements away that were seeded for the pivots, and all that belongs to them."""
    env.cr.execute("TRUNCATE interim_placement CASCADE")
    env["mail.activity"].search([("res_model", "=", "interim.placement")]).unlink()
    env.cr.commit()
    env.invalidate_all()


# Of ten placements among which the job looks, four are far from their end, three are decided, and
# three are in the follow-up with their activity.
SETTLE = (
    """
UPDATE interim_placement
   SET followup_date = current_date - 10, followup_deadline = current_date + 20,
       followup_state = CASE WHEN id %% 10 < 3 THEN 'leaves' ELSE 'undecided' END
 WHERE id > %(after)s AND id %% 10 < 6
""",
    """
UPDATE interim_placement
   SET phase = 'followup', followup_move = 'moved', followup_move_end = date_end,
       stage_id = (SELECT min(id) FROM interim_placement_stage WHERE phase = 'followup')
 WHERE id > %(after)s AND id %% 10 IN (3, 4, 5)
""",
    """
INSERT INTO mail_activity
    (res_model, res_model_id, res_id, activity_type_id, user_id, summary, date_deadline,
     interim_followup_deadline, active, automated)
SELECT 'interim.placement', %(model)s, id, %(type)s, user_id, 'Prepare the follow-up',
       followup_deadline, followup_deadline, true, true
  FROM interim_placement
 WHERE id > %(after)s AND id %% 10 IN (3, 4, 5)
""",
)


def settle(env, after):
    """Bring the copies made last into the states of which the job must change nothing.

    :param int after: the last placement that was settled before
    """
    parameters = {
        "after": after,
        "model": env["ir.model"]._get_id("interim.placement"),
        "type": env.ref("interim_placement.activity_type_followup").id,
    }
    for statement in SETTLE:
        env.cr.execute(statement, parameters)


def open_windows(env, count, model):
    """Let the follow-up of so many placements begin today: a card to move, an activity to plan.

    :param int model: the placement that others are copied from, which stays as it is
    """
    env.cr.execute(
        """
        UPDATE interim_placement
           SET followup_date = current_date, followup_deadline = current_date + 30
         WHERE id IN (SELECT id FROM interim_placement
                       WHERE id > %s AND active AND phase = 'active'
                             AND followup_state = 'undecided' AND followup_date > current_date
                    ORDER BY id LIMIT %s)
        """,
        [model, count],
    )
    env.cr.commit()
    env.invalidate_all()


def run_daily_job(env, in_need, model):
    """Open so many windows and run the job, some times; return the median of milliseconds."""
    figures = []
    for _round in range(ROUNDS):
        open_windows(env, in_need, model)
        due = len(env["interim.placement"]._search_unsynced_followups())
        if due != in_need:
            sys.exit(f"{due} placements need something, and not {in_need}.")
        with contextlib.redirect_stdout(io.StringIO()):
            milliseconds, _queries = measure(env.cr, env["interim.placement"]._cron_followup)
        figures.append(milliseconds)
        left = env["interim.placement"]._search_unsynced_followups()
        if left:
            sys.exit(f"The daily job left {len(left)} placements as they were.")
    return median(figures)


def compare_daily_job(env, rows, few_rows):
    """Measure (a); return its bars."""
    output = io.StringIO()
    with contextlib.redirect_stdout(output):
        exec(make_model_script(rows), {"env": env})
    model = last = int(output.getvalue().split("model=")[1])
    found = {}
    first = 1
    in_need = min(IN_NEED, few_rows // 10)
    for count in (few_rows, rows):
        multiply(lambda *args: execute(env.cr, *args), model, first, count)
        settle(env, last)
        env.cr.execute("SELECT max(id) FROM interim_placement")
        (last,) = env.cr.fetchone()
        vacuum(env.cr)
        env.invalidate_all()
        left = env["interim.placement"]._search_unsynced_followups()
        if left:
            sys.exit(f"{len(left)} of the seeded placements are not as Odoo would have them.")
        first = count + 1
        idle, _queries = measure(env.cr, env["interim.placement"]._cron_followup)
        found[count] = [run_daily_job(env, in_need, model), idle, memory()]
    print(f"\nthe daily job, the follow-up of {in_need} placements begins")
    print(f"{'among':>10}{'milliseconds':>14}{'when none does':>16}{'peak MiB':>10}")
    for count, (milliseconds, idle, peak) in found.items():
        print(f"{count:>10}{milliseconds:>14.0f}{idle:>16.0f}{peak:>10.0f}")
    few, many = found[few_rows], found[rows]
    each_idle = max((many[1] - few[1]) / (rows - few_rows), 0)
    print(f"one that needs nothing costs {each_idle * 1000:.1f} microseconds")
    return [
        ("one that needs nothing, of one in need", each_idle * in_need / few[0], IDLE_LIMIT),
        (f"memory more among {rows}, MiB", many[2] - few[2], MEMORY_LIMIT),
    ]


def main(env, rows):
    """Measure, print; exit with 1 when a bar is missed."""
    bars = compare_pivots(env, rows)
    clear(env)
    bars += compare_daily_job(env, rows, min(FEW_ROWS, rows // 2))
    for what, figure, limit in bars:
        missed = "" if figure <= limit else "  MISSED"
        print(f"bar: {what} {figure:.3g} (limit {limit:.3g}){missed}")
    sys.exit(0 if all(figure <= limit for _what, figure, limit in bars) else 1)


if __name__ == "__main__":
    main(env, int(arguments[0]) if arguments else ROWS)
