from datetime import date

from odoo.exceptions import AccessError, RedirectWarning, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.interim_placement.tests.common import TERMS, PlacementCommon


@tagged("post_install", "-at_install")
class TestStageRequirements(PlacementCommon):
    """R1: no card enters a phase whose requirements are not met, whatever the path."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.bare_professional = cls._create_professional("Bo Jansen", consent_date=False)

    def _create_bare(self):
        return self._create_placement(
            professional_id=self.bare_professional.id, assignment_id=False
        )

    def _refuse(self, action):
        """Run the action as a recruiter, expect a refusal, and return its message."""
        with self.assertRaises(UserError) as refusal, self.cr.savepoint():
            action()
        self.assertNotIsInstance(refusal.exception, RedirectWarning)
        return str(refusal.exception)

    def test_message_lists_everything_missing_in_plain_words(self):
        placement = self._create_bare().with_user(self.recruiter)
        message = self._refuse(lambda: placement.write({"stage_id": self.stages["negotiation"].id}))
        self.assertEqual(
            message,
            "Bo Jansen cannot move to Contract negotiation yet:\n"
            "- Choose the assignment.\n"
            "- Ask Bo Jansen for permission to share the CV, and note the date on the"
            " professional.\n"
            "- Fill in: Start, End, Hours a Week, Client Rate, Professional Rate.",
        )
        self.assertEqual(placement.phase, "meeting")

    def test_values_of_the_same_write_count(self):
        placement = self._create_bare().with_user(self.recruiter)
        self.bare_professional.consent_date = date(2026, 1, 1)
        placement.write(
            {"stage_id": self.stages["proposal"].id, "assignment_id": self.assignment.id}
        )
        self.assertEqual(placement.phase, "proposal")

    def test_create_in_a_later_stage(self):
        values = {
            "professional_id": self.bare_professional.id,
            "stage_id": self.stages["proposal"].id,
        }
        model = self.env["interim.placement"].with_user(self.recruiter)
        message = self._refuse(lambda: model.create(values))
        self.assertIn("Choose the assignment.", message)
        placement = model.create(
            {
                "professional_id": self.professional.id,
                "assignment_id": self.assignment.id,
                "stage_id": self.stages["onboarding"].id,
                "terms_ids": [Command.create({**TERMS, "state": "agreed"})],
            }
        )
        self.assertEqual(placement.phase, "onboarding")

    def test_write_on_many_names_every_placement_and_moves_none(self):
        good = self._create_placement()
        bad = self._create_bare()
        other = self._create_placement(
            professional_id=self._create_professional("Cor", consent_date=False).id
        )
        records = (good | bad | other).with_user(self.recruiter)
        message = self._refuse(lambda: records.write({"stage_id": self.stages["proposal"].id}))
        self.assertIn("Bo Jansen cannot move to Proposed yet", message)
        self.assertIn("Cor, Communication adviser", message)
        self.assertNotIn("Sanne", message)
        self.env.invalidate_all()
        self.assertEqual(set(records.mapped("phase")), {"meeting"})

    def test_import_reports_the_row_and_saves_nothing_of_it(self):
        result = (
            self.env["interim.placement"]
            .with_user(self.recruiter)
            .load(
                ["professional_id/.id", "assignment_id/.id", "stage_id/.id"],
                [
                    [str(self.professional.id), str(self.assignment.id), ""],
                    [
                        str(self.bare_professional.id),
                        str(self.assignment.id),
                        str(self.stages["interview"].id),
                    ],
                ],
            )
        )
        self.assertFalse(result["ids"])
        # Odoo tries all rows at once first, and puts what that said at the top.
        message = result["messages"][-1]
        self.assertEqual(message["rows"], {"from": 1, "to": 1})
        self.assertIn("Ask Bo Jansen for permission", message["message"])

    def test_skipping_columns_skips_no_requirement(self):
        placement = self._create_placement(terms=TERMS).with_user(self.recruiter)
        message = self._refuse(lambda: placement.write({"stage_id": self.stages["active"].id}))
        self.assertIn("Agree the terms", message)
        self.assertIn("The onboarding checklist has not started", message)

    def test_going_back_asks_for_that_stage_only(self):
        placement = self._create_placement("negotiation", terms=TERMS)
        self.assignment.rate_max = 100
        placement = placement.with_user(self.recruiter)
        placement.stage_id = self.stages["proposal"]
        self.assertEqual(placement.phase, "proposal")
        placement.stage_id = self.stages["meeting"]
        self.professional.consent_date = False
        message = self._refuse(lambda: placement.write({"stage_id": self.stages["proposal"].id}))
        self.assertIn("permission", message)

    def test_rate_within_ceiling(self):
        self.assignment.rate_max = 109.99
        placement = self._create_placement(terms=TERMS).with_user(self.recruiter)
        move = {"stage_id": self.stages["negotiation"].id}
        message = self._refuse(lambda: placement.write(move))
        self.assertIn("above the assignment's ceiling", message)
        self.assignment.rate_max = 110
        placement.write(move)
        self.assertEqual(placement.phase, "negotiation")

    def test_rate_that_rises_after_the_check_is_refused_at_onboarding(self):
        placement = self._create_placement("negotiation", terms=TERMS).with_user(self.recruiter)
        placement.client_rate = 160
        placement.action_agree_terms()
        move = {"stage_id": self.stages["onboarding"].id}
        message = self._refuse(lambda: placement.write(move))
        self.assertIn("above the assignment's ceiling", message)

    def test_no_ceiling_is_no_limit(self):
        self.assignment.rate_max = 0
        placement = self._create_placement("negotiation", terms=TERMS)
        self.assertEqual(placement.phase, "negotiation")

    def test_onboarding_checklist_must_be_done(self):
        placement = self._create_placement("onboarding", terms=TERMS, agreed=True)
        placement = placement.with_user(self.recruiter)
        move = {"stage_id": self.stages["active"].id}
        message = self._refuse(lambda: placement.write(move))
        self.assertIn("Finish the onboarding checklist: Request accounts and access", message)
        steps = placement.stage_checklist_ids.sorted("id")
        steps[1:].action_feedback()
        message = self._refuse(lambda: placement.write(move))
        self.assertIn(steps[0].activity_type_id.name, message)
        steps[0].action_feedback()
        placement.write(move)
        self.assertEqual(placement.phase, "active")

    def test_closing_and_reopening_shortens_no_checklist(self):
        placement = self._create_placement("onboarding", terms=TERMS, agreed=True)
        placement.activity_ids[0].action_feedback()
        reason = self.env.ref("interim_placement.close_reason_no_fit")
        mine = placement.with_user(self.recruiter).with_context(active_test=False)
        mine.write({"active": False, "close_reason_id": reason.id})
        mine.action_reopen()
        self.assertRecordValues(placement, [{"checklist_total": 6, "checklist_done": 1}])
        mine.activity_ids.filtered("active")[1:].unlink()
        mine.activity_ids.filtered("active").action_feedback()
        message = self._refuse(lambda: mine.write({"stage_id": self.stages["active"].id}))
        self.assertIn("Finish the onboarding checklist", message)
        mine.action_launch_checklist()
        mine.activity_ids.filtered("active").action_feedback()
        mine.stage_id = self.stages["active"]
        self.assertEqual(placement.phase, "active")

    def test_a_step_of_the_checklist_cannot_be_forged(self):
        placement = self._create_placement("onboarding", terms=TERMS, agreed=True)
        step = placement.activity_ids[0].interim_step_id
        activity = placement.with_user(self.recruiter).activity_schedule(
            "mail.mail_activity_data_todo"
        )
        for name, value in (("interim_step_id", step.id), ("interim_stage_id", 1)):
            with self.subTest(name), self.assertRaises(UserError):
                activity.write({name: value})

    def test_another_person_or_assignment_must_meet_the_same(self):
        placement = self._create_placement("negotiation", terms=TERMS).with_user(self.recruiter)
        message = self._refuse(
            lambda: placement.write({"professional_id": self.bare_professional.id})
        )
        self.assertIn("Ask Bo Jansen for permission", message)
        cheap = self._create_assignment("Editor", rate_max=50)
        message = self._refuse(lambda: placement.write({"assignment_id": cheap.id}))
        self.assertIn("above the assignment's ceiling", message)
        message = self._refuse(lambda: placement.write({"assignment_id": False}))
        self.assertIn("Choose the assignment", message)

    def test_another_person_while_moving_must_meet_the_same(self):
        placement = self._create_placement("proposal").with_user(self.recruiter)
        values = {
            "stage_id": self.stages["interview"].id,
            "professional_id": self.bare_professional.id,
        }
        message = self._refuse(lambda: placement.write(values))
        self.assertIn("Ask Bo Jansen for permission", message)

    def test_agreed_terms_stay_with_their_parties(self):
        placement = self._create_placement("negotiation", terms=TERMS)
        placement.action_agree_terms()
        other = self._create_professional("Cor")
        mine = placement.with_user(self.recruiter)
        for values in (
            {"professional_id": other.id},
            {"assignment_id": False},
            {"assignment_id": self._create_assignment("Editor").id},
        ):
            with self.subTest(values):
                message = self._refuse(lambda values=values: mine.write(values))
                self.assertIn("has agreed terms", message)

    def test_manager_imports_with_plain_errors(self):
        result = (
            self.env["interim.placement"]
            .with_user(self.manager)
            .load(
                ["professional_id/.id", "stage_id/.id"],
                [[str(self.bare_professional.id), str(self.stages["proposal"].id)]],
            )
        )
        self.assertIn("Choose the assignment.", result["messages"][0]["message"])
        self.assertNotIn("RedirectWarning", str(result["messages"]))

    def test_moving_to_the_same_stage_is_no_move(self):
        placement = self._create_placement()
        placement.date_last_stage_update = "2020-01-01 00:00:00"
        placement.write({"stage_id": placement.stage_id.id})
        self.assertEqual(placement.date_last_stage_update.year, 2020)

    def test_followup_must_be_decided(self):
        placement = self._create_placement("followup", terms=TERMS, agreed=True)
        move = {"stage_id": self.stages["done"].id}
        message = self._refuse(lambda: placement.with_user(self.recruiter).write(move))
        self.assertIn("Decide on the follow-up", message)
        placement.with_user(self.recruiter).write({**move, "followup_state": "leaves"})
        self.assertEqual(placement.phase, "done")

    def test_own_condition(self):
        requirement = self.env["interim.placement.requirement"].create(
            {
                "name": "High priority",
                "rule": "domain",
                "domain": "[('priority', '=', '3')]",
                "message": "Give it three stars.",
            }
        )
        self.stages["proposal"].requirement_ids += requirement
        placement = self._create_placement().with_user(self.recruiter)
        move = {"stage_id": self.stages["proposal"].id}
        self.assertIn("- Give it three stars.", self._refuse(lambda: placement.write(move)))
        placement.write({**move, "priority": "3"})
        self.assertEqual(placement.phase, "proposal")

    def test_own_condition_must_be_usable(self):
        for domain in ("[('no_such_field', '=', 1)]", "[(", "import os", "[('priority', '~', 1)]"):
            with self.subTest(domain), self.assertRaises(ValidationError), self.cr.savepoint():
                self.env["interim.placement.requirement"].create(
                    {"name": "Odd", "rule": "domain", "domain": domain, "message": "No."}
                )

    def test_requirements_are_switched_on_per_stage(self):
        self.stages["proposal"].requirement_ids = False
        placement = self._create_bare().with_user(self.recruiter)
        placement.stage_id = self.stages["proposal"]
        self.assertEqual(placement.phase, "proposal")

    def test_phase_decides_and_not_the_name(self):
        self.stages["negotiation"].name = "Getting to yes"
        extra = self.env["interim.placement.stage"].create(
            {"name": "Second interview", "phase": "interview", "sequence": 1}
        )
        order = self.env["interim.placement.stage"].search([]).mapped("phase")
        self.assertEqual(order[2:5], ["interview", "interview", "negotiation"])
        placement = self._create_placement()
        placement.stage_id = extra
        self.assertEqual(placement.phase, "interview")

    def test_manager_is_offered_the_override(self):
        placement = self._create_bare().with_user(self.manager)
        with self.assertRaises(RedirectWarning) as refusal, self.cr.savepoint():
            placement.stage_id = self.stages["proposal"]
        message, action_id, _button, context = refusal.exception.args
        action = self.env.ref("interim_placement.interim_placement_override_action")
        self.assertEqual(action_id, action.id)
        self.assertEqual(context["default_missing"], message)
        wizard = (
            self.env["interim.placement.override"]
            .with_user(self.manager)
            .with_context(**context)
            .create({"reason": "The client asked for it by phone"})
        )
        wizard.action_override()
        self.assertEqual(placement.phase, "proposal")
        log = placement.message_ids[0]
        self.assertIn("Reason: The client asked for it by phone", log.body)
        self.assertIn("Assignment is set", log.body)
        self.assertEqual(log.author_id, self.manager.partner_id)
        self.assertTrue(log.is_internal)

    def test_override_logs_no_rate(self):
        self.assignment.rate_max = 98.76
        placement = self._create_placement(terms={**TERMS, "client_rate": 123.45})
        placement.with_user(self.manager).with_context(interim_override_reason="Agreed").write(
            {"stage_id": self.stages["negotiation"].id}
        )
        log = placement.message_ids[0].body
        self.assertIn("Rate is within the ceiling", log)
        self.assertNotIn("98", log)
        self.assertNotIn("123", log)

    def test_override_needs_a_reason_and_a_manager(self):
        placement = self._create_bare()
        move = {"stage_id": self.stages["proposal"].id}
        with self.assertRaises(RedirectWarning), self.cr.savepoint():
            placement.with_user(self.manager).with_context(interim_override_reason="  ").write(move)
        message = self._refuse(
            lambda: (
                placement.with_user(self.recruiter)
                .with_context(interim_override_reason="Trust me")
                .write(move)
            )
        )
        self.assertIn("Choose the assignment", message)
        with self.assertRaises(AccessError):
            self.env["interim.placement.override"].with_user(self.colleague).create(
                {
                    "placement_ids": placement.ids,
                    "stage_id": self.stages["proposal"].id,
                    "reason": "Trust me",
                }
            )

    def test_moving_many_costs_no_query_each(self):
        placements = self._create_many_placements(60)
        self.env.flush_all()
        counts = []
        for batch in (placements[:10], placements[10:]):
            self.env.invalidate_all()
            self.cr.flush()
            before = self.cr.sql_log_count
            batch.with_context(tracking_disable=True).stage_id = self.stages["proposal"]
            self.env.flush_all()
            counts.append(self.cr.sql_log_count - before)
        self.assertLessEqual(counts[1], counts[0] + 2, "Fifty cost what ten cost")

    def test_going_on_assignment_costs_no_query_each(self):
        def create(count):
            placements = self._create_many_placements(count)
            self.env["interim.terms"].create(
                [
                    {"placement_id": placement.id, **TERMS, "state": "agreed"}
                    for placement in placements
                ]
            )
            placements.stage_id = self.stages["onboarding"]
            placements.activity_ids.action_feedback()
            return placements.with_context(tracking_disable=True)

        counts = []
        for placements in (create(5), create(50)):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            placements.stage_id = self.stages["active"]
            self.env.flush_all()
            counts.append(self.cr.sql_log_count - before)
        self.assertLessEqual(counts[1], counts[0] + 5)

    def _create_many_placements(self, count):
        professionals = self.env["interim.professional"].create(
            [{"name": f"P{n}", "consent_date": date(2026, 1, 1)} for n in range(count)]
        )
        return self.env["interim.placement"].create(
            [
                {"professional_id": professional.id, "assignment_id": self.assignment.id}
                for professional in professionals
            ]
        )
