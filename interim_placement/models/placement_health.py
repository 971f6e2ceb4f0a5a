from collections import namedtuple
from datetime import timedelta

from odoo import api, fields, models
from odoo.tools.misc import format_date

from ..tools import checkins, periods
from .health_levels import HEALTH, HEALTH_ORDER

# level: one of HEALTH; message: one sentence for people
Finding = namedtuple("Finding", ["level", "message"])


class InterimPlacement(models.Model):
    """Is it well? Derived from stored facts, by rules that a person can read."""

    _inherit = "interim.placement"

    last_contact_date = fields.Date(
        copy=False,
        help="The last real contact with either side: a meeting or a check-in held, a call logged"
        " as done, a message or an answer received. What a machine sent does not count.",
    )
    contact_day_ids = fields.One2many("interim.contact.day", "placement_id", "Days of Contact")
    health = fields.Selection(
        HEALTH, compute="_compute_health", store=True, index=True, default="on_track"
    )
    health_reasons = fields.Text(compute="_compute_health_reasons")
    health_review_date = fields.Date(
        compute="_compute_health",
        store=True,
        index="btree_not_null",
        help="The day on which the health may change without anybody changing the placement.",
    )

    @api.depends(lambda self: self._get_health_depends())
    def _compute_health(self):
        findings = self._get_health_findings()
        review_dates = self._get_health_review_dates()
        for placement in self:
            levels = [finding.level for finding in findings[placement]]
            placement.health = max(levels, key=HEALTH_ORDER.index, default="on_track")
            placement.health_review_date = review_dates[placement]

    @api.depends(lambda self: self._get_health_depends())
    @api.depends_context("uid", "lang")
    def _compute_health_reasons(self):
        findings = self._get_health_findings()
        for placement in self:
            placement.health_reasons = "\n".join(finding.message for finding in findings[placement])

    def _get_health_depends(self):
        return [
            "active",
            "phase",
            "stage_id.rotting_threshold_days",
            "date_last_stage_update",
            "date_start",
            "terms_state",
            "has_conflict",
            "last_contact_date",
            "company_id.interim_no_contact_days",
            "activity_ids.active",
            "activity_ids.date_deadline",
            "activity_ids.interim_checkin_id",
            "activity_ids.interim_followup_deadline",
            "next_checkin_date",
            "extension_in_discussion",
            "current_terms_id",
            "date_end",
            "followup_state",
            "followup_deadline",
            "professional_score",
            "client_score",
        ]

    def _get_health_findings(self):
        """Return what is not well, as a list of findings by placement. Extend with further rules.

        Late activity or check-in, stage too old, overbooked professional, no contact, a low score
        and scores that differ ask for attention, and so does what comes next when it is not decided
        in time; a start date that passed without agreed terms, an end that is near or passed
        without a decision and an alarming score are a risk.
        """
        today = fields.Date.context_today(self)
        findings = {placement: [] for placement in self}
        watched = self._filter_watched()
        deadlines = watched._get_first_deadlines()
        for placement in watched:
            found = findings[placement]
            start, deadline = placement.date_start, deadlines.get(placement._origin.id)
            if start and start <= today and placement.terms_state != "agreed":
                message = self.env._("Started on %s without agreed terms.", self._to_text(start))
                found.append(Finding("at_risk", message))
            if deadline and deadline < today:
                message = self.env._("An activity is late since %s.", self._to_text(deadline))
                found.append(Finding("attention", message))
            checkin_date = placement.next_checkin_date
            if checkin_date and checkin_date < today and not placement._waits_for_extension():
                message = self.env._("A check-in is late since %s.", self._to_text(checkin_date))
                found.append(Finding("attention", message))
            found += placement._get_score_findings()
            found += placement._get_followup_findings()
            rots_on = placement._get_rotting_date()
            if rots_on and rots_on <= today:
                message = self.env._(
                    "In stage %(stage)s since %(date)s, longer than %(days)s days.",
                    stage=placement.stage_id.name,
                    date=self._to_text(placement.date_last_stage_update.date()),
                    days=placement.stage_id.rotting_threshold_days,
                )
                found.append(Finding("attention", message))
            silent_on = placement._get_no_contact_date()
            if silent_on and silent_on <= today:
                message = self.env._(
                    "No contact for more than %s days.",
                    placement.company_id.interim_no_contact_days,
                )
                found.append(Finding("attention", message))
        for placement, sentences in watched.filtered("has_conflict")._get_conflicts().items():
            findings[placement] += [Finding("attention", sentence) for sentence in sentences]
        return findings

    def _get_score_findings(self):
        """Return what the last scores of both sides tell, as a list of findings."""
        self.ensure_one()
        findings = []
        for response in (self.professional_response_id, self.client_response_id):
            level = checkins.judge_score(response.score)
            if level:
                parties = dict(response._fields["party"]._description_selection(self.env))
                message = self.env._(
                    "%(party)s gave a %(score)s on %(date)s.",
                    party=parties[response.party],
                    score=response.score,
                    date=self._to_text(
                        fields.Datetime.context_timestamp(self, response.answered_on).date()
                    ),
                )
                findings.append(Finding(level, message))
        if checkins.do_scores_differ(self.professional_score, self.client_score):
            message = self.env._(
                "The scores differ: professional %(professional)s, client %(client)s.",
                professional=self.professional_score,
                client=self.client_score,
            )
            findings.append(Finding("attention", message))
        return findings

    def _get_followup_findings(self):
        """Return whether what comes next is decided in time, as a list of findings."""
        self.ensure_one()
        today = fields.Date.context_today(self)
        if self._is_followup_settled() or self.followup_deadline >= today:
            return []
        is_over = self.date_end < today
        days = {
            "end": self._to_text(self.date_end),
            "deadline": self._to_text(self.followup_deadline),
        }
        if self.extension_in_discussion and is_over:
            level = "at_risk"
            message = self.env._(
                "Ended on %(end)s, and the extension is still in discussion.", **days
            )
        elif self.extension_in_discussion:
            level = "attention"
            message = self.env._(
                "The extension in discussion should have been settled by %(deadline)s.", **days
            )
        elif is_over:
            level = "at_risk"
            message = self.env._("Ended on %(end)s, and what comes next is not decided.", **days)
        else:
            level = "at_risk" if self._get_notice_date() <= today else "attention"
            message = self.env._(
                "Ends on %(end)s; what comes next should have been decided by %(deadline)s.", **days
            )
        return [Finding(level, message)]

    def _get_followup_review_dates(self):
        """Return the days on which it is late, a risk and too late that nothing is decided."""
        self.ensure_one()
        if self._is_followup_settled():
            return []
        one_day = timedelta(days=1)
        return [
            self.followup_deadline + one_day,
            self._get_notice_date(),
            self.date_end + one_day,
        ]

    def _is_followup_settled(self):
        """Return whether there is nothing to decide: it is done, or nobody runs to an end here."""
        self.ensure_one()
        is_decided = self.followup_state != "undecided" and not self.extension_in_discussion
        return is_decided or not self._is_running_to_an_end()

    def _get_notice_date(self):
        """Return when the notice of the terms, or else a month, is all that is left."""
        self.ensure_one()
        terms = self.current_terms_id
        return periods.latest_notice(self.date_end, terms.notice_months or 1, terms.notice_rule)

    def _get_health_review_dates(self):
        """Return by placement the next day on which a rule may say something else, or False."""
        today = fields.Date.context_today(self)
        review_dates = dict.fromkeys(self, False)
        watched = self._filter_watched()
        deadlines = watched._get_first_deadlines()
        for placement in watched:
            deadline = deadlines.get(placement._origin.id)
            days = [
                placement.terms_state != "agreed" and placement.date_start,
                deadline and deadline + timedelta(days=1),
                placement.next_checkin_date and placement.next_checkin_date + timedelta(days=1),
                placement._get_rotting_date(),
                placement._get_no_contact_date(),
                *placement._get_followup_review_dates(),
            ]
            review_dates[placement] = min(
                (day for day in days if day and day > today), default=False
            )
        return review_dates

    def _filter_watched(self):
        return self.filtered(lambda p: p.active and p.phase != "done")

    def _get_first_deadlines(self):
        """Return the earliest deadline of the open activities, by placement id."""
        rows = (
            self.env["mail.activity"]
            .sudo()
            ._read_group(
                [
                    ("res_model", "=", self._name),
                    ("res_id", "in", self._origin.ids),
                    # Said in words: the context may ask for archived records, done ones here.
                    ("active", "=", True),
                    # Told apart.
                    ("interim_checkin_id", "=", False),
                    ("interim_followup_deadline", "=", False),
                ],
                ["res_id"],
                ["date_deadline:min"],
            )
        )
        return dict(rows)

    def _get_rotting_date(self):
        """Return the first day on which the placement is too long in its stage, or False."""
        self.ensure_one()
        threshold = self.stage_id.rotting_threshold_days
        if not threshold or not self.date_last_stage_update:
            return False
        return self.date_last_stage_update.date() + timedelta(days=threshold + 1)

    def _get_no_contact_date(self):
        """Return the first day on which contact has been missing for too long, or False."""
        self.ensure_one()
        limit = self.company_id.interim_no_contact_days
        since = self.last_contact_date or self.date_start
        if self.phase not in ("active", "followup") or not limit or not since:
            return False
        return since + timedelta(days=limit + 1)

    def _register_contact(self, day):
        """Note that there was real contact with one of the parties on this day."""
        placements = self.exists().sudo()
        placements.filtered(
            lambda p: not p.last_contact_date or p.last_contact_date < day
        ).last_contact_date = day
        placements.env["interim.contact.day"]._note(placements, day)

    def _message_post_after_hook(self, message, msg_vals):
        author = message.author_id
        is_party = author == self.professional_partner_id or (
            self.client_id and author.commercial_partner_id == self.client_id.commercial_partner_id
        )
        is_personal = not self.env.context.get("interim_automatic_mail")
        if is_party and is_personal and message.message_type in ("email", "comment"):
            self._register_contact(fields.Date.context_today(self))
        return super()._message_post_after_hook(message, msg_vals)

    @api.model
    def _cron_refresh_health(self, batch_size=1000):
        """Bring the health up to date where time alone has changed it.

        Looks at due placements only, so its cost does not grow with those that need nothing, and
        catches up after any silence: every due date before today counts.
        """
        self._register_held_meetings()
        domain = [("health_review_date", "<=", fields.Date.context_today(self))]
        while batch := self.search(domain, limit=batch_size, order="health_review_date, id"):
            for field_name in ("health", "health_review_date"):
                self.env.add_to_compute(self._fields[field_name], batch)
            batch.flush_recordset(["health", "health_review_date"])
            remaining = self.search_count(domain)
            if not self.env["ir.cron"]._commit_progress(len(batch), remaining=remaining):
                return

    def _to_text(self, day):
        return format_date(self.env, day)
