"""Matching at volume: professionals for an assignment, assignments for a professional.

Run by `./dev bench matching [ROWS]`; see bench/README.md for what the figures mean.
"""

import resource
import sys
import time

from active_placements import copy_rows
from capacity import measure_team
from checkins import execute, vacuum
from specification import View

from odoo import api

ADDONS = ["interim_placement", "hr_recruitment_skills"]

ROWS, FEW_ROWS = 50_000, 1000  # professionals, and as many applicants
OPEN, FEW_OPEN = 5000, 500  # assignments
RUNNING = 10_000  # placements with agreed terms, at most one of five professionals
SKILLS = 40
ASKED = 5  # skills of the job, expertise of the assignment
HELD = 4  # by each person, one of them asked for
ROUNDS = 3
TIME_LIMIT = 0.1  # of what hr_recruitment_skills takes for as many applicants
LOGIN = "bench_matching"
PAGE = 80  # rows that a list shows first


# === The people === #


def start(env):
    """Make one of everything by Odoo: what the volume is copied from."""
    groups = (
        "interim_placement.group_interim_user_own",
        "hr_recruitment.group_hr_recruitment_user",
    )
    env["res.users"].with_context(no_reset_password=True).create(
        {
            "name": "Matcher",
            "login": LOGIN,
            "group_ids": [(4, env.ref(name).id) for name in ("base.group_user", *groups)],
        }
    )
    today = time.strftime("%Y-%m-%d")
    sectors = env["res.partner.industry"].search([], limit=5)
    expertises = env["interim.expertise"].create([{"name": f"Skill {n:02}"} for n in range(SKILLS)])
    types = env["interim.assignment.type"].search([])
    client = env["res.partner"].create(
        {
            "name": "Gemeente",
            "is_company": True,
            "city": "Utrecht",
            "industry_id": sectors[0].id,
            "partner_latitude": 52.09,
            "partner_longitude": 5.12,
        }
    )
    professional = env["interim.professional"].create(
        {
            "name": "Sanne",
            "level": "senior",
            "expertise_ids": [(6, 0, expertises[:HELD].ids)],
            "assignment_type_ids": [(6, 0, types[:1].ids)],
            "industry_ids": [(6, 0, sectors[:1].ids)],
            "certification_ids": [(6, 0, env["interim.certification"].search([], limit=1).ids)],
            "available_from": today,
            "availability_confirmed_on": today,
            "hours_min": 16,
            "hours_max": 36,
            "rate_min": 90,
            "office_days_max": 2,
            "max_distance_km": 50,
            "city": "Amersfoort",
            "partner_latitude": 52.16,
            "partner_longitude": 5.39,
            "monday": True,
            "tuesday": True,
        }
    )
    env["interim.assignment"].create(
        {
            "name": "Adviser",
            "client_id": client.id,
            "level": "senior",
            "expertise_ids": [(6, 0, expertises[:ASKED].ids)],
            "type_id": types[:1].id,
            "hours_min": 24,
            "hours_max": 32,
            "rate_max": 110,
            "positions": 100_000,
            "office_days": 2,
            "monday": True,
            "tuesday": True,
            "requirement_ids": [
                (0, 0, {"name": "Course", "certification_id": professional.certification_ids.id}),
                (0, 0, {"name": "First skill", "expertise_id": expertises[0].id}),
                (0, 0, {"name": "Second skill", "expertise_id": expertises[1].id, "kind": "wish"}),
            ],
        }
    )
    start_running(env, professional)
    start_applicants(env)
    env.flush_all()
    env.cr.commit()


def start_running(env, professional):
    """Make one placement with agreed terms that run."""
    env["interim.placement.stage"].search([]).requirement_ids = False
    today = time.strftime("%Y-%m-%d")
    env["interim.placement"].create(
        {
            "professional_id": professional.id,
            "assignment_id": env["interim.assignment"].search([], limit=1).id,
            "stage_id": env["interim.placement.stage"].search([("phase", "=", "active")]).ids[0],
            "terms_ids": [
                (
                    0,
                    0,
                    {
                        "date_start": f"{int(today[:4]) - 1}{today[4:8]}01",
                        "date_end": f"{int(today[:4]) + 1}{today[4:8]}01",
                        "hours_per_week": 16,
                        "client_rate": 100,
                        "professional_rate": 80,
                        "state": "agreed",
                    },
                )
            ],
        }
    )


