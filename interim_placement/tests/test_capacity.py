from collections import defaultdict
from datetime import date, timedelta
from random import Random

from freezegun import freeze_time
from lxml import html

from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import HttpCase, new_test_user, tagged

from odoo.addons.interim_placement.tests.common import TERMS, PlacementCommon

TODAY = "2027-02-01 09:00:00"  # a Monday, week 5
MONDAY_TO_WEDNESDAY = {"monday": True, "tuesday": True, "wednesday": True}
THURSDAY_AND_FRIDAY = {"thursday": True, "friday": True}


class CapacityCommon(PlacementCommon):
    """The worked example: A 24 h on Monday to Wednesday, B 16 h on Thursday and Friday."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.startClassPatcher(freeze_time(TODAY))
        cls.second_client = cls.env["res.partner"].create(
            {"name": "Provincie Middenland", "is_company": True}
        )
        cls.second_assignment = cls._create_assignment(
            "Press officer", client_id=cls.second_client.id, contact_id=False
        )

    @classmethod
    def _create_first(cls, **values):
        return cls._create_placement(terms={**TERMS, **MONDAY_TO_WEDNESDAY}, agreed=True, **values)

    @classmethod
    def _create_second(cls, phase="negotiation", agreed=False, terms=(), **values):
        terms = {
            **TERMS,
            "date_start": date(2027, 3, 1),
            "date_end": date(2027, 8, 31),
            "hours_per_week": 16,
            **dict(terms or THURSDAY_AND_FRIDAY),
        }
        values = {"assignment_id": cls.second_assignment.id, **values}
        return cls._create_placement(phase, terms=terms, agreed=agreed, **values)

    def _open(self, user=None, professional=None):
        professional = (professional or self.professional).with_user(user or self.recruiter)
        action = professional.action_view_capacity()
        window = self.env[action["res_model"]].browse(action["res_id"])
        return window.with_user(professional.env.uid)

    def _read(self, window):
        """Return the overview as a tree, as its user reads it."""
        self.env.flush_all()
        self.env.invalidate_all()
        return html.fromstring(window.read(["overview"])[0]["overview"])

    def _get_items(self, tree, name):
        return [item.text_content() for item in tree.xpath(f"//ul[contains(@class,'{name}')]/li")]

    def _get_conflicts(self, tree):
        return self._get_items(tree, "o_interim_capacity_conflicts")

    def _get_proposed_conflicts(self, tree):
        return self._get_items(tree, "o_interim_capacity_proposed_conflicts")

    def _get_table(self, tree, name):
        return [
            [" ".join(cell.text_content().split()) for cell in row.xpath("./th|./td")]
            for row in tree.xpath(f"//table[contains(@class,'o_interim_capacity_{name}')]//tr")
        ]


@tagged("post_install", "-at_install")
class TestProfessionalCapacity(CapacityCommon):
    """The weeks of one professional: hours, fixed days, conflicts (R3), names (R7)."""

    def test_agreed_conflict_with_exact_weeks(self):
        self._create_first()
        self._create_second(agreed=True)
        tree = self._read(self._open())
        self.assertEqual(
            self._get_conflicts(tree),
            [
                "Weeks 9 to 26 of 2027 (1 March to 30 June): 40 of 36 hours, 4 too many (A, B).",
            ],
        )
        self.assertEqual(self._get_proposed_conflicts(tree), [])

    def test_the_grid_shows_whose_day_it_is(self):
        self._create_first()
        self._create_second(agreed=True)
        tree = self._read(self._open())
        first, second = "A Gemeente Waterrijk", "B Provincie Middenland"
        self.assertEqual(
            self._get_table(tree, "grid"),
            [
                ["Period", "Mon", "Tue", "Wed", "Thu", "Fri", "Hours"],
                [
                    "Weeks 1 to 8 of 2027 (4 January to 28 February)",
                    *(first, first, first, "", "", "24"),
                ],
                [
                    "Weeks 9 to 26 of 2027 (1 March to 30 June)",
                    *(first, first, first, second, second, "! 40 of 36"),
                ],
                ["Weeks 26 to 35 of 2027 (1 July to 31 August)", "", "", "", second, second, "16"],
            ],
        )
        self.assertEqual(
            self._get_table(tree, "bookings")[1:],
            [
                [
                    *("A", "Communication adviser Gemeente Waterrijk", "Agreed"),
                    *("Weeks 1 to 26 of 2027 (4 January to 30 June)", "24", "Mon, Tue, Wed"),
                ],
                [
                    *("B", "Press officer Provincie Middenland", "Agreed"),
                    *("Weeks 9 to 35 of 2027 (1 March to 31 August)", "16", "Thu, Fri"),
                ],
            ],
        )

    def test_a_day_that_is_taken_twice(self):
        self._create_first()
        self._create_second(
            agreed=True, terms={"hours_per_week": 12, "wednesday": True, "thursday": True}
        )
        tree = self._read(self._open())
        self.assertEqual(
            self._get_conflicts(tree),
            ["Weeks 9 to 26 of 2027 (1 March to 30 June): Wednesday taken by both A and B."],
        )
        wednesday = self._get_table(tree, "grid")[2][3]
        self.assertEqual(wednesday, "A Gemeente Waterrijk B Provincie Middenland Taken twice")

    def test_what_is_proposed_is_told_apart(self):
        self._create_first()
        second = self._create_second()
        tree = self._read(self._open())
        self.assertEqual(self._get_conflicts(tree), [])
        self.assertEqual(
            self._get_proposed_conflicts(tree),
            [
                "Weeks 9 to 26 of 2027 (1 March to 30 June): 40 of 36 hours, 4 too many (A, B).",
            ],
        )
        picture = tree.xpath("//svg")[0].get("aria-label")
        self.assertIn(
            "Weeks 9 to 26 of 2027 (1 March to 4 July): 24 hours agreed (A), 16 more proposed,"
            " too many if agreed",
            picture,
        )
        self.assertIn("(proposed)", self._get_table(tree, "grid")[2][4])
        second.action_agree_terms()
        self.assertFalse(second.terms_state == "agreed", "It asks first")

    def test_the_first_meeting_proposes_nothing(self):
        self._create_first()
        self._create_second("meeting")
        tree = self._read(self._open())
        self.assertEqual(self._get_proposed_conflicts(tree), [])
        self.assertEqual(len(self._get_table(tree, "bookings")), 2)

    def test_what_was_closed_takes_nothing(self):
        self._create_first()
        second = self._create_second()
        reason = self.env.ref("interim_placement.close_reason_no_fit")
        second.write({"active": False, "close_reason_id": reason.id})
        self.assertEqual(len(self._get_table(self._read(self._open()), "bookings")), 2)

    def test_a_proposal_without_a_period_is_named(self):
        self._create_placement("proposal")
        tree = self._read(self._open())
        self.assertIn("Proposed, but not yet from when:", tree.text_content())
        self.assertIn("Communication adviser, Gemeente Waterrijk", tree.text_content())

    def test_an_extension_in_discussion_counts_as_proposed(self):
        first = self._create_first()
        self._create_second(agreed=True)
        self.env["interim.terms"].create(
            {
                "placement_id": first.id,
                **TERMS,
                **MONDAY_TO_WEDNESDAY,
                "kind": "extension",
                "date_start": date(2027, 7, 1),
                "date_end": date(2027, 9, 30),
            }
        )
        tree = self._read(self._open())
        self.assertEqual(len(self._get_conflicts(tree)), 1)
        self.assertEqual(
            self._get_proposed_conflicts(tree),
            [
                "Weeks 9 to 35 of 2027 (1 March to 31 August): 40 of 36 hours, 4 too many (A, B).",
            ],
        )

    def test_a_change_in_discussion_replaces_what_was_agreed(self):
        first = self._create_first()
        self._create_second(agreed=True)
        self.env["interim.terms"].create(
            {
                "placement_id": first.id,
                **TERMS,
                "kind": "change",
                "date_start": date(2027, 3, 1),
                "hours_per_week": 20,
            }
        )
        tree = self._read(self._open())
        self.assertEqual(len(self._get_conflicts(tree)), 1, "Agreed is agreed")
        self.assertEqual(self._get_proposed_conflicts(tree), [])

    def test_without_a_maximum(self):
        self.professional.hours_max = 0
        self._create_first()
        self._create_second(agreed=True)
        window = self._open()
        self.assertEqual(self._get_conflicts(self._read(window)), [])
        self.assertIn("not known", window.summary_text)

    def test_nothing_at_all(self):
        window = self._open()
        tree = self._read(window)
        self.assertIn("Nothing is agreed or proposed from week 5 of 2027 on.", tree.text_content())
        self.assertEqual(window.summary_text, "At most 36 hours a week; 36 free in week 5.")
        self.assertEqual(window.display_name, "Capacity of Sanne de Vries")

    # Which weeks

    def test_the_warning_on_a_placement_leads_there(self):
        self._create_first()
        second = self._create_second(agreed=True)
        action = second.with_user(self.recruiter).action_view_capacity()
        window = self.env[action["res_model"]].browse(action["res_id"])
        self.assertEqual(window.professional_id, self.professional)

    def test_other_weeks(self):
        window = self._open()
        self.assertEqual(window.date_first, date(2027, 2, 1))
        self.assertEqual(window.period_text, "Weeks 5 to 30 of 2027 (1 February to 1 August)")
        window.action_later()
        self.assertEqual(window.date_first, date(2027, 8, 2))
        window.action_show_13_weeks()
        window.action_earlier()
        self.assertEqual(window.date_first, date(2027, 5, 3))
        window.action_show_52_weeks()
        window.action_earlier()
        self.assertEqual(
            window.period_text,
            "Week 19 of 2026 to week 17 of 2027 (4 May 2026 to 2 May 2027)",
        )
        window.action_show_26_weeks()
        window.action_today()
        self.assertEqual((window.date_first, window.week_count), (date(2027, 2, 1), "26"))

    def test_what_is_over_is_no_conflict_any_more(self):
        self._create_first()
        self._create_second(agreed=True)
        window = self._open()
        window.date_first = date(2027, 7, 7)
        tree = self._read(window)
        self.assertEqual(self._get_conflicts(tree), [])
        self.assertIn("No conflicts from week 27 of 2027 on.", tree.text_content())
        self.assertEqual([row[0] for row in self._get_table(tree, "bookings")[1:]], ["A"])

    # Who sees what

    def test_a_colleagues_placement_counts_and_is_not_named(self):
        self._create_first(user_id=self.colleague.id)
        self._create_second(user_id=self.recruiter.id)
        tree = self._read(self._open(self.recruiter))
        text = html.tostring(tree, encoding="unicode")
        self.assertEqual(len(self._get_proposed_conflicts(tree)), 1, "The hours count")
        (letter, name, state, *_others), _second = self._get_table(tree, "bookings")[1:]
        self.assertEqual((letter, state), ("A", "Agreed"))
        self.assertTrue(name.startswith("a placement of karel"), name)
        self.assertNotIn("Gemeente Waterrijk", text)
        self.assertNotIn("Communication adviser", text)
        self.assertEqual(len(tree.xpath("//a")), 1, "No link to what is not theirs")
        for user in (self.colleague, self.manager):
            self.assertIn("Gemeente Waterrijk", self._read(self._open(user)).text_content())

    def test_no_rate_is_shown(self):
        self._create_first()
        self._create_second()
        text = html.tostring(self._read(self._open()), encoding="unicode")
        for rate in ("110", "95.0", "15.0"):
            self.assertNotIn(rate, text)

    def test_names_are_escaped(self):
        bad = '<img src="x" onerror="alert(1)">'
        self.assignment.name = bad
        self._create_first()
        window = self._open()
        overview = window.read(["overview"])[0]["overview"]
        self.assertNotIn("<img", overview)
        self.assertIn("&lt;img", overview)

    def test_who_may_not(self):
        window = self._open()
        portal = new_test_user(self.env, "portia", "base.group_portal")
        for user in (self.employee, portal):
            with self.subTest(user.login), self.assertRaises(AccessError):
                self.professional.with_user(user).action_view_capacity()
        with self.assertRaises(AccessError):
            window.with_user(self.colleague).read(["overview"])

    def test_another_company(self):
        company = self.env["res.company"].create({"name": "Other Agency"})
        stranger = new_test_user(
            self.env,
            "stien",
            "interim_placement.group_interim_manager",
            company_id=company.id,
            company_ids=[Command.set(company.ids)],
        )
        windows = self.env["interim.professional.capacity"].with_user(stranger)
        with self.assertRaises(AccessError):
            self.professional.with_user(stranger).action_view_capacity()
        with self.assertRaises(AccessError):
            windows.create({"professional_id": self.professional.id}).read(["overview"])
        with self.assertRaises(AccessError):
            windows.new({"professional_id": self.professional.id}).overview  # noqa: B018

    def test_the_form_of_a_professional_computes_nothing_of_it(self):
        view = self.professional.get_view(
            self.env.ref("interim_placement.interim_professional_view_form").id, "form"
        )
        self.assertNotIn("overview", view["arch"])
        self.assertIn("action_view_capacity", view["arch"])

    def test_fifty_placements_cost_no_query_more(self):
        counts = []
        for number in (1, 50):
            person = self._create_professional(f"P{number}", hours_max=36, email=False)
            assignments = self.env["interim.assignment"].create(
                [
                    {"name": f"Role {n}", "client_id": self.client.id, "positions": 9}
                    for n in range(number)
                ]
            )
            self.env["interim.placement"].create(
                [
                    {
                        "professional_id": person.id,
                        "assignment_id": assignment.id,
                        "user_id": (self.recruiter, self.colleague)[assignment.id % 2].id,
                        "terms_ids": [Command.create({**TERMS, "state": "agreed"})],
                    }
                    for assignment in assignments
                ]
            )
            window = self._open(self.recruiter, person)
            self._read(window)  # templates and groups are cached
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            window.read(["overview", "period_text", "summary_text"])
            counts.append(self.cr.sql_log_count - before)
        self.assertLessEqual(counts[1], counts[0] + 2, "Of colleagues, the names of two users")
        self.assertLessEqual(counts[1], 14)


@tagged("post_install", "-at_install")
class TestCapacityReport(CapacityCommon):
    """Who comes free when, beside what is asked for: worked out by hand, on 1 February 2027."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.poetry, cls.prose = cls.env["interim.expertise"].create(
            [{"name": "Poetry"}, {"name": "Prose"}]
        )

    def setUp(self):
        super().setUp()
        self.people = {}
        self.assignments = {}

    def _add_person(self, name, hours_max=36, bookings=(), **values):
        """Create a professional with agreed placements of (hours, start, end)."""
        person = self._create_professional(name, hours_max=hours_max, email=False, **values)
        self.people[name] = person
        placements = self.env["interim.placement"]
        for hours, start, end in bookings:
            placements |= self._create_placement(
                terms={**TERMS, "hours_per_week": hours, "date_start": start, "date_end": end},
                agreed=True,
                professional_id=person.id,
                assignment_id=self._create_assignment(f"Role {start}").id,
            )
        return placements

    def _add_assignment(self, name, **values):
        self.assignments[name] = self._create_assignment(name, **values)
        return self.assignments[name]

    def _get_report(self, user=None):
        self.env.flush_all()
        self.env.invalidate_all()
        return self.env["interim.capacity.report"].with_user(user or self.manager)

    @property
    def _domain(self):
        people = [person.id for person in self.people.values()]
        assignments = [assignment.id for assignment in self.assignments.values()]
        return ["|", ("professional_id", "in", people), ("assignment_id", "in", assignments)]

    def _get_rows(self, user=None):
        rows = self._get_report(user).search(self._domain)
        return [(row.name, str(row.date), row.occasion, row.hours) for row in rows]

    def test_supply_worked_out_by_hand(self):
        # 24, then 40, then 16, then 0 of 36: 12 are free now, but not to stay.
        self._add_person(
            "Ann", 36, [(24, "2027-01-04", "2027-06-30"), (16, "2027-03-01", "2027-08-31")]
        )
        # The next one begins on the day after: nothing comes free in between.
        self._add_person(
            "Bea", 36, [(24, "2027-01-04", "2027-03-31"), (24, "2027-04-01", "2027-09-30")]
        )
        self._add_person("Cas", 36, available_from="2027-03-15")
        self._add_person("Dia", 24, available_from="2026-01-01")
        # Without a maximum: what is worked, and 0 where nothing is known.
        self._add_person("Eef", 0, [(20, "2027-01-04", "2027-03-31")])
        self._add_person("Fay", 0)
        self._add_person("Gus", 32, [(32, "2027-01-04", "2027-04-30")])
        # Free, and can begin later only.
        self._add_person("Hal", 32, [(32, "2027-01-04", "2027-03-31")], available_from="2027-06-01")
        self._add_person("Ida", 36, active=False)
        # Too many hours: two must end until something is free.
        self._add_person(
            "Jos", 24, [(24, "2027-01-04", "2027-02-28"), (24, "2027-01-04", "2027-05-31")]
        )
        self.assertEqual(
            self._get_rows(),
            [
                ("Bea", "2027-02-01", "now", 12),
                ("Dia", "2027-02-01", "now", 24),
                ("Fay", "2027-02-01", "now", 0),
                ("Cas", "2027-03-15", "available", 36),
                ("Eef", "2027-04-01", "end", 20),
                ("Gus", "2027-05-01", "end", 32),
                ("Hal", "2027-06-01", "available", 32),
                ("Jos", "2027-06-01", "end", 24),
                ("Ann", "2027-07-01", "end", 20),
                ("Ann", "2027-09-01", "end", 16),
                ("Bea", "2027-10-01", "end", 24),
            ],
        )
        rows = self._get_report().search(self._domain)
        self.assertEqual(
            {row.name: (row.hours_now, row.free_until) for row in rows if row.hours_now},
            {"Ann": (12, date(2027, 2, 28)), "Bea": (12, False), "Dia": (24, False)},
        )
        self.assertEqual(rows.filtered(lambda r: r.name == "Gus").week, "2027-W17")

    def test_all_hours_of_somebody_stand_in_the_rows_once(self):
        self._add_person(
            "Ann",
            36,
            [
                (24, "2027-01-04", "2027-06-30"),
                (16, "2027-03-01", "2027-08-31"),
                (8, "2027-12-01", "2028-01-31"),
            ],
        )
        self._add_person("Bea", 20.5)
        totals = dict(
            self._get_report()._read_group(self._domain, ["professional_id"], ["hours:sum"])
        )
        self.assertEqual(
            {person.name: hours for person, hours in totals.items()}, {"Ann": 36.0, "Bea": 20.5}
        )

    def test_random_bookings_day_by_day(self):
        """The query against a slow reference that looks at each day."""
        random = Random(7)
        today = date(2027, 2, 1)
        expected, expected_now = [], {}
        for number in range(12):
            name = f"P{number:02}"
            hours_max = random.choice([0, 24, 36, 36])
            bookings = []
            for _booking in range(random.randint(0, 4)):
                start = today + timedelta(days=random.randint(-60, 90))
                end = start + timedelta(days=random.randint(0, 90))
                bookings.append((random.choice([8, 12, 16.5, 24]), start, end))
            available = random.choice(
                [False, False, today + timedelta(days=random.randint(-9, 99))]
            )
            self._add_person(name, hours_max, bookings, available_from=available)
            rows, now = self._look_at_each_day(today, hours_max, bookings, available)
            expected += [(name, str(day), hours) for day, hours in rows.items()]
            expected_now[name] = now if rows else 0
        rows = self._get_report().search(self._domain)
        self.assertEqual(
            sorted((row.name, str(row.date), row.hours) for row in rows), sorted(expected)
        )
        totals = dict(
            self._get_report()._read_group(self._domain, ["professional_id"], ["hours_now:sum"])
        )
        self.assertEqual({person.name: hours for person, hours in totals.items()}, expected_now)

    def _look_at_each_day(self, today, hours_max, bookings, available):
        """Return (hours by day on which they come free, hours free today)."""
        days = [today + timedelta(days=number) for number in range(300)]
        busy = [sum(h for h, start, end in bookings if start <= day <= end) for day in days]
        most = hours_max or max(busy)
        free = [max(most - hours, 0) for hours in busy]
        rows = defaultdict(float)
        before = 0
        for number, day in enumerate(days):
            lasting = min(free[number:])
            if lasting > before or (not most and day == today):
                rows[max(day, available or day)] += lasting - before
            before = lasting
        is_available = not available or available <= today
        return rows, free[0] if is_available else 0

    def test_a_change_of_hours_frees_what_it_frees(self):
        placement = self._add_person("Ann", 32, [(32, "2027-01-04", "2027-06-30")])
        self.env["interim.terms"].create(
            {
                "placement_id": placement.id,
                **TERMS,
                "kind": "change",
                "date_start": date(2027, 4, 1),
                "hours_per_week": 24,
                "state": "agreed",
            }
        )
        self.assertEqual(
            self._get_rows(), [("Ann", "2027-04-01", "end", 8), ("Ann", "2027-07-01", "end", 24)]
        )

    def test_an_extension_in_discussion_makes_the_end_uncertain(self):
        placement = self._add_person("Ann", 36, [(36, "2027-01-04", "2027-04-30")])
        self._add_person("Bea", 36, [(36, "2027-01-04", "2027-04-30")])
        extension = self.env["interim.terms"].create(
            {
                "placement_id": placement.id,
                **TERMS,
                "kind": "extension",
                "date_start": date(2027, 5, 1),
                "date_end": date(2027, 6, 30),
                "hours_per_week": 36,
            }
        )
        rows = self._get_report().search([*self._domain, ("is_uncertain", "=", True)])
        self.assertEqual(rows.mapped("name"), ["Ann"])
        self.assertEqual(rows.date, date(2027, 5, 1), "Nothing is agreed yet")
        extension.with_context(interim_conflict_accepted=True).action_agree()
        rows = self._get_report().search([*self._domain, ("name", "=", "Ann")])
        self.assertEqual((rows.date, rows.is_uncertain), (date(2027, 7, 1), False))

    def test_closed_placements_and_drafts_take_nothing(self):
        placement = self._add_person("Ann", 36, [(36, "2027-01-04", "2027-04-30")])
        reason = self.env.ref("interim_placement.close_reason_no_fit")
        placement.write({"active": False, "close_reason_id": reason.id})
        self._add_person("Bea", 36)
        self._create_second(professional_id=self.people["Bea"].id)
        rows = self._get_report().search(self._domain)
        self.assertEqual(rows.mapped("occasion"), ["now", "now"])
        self.assertEqual(rows.filtered("is_proposed").mapped("name"), ["Bea"])

    def test_demand_worked_out_by_hand(self):
        self._add_assignment("Two, one filled", hours_max=28, positions=2, date_start="2027-03-01")
        self._create_placement(
            "onboarding",
            TERMS,
            agreed=True,
            assignment_id=self.assignments["Two, one filled"].id,
        )
        self._add_assignment("At once", hours_min=16)
        late = {"hours_max": 20, "positions": 3, "date_start": "2027-01-01"}
        self._add_assignment("Should have begun", **late)
        self._add_assignment("On hold", hours_max=20).state = "on_hold"
        self._add_assignment("Cancelled", hours_max=20).state = "cancelled"
        self._add_assignment("Archived", hours_max=20).active = False
        self.assertEqual(
            self._get_rows(),
            [
                ("At once", "2027-02-01", "asap", 16),
                ("Should have begun", "2027-02-01", "asap", 60),
                ("Two, one filled", "2027-03-01", "start", 28),
            ],
        )

    def test_supply_beside_demand_by_month_and_week(self):
        self._add_person("Ann", 36, [(24, "2027-01-04", "2027-04-30")])
        self._add_assignment("Editor", hours_max=32, date_start="2027-05-12")
        groups = self._get_report().formatted_read_group(
            self._domain, ["date:month", "side"], ["hours:sum"]
        )
        self.assertEqual(
            [(g["date:month"][0], g["side"], g["hours:sum"]) for g in groups],
            [
                ("2027-02-01", "supply", 12),
                ("2027-05-01", "demand", 32),
                ("2027-05-01", "supply", 24),
            ],
        )
        for name, total in (("supply", 36), ("demand", 32), ("difference", 4)):
            groups = self._get_report()._read_group(self._domain, [], [f"hours_{name}:sum"])
            self.assertEqual(groups, [(total,)], name)
        weeks = self._get_report()._read_group(self._domain, ["date:week"], ["hours:sum"])
        self.assertEqual(len(weeks), 3)

    def test_by_expertise_without_counting_twice_in_total(self):
        both = [Command.set((self.poetry | self.prose).ids)]
        self._add_person("Ann", 36, expertise_ids=both)
        self._add_person("Bea", 24)
        self._add_assignment("Editor", hours_max=16, expertise_ids=[Command.set(self.prose.ids)])
        total, groups = self._get_report().formatted_read_grouping_sets(
            self._domain, [[], ["expertise_ids"]], ["hours:sum", "__count"]
        )
        self.assertEqual([(g["hours:sum"], g["__count"]) for g in total], [(76, 3)])
        found = {
            g["expertise_ids"] and g["expertise_ids"][1]: (g["hours:sum"], g["__count"])
            for g in groups
        }
        self.assertEqual(found, {"Poetry": (36, 1), "Prose": (52, 2), False: (24, 1)})
        # Each figure opens its rows.
        for group in groups:
            rows = self._get_report().search([*self._domain, *group["__extra_domain"]])
            self.assertEqual(sum(rows.mapped("hours")), group["hours:sum"])
        rows = self._get_report().search([*self._domain, ("expertise_ids", "ilike", "poet")])
        self.assertEqual(rows.mapped("name"), ["Ann"])
        self.assertEqual(rows.expertise_ids, self.poetry | self.prose)

    def test_a_row_opens_its_record(self):
        self._add_person("Ann", 36)
        self._add_assignment("Editor", hours_max=16)
        demand, supply = self._get_report().search(self._domain).sorted("side")
        for row, record in ((supply, self.people["Ann"]), (demand, self.assignments["Editor"])):
            action = row.action_open_record()
            self.assertEqual(
                (action["res_model"], action["res_id"]), (record._name, record.id), row.side
            )
        self.assertEqual(demand.action_view_capacity(), demand.action_open_record())
        action = supply.action_view_capacity()
        window = self.env[action["res_model"]].browse(action["res_id"])
        self.assertEqual(window.professional_id, self.people["Ann"])

    def test_own_rights_learn_who_comes_free_and_not_of_what(self):
        placement = self._add_person("Ann", 36, [(36, "2027-01-04", "2027-04-30")])
        placement.user_id = self.colleague
        for user, may in ((self.recruiter, False), (self.colleague, True), (self.manager, True)):
            with self.subTest(user.login):
                report = self._get_report(user)
                (row,) = report.search(self._domain)
                self.assertEqual((row.date, row.hours), (date(2027, 5, 1), 36))
                self.assertEqual(row.placement_user_id, self.colleague)
                self.assertEqual(row.client_id, self.client if may else report.client_id)
                self.assertEqual(bool(row.placement_id), may)
                domain = [*self._domain, ("client_id", "=", self.client.id)]
                self.assertEqual(bool(report.search(domain)), may, "Nor by searching")
        placement.user_id = False
        self.assertTrue(self._get_report(self.recruiter).search(self._domain).client_id)

    def test_another_company_and_no_group(self):
        self._add_person("Ann", 36)
        company = self.env["res.company"].create({"name": "Other Agency"})
        stranger = new_test_user(
            self.env,
            "stien",
            "interim_placement.group_interim_manager",
            company_id=company.id,
            company_ids=[Command.set(company.ids)],
        )
        self.assertFalse(self._get_report(stranger).search([]))
        portal = new_test_user(self.env, "portia", "base.group_portal")
        for user in (self.employee, portal):
            with self.subTest(user.login), self.assertRaises(AccessError):
                self._get_report(user).search([])

    def test_two_companies_side_by_side(self):
        company = self.env["res.company"].create({"name": "Other Agency"})
        self.manager.company_ids += company
        self._add_person("Ann", 36)
        self._add_person("Bea", 24, company_id=company.id, user_id=False)
        report = self._get_report()
        for companies, names in (
            (self.env.company, ["Ann"]),
            (company, ["Bea"]),
            (self.env.company | company, ["Ann", "Bea"]),
        ):
            rows = report.with_context(allowed_company_ids=companies.ids).search(self._domain)
            self.assertEqual(rows.mapped("name"), names)

    def test_many_rows_cost_no_query_more(self):
        counts = []
        for number in (1, 50):
            for n in range(number):
                values = {"expertise_ids": [Command.set((self.poetry | self.prose).ids)]}
                self._add_person(f"P{number}-{n}", 36, **values)
            self.env["interim.placement"].create(
                [
                    {
                        "professional_id": person.id,
                        "assignment_id": self.assignment.id,
                        "terms_ids": [Command.create({**TERMS, "state": "agreed"})],
                    }
                    for person in self.people.values()
                    if not person.placement_ids
                ]
            )
            report = self._get_report(self.recruiter)
            spec = {
                **{name: {} for name in ("name", "date", "hours", "occasion", "level")},
                "expertise_ids": {"fields": {"display_name": {}}},
                "client_id": {"fields": {"display_name": {}}},
                "user_id": {"fields": {"display_name": {}}},
            }
            report.web_search_read(self._domain, spec)
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            report.web_search_read(self._domain, spec)
            report.formatted_read_grouping_sets(
                self._domain, [[], ["date:month"], ["date:month", "side"]], ["hours:sum"]
            )
            counts.append(self.cr.sql_log_count - before)
        self.assertLessEqual(counts[1], counts[0])
        self.assertLessEqual(counts[1], 11)


@tagged("post_install", "-at_install")
class TestCapacityTour(PlacementCommon, HttpCase):
    def test_capacity_then_who_comes_free(self):
        today = date.today()
        monday = today - timedelta(days=today.weekday())
        terms = {**TERMS, "date_start": monday - timedelta(days=28)}
        self._create_placement(
            terms={**terms, **MONDAY_TO_WEDNESDAY, "date_end": monday + timedelta(days=90)},
            agreed=True,
        )
        assignment = self._create_assignment("Press officer", hours_max=20.0)
        self._create_placement(
            terms={
                **terms,
                "hours_per_week": 16,
                "wednesday": True,
                "thursday": True,
                "date_start": monday,
                "date_end": monday + timedelta(days=120),
            },
            agreed=True,
            assignment_id=assignment.id,
        )
        self._create_professional("Bo Jansen", hours_max=28.0, level="senior")
        self.start_tour(
            f"/odoo/professionals/{self.professional.id}",
            "interim_placement_capacity",
            login="rina",
        )
