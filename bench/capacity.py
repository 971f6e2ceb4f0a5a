"""The capacity of the team, as a recruiter opens it: list, graph and pivot, and by expertise.

`measure_team` is for benches that have placements running already. Run by itself, as
`./dev bench capacity [PLACEMENTS]`, it makes them; see bench/README.md.
"""

import contextlib
import io
import sys
import time
from statistics import median

import active_placements
from checkins import execute, vacuum

from odoo import Command, api

ROWS, FEW_ROWS = 10_000, 1000
REPEATS = 5
VIEWS = {
    "list": [],
    "graph": [["date:month", "side"]],
    "pivot": [[], ["side"], ["date:month"], ["date:month", "side"]],
    "by expertise": [[], ["side"], ["expertise_ids"], ["expertise_ids", "side"]],
}
COLUMNS = ("name", "date", "week", "occasion", "hours", "hours_now", "level", "is_uncertain")
LINKS = ("expertise_ids", "client_id", "user_id")


def measure_team(registry, uid, company, repeats=REPEATS):
    """Open each view of the team's capacity some times, in a cursor and a cache of its own.

    :param registry: of the database
    :param uid: who opens it
    :param company: id of the company
    :return: by view, (queries, median of milliseconds)
    """
    context = {"lang": "en_US", "tz": "UTC", "allowed_company_ids": [company]}
    spec = {name: {} for name in COLUMNS}
    spec |= {name: {"fields": {"display_name": {}}} for name in LINKS}
    found = {}
    for view, grouping_sets in VIEWS.items():
        runs = []
        for _number in range(repeats + 1):
            with registry.cursor() as cursor:
                env = api.Environment(cursor, uid, context)
                env.user.has_group("base.group_user")
                report = env["interim.capacity.report"]
                queries, started = cursor.sql_log_count, time.perf_counter()
                if grouping_sets:
                    report.formatted_read_grouping_sets([], grouping_sets, ["hours:sum", "__count"])
                else:
                    report.web_search_read([("occasion", "=", "end")], spec, limit=80)
                runs.append(
                    (cursor.sql_log_count - queries, (time.perf_counter() - started) * 1000)
                )
        # The first run warms up.
        found[view] = (max(run[0] for run in runs[1:]), median(run[1] for run in runs[1:]))
    return found


def add_expertise(env):
    """Give each professional and assignment three kinds of expertise."""
    kinds = env["interim.expertise"].create([{"name": f"Bench {n}"} for n in range(20)])
    for model in ("interim.professional", "interim.assignment"):
        records = env[model].search([])
        for number, kind in enumerate(kinds):
            for step in (0, 3, 7):
                records[(number + step) % len(kinds) :: len(kinds)].write(
                    {"expertise_ids": [Command.link(kind.id)]}
                )


def main(env, rows):
    """Measure among few placements and among many, print; exit with 1 when a bar is missed."""
    active_placements.PROFESSIONALS_EACH = 1  # each of them somebody else's: as many rows
    output = io.StringIO()
    with contextlib.redirect_stdout(output):
        exec(active_placements.make_model_script(rows), {"env": env})
    model = int(output.getvalue().split("model=")[1])
    add_expertise(env)
    uid = env["res.users"].search([("login", "=", "active_0")]).id
    found, first = {}, 1
    for count in (min(FEW_ROWS, rows // 2), rows):
        active_placements.multiply(lambda *args: execute(env.cr, *args), model, first, count)
        vacuum(env.cr)
        env.invalidate_all()
        found[count] = measure_team(env.registry, uid, env.company.id)
        first = count + 1
    (few, few_found), (many, many_found) = found.items()
    print(f"{'':16}{'queries':>10}{'among ' + str(many):>16}{'milliseconds':>14}{'':>10}")
    bars = []
    for view in VIEWS:
        queries, milliseconds = many_found[view]
        print(f"{view:16}{few_found[view][0]:>10}{queries:>16}{milliseconds:>14.1f}")
        bars.append(
            (f"queries of the {view} among {many}, more than among {few}", queries, few_found[view])
        )
    missed = [what for what, queries, (limit, _ms) in bars if queries > limit]
    for what, queries, (limit, _ms) in bars:
        print(f"bar: {what} {queries} (limit {limit}){'  MISSED' if what in missed else ''}")
    sys.exit(1 if missed else 0)


if __name__ == "__main__":
    main(env, int(arguments[0]) if arguments else ROWS)
