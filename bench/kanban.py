"""The placement board beside crm's board of leads, with as many rows of each in one database.

Run by `./dev bench kanban [ROWS]`; see bench/README.md for what the figures mean.
"""

import json
import sys
import time
from statistics import median

from seed import Seed
from specification import View

from odoo import api
from odoo.tools.safe_eval import safe_eval

ROWS = 100_000
FEW_ROWS = 1_000
REPEATS = 15
# What is searched for stands in the names of as many placements as leads: 300 at 100,000 rows,
# and among few rows enough to fill the list as well.
SEARCHED, SEARCHED_FEW = "Gemeente 123", "Gemeente 1"
TIME_LIMIT = 0.6  # of what crm takes for opening the board and its progress bar

PEOPLE = {"recruiter": "bench_user_01", "manager": "bench_manager"}
BOARDS = {
    "placement": {
        "model": "interim.placement",
        "action": "interim_placement.interim_placement_action",
    },
    "lead": {
        "model": "crm.lead",
        "action": "crm.crm_lead_action_pipeline",
    },
}


class Board:
    """One model's board as one user gets it, and what people do on it."""

    def __init__(self, env, name, login, searched=SEARCHED):
        self.pool = env.registry
        self.uid = env["res.users"].search([("login", "=", login)]).id
        known = BOARDS[name]
        self.model, self.searched = known["model"], searched
        env = env(user=self.uid)
        action = env.ref(known["action"]).sudo()
        self.domain = safe_eval(action.domain or "[]", {"uid": self.uid})
        context = safe_eval(action.context or "{}", {"uid": self.uid})
        # Without the default filter on one's own cases: the whole board is the heavier one.
        self.context = {
            **{key: value for key, value in context.items() if not key.startswith("search_")},
            "lang": "en_US",
            "tz": "UTC",
            "allowed_company_ids": env.company.ids,
        }
        views = action.view_ids.filtered(lambda view: view.view_mode == "kanban").view_id
        self.kanban = View(env, self.model, "kanban", views.id)
        self.form = View(env, self.model, "form")
        self.list = View(env, self.model, "list")
        self.limit = int(self.kanban.arch.get("limit") or action.limit or 40)
        bar = self.kanban.arch.find("progressbar")
        self.progress_bar = {"field": bar.get("field"), "colors": safe_eval(bar.get("colors"))}
        self.aggregates = self._get_aggregates(env, bar)
        # The same records at every size: those that were there first.
        early = [*self.domain, ("id", "<=", FEW_ROWS), ("user_id", "in", [self.uid, False])]
        first, second = env[
            "interim.placement.stage" if name == "placement" else "crm.stage"
        ].search([], limit=2)
        self.next_stage = second.id
        records = env[self.model].with_context(**self.context)
        cards = records.search([*early, ("stage_id", "=", first.id)], limit=REPEATS + 1)
        self.cards = cards.ids
        self.forms = records.search([*early, ("stage_id", "!=", first.id)], limit=REPEATS + 1).ids

    def probes(self):
        """What is measured: a function of an environment and the number of the run, by name."""
        return {
            "open the board": self.open_board,
            "the same, 80 cards": self.open_board_with_as_many_cards,
            "progress bar": self.read_progress_bar,
            "search by name": self.search_by_name,
            "autocomplete": self.autocomplete,
            "open a form": self.open_form,
            "move a card": self.move_card,
        }

    def environment(self, cursor):
        """A new environment of the user, with nothing in its cache."""
        return api.Environment(cursor, self.uid, self.context)

    def open_board_with_as_many_cards(self, env, run):
        """The board with crm's number of cards a column: what each card costs. No bar on time."""
        return self.open_board(env, run, limit=80)

    def open_board(self, env, _run, limit=None):
        """The one call for columns, their numbers and the cards of the open columns."""
        result = (
            env[self.model]
            .with_context(read_group_expand=True)
            .web_read_group(
                domain=self.domain,
                groupby=["stage_id"],
                aggregates=self.aggregates,
                offset=0,
                order="",
                auto_unfold=True,
                opening_info=[],
                unfold_read_specification=self.kanban.specification,
                unfold_read_default_limit=limit or self.limit,
                groupby_read_specification={},
            )
        )
        return sum(len(group.get("__records", ())) for group in result["groups"])

    def read_progress_bar(self, env, _run):
        """What each column's bar is made of."""
        return env[self.model].read_progress_bar(self.domain, "stage_id", self.progress_bar)

    def search_by_name(self, env, _run):
        """The first 80 rows of the list for a name that somebody typed."""
        result = env[self.model].web_search_read(
            domain=[*self.domain, ("name", "ilike", self.searched)],
            specification=self.list.specification,
            limit=80,
        )
        return result["length"]

    def autocomplete(self, env, _run):
        """What a many2one field proposes for a name."""
        return env[self.model].name_search(self.searched, limit=8)

    def open_form(self, env, run):
        """What the form reads."""
        return (
            env[self.model]
            .browse(self.forms[run % len(self.forms)])
            .web_read(self.form.specification)
        )

    def move_card(self, env, run):
        """Drag a card to the next column: checks, what follows from it, and the log."""
        record = env[self.model].browse(self.cards[run % len(self.cards)])
        record.web_save({"stage_id": self.next_stage}, self.kanban.specification)
        env.cr.flush()

    def _get_aggregates(self, env, bar):
        names = [bar.get("sum_field"), bar.get("recurring_revenue_sum_field")]
        fields = [env[self.model]._fields[name] for name in names if name]
        currencies = dict.fromkeys(field.get_currency_field(env[self.model]) for field in fields)
        return [
            *(f"{field.name}:{field.aggregator}" for field in fields),
            *(f"{currency}:array_agg_distinct" for currency in currencies),
            *(f"{field.name}:sum_currency" for field in fields),
        ]

    def run(self, probe, number):
        """Run a probe once; return its queries and milliseconds.

        Each run has a cursor and a cache of its own, as a request has, and is rolled back.
        """
        with self.pool.cursor() as cursor:
            env = self.environment(cursor)
            env.user.has_group("base.group_user")
            queries, started = cursor.sql_log_count, time.perf_counter()
            self.probes()[probe](env, number)
            milliseconds = (time.perf_counter() - started) * 1000
            queries = cursor.sql_log_count - queries
            cursor.rollback()
        return queries, milliseconds


