from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools.misc import format_date

from .hours_words import describe_hours
from .parties import EXTENSION_WISHES

LONGEST_TEXT = 2000
MOST_HOURS = 168
MOST_MONTHS = 120
# What each party is asked.
QUESTIONS = {
    "professional": (
        "available_from",
        "hours_min",
        "hours_max",
        "type_ids",
        "wants_to_stay",
        "wishes",
    ),
    "client": ("extension", "extension_months", "extension_until", "successor"),
}
QUESTION_FIELDS = frozenset().union(*QUESTIONS.values())


class InterimFollowupAnswer(models.Model):
    """What a party says about what comes after the end of a placement.

    The professional tells what it wishes next and when; the client what it thinks of an extension
    or a successor. It is about the end that the placement had when it was said: once a later end
    is agreed, both are asked anew; when the end comes earlier, what was said goes on to count.
    """

    _name = "interim.followup.answer"
    _description = "Answer about What Comes Next"
    _inherit = [
        "interim.party.answer.mixin",
        "interim.line.mixin",
        "interim.placement.link.mixin",
    ]
    _page_path = "followup"
    _line_parent = "placement_id"
    _placement_link_access = "write"
    _answer_fields = QUESTION_FIELDS | {"party", "state", "answered_on"}
    # People note what they heard; nobody passes that off as a party's own words.
    _system_fields = frozenset({"state", "asked_on", "answered_on", "taken_over_on", "mail_id"})
    _order = "id desc"
    _check_company_auto = True

    placement_id = fields.Many2one(
        "interim.placement", required=True, index=True, ondelete="cascade", check_company=True
    )
    company_id = fields.Many2one(
        related="placement_id.company_id", store=True, precompute=True, index=True
    )
    user_id = fields.Many2one(
        related="placement_id.user_id", string="Recruiter", store=True, precompute=True, index=True
    )
    professional_id = fields.Many2one(
        related="placement_id.professional_id", store=True, precompute=True, index=True
    )
    client_id = fields.Many2one(
        related="placement_id.client_id", string="Client", store=True, precompute=True, index=True
    )
    partner_id = fields.Many2one(compute="_compute_partner_id", store=True, precompute=True)
    state = fields.Selection(default=lambda self: "asked" if self.env.su else "recorded")
    answered_on = fields.Datetime(
        default=lambda self: False if self.env.su else fields.Datetime.now()
    )
    date_end = fields.Date(
        "About the End On",
        compute="_compute_date_end",
        store=True,
        precompute=True,
        help="The last day of the placement when it was asked or said.",
    )

    # What the professional wishes next
    available_from = fields.Date()
    hours_min = fields.Float("Hours a Week, From")
    hours_max = fields.Float("Hours a Week, To")
    type_ids = fields.Many2many("interim.assignment.type", string="Wished Types")
    wants_to_stay = fields.Selection(
        EXTENSION_WISHES, "Stay at This Client", required=True, default="unknown"
    )
    wishes = fields.Text("Other Wishes")
    taken_over_on = fields.Date(
        copy=False, help="The day on which it was put into the professional's record."
    )
    takeover = fields.Text(
        "To Take Over",
        compute="_compute_takeover",
        help="What the professional's record says otherwise.",
    )

    # What the client says
    extension = fields.Selection(EXTENSION_WISHES, required=True, default="unknown")
    extension_months = fields.Integer("Months More")
    extension_until = fields.Date("Extend Until")
    successor = fields.Text(
        "Afterwards", help="Other work for this professional, or work for somebody else."
    )

    _one_open = models.UniqueIndex(
        "(placement_id, party, date_end) WHERE state != 'answered'",
        "This was asked or noted already. Open that instead.",
    )
    _token_uniq = models.UniqueIndex("(access_token) WHERE access_token IS NOT NULL")
    _hours_range = models.Constraint(
        "CHECK(hours_min >= 0 AND hours_max >= 0 AND (hours_max = 0 OR hours_min <= hours_max)"
        " AND hours_max <= 168 AND hours_min <= 168)",
        "The hours a week must run from low to high, at most 168.",
    )
    _months_range = models.Constraint(
        "CHECK(extension_months BETWEEN 0 AND 120)",
        "An extension has at most 120 months. Change the number of months.",
    )

    @api.depends("placement_id", "party")
    def _compute_partner_id(self):
        for answer in self:
            placement = answer.placement_id
            answer.partner_id = answer.party and placement._get_party_partner(answer.party)

    # Not the end itself: what was said stays about the end of that moment.
    @api.depends("placement_id")
    def _compute_date_end(self):
        for answer in self:
            answer.date_end = answer.placement_id.date_end

    @api.depends("party", "placement_id.name")
    @api.depends_context("lang")
    def _compute_display_name(self):
        parties = dict(self._fields["party"]._description_selection(self.env))
        for answer in self:
            answer.display_name = f"{parties.get(answer.party)}: {answer.placement_id.name}"

    @api.depends("taken_over_on", "answered_on", *QUESTIONS["professional"])
    @api.depends_context("lang")
    def _compute_takeover(self):
        for answer in self:
            values = answer._get_professional_values()
            professional = answer.professional_id
            labels = professional.fields_get(values, ["string"])
            lines = [
                self.env._(
                    "%(field)s: %(said)s (on record: %(known)s)",
                    field=labels[name]["string"],
                    said=answer._to_text(professional, name, value),
                    known=answer._to_text(professional, name, professional[name]),
                )
                for name, value in values.items()
            ]
            answer.takeover = not answer.taken_over_on and "\n".join(lines)

    @api.model_create_multi
    def create(self, vals_list):
        """Create answers; what people note is logged on the placement, and counts as contact."""
        # The unique index looks at the database: what was answered must not be open there any more.
        self.flush_model(["state"])
        answers = super().create(vals_list)
        if not self.env.su:
            answers._log_recorded()
        return answers

    def write(self, vals):
        """Write values; what people note is logged on the placement, and counts as contact."""
        if "party" in vals and any(answer.party != vals["party"] for answer in self):
            raise UserError(
                self.env._(
                    "%s is what one side says, and stays so. Note what the other side says there.",
                    self[0].display_name,
                )
            )
        result = super().write(vals)
        if not self.env.su and not QUESTION_FIELDS.isdisjoint(vals):
            self._record()
        return result

    def action_record(self):
        """Note what was said as it stands, also when it is not known yet."""
        self.check_access("write")
        self.filtered(lambda answer: answer.state == "asked")._record()

    def action_take_over(self):
        """Put what the professional said into the professional's record."""
        self.ensure_one()
        self._check_said_by_professional()
        values = self._get_professional_values()
        if values:
            self.professional_id.write(
                {
                    name: [(6, 0, value.ids)] if name == "assignment_type_ids" else value
                    for name, value in values.items()
                }
            )
        self._confirm_availability()
        self.sudo().taken_over_on = fields.Date.context_today(self)

    def action_view_placement(self):
        """Open the placement that this is about."""
        self.ensure_one()
        return self.placement_id.get_formview_action()

    def _check_said_by_professional(self):
        if self.party != "professional" or not self.answered_on:
            raise UserError(self.env._("%s: there is nothing to take over yet.", self.display_name))

    def _get_frozen_message(self):
        return self.env._(
            "%(answer)s was answered by %(name)s on %(date)s and cannot be changed. Ask again, or"
            " note what was said later as a new answer.",
            answer=self.display_name,
            name=self._get_speaker(),
            date=format_date(self.env, self.answered_on),
        )

    def _counts(self):
        """Return whether it is about the placement's end, or about a later one that was agreed."""
        self.ensure_one()
        end = self.placement_id.date_end
        return bool(end and self.date_end and self.date_end >= end)

    def _is_open(self):
        self.ensure_one()
        return (
            self.state != "answered"
            and self._counts()
            and self.placement_id._is_watched_by_checkins()
        )

    def _answer(self, values):
        """Note what the party answered on its page, and tell the recruiter at once.

        What the professional says of its own availability is true from here on: the record is
        about when the professional last told it, and who looks for somebody reads it there. The
        rest changes what the agency knows and judges; the recruiter takes that over.

        :param dict values: the answers to the questions of this party, by field
        :raises UserError: when it can no longer be answered
        """
        self.ensure_one()
        # Two clicks at once: the database refuses the second, Odoo tries it again, and then it
        # finds the question answered.
        if not self._is_open():
            raise UserError(self.env._("This question is closed."))
        said = {name: values[name] for name in QUESTIONS[self.party] if name in values}
        self.write({**said, "state": "answered", "answered_on": fields.Datetime.now()})
        if self.party == "professional":
            self._confirm_availability()
        self._tell_recruiter()

    def _confirm_availability(self):
        """Note on the professional from when, and that it was told when it was told."""
        self.ensure_one()
        if not self.available_from:
            return
        professional = self.professional_id
        told_on = fields.Datetime.context_timestamp(self, self.answered_on).date()
        if self.state == "answered":
            professional._track_set_author(self.partner_id)
        known_on = professional.availability_confirmed_on or told_on
        professional.write(
            {
                "available_from": self.available_from,
                "availability_confirmed_on": max(told_on, known_on),
            }
        )

    def _get_professional_values(self):
        """Return what the professional's record says otherwise than this, by its field names."""
        self.ensure_one()
        if self.party != "professional" or not self.answered_on:
            return {}
        professional = self.professional_id
        said = {"available_from": self.available_from, **self._get_said_hours()}
        if self.type_ids:
            said["assignment_type_ids"] = self.type_ids
        return {
            name: value for name, value in said.items() if value and professional[name] != value
        }

    def _get_said_hours(self):
        """Return the hours that were said; what was left out stays, as far as that is possible."""
        low, high = self.hours_min, self.hours_max
        professional = self.professional_id
        if high and not low:
            low = min(professional.hours_min, high)
        elif low and not high:
            high = professional.hours_max and max(professional.hours_max, low)
        return {"hours_min": low, "hours_max": high} if low or high else {}

    @api.model
    def _to_text(self, record, name, value):
        """Return a value of the professional's record in words."""
        if not value:
            return self.env._("nothing")
        if record._fields[name].relational:
            return ", ".join(value.mapped("display_name"))
        if record._fields[name].type == "date":
            return format_date(self.env, value)
        return f"{value:g}"

    def _tell_recruiter(self):
        answer = self._with_recruiter_language()
        answer._post_answer(
            answer.env._("%s answered what comes next", answer._get_speaker()),
            answer._get_answers(),
        )

    def _record(self):
        """Note that a recruiter heard this now."""
        self.sudo().write({"state": "recorded", "answered_on": fields.Datetime.now()})
        self._log_recorded()

    def _log_recorded(self):
        """Log what a recruiter heard: it can be corrected, and this stays."""
        for answer in self:
            heading = self.env._("What comes next, as %s said", answer._get_speaker())
            placement = answer.placement_id
            placement._message_log(body=answer._format_answer(heading, answer._get_answers()))
            placement._register_contact(fields.Date.context_today(self))

    def _get_speaker(self):
        """Return the name of who is asked, or the side when there is no contact."""
        self.ensure_one()
        parties = dict(self._fields["party"]._description_selection(self.env))
        return self.partner_id.name or parties[self.party]

    def _get_answers(self):
        """Return what was said as (label, text) pairs, in the language of the environment."""
        self.ensure_one()
        wishes = dict(self._fields["extension"]._description_selection(self.env))
        if self.party == "professional":
            answers = [
                (self.env._("Stay at this client"), wishes[self.wants_to_stay]),
                (self.env._("Available from"), self._format_day(self.available_from)),
                (
                    self.env._("Hours a week"),
                    describe_hours(self.env, self.hours_min, self.hours_max),
                ),
                (self.env._("Wished types"), ", ".join(self.type_ids.mapped("name"))),
                (self.env._("Other wishes"), self.wishes),
            ]
        else:
            answers = [
                (self.env._("Extension"), ", ".join(self._get_extension_parts())),
                (self.env._("Afterwards"), self.successor),
            ]
        return [(label, text) for label, text in answers if text]

    def _get_extension_parts(self):
        """Return what the client says of an extension, in pieces that read as one sentence."""
        wishes = dict(self._fields["extension"]._description_selection(self.env))
        parts = [wishes[self.extension]]
        if self.extension_months:
            parts.append(self.env._("months: %s", self.extension_months))
        if self.extension_until:
            parts.append(self.env._("until %s", self._format_day(self.extension_until)))
        return parts
