from datetime import date, datetime, time, timedelta

from odoo.addons.interim_placement.tests.common import TERMS, PlacementCommon

# The worked example of the domain: check-ins on 11-25, 12-02, 12-28, 02-25 and 05-14.
PERIOD = {**TERMS, "date_start": date(2026, 11, 25), "date_end": date(2027, 5, 31)}
DAYS_OFF = (date(2026, 12, 25), date(2027, 5, 17))
FIRST_DAY, FIRST_WEEK, FIRST_MONTH, EVALUATION, EXIT = (
    f"interim_placement.checkin_step_{name}"
    for name in ("first_day", "first_week", "first_month", "evaluation", "exit")
)


class CheckinCommon(PlacementCommon):
    """A placement on assignment in the period of the worked example, with its days off."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for day in DAYS_OFF:
            cls._add_day_off(day)

    @classmethod
    def _add_day_off(cls, day):
        return cls.env["resource.calendar.leaves"].create(
            {
                "name": "Day off",
                "calendar_id": cls.env.company.resource_calendar_id.id,
                "company_id": cls.env.company.id,
                "date_from": datetime.combine(day, time(0)),
                "date_to": datetime.combine(day, time(23, 59, 59)),
            }
        )

    @classmethod
    def _create_active(cls, **values):
        values = {"terms": PERIOD, "agreed": True, **values}
        return cls._create_placement("active", **values)

    def _get_days(self, placement, state="planned"):
        checkins = placement.checkin_ids.filtered(lambda checkin: checkin.state == state)
        return checkins.sorted().mapped("date_planned")

    def _get_checkin(self, placement, step, occurrence=1):
        return placement.checkin_ids.filtered(
            lambda c: c.step_id == self.env.ref(step) and c.occurrence == occurrence
        )

    def _get_activity(self, placement):
        return placement.activity_ids.filtered("interim_checkin_id")

    def _get_tasks(self, placement):
        todo = self.env.ref("mail.mail_activity_data_todo")
        return placement.activity_ids.filtered(lambda a: a.activity_type_id == todo)

    def _agree(self, placement, kind="extension", **values):
        period = dict(PERIOD)
        if kind == "extension":
            period["date_start"] = placement.date_end + timedelta(days=1)
        return self.env["interim.terms"].create(
            {"placement_id": placement.id, "kind": kind, **period, "state": "agreed", **values}
        )

    def _run_daily_job(self):
        with self.enter_registry_test_mode():
            self.env.ref("interim_placement.cron_checkins").method_direct_trigger()
