from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ..models.professional import LEVELS

SEES_ALL = "interim_placement.group_interim_user_all"
# A row has the number of its record, then five digits: the day, or these for an assignment.
ROWS_EACH, ASSIGNMENT_ROW = 100_000, 99_999


class InterimCapacityReport(models.Model):
    """Who comes free when, and what is asked for: supply beside demand, in hours a week.

    **Supply**: each hour of a professional's week stands in one row, that of the day from which
    it is free and stays free, as far as agreed. So hours may be added up, over any months. What is
    free for a while only, before an agreed placement begins, is no supply; ``hours_now`` tells it.
    Who said not to be available is left out until something else is said.
    **Demand**: one row for each open assignment, with the hours of the positions to be filled.
    docs/capacity.md has the definitions in plain words.

    All recruiters of the company read all rows, as they read all professionals and assignments.
    Which placement somebody comes free of, only who may read that placement is told (R7).
    """

    _name = "interim.capacity.report"
    _description = "Capacity and Demand"
    _auto = False
    _order = "date, side desc, name, id"

    name = fields.Char("Who or What", readonly=True)
    side = fields.Selection(
        [("supply", "Comes Free"), ("demand", "Asked For")], "Supply or Demand", readonly=True
    )
    occasion = fields.Selection(
        [
            ("now", "Free Now"),
            ("end", "Assignment Ends"),
            ("available", "Available From"),
            ("start", "Assignment Starts"),
            ("asap", "As Soon as Possible"),
        ],
        "Because",
        readonly=True,
    )
    date = fields.Date("From", readonly=True)
    week = fields.Char(readonly=True, help="Year and number of the week.")
    hours = fields.Float(
        "Hours a Week",
        digits=(6, 1),
        readonly=True,
        help="Supply: hours that come free on that day and stay free, as far as agreed."
        " Demand: hours asked for, times the positions to be filled.",
    )
    hours_supply = fields.Float("Coming Free", digits=(6, 1), readonly=True)
    hours_demand = fields.Float("Asked For", digits=(6, 1), readonly=True)
    hours_difference = fields.Float(
        "Difference",
        digits=(6, 1),
        readonly=True,
        help="Hours a week that come free, less those that are asked for.",
    )
    hours_now = fields.Float(
        "Free Today",
        digits=(6, 1),
        readonly=True,
        help="Hours a week that are free today, also where an agreed placement takes them later."
        " It stands in the first row of each professional.",
    )
    free_until = fields.Date(readonly=True, help="The last day on which all that is free today is.")
    is_uncertain = fields.Boolean(
        "Extension in Discussion",
        readonly=True,
        help="The end may still move: an extension of the placement is in discussion.",
    )
    is_proposed = fields.Boolean(
        "On the Way",
        readonly=True,
        help="The professional is proposed, interviewed or in negotiation for an assignment.",
    )
    professional_id = fields.Many2one("interim.professional", readonly=True)
    assignment_id = fields.Many2one("interim.assignment", readonly=True)
    placement_id = fields.Many2one("interim.placement", "Ending Placement", readonly=True)
    placement_user_id = fields.Many2one("res.users", "Placed By", readonly=True)
    client_id = fields.Many2one("res.partner", readonly=True)
    level = fields.Selection(LEVELS, readonly=True)
    # Not stored: a row that many expertises share stays one row, and totals count it once.
    expertise_ids = fields.Many2many(
        "interim.expertise",
        compute="_compute_expertise_ids",
        search="_search_expertise_ids",
    )
    availability = fields.Selection(
        lambda self: (
            self.env["interim.professional"]
            ._fields["availability"]
            ._description_selection(self.env)
        ),
        readonly=True,
    )
    user_id = fields.Many2one("res.users", "Recruiter", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)

    _depends = {
        "interim.terms": ["booked_until", "date_end", "date_start", "hours_per_week", "state"],
        "interim.placement": [
            "active",
            "client_id",
            "date_end",
            "extension_in_discussion",
            "phase",
            "professional_id",
            "terms_state",
            "user_id",
        ],
        "interim.professional": [
            "active",
            "availability",
            "available_from",
            "company_id",
            "hours_max",
            "hours_min",
            "level",
            "name",
            "unavailable_said_on",
            "user_id",
        ],
        "interim.assignment": [
            "active",
            "client_id",
            "company_id",
            "date_start",
            "hours_max",
            "hours_min",
            "level",
            "name",
            "positions",
            "positions_filled",
            "state",
            "user_id",
        ],
    }

    @property
    def _table_query(self):
        """The rows, as they are on the reader's day."""
        return SQL("%s UNION ALL %s", self._select_supply(), self._select_demand())

    @api.model
    def _select_supply(self):
        return SQL(
            """(
            WITH %(steps)s
            SELECT s.professional_id::bigint * %(rows_each)s + (s.date - DATE '1970-01-01') AS id,
                   s.professional_id AS record_key, r.name, 'supply' AS side,
                   CASE WHEN s.date > s.day THEN 'available'
                        WHEN s.day > %(today)s THEN 'end'
                        ELSE 'now'
                    END AS occasion,
                   s.date, to_char(s.date, 'IYYY-"W"IW') AS week, s.hours::float8,
                   s.hours::float8 AS hours_supply, 0::float8 AS hours_demand,
                   s.hours::float8 AS hours_difference,
                   CASE WHEN s.is_first AND COALESCE(r.available_from <= %(today)s, TRUE)
                        THEN s.hours_now::float8 ELSE 0
                    END AS hours_now,
                   CASE WHEN s.is_first AND COALESCE(r.available_from <= %(today)s, TRUE)
                        THEN s.free_until
                    END AS free_until,
                   COALESCE(e.is_uncertain, FALSE) AS is_uncertain,
                   w.professional_id IS NOT NULL AS is_proposed,
                   s.professional_id, NULL::int AS assignment_id,
                   CASE WHEN %(is_readable)s THEN p.id END AS placement_id,
                   p.user_id AS placement_user_id,
                   CASE WHEN %(is_readable)s THEN p.client_id END AS client_id,
                   r.level, r.availability, r.user_id, r.company_id
              FROM supply s
              JOIN interim_professional r ON r.id = s.professional_id
         LEFT JOIN ending e ON e.professional_id = s.professional_id AND e.day = s.day
         LEFT JOIN interim_placement p ON p.id = e.placement_id
         LEFT JOIN on_the_way w ON w.professional_id = s.professional_id
            )""",
            steps=self._get_supply_steps(),
            rows_each=ROWS_EACH,
            today=self._get_today(),
            is_readable=self._get_readable_condition(),
        )

    @api.model
    def _get_supply_steps(self):
        """Return the steps from agreed terms to supply, each a query that goes on from the last.

        ``change`` is by how much the taken hours change on a day, ``busy`` how many are taken from
        it on, ``free`` how many are not, ``lasting`` how many never are again.
        """
        return SQL(
            """
            booking AS (
                SELECT t.id, p.professional_id, p.id AS placement_id, t.date_start, t.booked_until,
                       t.hours_per_week::numeric AS hours,
                       p.extension_in_discussion AND t.booked_until = p.date_end AS is_uncertain
                  FROM interim_terms t
                  JOIN interim_placement p ON p.id = t.placement_id
                 WHERE t.state = 'agreed' AND t.date_end >= %(today)s
                       AND t.booked_until >= GREATEST(t.date_start, %(today)s) AND p.active
            ),
            change AS (
                SELECT professional_id, day, SUM(hours) AS hours
                  FROM (SELECT professional_id, GREATEST(date_start, %(today)s) AS day, hours
                          FROM booking
                     UNION ALL
                        SELECT professional_id, booked_until + 1, -hours FROM booking
                     UNION ALL
                        SELECT id, %(today)s, 0 FROM interim_professional WHERE active) c
              GROUP BY professional_id, day
            ),
            busy AS (
                SELECT professional_id, day,
                       SUM(hours) OVER (PARTITION BY professional_id ORDER BY day) AS hours
                  FROM change
            ),
            offer AS (
                SELECT b.professional_id, b.day, b.hours, r.available_from,
                       -- Without a maximum: what is worked, or wished at least.
                       COALESCE(NULLIF(r.hours_max, 0)::numeric, GREATEST(
                           r.hours_min::numeric,
                           MAX(b.hours) OVER (PARTITION BY b.professional_id)
                       ), 0) AS most
                  FROM busy b
                  JOIN interim_professional r ON r.id = b.professional_id
                 -- Whoever said not to be available is no supply, though nothing is agreed.
                 WHERE r.active AND r.unavailable_said_on IS NULL
            ),
            free AS (
                SELECT professional_id, day, available_from, most,
                       GREATEST(most - hours, 0) AS hours
                  FROM offer
            ),
            lasting AS (
                SELECT professional_id, day, available_from, most, hours,
                       MIN(hours) OVER (
                           PARTITION BY professional_id ORDER BY day
                           ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING
                       ) AS hours_lasting,
                       FIRST_VALUE(hours) OVER (
                           PARTITION BY professional_id ORDER BY day
                       ) AS hours_now
                  FROM free
            ),
            gain AS (
                SELECT professional_id, day, available_from, most, hours_now,
                       hours_lasting - LAG(hours_lasting, 1, 0::numeric) OVER (
                           PARTITION BY professional_id ORDER BY day
                       ) AS hours,
                       MIN(day) FILTER (WHERE hours < hours_now) OVER (
                           PARTITION BY professional_id
                       ) - 1 AS free_until
                  FROM lasting
            ),
            supply AS (
                SELECT professional_id, GREATEST(day, available_from) AS date, MAX(day) AS day,
                       SUM(hours) AS hours, MAX(hours_now) AS hours_now,
                       MAX(free_until) AS free_until,
                       ROW_NUMBER() OVER (
                           PARTITION BY professional_id ORDER BY GREATEST(day, available_from)
                       ) = 1 AS is_first
                  FROM gain
                 -- Who does not say how many hours is free all the same.
                 WHERE hours > 0 OR (most = 0 AND day = %(today)s)
              GROUP BY professional_id, GREATEST(day, available_from)
            ),
            ending AS (
                SELECT professional_id, booked_until + 1 AS day,
                       BOOL_OR(is_uncertain) AS is_uncertain,
                       (ARRAY_AGG(placement_id ORDER BY hours DESC, id))[1] AS placement_id
                  FROM booking
              GROUP BY professional_id, booked_until + 1
            ),
            on_the_way AS (
                SELECT DISTINCT professional_id
                  FROM interim_placement
                 WHERE active AND terms_state != 'agreed'
                       AND phase IN ('proposal', 'interview', 'negotiation')
            )
            """,
            today=self._get_today(),
        )

    @api.model
    def _select_demand(self):
        return SQL(
            """(
            SELECT a.id::bigint * %(rows_each)s + %(assignment_row)s AS id,
                   -a.id AS record_key, a.name, 'demand' AS side,
                   CASE WHEN a.date_start > %(today)s THEN 'start' ELSE 'asap' END AS occasion,
                   GREATEST(a.date_start, %(today)s) AS date,
                   to_char(GREATEST(a.date_start, %(today)s), 'IYYY-"W"IW') AS week,
                   h.hours, 0::float8 AS hours_supply, h.hours AS hours_demand,
                   -h.hours AS hours_difference,
                   0::float8 AS hours_now, NULL::date AS free_until,
                   FALSE AS is_uncertain, FALSE AS is_proposed,
                   NULL::int AS professional_id, a.id AS assignment_id,
                   NULL::int AS placement_id, NULL::int AS placement_user_id, a.client_id,
                   a.level, NULL AS availability, a.user_id, a.company_id
              FROM interim_assignment a,
           LATERAL (SELECT (COALESCE(NULLIF(a.hours_max, 0)::numeric, a.hours_min::numeric, 0)
                            * (a.positions - COALESCE(a.positions_filled, 0)))::float8 AS hours) h
             WHERE a.active AND a.state = 'open'
                   AND a.positions > COALESCE(a.positions_filled, 0)
            )""",
            rows_each=ROWS_EACH,
            assignment_row=ASSIGNMENT_ROW,
            today=self._get_today(),
        )

    @api.model
    def _get_readable_condition(self):
        """Return which placements (as ``p``) the user may read, as the rules of placements say."""
        if self.env.su or self.env.user.has_group(SEES_ALL):
            return SQL("TRUE")
        return SQL("(p.user_id IS NULL OR p.user_id = %s)", self.env.uid)

    @api.depends("professional_id", "assignment_id")
    def _compute_expertise_ids(self):
        for row in self:
            record = row.professional_id or row.assignment_id
            row.expertise_ids = record.expertise_ids

    @api.model
    def _search_expertise_ids(self, operator, value):
        if operator.startswith("not"):
            return NotImplemented
        having = [("expertise_ids", operator, value)]
        return Domain("professional_id", "any", having) | Domain("assignment_id", "any", having)

    def _read_group_groupby(self, alias, groupby_spec, query):
        if groupby_spec != "expertise_ids":
            return super()._read_group_groupby(alias, groupby_spec, query)
        # As Odoo groups by a stored many2many: one more row for each expertise, joined here only.
        having = query.make_alias(alias, "expertise_ids")
        query.add_join(
            "LEFT JOIN",
            having,
            SQL(
                """(SELECT interim_professional_id AS record_key, interim_expertise_id
                      FROM interim_expertise_interim_professional_rel
                 UNION ALL
                    SELECT -interim_assignment_id, interim_expertise_id
                      FROM interim_assignment_interim_expertise_rel)"""
            ),
            SQL(
                "%s = %s",
                SQL.identifier(having, "record_key"),
                SQL.identifier(alias, "record_key"),
            ),
        )
        return SQL.identifier(having, "interim_expertise_id")

    @api.model
    def _get_today(self):
        return fields.Date.context_today(self)

    @api.readonly
    def action_open_record(self):
        """Open the professional or the assignment of this row."""
        self.ensure_one()
        record = self.professional_id or self.assignment_id
        return {
            "type": "ir.actions.act_window",
            "res_model": record._name,
            "view_mode": "form",
            "views": [(False, "form")],
            "res_id": record.id,
        }

    def action_view_capacity(self):
        """Open the weeks of this row's professional, or the assignment of a row without one."""
        self.ensure_one()
        if not self.professional_id:
            return self.action_open_record()
        return self.professional_id.action_view_capacity()
