"""Fill a database with as many placements as leads, alike in everything that a board shows.

The people, clients and assignments are made by Odoo; the volume comes from INSERT .. SELECT. Every
value follows from the row's number, so each run measures the same rows. Dates are relative to the
day of the run, because health and activity states are.
"""

from odoo.sql_db import db_connect

PROFESSIONALS = 2000
CLIENTS = 300
ASSIGNMENTS = 1000
USERS = 20

FIRST = ("Sanne", "Bo", "Cor", "Dirk", "Eva", "Fay", "Gijs", "Hanna", "Iris", "Joost", "Noor")
LAST = ("Visser", "Smit", "Vos", "Bos", "Mol", "Kok", "Post", "Bakker", "de Wit", "van Dam")
ROLES = ("Communication adviser", "Press officer", "Campaign manager", "Web editor")

# The hundredth part of rows that stand in each of the eight stages, the last one folded.
SPREAD = (10, 8, 7, 6, 4, 12, 5, 48)
PHASES = (
    *("meeting", "proposal", "interview", "negotiation"),
    *("onboarding", "active", "followup", "done"),
)

# For a row's number i: where it stands and whose it is. Each value has a hash of its own, so that
# no two of them go together.
ROWS = """
    SELECT i, hashed(i, 1, 10) AS tenth, hashed(i, 2, 40) AS days, hashed(i, 3, 3) AS third,
           hashed(i, 4, 4) AS quarter, hashed(i, 5, 15) AS deadline,
           hashed(i, 6, 150) AS offset_days,
           (SELECT min(s) FROM generate_series(1, 8) s
             WHERE hashed(i, 7, 100) < (%(bounds)s::int[])[s]) AS stage,
           (%(users)s::int[])[1 + hashed(i, 8, 21)] AS user_id,
           hashed(i, 9, 100) >= 8 AS active,
           (ARRAY['0','0','0','0','0','0','0','1','1','2'])[1 + hashed(i, 10, 10)] AS priority,
           1 + i %% 2000 AS professional,
           1 + (i / 2000 + (i %% 2000) * 7) %% 1000 AS assignment,
           now() AT TIME ZONE 'UTC' - hashed(i, 2, 40) * interval '1 day' AS moved,
           current_date - hashed(i, 2, 40) AS moved_on
      FROM generate_series(%(first)s, %(last)s) i
"""
HASHED = """
CREATE OR REPLACE FUNCTION hashed(i int, salt int, below int) RETURNS int IMMUTABLE
LANGUAGE sql AS $$ SELECT (hashint4extended(i, salt) & 1073741823)::int % below $$
"""


def name_of(number):
    """A name for a person; not the only one of that name."""
    return f"{FIRST[number % len(FIRST)]} {LAST[number % len(LAST)]}"


