from datetime import date, datetime, timedelta
from unittest.mock import patch

from freezegun import freeze_time

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from odoo.addons.interim_placement.tests.common import TERMS, PlacementCommon

TODAY = date(2027, 10, 1)
DAY_ONE = datetime(2026, 4, 1, 9)  # before everything
OPEN = None  # not known yet, or not asked: it does not count

# The placements, by number: professional, start, agreed end, and what differs. They end before
# today if their 30, 60 or 90 days are over: after 30 days on 2027-08-31 (+ 30 = 09-30) or earlier,
# after 60 days on 2027-08-01 or earlier, after 90 days on 2027-07-02 or earlier.
CASES = {
    # A chain of three
    1: ("P1", "2026-07-01", "2026-12-31", {"opened": "2026-06-10", "meetings": ["2026-06-01"]}),
    2: ("P1", "2027-01-01", "2027-06-30", {"opened": "2026-12-22"}),
    3: (
        *("P1", "2027-07-15", "2027-12-31"),
        {"opened": "2027-07-01", "meetings": ["2027-07-12", "2027-07-05"]},
    ),
    # Placed again on the 30th day, on the 31st, and not
    4: ("P2", "2026-09-01", "2027-01-31", {"opened": "2026-08-25", "meetings": ["2026-09-01"]}),
    5: ("P2", "2027-03-02", "2027-05-31", {}),
    6: ("P2", "2027-07-01", "2027-08-31", {}),
    # On the 61st day, and not for 90 days
    7: ("P3", "2026-10-01", "2027-03-31", {"opened": "2026-09-11", "meetings": ["2026-11-01"]}),
    8: ("P3", "2027-05-31", "2027-07-02", {}),
    # On the 91st day, and not for 60 days
    9: ("P4", "2026-06-01", "2026-11-30", {"opened": "2026-07-01"}),
    10: ("P4", "2027-03-01", "2027-08-01", {}),
    # Two at a time
    11: ("P5", "2027-01-01", "2027-06-30", {}),
    12: ("P5", "2027-04-01", "2027-09-30", {}),
    # What is a draft, or was closed without success, places nobody again
    13: ("P6", "2026-08-01", "2027-01-31", {}),
    14: ("P6", "2027-02-15", "2027-04-30", {}),
    15: ("P6", "2027-02-01", "2027-03-31", {"closed": True}),
    33: ("P6", "2027-02-03", "2027-06-30", {"draft": True}),
    # Extensions move the end
    16: ("P7", "2027-01-01", "2027-03-31", {"extended": [("2027-01-20", "2027-05-31")]}),
    17: ("P7", "2027-06-01", "2027-08-31", {"extended": [("2027-07-20", "2027-11-30")]}),
    18: (
        *("P8", "2026-12-01", "2027-02-28"),
        {"extended": [("2026-12-15", "2027-03-31"), ("2027-01-29", "2027-05-15")]},
    ),
    # The next one is agreed before this one ends
    19: ("P9", "2027-04-01", "2027-10-31", {}),
    20: ("P9", "2027-11-01", "2028-04-30", {"phase": "onboarding"}),
    # Both end on one day: neither comes after the other
    21: ("P10", "2027-01-01", "2027-04-30", {}),
    22: ("P10", "2027-03-01", "2027-04-30", {}),
    # One month: its follow-up begins with it
    23: ("P11", "2027-08-15", "2027-09-15", {}),
    # Placed again in the third month, which is agreed but still to come
    24: ("P12", "2027-02-01", "2027-07-31", {}),
    25: ("P12", "2027-10-20", "2028-03-31", {"phase": "onboarding"}),
    # Ends today
    26: ("P13", "2027-05-01", "2027-10-01", {"rates": (120, 100), "hours": 36}),
    # Shortened by a month, to where the next one begins
    27: ("P14", "2026-11-01", "2027-04-30", {"shortened": ("2027-01-10", "2027-03-31")}),
    28: ("P14", "2027-04-01", "2027-12-31", {}),
    29: ("P15", "2026-05-01", "2026-10-31", {}),
    30: ("P16", "2027-01-01", "2027-07-15", {}),
    31: ("P17", "2027-03-01", "2027-06-30", {"model": "employment"}),
    32: ("P17", "2027-09-01", "2028-02-29", {"model": "employment", "hours": 16}),
}
RECRUITERS = {"rina": range(1, 11), "karel": [*range(11, 30), 33], False: [30], "maud": [31, 32]}
PROJECTS = (16, 17, 18)  # of this assignment type; all others have another one

