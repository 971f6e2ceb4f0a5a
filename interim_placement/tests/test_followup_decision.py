import json
from datetime import date, timedelta

from freezegun import freeze_time

from odoo import Command, fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, HttpCase, tagged, users, warmup
from odoo.tools import mute_logger

from odoo.addons.interim_placement.tests.common import TERMS, PlacementCommon

EXTENSION = {
    **TERMS,
    "kind": "extension",
    "date_start": date(2027, 7, 1),
    "date_end": date(2027, 9, 30),
}
NEXT_TERMS = {"date_start": date(2027, 8, 1), "date_end": date(2027, 12, 31), "hours_max": 24.0}


class FollowupCommon(PlacementCommon):
    """A placement in its follow-up, and what a recruiter does there."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.placement = cls._create_placement("followup", TERMS, agreed=True)

    def _decide(self, decision, placements=None, user=None, **values):
        placements = placements or self.placement
        wizard = (
            self.env["interim.followup.decide"]
            .with_user(user or self.recruiter)
            .with_context(**placements.action_decide_followup()["context"])
            .create({"decision": decision, **values})
        )
        return wizard.action_decide()

    def _extend(self, placement=None, state="draft"):
        placement = placement or self.placement
        return self.env["interim.terms"].create(
            {**EXTENSION, "placement_id": placement.id, "state": state}
        )


@tagged("post_install", "-at_install")
class TestFollowupDecision(FollowupCommon):
    """What comes next: on record, derived from the record, and acted upon."""

    # The record

    def test_nothing_is_decided_at_first(self):
        self.assertEqual(self.placement.followup_state, "undecided")
        self.assertFalse(self.placement.followup_decision_ids)
        self.assertFalse(self.placement.followup_decided_on)

    def test_a_decision_is_kept_with_all_that_tells_of_it(self):
        with freeze_time("2027-04-12 10:00:00"):
            self._decide("available", reason="Nothing fits yet")
        self.assertRecordValues(
            self.placement.followup_decision_ids,
            [
                {
                    "decision": "available",
                    "reason": "Nothing fits yet",
                    "decided_on": date(2027, 4, 12),
                    "decided_by_id": self.recruiter.id,
                    "deadline": date(2027, 4, 30),
                    "extension_number": 0,
                    "company_id": self.env.company.id,
                }
            ],
        )
        self.assertEqual(self.placement.followup_state, "available")
        self.assertEqual(self.placement.followup_reason, "Nothing fits yet")
        self.assertEqual(self.placement.followup_decided_on, date(2027, 4, 12))

    def test_deciding_again_adds_a_row(self):
        self._decide("available")
        self._decide("leaves", reason="A permanent post")
        self.assertEqual(
            self.placement.followup_decision_ids.sorted("id").mapped("decision"),
            ["available", "leaves"],
        )
        self.assertEqual(self.placement.followup_state, "leaves")

    def test_decisions_are_never_changed(self):
        self._decide("available")
        row = self.placement.followup_decision_ids
        for user in (self.recruiter, self.manager):
            for attempt in (
                lambda r: r.write({"reason": "Another"}),
                lambda r: r.unlink(),
                lambda r: r.create({"placement_id": self.placement.id, "decision": "leaves"}),
            ):
                with self.assertRaises(AccessError), self.cr.savepoint():
                    attempt(row.with_user(user))
        with self.assertRaisesRegex(UserError, "stays on record"), self.cr.savepoint():
            row.sudo().write({"reason": "Another"})
        with self.assertRaisesRegex(UserError, "stays on record"), self.cr.savepoint():
            row.sudo().unlink()
        with self.assertRaises(AccessError), self.cr.savepoint():
            self.placement.with_user(self.recruiter).write(
                {"followup_decision_ids": [Command.create({"decision": "leaves"})]}
            )

    def test_a_deleted_placement_takes_its_decisions_along(self):
        placement = self._create_placement(assignment_id=False, followup_state="available")
        row = placement.followup_decision_ids
        placement.with_user(self.manager).unlink()
        self.assertFalse(row.exists())

    def test_the_log_tells_the_reason(self):
        self._decide("available", reason="Wants <b>rest</b>")
        logged = self.placement.message_ids[0]
        self.assertEqual(
            logged.body, "<p>What comes next: Stays Available<br>Wants &lt;b&gt;rest&lt;/b&gt;</p>"
        )
        self.assertEqual(logged.author_id, self.recruiter.partner_id)

    # Written on the placement, as imports do

    def test_writing_the_state_records_a_decision(self):
        placement = self.placement.with_user(self.recruiter)
        placement.followup_state = "leaves"
        self.assertEqual(placement.followup_decision_ids.decided_by_id, self.recruiter)
        placement.write({"followup_state": "leaves", "priority": "1"})
        self.assertEqual(len(placement.followup_decision_ids), 1, "It was so already")
        placement.followup_state = "undecided"
        self.assertFalse(placement.followup_decided_on, "Nobody has decided")
        self.assertEqual(len(placement.followup_decision_ids), 2)
        placement.invalidate_recordset()
        self.assertEqual(placement.followup_state, "undecided")

    def test_an_extension_is_not_made_by_saying_so(self):
        for record in (self.placement, self.placement.with_user(self.manager)):
            with self.assertRaisesRegex(UserError, "Extend"), self.cr.savepoint():
                record.followup_state = "extension"
        with self.assertRaisesRegex(UserError, "choose what comes next"), self.cr.savepoint():
            self.placement.followup_state = False

    def test_what_follows_from_the_record_cannot_be_written(self):
        for name, value in (
            ("followup_reason", "x"),
            ("followup_decided_on", "2027-01-01"),
            ("extension_count", 3),
            ("gap_days", 3),
            ("final_client_score", 9),
        ):
            with (
                self.subTest(name),
                self.assertRaisesRegex(UserError, "follows from other data"),
                self.cr.savepoint(),
            ):
                self.placement.with_user(self.manager).write({name: value})

    def test_an_import_decides(self):
        result = (
            self.env["interim.placement"]
            .with_user(self.recruiter)
            .load(["professional_id/.id", "followup_state"], [[self.professional.id, "Leaves"]])
        )
        self.assertFalse(result["messages"])
        placement = self.env["interim.placement"].browse(result["ids"])
        self.assertEqual(placement.followup_decision_ids.decision, "leaves")

    # Extensions

    def test_a_draft_extension_is_the_state(self):
        self._decide("available", reason="No answer yet")
        draft = self._extend()
        self.assertEqual(self.placement.followup_state, "extension")
        self.assertFalse(self.placement.followup_decided_on)
        draft.action_reject()
        self.assertEqual(self.placement.followup_state, "available")
        self.assertEqual(self.placement.followup_reason, "No answer yet")
        self.assertEqual(len(self.placement.followup_decision_ids), 1)

    def test_nothing_else_is_decided_while_an_extension_is_in_discussion(self):
        self._extend()
        for attempt in (
            lambda: self._decide("leaves", reason="x"),
            lambda: self.placement.write({"followup_state": "available"}),
        ):
            with self.assertRaisesRegex(UserError, "in discussion"), self.cr.savepoint():
                attempt()
        self.placement.followup_state = "extension"  # it is so already

    def test_an_agreed_extension_decides_on_the_period_before_and_opens_the_next(self):
        self._decide("available", reason="No answer yet")
        draft = self._extend()
        draft.reason = "Another phase"
        with freeze_time("2027-05-03 10:00:00"):
            draft.with_user(self.recruiter).action_agree()
        self.assertEqual(self.placement.extension_count, 1)
        self.assertEqual(self.placement.followup_state, "undecided")
        self.assertRecordValues(
            self.placement.followup_decision_ids.sorted("id")[-1:],
            [
                {
                    "decision": "extension",
                    "extension_number": 0,
                    "reason": "Another phase",
                    "decided_on": date(2027, 5, 3),
                    "decided_by_id": self.recruiter.id,
                    "deadline": date(2027, 4, 30),
                }
            ],
        )
        self._decide("available")
        self.assertEqual(self.placement.followup_decision_ids.sorted("id")[-1:].extension_number, 1)
        self.assertEqual(self.placement.followup_state, "available")

    def test_terms_that_come_in_agreed_count_as_well(self):
        placement = self._create_placement(
            assignment_id=self._create_assignment("Editor").id,
            terms_ids=[
                Command.create({**TERMS, "state": "agreed"}),
                Command.create({**EXTENSION, "state": "agreed"}),
            ],
        )
        self.assertEqual(placement.extension_count, 1)
        self.assertRecordValues(
            placement.followup_decision_ids,
            [
                {
                    "decision": "extension",
                    "extension_number": 0,
                    "deadline": date(2027, 4, 30),
                }
            ],
        )

    def test_a_change_is_no_extension(self):
        self._decide("available")
        self.env["interim.terms"].create(
            {**TERMS, "placement_id": self.placement.id, "kind": "change", "state": "agreed"}
        )
        self.assertEqual(self.placement.extension_count, 0)
        self.assertEqual(self.placement.followup_state, "available")

    def test_the_wizard_goes_on_with_the_next_period(self):
        action = self._decide("extension")
        self.assertEqual(action, self.placement.with_user(self.recruiter).action_extend())
        self.assertEqual(self.placement.followup_state, "undecided", "Not before it is agreed")
        self.placement.user_id = self.colleague
        with self.assertRaises(AccessError):
            self._decide("extension")

    # Stays available, leaves

    def test_the_availability_follows(self):
        self._decide("available")
        self.assertEqual(self.professional.available_from, date(2027, 7, 1))
        self.assertFalse(self.professional.availability_confirmed_on)
        with freeze_time("2027-04-12 10:00:00"):
            self._decide("available", available_from="2027-08-15", is_confirmed=True)
        self.assertEqual(self.professional.available_from, date(2027, 8, 15))
        self.assertEqual(self.professional.availability_confirmed_on, date(2027, 4, 12))
        self.assertEqual(self.placement.last_contact_date, date(2027, 4, 12))

    def test_the_availability_moves_with_the_end(self):
        self._decide("available")
        change = {**TERMS, "placement_id": self.placement.id, "kind": "change", "state": "agreed"}
        self.env["interim.terms"].create({**change, "date_end": date(2027, 5, 31)})
        self.assertEqual(self.professional.available_from, date(2027, 6, 1))
        draft = self.env["interim.terms"].create(
            {**EXTENSION, "date_start": date(2027, 6, 1), "placement_id": self.placement.id}
        )
        self.assertEqual(self.professional.available_from, date(2027, 6, 1), "Not agreed yet")
        draft.with_user(self.recruiter).action_agree()
        self.assertEqual(self.professional.available_from, date(2027, 10, 1))

    def test_an_availability_that_was_told_stays(self):
        self._decide("available", available_from="2027-08-15")
        self.env["interim.terms"].create(
            {
                **TERMS,
                "placement_id": self.placement.id,
                "kind": "change",
                "date_end": date(2027, 5, 31),
                "state": "agreed",
            }
        )
        self.assertEqual(self.professional.available_from, date(2027, 8, 15))

    def test_without_an_end_the_availability_stays(self):
        self.professional.available_from = "2027-03-01"
        placement = self._create_placement(assignment_id=self._create_assignment("Editor").id)
        hurried = placement.with_user(self.manager).with_context(interim_override_reason="Hurry")
        hurried.stage_id = self.stages["active"]
        self.assertFalse(placement.date_end)
        self._decide("available", placement, is_confirmed=True)
        self.assertEqual(self.professional.available_from, date(2027, 3, 1))
        self.assertEqual(self.professional.availability_confirmed_on, fields.Date.today())

    def test_who_leaves_is_not_available(self):
        self.professional.write(
            {"available_from": "2027-07-01", "availability_confirmed_on": fields.Date.today()}
        )
        with self.assertRaisesRegex(UserError, "reason"), self.cr.savepoint():
            self._decide("leaves", reason="  ")
        self._decide("leaves", reason="A permanent post")
        self.assertFalse(self.professional.available_from)
        self.assertFalse(self.professional.availability_confirmed_on)
        self.assertTrue(self.professional.active)
        logged = self.professional.message_ids[0].body
        self.assertIn("Leaves after the present assignment", logged)
        self.assertNotIn("permanent", logged)
        self.assertNotIn(self.client.name, logged)

    def test_who_leaves_the_agency_is_archived(self):
        self._decide("leaves", reason="Moves abroad", is_leaving_agency=True)
        self.assertFalse(self.professional.active)
        self.assertTrue(self.placement.active, "The assignment goes on until its end")

    def test_who_is_placed_elsewhere_is_not_archived(self):
        self._create_placement(
            assignment_id=self._create_assignment("Editor").id, user_id=self.colleague.id
        )
        with self.assertRaises(UserError) as refusal:
            self._decide("leaves", reason="Moves abroad", is_leaving_agency=True)
        self.assertIn("other open placements", str(refusal.exception))
        self.assertNotIn("Editor", str(refusal.exception), "That is a colleague's (R7)")
        self.placement.invalidate_recordset()
        self.assertEqual(self.placement.followup_state, "undecided", "Nothing is half-saved")

    # New assignment

    def test_the_next_placement_takes_over(self):
        tag = self.env["interim.placement.tag"].create({"name": "Framework"})
        self.placement.write(
            {"tag_ids": tag.ids, "contracting_model": "brokerage", "user_id": self.recruiter.id}
        )
        action = self._decide("new_assignment", reason="Wants more")
        follower = self.placement.next_placement_ids
        self.assertEqual((action["res_model"], action["res_id"]), (follower._name, follower.id))
        self.assertRecordValues(
            follower,
            [
                {
                    "professional_id": self.professional.id,
                    "user_id": self.recruiter.id,
                    "company_id": self.placement.company_id.id,
                    "contracting_model": "brokerage",
                    "previous_placement_id": self.placement.id,
                    "assignment_id": False,
                    "phase": "meeting",
                    "followup_state": "undecided",
                }
            ],
        )
        self.assertEqual(follower.tag_ids, tag)
        self.assertEqual(self.professional.available_from, date(2027, 7, 1))

    def test_with_an_assignment_it_is_a_proposal(self):
        assignment = self._create_assignment("Spokesperson", **NEXT_TERMS)
        self.professional.rate_min = 97
        self._decide("new_assignment", assignment_id=assignment.id)
        follower = self.placement.next_placement_ids
        self.assertEqual(follower.phase, "proposal")
        self.assertRecordValues(
            follower.terms_ids,
            [
                {
                    "state": "draft",
                    "date_start": date(2027, 8, 1),
                    "date_end": date(2027, 12, 31),
                    "hours_per_week": 24.0,
                    "client_rate": 115.0,
                    "professional_rate": 97.0,
                }
            ],
        )
        self.assertEqual(follower.gap_days, 31)

    def test_the_one_that_waits_for_an_assignment_takes_it_up(self):
        self._decide("new_assignment")
        follower = self.placement.next_placement_ids
        self.assertFalse(follower.assignment_id)
        follower.hours_per_week = 20.0
        assignment = self._create_assignment("Spokesperson", **NEXT_TERMS)
        self._decide("new_assignment", assignment_id=assignment.id)
        self.assertEqual(self.placement.next_placement_ids, follower)
        self.assertRecordValues(
            follower,
            [
                {
                    "assignment_id": assignment.id,
                    "date_start": date(2027, 8, 1),
                    "date_end": date(2027, 12, 31),
                    "hours_per_week": 20.0,
                    "terms_state": "draft",
                }
            ],
        )

    def test_a_recruiter_who_left_gets_nothing_new(self):
        self.placement.user_id = self.colleague
        self.colleague.active = False
        self._decide("new_assignment", user=self.manager)
        self.assertFalse(self.placement.next_placement_ids.user_id)

    def test_as_soon_as_possible_is_after_this_one(self):
        assignment = self._create_assignment("Spokesperson", date_end=date(2027, 12, 31))
        with freeze_time("2027-04-12"):
            self._decide("new_assignment", assignment_id=assignment.id)
        self.assertEqual(self.placement.next_placement_ids.date_start, date(2027, 7, 1))

    def test_why_it_is_no_proposal_yet(self):
        self.professional.consent_date = False
        assignment = self._create_assignment("Spokesperson")
        action = self._decide("new_assignment", assignment_id=assignment.id)
        follower = self.placement.next_placement_ids
        self.assertEqual(follower.phase, "meeting")
        self.assertIn("permission to share the CV", action["params"]["message"])
        self.assertEqual(action["params"]["next"]["res_id"], follower.id)

    def test_what_somebody_began_already_is_taken(self):
        assignment = self._create_assignment("Spokesperson")
        begun = self._create_placement("proposal", assignment_id=assignment.id)
        self._decide("new_assignment", assignment_id=assignment.id)
        self.assertEqual(begun.previous_placement_id, self.placement)
        self._decide("new_assignment")
        self.assertEqual(self.placement.next_placement_ids, begun)

    def test_documents_about_the_professional_go_along(self):
        files = self.env["ir.attachment"].create(
            [
                {"name": name, "raw": b"x", "res_model": self.placement._name, "res_id": record.id}
                for name, record in (
                    ("diploma.txt", self.placement),
                    ("request.txt", self.placement),
                    ("foreign.txt", self._create_placement(assignment_id=False)),
                )
            ]
        )
        self.placement.message_post(
            author_id=self.professional.partner_id.id,
            message_type="comment",
            attachment_ids=files[:1].ids,
        )
        wizard = Form(
            self.env["interim.followup.decide"]
            .with_user(self.recruiter)
            .with_context(**self.placement.action_decide_followup()["context"])
        )
        wizard.decision = "new_assignment"
        saved = wizard.save()
        self.assertEqual(saved.attachment_ids, files[:1])
        saved.attachment_ids += files[2:]
        saved.action_decide()
        follower = self.placement.next_placement_ids
        copies = self.env["ir.attachment"].search(
            [("res_model", "=", follower._name), ("res_id", "=", follower.id)]
        )
        self.assertEqual(copies.mapped("name"), ["diploma.txt"])

    # Who may, and when

    def test_before_somebody_works_there_is_nothing_to_decide(self):
        meeting = self._create_placement(assignment_id=False)
        with self.assertRaisesRegex(UserError, "nobody is at work"):
            self._decide("available", placements=meeting | self.placement)

    def test_others_may_not_decide(self):
        self.placement.user_id = self.colleague
        with self.assertRaises(AccessError):
            self._decide("available")
        with self.assertRaises(AccessError):
            self._decide("available", user=self.employee)
        self.assertFalse(self.placement.followup_decision_ids)
        self._decide("available", user=self.colleague)
        decisions = self.env["interim.followup.decision"]
        self.assertEqual(
            decisions.with_user(self.colleague).search_count(
                [("placement_id", "=", self.placement.id)]
            ),
            1,
        )
        self.assertFalse(
            decisions.with_user(self.recruiter).search([("placement_id", "=", self.placement.id)])
        )

    def test_the_wizard_shows_nothing_of_a_colleagues_placement(self):
        self.placement.user_id = self.colleague
        wizards = self.env["interim.followup.decide"].with_user(self.recruiter)
        with self.assertRaises(AccessError):
            wizards.onchange(
                {"placement_ids": [Command.set(self.placement.ids)]},
                ["placement_ids"],
                {"available_from": {}, "placement_id": {"fields": {"display_name": {}}}},
            )
        opened = wizards.with_user(self.colleague).create(
            {"placement_ids": self.placement.ids, "decision": "available"}
        )
        with self.assertRaises(AccessError):
            opened.with_user(self.recruiter).action_decide()

    def test_the_company_rule_holds(self):
        self._decide("available")
        other = self.env["res.company"].create({"name": "Another"})
        self.manager.write({"company_ids": [Command.link(other.id)]})
        decisions = self.env["interim.followup.decision"].with_user(self.manager)
        domain = [("placement_id", "=", self.placement.id)]
        self.assertTrue(decisions.search(domain))
        self.assertFalse(decisions.with_context(allowed_company_ids=other.ids).search(domain))

    # Many at once

    def _create_many(self, count):
        placements = self.env["interim.placement"]
        for number in range(count):
            placements |= self._create_placement(
                "followup",
                TERMS,
                agreed=True,
                professional_id=self._create_professional(f"Person{number} Smit").id,
            )
        return placements

    @users("rina")
    @warmup
    def test_deciding_on_many_costs_no_query_each(self):
        few, many = self._create_many(2), self._create_many(7)
        counts = []
        for placements in (few, many):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            self._decide("new_assignment", placements=placements, reason="Time for another")
            self.env.flush_all()
            counts.append(self.cr.sql_log_count - before)
        self.assertEqual(len(many.next_placement_ids), 7)
        self.assertLessEqual(counts[1], counts[0] + 4, counts)

    def test_what_fits_one_is_not_done_to_many(self):
        placements = self.placement | self._create_many(1)
        for decision, values in (
            ("extension", {}),
            ("new_assignment", {"assignment_id": self._create_assignment("Editor").id}),
        ):
            with self.subTest(decision), self.assertRaisesRegex(UserError, "one"):
                self._decide(decision, placements=placements, **values)


@tagged("post_install", "-at_install")
class TestCompletion(FollowupCommon):
    """What a placement brought stays with the professional."""

    def _open(self, user=None):
        return (
            self.env["interim.placement.complete"]
            .with_user(user or self.recruiter)
            .with_context(**self.placement.action_open_completion()["context"])
        )

    def test_complete(self):
        self.placement.followup_state = "available"
        wizard = self._open().create(
            {
                "handover_done": True,
                "handover_partner_id": self.contact.id,
                "result_ids": [
                    Command.create({"name": "Participation up 40 %", "may_quote": True})
                ],
            }
        )
        wizard.action_complete()
        self.assertEqual(self.placement.phase, "done")
        self.assertEqual(self.placement.handover_date, fields.Date.today())
        self.assertEqual(self.placement.handover_partner_id, self.contact)
        self.assertRecordValues(
            self.professional.result_ids,
            [
                {
                    "name": "Participation up 40 %",
                    "placement_id": self.placement.id,
                    "client_id": self.client.id,
                    "may_quote": True,
                }
            ],
        )
        following = self._create_placement(assignment_id=False)
        self.assertEqual(following.professional_result_ids, self.professional.result_ids)

    def test_it_waits_for_the_decision(self):
        wizard = self._open().create({"handover_done": True})
        with self.assertRaisesRegex(UserError, "Decide on the follow-up"), self.cr.savepoint():
            wizard.action_complete()
        wizard.action_save()
        self.assertEqual(self.placement.phase, "followup")
        self.assertTrue(self.placement.handover_done)

    def test_results_noted_on_the_placement(self):
        self.placement.with_user(self.recruiter).write(
            {"result_ids": [Command.create({"name": "Up 40 %"})]}
        )
        self.assertEqual(self.placement.result_ids.professional_id, self.professional)

    def test_final_scores(self):
        checkin = self.placement.checkin_ids[:1]
        checkin.client_score = 8
        self.assertEqual(self.placement.final_client_score, 0)
        self.placement.write({"followup_state": "available", "stage_id": self.stages["done"].id})
        self.assertEqual(self.placement.final_client_score, 8)
        self.assertEqual(self.placement.final_professional_score, 0)

    def test_handover(self):
        self.placement.handover_done = True
        self.assertEqual(self.placement.handover_date, fields.Date.today())
        self.placement.handover_date = date(2020, 1, 1)
        self.placement.handover_done = True
        self.assertEqual(self.placement.handover_date, date(2020, 1, 1))
        self.placement.handover_done = False
        self.assertFalse(self.placement.handover_date)
        with self.assertRaisesRegex(ValidationError, "still to come"):
            self.placement.handover_date = fields.Date.today() + timedelta(days=3)

    def test_requirements_that_an_agency_may_switch_on(self):
        stage = self.stages["done"]
        stage.requirement_ids += self.env.ref("interim_placement.requirement_handover_done")
        stage.requirement_ids += self.env.ref("interim_placement.requirement_results_noted")
        self.placement.followup_state = "available"
        placement = self.placement.with_user(self.recruiter)
        with self.assertRaises(UserError) as refusal, self.cr.savepoint():
            placement.stage_id = stage
        self.assertIn("Hand over the work", str(refusal.exception))
        self.assertIn("at least one result", str(refusal.exception))
        placement.write(
            {"handover_done": True, "result_ids": [Command.create({"name": "Up 40 %"})]}
        )
        placement.stage_id = stage
        self.assertEqual(placement.phase, "done")

    def test_others_may_not_complete(self):
        self.placement.user_id = self.colleague
        with self.assertRaises(AccessError), self.cr.savepoint():
            self._open().create({"handover_done": True})
        wizard = self._open(self.colleague).create({"handover_done": True})
        with self.assertRaises(AccessError):
            wizard.with_user(self.recruiter).action_complete()


@tagged("post_install", "-at_install")
class TestChain(FollowupCommon):
    """The days between a professional's placements."""

    def _place(self, start, end, **values):
        terms = {**TERMS, "date_start": start, "date_end": end}
        values = {"assignment_id": self._create_assignment(f"From {start}").id, **values}
        return self._create_placement("negotiation", terms, agreed=True, **values)

    def test_days_since_the_one_before(self):
        self.assertFalse(self.placement.is_gap_known)
        second = self._place(date(2027, 7, 15), date(2027, 9, 30))
        third = self._place(date(2027, 10, 1), date(2027, 12, 31))
        beside = self._place(date(2027, 8, 1), date(2027, 8, 31))
        self.assertEqual((second + third + beside).mapped("gap_days"), [14, 0, 0])
        self.assertEqual((second + third + beside).mapped("is_gap_known"), [True] * 3)

    def test_who_worked_elsewhere_in_between_was_not_free(self):
        third = self._place(
            date(2027, 9, 1), date(2027, 12, 31), previous_placement_id=self.placement.id
        )
        self.assertEqual(third.gap_days, 62)
        self._place(date(2027, 7, 1), date(2027, 8, 21))
        self.assertEqual(third.gap_days, 10)
        self.assertEqual(self.placement.placed_again_on, date(2027, 7, 1), "As measured")

    def test_gaps_move_with_what_is_agreed(self):
        second = self._place(date(2027, 11, 1), date(2027, 12, 31))
        self.assertEqual(second.gap_days, 123)
        self._extend(state="agreed")
        self.assertEqual(second.gap_days, 31)

    def test_what_was_never_agreed_or_closed_does_not_count(self):
        closed = self._place(date(2027, 7, 1), date(2027, 8, 31))
        third = self._place(date(2027, 9, 1), date(2027, 12, 31))
        self.assertEqual(third.gap_days, 0)
        reason = self.env.ref("interim_placement.close_reason_no_fit")
        closed.write({"active": False, "close_reason_id": reason.id})
        self.assertEqual(third.gap_days, 62)

    def test_pictures_show_what_may_be_seen(self):
        theirs = self._place(date(2027, 8, 1), date(2027, 9, 30), user_id=self.colleague.id)
        self._place(date(2027, 10, 11), date(2027, 12, 31))
        for user, is_seen in ((self.recruiter, False), (self.colleague, True)):
            for record, name in (
                (self.professional, "placement_timeline"),
                (self.client, "interim_timeline"),
            ):
                picture = record.with_user(user)[name]
                with self.subTest(user=user.login, field=name):
                    self.assertIn("10 days free", picture)
                    self.assertIn("Communication adviser", picture)
                    self.assertEqual(theirs.assignment_id.name in picture, is_seen)
        self.assertFalse(self._create_professional("New").placement_timeline)

    def test_a_client_without_placements_has_no_picture(self):
        self.assertFalse(self.contact.with_user(self.recruiter).interim_timeline)
        with self.assertRaises(AccessError):
            self.client.with_user(self.employee).read(["interim_timeline"])

    def test_placements_at_a_client(self):
        action = self.client.with_user(self.recruiter).action_view_interim_placements()
        self.assertEqual(action["views"][0][1], "list")
        found = self.env["interim.placement"].search(action["domain"])
        self.assertIn(self.placement, found)