class Seed:
    """Seeds one database; `grow(count)` brings it to that many placements and leads."""

    def __init__(self, env):
        self.env = env
        self.cr = env.cr

    def is_started(self):
        """Whether the users are there already."""
        return bool(self.env["res.users"].search_count([("login", "=", "bench_manager")]))

    def start(self):
        """Make users, clients, professionals, assignments, tags and the columns of both boards."""
        self._make_users()
        self._make_stages()
        self._make_people()
        self.env["interim.placement.tag"].create([{"name": f"Tag {n}"} for n in range(10)])
        self.env["crm.tag"].create([{"name": f"Tag {n}"} for n in range(10)])
        self.cr.commit()

    def count(self):
        """How many placements there are."""
        return self.env["interim.placement"].with_context(active_test=False).search_count([])

    def grow(self, count):
        """Add placements and leads until there are `count` of each, and let PostgreSQL look."""
        first = self.count()
        if first < count:
            bounds, total = [], 0
            for share in SPREAD:
                total += share
                bounds.append(total)
            parameters = {
                "first": first,
                "last": count - 1,
                "bounds": bounds,
                "users": [*self._ids("res.users", [("login", "=like", "bench_user_%")]), None],
                "company": self.env.company.id,
                "professionals": self._ids("interim.professional", [], "id"),
                "assignments": self._ids("interim.assignment", [], "id"),
                "stages": self._ids("interim.placement.stage", []),
                "lead_stages": self._ids("crm.stage", []),
                "phases": list(PHASES),
                "tags": self._ids("interim.placement.tag", []),
                "lead_tags": self._ids("crm.tag", []),
                "reason": self.env["interim.close.reason"].search([], limit=1).id,
                "team": self.env["crm.team"].search([], limit=1).id,
                "contacts": self._ids("res.partner", [("email", "=like", "%@client.bench")], "id"),
                "todo": self.env.ref("mail.mail_activity_data_todo").id,
                "placement_model": self.env["ir.model"]._get_id("interim.placement"),
                "lead_model": self.env["ir.model"]._get_id("crm.lead"),
                "plan": self.env["interim.checkin.plan"].search([], limit=1).id,
                "step": self.env["interim.checkin.plan.step"].search([], limit=1).id,
            }
            self.cr.execute(HASHED)
            statements = (
                PLACEMENTS,
                TERMS,
                CURRENT_TERMS,
                CHECKINS,
                NEXT_CHECKIN,
                *DECISIONS,
                *CONTACTS,
                *CHAIN,
                LEADS,
                *TAGS,
                *ACTIVITIES,
                HEALTH,
                FILLED,
            )
            for statement in statements:
                self.cr.execute(statement.replace("%(rows)s", ROWS), parameters)
            for table in ("interim_placement", "crm_lead"):
                self.cr.execute(f"SELECT setval('{table}_id_seq', (SELECT max(id) FROM {table}))")
            self.env.invalidate_all()
            self.cr.commit()
        # As autovacuum would, before anything is measured. It waits for who only reads as well.
        self.cr.commit()
        with db_connect(self.cr.dbname).cursor() as cursor:
            cursor.connection.rollback()
            cursor.connection.autocommit = True
            # Each placement was written several times at once here, in which no life of a table
            # leaves it: three times as large as it is.
            cursor.execute("VACUUM FULL interim_placement")
            cursor.execute("VACUUM ANALYZE")
            cursor.connection.autocommit = False

    def check(self, size=200):
        """Let Odoo compute a sample again: what SQL seeded must be what Odoo would have stored."""
        placements = self.env["interim.placement"].with_context(active_test=False)
        sample = placements.browse(
            row for row in placements.search([], order="id").ids[:: max(1, self.count() // size)]
        )
        fields = [field for field in sample._fields.values() if field.store and field.compute]
        names = [f.name for f in fields if f.name != "date_last_stage_update"]
        before = sample.read(names)
        for name in names:
            self.env.add_to_compute(sample._fields[name], sample)
        sample.flush_recordset(names)
        after = sample.read(names)
        self.cr.rollback()
        different = {
            name: (old[name], new[name])
            for old, new in zip(before, after, strict=True)
            for name in names
            if old[name] != new[name]
        }
        if different:
            raise AssertionError(f"Seeded otherwise than Odoo computes: {different}")

    def _ids(self, model, domain, order=None):
        return self.env[model].search(domain, order=order).ids

    def _make_users(self):
        groups = self.env["res.groups"]
        for name in (
            *("interim_placement.group_interim_user_own", "sales_team.group_sale_salesman"),
            "base.group_user",
        ):
            groups |= self.env.ref(name)
        manager_groups = self.env.ref("interim_placement.group_interim_manager") | self.env.ref(
            "sales_team.group_sale_manager"
        )
        users = self.env["res.users"].with_context(no_reset_password=True)
        users.create(
            [
                {
                    "name": name_of(number),
                    "login": f"bench_user_{number + 1:02}",
                    "group_ids": [(6, 0, groups.ids)],
                }
                for number in range(USERS)
            ]
        )
        users.create(
            {
                "name": "Maud Manager",
                "login": "bench_manager",
                "group_ids": [(6, 0, (manager_groups | groups).ids)],
            }
        )

    def _make_stages(self):
        """Give the lead board as many columns as the placement board, the last one folded."""
        stages = self.env["crm.stage"].search([])
        won = stages.filtered("is_won")
        self.env["crm.stage"].create(
            [{"name": f"Step {n}", "sequence": 10 + n} for n in range(8 - len(stages))]
        )
        won.write({"fold": True, "sequence": 90})

    def _make_people(self):
        partners = self.env["res.partner"]
        clients = partners.create(
            [{"name": f"Gemeente {n:03}", "is_company": True} for n in range(CLIENTS)]
        )
        partners.create(
            [
                {
                    "name": name_of(n),
                    "email": f"c{n}@client.bench",
                    "parent_id": client.id,
                }
                for n, client in enumerate(clients)
            ]
        )
        self.env["interim.professional"].create(
            [
                {
                    "name": f"{name_of(n)} {n:04}",
                    "email": f"p{n}@professional.bench",
                    "consent_date": "2026-01-05",
                    "rate_min": 80 + n % 40,
                    "hours_max": 0,
                }
                for n in range(PROFESSIONALS)
            ]
        )
        self.env["interim.assignment"].create(
            [
                {
                    "name": f"{ROLES[n % 4]} {n:03}",
                    "client_id": clients[n % CLIENTS].id,
                    "contact_id": clients[n % CLIENTS].child_ids.id,
                    "rate_max": 140,
                    "positions": 1000,
                }
                for n in range(ASSIGNMENTS)
            ]
        )


PLACEMENTS = """
INSERT INTO interim_placement
    (id, company_id, user_id, professional_id, assignment_id, client_id, stage_id, phase, name,
     active, close_reason_id, priority, contracting_model, followup_state, health, terms_state,
     has_conflict, last_contact_date, date_last_stage_update, create_date, write_date, create_uid,
     write_uid, checkin_plan_id)
SELECT r.i + 1, %(company)s, r.user_id, p.id, a.id, a.client_id, (%(stages)s::int[])[r.stage],
       (%(phases)s::text[])[r.stage], p.name || ', ' || a.name || ', ' || c.name,
       r.active, CASE WHEN NOT r.active THEN %(reason)s END, r.priority, 'intermediary',
       CASE WHEN r.stage = 8 THEN 'available' ELSE 'undecided' END, 'on_track', 'none', false,
       CASE WHEN r.stage IN (6, 7) THEN current_date - r.offset_days %% 30 END, r.moved, r.moved,
       r.moved, 1, 1, %(plan)s
  FROM (%(rows)s) r
  JOIN interim_professional p ON p.id = (%(professionals)s::int[])[r.professional]
  JOIN interim_assignment a ON a.id = (%(assignments)s::int[])[r.assignment]
  JOIN res_partner c ON c.id = a.client_id
"""

# Agreed from onboarding on, a draft before, nothing in a third of the first meetings. Who is on
# assignment began in the past; what is completed ended there; the rest is still to come.
TERMS = """
INSERT INTO interim_terms
    (placement_id, company_id, sequence, kind, state, agreed_on, agreed_by_id, date_start, date_end,
     hours_per_week, office_days, client_rate, professional_rate, notice_months, notice_rule,
     payment_days, booked_until, value_total, margin_total, create_date, write_date, create_uid,
     write_uid)
SELECT r.i + 1, %(company)s, 1, 'original', CASE WHEN r.stage >= 5 THEN 'agreed' ELSE 'draft' END,
       CASE WHEN r.stage >= 5 THEN r.moved_on END, CASE WHEN r.stage >= 5 THEN 2 END,
       d.date_start, d.date_start + 180, d.hours, r.quarter, 90 + r.days, 75 + r.days,
       1, 'month_end', 30, d.date_start + 180,
       round((90 + r.days)::numeric * d.hours * 181 / 7, 2),
       round(15::numeric * d.hours * 181 / 7, 2), r.moved, r.moved, 1, 1
  FROM (%(rows)s) r
  JOIN LATERAL (SELECT current_date + CASE
           WHEN r.stage = 8 THEN -400 - r.i / 70
           WHEN r.stage IN (6, 7) THEN -20 - r.offset_days
           ELSE r.offset_days %% 90 - 3 END AS date_start,
           16 + r.days %% 21 AS hours) d ON true
 WHERE r.stage > 1 OR r.third > 0
"""

CURRENT_TERMS = """
UPDATE interim_placement p
   SET current_terms_id = t.id, terms_state = t.state, date_start = t.date_start,
       date_end = t.date_end, hours_per_week = t.hours_per_week, office_days = t.office_days,
       client_rate = t.client_rate, professional_rate = t.professional_rate,
       margin = t.client_rate - t.professional_rate, fte = round(t.hours_per_week::numeric / 36, 1),
       margin_percent = round((t.client_rate - t.professional_rate) * 100 / t.client_rate, 2),
       value_total = t.value_total, margin_total = t.margin_total,
       value_original = CASE WHEN t.state = 'agreed' THEN t.value_total ELSE 0 END,
       value_extensions = 0, extension_count = 0, extended_months = 0,
       followup_date = f.followup_date,
       followup_deadline = GREATEST(f.followup_date, f.deadline
           - CASE extract(isodow FROM f.deadline) WHEN 6 THEN 1 WHEN 7 THEN 2 ELSE 0 END::int)
  FROM interim_terms t
  JOIN LATERAL (SELECT (t.date_end - interval '3 months')::date AS target) w ON true
  JOIN LATERAL (SELECT (t.date_end - interval '2 months')::date AS deadline,
                       GREATEST(t.date_start, w.target - CASE extract(isodow FROM w.target)
           WHEN 6 THEN 1 WHEN 7 THEN 2 ELSE 0 END::int) AS followup_date) f ON true
 WHERE t.placement_id = p.id AND p.id > %(first)s
"""

# Of what is completed, it was decided in time, or some days late; with two of three there was
# contact before that.
DECISIONS = (
    """
INSERT INTO interim_followup_decision
    (placement_id, company_id, extension_number, decision, decided_on, decided_by_id, deadline,
     create_date, write_date, create_uid, write_uid)
SELECT p.id, p.company_id, 0, p.followup_state, p.followup_deadline + r.deadline - 9, 2,
       p.followup_deadline, r.moved, r.moved, 1, 1
  FROM (%(rows)s) r
  JOIN interim_placement p ON p.id = r.i + 1
 WHERE r.stage = 8
""",
    """
UPDATE interim_placement p
   SET followup_decided_on = d.decided_on, followup_decided_count = 1,
       followup_late_count = (d.decided_on > d.deadline)::int
  FROM interim_followup_decision d
 WHERE d.placement_id = p.id AND p.id > %(first)s
""",
)
CONTACTS = (
    """
INSERT INTO interim_contact_day
    (placement_id, date, company_id, user_id, create_date, write_date, create_uid, write_uid)
SELECT p.id, p.date_start + 10 * n, p.company_id, p.user_id, r.moved, r.moved, 1, 1
  FROM (%(rows)s) r
  JOIN interim_placement p ON p.id = r.i + 1
 CROSS JOIN generate_series(1, 3) n
 WHERE r.stage >= 6 AND r.third > 0
""",
    """
UPDATE interim_placement p SET contact_before_followup_on = c.last
  FROM (SELECT d.placement_id, max(d.date) AS last
          FROM interim_contact_day d
          JOIN interim_placement q ON q.id = d.placement_id AND d.date < q.followup_date
         GROUP BY d.placement_id) c
 WHERE c.placement_id = p.id AND p.id > %(first)s
""",
)
# What came before and after, of all: more rows change the neighbours of those that were there.
CHAIN = (
    """
UPDATE interim_placement p SET first_meeting_date = p.create_date::date WHERE p.id > %(first)s
""",
    """
UPDATE interim_placement p SET placed_again_on = n.day
  FROM (SELECT a.id, min(GREATEST(b.date_start, a.date_end + 1)) AS day
          FROM interim_placement a
          JOIN interim_placement b ON b.professional_id = a.professional_id AND b.active
               AND b.terms_state = 'agreed' AND b.date_end > a.date_end
         WHERE a.terms_state = 'agreed'
         GROUP BY a.id) n
 WHERE n.id = p.id AND p.placed_again_on IS DISTINCT FROM n.day
""",
    """
UPDATE interim_placement p
   SET is_gap_known = true, gap_days = GREATEST(p.date_start - n.last - 1, 0)
  FROM (SELECT a.id, max(b.date_end) AS last
          FROM interim_placement a
          JOIN interim_placement b ON b.professional_id = a.professional_id AND b.active
               AND b.terms_state = 'agreed' AND (b.date_start, b.id) < (a.date_start, a.id)
         WHERE a.date_start IS NOT NULL
         GROUP BY a.id) n
 WHERE n.id = p.id
   AND (p.gap_days, true) IS DISTINCT FROM (GREATEST(p.date_start - n.last - 1, 0), p.is_gap_known)
""",
)

# Who is at work has a check-in to be held, which the card shows.
CHECKINS = """
INSERT INTO interim_checkin
    (placement_id, company_id, user_id, professional_id, client_id, step_id, occurrence, state,
     date_target, date_planned, create_date, write_date, create_uid, write_uid)
SELECT p.id, p.company_id, p.user_id, p.professional_id, p.client_id, %(step)s, 1, 'planned',
       current_date + 5 + r.offset_days, current_date + 5 + r.offset_days, r.moved, r.moved, 1, 1
  FROM (%(rows)s) r
  JOIN interim_placement p ON p.id = r.i + 1
 WHERE p.active AND p.phase IN ('active', 'followup')
"""

NEXT_CHECKIN = """
UPDATE interim_placement p SET next_checkin_date = c.date_planned, checkin_open_count = 1
  FROM interim_checkin c
 WHERE c.placement_id = p.id AND p.id > %(first)s
"""

LEADS = """
INSERT INTO crm_lead
    (id, name, type, company_id, user_id, team_id, partner_id, partner_name, contact_name,
     email_from, stage_id, active, priority, probability, automated_probability, won_status,
     expected_revenue, prorated_revenue, date_last_stage_update, date_open, create_date, write_date,
     create_uid, write_uid)
SELECT r.i + 1, a.name || ' for ' || c.name, 'opportunity', %(company)s, r.user_id, %(team)s,
       contact.id, c.name, contact.name, contact.email, (%(lead_stages)s::int[])[r.stage],
       r.active,
       r.priority, CASE WHEN NOT r.active THEN 0 WHEN r.stage = 8 THEN 100 ELSE r.stage * 12 END,
       r.stage * 12,
       CASE WHEN NOT r.active THEN 'lost' WHEN r.stage = 8 THEN 'won' ELSE 'pending' END,
       1000 * (1 + r.offset_days), 120 * (1 + r.offset_days), r.moved, r.moved, r.moved, r.moved,
       1, 1
  FROM (%(rows)s) r
  JOIN interim_assignment a ON a.id = (%(assignments)s::int[])[r.assignment]
  JOIN res_partner c ON c.id = a.client_id
  JOIN res_partner contact ON contact.id = (%(contacts)s::int[])[1 + (r.assignment - 1) %% 300]
"""

TAGS = (
    """
INSERT INTO interim_placement_interim_placement_tag_rel
    (interim_placement_id, interim_placement_tag_id)
SELECT r.i + 1, (%(tags)s::int[])[1 + r.tenth] FROM (%(rows)s) r WHERE r.third = 0
""",
    """
INSERT INTO crm_tag_rel (lead_id, tag_id)
SELECT r.i + 1, (%(lead_tags)s::int[])[1 + r.tenth] FROM (%(rows)s) r WHERE r.third = 0
""",
)

# One of four cases has an activity, a third of them late; what is completed or closed has none.
ACTIVITY = """
INSERT INTO mail_activity
    (res_model, res_model_id, res_id, res_name, activity_type_id, user_id, summary, date_deadline,
     active, automated, create_date, write_date, create_uid, write_uid)
SELECT '{model}', %({parameter})s, r.i + 1, 'Case ' || r.i, %(todo)s, COALESCE(r.user_id, 2),
       'Call back', current_date + r.deadline - 5, true, false, r.moved, r.moved, 1, 1
  FROM (%(rows)s) r
 WHERE r.quarter = 0 AND r.stage < 8 AND r.active
"""
ACTIVITIES = (
    ACTIVITY.format(model="interim.placement", parameter="placement_model"),
    ACTIVITY.format(model="crm.lead", parameter="lead_model"),
)

# The rules of placement_health.py; `Seed.check` holds them against what Odoo computes.
HEALTH = """
UPDATE interim_placement p
   SET health = CASE
           WHEN d.start <= current_date
                OR GREATEST(d.overdue, d.notice) <= current_date THEN 'at_risk'
           WHEN LEAST(d.late, d.rots, d.silent, d.checkin, d.overdue) <= current_date
           THEN 'attention'
           ELSE 'on_track' END,
       health_review_date = (SELECT min(day)
                               FROM unnest(ARRAY[d.start, d.late, d.rots, d.silent, d.checkin,
                                                 d.overdue, d.notice, d.over]) day
                              WHERE day > current_date)
  FROM interim_placement q
  JOIN interim_placement_stage s ON s.id = q.stage_id
  JOIN res_company c ON c.id = q.company_id
  LEFT JOIN (SELECT res_id, min(date_deadline) AS deadline FROM mail_activity
              WHERE res_model = 'interim.placement' AND active GROUP BY res_id) a ON a.res_id = q.id
  LEFT JOIN LATERAL (SELECT q.followup_deadline + 1 AS overdue,
                            (date_trunc('month', q.date_end + 1) - interval '1 month')::date - 1
                                AS notice,
                            q.date_end + 1 AS over) f
         ON q.phase IN ('active', 'followup')
  JOIN LATERAL (SELECT
           CASE WHEN q.terms_state != 'agreed' THEN q.date_start END AS start,
           a.deadline + 1 AS late, q.next_checkin_date + 1 AS checkin,
           CASE WHEN s.rotting_threshold_days > 0
                THEN q.date_last_stage_update::date + s.rotting_threshold_days + 1 END AS rots,
           CASE WHEN q.phase IN ('active', 'followup')
                THEN COALESCE(q.last_contact_date, q.date_start) + c.interim_no_contact_days + 1
           END AS silent, f.overdue, f.notice, f.over) d ON true
 WHERE q.id = p.id AND p.active AND p.phase != 'done' AND p.id > %(first)s
"""

FILLED = """
UPDATE interim_assignment a
   SET positions_filled = (SELECT count(*) FROM interim_placement p
                            WHERE p.assignment_id = a.id AND p.active
                              AND p.phase IN ('onboarding', 'active', 'followup', 'done'))
"""
