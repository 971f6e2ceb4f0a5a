from datetime import timedelta

from odoo import api, fields, models
from odoo.tools.misc import format_date


class InterimProfessional(models.Model):
    """The availability of a professional: asking for it, and what it is in words."""

    _name = "interim.professional"
    _inherit = ["interim.professional", "interim.own.mail.mixin"]
    _system_fields = frozenset({"unavailable_said_on"})

    wishes = fields.Text(
        "Other Wishes", copy=False, help="What else the next assignment is to be, in own words."
    )
    ask_again_on = fields.Date(
        "Not to Be Asked Before",
        copy=False,
        help="The professional is not looking for work now, and wants to hear from you again then.",
    )
    stop_asking = fields.Boolean(
        "Not to Be Asked by Mail",
        copy=False,
        tracking=True,
        help="The professional does not want mails that ask for the availability.",
    )
    unavailable_said_on = fields.Date(
        "Said Not Available On",
        readonly=True,
        copy=False,
        help="The day on which the professional last said not to be available for now. Empty again"
        " once the availability is confirmed.",
    )
    availability_answer_ids = fields.One2many(
        "interim.availability.answer", "professional_id", "Asked for Availability"
    )
    availability_asked_on = fields.Datetime(
        "Asked On",
        compute="_compute_availability_question",
        store=True,
        help="When the availability was last asked for by mail.",
    )
    availability_answered_on = fields.Datetime(
        "Answered On", compute="_compute_availability_question", store=True
    )
    availability_question_state = fields.Selection(
        [
            ("open", "Asked"),
            ("answered", "Answered"),
            ("expired", "Not Answered"),
            ("withdrawn", "Withdrawn"),
        ],
        "Last Question",
        compute="_compute_availability_question",
        store=True,
        index="btree_not_null",
        help="What became of the last mail that asked for the availability.",
    )
    availability_summary = fields.Char(
        "Availability in Words", compute="_compute_availability_summary"
    )
    availability_said = fields.Text("Last Said", compute="_compute_availability_said")

    _availability_confirmed_idx = models.Index("(availability_confirmed_on) WHERE active IS TRUE")

    @api.depends(
        "availability_answer_ids.state",
        "availability_answer_ids.asked_on",
        "availability_answer_ids.answered_on",
    )
    def _compute_availability_question(self):
        for professional in self:
            answers = professional.availability_answer_ids.sorted("id")
            said = answers.filtered("answered_on")[-1:]
            professional.availability_asked_on = answers[-1:].asked_on
            professional.availability_answered_on = said.answered_on
            professional.availability_question_state = answers[-1:].state

    @api.depends(
        "availability",
        "available_from",
        "placed_until",
        "availability_confirmed_on",
        "unavailable_said_on",
    )
    @api.depends_context("lang")
    def _compute_availability_summary(self):
        for professional in self:
            professional.availability_summary = professional._describe_availability()

    @api.depends("availability_answer_ids.summary")
    @api.depends_context("lang")
    def _compute_availability_said(self):
        for professional in self:
            said = professional.availability_answer_ids.filtered("answered_on")
            professional.availability_said = said.sorted("answered_on")[-1:].summary

    def write(self, vals):
        """Write values; whoever confirms the availability takes back that there is none."""
        result = super().write(vals)
        if vals.get("availability_confirmed_on") and "unavailable_said_on" not in vals:
            refused = self.sudo().filtered("unavailable_said_on")
            refused.write({"unavailable_said_on": False, "ask_again_on": False})
        return result

    def action_ask_availability(self):
        """Show the mail that asks these professionals for their availability, before it goes."""
        self.check_access("write")
        return {
            "name": self.env._("Ask for Availability"),
            "type": "ir.actions.act_window",
            "res_model": "interim.availability.ask",
            "view_mode": "form",
            "target": "new",
            "context": {"default_professional_ids": self.ids},
        }

    def action_view_availability_answers(self):
        """Open what this professional was asked about the availability, and said."""
        self.ensure_one()
        return {
            "name": self.env._("Availability of %s", self.name),
            "type": "ir.actions.act_window",
            "res_model": "interim.availability.answer",
            "view_mode": "list,form",
            "domain": [("professional_id", "=", self.id)],
        }

    def _describe_availability(self):
        """Return the availability in words, e.g. Placed until 30 Jun 2027."""
        self.ensure_one()
        if self.availability == "available":
            return self.env._("Available now")
        if self.availability == "soon":
            return self.env._("From %s", self._format_short_day(self.available_from))
        if self.availability == "placed":
            return self.env._("Placed until %s", self._format_short_day(self.placed_until))
        if self.unavailable_said_on:
            return self.env._(
                "Not for now, said on %s", self._format_short_day(self.unavailable_said_on)
            )
        if self.availability_confirmed_on:
            return self.env._(
                "Unknown: not confirmed since %s",
                self._format_short_day(self.availability_confirmed_on),
            )
        return self.env._("Unknown: never confirmed")

    def _is_availability_known(self, today):
        """Return whether the availability was told recently enough to count.

        Who is placed is judged in the same way: what was told of the time after counts as long.

        :param date today: the day on which it is asked
        """
        self.ensure_one()
        confirmed_on = self.availability_confirmed_on
        days = self.company_id.interim_availability_days
        return (
            bool(confirmed_on)
            and not self.unavailable_said_on
            and today <= confirmed_on + timedelta(days=days)
        )

    def _describe_refusal(self):
        """Return that the professional said not to be available for now; empty when not said."""
        self.ensure_one()
        if not self.unavailable_said_on:
            return ""
        said_on = self._format_short_day(self.unavailable_said_on)
        if not self.ask_again_on:
            return self.env._("Said on %s not to be available.", said_on)
        return self.env._(
            "Said on %(said_on)s not to be available; ask again from %(again_on)s.",
            said_on=said_on,
            again_on=self._format_short_day(self.ask_again_on),
        )

    def _get_next_start(self):
        """Return the first day that is free, as far as it is known; False is at once."""
        self.ensure_one()
        start = self.available_from
        if start and start > fields.Date.context_today(self):
            return start
        # Whoever is placed goes on there, unless another day was said.
        return self.placed_until and self.placed_until + timedelta(days=1)

    def _format_short_day(self, day):
        return format_date(self.env, day, date_format="d MMM y") if day else ""

    def _get_ask_problem(self):
        """Return why this professional cannot be asked by mail, with the remedy, or False."""
        self.ensure_one()
        if not self.active:
            return self.env._("%s is archived. Unarchive the record first.", self.name)
        if self.stop_asking:
            return self.env._(
                "%s does not want to be asked by mail. Call, or take the tick away on the record.",
                self.name,
            )
        return self.partner_id._get_address_problem()

    def _get_ask_hint(self):
        """Return why it may be better not to ask this professional now, or False."""
        self.ensure_one()
        today = fields.Date.context_today(self)
        if self.ask_again_on and self.ask_again_on > today:
            return self.env._(
                "Does not want to be asked before %s.", self._format_short_day(self.ask_again_on)
            )
        if self.availability_question_state != "open":
            return False
        asked_on = fields.Datetime.context_timestamp(self, self.availability_asked_on).date()
        days = (today - asked_on).days
        if not days:
            return self.env._("Asked today, and not answered yet.")
        return self.env._("Asked %s days ago, and not answered yet.", days)