@tagged("post_install", "-at_install")
class TestFollowupOverRpc(FollowupCommon, HttpCase):
    """The same, as a client calls it."""

    def _call(self, model, method, args, **kwargs):
        response = self.url_open(
            f"/web/dataset/call_kw/{model}/{method}",
            data=json.dumps(
                {
                    "jsonrpc": "2.0",
                    "params": {"model": model, "method": method, "args": args, "kwargs": kwargs},
                }
            ),
            headers={"Content-Type": "application/json"},
        ).json()
        return response.get("result"), response.get("error")

    @mute_logger("odoo.http")
    def test_only_the_wizard_and_the_state_decide(self):
        self.authenticate("rina", "rina")
        placement = self.placement
        for method, args in (
            ("create", [{"placement_id": placement.id, "decision": "leaves"}]),
            ("web_save", [[], {"placement_id": placement.id, "decision": "leaves"}, {}]),
        ):
            _result, error = self._call("interim.followup.decision", method, args)
            self.assertEqual(error["data"]["name"], "odoo.exceptions.AccessError")
        _result, error = self._call(
            "interim.placement", "_decide_followup", [placement.ids, "leaves"]
        )
        self.assertTrue(error)
        wizard, _error = self._call(
            "interim.followup.decide",
            "create",
            [{"placement_ids": placement.ids, "decision": "available", "reason": "No answer"}],
        )
        _result, error = self._call("interim.followup.decide", "action_decide", [[wizard]])
        self.assertFalse(error)
        self.assertEqual(placement.followup_state, "available")

    @mute_logger("odoo.http")
    def test_nothing_is_half_saved(self):
        self.authenticate("rina", "rina")
        other = self._create_placement(assignment_id=self._create_assignment("Editor").id)
        wizard, _error = self._call(
            "interim.followup.decide",
            "create",
            [
                {
                    "placement_ids": self.placement.ids,
                    "decision": "leaves",
                    "reason": "Abroad",
                    "is_leaving_agency": True,
                }
            ],
        )
        _result, error = self._call("interim.followup.decide", "action_decide", [[wizard]])
        self.assertIn("other open placements", error["data"]["message"])
        self.env.invalidate_all()
        self.assertEqual(self.placement.followup_state, "undecided")
        self.assertTrue(other.active)

    def test_the_window_opens_and_the_next_placement_begins(self):
        self.env["res.lang"]._lang_get("en_US").write({"date_format": "%m/%d/%Y"})
        self._create_assignment("Spokesperson", **NEXT_TERMS)
        # The browser has no frozen clock: the placement ends in ten weeks from today.
        today = fields.Date.today()
        placement = self._create_placement(
            "active",
            {
                **TERMS,
                "date_start": today - timedelta(days=100),
                "date_end": today + timedelta(weeks=10),
            },
            agreed=True,
            professional_id=self._create_professional("Bo Jansen").id,
        )
        # The card shows the first activity: no check-in is to come before the follow-up.
        placement.checkin_ids.filtered(lambda c: c.state == "planned").action_skip()
        self.env.ref("interim_placement.cron_followup").method_direct_trigger()
        self.start_tour("/odoo/placements", "interim_followup_decision", login="rina")
        follower = placement.next_placement_ids
        self.assertEqual(follower.assignment_id.name, "Spokesperson")
        self.assertEqual(follower.phase, "proposal")
        self.assertEqual(placement.followup_reason, "Wants to speak for a board")
