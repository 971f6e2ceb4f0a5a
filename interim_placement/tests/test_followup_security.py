from datetime import date, timedelta

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from odoo.addons.interim_placement.controllers.followup_page import parse_day

from .common_checkin import PERIOD
from .common_followup import TODAY, FollowupCommon

NAME = {"fields": {"display_name": {}}}


@freeze_time(TODAY)
@tagged("post_install", "-at_install")
class TestFollowupSecurity(FollowupCommon):
    """R6, R7: what a colleague knows of what comes next stays with the colleague."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.own = cls.placement
        cls.client_of_other = cls.env["res.partner"].create(
            {"name": "Provincie Hoogland", "is_company": True}
        )
        with freeze_time("2026-11-25 09:00:00"):
            cls.others = cls._create_active(
                professional_id=cls._create_professional("Cor Visser").id,
                assignment_id=cls._create_assignment(
                    "Editor", client_id=cls.client_of_other.id, contact_id=False
                ).id,
                user_id=cls.colleague.id,
            )
        cls.draft = cls.env["interim.terms"].create(
            {
                "placement_id": cls.others.id,
                "kind": "extension",
                **PERIOD,
                "date_start": cls.others.date_end + timedelta(days=1),
                "date_end": date(2027, 12, 31),
                "client_rate": 123.45,
            }
        )
        cls.draft._give_up("rejected", "They want to pay less")
        cls.draft = cls.draft.copy({"client_rate": 124.56})
        cls.said = cls._ask_for("client", cls.others)
        cls.said.write(
            {
                "state": "answered",
                "answered_on": "2027-02-26 09:00:00",
                "extension": "yes",
                "successor": "We look for a secret editor",
            }
        )
        cls.env.flush_all()

    def _as_recruiter(self, model="interim.placement"):
        return self.env[model].with_user(self.recruiter)

    def _assert_refused(self, *attempts):
        for number, attempt in enumerate(attempts):
            with self.subTest(number):
                self.env.invalidate_all()
                with self.assertRaises(AccessError) as refusal, self.cr.savepoint():
                    shown = attempt()
                    self.fail(f"Shown: {shown}")
                self.assertNotIn("Cor Visser", str(refusal.exception))

    def _decide_for_others(self):
        self.draft._give_up("withdrawn", "x")
        self.others._decide_followup("leaves", "A conflict at home")
        self.env.flush_all()

    # Forms that are filled in with what stands elsewhere

    def test_a_placements_form_shows_nothing_of_other_terms(self):
        terms = self.others.current_terms_id
        placements = self._as_recruiter()
        names = ("draft_terms_id", "current_terms_id", "terms_ids", "client_rate", "value_total")
        spec = {name: {} for name in (*names, "draft_difference_text", "draft_warning_text")}
        self._assert_refused(
            lambda: placements.onchange(
                {"draft_terms_id": self.draft.id}, ["draft_terms_id"], {**spec}
            ),
            lambda: placements.onchange({"draft_terms_id": self.draft.id}, [], {**spec}),
            lambda: placements.onchange(
                {"current_terms_id": terms.id}, ["current_terms_id"], {**spec}
            ),
            lambda: placements.onchange(
                {"terms_ids": [Command.link(terms.id)]}, ["terms_ids"], {**spec}
            ),
            lambda: placements.onchange(
                {"terms_ids": [Command.set(terms.ids)]}, ["terms_ids"], {**spec}
            ),
            lambda: self.own.with_user(self.recruiter).onchange(
                {"draft_terms_id": {"id": self.draft.id}}, ["draft_terms_id"], {**spec}
            ),
            lambda: placements.with_context(default_draft_terms_id=self.draft.id).onchange(
                {}, [], {**spec}
            ),
        )

    def test_a_placements_form_shows_nothing_of_other_decisions_and_answers(self):
        self._decide_for_others()
        placements = self._as_recruiter()
        row = self.others.followup_decision_ids[:1]
        self._assert_refused(
            lambda: placements.onchange(
                {"followup_decision_ids": [Command.link(row.id)]},
                ["followup_decision_ids"],
                {"followup_decision_ids": {}, "followup_reason": {}, "followup_state": {}},
            ),
            lambda: placements.onchange(
                {"followup_answer_ids": [Command.link(self.said.id)]},
                ["followup_answer_ids"],
                {"followup_answer_ids": {}, "preparation_client": {}},
            ),
            lambda: placements.onchange(
                {"followup_answer_ids": [[1, str(self.said.id), {}]]},
                ["followup_answer_ids"],
                {"followup_answer_ids": {}, "preparation_client": {}},
            ),
            lambda: placements.onchange(
                {"previous_placement_id": self.others.id},
                ["previous_placement_id"],
                {"previous_placement_id": NAME, "gap_days": {}},
            ),
        )

    def test_lines_show_nothing_of_another_placement_wrapped_as_their_parent(self):
        others = {"id": self.others.id}
        parent = {"id": self.own.id, "professional_id": self.own.professional_id.id}
        wrapped = {"placement_id": parent}
        self.assertTrue(self._as_recruiter("interim.followup.answer").onchange(wrapped, [], {}))
        spec = {
            "placement_id": {},
            "party": {},
            "date_end": {},
            "client_id": NAME,
            "professional_id": NAME,
            "partner_id": NAME,
        }
        self._assert_refused(
            lambda: self._as_recruiter("interim.followup.answer").onchange(
                {"placement_id": others, "party": "client"}, ["placement_id"], spec
            ),
            lambda: self._as_recruiter("interim.followup.answer").onchange(
                {"placement_id": {"id": str(self.others.id)}, "party": "client"}, [], spec
            ),
            lambda: self._as_recruiter("interim.terms").onchange(
                {"placement_id": others, "kind": "extension"},
                ["placement_id"],
                {"placement_id": {}, "difference_text": {}, "warning_text": {}, "booked_until": {}},
            ),
            lambda: self._as_recruiter("interim.followup.ask").onchange(
                {"placement_id": others},
                ["placement_id"],
                {"placement_id": {}, "client_partner_id": NAME, "client_subject": {}},
            ),
            lambda: self._as_recruiter("interim.terms.reject").onchange(
                {"terms_id": {"id": self.draft.id}}, [], {"placement_id": NAME}
            ),
            lambda: self._as_recruiter("interim.placement.complete").onchange(
                {"placement_id": others}, [], {"professional_id": NAME}
            ),
            lambda: self._as_recruiter("interim.followup.answer").onchange(
                {"placement_id": {"id": False, "previous_placement_id": self.others.id}}, [], spec
            ),
        )

    def test_wizards_show_nothing_of_another_placement(self):
        decide = self._as_recruiter("interim.followup.decide")
        values = {
            "placement_ids": [Command.set(self.others.ids)],
            "decision": "available",
            "available_from": False,
            "attachment_ids": [],
        }
        self._assert_refused(
            lambda: decide.web_save(values, {"placement_id": NAME}),
            lambda: decide.onchange(
                {"placement_ids": [Command.link(self.others.id)]},
                ["placement_ids"],
                {"placement_ids": {}, "placement_id": NAME},
            ),
            lambda: decide.with_context(default_placement_ids=self.others.ids).onchange(
                {}, [], {"placement_ids": {}, "placement_id": NAME}
            ),
            lambda: self._as_recruiter("interim.terms.agree").onchange(
                {"terms_ids": [Command.link(self.draft.id)]},
                ["terms_ids"],
                {"terms_ids": {}, "conflict_message": {}},
            ),
        )

    # Names

    def test_the_name_of_a_placement_is_for_who_may_read_it(self):
        result = self.env["interim.professional.result"].create(
            {"placement_id": self.others.id, "name": "Up 40 pct"}
        )
        (read,) = result.with_user(self.recruiter).web_read({"placement_id": NAME})
        self.assertNotIn("Hoogland", read["placement_id"]["display_name"])
        self.assertIn("karel", read["placement_id"]["display_name"])
        (read,) = result.with_user(self.recruiter).read(["placement_id"])
        self.assertNotIn("Hoogland", read["placement_id"][1])
        for rows in (
            result.with_user(self.recruiter).formatted_read_group(
                [("id", "=", result.id)], ["placement_id"], ["__count"]
            ),
            result.with_user(self.recruiter).web_read_group(
                [("id", "=", result.id)], ["placement_id"]
            ),
        ):
            self.assertNotIn("Hoogland", str(rows))
        (read,) = result.with_user(self.colleague).web_read({"placement_id": NAME})
        self.assertIn("Hoogland", read["placement_id"]["display_name"])
        self.assertIn("Hoogland", self.others.sudo().display_name, "The system knows")

    def test_the_name_of_the_placement_before_is_for_who_may_read_it(self):
        following = self._create_placement(
            professional_id=self.others.professional_id.id,
            assignment_id=False,
            previous_placement_id=self.others.id,
        )
        shown = following.with_user(self.recruiter)
        (read,) = shown.web_read({"previous_placement_id": NAME})
        self.assertNotIn("Hoogland", read["previous_placement_id"]["display_name"])
        # What stands there already does not keep the recruiter from the form.
        shown.onchange(
            {"previous_placement_id": self.others.id, "priority": "1"},
            ["priority"],
            {"previous_placement_id": {}, "priority": {}},
        )

    def test_who_takes_a_placement_over_reads_its_name(self):
        placement = self.own.with_user(self.recruiter)
        placement.user_id = self.colleague
        activity = self.own.activity_ids.filtered("interim_followup_deadline")
        self.assertEqual(activity.user_id, self.colleague)
        self.assertEqual(activity.res_name, self.own.name)
        planned = (
            self.env["mail.activity"]
            .with_user(self.recruiter)
            .sudo()
            .create(
                {
                    "res_model_id": self.env["ir.model"]._get_id("interim.placement"),
                    "res_id": self.own.id,
                    "user_id": self.colleague.id,
                }
            )
        )
        self.assertEqual(planned.res_name, self.own.name)
        note = self.own.with_user(self.colleague).message_post(body="Hello")
        self.assertEqual(note.with_user(self.recruiter).sudo().record_name, self.own.name)

    # What only the system writes

    def test_nobody_agrees_in_the_name_of_another(self):
        placement = self._create_placement(
            professional_id=self._create_professional("Bo Smit").id, assignment_id=False
        )
        terms = self._as_recruiter("interim.terms").with_context(
            default_state="agreed",
            default_agreed_by_id=self.manager.id,
            default_agreed_on="2020-01-01",
        )
        agreed = terms.create({"placement_id": placement.id, **PERIOD})
        self.assertEqual((agreed.state, agreed.agreed_by_id), ("agreed", self.recruiter))
        extension = terms.create(
            {
                "placement_id": placement.id,
                "kind": "extension",
                **PERIOD,
                "date_start": date(2027, 6, 1),
                "date_end": date(2027, 9, 30),
            }
        )
        self.assertEqual(extension.agreed_by_id, self.recruiter)
        self.assertEqual(placement.followup_decision_ids.decided_by_id, self.recruiter)

    def test_what_follows_is_not_written(self):
        self.own._sync_followup_activities()
        placement = self.own.with_user(self.recruiter)
        answers = self._as_recruiter("interim.followup.answer")
        noted = answers.create({"placement_id": placement.id, "party": "client"})
        decision = {"placement_id": placement.id, "decision": "leaves"}
        day = {"placement_id": placement.id, "date": "2027-01-01"}
        for number, attempt in enumerate(
            (
                lambda: placement.write({"followup_deadline": "2030-01-01"}),
                lambda: placement.write({"followup_reason": "x"}),
                lambda: placement.write({"followup_move_end": "2030-01-01"}),
                lambda: placement.write({"checkin_basis": "x"}),
                lambda: placement.write({"gap_days": 0}),
                lambda: placement.write({"placed_again_on": "2027-06-01"}),
                lambda: placement.write({"contact_day_ids": [Command.create(day)]}),
                lambda: placement.write({"followup_decision_ids": [Command.create(decision)]}),
                lambda: self._as_recruiter("interim.followup.decision").create(decision),
                lambda: self._as_recruiter("interim.contact.day").create(day),
                lambda: noted.write({"state": "answered"}),
                lambda: noted.write({"access_token": "x" * 43}),
                lambda: noted.write({"partner_id": self.recruiter.partner_id.id}),
                lambda: noted.write({"date_end": "2030-01-01"}),
                lambda: noted.read(["access_token"]),
                lambda: answers.search([("access_token", "=like", "a%")]),
                lambda: answers.with_context(default_access_token="x" * 43).create(
                    {"placement_id": placement.id, "party": "professional"}
                ),
            )
        ):
            with self.subTest(number), self.assertRaises(UserError), self.cr.savepoint():
                attempt()
        forged = answers.with_context(default_state="answered", default_mail_id=1).create(
            {"placement_id": placement.id, "party": "professional"}
        )
        self.assertEqual((forged.state, forged.mail_id.id), ("recorded", False))

    def test_a_done_activity_cannot_be_dated_ahead(self):
        self.own._sync_followup_activities()
        activity = self.own.activity_ids.filtered("interim_followup_deadline")
        with self.assertRaises(UserError), self.cr.savepoint():
            activity.with_user(self.recruiter).write({"active": False, "date_done": "2099-01-01"})
        activity.with_user(self.recruiter).action_feedback()
        with self.assertRaises(UserError), self.cr.savepoint():
            activity.with_user(self.recruiter).write({"date_done": "2099-01-01"})

    def test_context_keys_of_the_system_are_not_for_people(self):
        self.own._sync_followup_activities()
        placement = self.own.with_user(self.recruiter).with_context(
            interim_moved_by_itself=True,
            interim_followup_unsynced=True,
            interim_checkin_unsynced=True,
            interim_checkin_held=True,
            interim_override_reason="Because I say so",
        )
        with self.assertRaises(UserError), self.cr.savepoint():
            placement.stage_id = self.stages["done"]
        placement.followup_state = "available"
        self.assertFalse(self.own.activity_ids.filtered("interim_followup_deadline"))

    def test_what_came_to_nothing_is_not_opened_again(self):
        self.draft._give_up("withdrawn", "x")
        for state in ("draft", "agreed"):
            with self.subTest(state), self.assertRaises(UserError), self.cr.savepoint():
                self.draft.with_user(self.colleague).write({"state": state})
        self.assertEqual(self.draft.state, "withdrawn")

    # What is of another company

    def test_nothing_of_another_company_is_named(self):
        company = self.env["res.company"].create({"name": "Other Agency"})
        self.env.user.company_ids += company
        person = self._create_professional("Dirk Zwart", company_id=company.id, user_id=False)
        role = self._create_assignment("Cor Visser", company_id=company.id, user_id=False)
        contact = self.env["res.partner"].create({"name": "Cor Visser", "company_id": company.id})
        person.name = "Cor Visser"
        placement = self.own.with_user(self.recruiter)
        unplaced = self._create_placement(
            professional_id=self._create_professional("Bo Smit").id, assignment_id=False
        ).with_user(self.recruiter)
        spec = {"client_id": NAME, "professional_partner_id": NAME, "name": {}}
        self._assert_refused(
            lambda: placement.write({"handover_partner_id": contact.id}),
            lambda: unplaced.write({"assignment_id": role.id}),
            lambda: unplaced.write({"professional_id": person.id}),
            lambda: self._as_recruiter().create({"professional_id": person.id}),
            lambda: self._as_recruiter().onchange({"assignment_id": role.id}, [], {**spec}),
            lambda: self._as_recruiter().onchange({"professional_id": person.id}, [], {**spec}),
            lambda: self._as_recruiter("interim.followup.decide").web_save(
                {
                    "placement_ids": [Command.set(self.own.ids)],
                    "decision": "new_assignment",
                    "assignment_id": role.id,
                },
                {"assignment_id": NAME},
            ),
        )

    def test_the_page_takes_no_day_that_nobody_means(self):
        for day in ("0001-01-01", "9999-12-31", "1999-12-31"):
            self.assertIsNone(parse_day(day))
        self.assertEqual(parse_day("2027-06-01"), date(2027, 6, 1))

    # What is shown of colleagues' placements

    def test_nothing_is_found_or_counted(self):
        self._decide_for_others()
        self.env["interim.contact.day"]._note(self.others, date(2027, 2, 1))
        for model, domain in (
            ("interim.followup.answer", [("placement_id", "=", self.others.id)]),
            ("interim.followup.decision", [("placement_id", "=", self.others.id)]),
            ("interim.contact.day", [("placement_id", "=", self.others.id)]),
            ("interim.followup.report", [("placement_id", "=", self.others.id)]),
            ("interim.terms", [("placement_id", "=", self.others.id)]),
            ("interim.professional.result", [("placement_id.client_rate", ">", 0)]),
            ("interim.professional", [("placement_ids.client_rate", "=", 110.0)]),
        ):
            with self.subTest(model):
                records = self._as_recruiter(model)
                domain += [("id", "!=", self.professional.id)]
                self.assertFalse(records.search(domain))
                self.assertFalse(records.formatted_read_group(domain, ["company_id"], ["__count"]))
        mine = [("id", "in", (self.own | self.others).ids)]
        counted = self._as_recruiter().get_my_day(mine)
        everything = self.env["interim.placement"].with_user(self.colleague).get_my_day(mine)
        self.assertLess(sum(counted.values()), sum(everything.values()))

    def test_pictures_leave_colleagues_placements_out(self):
        professional = self.others.professional_id
        for user, shown in ((self.recruiter, False), (self.colleague, True)):
            with self.subTest(user.login):
                self.env.invalidate_all()
                picture = professional.with_user(user).placement_timeline
                self.assertEqual("Hoogland" in picture, shown)
                picture = self.client_of_other.with_user(user).interim_timeline
                self.assertEqual("Visser" in picture, shown)
        partner = self.client_of_other.with_user(self.employee)
        with self.assertRaises(AccessError):
            partner.read(["interim_timeline"])

    def test_nothing_is_rendered_that_was_typed(self):
        bad = "<img src=x onerror=alert(1)>"
        self.client.name = f"Gemeente {bad}"
        self.assignment.name = bad
        self.professional.name = f"Sanne {bad}"
        placement = self.own.with_user(self.recruiter)
        self._note("client", extension="yes", successor=bad)
        self._note("professional", wants_to_stay="yes", wishes=bad)
        self.env["interim.professional.result"].create({"placement_id": placement.id, "name": bad})
        placement._decide_followup("available", f"{bad}\n{bad}")
        draft = self.env["interim.terms"].create(
            {
                "placement_id": placement.id,
                "kind": "extension",
                **PERIOD,
                "date_start": date(2027, 6, 1),
                "date_end": date(2027, 9, 30),
            }
        )
        draft.with_user(self.recruiter)._give_up("withdrawn", bad)
        self.env.invalidate_all()
        texts = [
            placement.preparation_review,
            placement.preparation_client,
            placement.preparation_professional,
            placement.preparation_network,
            placement.preparation_match,
            placement.professional_id.placement_timeline,
            self.client.with_user(self.recruiter).interim_timeline,
            *placement.message_ids.mapped("body"),
        ]
        for text in texts:
            self.assertNotIn("<img", text or "")
        self.assertIn("&lt;img", "".join(str(text) for text in texts))

    def test_the_report_holds_for_the_company_only(self):
        company = self.env["res.company"].create({"name": "Other Agency"})
        stranger = new_test_user(
            self.env,
            "stien",
            "interim_placement.group_interim_manager",
            company_id=company.id,
            company_ids=[Command.set(company.ids)],
        )
        for model in ("interim.followup.report", "interim.followup.answer", "interim.contact.day"):
            self.assertFalse(self.env[model].with_user(stranger).search([]))
        with self.assertRaises(AccessError):
            self.own.with_user(stranger).web_read({"preparation_client": {}})
