from datetime import date, timedelta

from freezegun import freeze_time
from psycopg2 import errors

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import Form, new_test_user, tagged
from odoo.tools import mute_logger

from odoo.addons.interim_placement.tests.common import TERMS, PlacementCommon

TODAY = date(2027, 1, 11)


@tagged("post_install", "-at_install")
@freeze_time("2027-01-11 09:00:00")
class TestProfessional(PlacementCommon):
    def test_from_a_name_and_an_email(self):
        with Form(self.env["interim.professional"].with_user(self.recruiter)) as form:
            form.name = "Fatima El Amrani"
            form.email = "fatima@professional.test"
        professional = form.record
        self.assertEqual(professional.partner_id.name, "Fatima El Amrani")
        self.assertEqual(professional.partner_id.email, "fatima@professional.test")
        self.assertEqual(professional.user_id, self.recruiter)
        professional.partner_id.name = "Fatima Amrani"
        self.assertEqual(professional.name, "Fatima Amrani")
        professional.name = "Fatima El Amrani"
        self.assertEqual(professional.partner_id.name, "Fatima El Amrani")

    def test_from_an_existing_contact_with_one_click(self):
        partner = self.env["res.partner"].create({"name": "Hugo Smit"})
        action = partner.with_user(self.recruiter).action_make_professional()
        professional = self.env["interim.professional"].browse(action["res_id"])
        self.assertEqual(professional.partner_id, partner)
        self.assertEqual(professional.user_id, self.recruiter)
        again = partner.with_user(self.recruiter).action_make_professional()
        self.assertEqual(again["res_id"], professional.id, "A second click opens the same one")
        with self.assertRaises(UserError) as refusal:
            self.client.with_user(self.recruiter).action_make_professional()
        self.assertIn("Gemeente Waterrijk", str(refusal.exception))

    def test_several_contacts_at_once(self):
        partners = self.env["res.partner"].create([{"name": "Ada"}, {"name": "Ben"}])
        action = partners.with_user(self.recruiter).action_make_professional()
        professionals = self.env["interim.professional"].search(action["domain"])
        self.assertEqual(professionals.partner_id, partners)

    @mute_logger("odoo.sql_db")
    def test_one_professional_per_contact_and_company(self):
        with self.assertRaises(errors.UniqueViolation), self.cr.savepoint():
            self.env["interim.professional"].create({"partner_id": self.professional.partner_id.id})

    @mute_logger("odoo.sql_db")
    def test_impossible_values_are_refused(self):
        for values in (
            {"hours_min": 32, "hours_max": 24},
            {"hours_min": -1},
            {"hours_max": 200},
            {"rate_min": -5},
        ):
            with (
                self.subTest(values),
                self.assertRaises(errors.CheckViolation),
                self.cr.savepoint(),
            ):
                self.professional.write(values)
                self.env.flush_all()

    def test_deleting_keeps_the_contact_and_is_refused_with_placements(self):
        partner = self.professional.partner_id
        placement = self._create_placement()
        reason = self.env.ref("interim_placement.close_reason_no_fit")
        placement.write({"active": False, "close_reason_id": reason.id})
        with self.assertRaises(UserError) as refusal, self.cr.savepoint():
            self.professional.unlink()
        self.assertIn("Sanne de Vries", str(refusal.exception))
        placement.unlink()
        self.professional.unlink()
        self.assertTrue(partner.exists())

    def test_certifications_follow_the_certificates_and_back(self):
        privacy = self.env.ref("interim_placement.certification_avg_privacy")
        crisis = self.env.ref("interim_placement.certification_crisis_communication")
        self.professional.certificate_ids = [
            Command.create({"certification_id": privacy.id, "valid_until": date(2028, 1, 1)})
        ]
        self.assertEqual(self.professional.certification_ids, privacy)
        self.professional.certification_ids = privacy | crisis
        self.assertEqual(self.professional.certificate_ids.certification_id, privacy | crisis)
        self.assertEqual(
            self.professional.certificate_ids[0].valid_until or date(2028, 1, 1), date(2028, 1, 1)
        )
        self.professional.certification_ids = crisis
        self.assertEqual(self.professional.certificate_ids.certification_id, crisis)

    def test_availability(self):
        professional = self.professional
        self.assertEqual(professional.availability, "unknown", "Never confirmed")
        professional.action_confirm_availability()
        self.assertEqual(professional.availability, "available")
        professional.available_from = TODAY + timedelta(days=10)
        self.assertEqual(professional.availability, "soon")
        self.assertEqual(professional.availability_review_date, TODAY + timedelta(days=10))
        professional.availability_confirmed_on = TODAY - timedelta(days=61)
        self.assertEqual(professional.availability, "unknown")
        professional.company_id.interim_availability_days = 61
        self.assertEqual(professional.availability, "soon")

    def test_placed_while_agreed_terms_run(self):
        professional = self.professional
        professional.action_confirm_availability()
        placement = self._create_placement(terms=TERMS)
        self.assertEqual(professional.availability, "available", "A draft places nobody")
        placement.action_agree_terms()
        self.assertEqual(professional.availability, "placed")
        self.assertEqual(professional.placed_until, TERMS["date_end"])
        reason = self.env.ref("interim_placement.close_reason_ended_early")
        placement.write({"active": False, "close_reason_id": reason.id})
        self.assertEqual(professional.availability, "available")
        self.assertFalse(professional.placed_until)

    def test_daily_job_lets_time_pass(self):
        professional = self.professional
        professional.action_confirm_availability()
        professional.available_from = TODAY + timedelta(days=3)
        placed = self._create_professional("Bo")
        self._create_placement(
            professional_id=placed.id,
            terms={**TERMS, "date_start": TODAY + timedelta(days=5)},
            agreed=True,
        )
        self.env.flush_all()
        self.assertEqual([professional.availability, placed.availability], ["soon", "placed"])
        cron = self.env.ref("interim_placement.cron_refresh_availability")
        steps = (
            ("2027-01-14 03:00:00", "available", "placed"),
            ("2027-07-01 03:00:00", "unknown", "unknown"),
        )
        for moment, first, second in steps:
            with self.subTest(moment), freeze_time(moment), self.enter_registry_test_mode():
                cron.method_direct_trigger()
                self.assertEqual([professional.availability, placed.availability], [first, second])

    def test_consent(self):
        professional = self._create_professional("Bo", consent_date=False)
        professional.action_give_consent()
        self.assertEqual(professional.consent_date, TODAY)

    def test_smart_button_shows_closed_placements_too(self):
        placement = self._create_placement()
        reason = self.env.ref("interim_placement.close_reason_no_fit")
        placement.write({"active": False, "close_reason_id": reason.id})
        self.assertEqual(self.professional.placement_count, 1)
        action = self.professional.action_view_placements()
        found = (
            self.env["interim.placement"].with_context(**action["context"]).search(action["domain"])
        )
        self.assertEqual(found, placement)

    def test_a_copy_is_another_person(self):
        self.professional.write(
            {
                "availability_confirmed_on": TODAY,
                "notes": "Calm in a crisis",
                "level": "senior",
                "cv_ids": [Command.create({"name": "cv.txt", "raw": b"Sanne"})],
                "certification_ids": self.env.ref("interim_placement.certification_avg_privacy"),
            }
        )
        copy = self.professional.with_user(self.recruiter).copy()
        self.assertEqual(copy.name, "Sanne de Vries (copy)")
        self.assertEqual(copy.partner_id.name, "Sanne de Vries (copy)")
        self.assertNotEqual(copy.partner_id, self.professional.partner_id)
        self.assertEqual(copy.level, "senior")
        self.assertEqual(self.professional.name, "Sanne de Vries")
        for name in (
            "consent_date",
            "availability_confirmed_on",
            "notes",
            "cv_ids",
            "certificate_ids",
            "certification_ids",
        ):
            self.assertTrue(self.professional[name], name)
            self.assertFalse(copy[name], name)
        self.assertEqual(self.professional.copy({"name": "Bo"}).partner_id.name, "Bo")
        partner = self.env["res.partner"].create({"name": "Ada"})
        self.assertEqual(self.professional.copy({"partner_id": partner.id}).name, "Ada")
        self.assertEqual(partner.name, "Ada")

    def test_who_is_placed_stays_the_same_person_of_the_same_company(self):
        company = self.env["res.company"].create({"name": "Other Agency"})
        partner = self.env["res.partner"].create({"name": "Ada"})
        free = self._create_professional("Bo", user_id=False)
        free.write({"partner_id": partner.id, "company_id": company.id})
        self.assertEqual((free.name, free.company_id), ("Ada", company))
        placement = self._create_placement()
        reason = self.env.ref("interim_placement.close_reason_no_fit")
        placement.write({"active": False, "close_reason_id": reason.id})
        same = {
            "partner_id": self.professional.partner_id.id,
            "company_id": self.professional.company_id.id,
        }
        self.professional.write(same)
        other = self.env["res.partner"].create({"name": "Ben"})
        for name, value in (("partner_id", other.id), ("company_id", company.id)):
            with self.subTest(name), self.assertRaises(UserError) as refusal, self.cr.savepoint():
                self.professional.write({name: value, "user_id": False})
            self.assertIn("Sanne de Vries", str(refusal.exception))
            self.assertIn("placements", str(refusal.exception))

    def test_contact_of_another_company(self):
        company = self.env["res.company"].create({"name": "Other Agency"})
        partner = self.env["res.partner"].create({"name": "Ada", "company_id": company.id})
        with self.assertRaises(UserError), self.cr.savepoint():
            partner.action_make_professional()
        with self.assertRaises(UserError), self.cr.savepoint():
            self.professional.partner_id = partner
        self.assertFalse(partner.interim_professional_ids)

    def test_deleting_the_contact_says_who_is_a_professional(self):
        clerk = new_test_user(self.env, "clara", "base.group_partner_manager")
        self.professional.active = False
        with self.assertRaises(UserError) as refusal, self.cr.savepoint():
            (self.professional.partner_id | self.contact).with_user(clerk).unlink()
        self.assertIn("Sanne de Vries", str(refusal.exception))
        self.assertIn("Archive", str(refusal.exception))
        partners = self.env["res.partner"].create([{"name": "Ada"}, {"name": "Ben"}])
        partners.with_user(clerk).unlink()
        self.assertFalse(partners.exists())

    def test_lines_stay_where_they_are(self):
        other = self._create_professional("Bo")
        certification = self.env.ref("interim_placement.certification_avg_privacy")
        certificate = self.env["interim.certificate"].create(
            {"professional_id": self.professional.id, "certification_id": certification.id}
        )
        result = self.env["interim.professional.result"].create(
            {"professional_id": self.professional.id, "name": "Up 40 pct"}
        )
        requirement = self.env["interim.assignment.requirement"].create(
            {"assignment_id": self.assignment.id, "name": "A degree"}
        )
        company = self.env["res.company"].create({"name": "Other Agency"})
        for line, parent, target in (
            (certificate, "professional_id", other),
            (result, "professional_id", other),
            (requirement, "assignment_id", self._create_assignment("Editor")),
        ):
            line = line.with_user(self.manager)
            line.write({parent: line[parent].id})
            for values in ({parent: target.id}, {"company_id": company.id}):
                with (
                    self.subTest(line._name, values=values),
                    self.assertRaises(UserError),
                    self.cr.savepoint(),
                ):
                    line.write(values)
            with self.assertRaises(UserError), self.cr.savepoint():
                line.create({**line.copy_data()[0], "company_id": company.id})
