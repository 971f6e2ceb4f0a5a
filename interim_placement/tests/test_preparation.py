from datetime import date

from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.tests import Form, tagged

from .common_followup import TODAY, FollowupCommon


@tagged("post_install", "-at_install")
@freeze_time(TODAY)
class TestPreparation(FollowupCommon):
    """The page on which somebody prepares what comes next."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.crisis, cls.social = cls.env["interim.expertise"].search([], limit=2)
        cls.professional.write(
            {
                "level": "senior",
                "expertise_ids": [(6, 0, cls.crisis.ids)],
                "assignment_type_ids": [(6, 0, cls.project.ids)],
                "rate_min": 90.0,
            }
        )

    def _offer(self, name="Spokesperson", **values):
        return self._create_assignment(
            name,
            **{
                "user_id": self.colleague.id,
                "level": "senior",
                "expertise_ids": [(6, 0, self.crisis.ids)],
                "date_start": date(2027, 6, 7),
                "hours_max": 32.0,
                "type_id": self.project.id,
                **values,
            },
        )

    def _states(self):
        topics = ("review", "professional", "client", "options", "match", "network")
        return [self.placement[f"preparation_{topic}_state"] for topic in topics]

    def test_nothing_is_answered_yet(self):
        self.assertEqual(self._states(), ["open"] * 6)
        self.assertEqual(self.placement.preparation_summary, "0 of 6 answered")

    def test_each_question_is_answered(self):
        checkin = self.placement.checkin_ids.sorted()[-1]
        checkin.write({"professional_score": 8, "client_score": 7})
        self.assertEqual(self._states()[0], "answered")
        self._ask_for("professional")
        self.assertEqual(self._states()[1], "asked")
        self._note("professional")
        self.assertEqual(self._states()[1], "answered")
        self._note("client", extension="unknown")
        self.assertEqual(self._states()[2], "answered")
        self.assertEqual(self._states()[3], "open", "The client does not know, and no option is")
        self.assignment.write({"extension_count": 1, "extension_months": 2})
        self._create_placement("proposal", assignment_id=self._offer().id)
        self.placement.with_user(self.recruiter).action_note_informed()
        self.env.invalidate_all()
        self.assertEqual(self._states(), ["answered"] * 6)
        self.assertEqual(self.placement.preparation_summary, "6 of 6 answered")
        self.assertFalse(self.placement.can_note_informed)

    def test_form_shows_it(self):
        self._offer()
        placement = self.placement.with_user(self.recruiter)
        (view,) = placement.action_prepare_followup()["views"]
        with Form(placement, view=self.env["ir.ui.view"].browse(view[0])) as form:
            self.assertEqual(form.followup_deadline, "2027-03-31")
            self.assertEqual(form.preparation_summary, "0 of 6 answered")
            self.assertEqual(len(form.followup_match_ids), 1)
            self.assertEqual(len(form.followup_step_ids), 5)

    def test_how_it_went(self):
        checkin = self.placement.checkin_ids.sorted()[0]
        self.env["interim.checkin.response"].create(
            {
                "checkin_id": checkin.id,
                "party": "client",
                "partner_id": self.contact.id,
                "state": "answered",
                "answered_on": "2027-02-01 10:00:00",
                "score": 8,
                "remark": "Quick <b>and</b> kind",
                "improvement": "More days",
            }
        )
        checkin.write({"state": "done", "summary": "A good start", "done_on": "2026-11-26"})
        self.env["interim.professional.result"].create(
            {
                "professional_id": self.professional.id,
                "placement_id": self.placement.id,
                "name": "Participation up 40 %",
            }
        )
        review = self.placement.preparation_review
        for text in (
            "Client, 02/01/2027",
            "Quick &lt;b&gt;and&lt;/b&gt; kind / More days",
            "First day, 11/26/2026:</span> A good start",
            "Participation up 40 %",
        ):
            self.assertIn(text, review)

    def test_options_left(self):
        self.assertIn("names no extension options", self.placement.preparation_options)
        self.assignment.write({"extension_count": 2, "extension_months": 2})
        self.env.invalidate_all()
        self.assertEqual(
            self.placement.preparation_options,
            "Options left: 2 of 2. The next one, of 2 months, runs until July 31, 2027.",
        )
        self._agree(self.placement, date_start=date(2027, 6, 1), date_end=date(2027, 7, 31))
        self.assertIn("Options left: 1 of 2.", self.placement.preparation_options)
        self.assertIn("September 30, 2027", self.placement.preparation_options)
        self._agree(self.placement, date_start=date(2027, 8, 1), date_end=date(2027, 9, 30))
        self.assertIn("All options of the assignment are used", self.placement.preparation_options)

    # Matching

    def test_matches_with_their_reasons(self):
        good = self._offer()
        other = self._offer(
            "Editor",
            level="medior",
            expertise_ids=[(6, 0, self.social.ids)],
            type_id=self.bridging.id,
            date_start=date(2027, 10, 1),
            rate_max=80.0,
        )
        self._offer("Closed", deadline="2027-02-28 12:00:00")
        self._offer("Held").action_hold()
        placement = self.placement.with_user(self.recruiter)
        self.assertEqual(placement.followup_match_ids.ids, [good.id, other.id])
        spec = {"followup_match_ids": {"fields": {"match_score": {}, "match_reasons": {}}}}
        best, second = placement.web_read(spec)[0]["followup_match_ids"]
        self.assertGreater(best["match_score"], second["match_score"])
        for text in (
            f"✓ Has {self.crisis.name}",
            "✓ Senior, as asked",
            "✓ Free from 1 Jun 2027, in time",
            "✓ 36 hours a week free, 32 asked",
            "✓ From $\xa090.00, within the ceiling of $\xa0115.00",
            "✓ Wished: Project",
        ):
            self.assertIn(text, best["match_reasons"])
        for text in (
            f"✗ Lacks {self.social.name}",
            "~ Senior, above medior",
            "~ Free from 1 Jun 2027, 122 days before the start",
            "✗ From $\xa090.00, above the ceiling of $\xa080.00",
            "✗ Not wished: Bridging",
        ):
            self.assertIn(text, second["match_reasons"])

    def test_what_was_said_last_counts(self):
        self._offer(date_start=date(2027, 10, 4), type_id=self.bridging.id, hours_max=16.0)
        self._note(
            "professional",
            wants_to_stay="no",
            available_from=date(2027, 10, 1),
            hours_min=12.0,
            hours_max=16.0,
            type_ids=self.bridging,
        )
        match = self.placement.followup_match_ids.with_context(
            interim_match_placement_id=self.placement.id
        )
        self.assertIn("✓ Free from 1 Oct 2027, in time", match.match_reasons)
        self.assertIn("✓ Wished: Bridging", match.match_reasons)
        self.assertIn("✓ 16 hours a week free, 16 asked", match.match_reasons)

    def test_what_the_professional_is_on_the_way_to_is_no_match(self):
        offered = self._offer()
        self._create_placement("proposal", assignment_id=offered.id)
        self.assertNotIn(offered, self.placement.followup_match_ids)
        self.assertIn("Spokesperson", self.placement.preparation_match)

    def test_placement_of_a_colleague_is_not_named(self):
        self._create_placement(
            "proposal", assignment_id=self._offer().id, user_id=self.colleague.id
        )
        placement = self.placement.with_user(self.recruiter)
        self.assertNotIn("Spokesperson", placement.preparation_match)
        self.assertIn(f"a placement of {self.colleague.name}", placement.preparation_match)
        self.assertEqual(placement.preparation_match_state, "answered")

    def test_other_companies_are_not_searched(self):
        company = self.env["res.company"].create({"name": "Another Agency"})
        self.recruiter.company_ids += company
        self._offer(company_id=company.id, user_id=False)
        both = self.placement.with_user(self.recruiter).with_context(
            allowed_company_ids=[self.env.company.id, company.id]
        )
        self.assertFalse(both.followup_match_ids)

    def test_not_before_it_is_time(self):
        self._offer()
        self.placement.stage_id = self.stages["active"]
        with freeze_time("2027-01-11 09:00:00"):
            self.env.invalidate_all()
            self.assertFalse(self.placement.followup_match_ids)
            self.assertFalse(self.placement.preparation_network)
        self.env.invalidate_all()
        self.assertTrue(self.placement.followup_match_ids)
        reason = self.env.ref("interim_placement.close_reason_ended_early")
        self.placement.write({"active": False, "close_reason_id": reason.id})
        self.assertFalse(self.placement.followup_match_ids)

    def test_points_are_told_to_who_may_see_the_placement(self):
        offered = self._offer().with_context(interim_match_placement_id=self.placement.id)
        self.assertTrue(offered.with_user(self.recruiter).match_score)
        self.placement.user_id = self.colleague
        self.env.invalidate_all()
        self.assertFalse(offered.with_user(self.recruiter).match_score)
        for context in ({}, {"interim_match_placement_id": "x"}):
            bare = self.env["interim.assignment"].with_context(**context).browse(offered.id)
            self.assertFalse(bare.match_score)
            self.assertFalse(bare.match_reasons)

    def test_propose(self):
        offered = self._offer()
        recruiters = offered.with_user(self.recruiter)
        with self.assertRaisesRegex(UserError, "propose Spokesperson"):
            recruiters.action_propose_next()
        action = recruiters.with_context(
            interim_match_placement_id=self.placement.id
        ).action_propose_next()
        proposed = self.env["interim.placement"].browse(action["res_id"])
        self.assertEqual(proposed.professional_id, self.professional)
        self.assertEqual(proposed.assignment_id, offered)
        self.assertEqual(proposed.previous_placement_id, self.placement)
        self.assertEqual((proposed.phase, proposed.user_id), ("meeting", self.recruiter))
        self.assertEqual(self.placement.followup_state, "undecided", "That is for a person")

    def test_searching_costs_the_same_for_many(self):
        counts = []
        for number in (1, 2, 60):
            for index in range(number):
                self._offer(f"Role {number}.{index}", requirement_ids=[])
            self.env.flush_all()
            self.env.invalidate_all()
            placement = self.placement.with_user(self.recruiter)
            before = self.cr.sql_log_count
            self.assertTrue(placement.followup_match_ids.ids)
            counts.append(self.cr.sql_log_count - before)
        self.assertEqual(counts[1], counts[2], "The first one also reads what is cached")
        self.assertLess(counts[1], 20)

    # Whom to inform

    def test_whom_to_inform(self):
        reference = self.env["res.partner"].create(
            {"name": "Ria Referee", "email": "ria@r.test", "phone": "010 123"}
        )
        self.env["interim.professional.result"].create(
            {
                "professional_id": self.professional.id,
                "name": "Reach up <20 %",
                "reference_id": reference.id,
            }
        )
        self._offer()
        shown = self.placement.preparation_network
        for text in (
            "Anja Bakker, client",
            "mailto:anja@waterrijk.test",
            "colleague: has open Spokesperson, Gemeente Waterrijk",
            "Ria Referee, reference: can confirm Reach up &lt;20 %",
            "tel:010 123",
        ):
            self.assertIn(text, shown)
        self.assertNotIn("no CV consent", shown)
        self.professional.consent_date = False
        self.env.invalidate_all()
        self.assertIn("there is no CV consent", self.placement.preparation_network)

    # The steps

    def test_entering_the_followup_plans_the_steps(self):
        steps = self.placement.followup_step_ids
        self.assertEqual(
            steps.sorted("date_deadline").mapped("summary"),
            [
                "Call the professional about what comes next",
                "Ask the client about an extension",
                "Update CV and results",
                "Tell the network who comes free",
                "Match and propose",
            ],
        )
        self.assertEqual(min(steps.mapped("date_deadline")), date(2027, 3, 3))
        self.assertEqual(steps.user_id, self.recruiter)
        self.placement.last_contact_date = False
        call = steps.filtered(lambda s: s.activity_type_id.category == "phonecall")[0]
        call.with_user(self.recruiter).action_done()
        self.assertEqual(self.placement.last_contact_date, date(2027, 3, 1), "A call is contact")
        self.assertRecordValues(self.placement, [{"checklist_total": 5, "checklist_done": 1}])
        self.assertEqual(len(self.placement.followup_step_ids), 5, "Done ones are shown")

    def test_steps_come_anew_after_an_extension(self):
        first = self.placement.followup_step_ids
        first[0].action_done()
        self._agree(self.placement, date_start=date(2027, 6, 1), date_end=date(2027, 12, 31))
        self.assertEqual(first.exists(), first[0], "What was done stays, the rest is over")
        self.placement.stage_id = self.stages["active"]
        with freeze_time("2027-10-01 09:00:00"):
            self.placement.stage_id = self.stages["followup"]
        second = self.placement.followup_step_ids
        self.assertEqual(len(second), 5)
        self.assertFalse(second & first)
        self.placement.action_launch_checklist()
        self.assertEqual(len(self.placement.followup_step_ids), 5)

    def test_going_back_and_forth_plans_no_step_twice(self):
        self.placement.stage_id = self.stages["active"]
        self.placement.stage_id = self.stages["followup"]
        self.assertEqual(len(self.placement.followup_step_ids), 5)

    def test_next_feedback(self):
        action = self.placement.with_user(self.recruiter).action_ask_next_feedback()
        checkin = self.placement._get_checkins_to_hold()[0]
        self.assertEqual(action["context"], {"default_checkin_id": checkin.id})
        self.placement.checkin_ids.filtered(lambda c: c.state == "planned").action_skip()
        with self.assertRaisesRegex(UserError, "no check-in to hold"):
            self.placement.action_ask_next_feedback()
