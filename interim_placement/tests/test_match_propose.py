from datetime import date

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, HttpCase, tagged, users

from .common import PlacementCommon

PARTS = [
    {
        "subject": "expertise",
        "label": "Expertise",
        "share": 0.5,
        "weight": 30,
        "sentence": "One of <two>",
    },
    {"subject": "rate", "label": "Rate", "share": None, "weight": 10, "sentence": "Not known"},
]


@tagged("post_install", "-at_install")
class TestMatchPropose(PlacementCommon):
    """What is found is proposed: shown before, nobody twice, and as far as one may."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.assignment.write(
            {
                "date_start": date(2027, 1, 4),
                "date_end": date(2027, 6, 30),
                "hours_max": 24.0,
                "state": "open",
            }
        )
        cls.other = cls._create_professional("Bo Jansen", rate_min=90.0)

    def _match(self, professionals, assignments=None, user=None, **values):
        """Matches as a search leaves them."""
        environment = self.env["interim.match.search"].with_user(user or self.recruiter).sudo()
        search = environment.create(values)
        matches = search.match_ids.create(
            [
                {
                    "search_id": search.id,
                    "professional_id": professional.id,
                    "assignment_id": assignment.id,
                    "company_id": self.env.company.id,
                    "score": 80,
                    "rank": 80.0,
                    "parts": PARTS,
                }
                for professional in professionals
                for assignment in assignments or self.assignment
            ]
        )
        return matches.sudo(False)

    def _open(self, matches):
        action = matches.action_propose()
        wizards = matches.env[action["res_model"]].with_context(**action["context"])
        return Form(wizards).save()

    def test_a_new_placement_stands_in_the_proposal(self):
        wizard = self._open(self._match(self.other))
        self.assertEqual(wizard.line_ids.mapped("outcome"), ["new"])
        action = wizard.action_propose()
        placement = self.other.placement_ids
        self.assertEqual(action["res_id"], placement.id)
        self.assertEqual((placement.phase, placement.user_id), ("proposal", self.recruiter))
        self.assertEqual(placement.assignment_id, self.assignment)
        terms = placement.terms_ids
        self.assertEqual(
            (terms.date_start, terms.hours_per_week, terms.client_rate, terms.professional_rate),
            (date(2027, 1, 4), 24.0, 115.0, 90.0),
        )

    def test_what_is_missing_is_told_and_the_placement_stays(self):
        self.other.consent_date = False
        action = self._open(self._match(self.other)).action_propose()
        self.assertIn("Bo Jansen stays in the first meeting", action["params"]["message"])
        self.assertEqual(self.other.placement_ids.phase, "meeting")

    def test_a_case_in_its_first_meeting_gets_the_assignment(self):
        case = self._create_placement(
            professional_id=self.other.id, assignment_id=False, hours_per_week=20.0
        )
        wizard = self._open(self._match(self.other))
        self.assertEqual(wizard.line_ids.outcome, "take_up")
        wizard.action_propose()
        self.assertEqual(self.other.placement_ids, case)
        self.assertEqual(case.assignment_id, self.assignment)
        self.assertEqual(case.phase, "proposal")
        self.assertEqual(case.hours_per_week, 20.0, "what was typed stays")

    def test_a_colleagues_case_is_left_alone(self):
        case = self._create_placement(
            professional_id=self.other.id, assignment_id=False, user_id=self.colleague.id
        )
        for user in (self.recruiter, self.manager):
            wizard = self._open(self._match(self.other, user=user))
            self.assertEqual(wizard.line_ids.outcome, "new")
            told = f"Is in a first meeting with {self.colleague.name}."
            self.assertEqual(wizard.line_ids.reason, told)
        self.assertFalse(case.assignment_id)

    def test_a_case_goes_on_with_one_of_two_assignments(self):
        case = self._create_placement(professional_id=self.other.id, assignment_id=False)
        second = self._create_assignment("Editor", hours_max=16.0)
        wizard = self._open(self._match(self.other, self.assignment | second))
        self.assertEqual(sorted(wizard.line_ids.mapped("outcome")), ["new", "take_up"])
        wizard.action_propose()
        self.assertEqual(len(self.other.placement_ids), 2)
        self.assertIn(case, self.other.placement_ids)
        self.assertEqual(self.other.placement_ids.assignment_id, self.assignment | second)
        for placement in self.other.placement_ids:
            self.assertEqual(placement.hours_per_week, placement.assignment_id.hours_max)

    def test_what_speaks_against_it_is_told(self):
        self.assignment.deadline = "2026-01-01 09:00:00"
        self.other.write({"availability_confirmed_on": False})
        self.other.sudo().unavailable_said_on = date(2026, 1, 5)
        reason = self._open(self._match(self.other)).line_ids.reason
        self.assertIn("closing time of the assignment has passed", reason)
        self.assertIn("not to be available", reason)

    def test_who_was_archived_meanwhile_is_not_proposed(self):
        wizard = self._open(self._match(self.other))
        self.other.action_archive()
        with self.assertRaisesRegex(UserError, "Bo Jansen.*archived"):
            wizard.action_propose()

    def test_nobody_twice(self):
        self._create_placement("proposal", user_id=self.colleague.id)
        matches = self._match(self.professional | self.other)
        wizard = self._open(matches)
        double, new = wizard.line_ids.sorted(lambda line: line.outcome != "refused")
        colleague = self.colleague.name
        self.assertEqual(double.reason, f"Is on this assignment already, with {colleague}.")
        self.assertFalse(double.is_included)
        self.assertTrue(new.is_included)
        double.is_included = True  # in spite of it
        action = wizard.action_propose()
        self.assertIn("Sanne de Vries for Communication adviser", action["params"]["message"])
        self.assertEqual(len(self.professional.placement_ids), 1)
        self.assertEqual(len(self.other.placement_ids), 1)

    def test_who_sees_it_is_told_more(self):
        self._create_placement("proposal", user_id=self.colleague.id)
        wizard = self._open(self._match(self.professional, user=self.manager))
        told = f"Is on this assignment already: Proposed, with {self.colleague.name}."
        self.assertEqual(wizard.line_ids.reason, told)

    def test_only_doubles_is_refused(self):
        wizard = self._open(self._match(self.professional))
        self._create_placement("proposal", user_id=self.colleague.id)  # meanwhile
        with self.assertRaisesRegex(UserError, "on this assignment already"):
            wizard.action_propose()
        self.assertEqual(len(self.professional.placement_ids), 1)

    def test_none_ticked_is_refused(self):
        wizard = self._open(self._match(self.other))
        wizard.line_ids.is_included = False
        with self.assertRaisesRegex(UserError, "Tick at least one"):
            wizard.action_propose()

    def test_a_closed_one_may_be_tried_again(self):
        placement = self._create_placement("proposal")
        placement.close_reason_id = self.env["interim.close.reason"].search([], limit=1)
        placement.action_archive()
        wizard = self._open(self._match(self.professional))
        self.assertEqual(wizard.line_ids.outcome, "new")
        self.assertIn(placement.close_reason_id.name, wizard.line_ids.reason)

    def test_not_for_what_is_not_open(self):
        wizard = self._open(self._match(self.other))
        self.assignment.state = "on_hold"
        with self.assertRaisesRegex(UserError, "Communication adviser.*not open"):
            wizard.action_propose()
        self.assertFalse(self.other.placement_ids)

    def test_the_next_placement_of_the_chain(self):
        ending = self._create_placement(
            assignment_id=self._create_assignment("Editor").id, professional_id=self.other.id
        )
        matches = self._match(self.other, placement_id=ending.id)
        wizard = self._open(matches)
        self.assertEqual(wizard.line_ids.outcome, "next")
        wizard.action_propose()
        self.assertEqual(ending.next_placement_ids.assignment_id, self.assignment)

    def test_many_in_a_fixed_number_of_queries(self):
        people = self.env["interim.professional"].union(
            *(self._create_professional(f"Professional {number}") for number in range(12))
        )
        self._count(self._match(people[:2]))  # what is remembered for all
        few = self._count(self._match(people[:2]))
        many = self._count(self._match(people))
        self.assertEqual(many, few)

    def _count(self, matches):
        pairs = [(match.professional_id, match.assignment_id) for match in matches]
        self.env.flush_all()
        before = self.cr.sql_log_count
        self.env["interim.placement"].with_user(self.recruiter)._plan_proposals(pairs)
        return self.cr.sql_log_count - before

    # Who may

    def test_found_by_one_is_of_one(self):
        matches = self._match(self.other)
        with self.assertRaises(AccessError):
            matches.with_user(self.colleague).read(["score"])
        for user in (self.employee, self.colleague):
            with self.subTest(user.login), self.assertRaises(AccessError):
                matches.with_user(user).action_propose()

    def test_rows_are_not_for_people_to_make(self):
        matches = self._match(self.other)
        with self.assertRaises(AccessError):
            matches.write({"score": 100})
        with self.assertRaises(AccessError):
            matches.copy()

    def test_forged_lines_name_nothing_of_another_company(self):
        company = self.env["res.company"].create({"name": "Other Agency"})
        self.env.user.company_ids += company
        hidden = self._create_professional("Dirk Zwart", company_id=company.id, user_id=False)
        lines = [(0, 0, {"professional_id": hidden.id, "assignment_id": self.assignment.id})]
        wizards = self.env["interim.match.propose"].with_user(self.recruiter)
        with self.assertRaises(AccessError) as refusal:
            wizards.with_context(default_line_ids=lines).onchange({}, [], {"line_ids": {}})
        self.assertNotIn("Dirk Zwart", str(refusal.exception))
        with self.assertRaises(AccessError):
            wizards.create({"line_ids": lines})

    def test_a_colleagues_ending_placement_is_not_linked(self):
        ending = self._create_placement(user_id=self.colleague.id)
        wizards = self.env["interim.match.propose"].with_user(self.recruiter)
        with self.assertRaises(AccessError):
            wizards.create({"ending_placement_id": ending.id})
        windows = self.env["interim.professional.capacity"].with_user(self.recruiter)
        company = self.env["res.company"].create({"name": "Other Agency"})
        self.env.user.company_ids += company
        hidden = self._create_professional("Dirk Zwart", company_id=company.id, user_id=False)
        with self.assertRaises(AccessError):
            windows.create({"professional_id": hidden.id})

    # How it looks

    @users("rina")
    def test_bars_say_it_in_words(self):
        match = self._match(self.other, user=self.env.user)
        self.assertIn('title="Expertise: 50. One of &lt;two&gt;"', match.bars)
        self.assertIn("Rate: ? Not known", match.bars)
        self.assertIn("One of &lt;two&gt;", match.bars_in_words)
        self.assertNotIn("<two>", match.bars + match.bars_in_words)


@tagged("post_install", "-at_install")
class TestMatchTour(PlacementCommon, HttpCase):
    def test_find_and_propose(self):
        self.env["res.lang"]._lang_get("en_US").write({"date_format": "%m/%d/%Y"})
        expertise = self.env["interim.expertise"].search([], limit=2)
        self.assignment.write(
            {
                "expertise_ids": expertise.ids,
                "level": "senior",
                "hours_max": 24.0,
                "requirement_ids": [
                    Command.create(
                        {
                            "name": "Knows it",
                            "kind": "knockout",
                            "expertise_id": expertise[0].id,
                        }
                    )
                ],
            }
        )
        able = {"level": "senior", "expertise_ids": expertise.ids, "rate_min": 90.0}
        self._create_professional("Bo Jansen", hours_max=36.0, **able)
        self.professional.write({**able, "level": "medior"})
        self._create_placement("proposal")
        self._create_professional("Cor Visser", **{**able, "expertise_ids": expertise[1].ids})
        url = f"/odoo/action-interim_placement.interim_assignment_action/{self.assignment.id}"
        self.start_tour(url, "interim_match_propose", login="rina")
        placement = self.env["interim.placement"].search(
            [("professional_id.name", "=", "Bo Jansen"), ("assignment_id", "=", self.assignment.id)]
        )
        self.assertEqual((placement.phase, placement.user_id), ("proposal", self.recruiter))
