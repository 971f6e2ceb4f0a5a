from datetime import datetime, timedelta
from functools import cache

import pytz
from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

from ..tools import periods
from .placement_stage import CHECKIN_PHASES

MOST_MONTHS = 24
MOST_DAYS = 3650
SATURDAY = 5  # as date.weekday() counts


class ResCompany(models.Model):
    _inherit = "res.company"

    interim_fulltime_hours = fields.Float(
        "Full-Time Hours", default=36.0, help="Hours a week that make 1.0 fte."
    )
    interim_followup_months = fields.Integer(
        "Follow-up Lead Months",
        default=3,
        help="The follow-up begins this number of months before the end of a placement.",
    )
    interim_decision_months = fields.Integer(
        "Follow-up Decision Months",
        default=2,
        help="What comes next is to be decided this number of months before the end.",
    )
    interim_followup_auto_move = fields.Boolean(
        "Move to the Follow-up",
        default=True,
        help="On: the card of a placement moves to the follow-up by itself on the day on which the"
        " preparation must begin.",
    )
    interim_availability_days = fields.Integer(
        "Availability Confirmation Days",
        default=60,
        help="A professional's availability is unknown when it was not confirmed for longer.",
    )
    interim_availability_link_days = fields.Integer(
        "Days to Answer about Availability",
        default=30,
        help="A question about the availability can be answered this number of days. 0 = without"
        " an end.",
    )
    interim_deadline_days = fields.Integer(
        "Deadline Days",
        default=5,
        help="An open assignment that closes within this number of days, and for which nobody is"
        " proposed, asks for attention. 0 = never.",
    )
    interim_no_contact_days = fields.Integer(
        "No-Contact Days",
        default=21,
        help="A running placement asks for attention after this number of days without contact."
        " 0 = never.",
    )
    interim_evaluation_months = fields.Integer(
        "Evaluation Interval",
        default=3,
        help="Months between the evaluations of a placement. 0 = none.",
    )
    interim_escalation_user_ids = fields.Many2many(
        "res.users",
        "res_company_interim_escalation_user_rel",
        string="Told of Trouble",
        help="Who hears of alarming scores and missed check-ins. Empty = all managers.",
    )
    interim_auto_send = fields.Boolean(
        "Mail Without Asking",
        help="Propose to mail clients and professionals. Off: nobody is mailed until the recruiter"
        " chooses so.",
    )

    interim_contract_signatory_id = fields.Many2one(
        "res.users",
        "Signs for the Agency",
        help="Who signs contracts for the agency. Empty = the recruiter of the placement.",
    )
    interim_contract_expiry_days = fields.Integer(
        "Days to Sign", default=30, help="0 = contracts can be signed without an end."
    )
    interim_contract_reminder_days = fields.Integer(
        "Remind After (Days)",
        default=5,
        help="A signature that is asked for is brought to mind after this number of days, and again"
        " after as many. 0 = never.",
    )
    interim_contract_reminder_mail = fields.Boolean(
        "Mail Reminders",
        help="On: who is to sign gets the reminder by mail, without asking. Off: the recruiter gets"
        " a task.",
    )
    interim_contract_auto_final = fields.Boolean(
        "Mail Signed Contracts",
        help="On: after the last signature, the signers get the signed contract by mail, without"
        " asking. Off: the recruiter is shown the mail first.",
    )
    interim_contract_auto_move = fields.Boolean(
        "Move On After Signature",
        help="On: a placement in negotiation moves to the next stage once all contracts are signed"
        " and its requirements are met.",
    )

    _interim_fulltime_hours_range = models.Constraint(
        "CHECK(interim_fulltime_hours > 0 AND interim_fulltime_hours <= 168)",
        "The full-time hours a week must be more than 0 and at most 168.",
    )
    _interim_days_positive = models.Constraint(
        "CHECK(interim_followup_months >= 0 AND interim_decision_months >= 0"
        " AND interim_availability_days >= 0 AND interim_availability_link_days >= 0"
        " AND interim_deadline_days >= 0"
        " AND interim_no_contact_days >= 0 AND interim_evaluation_months >= 0"
        " AND interim_contract_expiry_days >= 0 AND interim_contract_reminder_days >= 0)",
        "The interim placement settings cannot be negative.",
    )

    @api.constrains(
        "interim_followup_months",
        "interim_decision_months",
        "interim_availability_days",
        "interim_availability_link_days",
        "interim_deadline_days",
        "interim_evaluation_months",
        "interim_contract_expiry_days",
        "interim_contract_reminder_days",
    )
    def _check_interim_limits(self):
        # Not in the database: what is computed from them would fail before it is asked.
        for company in self:
            if company.interim_evaluation_months > MOST_MONTHS:
                raise ValidationError(
                    self.env._(
                        "%(company)s: the evaluation interval cannot be more than %(most)s months.",
                        company=company.name,
                        most=MOST_MONTHS,
                    )
                )
            if company.interim_followup_months > MOST_MONTHS:
                raise ValidationError(
                    self.env._(
                        "%(company)s: the follow-up cannot begin more than %(most)s months before"
                        " the end.",
                        company=company.name,
                        most=MOST_MONTHS,
                    )
                )
            if company.interim_decision_months > company.interim_followup_months:
                raise ValidationError(
                    self.env._(
                        "%(company)s: the follow-up begins %(start)s months before the end, and is"
                        " to be decided %(decision)s months before it. Let it begin earlier, or be"
                        " decided later.",
                        company=company.name,
                        start=company.interim_followup_months,
                        decision=company.interim_decision_months,
                    )
                )
            if company.interim_availability_days > MOST_DAYS:
                raise ValidationError(
                    self.env._(
                        "%(company)s: an availability cannot count for more than %(most)s days.",
                        company=company.name,
                        most=MOST_DAYS,
                    )
                )
            if (
                max(company.interim_availability_link_days, company.interim_deadline_days)
                > MOST_DAYS
            ):
                raise ValidationError(
                    self.env._(
                        "%(company)s: the days to answer about the availability, and before a"
                        " closing time, cannot be more than %(most)s.",
                        company=company.name,
                        most=MOST_DAYS,
                    )
                )

            if (
                max(company.interim_contract_expiry_days, company.interim_contract_reminder_days)
                > MOST_DAYS
            ):
                raise ValidationError(
                    self.env._(
                        "%(company)s: the days to sign a contract, and until a reminder, cannot be"
                        " more than %(most)s.",
                        company=company.name,
                        most=MOST_DAYS,
                    )
                )

    def write(self, vals):
        """Write values; check-ins and follow-ups move with what they are planned by (R5)."""
        result = super().write(vals)
        if not vals.keys().isdisjoint({"interim_followup_months", "interim_decision_months"}):
            self.env.ref("interim_placement.cron_followup")._trigger()
        if not vals.keys().isdisjoint({"interim_deadline_days", "resource_calendar_id"}):
            self.env.ref("interim_placement.cron_deadlines")._trigger()
        if not vals.keys().isdisjoint({"resource_calendar_id", "interim_evaluation_months"}):
            self._refresh_checkins()
        return result

    def _get_interim_zone(self):
        """Return the time zone in which the company works, as a tzinfo."""
        return pytz.timezone(self.resource_calendar_id.tz or "UTC")

    def _get_availability_link_expiry(self):
        """Return the last day on which a question that is asked today can be answered, or False."""
        self.ensure_one()
        days = self.interim_availability_link_days
        return bool(days) and fields.Date.context_today(self) + timedelta(days=days)

    def _get_escalation_users(self):
        """Return who is told of trouble: those of the settings, otherwise all managers."""
        self.ensure_one()
        managers = self.interim_escalation_user_ids
        if not managers:
            group = self.env.ref("interim_placement.group_interim_manager")
            managers = group.sudo().all_user_ids.filtered(
                lambda user: self in user.company_ids and not user.share
            )
        return managers.filtered("active")

    def _with_managers_language(self):
        """Return the company in the language of those who are told of trouble.

        Neither the scheduler's nor that of the client who caused it.
        """
        self.ensure_one()
        return self.with_context(lang=self.sudo()._get_escalation_users()[:1].lang or self.env.lang)

    def _refresh_checkins(self, periods_changed=None):
        """Bring check-ins in step after working days or the evaluation interval have changed.

        :param periods_changed: (first, last) dates of days off; without it, all days may differ
        """
        placements = self.env["interim.placement"].sudo()
        domain = Domain("company_id", "in", self.ids)
        if periods_changed is None:
            found = placements.search(domain & Domain("phase", "in", CHECKIN_PHASES))
        else:
            neighbours = [placements._get_checkin_neighbours(*days) for days in periods_changed]
            checkins = self.env["interim.checkin"].sudo()
            rows = checkins._read_group(domain & Domain.OR(neighbours), ["placement_id"])
            found = placements.concat(*(placement for (placement,) in rows))
        found._sync_checkins_soon()

    def _get_dates_before_end(self, months, placement_periods):
        """Return the day that lies this long before the end of each period.

        It is rolled back to a working day, and never before the start.

        :param int months: how long before the end
        :param placement_periods: list of (start, end) dates, either may be empty
        :return: list of dates, or False where there is no end
        """
        lead = relativedelta(months=months)
        is_working_day = self._get_working_day_test()
        dates = []
        for start, end in placement_periods:
            if not end:
                dates.append(False)
                continue
            day = periods.roll(end - lead, is_working_day, "preceding")
            dates.append(max(day, start) if start else day)
        return dates

    def _refresh_followup_dates(self):
        """Compute the follow-up dates that are still to come again, after days off have changed.

        Computed once per transaction, however many days change in it.
        """
        if not self:
            return
        # Closed ones too: they may be opened again.
        placements = self.env["interim.placement"].sudo().with_context(active_test=False)
        for name in ("followup_date", "followup_deadline"):
            upcoming = placements.search(
                [
                    ("company_id", "in", self.ids),
                    ("phase", "!=", "done"),
                    (name, ">=", fields.Date.today()),
                ]
            )
            self.env.add_to_compute(placements._fields[name], upcoming)

    def _get_working_day_test(self):
        """Return a function that tells whether a day is a working day of the company.

        It reads the company's working hours and public leaves once for each year it is asked
        about, so that a whole batch of days costs as much as one.
        """
        calendar = self.resource_calendar_id
        # A calendar without hours is not filled in yet: Monday to Friday until it is.
        if not calendar.attendance_ids:
            return lambda day: day.weekday() < SATURDAY

        @cache
        def days_off(year):
            first, last = datetime(year, 1, 1), datetime(year, 12, 31, 23, 59, 59)
            unusual = calendar._get_unusual_days(first, last, self)
            return {day for day, is_off in unusual.items() if is_off}

        return lambda day: fields.Date.to_string(day) not in days_off(day.year)
