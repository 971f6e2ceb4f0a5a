from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..tools import money, periods
from .professional import LEVELS

# A placement in one of these phases has taken a position of its assignment.
FILLING_PHASES = ("onboarding", "active", "followup", "done")

CLOSE_COMPETING_TYPE = "interim_placement.activity_type_close_competing"

# What an assignment is worth follows from these.
VALUE_FIELDS = (
    "date_start",
    "date_end",
    "duration_months",
    "hours_min",
    "hours_max",
    "rate_max",
    "positions",
)


class InterimAssignment(models.Model):
    """What a client asks for: a role, a period, hours, a rate ceiling, requirements."""

    _name = "interim.assignment"
    _description = "Interim Assignment"
    _inherit = [
        "interim.weekday.mixin",
        "interim.recruiter.mixin",
        "mail.thread",
        "mail.activity.mixin",
        "interim.derived.mixin",
    ]
    _order = "deadline, id desc"
    _rec_names_search = ["name", "reference", "client_id"]
    _check_company_auto = True

    name = fields.Char("Role", required=True, index="trigram", tracking=True)
    reference = fields.Char(
        "Client Reference", copy=False, help="The number that the client gave to the request."
    )
    active = fields.Boolean(default=True)
    state = fields.Selection(
        [
            ("open", "Open"),
            ("on_hold", "On Hold"),
            ("filled", "Filled"),
            ("cancelled", "Cancelled"),
        ],
        required=True,
        default="open",
        index=True,
        copy=False,
        tracking=True,
    )

    # Client
    client_id = fields.Many2one(
        "res.partner",
        required=True,
        index=True,
        tracking=True,
        check_company=True,
        ondelete="restrict",
        domain="[('is_company', '=', True)]",
    )
    contact_id = fields.Many2one(
        "res.partner",
        "Client Contact",
        check_company=True,
        ondelete="restrict",
        domain="[('id', 'child_of', client_id), ('is_company', '=', False)]",
    )
    lead_id = fields.Many2one(
        "crm.lead",
        "Opportunity",
        index="btree_not_null",
        check_company=True,
        copy=False,
        ondelete="set null",
    )
    source_id = fields.Many2one("utm.source", ondelete="set null")
    is_hidden = fields.Boolean(
        "Not Published", help="Known through the network only; never published by the client."
    )

    # What is asked
    type_id = fields.Many2one("interim.assignment.type", index=True, ondelete="restrict")
    level = fields.Selection(LEVELS)
    expertise_ids = fields.Many2many("interim.expertise")
    requirement_ids = fields.One2many(
        "interim.assignment.requirement", "assignment_id", "Requirements", copy=True
    )
    description = fields.Html()
    positions = fields.Integer(default=1, required=True)
    salary_scale = fields.Char(help="The client's own salary scale for the role, e.g. 11.")
    screening = fields.Selection(
        [("vog", "VOG"), ("other", "Other Screening")],
        help="The check of the person that the client asks for, e.g. a certificate of conduct.",
    )
    general_terms = fields.Selection(
        [("arvodi", "ARVODI-2018"), ("vng", "VNG Model"), ("client", "Client's Own")],
        help="The general purchase terms that apply.",
    )

    # When and where
    date_start = fields.Date("Start", tracking=True, help="Empty = as soon as possible.")
    date_end = fields.Date("End", tracking=True, help="The last day, inclusive.")
    duration_months = fields.Integer(
        "Months",
        compute="_compute_duration_months",
        store=True,
        readonly=False,
        help="The length asked for, for a request without an end date.",
    )
    length_warning = fields.Char(compute="_compute_length_warning")
    extension_count = fields.Integer(
        "Extension Options", help="How many times the client may extend."
    )
    extension_months = fields.Integer("Months per Extension")
    deadline = fields.Datetime(
        "Closes On", index=True, tracking=True, help="Last moment to propose a professional."
    )
    interview_date = fields.Date("Interviews On")
    location = fields.Char()
    office_days = fields.Integer("Office Days a Week")
    hours_min = fields.Float("Hours a Week, From")
    hours_max = fields.Float("Hours a Week, To")
    rate_max = fields.Monetary(
        "Rate Ceiling", help="The highest rate per hour, without VAT. Empty = no ceiling."
    )
    expected_revenue = fields.Monetary(
        compute="_compute_expected_revenue",
        store=True,
        help="Hours a week x rate ceiling x weeks x positions, without VAT.",
    )

    # Placements
    placement_ids = fields.One2many("interim.placement", "assignment_id", "Placements")
    placement_count = fields.Integer(compute="_compute_placement_count")
    positions_filled = fields.Integer(
        compute="_compute_positions_filled",
        store=True,
        help="Placements from onboarding on.",
    )
    positions_warning = fields.Char(compute="_compute_positions_warning")
    competing_placement_ids = fields.One2many(
        "interim.placement",
        compute="_compute_competing_placement_ids",
        help="Placements still on their way to a position that is filled by now.",
    )

    _positions_positive = models.Constraint(
        "CHECK(positions > 0)", "An assignment has at least one position."
    )
    _period_order = models.Constraint(
        "CHECK(date_end >= date_start)", "The assignment ends before it starts. Change its period."
    )
    _hours_range = models.Constraint(
        "CHECK(hours_min >= 0 AND hours_max >= 0 AND (hours_max = 0 OR hours_min <= hours_max)"
        " AND hours_max <= 168)",
        "The hours a week of an assignment must run from low to high, at most 168.",
    )
    _amounts_positive = models.Constraint(
        "CHECK(rate_max >= 0 AND extension_count >= 0 AND extension_months >= 0"
        " AND duration_months >= 0)",
        "The rate ceiling, the length and the extension options cannot be negative.",
    )
    _duration_limit = models.Constraint(
        "CHECK(duration_months <= 120)",
        "An assignment lasts 120 months at most. Change its length or its period.",
    )
    _office_days_range = models.Constraint(
        "CHECK(office_days BETWEEN 0 AND 7)", "The office days a week must be between 0 and 7."
    )

    @api.constrains("client_id")
    def _check_client(self):
        for assignment in self:
            if not assignment.client_id.is_company:
                raise ValidationError(
                    self.env._(
                        "The client of %(assignment)s must be an organisation, and %(client)s is"
                        " a person. Choose the organisation and keep the person as contact.",
                        assignment=assignment.name,
                        client=assignment.client_id.display_name,
                    )
                )

    @api.depends("name", "client_id")
    @api.depends_context("interim_assignment_short")
    def _compute_display_name(self):
        if self.env.context.get("interim_assignment_short"):
            for assignment in self:
                assignment.display_name = assignment.name
            return
        for assignment in self:
            parts = (assignment.name, assignment.client_id.name)
            assignment.display_name = ", ".join(part for part in parts if part)

    @api.depends("date_start", "date_end")
    def _compute_duration_months(self):
        for assignment in self:
            start, end = assignment.date_start, assignment.date_end
            # Computed while somebody types: a wrong order is refused when it is saved.
            if start and end and end >= start:
                months, days = periods.period_length(start, end)
                assignment.duration_months = months + (1 if days >= 15 else 0)

    @api.depends("type_id", "date_start", "date_end")
    def _compute_length_warning(self):
        for assignment in self:
            assignment.length_warning = bool(
                assignment.type_id
            ) and assignment.type_id._get_length_warning(assignment.date_start, assignment.date_end)

    @api.depends(*VALUE_FIELDS)
    def _compute_expected_revenue(self):
        for assignment in self:
            start, end = assignment.date_start, assignment.date_end
            if not (start and end) and assignment.duration_months > 0:
                # Any start gives the same amount but for a day or two.
                start = start or fields.Date.to_date("2027-01-01")
                end = self._get_period_end(start, assignment.duration_months)
            if start and end and end >= start:
                hours = max(assignment.hours_max or assignment.hours_min, 0.0)
                value = money.period_value(assignment.rate_max, hours, start, end)
                assignment.expected_revenue = float(value) * assignment.positions
            else:
                assignment.expected_revenue = 0.0

    def _compute_placement_count(self):
        counts = dict(
            self.env["interim.placement"]
            .with_context(active_test=False)
            ._read_group([("assignment_id", "in", self.ids)], ["assignment_id"], ["__count"])
        )
        for assignment in self:
            assignment.placement_count = counts.get(assignment._origin, 0)

    @api.depends("placement_ids.phase", "placement_ids.active")
    def _compute_positions_filled(self):
        counts = dict(
            self.env["interim.placement"]._read_group(
                [
                    ("assignment_id", "in", self.ids),
                    ("phase", "in", FILLING_PHASES),
                    # Whatever active_test says: the button Placements switches it off.
                    ("active", "=", True),
                ],
                ["assignment_id"],
                ["__count"],
            )
        )
        for assignment in self:
            assignment.positions_filled = counts.get(assignment._origin, 0)

    @api.depends("state", "positions", "positions_filled")
    def _compute_positions_warning(self):
        for assignment in self:
            filled, positions = assignment.positions_filled, assignment.positions
            warnings = []
            if filled > positions:
                warnings.append(
                    self.env._(
                        "Positions taken: %(filled)s, asked for: %(positions)s. Close a placement,"
                        " or raise the number of positions.",
                        filled=filled,
                        positions=positions,
                    )
                )
            if filled and assignment.state == "on_hold":
                warnings.append(
                    self.env._(
                        "The assignment is on hold, yet a professional has taken a position."
                        " Reopen it when it goes on."
                    )
                )
            elif filled and assignment.state == "cancelled":
                warnings.append(
                    self.env._(
                        "The assignment is cancelled, yet a professional has taken a position."
                        " Close the placement, or reopen the assignment."
                    )
                )
            assignment.positions_warning = " ".join(warnings)

    @api.depends("state", "placement_ids.phase", "placement_ids.active")
    def _compute_competing_placement_ids(self):
        for assignment in self:
            is_over = assignment.state in ("filled", "cancelled")
            assignment.competing_placement_ids = is_over and assignment._get_unfilled_placements()

    def _get_period_end(self, start, months):
        """Return the last day of a period, or False when it lies beyond the calendar.

        Computed while somebody types and before constraints are checked: what is too long is
        refused when it is saved.
        """
        try:
            return periods.period_end(start, months)
        except ValueError:
            return False

    @api.onchange("client_id")
    def _onchange_client_id(self):
        if self.contact_id.commercial_partner_id != self.client_id:
            self.contact_id = False

    @api.onchange("duration_months")
    def _onchange_duration_months(self):
        if self.date_start and self.duration_months > 0:
            self.date_end = self._get_period_end(self.date_start, self.duration_months)

    @api.model_create_multi
    def create(self, vals_list):
        """Create assignments; the expected revenue of their opportunities follows."""
        assignments = super().create(vals_list)
        leads = assignments.lead_id
        # After the creation: an opportunity may come from the context, as a default.
        assignments._check_lead_access(leads)
        assignments._sync_lead_revenue(leads, leads._get_interim_revenue(excluded=assignments))
        return assignments

    def write(self, vals):
        """Write values; the expected revenue of their opportunities follows.

        So do state and reminder, when the number of positions or the state changes.

        :raises UserError: for another client than contracts name
        """
        self._check_contract_client(vals)
        leads = self.lead_id
        new_lead = leads.browse(vals.get("lead_id"))
        self._check_lead_access(new_lead - leads)
        leads |= new_lead
        is_valued = not vals.keys().isdisjoint({"lead_id", "active", "state", *VALUE_FIELDS})
        revenue = leads._get_interim_revenue() if is_valued else {}
        result = super().write(vals)
        if is_valued:
            self._sync_lead_revenue(leads, revenue)
        if "state" in vals:
            self._sync_close_competing_activity()
        if "positions" in vals:
            self._update_filled_state()
        return result

    def _check_contract_client(self, vals):
        """Refuse to exchange the client that contracts name: they would be signed for another."""
        if "client_id" not in vals:
            return
        for assignment in self.filtered(
            lambda a: a.client_id and a.client_id.id != vals["client_id"]
        ):
            contracts = assignment.sudo().placement_ids.contract_ids._filter_valid()
            if contracts:
                raise UserError(
                    self.env._(
                        "%(assignment)s has contracts that name its client. Cancel these first:"
                        " %(contracts)s.",
                        assignment=assignment.display_name,
                        contracts=", ".join(contracts.mapped("name")),
                    )
                )

    def unlink(self):
        """Delete assignments; the expected revenue of their opportunities follows."""
        leads = self.lead_id
        revenue = leads._get_interim_revenue()
        result = super().unlink()
        self._sync_lead_revenue(leads, revenue)
        return result

    def copy_data(self, default=None):
        """Copy what the client asks for, under a name that tells the copy."""
        default = dict(default or {})
        vals_list = super().copy_data(default)
        if "name" not in default:
            for vals in vals_list:
                vals["name"] = self.env._("%s (copy)", vals["name"])
        return vals_list

    def action_hold(self):
        """Put open assignments on hold."""
        self.filtered(lambda a: a.state == "open").state = "on_hold"

    def action_reopen(self):
        """Open the assignments again, or mark them filled when all positions are taken."""
        for assignment in self:
            assignment.state = "filled" if assignment._is_full() else "open"

    def action_cancel(self):
        """Ask what is to happen with placements and opportunity, then cancel."""
        self.ensure_one()
        return {
            "name": self.env._("Cancel Assignment"),
            "type": "ir.actions.act_window",
            "res_model": "interim.assignment.cancel",
            "view_mode": "form",
            "target": "new",
            "context": {"default_assignment_id": self.id},
        }

    def action_close_competing(self):
        """Open the closing wizard for the placements that lost the position."""
        self.ensure_one()
        return self.competing_placement_ids._get_close_action(
            self.env["interim.close.reason"].search([("is_competing", "=", True)], limit=1)
        )

    def action_view_placements(self):
        """Open the placements of this assignment, closed ones included."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "interim_placement.interim_placement_action"
        )
        action["domain"] = [("assignment_id", "=", self.id)]
        action["context"] = {"default_assignment_id": self.id, "active_test": False}
        return action

    def action_view_lead(self):
        """Open the opportunity that this assignment came from."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "crm.lead",
            "view_mode": "form",
            "res_id": self.lead_id.id,
        }

    def _check_lead_access(self, leads):
        """Refuse to link opportunities that the user cannot see: the assignment writes to them."""
        if leads:
            leads.check_access("read")

    def _get_unfilled_domain(self):
        return [
            ("assignment_id", "in", self.ids),
            ("phase", "not in", FILLING_PHASES),
            ("active", "=", True),
        ]

    def _get_unfilled_placements(self):
        """Return the open placements that have not taken a position, as far as the user sees."""
        return self.env["interim.placement"].search(self._get_unfilled_domain())

    def _is_full(self):
        self.ensure_one()
        return self.positions_filled >= self.positions

    def _update_filled_state(self):
        """Follow the placements: filled with the last position, open when one comes free.

        The opportunity is won with the last position. What a person decided (on hold,
        cancelled, an opportunity that is lost) stays.
        """
        settled = self.sudo().browse()
        for assignment in self.sudo():
            if assignment.state in ("open", "on_hold") and assignment._is_full():
                assignment.state = "filled"
                lead = assignment.lead_id
                if lead and lead.active and lead.won_status == "pending":
                    lead.action_set_won()
            elif assignment.state == "filled" and not assignment._is_full():
                assignment.state = "open"
            elif assignment.state in ("filled", "cancelled"):
                settled |= assignment
        if settled:
            settled._sync_close_competing_activity()

    def _sync_close_competing_activity(self):
        """Remind the recruiter of placements that compete for nothing, as long as there are any."""
        # Nobody competes for nothing while there are positions; sudo: also those of colleagues.
        over = self.sudo().filtered(lambda a: a.state in ("filled", "cancelled"))
        competing = self.env["interim.placement"].sudo().search(over._get_unfilled_domain())
        activities = self.sudo().activity_search(
            [CLOSE_COMPETING_TYPE], additional_domain=[("active", "=", True)]
        )
        wanted = competing.assignment_id
        activities.filtered(lambda activity: activity.res_id not in wanted.ids).unlink()
        reminded = set(activities.exists().mapped("res_id"))
        for assignment in wanted.filtered(lambda a: a.id not in reminded):
            assignment.with_context(mail_activity_quick_update=True).activity_schedule(
                CLOSE_COMPETING_TYPE, user_id=(assignment.user_id or self.env.user).id
            )

    def _sync_lead_revenue(self, leads, previous):
        """Bring the expected revenue of opportunities to that of their assignments.

        What a person set stays: an opportunity that showed another amount than its assignments
        had, and not zero.

        :param leads: the opportunities of the assignments, before and after the change
        :param dict previous: what their assignments were worth before, by opportunity
        """
        revenue = leads._get_interim_revenue()
        # The opportunity belongs to sales; a recruiter need not have rights on it.
        for lead in leads.sudo():
            amount = revenue.get(lead, 0.0)
            currency = lead.company_currency
            untouched = not currency.compare_amounts(lead.expected_revenue, previous.get(lead, 0.0))
            if (untouched or currency.is_zero(lead.expected_revenue)) and currency.compare_amounts(
                lead.expected_revenue, amount
            ):
                lead.expected_revenue = amount