# Placed again on; days between; within 30, 60 and 90 days.
PLACED_AGAIN = {
    1: ("2027-01-01", 0, 100, 100, 100),  # on the next day
    2: ("2027-07-15", 14, 100, 100, 100),  # 1 to 14 July are free
    3: (None, None, OPEN, OPEN, OPEN),  # runs
    4: ("2027-03-02", 29, 100, 100, 100),  # 28 days of February and 1 March are free
    5: ("2027-07-01", 30, 0, 100, 100),  # the 30 days of June are free: the 31st day
    6: (None, None, 0, OPEN, OPEN),  # 30 days after 08-31 was yesterday
    7: ("2027-05-31", 60, 0, 0, 100),  # 30 of April and 30 of May are free: the 61st day
    8: (None, None, 0, 0, 0),  # 90 days after 07-02 was yesterday
    9: ("2027-03-01", 90, 0, 0, 0),  # 31 + 31 + 28 days are free: the 91st day
    10: (None, None, 0, 0, OPEN),  # 60 days after 08-01 was yesterday
    11: ("2027-07-01", 0, 100, 100, 100),  # 12 runs on
    12: (None, None, OPEN, OPEN, OPEN),  # ended yesterday
    13: ("2027-02-15", 14, 100, 100, 100),  # by 14: 15 was closed, 33 is a draft
    14: (None, None, 0, 0, 0),
    16: ("2027-06-01", 0, 100, 100, 100),  # from its new end, 05-31
    17: (None, None, OPEN, OPEN, OPEN),  # runs until 11-30
    18: (None, None, 0, 0, 0),  # its last end is 05-15
    19: ("2027-11-01", 0, 100, 100, 100),  # known, though it runs
    20: (None, None, OPEN, OPEN, OPEN),  # still to begin
    21: (None, None, 0, 0, 0),
    22: (None, None, 0, 0, 0),
    23: (None, None, OPEN, OPEN, OPEN),  # 30 days after 09-15 is 10-15
    24: ("2027-10-20", 80, 0, 0, 100),  # 31 + 30 + 19 days are free; 90 days after is 10-29
    25: (None, None, OPEN, OPEN, OPEN),
    26: (None, None, OPEN, OPEN, OPEN),
    27: ("2027-04-01", 0, 100, 100, 100),  # from the end that it was shortened to
    28: (None, None, OPEN, OPEN, OPEN),
    29: (None, None, 0, 0, 0),
    30: (None, None, 0, 0, OPEN),  # 60 days after 07-15 is 09-13, 90 days 10-13
    31: ("2027-09-01", 62, 0, 0, 100),  # 31 + 31 days are free
    32: (None, None, OPEN, OPEN, OPEN),
}

