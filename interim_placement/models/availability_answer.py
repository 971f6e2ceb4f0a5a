import secrets

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools.misc import format_date

from ..tools import capacity
from .hours_words import describe_hours
from .token_mixin import TOKEN_BYTES
from .weekday_mixin import WEEKDAY_FIELDS

# What stands on the professional's record and is asked, in the order of a talk. The fields have the
# same names there.
RECORD_FIELDS = (
    "available_from",
    "hours_min",
    "hours_max",
    *WEEKDAY_FIELDS,
    "assignment_type_ids",
    "industry_ids",
    "office_days_max",
    "max_distance_km",
    "wishes",
)
QUESTION_FIELDS = frozenset({*RECORD_FIELDS, "is_available", "ask_again_on", "stop_asking"})


class InterimAvailabilityAnswer(models.Model):
    """What a professional was asked about its availability, and said of it on its own page.

    Each is one question, mailed to one person. Asking again closes the question before. What was
    said is put on the professional's record at once; what the agency judges stays as it is.
    """

    _name = "interim.availability.answer"
    _description = "Answer about Availability"
    _inherit = ["interim.answer.mixin", "interim.weekday.mixin", "interim.line.mixin"]
    _page_path = "availability"
    _line_parent = "professional_id"
    _answer_fields = QUESTION_FIELDS | {"state", "answered_on"}
    _order = "id desc"
    _check_company_auto = True

    professional_id = fields.Many2one(
        "interim.professional", required=True, index=True, ondelete="cascade", check_company=True
    )
    company_id = fields.Many2one(
        related="professional_id.company_id", store=True, precompute=True, index=True
    )
    email = fields.Char("Mailed To", help="The address that the question was mailed to.")
    asked_by_id = fields.Many2one("res.users", ondelete="set null")
    expires_on = fields.Date(
        "Answer Until",
        copy=False,
        help="The last day on which the link can be used. Empty = without an end.",
    )
    state = fields.Selection(
        [
            ("open", "Asked"),
            ("answered", "Answered"),
            ("expired", "Expired"),
            ("withdrawn", "Withdrawn"),
        ],
        required=True,
        default="open",
        copy=False,
        index=True,
    )

    # What was said
    is_available = fields.Selection(
        [("yes", "Yes"), ("no", "Not for Now")],
        "Available",
        help="Whether the professional is open to a new assignment, now or from a later day.",
    )
    available_from = fields.Date()
    hours_min = fields.Float("Hours a Week, From")
    hours_max = fields.Float("Hours a Week, To")
    assignment_type_ids = fields.Many2many("interim.assignment.type", string="Wished Types")
    industry_ids = fields.Many2many("res.partner.industry", string="Wished Sectors")
    office_days_max = fields.Integer("Office Days, at Most")
    max_distance_km = fields.Integer("Distance, at Most (km)")
    wishes = fields.Text("Other Wishes")
    ask_again_on = fields.Date("Ask Again From")
    stop_asking = fields.Boolean("Not to Be Asked by Mail")
    summary = fields.Text("Said", compute="_compute_summary")

    _one_open = models.UniqueIndex(
        "(professional_id) WHERE state = 'open'",
        "This professional was asked at this moment. Look at that question first.",
    )
    _open_expiry_idx = models.Index("(expires_on) WHERE state = 'open'")
    _token_uniq = models.UniqueIndex("(access_token) WHERE access_token IS NOT NULL")
    _hours_range = models.Constraint(
        "CHECK(hours_min >= 0 AND hours_max >= 0 AND (hours_max = 0 OR hours_min <= hours_max)"
        " AND hours_max <= 168 AND hours_min <= 168)",
        "The hours a week must run from low to high, at most 168.",
    )

    @api.depends("professional_id.name", "asked_on")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for answer in self:
            asked = answer.asked_on and format_date(self.env, answer.asked_on)
            answer.display_name = ", ".join(filter(None, (answer.professional_id.name, asked)))

    @api.depends(*QUESTION_FIELDS, "answered_on")
    @api.depends_context("lang")
    def _compute_summary(self):
        for answer in self:
            pairs = answer._get_answers() if answer.answered_on else ()
            answer.summary = "\n".join(f"{label}: {text}" for label, text in pairs)

    def action_withdraw(self):
        """Close open questions: their links can no longer be used."""
        self.professional_id.check_access("write")
        self.sudo().filtered(lambda answer: answer.state == "open").state = "withdrawn"

    # Asking

    @api.model
    def _ask(self, mails):
        """Ask professionals, each by a mail with an own link. An open question is replaced.

        The mails wait in the queue: all of them go, or, when something fails before, none.
        The number of queries hardly depends on how many are asked.

        :param dict mails: (subject, body) by professional; a body holds the place of the link
        :return: the questions, as superuser
        """
        professionals = self.env["interim.professional"].concat(*mails)
        answers = self.sudo()
        known = [("professional_id", "in", professionals.ids), ("state", "=", "open")]
        answers.search(known).write({"state": "withdrawn"})
        # The unique index looks at the database: what was withdrawn must not be open there.
        self.flush_model(["state"])
        questions = answers.create([self._prepare_question(p) for p in professionals])
        notes, values = {}, {}
        for professional, question in zip(professionals, questions, strict=True):
            subject, body = mails[professional]
            values[professional] = {
                "subject": subject,
                "body_html": question._put_own_link(body),
                "recipient_ids": [(4, question.partner_id.id)],
            }
            notes[professional] = self.env._(
                "Asked for the availability, by mail to %s.", question.email
            )
        sent = professionals._create_own_mails(values, notes)
        for question, mail in zip(questions, sent, strict=True):
            question.mail_id = mail
        self.env.ref("mail.ir_cron_mail_scheduler_action").sudo()._trigger()
        return questions

    @api.model
    def _prepare_question(self, professional):
        company = professional.company_id
        return {
            "professional_id": professional.id,
            "partner_id": professional.partner_id.id,
            "email": professional.email_normalized or professional.email,
            "asked_by_id": self.env.uid,
            "asked_on": fields.Datetime.now(),
            "expires_on": company._get_availability_link_expiry(),
            "access_token": secrets.token_urlsafe(TOKEN_BYTES),
        }

    # The page

    def _get_thread(self):
        self.ensure_one()
        return self.professional_id

    def _is_open(self):
        self.ensure_one()
        today = fields.Date.context_today(self)
        return (
            self.state == "open"
            and (not self.expires_on or self.expires_on >= today)
            and self.professional_id.active
            # The record may have got another contact: that link is no longer theirs.
            and self.partner_id == self.professional_id.partner_id
        )

    def _is_replaced(self):
        """Return whether the same professional was asked anew since."""
        self.ensure_one()
        newer = [("professional_id", "=", self.professional_id.id), ("id", ">", self.id)]
        return bool(self.search_count(newer, limit=1))

    def _get_frozen_message(self):
        return self.env._(
            "%(name)s answered this on %(date)s, and that cannot be changed. Correct the record of"
            " the professional, or ask again.",
            name=self.professional_id.name,
            date=format_date(self.env, self.answered_on),
        )

    def _answer(self, said):
        """Note what the professional said on its page, put it on record and tell the recruiter.

        :param dict said: the answers by field; what is left out is not known
        :raises UserError: when it can no longer be answered
        """
        self.ensure_one()
        # Two clicks at once: the database refuses the second, Odoo tries it again, and then it
        # finds the question answered.
        if not self._is_open():
            raise UserError(self.env._("This question is closed."))
        values = {name: said[name] for name in QUESTION_FIELDS if name in said}
        self.write({**values, "state": "answered", "answered_on": fields.Datetime.now()})
        answer = self._with_recruiter_language()
        answer._tell_recruiter(answer._put_on_record())

    def _put_on_record(self):
        """Write what was said on the professional's record.

        :return: (label, text) pairs of what changed, in words, from what to what
        """
        professional = self.professional_id.with_env(self.env)
        before = dict(self._describe(professional))
        professional._track_set_author(self.partner_id)
        professional.write(self._prepare_record())
        after = dict(self._describe(professional))
        nothing = self.env._("nothing")
        return [
            (
                label,
                self.env._(
                    "%(before)s → %(after)s",
                    before=before[label] or nothing,
                    after=after[label] or nothing,
                ),
            )
            for label in after
            if after[label] != before[label]
        ]

    def _prepare_record(self):
        """Return what the professional's record is to say from here on."""
        told_on = fields.Datetime.context_timestamp(self, self.answered_on).date()
        values = {
            "ask_again_on": self.ask_again_on,
            "stop_asking": self.stop_asking,
        }
        if self.is_available == "no":
            if self.wishes:
                values["wishes"] = self.wishes
            # When and how much is not known any more; nobody is to be proposed by what was.
            return {**values, "availability_confirmed_on": False, "unavailable_said_on": told_on}
        for name in RECORD_FIELDS:
            is_many = self._fields[name].type == "many2many"
            values[name] = [(6, 0, self[name].ids)] if is_many else self[name]
        known_on = self.professional_id.availability_confirmed_on or told_on
        return {
            **values,
            "ask_again_on": False,
            "unavailable_said_on": False,
            "availability_confirmed_on": max(told_on, known_on),
        }

    def _tell_recruiter(self, changes):
        lines = [*self._get_refusals(), *changes]
        if not lines:
            lines = [(self.env._("Confirmed"), self.env._("all as it is on record"))]
        lines += [(self.env._("Please check"), hint) for hint in self._get_hints()]
        professional = self.professional_id
        self._post_answer(
            self.env._("%s answered about the availability", professional.name),
            lines,
            listeners=(professional.user_id | self.asked_by_id).filtered("active"),
        )

    def _get_hints(self):
        """Return what the answer runs into, as sentences: what is agreed already (R3)."""
        professional = self.professional_id.with_env(self.env).sudo()
        if self.is_available == "no" or not professional.placed_until:
            return []
        placement = professional.placement_ids[:1]
        today = fields.Date.context_today(self)
        bookings = [
            booking
            for booking in placement._get_agreed_bookings()[professional.id]
            if not booking.end or booking.end >= today
        ]
        overloads = capacity.overloads(bookings, professional.hours_max)
        hints = placement._describe_overloads(
            [one for one in overloads if not one.end or one.end >= today]
        )
        taken = frozenset().union(*(booking.weekdays for booking in bookings))
        told = professional._get_weekdays()
        if told and taken - told:
            names = self._get_weekday_names()
            days = ", ".join(names[day] for day in sorted(taken - told))
            hints.append(self.env._("Agreed days that were not told: %s.", days))
        return hints

    # In words

    def _get_answers(self):
        """Return what was said as (label, text) pairs, in the language of the environment."""
        self.ensure_one()
        if self.is_available == "no":
            said = [(self.env._("Other wishes"), self.wishes)]
        else:
            said = self._describe(self)
        return [(label, text) for label, text in [*self._get_refusals(), *said] if text]

    def _get_refusals(self):
        """Return what the professional does not want, as (label, text) pairs."""
        pairs = []
        if self.is_available == "no":
            pairs.append((self.env._("Available"), self.env._("not for now")))
            if self.ask_again_on:
                pairs.append((self.env._("Ask again from"), self._format_day(self.ask_again_on)))
        if self.stop_asking:
            pairs.append((self.env._("Mails that ask for the availability"), self.env._("no more")))
        return pairs

    @api.model
    def _describe(self, record):
        """Return what is said of the availability as (label, text) pairs, in words.

        :param record: an answer or a professional
        """
        names = self._get_weekday_names()
        is_said = record._name == self._name
        start = record.available_from if is_said else record._get_next_start()
        most = {name: str(record[name] or "") for name in ("office_days_max", "max_distance_km")}
        return [
            (
                self.env._("Available from"),
                self._format_day(start) or self.env._("at once"),
            ),
            (
                self.env._("Hours a week"),
                describe_hours(self.env, record.hours_min, record.hours_max),
            ),
            (
                self.env._("Days"),
                ", ".join(names[day] for day in sorted(record._get_weekdays())),
            ),
            (
                self.env._("Wished types"),
                ", ".join(record.assignment_type_ids.with_env(self.env).mapped("name")),
            ),
            (
                self.env._("Wished sectors"),
                ", ".join(record.industry_ids.with_env(self.env).mapped("name")),
            ),
            (self.env._("Office days a week, at most"), most["office_days_max"]),
            (self.env._("Kilometres, at most"), most["max_distance_km"]),
            (self.env._("Other wishes"), record.wishes or ""),
        ]

    # The daily job

    @api.model
    def _cron_expire(self, batch_size=1000):
        """Mark the questions whose link can no longer be used, whatever day that happened on."""
        domain = [("state", "=", "open"), ("expires_on", "<", fields.Date.context_today(self))]
        while batch := self.search(domain, limit=batch_size, order="id"):
            batch.write({"state": "expired"})
            remaining = self.search_count(domain)
            if not self.env["ir.cron"]._commit_progress(len(batch), remaining=remaining):
                return
