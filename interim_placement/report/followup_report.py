from odoo import api, fields, models
from odoo.tools import SQL

from ..models.placement import CONTRACTING_MODELS
from ..models.placement_stage import CHECKIN_PHASES, PHASES
from ..tools.money import MONTHS_A_YEAR, WEEKS_A_YEAR

IS_UNDECIDED = SQL("(p.followup_state = 'undecided' OR p.extension_in_discussion)")


class InterimFollowupReport(models.Model):
    """How well the follow-up goes: one row for each placement with agreed terms.

    A share is 100 or 0 for a row, and empty where it is not known yet or does not apply, so that
    the average of any group is the share of what counts there. docs/measures.md has the
    definitions in plain words.
    """

    _name = "interim.followup.report"
    _description = "Follow-up Analysis"
    _auto = False
    _rec_name = "placement_id"
    _order = "date_end desc, id desc"

    placement_id = fields.Many2one("interim.placement", readonly=True)
    professional_id = fields.Many2one("interim.professional", readonly=True)
    client_id = fields.Many2one("res.partner", readonly=True)
    type_id = fields.Many2one("interim.assignment.type", "Assignment Type", readonly=True)
    user_id = fields.Many2one("res.users", "Recruiter", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    currency_id = fields.Many2one("res.currency", readonly=True)
    contracting_model = fields.Selection(CONTRACTING_MODELS, readonly=True)
    phase = fields.Selection(PHASES, readonly=True)
    active = fields.Boolean(readonly=True)
    date_start = fields.Date("Start", readonly=True)
    date_end = fields.Date("End", readonly=True)
    followup_date = fields.Date("Follow-up From", readonly=True)
    followup_deadline = fields.Date("Decide By", readonly=True)

    # Placed again
    placed_again_on = fields.Date(readonly=True)
    placed_again = fields.Selection(
        [
            ("within_30", "Within 30 Days"),
            ("within_60", "Within 31 to 60 Days"),
            ("within_90", "Within 61 to 90 Days"),
            ("later", "After More than 90 Days"),
            ("not", "Not within 90 Days"),
            ("open", "Still Open"),
        ],
        readonly=True,
    )
    placed_again_30 = fields.Float(
        "Placed Again within 30 Days (%)",
        digits=(5, 1),
        aggregator="avg",
        readonly=True,
        help="Of the placements of which it is known: placed again within 30 days, or 30 days have"
        " passed.",
    )
    placed_again_60 = fields.Float(
        "Placed Again within 60 Days (%)",
        digits=(5, 1),
        aggregator="avg",
        readonly=True,
        help="Of the placements of which it is known: placed again within 60 days, or 60 days have"
        " passed.",
    )
    placed_again_90 = fields.Float(
        "Placed Again within 90 Days (%)",
        digits=(5, 1),
        aggregator="avg",
        readonly=True,
        help="Of the placements of which it is known: placed again within 90 days, or 90 days have"
        " passed.",
    )
    days_between = fields.Integer(
        "Days between Assignments",
        aggregator="avg",
        readonly=True,
        help="Days without an assignment, of those who were placed again. 0 = the next day.",
    )
    ended_count = fields.Integer("Number Ended", readonly=True)
    placed_again_count = fields.Integer("Number Placed Again", readonly=True)

    # In time
    contact = fields.Selection(
        [("in_time", "In Time"), ("not", "Not in Time"), ("open", "Still Open")],
        "Contacted before the Follow-up",
        readonly=True,
    )
    contacted_in_time = fields.Float(
        "Contacted before the Follow-up (%)",
        digits=(5, 1),
        aggregator="avg",
        readonly=True,
        help="Of the placements whose follow-up has begun.",
    )
    decision = fields.Selection(
        [("in_time", "In Time"), ("late", "Too Late"), ("open", "Still Open")],
        "Decided in Time",
        readonly=True,
    )
    decided_in_time = fields.Float(
        "Decided in Time (%)",
        digits=(5, 1),
        aggregator="avg",
        readonly=True,
        help="Of the placements that were decided on, or should have been.",
    )
    followup_state = fields.Selection(
        lambda self: (
            self.env["interim.placement"]._fields["followup_state"]._description_selection(self.env)
        ),
        "What Comes Next",
        readonly=True,
    )

    # Extensions, money, speed
    extension_count = fields.Integer("Extensions", readonly=True)
    extended = fields.Float(
        "Extended (%)",
        digits=(5, 1),
        aggregator="avg",
        readonly=True,
        help="Of the placements that were extended, or ended without an extension.",
    )
    extended_months = fields.Float(
        "Months Extended",
        digits=(5, 1),
        aggregator="avg",
        readonly=True,
        help="What extensions added, of the placements that were extended.",
    )
    margin_at_risk = fields.Monetary(
        "Margin at Risk",
        readonly=True,
        help="Margin a month of running placements of which nobody has decided what comes next.",
    )
    days_to_start = fields.Integer(
        "Days from First Meeting to Start", aggregator="avg", readonly=True
    )

    _depends = {
        "interim.placement": [
            "active",
            "client_id",
            "company_id",
            "contact_before_followup_on",
            "contracting_model",
            "date_end",
            "date_start",
            "extended_months",
            "extension_count",
            "extension_in_discussion",
            "first_meeting_date",
            "followup_date",
            "followup_deadline",
            "followup_decided_count",
            "followup_late_count",
            "followup_state",
            "hours_per_week",
            "margin",
            "phase",
            "placed_again_on",
            "professional_id",
            "terms_state",
            "type_id",
            "user_id",
        ],
        "res.company": ["currency_id"],
    }

    @property
    def _table_query(self):
        """The rows, as they are on the reader's day."""
        return SQL(
            """
            SELECT p.id, p.id AS placement_id, p.professional_id, p.client_id, p.type_id, p.user_id,
                   p.company_id, c.currency_id, p.contracting_model, p.phase, p.active,
                   p.date_start, p.date_end, p.followup_date, p.followup_state,
                   %(placed_again)s, %(in_time)s, %(extensions)s, %(others)s
              FROM interim_placement p
              JOIN res_company c ON c.id = p.company_id
             WHERE p.terms_state = 'agreed'
            """,
            placed_again=self._select_placed_again(),
            in_time=self._select_in_time(),
            extensions=self._select_extensions(),
            others=self._select_others(),
        )

    @api.model
    def _select_placed_again(self):
        shares = [
            SQL(
                """
                CASE WHEN p.placed_again_on <= p.date_end + %(days)s THEN 100::float8
                     WHEN p.date_end + %(days)s < %(today)s THEN 0::float8
                 END AS %(name)s
                """,
                days=days,
                today=self._get_today(),
                name=SQL.identifier(f"placed_again_{days}"),
            )
            for days in (30, 60, 90)
        ]
        return SQL(
            """
            p.placed_again_on,
            CASE WHEN p.placed_again_on <= p.date_end + 30 THEN 'within_30'
                 WHEN p.placed_again_on <= p.date_end + 60 THEN 'within_60'
                 WHEN p.placed_again_on <= p.date_end + 90 THEN 'within_90'
                 WHEN p.placed_again_on IS NOT NULL THEN 'later'
                 WHEN p.date_end + 90 < %(today)s THEN 'not'
                 ELSE 'open'
             END AS placed_again,
            p.placed_again_on - p.date_end - 1 AS days_between,
            (p.date_end < %(today)s)::int AS ended_count,
            (p.placed_again_on IS NOT NULL)::int AS placed_again_count,
            %(shares)s
            """,
            today=self._get_today(),
            shares=SQL(", ").join(shares),
        )

    @api.model
    def _select_in_time(self):
        return SQL(
            """
            p.followup_deadline,
            CASE WHEN p.followup_date > %(today)s THEN 'open'
                 WHEN p.contact_before_followup_on IS NOT NULL THEN 'in_time'
                 WHEN p.followup_date > p.date_start THEN 'not'
             END AS contact,
            CASE WHEN p.followup_date > %(today)s THEN NULL
                 WHEN p.contact_before_followup_on IS NOT NULL THEN 100::float8
                 WHEN p.followup_date > p.date_start THEN 0::float8
             END AS contacted_in_time,
            CASE WHEN %(is_late)s THEN 'late'
                 WHEN p.followup_decided_count > 0 THEN 'in_time'
                 WHEN %(is_undecided)s THEN 'open'
             END AS decision,
            CASE WHEN %(is_late)s THEN 0::float8
                 WHEN p.followup_decided_count > 0 THEN 100::float8
             END AS decided_in_time
            """,
            today=self._get_today(),
            is_late=SQL(
                "(p.followup_late_count > 0 OR p.followup_deadline < %s AND %s)",
                self._get_today(),
                IS_UNDECIDED,
            ),
            is_undecided=IS_UNDECIDED,
        )

    @api.model
    def _select_extensions(self):
        return SQL(
            """
            p.extension_count,
            CASE WHEN p.extension_count > 0 THEN 100::float8
                 WHEN p.date_end < %(today)s THEN 0::float8
             END AS extended,
            CASE WHEN p.extension_count > 0 THEN p.extended_months END AS extended_months
            """,
            today=self._get_today(),
        )

    @api.model
    def _select_others(self):
        return SQL(
            """
            CASE WHEN p.active AND p.phase IN %(phases)s AND p.date_end >= %(today)s
                      AND %(is_undecided)s
                 THEN ROUND(p.margin * p.hours_per_week::numeric * %(weeks)s / %(months)s, 2)
                 ELSE 0
             END AS margin_at_risk,
            CASE WHEN p.first_meeting_date <= p.date_start
                 THEN p.date_start - p.first_meeting_date
             END AS days_to_start
            """,
            today=self._get_today(),
            is_undecided=IS_UNDECIDED,
            weeks=WEEKS_A_YEAR,
            months=MONTHS_A_YEAR,
            phases=CHECKIN_PHASES,
        )

    @api.model
    def _get_today(self):
        return fields.Date.context_today(self)

    @api.readonly
    def action_open_placement(self):
        """Open the placement of this row."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "interim.placement",
            "view_mode": "form",
            "views": [(False, "form")],
            "res_id": self.placement_id.id,
        }