# When there was contact, and whether that was before the follow-up: three months before the end,
# on a working day, not before the start. Those that are not named here had none.
CONTACTS = {
    1: ["2026-09-29"],  # the day before 2026-09-30
    2: ["2027-03-30"],  # the day itself: too late
    3: ["2027-07-15"],  # the first day
    4: ["2026-08-20"],  # before it began, so about something else
    7: ["2026-11-02", "2027-02-01"],  # the first of both, before 2026-12-31
    11: ["2027-03-29"],  # before 03-30
    16: ["2027-01-15"],
    19: ["2027-07-29"],  # before 07-30: 07-31 is a Saturday
    27: ["2026-12-01"],  # before 2026-12-31, three months before the new end
    28: ["2027-05-03"],
    31: ["2027-03-15"],
}
IN_TIME = {1, 3, 7, 11, 16, 19, 27, 28, 31}
# Not asked: 5, 6, 8, 14, 22 and 23 are so short that their follow-up began with them; the one of
# 20, 25 and 32 is still to begin.
NO_QUESTION = {5, 6, 8, 14, 22, 23, 20, 25, 32}

# What was decided on which day. It was to be decided two months before the end, on a working day.
DECISIONS = {
    1: [("2026-10-30", "new_assignment")],  # by 2026-10-30: 10-31 is a Saturday
    2: [("2027-05-03", "new_assignment")],  # by 04-30
    4: [("2026-11-02", "available")],
    5: [("2027-03-31", "new_assignment")],  # by 03-31
    7: [("2027-01-29", "available")],  # by 01-29: 01-31 is a Sunday
    8: [("2027-06-20", "available")],  # by 05-31, its first day
    9: [("2026-09-15", "available"), ("2026-11-20", "new_assignment")],  # the first one counts
    11: [("2027-04-01", "available")],
    13: [("2026-12-01", "available")],  # by 2026-11-30
    14: [("2027-02-26", "available")],  # by 02-26: 02-28 is a Sunday
    16: [("2027-03-01", "available")],  # extended on 01-20, by 01-29; again by 03-31
    18: [("2027-03-16", "available")],  # extended in time, twice; the third time by 03-15
    19: [("2027-08-31", "new_assignment")],  # by 08-31
    21: [("2027-02-01", "available")],
    22: [("2027-03-01", "available")],  # by its first day
    23: [("2027-08-16", "available")],  # by 08-15, its first day
    24: [("2027-05-31", "new_assignment")],  # by 05-31
    27: [("2026-12-15", "available")],  # before it was shortened
    29: [("2026-09-01", "leaves")],  # by 2026-08-31
    31: [("2027-04-15", "available")],
}
DECIDED_IN_TIME = {1, 4, 5, 7, 9, 11, 14, 16, 19, 21, 22, 24, 27, 31}
# Undecided, and to be decided by a day that is still to come: 3 and 28 by 10-29, the others later.
# 17 was extended on 07-20, by 06-30, which was too late whatever comes after it.
NOT_DECIDED_YET = {3, 20, 25, 28, 32}

EXTENDED = {16: 2.0, 17: 3.0, 18: 2.5}  # months: 2; 3; 1, and 1 month and 15 days
# Not extended, but they may be: they have not ended, 26 does today.
RUNNING = {3, 19, 20, 25, 26, 28, 32}

# Running and undecided: margin x hours x 52 / 12. 19 is decided, 20 and 25 are still to begin.
MARGIN_AT_RISK = {3: 1560.0, 17: 1560.0, 26: 3120.0, 28: 1560.0, 32: 1040.0}

# From the first meeting, or else from the day when the case was opened. The others were opened
# five days after their start, as what is entered later is: nothing to measure.
DAYS_TO_START = {
    1: 30,  # from the meeting on 06-01, not from 06-10
    2: 10,  # no meeting: from 12-22
    3: 10,  # from the earlier meeting, 07-05
    4: 0,  # on the first day
    7: 20,  # the meeting was later than the start: from 09-11
}


