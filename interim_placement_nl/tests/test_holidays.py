from datetime import date, timedelta

from freezegun import freeze_time
from psycopg2 import errors

from odoo.exceptions import AccessError, ValidationError
from odoo.tests import TransactionCase, new_test_user, tagged
from odoo.tools import mute_logger

from odoo.addons.interim_placement_nl.tools.holidays import public_holidays


@tagged("post_install", "-at_install")
class TestHolidays(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company = cls.env["res.company"].create(
            {"name": "Bureau", "country_id": cls.env.ref("base.nl").id}
        )
        cls.calendar = cls.company.resource_calendar_id
        cls.calendar.tz = "Europe/Amsterdam"
        cls.manager = new_test_user(
            cls.env,
            "maud",
            "interim_placement.group_interim_manager",
            company_id=cls.company.id,
            company_ids=cls.company.ids,
        )

    def _get_days(self):
        leaves = self.env["resource.calendar.leaves"].search(
            [("calendar_id", "=", self.calendar.id)]
        )
        return leaves.mapped("dutch_holiday_date")

    # The days

    def test_worked_example(self):
        self.assertEqual(
            list(public_holidays(2027)),
            [
                date(2027, 1, 1),
                date(2027, 3, 29),
                date(2027, 4, 27),
                date(2027, 5, 5),
                date(2027, 5, 6),
                date(2027, 5, 17),
                date(2027, 12, 25),
                date(2027, 12, 26),
            ],
        )

    def test_kings_day_is_never_on_a_sunday(self):
        self.assertIn(date(2025, 4, 26), public_holidays(2025))
        self.assertNotIn(date(2025, 4, 27), public_holidays(2025))
        for year in range(2014, 2200):
            kings_day = next(
                d for d, names in public_holidays(year).items() if "kings_day" in names
            )
            self.assertNotEqual(kings_day.weekday(), 6)

    def test_two_names_on_one_day(self):
        self.assertEqual(
            public_holidays(2016)[date(2016, 5, 5)], ["ascension_day", "liberation_day"]
        )
        self.assertEqual(len(public_holidays(2016)), 7)

    def test_liberation_day_counts_every_year_and_good_friday_never(self):
        for year in range(2014, 2040):
            days = public_holidays(year)
            self.assertIn(date(year, 5, 5), days)
            monday = next(d for d, names in days.items() if "easter_monday" in names)
            self.assertNotIn(monday - timedelta(days=3), days)

    def test_years_out_of_range(self):
        for year in (0, 2013, 2200):
            with self.subTest(year), self.assertRaisesRegex(ValueError, str(year)):
                public_holidays(year)

    # On the calendar

    def test_repeatable_without_duplicates(self):
        added = self.calendar._generate_dutch_holidays([2027])
        self.assertEqual(sorted(self._get_days()), list(public_holidays(2027)))
        self.assertEqual(added[0].company_id, self.company)
        self.assertFalse(self.calendar._generate_dutch_holidays([2027]))
        again = self.calendar._generate_dutch_holidays([2027, 2028])
        self.assertEqual({day.year for day in again.mapped("dutch_holiday_date")}, {2028})

    @mute_logger("odoo.sql_db")
    def test_the_database_refuses_a_second_one(self):
        added = self.calendar._generate_dutch_holidays([2027])
        values = added[0].read(["name", "date_from", "date_to", "dutch_holiday_date"])[0]
        values.pop("id")
        with self.assertRaises(errors.UniqueViolation), self.cr.savepoint():
            added.create({**values, "calendar_id": self.calendar.id})

    def test_the_whole_day_is_off_where_the_calendar_is(self):
        self.calendar._generate_dutch_holidays([2027])
        test = self.company._get_working_day_test()
        self.assertFalse(test(date(2027, 4, 27)))
        self.assertTrue(test(date(2027, 4, 26)))
        self.assertTrue(test(date(2027, 4, 28)))
        self.assertTrue(test(date(2027, 3, 26)), "Good Friday is a working day")

    def test_yearly_job(self):
        other = self.env["res.company"].create(
            {"name": "Agence", "country_id": self.env.ref("base.be").id}
        )
        cron = self.env.ref("interim_placement_nl.cron_generate_dutch_holidays")
        with freeze_time("2027-06-01 03:00:00"), self.enter_registry_test_mode():
            cron.method_direct_trigger()
            cron.method_direct_trigger()
        expected = [*public_holidays(2027), *public_holidays(2028)]
        self.assertEqual(sorted(self._get_days()), expected)
        self.assertFalse(
            self.env["resource.calendar.leaves"].search(
                [("calendar_id", "=", other.resource_calendar_id.id)]
            )
        )

    def test_button(self):
        wizard = (
            self.env["interim.holiday.generate"]
            .with_user(self.manager)
            .create({"year_from": 2027, "year_to": 2028})
        )
        self.assertEqual(wizard.calendar_ids, self.calendar)
        action = wizard.action_generate()
        self.assertIn("16", action["params"]["message"])
        self.assertEqual(len(self._get_days()), 16)

    def test_years_of_the_button_are_checked(self):
        for first, last in ((2028, 2027), (2010, 2012), (2027, 2300), (2027, 2057)):
            with self.subTest(first=first), self.assertRaises(ValidationError):
                self.env["interim.holiday.generate"].create({"year_from": first, "year_to": last})

    def test_only_managers_add_holidays(self):
        recruiter = new_test_user(self.env, "rina", "interim_placement.group_interim_user_all")
        with self.assertRaises(AccessError):
            self.env["interim.holiday.generate"].with_user(recruiter).create({})