def measure_all(env, searched=SEARCHED):
    """Measure every probe on both boards for both people: medians of queries and milliseconds."""
    found = {}
    for who, login in PEOPLE.items():
        boards = {name: Board(env, name, login, searched) for name in BOARDS}
        for probe in boards["lead"].probes():
            runs = {name: [] for name in BOARDS}
            # In turns, so that whatever else the machine does hits both. The first run warms up.
            for number in range(REPEATS + 1):
                for name, board in boards.items():
                    runs[name].append(board.run(probe, number))
            for name, figures in runs.items():
                found[who, probe, name] = [
                    median(column) for column in zip(*figures[1:], strict=True)
                ]
    return found


def count_cards(env):
    """How many cards each board shows to each of the people."""
    return {
        who: [
            board.open_board(board.environment(env.cr), 0)
            for board in (Board(env, name, login) for name in BOARDS)
        ]
        for who, login in PEOPLE.items()
    }


def print_table(found, few, cards):
    """Print what was measured, placements beside leads."""
    print(f"{'':29}{'queries':>18}{'':4}{'milliseconds':>22}")
    print(f"{'':29}{'placement':>10}{'lead':>8}{'':4}{'placement':>10}{'lead':>12}{'ratio':>8}")
    for who in PEOPLE:
        for probe in dict.fromkeys(probe for _who, probe, _name in found):
            ours, theirs = found[who, probe, "placement"], found[who, probe, "lead"]
            few_ours = few[who, probe, "placement"]
            print(
                f"{who:<10}{probe:<19}{ours[0]:>10.0f}{theirs[0]:>8.0f}{'':4}{ours[1]:>10.1f}"
                f"{theirs[1]:>12.1f}{ours[1] / theirs[1]:>8.2f}   ({few_ours:.0f} queries when few)"
            )
    for who, (ours, theirs) in cards.items():
        print(f"cards on the board of the {who}: {ours} placements, {theirs} leads")


def judge(found, few):
    """Print one line for each bar; return whether all were met."""
    bars = []
    for who in PEOPLE:
        time_of = {
            name: sum(found[who, probe, name][1] for probe in ("open the board", "progress bar"))
            for name in BOARDS
        }
        ratio = time_of["placement"] / time_of["lead"]
        bars.append((f"board and progress bar of the {who}, times crm's", ratio, TIME_LIMIT))
    for (who, probe, name), (queries, _milliseconds) in found.items():
        if name == "placement":
            bars.append((f"{probe} ({who}), queries", queries, found[who, probe, "lead"][0]))
            more = max(queries - few[who, probe, name], 0)
            bars.append((f"{probe} ({who}), queries more than with {FEW_ROWS} rows", more, 0))
    for what, figure, limit in bars:
        missed = "" if figure <= limit else "  MISSED"
        print(f"bar: {what} {figure:.3g} (limit {limit:.3g}){missed}")
    return all(figure <= limit for _what, figure, limit in bars)


def main(env, rows):
    """Seed, measure, print; exit with 1 when a bar is missed."""
    remembered = env["ir.config_parameter"]
    seed = Seed(env)
    if not remembered.get_param("bench.kanban.few"):
        if not seed.is_started():
            seed.start()
        seed.grow(FEW_ROWS)
        seed.check()
        few = {"|".join(key): figures[0] for key, figures in measure_all(env, SEARCHED_FEW).items()}
        remembered.set_param("bench.kanban.few", json.dumps(few))
        env.cr.commit()
    few = json.loads(remembered.get_param("bench.kanban.few"))
    few = {tuple(key.split("|")): queries for key, queries in few.items()}
    seed.grow(rows)
    seed.check()
    found = measure_all(env)
    print(f"{seed.count()} placements and as many leads; median of {REPEATS} runs, caches warm")
    if not found.keys() <= few.keys():
        sys.exit("The kept database was measured by another version: ./dev db --drop bench_kanban")
    print_table(found, few, count_cards(env))
    sys.exit(0 if judge(found, few) else 1)


if __name__ == "__main__":
    main(env, int(arguments[0]) if arguments else ROWS)