@tagged("post_install", "-at_install")
@freeze_time("2027-10-01 09:00:00")
class TestMeasures(PlacementCommon):
    """Every figure of the follow-up's report, compared with what was worked out by hand."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # Whatever stage they would be refused in, the figures would be the same.
        stages = cls.env["interim.placement.stage"].search([])
        stages.write({"requirement_ids": [Command.clear()], "activity_plan_id": False})
        cls.types = cls.env["interim.assignment.type"].create(
            [{"name": "Campaign", "code": "campaign"}, {"name": "Support", "code": "support"}]
        )
        cls.other_client = cls.env["res.partner"].create({"name": "Provincie", "is_company": True})
        cls.professionals = {}
        cls.placements = {}
        with patch.object(cls.env.cr, "now", lambda: DAY_ONE):
            for number in CASES:
                cls.placements[number] = cls._create_case(number)
        cls.env.flush_all()

    @classmethod
    def _create_case(cls, number):
        name, start, end, differs = CASES[number]
        if name not in cls.professionals:
            cls.professionals[name] = cls._create_professional(name, email=False)
        login = next(login for login, numbers in RECRUITERS.items() if number in numbers)
        users = cls.recruiter | cls.colleague | cls.manager
        client_rate, professional_rate = differs.get("rates", (110, 95))
        terms = {
            "date_start": start,
            "date_end": end,
            "hours_per_week": differs.get("hours", 24),
            "client_rate": client_rate,
            "professional_rate": professional_rate,
        }
        state = "draft" if differs.get("draft") else "agreed"
        opened = datetime.fromisoformat(
            differs.get("opened") or str(date.fromisoformat(start) + timedelta(days=5))
        )
        assignment = cls._create_assignment(
            f"Role {number}",
            client_id=(cls.other_client if name == "P1" else cls.client).id,
            contact_id=False,
            type_id=cls.types[0 if number in PROJECTS else 1].id,
        )
        with freeze_time(DAY_ONE), patch.object(cls.env.cr, "now", lambda: opened):
            placement = cls.env["interim.placement"].create(
                {
                    "professional_id": cls.professionals[name].id,
                    "assignment_id": assignment.id,
                    "user_id": users.filtered(lambda user: user.login == login).id,
                    "contracting_model": differs.get("model", "intermediary"),
                    "stage_id": cls.stages[differs.get("phase", "active")].id,
                    "terms_ids": [Command.create({**terms, "state": state})],
                }
            )
        events = [(day, "contact", None) for day in CONTACTS.get(number, ())]
        events += [(day, "meeting", None) for day in differs.get("meetings", ())]
        events += [(day, "decision", state) for day, state in DECISIONS.get(number, ())]
        events += [(day, "extension", end) for day, end in differs.get("extended", ())]
        if "shortened" in differs:
            day, end = differs["shortened"]
            events.append((day, "change", end))
        for day, what, value in sorted(events, key=lambda event: event[0]):
            with freeze_time(f"{day} 09:00:00"):
                cls._do(placement, terms, what, value)
        if differs.get("closed"):
            placement.close_reason_id = cls.env["interim.close.reason"].search([], limit=1)
            placement.action_archive()
        return placement

    @classmethod
    def _do(cls, placement, terms, what, value):
        today = date.today()
        if what == "contact":
            placement._register_contact(today)
        elif what == "meeting":
            cls.env["calendar.event"].create(
                {
                    "name": "Meeting",
                    "start": datetime.combine(today, datetime.min.time()).replace(hour=10),
                    "stop": datetime.combine(today, datetime.min.time()).replace(hour=11),
                    "res_model_id": cls.env["ir.model"]._get_id("interim.placement"),
                    "res_id": placement.id,
                }
            )
        elif what == "decision":
            placement.followup_state = value
        else:
            start = placement.date_end + timedelta(days=1) if what == "extension" else today
            following = {"kind": what, "date_start": start, "date_end": value, "state": "agreed"}
            cls.env["interim.terms"].create(
                {"placement_id": placement.id, **terms, **following, "reason": "Agreed so"}
            )

    def _get_report(self, user=None, **context):
        return (
            self.env["interim.followup.report"]
            .with_user(user or self.manager)
            .with_context(**context)
        )

    def _get_values(self, name):
        """Return one column as the database has it, by number of the case; nothing is NULL."""
        report = self._get_report()
        query = report._search([])
        rows = self.env.execute_query(query.select("placement_id", name))
        numbers = {placement.id: number for number, placement in self.placements.items()}
        return {numbers[row[0]]: row[1] for row in rows if row[0] in numbers}

    def _get_groups(self, groupby, aggregate, **context):
        domain = [("placement_id", "in", [p.id for p in self.placements.values()])]
        groups = self._get_report(**context)._read_group(
            domain, [groupby] if groupby else [], [aggregate]
        )
        return dict(groups) if groupby else groups[0][0]

    def _get_shares(self, numbers, known):
        return {n: 100 if n in numbers else 0 for n in PLACED_AGAIN if n in known}

    # One row for each

    def test_rows(self):
        """All with agreed terms, at least 30; closed ones when they are asked for."""
        self.assertEqual(set(self._get_values("id")), set(PLACED_AGAIN))
        self.assertEqual(len(PLACED_AGAIN), 31)
        closed = self._get_report(active_test=False).search([("active", "=", False)])
        self.assertEqual(closed.placement_id, self.placements[15])

    def test_placed_again(self):
        for position, name in enumerate(
            (
                *("placed_again_on", "days_between"),
                *("placed_again_30", "placed_again_60", "placed_again_90"),
            )
        ):
            with self.subTest(name):
                expected = {number: row[position] for number, row in PLACED_AGAIN.items()}
                if name == "placed_again_on":
                    expected = {n: day and date.fromisoformat(day) for n, day in expected.items()}
                self.assertEqual(self._get_values(name), expected)

    def test_placed_again_in_words(self):
        words = self._get_values("placed_again")
        for word, numbers in (
            ("within_30", {1, 2, 4, 11, 13, 16, 19, 27}),
            ("within_60", {5}),
            ("within_90", {7, 24, 31}),
            ("later", {9}),
            ("not", {8, 14, 18, 21, 22, 29}),
            ("open", {3, 6, 10, 12, 17, 20, 23, 25, 26, 28, 30, 32}),
        ):
            with self.subTest(word):
                self.assertEqual({n for n, found in words.items() if found == word}, numbers)

    def test_contacted_before_the_followup(self):
        known = set(PLACED_AGAIN) - NO_QUESTION
        self.assertEqual(
            self._get_values("contacted_in_time"),
            dict.fromkeys(NO_QUESTION, OPEN) | self._get_shares(IN_TIME, known),
        )
        words = self._get_values("contact")
        self.assertEqual({n for n, word in words.items() if word == "in_time"}, IN_TIME)
        self.assertEqual({n for n, word in words.items() if word == "open"}, {20, 25, 32})
        self.assertEqual({n for n, word in words.items() if word is None}, {5, 6, 8, 14, 22, 23})

    def test_decided_in_time(self):
        known = set(PLACED_AGAIN) - NOT_DECIDED_YET
        self.assertEqual(
            self._get_values("decided_in_time"),
            dict.fromkeys(NOT_DECIDED_YET, OPEN) | self._get_shares(DECIDED_IN_TIME, known),
        )
        words = self._get_values("decision")
        self.assertEqual({n for n, word in words.items() if word == "open"}, NOT_DECIDED_YET)
        self.assertEqual({n for n, word in words.items() if word == "in_time"}, DECIDED_IN_TIME)

    def test_extensions(self):
        known = set(PLACED_AGAIN) - RUNNING
        self.assertEqual(
            self._get_values("extended"),
            dict.fromkeys(RUNNING, OPEN) | self._get_shares(EXTENDED, known),
        )
        self.assertEqual(
            self._get_values("extended_months"), {n: EXTENDED.get(n) for n in PLACED_AGAIN}
        )
        counts = self._get_values("extension_count")
        self.assertEqual({n: c for n, c in counts.items() if c}, {16: 1, 17: 1, 18: 2})

    def test_margin_at_risk(self):
        found = {n: float(amount) for n, amount in self._get_values("margin_at_risk").items()}
        self.assertEqual(found, {n: MARGIN_AT_RISK.get(n, 0.0) for n in PLACED_AGAIN})
        for number, amount in MARGIN_AT_RISK.items():
            self.assertEqual(self.placements[number].margin_month, amount)

    def test_days_to_start(self):
        self.assertEqual(
            self._get_values("days_to_start"), {n: DAYS_TO_START.get(n) for n in PLACED_AGAIN}
        )

    # Groups

    def test_totals(self):
        for aggregate, expected in (
            ("placed_again_30:avg", 100 * 8 / 22),  # of 31, 9 are open
            ("placed_again_60:avg", 100 * 9 / 21),  # and 6
            ("placed_again_90:avg", 100 * 12 / 19),  # and 10 and 30
            ("days_between:avg", 379 / 13),
            ("ended_count:sum", 23),  # all but the running ones, and 17
            ("placed_again_count:sum", 13),
            ("contacted_in_time:avg", 100 * 9 / 22),
            ("decided_in_time:avg", 100 * 14 / 26),
            ("extension_count:sum", 4),
            ("extended:avg", 100 * 3 / 24),
            ("extended_months:avg", 2.5),  # 7.5 months of three placements
            ("margin_at_risk:sum", 8840.0),
            ("days_to_start:avg", 14.0),  # 70 days of five placements
        ):
            with self.subTest(aggregate):
                self.assertAlmostEqual(float(self._get_groups(None, aggregate)), expected)

    def test_by_recruiter(self):
        """The share of a group is that of what counts in it, and no average of averages."""
        nobody = self.env["res.users"]
        for aggregate, rina, karel, maud, unassigned in (
            ("placed_again_30:avg", 100 * 3 / 9, 100 * 5 / 11, 0.0, 0.0),
            ("placed_again_90:avg", 100 * 5 / 7, 100 * 6 / 11, 100.0, None),
            ("decided_in_time:avg", 100 * 5 / 9, 100 * 8 / 15, 100.0, 0.0),
            ("extended:avg", 0.0, 100 * 3 / 13, 0.0, 0.0),
        ):
            with self.subTest(aggregate):
                found = self._get_groups("user_id", aggregate)
                for user, expected in (
                    (self.recruiter, rina),
                    (self.colleague, karel),
                    (self.manager, maud),
                    (nobody, unassigned),
                ):
                    if expected is None:
                        self.assertFalse(found[user])
                    else:
                        self.assertAlmostEqual(found[user], expected)

    def test_by_client_type_and_model(self):
        by_client = self._get_groups("client_id", "placed_again_90:avg")
        self.assertAlmostEqual(by_client[self.other_client], 100.0)  # 1 and 2, not 3
        self.assertAlmostEqual(by_client[self.client], 100 * 10 / 17)
        by_type = self._get_groups("type_id", "placed_again_30:avg")
        self.assertAlmostEqual(by_type[self.types[0]], 50.0)  # 16, not 18; 17 is open
        self.assertAlmostEqual(by_type[self.types[1]], 100 * 7 / 20)
        by_model = self._get_groups("contracting_model", "margin_at_risk:sum")
        self.assertEqual(by_model, {"intermediary": 7800.0, "employment": 1040.0})

    def test_by_end_month(self):
        at_risk = self._get_groups("date_end:month", "margin_at_risk:sum")
        self.assertEqual(
            {month: amount for month, amount in at_risk.items() if amount},
            {
                date(2027, 10, 1): 3120.0,  # 26; 19 is decided
                date(2027, 11, 1): 1560.0,  # 17
                date(2027, 12, 1): 3120.0,  # 3 and 28
                date(2028, 2, 1): 1040.0,  # 32
            },
        )
        shares = self._get_groups("date_end:month", "placed_again_30:avg")
        self.assertAlmostEqual(shares[date(2027, 6, 1)], 100 * 2 / 3)  # 2 and 11, not 31
        self.assertFalse(shares[date(2027, 12, 1)])  # nothing is known of 3 and 28

    # In step with what it is made from

    def test_later_changes(self):
        last, before = self.placements[3], self.placements[2]
        self.env["interim.terms"].create(
            {
                "placement_id": before.id,
                "kind": "extension",
                **TERMS,
                "date_start": date(2027, 7, 1),
                "date_end": date(2027, 7, 10),
                "state": "agreed",
            }
        )
        self.assertEqual(before.placed_again_on, date(2027, 7, 15))
        self.assertEqual(self._get_values("days_between")[2], 4)
        last.close_reason_id = self.env["interim.close.reason"].search([], limit=1)
        last.action_archive()
        self.assertFalse(before.placed_again_on)
        last.action_unarchive()
        self.assertEqual(before.placed_again_on, date(2027, 7, 15))

    def test_time_goes_by(self):
        """What was open becomes known by itself; nothing has to be computed again."""
        with freeze_time("2028-06-01"):
            shares = self._get_values("placed_again_90")
            still_open = {n for n, share in shares.items() if share is None}
            self.assertEqual(still_open, {20, 25})  # end on 04-30 and 03-31
            self.assertEqual(shares[32], 0)  # 90 days after 02-29 is 05-29

    def test_a_day_is_the_readers_day(self):
        """In Auckland the 30 days after 2027-09-01 are over some hours earlier."""
        self.manager.tz = "Pacific/Auckland"
        case = self.placements[6]
        self.env["interim.terms"].create(
            {
                "placement_id": case.id,
                "kind": "extension",
                **TERMS,
                "date_start": date(2027, 9, 1),
                "date_end": date(2027, 9, 1),
                "state": "agreed",
            }
        )
        with freeze_time("2027-10-01 09:00:00"):
            self.assertIsNone(self._get_values("placed_again_30")[6])
        with freeze_time("2027-10-01 12:00:00"):
            self.assertEqual(self._get_values("placed_again_30")[6], 0)

    def test_as_many_queries_for_many(self):
        """The stored facts of many are computed with as many queries as those of a few."""
        names = (
            *("placed_again_on", "first_meeting_date", "contact_before_followup_on"),
            *("followup_decided_count", "extended_months"),
        )

        def count(placements):
            self.env.flush_all()
            self.env.invalidate_all()
            for name in names:
                self.env.add_to_compute(placements._fields[name], placements)
            before = self.env.cr.sql_log_count
            self.env.flush_all()
            return self.env.cr.sql_log_count - before

        few = self.env["interim.placement"].concat(*(self.placements[n] for n in (1, 16)))
        many = self.env["interim.placement"].concat(*self.placements.values())
        count(many)  # what is loaded once
        self.assertLessEqual(count(many), count(few))

    # Who sees what

    def test_own_rights(self):
        mine = {*RECRUITERS["rina"], *RECRUITERS[False]}
        found = self._get_report(self.recruiter).search([])
        ids = {placement.id for number, placement in self.placements.items() if number in mine}
        self.assertEqual(set(found.placement_id.ids), ids)
        others = self._get_report(self.recruiter).browse(self.placements[11].id)
        self.recruiter.group_ids += self.env.ref("base.group_allow_export")
        for attempt in (
            lambda: others.read(["margin_at_risk"]),
            lambda: others.export_data(["professional_id/name"]),
            lambda: others.action_open_placement(),
        ):
            with self.assertRaises(AccessError):
                attempt()
        totals = self._get_report(self.recruiter)._read_group([], [], ["margin_at_risk:sum"])
        self.assertEqual(totals[0][0], 1560.0)  # of 3

    def test_nobody_else_and_nothing_to_write(self):
        portal = new_test_user(self.env, "portia", "base.group_portal")
        for user in (self.employee, portal):
            with self.assertRaises(AccessError):
                self._get_report(user).search([])
        for operation in ("write", "create", "unlink"):
            self.assertFalse(self._get_report(self.manager).has_access(operation))
        for name in ("placed_again_on", "contact_before_followup_on", "followup_late_count"):
            with self.assertRaisesRegex(UserError, "cannot be filled in"):
                self.placements[1].with_user(self.manager).write({name: False})

    def test_companies_are_kept_apart(self):
        other = self.env["res.company"].create({"name": "Other agency"})
        self.manager.company_ids += other
        self.assertFalse(self._get_report(allowed_company_ids=other.ids).search([]))

    def test_a_row_opens_its_placement(self):
        row = self._get_report(self.recruiter).search(
            [("placement_id", "=", self.placements[1].id)]
        )
        action = row.action_open_placement()
        self.assertEqual(
            (action["res_model"], action["res_id"]),
            (
                "interim.placement",
                self.placements[1].id,
            ),
        )
        arch = self._get_report().get_views([(False, "list")])["views"]["list"]["arch"]
        self.assertIn('action="action_open_placement"', arch)

    # The digest

    def _get_figures(self, days, user=None, company=None):
        digest = self.env["digest.digest"].create(
            {"name": "Digest", "company_id": (company or self.env.company).id}
        )
        end = datetime(2027, 10, 1, 9)
        digest = digest.with_user(user or self.manager).with_context(
            start_datetime=end - timedelta(days=days), end_datetime=end
        )
        return digest.kpi_interim_ending_undecided_value, digest.kpi_interim_placed_again_value

    def test_digest(self):
        # Undecided, and the follow-up has begun: 3, 6, 10, 12, 17, 26, 28 and 30. Of 32 it is still
        # to begin, and 20 and 25 are not at work yet.
        self.assertEqual(self._get_figures(1), (8, 0))
        # Placed again in the last 30 days, after 09-01, nobody; in the last 31, who did on 09-01.
        self.assertEqual(self._get_figures(30), (8, 0))
        self.assertEqual(self._get_figures(31), (8, 1))

    def test_digest_is_of_its_company_and_reader(self):
        self.assertEqual(self._get_figures(1, self.recruiter), (4, 0))  # 3, 6, 10 and 30
        other = self.env["res.company"].create({"name": "Other agency"})
        self.manager.company_ids += other
        self.assertEqual(self._get_figures(31, company=other), (0, 0))
        with self.assertRaises(AccessError):
            self._get_figures(1, self.employee)

    def test_digest_compares_with_before(self):
        """What was decided yesterday stood open the day before."""
        self.placements[3].followup_state = "leaves"
        digest = self.env["digest.digest"].create({"name": "Digest"}).with_user(self.manager)
        for day, open_count in ((datetime(2027, 10, 1, 9), 7), (datetime(2027, 9, 30, 9), 8)):
            values = digest.with_context(start_datetime=DAY_ONE, end_datetime=day)
            self.assertEqual(values.kpi_interim_ending_undecided_value, open_count)

    def test_digest_mail(self):
        digest = self.env.ref("digest.digest_digest_default")
        self.assertTrue(digest.kpi_interim_ending_undecided and digest.kpi_interim_placed_again)
        kpis = {
            kpi["kpi_name"]: kpi for kpi in digest._compute_kpis(self.env.company, self.manager)
        }
        ending = kpis["kpi_interim_ending_undecided"]
        self.assertEqual(int(ending["kpi_col1"]["value"]), 8)
        for kpi in (ending, kpis["kpi_interim_placed_again"]):
            self.assertTrue(self.env.ref(kpi["kpi_action"].split("?")[0]))
        for_employee = digest._compute_kpis(self.env.company, self.employee)
        self.assertNotIn("kpi_interim_placed_again", [kpi["kpi_name"] for kpi in for_employee])
