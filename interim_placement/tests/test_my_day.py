import ast
from datetime import date, datetime, timedelta

from freezegun import freeze_time
from lxml import etree

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import HttpCase, tagged, users
from odoo.tools.safe_eval import safe_eval

from odoo.addons.interim_placement.models.placement_my_day import MY_ASSIGNMENTS, MY_DAY
from odoo.addons.interim_placement.tests.common import TERMS, PlacementCommon

TODAY = date(2027, 3, 31)
# Ends within three months of today, so its follow-up has begun; the other one's has not.
ENDING = {**TERMS, "date_end": date(2027, 6, 30)}
RUNNING = {**TERMS, "date_end": date(2027, 12, 31)}
NOTHING = dict.fromkeys([*MY_DAY, *MY_ASSIGNMENTS], 0)


@tagged("post_install", "-at_install")
@freeze_time("2027-03-31 09:00:00")
class TestMyDay(PlacementCommon):
    """What asks for somebody today is counted, by who may see it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.number = 0

    def _create_case(self, phase="active", terms=RUNNING, **values):
        """A placement of its own professional, with nothing due today."""
        type(self).number += 1
        professional = self._create_professional(f"Professional {self.number}")
        placement = self._create_placement(
            phase, terms, agreed=bool(terms), professional_id=professional.id, **values
        )
        placement.checkin_ids.action_skip()
        placement.last_contact_date = TODAY
        return placement

    def _meet(self, placement, start, **values):
        return self.env["calendar.event"].create(
            {
                "name": "First meeting",
                "start": start,
                "stop": start + timedelta(hours=1),
                "res_model_id": self.env["ir.model"]._get_id("interim.placement"),
                "res_id": placement.id,
                **values,
            }
        )

    def _count(self, user=None, domain=()):
        placements = self.env["interim.placement"].with_user(user or self.recruiter)
        return placements.get_my_day(list(domain))

    def test_nothing_asks_for_anybody(self):
        self._create_case()
        self.assertEqual(self._count(), NOTHING)

    def test_checkin_due(self):
        placement = self._create_case()
        checkin = self.env["interim.checkin"].create(
            {"placement_id": placement.id, "date_planned": TODAY + timedelta(days=1)}
        )
        self.assertEqual(self._count(), NOTHING)
        checkin.date_planned = TODAY
        self.assertEqual(self._count(), {**NOTHING, "checkin_due": 1})
        checkin.action_done()
        self.assertEqual(self._count(), NOTHING)

    def test_what_waits_for_an_extension_is_not_due(self):
        placement = self._create_case(terms=ENDING)
        self.env["interim.terms"].create(
            {"placement_id": placement.id, "kind": "extension", **RUNNING}
        )
        with freeze_time("2027-06-25 09:00:00"):
            exit_talk = placement.checkin_ids.sorted()[-1]
            exit_talk.action_reopen()
            self.assertTrue(exit_talk.waits_for_extension)
            self.assertFalse(self._count()["checkin_due"])
            self.env["interim.checkin"].create(
                {"placement_id": placement.id, "date_planned": date(2027, 6, 25)}
            )
            self.assertEqual(self._count()["checkin_due"], 1)

    def test_waiting_for_signature(self):
        placement = self._create_case()
        placement.sudo()._write({"is_waiting_for_signature": True})
        placement.invalidate_recordset()
        self.assertEqual(self._count(), {**NOTHING, "waiting_for_signature": 1})

    def test_ending_undecided(self):
        placement = self._create_case(terms=ENDING)
        self.assertEqual(self._count(), {**NOTHING, "ending_undecided": 1})
        placement.followup_state = "leaves"
        self.assertEqual(self._count(), NOTHING)

    def test_meeting_today(self):
        placement = self._create_case("meeting", None)
        self._meet(placement, datetime(2027, 3, 30, 15))
        self._meet(placement, datetime(2027, 4, 1, 9))
        self.assertEqual(self._count(), NOTHING)
        meeting = self._meet(placement, datetime(2027, 3, 31, 15))
        self._meet(placement, datetime(2027, 3, 31, 16))  # one placement, though two meetings
        self.assertEqual(self._count(), {**NOTHING, "meeting_today": 1})
        meeting.active = False
        self.assertEqual(self._count(), {**NOTHING, "meeting_today": 1})

    def test_today_is_the_day_where_the_user_is(self):
        self.recruiter.tz = "Pacific/Auckland"  # there it is 22:00, and 13 hours more than UTC
        placement = self._create_case("meeting", None)
        self._meet(placement, datetime(2027, 3, 31, 15))
        self.assertFalse(self._count()["meeting_today"])
        self._meet(placement, datetime(2027, 3, 30, 15))
        self.assertTrue(self._count()["meeting_today"])

    def test_silent(self):
        placement = self._create_case()
        placement.last_contact_date = TODAY - timedelta(days=21)
        self.assertEqual(self._count(), NOTHING)
        placement.last_contact_date = TODAY - timedelta(days=22)
        self.assertEqual(self._count(), {**NOTHING, "silent": 1})
        self.assertTrue(placement.is_silent)
        placement.last_contact_date = False  # since the start, then
        self.assertEqual(self._count(), {**NOTHING, "silent": 1})
        self.env.company.interim_no_contact_days = 0
        self.assertEqual(self._count(), NOTHING)
        self.assertFalse(placement.is_silent)

    def test_silent_is_searched_as_it_is_computed(self):
        """By each company's own number of days, and the other way round as well."""
        other = self.env["res.company"].create({"name": "Other", "interim_no_contact_days": 90})
        never = self.env["res.company"].create({"name": "Never", "interim_no_contact_days": 0})
        cases = self.env["interim.placement"]
        for company in (self.env.company, other, never):
            for days in (0, 22, 91, None):
                contact = days is not None and TODAY - timedelta(days=days)
                case = self._create_case()
                case.flush_recordset()
                case._write({"company_id": company.id, "last_contact_date": contact or None})
                cases |= case
        cases |= self._create_case("meeting", None)
        cases.invalidate_recordset()
        for value in (True, False):
            with self.subTest(value):
                found = cases.search([("id", "in", cases.ids), ("is_silent", "=", value)])
                self.assertEqual(
                    found.sorted("id"), cases.filtered(lambda c, v=value: c.is_silent == v)
                )
        # 22, 91 and never of the first company; 91 of the second, whose start is 86 days ago
        self.assertEqual(len(cases.filtered("is_silent")), 4)

    def test_closed_placements_do_not_count(self):
        placement = self._create_case(terms=ENDING)
        placement.last_contact_date = False
        self.assertEqual(self._count(), {**NOTHING, "ending_undecided": 1, "silent": 1})
        placement.close_reason_id = self.env["interim.close.reason"].search([], limit=1)
        placement.action_archive()
        self.assertEqual(self._count(), NOTHING)

    def test_each_counts_what_they_may_see(self):
        self._create_case(terms=ENDING)
        self._create_case(terms=ENDING, user_id=False)
        self._create_case(terms=ENDING, user_id=self.colleague.id)
        self.assertEqual(self._count(self.recruiter)["ending_undecided"], 2)
        self.assertEqual(self._count(self.colleague)["ending_undecided"], 3)
        mine = [("user_id", "=", self.colleague.id)]
        self.assertEqual(self._count(self.colleague, mine)["ending_undecided"], 1)
        # What a domain asks for opens no door.
        everything = ["|", ("user_id", "!=", False), ("user_id", "=", False)]
        self.assertEqual(self._count(self.recruiter, everything)["ending_undecided"], 2)
        with self.assertRaises(AccessError):
            self._count(self.employee)

    def test_other_companies_do_not_count(self):
        self._create_case(terms=ENDING)
        other = self.env["res.company"].create({"name": "Other agency"})
        self.manager.company_ids += other
        placements = self.env["interim.placement"].with_user(self.manager)
        elsewhere = placements.with_context(allowed_company_ids=other.ids)
        self.assertEqual(elsewhere.get_my_day([]), NOTHING)

    def test_closing_unproposed(self):
        """Own and unassigned assignments, whatever the board shows."""
        deadline = {"deadline": datetime(2027, 4, 2, 9)}
        for user in (self.recruiter, self.env["res.users"], self.colleague):
            self._create_assignment("Editor", user_id=user.id, **deadline)
        self.assertEqual(self._count(), {**NOTHING, "closing_unproposed": 2})
        self.assertEqual(self._count(domain=[("phase", "=", "done")])["closing_unproposed"], 2)
        self.assertEqual(self._count(self.colleague)["closing_unproposed"], 2)
        action = self.env.ref("interim_placement.interim_assignment_closing_action")
        view = self.env.ref("interim_placement.interim_assignment_view_search")
        arch = etree.fromstring(view.arch)
        domain = []
        for name in ast.literal_eval(action.context):
            (node,) = arch.xpath(f"//filter[@name='{name.removeprefix('search_default_')}']")
            domain += safe_eval(node.get("domain"), {"uid": self.recruiter.id})
        shown = self.env["interim.assignment"].with_user(self.recruiter).search_count(domain)
        self.assertEqual(shown, 2, "The list shows what was counted")

    @users("rina")
    def test_as_many_queries_as_counters(self):
        for _number in range(4):
            self._create_case(terms=ENDING)
        self.env.flush_all()
        self._count()  # what is remembered for all, e.g. rules; creating records may forget it
        self.env.invalidate_all()
        with self.assertQueryCount(10):
            self._count()

    def test_the_filters_show_what_is_counted(self):
        view = self.env.ref("interim_placement.interim_placement_view_search")
        arch = etree.fromstring(view.arch)
        for name, domain in MY_DAY.items():
            with self.subTest(name):
                (node,) = arch.xpath(f"//filter[@name='{name}']")
                self.assertEqual(ast.literal_eval(node.get("domain")), domain)
        view = self.env.ref("interim_placement.interim_assignment_view_search")
        arch = etree.fromstring(view.arch)
        for name, domain in MY_ASSIGNMENTS.items():
            with self.subTest(name):
                (node,) = arch.xpath(f"//filter[@name='{name}']")
                self.assertEqual(ast.literal_eval(node.get("domain")), domain)


@tagged("post_install", "-at_install")
class TestMyDayTour(PlacementCommon, HttpCase):
    def test_counters_filter_the_board(self):
        today = date.today()
        terms = {**TERMS, "date_start": today - timedelta(days=60)}
        soon = {**terms, "date_end": today + timedelta(days=30)}
        later = {**terms, "date_end": today + timedelta(days=300)}
        for name, period, contact in (
            ("Sanne de Vries", soon, today),
            ("Bo Jansen", later, today - timedelta(days=50)),
            ("Cor Visser", later, today),
        ):
            professional = self._create_professional(name)
            self.assignment.positions += 1
            placement = self._create_placement(
                "active", period, agreed=True, professional_id=professional.id
            )
            placement.checkin_ids.filtered(lambda c: c.state == "planned").action_skip()
            placement.last_contact_date = contact
        self._create_assignment("Editor", deadline=fields.Datetime.now() + timedelta(days=2))
        self.start_tour("/odoo/placements", "interim_placement_my_day", login="rina")
        placements = self.env["interim.placement"].search(
            [("professional_id.name", "=", "Bo Jansen")]
        )
        self.assertEqual(placements.last_contact_date, today - timedelta(days=50))
