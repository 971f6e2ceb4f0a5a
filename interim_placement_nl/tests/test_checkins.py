from datetime import date

from freezegun import freeze_time

from odoo.tests import tagged

from odoo.addons.interim_placement.tests.common import TERMS, PlacementCommon

PERIOD = {**TERMS, "date_start": date(2026, 11, 25), "date_end": date(2027, 5, 31)}


@tagged("post_install", "-at_install")
@freeze_time("2026-11-25 09:00:00")
class TestCheckinsAndHolidays(PlacementCommon):
    """The worked example of the field, with the holidays that the addon makes."""

    def test_checkins_move_off_public_holidays(self):
        placement = self._create_placement("active", terms=PERIOD, agreed=True)
        self.assertEqual(
            placement.checkin_ids.sorted().mapped("date_planned")[2:],
            [date(2026, 12, 25), date(2027, 2, 25), date(2027, 5, 17)],
        )
        calendar = self.env.company.resource_calendar_id
        calendar.tz = "Europe/Amsterdam"
        calendar._generate_dutch_holidays([2026, 2027])
        self.assertEqual(
            placement.checkin_ids.sorted().mapped("date_planned"),
            [
                date(2026, 11, 25),
                date(2026, 12, 2),
                date(2026, 12, 28),
                date(2027, 2, 25),
                date(2027, 5, 14),
            ],
        )
