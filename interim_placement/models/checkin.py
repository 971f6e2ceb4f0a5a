from datetime import datetime, time

from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools.misc import format_date

from .by_system import BY_SYSTEM, is_by_system
from .parties import EXTENSION_WISHES, PARTIES

# Written by a person, they say which day it is to be.
PLANNING_FIELDS = frozenset(
    {"date_planned", "date_chosen", "state", "placement_id", "step_id", "done_on"}
)
# Not for people to say of a check-in that is there.
PLAN_FIELDS = frozenset(
    {"step_id", "occurrence", "date_target", "is_out_of_plan", "escalated_on", "done_by_id"}
)


class InterimCheckin(models.Model):
    """A planned moment of contact during the assignment, with both sides.

    It asks about the result and the cooperation. It is no appraisal: that would itself point to
    employment.
    """

    _name = "interim.checkin"
    _description = "Check-in"
    _inherit = ["interim.line.mixin", "interim.placement.link.mixin"]
    _order = "date_planned, id"
    _check_company_auto = True
    _line_parent = "placement_id"

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
    date_end = fields.Date("Placement Until", related="placement_id.date_end")

    # What and when
    step_id = fields.Many2one(
        "interim.checkin.plan.step",
        "Kind",
        index=True,
        ondelete="restrict",
        help="Empty for a check-in that a person added.",
    )
    audience = fields.Selection(related="step_id.audience")
    professional_phone = fields.Char("Professional's Phone", related="professional_id.phone")
    client_contact_id = fields.Many2one(
        "res.partner", "Client Contact", related="placement_id.contact_id"
    )
    client_phone = fields.Char("Client's Phone", related="placement_id.contact_id.phone")
    professional_questions = fields.Char(
        "Ask the Professional", related="step_id.professional_questions"
    )
    client_questions = fields.Char("Ask the Client", related="step_id.client_questions")
    occurrence = fields.Integer(default=1, readonly=True, aggregator=None)
    date_target = fields.Date(
        "Aimed At", readonly=True, help="The day by the plan, before it was moved to a working day."
    )
    date_planned = fields.Date("Planned On", required=True, index=True)
    date_chosen = fields.Date(
        help="The day that a person chose instead of the plan's. It is kept while it lies within"
        " the placement and the plan's own day stays."
    )
    waits_for_extension = fields.Boolean(
        "Extension in Discussion",
        compute="_compute_waits_for_extension",
        help="It follows from the end of the placement. It keeps its day until the extension that"
        " is in discussion is agreed or rejected.",
    )
    activity_id = fields.Many2one("mail.activity", compute="_compute_activity_id")

    # What came of it
    state = fields.Selection(
        [("planned", "Planned"), ("done", "Done"), ("skipped", "Skipped")],
        required=True,
        default="planned",
        copy=False,
        index=True,
    )
    is_out_of_plan = fields.Boolean(
        readonly=True,
        help="Skipped because the plan or the placement's period left it out. Planned again when"
        " they have it again.",
    )
    done_on = fields.Date("Held On", copy=False)
    done_by_id = fields.Many2one("res.users", "Held By", readonly=True, copy=False)
    summary = fields.Text("What Was Said", copy=False)
    next_step = fields.Char("What Is Next", copy=False, help="Becomes a task of the recruiter.")
    next_step_date = fields.Date("To Do By", copy=False)
    escalated_on = fields.Date(
        "Reported On",
        readonly=True,
        copy=False,
        help="The day on which the managers were told that this check-in was missed.",
    )
    response_ids = fields.One2many("interim.checkin.response", "checkin_id", "Answers", copy=False)
    # Computed apart from the scores: who writes a score keeps what is computed with it as it is.
    professional_state = fields.Selection(
        selection="_get_response_states",
        compute="_compute_response_states",
        store=True,
        precompute=True,
    )
    client_state = fields.Selection(
        selection="_get_response_states",
        compute="_compute_response_states",
        store=True,
        precompute=True,
    )
    professional_score = fields.Integer(
        "Professional's Score",
        compute="_compute_from_responses",
        inverse="_inverse_responses",
        store=True,
        precompute=True,
        aggregator=None,
    )
    client_score = fields.Integer(
        "Client's Score",
        compute="_compute_from_responses",
        inverse="_inverse_responses",
        store=True,
        precompute=True,
        aggregator=None,
    )
    professional_extension = fields.Selection(
        EXTENSION_WISHES,
        "Professional Wants an Extension",
        compute="_compute_from_responses",
        inverse="_inverse_responses",
        store=True,
        precompute=True,
    )
    client_extension = fields.Selection(
        EXTENSION_WISHES,
        "Client Wants an Extension",
        compute="_compute_from_responses",
        inverse="_inverse_responses",
        store=True,
        precompute=True,
    )

    _step_occurrence_uniq = models.UniqueIndex(
        "(placement_id, step_id, occurrence) WHERE step_id IS NOT NULL",
        "This check-in of the plan exists already.",
    )
    # The daily job reads what is to be held, and what is late, from this alone.
    _open_idx = models.Index("(date_planned, placement_id) WHERE state = 'planned'")

    @api.constrains("date_chosen")
    def _check_date_chosen(self):
        for checkin in self:
            placement = checkin.placement_id
            chosen, start, end = checkin.date_chosen, placement.date_start, placement.date_end
            if chosen and start and end and not start <= chosen <= end:
                raise ValidationError(
                    self.env._(
                        "%(checkin)s cannot be on %(date)s: choose a day from %(start)s to"
                        " %(end)s.",
                        checkin=checkin.display_name,
                        date=format_date(self.env, chosen),
                        start=format_date(self.env, start),
                        end=format_date(self.env, end),
                    )
                )

    @api.constrains("done_on")
    def _check_done_on(self):
        today = fields.Date.context_today(self)
        for checkin in self:
            if checkin.done_on and checkin.done_on > today:
                raise ValidationError(
                    self.env._(
                        "%(checkin)s cannot have been held on %(date)s, which is still to come.",
                        checkin=checkin.display_name,
                        date=format_date(self.env, checkin.done_on),
                    )
                )

    @api.depends("step_id.name", "placement_id.name")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for checkin in self:
            checkin.display_name = f"{checkin._get_kind()}: {checkin.placement_id.name}"

    @api.depends("step_id.anchor", "state", "placement_id.extension_in_discussion")
    def _compute_waits_for_extension(self):
        for checkin in self:
            checkin.waits_for_extension = (
                checkin.state == "planned"
                and checkin.step_id.anchor == "end"
                and checkin.placement_id.extension_in_discussion
            )

    def _compute_activity_id(self):
        activities = self.env["mail.activity"].search([("interim_checkin_id", "in", self.ids)])
        by_checkin = activities.grouped("interim_checkin_id")
        for checkin in self:
            checkin.activity_id = by_checkin.get(checkin._origin, activities.browse())[:1]

    @api.depends("response_ids.party", "response_ids.state")
    def _compute_response_states(self):
        for checkin in self:
            for party, _label in PARTIES:
                checkin[f"{party}_state"] = checkin._get_response(party).state

    @api.depends("response_ids.party", "response_ids.score", "response_ids.wants_extension")
    def _compute_from_responses(self):
        for checkin in self:
            for party, _label in PARTIES:
                response = checkin._get_response(party)
                checkin[f"{party}_score"] = response.score
                checkin[f"{party}_extension"] = response.wants_extension or "unknown"

    def _inverse_responses(self):
        """Record what a recruiter heard from the parties, as answers given by word of mouth."""
        for checkin in self:
            for party, _label in PARTIES:
                heard = {
                    "score": checkin[f"{party}_score"],
                    "wants_extension": checkin[f"{party}_extension"] or "unknown",
                }
                response = checkin._get_response(party)
                known = {
                    "score": response.score,
                    "wants_extension": response.wants_extension or "unknown",
                }
                if heard != known:
                    checkin._record_response(party, heard)

    @api.model
    def _get_response_states(self):
        # In the user's language, which Odoo sees to for lists but not for methods.
        states = self.env["interim.checkin.response"]._fields["state"]
        return states._description_selection(self.env)

    @api.model_create_multi
    def create(self, vals_list):
        """Create check-ins; the activity of their placements follows."""
        is_by_hand = not self._is_by_plan()
        if is_by_hand:
            vals_list = [{"date_chosen": vals.get("date_planned"), **vals} for vals in vals_list]
        today = fields.Date.context_today(self)
        held = {"done_on": today, "done_by_id": self.env.uid}
        vals_list = [
            {**held, **vals} if vals.get("state") == "done" else vals for vals in vals_list
        ]
        checkins = super().create(vals_list)
        if is_by_hand:
            checkins._check_placement_runs()
        checkins.placement_id._sync_checkin_activities()
        return checkins

    def write(self, vals):
        """Write values; what was held stays as it is, and the activity follows.

        :raises UserError: when a check-in that was held would move or open again
        """
        if not PLANNING_FIELDS.isdisjoint(vals):
            self._check_not_held()
        self._check_plan_untouched(vals)
        held = self.browse() if vals.get("state") != "done" else self
        is_by_hand = not self._is_by_plan()
        if "date_planned" in vals and is_by_hand:
            vals = {"date_chosen": vals["date_planned"], **vals}
        if "date_planned" in vals:
            # Another day may be missed, and told, again.
            vals = {**vals, "escalated_on": False}
        if vals.get("state") == "done":
            vals = {
                "done_on": fields.Date.context_today(self),
                "done_by_id": self.env.uid,
                **{name: value for name, value in vals.items() if value or name != "done_on"},
            }
        result = super().write(vals)
        if not PLANNING_FIELDS.isdisjoint(vals):
            self.placement_id._sync_checkin_activities()
        for checkin in held:
            checkin.placement_id._register_contact(checkin.done_on)
            checkin._plan_next_step()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_planned_by_hand(self):
        for checkin in self:
            if checkin.state == "done" or checkin.response_ids:
                raise UserError(
                    self.env._(
                        "%s was held, or somebody was asked for an answer. It stays on record.",
                        checkin.display_name,
                    )
                )
            if checkin.step_id and not self._is_by_plan():
                raise UserError(
                    self.env._(
                        "%s follows from the plan and would come back. Skip it instead.",
                        checkin.display_name,
                    )
                )

    def unlink(self):
        """Delete open check-ins; the activity of their placements follows."""
        placements = self.placement_id
        result = super().unlink()
        placements.exists()._sync_checkin_activities()
        return result

    def action_done(self):
        """Note that these check-ins were held; the next one gets its activity."""
        self._hold()

    def action_open_done_form(self):
        """Open the short form: both scores, what was said, extension wishes, what is next."""
        self.ensure_one()
        return {
            "name": self.display_name,
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": self.id,
            "views": [
                (self.env.ref("interim_placement.interim_checkin_view_form_done").id, "form")
            ],
            "target": "new",
        }

    def action_skip(self):
        """Skip check-ins that need not be held; the next one gets its activity."""
        self.filtered(lambda checkin: checkin.state == "planned").write({"state": "skipped"})

    def action_reopen(self):
        """Plan skipped check-ins again."""
        skipped = self.filtered(lambda checkin: checkin.state == "skipped")
        skipped.write({"state": "planned"})
        skipped._check_placement_runs()

    def action_ask_feedback(self):
        """Open the wizard that shows the mails to both sides before they go (R4)."""
        self.ensure_one()
        self._check_open()
        return {
            "name": self.env._("Ask for Feedback"),
            "type": "ir.actions.act_window",
            "res_model": "interim.checkin.ask",
            "view_mode": "form",
            "target": "new",
            "context": {"default_checkin_id": self.id},
        }

    def _is_open(self):
        """Return whether answers still count: it is to be held, in a placement that runs."""
        self.ensure_one()
        return self.state == "planned" and self.placement_id._is_watched_by_checkins()

    def _check_open(self):
        for checkin in self:
            if not checkin._is_open():
                raise UserError(
                    self.env._(
                        "%s is closed: answers are asked for check-ins that are still to be held.",
                        checkin.display_name,
                    )
                )

    def _check_placement_runs(self):
        """Refuse to plan check-ins by hand while nobody is at work."""
        for checkin in self.filtered(lambda checkin: checkin.state == "planned"):
            if not checkin.placement_id._is_watched_by_checkins():
                raise UserError(
                    self.env._(
                        "%s cannot be planned: the placement is not on assignment now.",
                        checkin.display_name,
                    )
                )

    def _check_plan_untouched(self, vals):
        """Refuse that people change what the plan and the system say of a check-in."""
        if self.env.su:
            return
        for name in PLAN_FIELDS.intersection(vals):
            field = self._fields[name]
            for checkin in self:
                known = field.convert_to_write(checkin[name], checkin)
                if known != field.convert_to_write(
                    field.convert_to_record(field.convert_to_cache(vals[name], checkin), checkin),
                    checkin,
                ):
                    label = self.fields_get([name], ["string"])[name]["string"]
                    raise UserError(
                        self.env._(
                            "%(checkin)s: %(field)s follows from the plan and from what was done."
                            " It cannot be changed.",
                            checkin=checkin.display_name,
                            field=label,
                        )
                    )

    def _check_not_held(self):
        for checkin in self.filtered(lambda checkin: checkin.state == "done"):
            raise UserError(
                self.env._(
                    "%(checkin)s was held on %(date)s and cannot be moved or opened again. Add a"
                    " new check-in instead.",
                    checkin=checkin.display_name,
                    date=format_date(self.env, checkin.done_on),
                )
            )

    def _get_kind(self):
        """Return what kind of check-in it is, as a person says it."""
        self.ensure_one()
        # As superuser: who reads a check-in may read its name, whatever company keeps the plan.
        return self.step_id.sudo().name or self.env._("Check-in")

    def _get_response(self, party):
        """Return the answer of one party, empty when there is none."""
        self.ensure_one()
        return self.response_ids.filtered(lambda response: response.party == party)

    def _get_asked_parties(self):
        """Return the parties that this check-in is about, as a list of keys."""
        self.ensure_one()
        audience = self.audience or "both"
        return [party for party, _label in PARTIES if audience in ("both", party)]

    def _record_response(self, party, values):
        """Write down an answer that a party gave to the recruiter.

        :raises UserError: when the party answered by itself: its words are not changed
        """
        self.check_access("write")
        # As superuser: people record answers through the check-in only, so that nobody can pass
        # one off as given by the party itself.
        checkin = self.sudo()
        response = checkin._get_response(party)
        values = {**values, "state": "recorded", "answered_on": self._get_answer_time()}
        if response:
            response.write(values)
        else:
            response.create(
                {
                    "checkin_id": checkin.id,
                    "party": party,
                    "partner_id": checkin.placement_id._get_party_partner(party).id,
                    **values,
                }
            )

    def _get_answer_time(self):
        """Return when a party said it: now, or in the check-in that was held before today."""
        if self.done_on and self.done_on < fields.Date.context_today(self):
            return datetime.combine(self.done_on, time(12))
        return fields.Datetime.now()

    @api.model
    def _is_by_plan(self):
        """Return whether the plan changes check-ins, and not a person: nobody sets that by RPC."""
        return is_by_system(self.env, "interim_checkin_unsynced")

    def _hold(self, feedback=None, *, is_logged=False):
        """Mark open check-ins as held; what was said is added to the summary.

        The activity is done with it, so that the chatter says who held it and what was said.
        """
        for checkin in self.filtered(lambda checkin: checkin.state == "planned"):
            summary = "\n".join(filter(None, (checkin.summary, feedback)))
            if not is_logged:
                checkin._log_held(summary)
            checkin.write({"state": "done", "summary": summary, "done_on": checkin.done_on})

    def _log_held(self, summary):
        """Tell it on the placement: by its activity, or as a note when another one is next."""
        self.ensure_one()
        # As superuser: who may hold a check-in need not be the one who has the activity.
        activity = self.activity_id.sudo()
        if activity:
            activity.with_context(interim_checkin_held=BY_SYSTEM)._action_done(feedback=summary)
        else:
            heading = self.env._("Check-in held: %s", self._get_kind())
            body = Markup("<br/>").join([heading, *(summary or "").splitlines()])
            self.placement_id._message_log(body=body)

    def _plan_next_step(self):
        """Make a task of what the recruiter agreed to do next."""
        self.ensure_one()
        if self.next_step:
            placement = self.placement_id
            placement._plan_task(
                self.next_step, self.next_step_date or fields.Date.context_today(self)
            )

    def _follow_plan(self, moment):
        """Bring an open check-in in step with what the plan says now (R5).

        :param Moment moment: from the planner
        """
        self.ensure_one()
        if self.state == "done":
            return
        self._come_back()
        if self.state != "planned":
            return
        days = {"date_target": moment.target}
        if self.date_target and self.date_target != moment.target:
            # Chosen beside a day that is no longer the plan's: it moves along (R5).
            days["date_chosen"] = False
            days["date_planned"] = moment.planned
        else:
            days["date_planned"] = self._get_kept_day() or moment.planned
        changed = {name: day for name, day in days.items() if self[name] != day}
        if changed:
            self.write(changed)

    def _get_kept_day(self):
        """Return the day that a person chose, as long as it lies within the placement."""
        start, chosen, end = (
            self.placement_id.date_start,
            self.date_chosen,
            self.placement_id.date_end,
        )
        return chosen if chosen and start <= chosen <= end else False

    def _come_back(self):
        """Plan again what was skipped because it fell out of the plan."""
        returning = self.filtered("is_out_of_plan")
        if returning:
            returning.write({"is_out_of_plan": False, "state": "planned"})

    def _leave_plan(self):
        """Take check-ins that are not held any more out of the plan.

        What a person said, was asked, chose or added, and what was due, stays on record, as
        skipped: when the placement has it again, it is there again.
        """
        today = fields.Date.context_today(self)
        kept = self.filtered(
            lambda checkin: (
                checkin.response_ids
                or not checkin.step_id
                or checkin.summary
                or checkin.next_step
                or checkin.date_chosen
                or checkin.escalated_on
                or checkin.date_planned < today
            )
        )
        if kept:
            kept.write({"state": "skipped", "is_out_of_plan": True})
        (self - kept).unlink()

    def _report_missed(self):
        """Tell the managers that these check-ins of one company were not held, and note it."""
        if not self:
            return
        self.escalated_on = fields.Date.context_today(self)
        sentences = {}
        for checkin in self:
            sentence = self.env._(
                "%(kind)s was to be held on %(date)s.",
                kind=checkin._get_kind(),
                date=format_date(self.env, checkin.date_planned),
            )
            sentences.setdefault(checkin.placement_id, []).append(sentence)
        placements = self.placement_id
        placements._tell_managers(
            self.env._("Missed check-ins"), [" ".join(sentences[p]) for p in placements]
        )

    def _get_questions_note(self):
        """Return what to ask whom, as HTML for the activity, in the recruiter's language."""
        self.ensure_one()
        step = self.with_context(lang=self.user_id.lang or self.env.lang).step_id.sudo()
        questions = (
            (step.env._("Ask the professional"), step.professional_questions, "professional"),
            (step.env._("Ask the client"), step.client_questions, "client"),
        )
        asked = self._get_asked_parties()
        return Markup("").join(
            Markup("<p>%s: %s</p>") % (label, text)
            for label, text, party in questions
            if text and party in asked
        )

    def _choose_day(self, day):
        """Move open check-ins to the day that a person chose."""
        self.filtered(lambda checkin: checkin.state == "planned").write({"date_planned": day})
