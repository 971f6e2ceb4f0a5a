from datetime import datetime, time

import pytz

from odoo import api, fields, models

from ..tools.holidays import public_holidays


class ResourceCalendar(models.Model):
    _inherit = "resource.calendar"

    def _generate_dutch_holidays(self, years):
        """Add the Dutch public holidays of these years, once; what is there already stays.

        A holiday that somebody moved or renamed is not made again; one that was deleted is.

        :param years: iterable of years
        :return: the days off that were added
        """
        names_by_day = {}
        for year in years:
            names_by_day.update(public_holidays(year))
        existing = self.env["resource.calendar.leaves"].search(
            [("calendar_id", "in", self.ids), ("dutch_holiday_date", "in", list(names_by_day))]
        )
        known = {(leave.calendar_id, leave.dutch_holiday_date) for leave in existing}
        labels = self._get_dutch_holiday_labels()
        return self.env["resource.calendar.leaves"].create(
            [
                calendar._prepare_dutch_holiday(day, ", ".join(labels[name] for name in names))
                for calendar in self
                for day, names in names_by_day.items()
                if (calendar, day) not in known
            ]
        )

    def _prepare_dutch_holiday(self, day, name):
        self.ensure_one()
        zone = pytz.timezone(self.tz or "Europe/Amsterdam")

        def to_utc(moment):
            local = zone.localize(datetime.combine(day, moment))
            return local.astimezone(pytz.utc).replace(tzinfo=None)

        return {
            "name": name,
            "calendar_id": self.id,
            "company_id": self.company_id.id or self.env.company.id,
            "date_from": to_utc(time.min),
            "date_to": to_utc(time(23, 59, 59)),
            "dutch_holiday_date": day,
        }

    @api.model
    def _get_dutch_holiday_labels(self):
        """Return the names of the holidays in the user's language, by key."""
        return {
            "new_year": self.env._("New Year's Day"),
            "easter_monday": self.env._("Easter Monday"),
            "kings_day": self.env._("King's Day"),
            "liberation_day": self.env._("Liberation Day"),
            "ascension_day": self.env._("Ascension Day"),
            "whit_monday": self.env._("Whit Monday"),
            "christmas_day": self.env._("Christmas Day"),
            "boxing_day": self.env._("Boxing Day"),
        }

    @api.model
    def _cron_generate_dutch_holidays(self):
        """Give the working hours of Dutch companies the holidays of this year and the next.

        Running late or twice does no harm: what is there is not made again.
        """
        year = fields.Date.context_today(self).year
        companies = self.env["res.company"].search([("partner_id.country_id.code", "=", "NL")])
        calendars = companies.resource_calendar_id | self.search(
            [("company_id", "in", companies.ids)]
        )
        calendars._generate_dutch_holidays((year, year + 1))
