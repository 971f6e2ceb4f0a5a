from datetime import datetime, time, timedelta

from dateutil.relativedelta import relativedelta

from odoo import fields, models

from ..tools import periods

# No calendar has more days off in a row; beyond it a search for a working day is an error.
LONGEST_HOLIDAY = timedelta(days=60)


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
    interim_availability_days = fields.Integer(
        "Availability Confirmation Days",
        default=60,
        help="A professional's availability is unknown when it was not confirmed for longer.",
    )
    interim_no_contact_days = fields.Integer(
        "No-Contact Days",
        default=21,
        help="A running placement asks for attention after this number of days without contact."
        " 0 = never.",
    )
    interim_auto_send = fields.Boolean(
        "Mail Without Asking",
        help="Propose to mail clients and professionals. Off: nobody is mailed until the recruiter"
        " chooses so.",
    )

    _interim_fulltime_hours_range = models.Constraint(
        "CHECK(interim_fulltime_hours > 0 AND interim_fulltime_hours <= 168)",
        "The full-time hours a week must be more than 0 and at most 168.",
    )
    _interim_days_positive = models.Constraint(
        "CHECK(interim_followup_months >= 0 AND interim_availability_days >= 0"
        " AND interim_no_contact_days >= 0)",
        "The interim placement settings cannot be negative.",
    )

    def _get_followup_dates(self, placement_periods):
        """Return when the follow-up of each period must begin.

        That is the company's lead months before the end, rolled back to a working day, and never
        before the start.

        :param placement_periods: list of (start, end) dates, either may be empty
        :return: list of dates, or False where there is no end
        """
        lead = relativedelta(months=self.interim_followup_months)
        targets = [end and end - lead for _start, end in placement_periods]
        is_working_day = self._get_working_day_test([day for day in targets if day])
        followup_dates = []
        for (start, _end), target in zip(placement_periods, targets, strict=True):
            if not target:
                followup_dates.append(False)
                continue
            day = periods.roll(target, is_working_day, "preceding")
            followup_dates.append(max(day, start) if start else day)
        return followup_dates

    def _get_working_day_test(self, days):
        """Return a function that tells whether a day is a working day around the given days.

        Reads the company's working hours and public leaves once, for all days together.
        """
        calendar = self.resource_calendar_id
        if not calendar or not days:
            return lambda day: day.weekday() < 5
        unusual = calendar._get_unusual_days(
            datetime.combine(min(days) - LONGEST_HOLIDAY, time.min),
            datetime.combine(max(days) + LONGEST_HOLIDAY, time.max),
            self,
        )
        return lambda day: not unusual.get(fields.Date.to_string(day), False)
