from datetime import date

from psycopg2 import errors

from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from odoo.addons.interim_placement.tests.common import TERMS, PlacementCommon


@tagged("post_install", "-at_install")
class TestTerms(PlacementCommon):
    """R2: agreed terms are immutable, and the placement says what its terms say."""

    def test_editing_the_placement_makes_and_writes_the_draft(self):
        placement = self._create_placement()
        self.assertEqual(placement.terms_state, "none")
        self.assertFalse(placement.terms_ids)

        placement.write({"hours_per_week": 24, "monday": True})
        draft = placement.terms_ids
        self.assertRecordValues(
            draft,
            [{"state": "draft", "kind": "original", "hours_per_week": 24.0, "monday": True}],
        )
        self.assertEqual(placement.current_terms_id, draft)

        placement.client_rate = 110
        self.assertEqual(placement.terms_ids, draft, "The same draft is written")
        self.assertEqual(draft.client_rate, 110)
        self.assertEqual(draft.hours_per_week, 24)

    def test_placement_created_with_terms_values_has_a_draft(self):
        placement = self._create_placement(**TERMS, tuesday=True)
        self.assertRecordValues(placement.terms_ids, [{**TERMS, "tuesday": True, "state": "draft"}])
        self.assertRecordValues(placement, [{**TERMS, "tuesday": True, "terms_state": "draft"}])

    def test_writing_the_draft_shows_on_the_placement(self):
        placement = self._create_placement(terms=TERMS)
        placement.terms_ids.write({"hours_per_week": 32, "client_rate": 120, "friday": True})
        self.assertRecordValues(
            placement, [{"hours_per_week": 32, "client_rate": 120, "friday": True}]
        )

    def test_form_edits_in_place(self):
        placement = self._create_placement()
        with Form(placement) as form:
            form.date_start = TERMS["date_start"]
            form.date_end = TERMS["date_end"]
            form.hours_per_week = 28
            form.client_rate = 110
            form.professional_rate = 95
            self.assertAlmostEqual(form.margin, 15.0)
        self.assertRecordValues(placement.terms_ids, [{"hours_per_week": 28, "state": "draft"}])

    def test_derived_amounts(self):
        placement = self._create_placement(terms={**TERMS, "date_end": date(2027, 1, 17)})
        self.assertAlmostEqual(placement.margin, 15.0)
        self.assertAlmostEqual(placement.margin_percent, 13.64)
        self.assertAlmostEqual(placement.value_total, 110 * 24 * 2)
        self.assertAlmostEqual(placement.margin_total, 15 * 24 * 2)

    def test_fte_by_company_setting(self):
        placement = self._create_placement(terms={**TERMS, "hours_per_week": 28})
        self.assertEqual(placement.fte, 0.8)
        placement.terms_ids.hours_per_week = 16.2
        self.assertEqual(placement.fte, 0.5)
        placement.company_id.interim_fulltime_hours = 40
        self.assertEqual(placement.fte, 0.4)

    def test_agreed_terms_cannot_be_changed_on_any_path(self):
        placement = self._create_placement(terms=TERMS)
        placement.action_agree_terms()
        terms = placement.terms_ids
        self.assertRecordValues(
            terms, [{"state": "agreed", "agreed_on": date.today(), "agreed_by_id": self.env.uid}]
        )
        attempts = [
            lambda: terms.write({"client_rate": 1}),
            lambda: terms.sudo().write({"state": "draft"}),
            lambda: terms.write({"reason": "why"}),
            lambda: terms.unlink(),
            lambda: placement.write({"client_rate": 1}),
            lambda: placement.write({"date_start": date(2027, 1, 5)}),
            lambda: placement.write({"monday": True}),
            lambda: placement.write({"terms_ids": [Command.update(terms.id, {"client_rate": 1})]}),
            lambda: placement.write({"terms_ids": [Command.delete(terms.id)]}),
            lambda: placement.write({"terms_ids": [Command.clear()]}),
            lambda: placement.unlink(),
        ]
        for number, attempt in enumerate(attempts):
            with self.subTest(number), self.assertRaises(UserError) as refusal:
                attempt()
                self.env.flush_all()
            self.assertIn("Sanne de Vries", str(refusal.exception))
        self.assertRecordValues(terms, [{**TERMS, "state": "agreed"}])
        self.assertRecordValues(placement, [TERMS])

    def test_writing_the_agreed_value_again_is_no_change(self):
        placement = self._create_placement(terms=TERMS, agreed=True)
        placement.write({"client_rate": TERMS["client_rate"], "date_end": TERMS["date_end"]})
        self.assertEqual(placement.client_rate, TERMS["client_rate"])

    def test_incomplete_terms_cannot_be_agreed(self):
        placement = self._create_placement(terms={"hours_per_week": 24, "client_rate": 110})
        with self.assertRaises(ValidationError) as refusal:
            placement.action_agree_terms()
        message = str(refusal.exception)
        for label in ("Start", "End", "Professional Rate"):
            self.assertIn(label, message)
        self.assertNotIn("Hours a Week", message)
        with self.assertRaises(UserError):
            self._create_placement(
                professional_id=self._create_professional("Bo").id
            ).action_agree_terms()

    def test_rejected_terms_stay_and_a_new_draft_follows(self):
        placement = self._create_placement(terms=TERMS)
        first = placement.terms_ids
        first.action_reject()
        self.assertEqual(placement.terms_state, "none")
        self.assertFalse(placement.client_rate)
        placement.client_rate = 100
        self.assertEqual(placement.terms_ids.mapped("state"), ["rejected", "draft"])
        self.assertEqual(placement.terms_ids.mapped("sequence"), [1, 2])
        self.assertEqual(first.client_rate, 110, "What was rejected stays on record")

    @mute_logger("odoo.sql_db")
    def test_at_most_one_draft_and_one_original(self):
        placement = self._create_placement(terms=TERMS)
        with self.assertRaises(errors.UniqueViolation), self.cr.savepoint():
            self.env["interim.terms"].create({"placement_id": placement.id, **TERMS})
        placement.action_agree_terms()
        with self.assertRaises(errors.UniqueViolation), self.cr.savepoint():
            self.env["interim.terms"].create({"placement_id": placement.id, **TERMS})

    def test_extension_needs_agreed_terms(self):
        placement = self._create_placement(terms=TERMS)
        extension = {
            "placement_id": placement.id,
            **TERMS,
            "kind": "extension",
            "date_start": date(2027, 7, 1),
            "date_end": date(2027, 8, 31),
        }
        placement.terms_ids.action_reject()
        with self.assertRaises(ValidationError):
            self.env["interim.terms"].create(extension)

    def test_current_values_follow_the_last_agreed_terms(self):
        placement = self._create_placement(terms=TERMS, agreed=True)
        extension = self.env["interim.terms"].create(
            {
                "placement_id": placement.id,
                **TERMS,
                "kind": "extension",
                "date_start": date(2027, 7, 1),
                "date_end": date(2027, 8, 31),
                "client_rate": 115,
            }
        )
        self.assertRecordValues(placement, [{**TERMS, "terms_state": "agreed"}])
        extension.action_agree()
        self.assertRecordValues(
            placement,
            [
                {
                    "date_start": date(2027, 1, 4),
                    "date_end": date(2027, 8, 31),
                    "client_rate": 115,
                    "current_terms_id": extension.id,
                }
            ],
        )

    @mute_logger("odoo.sql_db")
    def test_impossible_values_are_refused(self):
        placement = self._create_placement(terms=TERMS)
        for values in (
            {"date_end": date(2027, 1, 3)},
            {"hours_per_week": -1},
            {"hours_per_week": 169},
            {"client_rate": -1},
            {"office_days": 8},
        ):
            with (
                self.subTest(values),
                self.assertRaises(errors.CheckViolation),
                self.cr.savepoint(),
            ):
                placement.terms_ids.write(values)
                self.env.flush_all()

    def test_agreeing_logs_without_rates(self):
        placement = self._create_placement(terms=TERMS)
        placement.action_agree_terms()
        log = " ".join(placement.message_ids.mapped("body"))
        self.assertIn("Terms agreed", log)
        for rate in ("110", "95", "15.0"):
            self.assertNotIn(rate, log)

    def test_choosing_the_assignment_proposes_terms(self):
        assignment = self._create_assignment(
            "Press officer",
            date_start=date(2027, 2, 1),
            date_end=date(2027, 7, 31),
            hours_min=24,
            hours_max=32,
            office_days=2,
            tuesday=True,
        )
        self.professional.rate_min = 90
        with Form(self.env["interim.placement"]) as form:
            form.professional_id = self.professional
            form.assignment_id = assignment
        placement = form.record
        self.assertRecordValues(
            placement.terms_ids,
            [
                {
                    "date_start": date(2027, 2, 1),
                    "date_end": date(2027, 7, 31),
                    "hours_per_week": 32,
                    "office_days": 2,
                    "client_rate": 115,
                    "professional_rate": 90,
                    "tuesday": True,
                    "state": "draft",
                }
            ],
        )
        with Form(placement) as form:
            form.client_rate = 112
            form.assignment_id = self.assignment
        self.assertEqual(placement.client_rate, 112, "What is filled in is not overwritten")

    def test_the_last_choice_counts_while_nothing_is_saved(self):
        cheap = self._create_assignment("Editor", rate_max=90, hours_max=24)
        other = self._create_professional("Bo", rate_min=70)
        self.professional.rate_min = 95
        with Form(self.env["interim.placement"]) as form:
            form.professional_id = self.professional
            form.assignment_id = self.assignment
            form.professional_id = other
            form.assignment_id = cheap
        self.assertRecordValues(
            form.record,
            [{"client_rate": 90, "hours_per_week": 24, "professional_rate": 70}],
        )

    def test_order_and_rejection_are_final(self):
        placement = self._create_placement(terms=TERMS)
        with self.assertRaises(UserError), self.cr.savepoint():
            placement.terms_ids.sequence = 0
        with self.assertRaises(ValidationError), self.cr.savepoint():
            placement.terms_ids.write({"state": "agreed", "agreed_on": date(2099, 1, 1)})
        placement.terms_ids.action_reject()
        with self.assertRaises(UserError), self.cr.savepoint():
            placement.terms_ids.state = "agreed"

    def test_company_without_hours_or_calendar_is_no_error(self):
        self.env.company.resource_calendar_id.attendance_ids.unlink()
        placement = self._create_placement(terms=TERMS)
        self.assertEqual(placement.followup_date, date(2027, 3, 30))
        with self.assertRaises(ValidationError), self.cr.savepoint():
            self.env.company.interim_followup_months = 99999

    def test_copy_has_no_assignment_and_no_terms(self):
        copy = self._create_placement("negotiation", terms=TERMS).copy()
        self.assertRecordValues(
            copy, [{"assignment_id": False, "phase": "meeting", "terms_state": "none"}]
        )

    def test_agreeing_many_costs_no_query_each(self):
        def create(count):
            professionals = self.env["interim.professional"].create(
                [{"name": f"P{n}"} for n in range(count)]
            )
            placements = self.env["interim.placement"].create(
                [{"professional_id": professional.id, **TERMS} for professional in professionals]
            )
            self.env.flush_all()
            self.env.invalidate_all()
            return placements

        counts = []
        for placements in (create(5), create(50)):
            before = self.cr.sql_log_count
            placements.action_agree_terms()
            self.env.flush_all()
            counts.append(self.cr.sql_log_count - before)
        self.assertLessEqual(counts[1], counts[0] + 10)

    def test_unusual_length_warns_and_does_not_block(self):
        self.assignment.type_id = self.env.ref("interim_placement.assignment_type_strategic")
        placement = self._create_placement(terms={**TERMS, "date_end": date(2027, 3, 31)})
        self.assertIn("shorter than usual", placement.length_warning)
        placement.date_end = date(2027, 7, 3)
        self.assertFalse(placement.length_warning)
        placement.date_end = date(2028, 1, 3)
        self.assertFalse(placement.length_warning, "Twelve months exactly is usual")
        placement.date_end = date(2028, 1, 4)
        self.assertIn("longer than usual", placement.length_warning)
        placement.action_agree_terms()
        self.assertEqual(placement.terms_state, "agreed")
