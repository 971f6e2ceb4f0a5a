from datetime import date

from odoo.tests import tagged

from odoo.addons.interim_placement.tests.common import TERMS, PlacementCommon


@tagged("post_install", "-at_install")
class TestConflict(PlacementCommon):
    """R3: overlapping agreed terms never silently exceed hours_max or share a weekday."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.first = cls._create_placement(
            terms={**TERMS, "monday": True, "tuesday": True, "wednesday": True}, agreed=True
        )
        cls.second_assignment = cls._create_assignment("Press officer")

    def _create_second(self, **values):
        terms = {
            **TERMS,
            "date_start": date(2027, 3, 1),
            "date_end": date(2027, 8, 31),
            "hours_per_week": 16,
            "thursday": True,
            "friday": True,
            **values,
        }
        return self._create_placement(terms=terms, assignment_id=self.second_assignment.id)

    def test_too_many_hours_with_exact_period(self):
        second = self._create_second()
        self.assertEqual(
            second.conflict_message, "40 of 36 hours a week from 1 March to 30 June 2027."
        )
        self.assertTrue(second.has_conflict)
        self.assertEqual(second.health, "attention")
        self.assertIn("40 of 36 hours", second.health_reasons)
        self.assertFalse(self.first.has_conflict, "A draft is no conflict for what is agreed")

    def test_shared_weekday_without_overload(self):
        second = self._create_second(
            hours_per_week=12, wednesday=True, friday=False, date_end=date(2028, 1, 31)
        )
        self.assertEqual(
            second.conflict_message,
            "Wednesday is also taken by Sanne de Vries, Communication adviser, Gemeente"
            " Waterrijk from 1 March to 30 June 2027.",
        )

    def test_no_conflict_after_the_end_or_without_limit(self):
        second = self._create_second(date_start=date(2027, 7, 1))
        self.assertFalse(second.has_conflict)
        second.date_start = date(2027, 6, 30)
        self.assertTrue(second.has_conflict, "One day is enough")
        self.professional.hours_max = 0
        self.assertFalse(second.has_conflict)

    def test_agreeing_asks_first_and_logs(self):
        second = self._create_second()
        action = second.with_user(self.recruiter).action_agree_terms()
        self.assertEqual(action["res_model"], "interim.terms.agree")
        self.assertEqual(second.terms_state, "draft")
        wizard = (
            self.env["interim.terms.agree"]
            .with_user(self.recruiter)
            .with_context(**action["context"])
            .create({})
        )
        self.assertIn("40 of 36 hours", wizard.conflict_message)
        wizard.action_agree()
        self.assertEqual(second.terms_state, "agreed")
        self.assertIn("40 of 36 hours", second.message_ids[0].body)
        self.assertTrue(self.first.has_conflict, "Both sides of the conflict show it")
        self.assertEqual(self.first.health, "attention")

    def test_agreeing_by_write_is_not_silent_either(self):
        second = self._create_second()
        second.terms_ids.write({"state": "agreed"})
        self.assertIn("40 of 36 hours", second.message_ids[0].body)

    def test_agreeing_two_drafts_that_conflict_with_each_other_asks(self):
        person = self._create_professional("Bo", hours_max=36)
        drafts = self.env["interim.placement"]
        for name in ("Editor", "Campaigner"):
            drafts |= self._create_placement(
                terms={**TERMS, "hours_per_week": 20},
                professional_id=person.id,
                assignment_id=self._create_assignment(name).id,
            )
        action = drafts.action_agree_terms()
        self.assertEqual(action["res_model"], "interim.terms.agree")
        wizard = self.env["interim.terms.agree"].with_context(**action["context"]).create({})
        self.assertIn("40 of 36 hours", wizard.conflict_message)
        self.assertEqual(set(drafts.mapped("terms_state")), {"draft"})

    def test_agreeing_an_extension_that_conflicts_asks(self):
        later = self._create_placement(
            terms={**TERMS, "date_start": date(2027, 7, 1), "date_end": date(2027, 12, 31)},
            agreed=True,
            assignment_id=self.second_assignment.id,
        )
        extension = self.env["interim.terms"].create(
            {
                "placement_id": self.first.id,
                **TERMS,
                "kind": "extension",
                "date_start": date(2027, 7, 1),
                "date_end": date(2027, 8, 31),
            }
        )
        action = extension.action_agree()
        self.assertEqual(action["res_model"], "interim.terms.agree")
        wizard = self.env["interim.terms.agree"].with_context(**action["context"]).create({})
        self.assertEqual(
            wizard.conflict_message, "48 of 36 hours a week from 1 July to 31 August 2027."
        )
        self.assertFalse(later.has_conflict)

    def test_the_log_does_not_name_a_colleagues_placement(self):
        second = self._create_second(wednesday=True)
        second.with_user(self.manager).terms_ids.write({"state": "agreed"})
        log = second.message_ids[0].body
        self.assertIn("Wednesday is also taken by another placement", log)
        self.assertNotIn("Communication adviser", log)

    def test_no_question_without_conflict(self):
        second = self._create_second(hours_per_week=12)
        self.assertFalse(second.action_agree_terms())
        self.assertEqual(second.terms_state, "agreed")

    def test_closing_and_reopening_follow(self):
        second = self._create_second()
        second.terms_ids.write({"state": "agreed"})
        reason = self.env.ref("interim_placement.close_reason_no_fit")
        second.write({"active": False, "close_reason_id": reason.id})
        self.assertFalse(self.first.has_conflict)
        second.action_reopen()
        self.assertTrue(self.first.has_conflict)

    def test_own_rights_recruiter_is_warned_of_what_they_may_not_see(self):
        self.first.user_id = self.colleague
        second = self._create_second(wednesday=True)
        message = second.with_user(self.recruiter).conflict_message
        self.assertIn("40 of 36 hours", message)
        self.assertIn("Wednesday is also taken by a placement of karel", message)
        self.assertNotIn("Communication adviser", message)
        self.assertIn("Communication adviser", second.with_user(self.colleague).conflict_message)

    def test_a_change_replaces_what_was_agreed_before(self):
        self.env["interim.terms"].create(
            {
                "placement_id": self.first.id,
                **TERMS,
                "kind": "change",
                "date_start": date(2027, 4, 1),
                "hours_per_week": 20,
                "state": "agreed",
            }
        )
        second = self._create_second()
        self.assertEqual(
            second.conflict_message, "40 of 36 hours a week from 1 March to 31 March 2027."
        )

    def test_reading_many_costs_no_query_each(self):
        def create(count):
            professionals = self.env["interim.professional"].create(
                [{"name": f"P{n}", "hours_max": 36} for n in range(count)]
            )
            return self.env["interim.placement"].create(
                [
                    {"professional_id": professional.id, **TERMS}
                    for professional in professionals
                    for _placement in range(2)
                ]
            )

        counts = []
        for placements in (create(5), create(40)):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            placements.mapped("conflict_message")
            counts.append(self.cr.sql_log_count - before)
        self.assertLessEqual(counts[1], counts[0])
