from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools.misc import format_date

from ..tools import periods
from .parties import PARTIES
from .placement_decision import DECISION_PHASES

NETWORK_TYPE = "interim_placement.activity_type_followup_network"
STATES = [("open", "○ Open"), ("asked", "… Asked"), ("answered", "✓ Answered")]
# What is to be known before somebody can decide what comes next, in the order of the page.
TOPICS = ("review", "professional", "client", "options", "match", "network")
PREPARATION_FIELDS = (
    *(f"preparation_{topic}_state" for topic in TOPICS),
    "preparation_summary",
    "can_note_informed",
)


class InterimPlacement(models.Model):
    """What must be known to decide what comes next: six questions, and how far they are."""

    _inherit = "interim.placement"

    followup_answer_ids = fields.One2many(
        "interim.followup.answer", "placement_id", "Said of What Comes Next"
    )
    followup_step_ids = fields.Many2many(
        "mail.activity",
        string="Follow-up Steps",
        compute="_compute_followup_step_ids",
        context={"active_test": False},
    )
    professional_answer_id = fields.Many2one(
        "interim.followup.answer", "Professional's Last Word", compute="_compute_followup_answers"
    )
    client_answer_id = fields.Many2one(
        "interim.followup.answer", "Client's Last Word", compute="_compute_followup_answers"
    )
    preparation_takeover = fields.Text("To Take Over", compute="_compute_followup_answers")
    client_wants_extension = fields.Boolean(compute="_compute_followup_answers")
    # Made of labels, names and texts, each of them escaped.
    preparation_review = fields.Html(
        "How It Went", compute="_compute_preparation_review", sanitize=False
    )
    preparation_professional = fields.Html(
        "Said by Professional", compute="_compute_followup_answers", sanitize=False
    )
    preparation_client = fields.Html(
        "Said by Client", compute="_compute_followup_answers", sanitize=False
    )
    preparation_options = fields.Char("Options Left", compute="_compute_preparation_options")
    preparation_match = fields.Html(
        "On the Way To", compute="_compute_preparation_match", sanitize=False
    )
    preparation_network = fields.Html(
        "To Inform", compute="_compute_preparation_network", sanitize=False
    )
    preparation_review_state = fields.Selection(
        STATES, "How did it go?", compute="_compute_preparation"
    )
    preparation_professional_state = fields.Selection(
        STATES, "What does the professional wish next?", compute="_compute_preparation"
    )
    preparation_client_state = fields.Selection(
        STATES, "What does the client say?", compute="_compute_preparation"
    )
    preparation_options_state = fields.Selection(
        STATES, "Which extension options are left?", compute="_compute_preparation"
    )
    preparation_match_state = fields.Selection(
        STATES, "Which assignment could be next?", compute="_compute_preparation"
    )
    preparation_network_state = fields.Selection(
        STATES, "Whom to inform?", compute="_compute_preparation"
    )
    preparation_summary = fields.Char("Prepared", compute="_compute_preparation")
    can_note_informed = fields.Boolean(compute="_compute_preparation")

    @api.depends(
        "stage_checklist_ids.active", "stage_checklist_ids.interim_stage_id", "extension_count"
    )
    def _compute_followup_step_ids(self):
        for placement in self:
            placement.followup_step_ids = placement.stage_checklist_ids.filtered(
                lambda step, p=placement: (
                    step.interim_stage_id.phase == "followup"
                    and step.interim_extension_number == p.extension_count
                )
            )

    @api.depends(
        "phase",
        "date_end",
        "followup_answer_ids.answered_on",
        "followup_answer_ids.asked_on",
        "followup_answer_ids.taken_over_on",
    )
    @api.depends_context("lang")
    def _compute_followup_answers(self):
        for placement in self:
            for party, _label in PARTIES:
                is_shown = placement._has_preparation()
                said = is_shown and placement._get_followup_said(party)
                placement[f"{party}_answer_id"] = said
                placement[f"preparation_{party}"] = is_shown and (
                    placement._describe_followup_said(party, said)
                )
            placement.preparation_takeover = placement.professional_answer_id.takeover
            placement.client_wants_extension = placement.client_answer_id.extension == "yes"

    @api.depends("phase", "response_ids.answered_on", "checkin_ids.state", "result_ids.name")
    @api.depends_context("lang", "tz")
    def _compute_preparation_review(self):
        for placement in self:
            lines = []
            if placement._has_preparation():
                lines = placement._get_last_words()
                lines += [(self.env._("Achieved"), result.name) for result in placement.result_ids]
            placement.preparation_review = self._format_lines(lines)

    @api.depends("assignment_id", "date_end", "extension_count")
    @api.depends_context("lang")
    def _compute_preparation_options(self):
        for placement in self:
            placement.preparation_options = placement._describe_options()

    # Shown only, and read anew each time: what others do need not reach it.
    @api.depends("phase", "professional_id")
    @api.depends_context("uid", "lang")
    def _compute_preparation_match(self):
        for placement in self:
            others = self.browse()
            if placement._has_preparation():
                others = placement._get_next_on_the_way()
            # Of all at once: below, each is named by itself, and by its recruiter if it is hidden.
            others.user_id.mapped("name")
            lines = [
                (next_placement.stage_id.name, placement._describe_other(next_placement.id))
                for next_placement in others
            ]
            placement.preparation_match = self._format_lines(lines)

    @api.depends("assignment_id", "professional_id", "phase", "followup_date")
    @api.depends_context("uid", "lang")
    def _compute_preparation_network(self):
        for placement in self:
            rows = placement._get_people_to_inform() if placement._is_followup_begun() else []
            people = self._format_people(rows)
            if rows and not placement.professional_id.consent_date:
                people = placement._format_consent_warning() + people
            placement.preparation_network = people

    @api.depends(
        "phase",
        "professional_score",
        "client_score",
        "date_end",
        "assignment_id",
        "extension_count",
        "stage_checklist_ids.active",
        "followup_answer_ids.state",
        "followup_answer_ids.answered_on",
    )
    @api.depends_context("uid", "lang")
    def _compute_preparation(self):
        shown = self.filtered(lambda placement: placement._has_preparation())
        for placement in self - shown:
            placement.update(dict.fromkeys(PREPARATION_FIELDS, False))
        for placement in shown:
            states = placement._get_preparation_states()
            for topic, state in states.items():
                placement[f"preparation_{topic}_state"] = state
            placement.preparation_summary = self.env._(
                "%(answered)s of %(total)s answered",
                answered=list(states.values()).count("answered"),
                total=len(TOPICS),
            )
            placement.can_note_informed = bool(placement._get_network_steps().filtered("active"))

    @api.readonly
    def action_prepare_followup(self):
        """Open the page with all that is to be known before somebody decides."""
        self.ensure_one()
        page = self.env.ref("interim_placement.interim_placement_view_form_preparation")
        return {
            "name": self.env._("Prepare the Follow-up"),
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": self.id,
            "views": [(page.id, "form")],
        }

    # The one click to each answer

    def action_ask_followup(self):
        """Open the wizard that shows the mails about what comes next before they go (R4).

        The context's ``interim_followup_party`` says which side; without it, who has not answered.
        """
        self.ensure_one()
        self._check_followup_open()
        return {
            "name": self.env._("Ask What Comes Next"),
            "type": "ir.actions.act_window",
            "res_model": "interim.followup.ask",
            "view_mode": "form",
            "target": "new",
            "context": {
                "default_placement_id": self.id,
                "default_party": self.env.context.get("interim_followup_party"),
            },
        }

    def action_note_followup(self):
        """Open the form in which a recruiter notes what a side said.

        The context's ``interim_followup_party`` says which side.
        """
        self.ensure_one()
        self._check_followup_open()
        party = self.env.context.get("interim_followup_party")
        note_form = self.env.ref("interim_placement.interim_followup_answer_view_form_note")
        return {
            "name": self.env._("Note What Was Said"),
            "type": "ir.actions.act_window",
            "res_model": "interim.followup.answer",
            "res_id": self._get_followup_question(party).id,
            "views": [(note_form.id, "form")],
            "target": "new",
            "context": {
                "default_placement_id": self.id,
                "default_party": party,
                # To be chosen: the web client saves what is complete when the page is left.
                "default_wants_to_stay": party != "professional" and "unknown",
                "default_extension": party != "client" and "unknown",
            },
        }

    def action_view_followup_answers(self):
        """Open all that both sides said about what comes next, what they said before included."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "interim.followup.answer",
            "view_mode": "list,form",
            "domain": [("placement_id", "=", self.id)],
            "name": self.env._("Said of What Comes Next"),
        }

    def action_take_over_answer(self):
        """Put what the professional said into the professional's record."""
        self.ensure_one()
        self.professional_answer_id.action_take_over()

    def action_ask_next_feedback(self):
        """Ask both sides how it goes, in the check-in that is to be held next."""
        self.ensure_one()
        checkin = self._get_checkins_to_hold()[:1]
        if not checkin:
            raise UserError(
                self.env._(
                    "%s has no check-in to hold any more. Add one under Check-ins.",
                    self.display_name,
                )
            )
        return checkin.action_ask_feedback()

    def action_note_informed(self):
        """Tick the step that those who may help have been told who comes free."""
        self._get_network_steps().filtered("active").action_done()

    def _check_followup_open(self):
        for placement in self:
            if not placement._is_watched_by_checkins() or not placement.date_end:
                raise UserError(
                    self.env._(
                        "%s: what comes next is asked while the placement runs and has an end.",
                        placement.display_name,
                    )
                )

    def _after_terms_change(self):
        result = super()._after_terms_change()
        self.filtered("extension_count")._withdraw_passed_steps()
        return result

    def _withdraw_passed_steps(self):
        """Take away what was still to be done for a follow-up that ended in an extension."""
        steps = (
            self.env["mail.activity"]
            .sudo()
            .search(
                [
                    ("res_model", "=", self._name),
                    ("res_id", "in", self.ids),
                    ("interim_stage_id.phase", "=", "followup"),
                    ("active", "=", True),
                ]
            )
        )
        numbers = {placement.id: placement.extension_count for placement in self}
        steps.filtered(lambda step: step.interim_extension_number < numbers[step.res_id]).unlink()

    # What was said

    def _get_followup_said(self, party):
        """Return what a party said last about the end that comes now; empty when nothing was."""
        self.ensure_one()
        said = self.followup_answer_ids.filtered(
            lambda a: a.party == party and a.answered_on and a._counts()
        )
        return said.sorted(lambda a: (a.answered_on, a._origin.id or 0))[-1:]

    def _get_followup_question(self, party):
        """Return the question to a party that it has not answered itself yet."""
        self.ensure_one()
        return self.followup_answer_ids.filtered(
            lambda a: a.party == party and a.state != "answered" and a._counts()
        )[:1]

    def _describe_followup_said(self, party, said):
        """Return what a party said, and whether it was asked anew, as HTML."""
        lines = said._get_answers() if said else []
        if said:
            source = dict(said._fields["state"]._description_selection(self.env))[said.state]
            lines.append((source, self._format_moment(said.answered_on)))
        question = self._get_followup_question(party)
        if question.asked_on and not (said and said.answered_on > question.asked_on):
            asked = self._format_moment(question.asked_on)
            if question.is_undelivered:
                asked = self.env._("%s: the mail could not be sent", asked)
            lines.append((self.env._("Asked"), asked))
        return self._format_lines(lines)

    def _get_last_words(self):
        """Return what each side said last in a check-in, and what the recruiter noted last."""
        lines = []
        parties = dict(self.response_ids._fields["party"]._description_selection(self.env))
        for party, _label in PARTIES:
            told = self.response_ids.filtered(
                lambda r, party=party: (
                    r.party == party and r.answered_on and (r.remark or r.improvement)
                )
            ).sorted(lambda r: (r.answered_on, r.id))[-1:]
            if told:
                words = " / ".join(filter(None, (told.remark, told.improvement)))
                day = self._format_moment(told.answered_on)
                lines.append((f"{parties[party]}, {day}", words))
        held = self.checkin_ids.filtered(lambda c: c.state == "done" and c.summary)
        last = held.sorted(lambda c: (c.done_on or c.date_planned, c.id))[-1:]
        if last:
            day = format_date(self.env, last.done_on)
            lines.append((f"{last._get_kind()}, {day}", last.summary))
        return lines

    def _describe_options(self):
        """Return how often the client may still extend by the assignment, and until when."""
        self.ensure_one()
        count, months = self.assignment_id.extension_count, self.assignment_id.extension_months
        if not count:
            return self.env._("The assignment names no extension options.")
        left = count - self.extension_count
        if left <= 0:
            return self.env._(
                "All options of the assignment are used (%s). Extending needs a new agreement.",
                count,
            )
        sentence = self.env._("Options left: %(left)s of %(count)s.", left=left, count=count)
        if not months or not self.date_end:
            return sentence
        until = periods.extension_end(self.date_end, months)
        return " ".join(
            (
                sentence,
                self.env._(
                    "The next one, of %(months)s months, runs until %(date)s.",
                    months=months,
                    date=format_date(self.env, until, date_format="long"),
                ),
            )
        )

    def _get_next_on_the_way(self):
        """Return the professional's other placements on their way, colleagues' included."""
        self.ensure_one()
        # Whose placement it is does not matter to what comes next; it is named as far as the user
        # may know (R7).
        return self.professional_id.sudo().placement_ids.filtered(
            lambda p: (
                p.active
                and p.assignment_id
                and p.phase in ("meeting", "proposal", "interview", "negotiation", "onboarding")
                and p.id != self._origin.id
            )
        )

    def _get_network_steps(self):
        self.ensure_one()
        # Remembered by Odoo; a record would be looked up in the database each time.
        network_type_id = self.env["ir.model.data"]._xmlid_to_res_id(NETWORK_TYPE)
        return self.followup_step_ids.filtered(
            lambda step: network_type_id and step.activity_type_id.id == network_type_id
        )

    def _has_preparation(self):
        """Return whether the questions are shown: before somebody works there, nobody asks them."""
        self.ensure_one()
        return self.phase in DECISION_PHASES

    def _get_preparation_states(self):
        """Return how far each question is, by topic: ``open``, ``asked`` or ``answered``."""
        self.ensure_one()
        steps = self._get_network_steps()
        has_options = self.assignment_id.extension_count or (
            self.client_answer_id.extension in ("yes", "no")
        )
        states = {
            "review": bool(self.professional_score and self.client_score),
            "options": bool(has_options),
            "match": bool(self._get_next_on_the_way()),
            "network": bool(steps and not steps.filtered("active")),
        }
        states = {topic: "answered" if known else "open" for topic, known in states.items()}
        for party, _label in PARTIES:
            asked = "asked" if self._get_followup_question(party) else "open"
            states[party] = "answered" if self[f"{party}_answer_id"] else asked
        return {topic: states[topic] for topic in TOPICS}

    # Whom to inform

    def _get_people_to_inform(self):
        """Return who may help or must know, as (contact, why) pairs.

        :return: list of (res.partner, sentence)
        """
        self.ensure_one()
        rows = []
        client = self._get_party_partner("client")
        if client:
            rows.append((client, self.env._("client: the end, the handover, other work")))
        by_colleague = self.followup_match_ids.filtered("user_id").grouped("user_id")
        for user, assignments in by_colleague.items():
            if user != self.user_id:
                roles = ", ".join(assignments.mapped("display_name"))
                rows.append((user.partner_id, self.env._("colleague: has open %s", roles)))
        for reference, results in self.professional_id.result_ids.grouped("reference_id").items():
            if reference and reference != client:
                names = ", ".join(results.mapped("name"))
                rows.append((reference, self.env._("reference: can confirm %s", names)))
        return rows

    def _format_consent_warning(self):
        warning = self.env._(
            "Outside the agency, name %s only with permission: there is no CV consent on record.",
            self.professional_id.name,
        )
        return Markup('<div class="text-warning">%s</div>') % warning

    @api.model
    def _format_people(self, rows):
        items = [
            Markup("<li>%s, %s%s</li>") % (partner.name, why, self._format_addresses(partner))
            for partner, why in rows
        ]
        if not items:
            return False
        return Markup('<ul class="mb-0 ps-3">%s</ul>') % Markup("").join(items)

    @api.model
    def _format_addresses(self, partner):
        links = []
        if partner.phone:
            links.append(Markup('<a href="tel:%s">%s</a>') % (partner.phone, partner.phone))
        if partner.email:
            links.append(Markup('<a href="mailto:%s">%s</a>') % (partner.email, partner.email))
        return Markup("").join(Markup("<br/>%s") % link for link in links)

    @api.model
    def _format_lines(self, lines):
        """Return (label, text) pairs as HTML; False without any."""
        items = [
            Markup('<div><span class="text-muted">%s:</span> %s</div>')
            % (label, Markup("<br/>").join((text or "").splitlines()))
            for label, text in lines
        ]
        return Markup("").join(items) or False

    def _format_moment(self, moment):
        return format_date(self.env, fields.Datetime.context_timestamp(self, moment).date())