def start_applicants(env):
    """Make a job that asks for skills, and one applicant with skills."""
    kind = env["hr.skill.type"].create(
        {
            "name": "Skills",
            "skill_ids": [(0, 0, {"name": f"Skill {n:02}"}) for n in range(SKILLS)],
            "skill_level_ids": [
                (0, 0, {"name": "Able", "level_progress": 50, "default_level": True}),
                (0, 0, {"name": "Expert", "level_progress": 100}),
            ],
        }
    )
    held = [
        (
            0,
            0,
            {
                "skill_id": skill.id,
                "skill_level_id": kind.skill_level_ids[0].id,
                "skill_type_id": kind.id,
            },
        )
        for skill in kind.skill_ids
    ]
    env["hr.job"].create({"name": "Adviser", "job_skill_ids": held[:ASKED]})
    env["hr.applicant"].create(
        {
            "partner_name": "Sanne",
            "job_id": env["hr.job"].create({"name": "Editor"}).id,
            "applicant_skill_ids": held[:1],
        }
    )


def grow(env, professionals, assignments):
    """Copy people, applicants, assignments and running placements until there are so many."""
    cr = env.cr

    def run(statement, values):
        return execute(cr, statement, values)

    grow_professionals(run, professionals)
    grow_applicants(run, professionals)
    grow_assignments(run, assignments)
    grow_running(run, min(RUNNING, professionals // 5))
    for table in ("interim_professional", "res_partner", "hr_applicant", "interim_assignment"):
        run(f"SELECT setval('{table}_id_seq', (SELECT max(id) FROM {table}))", None)
    cr.commit()
    vacuum(cr)
    env.invalidate_all()


def bounds(run, table, count):
    """Return what is needed to copy the first row of a table until there are `count`."""
    ((there, first, last),) = run(f"SELECT count(*), min(id), max(id) FROM {table}", None)
    return {"model": first, "offset": last, "count": count - there}


NUMBERS = "generate_series(1, %(count)s) n"


def grow_professionals(run, count):
    """Copy the professional, each with other skills, hours, rate, town and days."""
    values = bounds(run, "interim_professional", count)
    ((values["partner"], values["partners"]),) = run(
        "SELECT p.partner_id, (SELECT max(id) FROM res_partner) FROM interim_professional p"
        " WHERE p.id = %(model)s",
        values,
    )
    copy_rows(
        run,
        "res_partner",
        {
            "id": "%(partners)s + n",
            "name": "'Person ' || n",
            "complete_name": "'Person ' || n",
            "city": "(ARRAY['Utrecht', 'Zwolle', 'Breda', 'Arnhem'])[1 + n %% 4]",
            "partner_latitude": "51.5 + (n %% 150) / 100.0",
            "partner_longitude": "4.5 + (n %% 170) / 100.0",
        },
        f"{NUMBERS}, res_partner t WHERE t.id = %(partner)s",
        values,
    )
    copy_rows(
        run,
        "interim_professional",
        {
            "id": "%(offset)s + n",
            "partner_id": "%(partners)s + n",
            "name": "'Person ' || n",
            "level": "(ARRAY['junior', 'medior', 'senior', 'strategic', NULL])[1 + n %% 5]",
            "hours_max": "24 + n %% 17",
            "rate_min": "70 + n %% 60",
            "availability": "CASE WHEN n %% 4 = 0 THEN 'unknown' ELSE 'available' END",
            "monday": "n %% 3 > 0",
            "tuesday": "n %% 7 > 0",
        },
        f"{NUMBERS}, interim_professional t WHERE t.id = %(model)s",
        values,
    )
    link_skills(
        run, "interim_expertise_interim_professional_rel", "interim_professional_id", values
    )
    for table in (
        "interim_assignment_type_interim_professional_rel",
        "interim_professional_res_partner_industry_rel",
        "interim_certificate",
    ):
        key = "professional_id" if table.endswith("certificate") else "interim_professional_id"
        copy_rows(
            run,
            table,
            {key: "%(offset)s + n"},
            f"{NUMBERS}, {table} t WHERE t.{key} = %(model)s AND n %% 3 = 0",
            values,
        )


def link_skills(run, table, key, values):
    """Give each copy one of the skills that are asked for, and others."""
    ((first,),) = run(
        "SELECT min(id) FROM interim_expertise WHERE name->>'en_US' = 'Skill 00'", None
    )
    run(
        f"INSERT INTO {table} ({key}, interim_expertise_id)"
        f" SELECT DISTINCT %(offset)s + n,"
        f" %(first)s + CASE s WHEN 0 THEN n %% {ASKED} ELSE {ASKED} + (n * 7 + s * 11) %% 35 END"
        f" FROM {NUMBERS}, generate_series(0, {HELD - 1}) s",
        {**values, "first": first},
    )


def grow_applicants(run, count):
    """Copy the applicant, each with as many skills as a professional."""
    values = bounds(run, "hr_applicant", count)
    ((values["skill"], values["line"]),) = run(
        "SELECT (SELECT min(id) FROM hr_skill WHERE skill_type_id = l.skill_type_id), l.id"
        " FROM hr_applicant_skill l WHERE l.applicant_id = %(model)s",
        values,
    )
    copy_rows(
        run,
        "hr_applicant",
        {"id": "%(offset)s + n", "partner_name": "'Person ' || n"},
        f"{NUMBERS}, hr_applicant t WHERE t.id = %(model)s",
        values,
    )
    skill = f"%(skill)s + CASE s WHEN 0 THEN n %% {ASKED} ELSE {ASKED} + (n * 7 + s * 11) %% 35 END"
    copy_rows(
        run,
        "hr_applicant_skill",
        {"applicant_id": "%(offset)s + n", "skill_id": skill},
        f"{NUMBERS}, generate_series(0, {HELD - 1}) s, hr_applicant_skill t WHERE t.id = %(line)s",
        values,
    )
    run(
        "INSERT INTO hr_applicant_hr_skill_rel (hr_applicant_id, hr_skill_id)"
        " SELECT DISTINCT applicant_id, skill_id FROM hr_applicant_skill"
        " WHERE applicant_id > %(offset)s",
        values,
    )


def grow_assignments(run, count):
    """Copy the assignment with its requirements, each with other skills, level, hours and rate."""
    values = bounds(run, "interim_assignment", count)
    copy_rows(
        run,
        "interim_assignment",
        {
            "id": "%(offset)s + n",
            "name": "'Role ' || n",
            "level": "(ARRAY['junior', 'medior', 'senior', 'strategic', NULL])[1 + n %% 5]",
            "hours_max": "24 + n %% 13",
            "rate_max": "80 + n %% 50",
            "date_start": "current_date + n %% 90",
        },
        f"{NUMBERS}, interim_assignment t WHERE t.id = %(model)s",
        values,
    )
    link_skills(run, "interim_assignment_interim_expertise_rel", "interim_assignment_id", values)
    copy_rows(
        run,
        "interim_assignment_requirement",
        {"assignment_id": "%(offset)s + n"},
        f"{NUMBERS}, interim_assignment_requirement t"
        " WHERE t.assignment_id = %(model)s AND (n %% 2 = 0 OR t.kind = 'wish')",
        values,
    )


def grow_running(run, count):
    """Copy the placement that runs and its terms, each for another professional."""
    values = bounds(run, "interim_placement", count)
    copy_rows(
        run,
        "interim_placement",
        {
            "id": "%(offset)s + n",
            "professional_id": "p.id",
            "current_terms_id": "NULL",
            "name": "'Placement ' || n",
        },
        f"{NUMBERS} JOIN (SELECT id, row_number() OVER (ORDER BY id) AS number"
        " FROM interim_professional) p ON p.number = 1 + (%(offset)s + n) * 4,"
        " interim_placement t WHERE t.id = %(model)s",
        values,
    )
    copy_rows(
        run,
        "interim_terms",
        {"placement_id": "%(offset)s + n", "hours_per_week": "8 + n %% 25"},
        f"{NUMBERS} JOIN interim_placement c ON c.id = %(offset)s + n,"
        " interim_terms t WHERE t.placement_id = %(model)s",
        values,
    )
    run(
        "UPDATE interim_placement p SET current_terms_id = t.id, hours_per_week = t.hours_per_week"
        " FROM interim_terms t WHERE t.placement_id = p.id AND p.id > %(offset)s",
        values,
    )
    run("SELECT setval('interim_placement_id_seq', (SELECT max(id) FROM interim_placement))", None)


# === What is measured === #


class Probe:
    """What a user asks for, with a cursor and a cache of its own each time, as a request has."""

    def __init__(self, env, login=LOGIN):
        self.pool = env.registry
        self.uid = env["res.users"].search([("login", "=", login)]).id
        self.context = {"lang": "en_US", "tz": "UTC", "allowed_company_ids": env.company.ids}

    def run(self, function):
        """Call a function of an environment; return its milliseconds and queries. Nothing stays."""
        with self.pool.cursor() as cursor:
            env = api.Environment(cursor, self.uid, self.context)
            env.user.has_group("base.group_user")
            queries, started = cursor.sql_log_count, time.perf_counter()
            function(env)
            env.flush_all()
            milliseconds = (time.perf_counter() - started) * 1000
            queries = cursor.sql_log_count - queries
            cursor.rollback()
        return milliseconds, queries

    def fastest(self, function, rounds=ROUNDS):
        """Call it some times after one that warms the caches; return the fastest run."""
        self.run(function)
        return min(self.run(function) for _round in range(rounds))


def open_list(env, action, limit):
    """Read what the list of an action shows, as the web client asks for it."""
    view_id = next((view for view, mode in action["views"] if mode == "list"), False)
    view = View(env, action["res_model"], "list", view_id)
    context = action["context"] if isinstance(action["context"], dict) else {}
    records = env[action["res_model"]].with_context(**context)
    return records.web_search_read(action["domain"], view.specification, limit=limit)


def find_professionals(env):
    """Search professionals for the first assignment, and open what was found."""
    assignment = env["interim.assignment"].search([], order="id", limit=1)
    open_list(env, assignment.action_find_professionals(), PAGE)


def find_assignments(env):
    """Search assignments for the first professional, and open what was found."""
    professional = env["interim.professional"].search([], order="id", limit=1)
    open_list(env, professional.action_find_assignments(), PAGE)


def find_applicants(limit):
    """Return a function that opens the matching applicants of the job, so many of them."""

    def find(env):
        job = env["hr.job"].search([("job_skill_ids", "!=", False)], limit=1)
        found = open_list(env, job.action_search_matching_applicants(), limit)
        if limit > PAGE and len(found["records"]) < limit - 1:
            sys.exit(f"{len(found['records'])} applicants match, and not {limit}.")

    return find


def show(what, milliseconds, queries):
    """Print a line of the table."""
    print(f"{what:<58}{milliseconds:>12.0f}{queries:>10}")


def measure_ours(probe, professionals, assignments):
    """Measure both directions at one size; return (milliseconds, queries) of each."""
    found = {}
    for what, count, function in (
        ("professionals for an assignment", professionals, find_professionals),
        ("assignments for a professional", assignments, find_assignments),
    ):
        found[what] = probe.fastest(function)
        show(f"{what}, among {count}", *found[what])
    return found


def show_team(probe, running):
    """Measure the team's capacity over the placements that run; return (queries, milliseconds)."""
    found = measure_team(probe.pool, probe.uid, probe.context["allowed_company_ids"][0])
    for view, (queries, milliseconds) in found.items():
        show(f"team capacity, {view}, over {running} running placements", milliseconds, queries)
    return found


def main(env, rows):
    """Measure, print; exit with 1 when a bar is missed."""
    few_rows, open_count = min(FEW_ROWS, rows // 5), max(FEW_OPEN, rows * OPEN // ROWS)
    if not env["res.users"].search_count([("login", "=", LOGIN)]):
        start(env)
    probe = Probe(env)
    print(f"{'':<58}{'milliseconds':>12}{'queries':>10}")
    if env["interim.professional"].search_count([]) < few_rows:
        grow(env, few_rows, FEW_OPEN)
    few = measure_ours(probe, few_rows, FEW_OPEN)
    few_team = show_team(probe, "few")
    grow(env, rows, open_count)
    many = measure_ours(probe, rows, open_count)
    many_team = show_team(probe, min(RUNNING, rows // 5))
    page = probe.fastest(find_applicants(PAGE))
    show(f"hr_recruitment_skills, the first {PAGE}, in no order", *page)
    theirs = probe.run(find_applicants(rows))
    show(f"hr_recruitment_skills, the scores of all {rows}", *theirs)
    print(f"memory at most {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MiB")
    ratio = many["professionals for an assignment"][0] / theirs[0]
    bars = [(f"ranking {rows} professionals, times hr_recruitment_skills", ratio, TIME_LIMIT)]
    bars += [(f"queries more among many: {what}", many[what][1] - few[what][1], 0) for what in many]
    bars += [
        (
            f"queries more among many: team capacity, {view}",
            many_team[view][0] - few_team[view][0],
            0,
        )
        for view in many_team
    ]
    for what, figure, limit in bars:
        missed = "" if figure <= limit else "  MISSED"
        print(f"bar: {what} {figure:.3g} (limit {limit:.3g}){missed}")
    sys.exit(0 if all(figure <= limit for _what, figure, limit in bars) else 1)


if __name__ == "__main__":
    main(env, int(arguments[0]) if arguments else ROWS)
