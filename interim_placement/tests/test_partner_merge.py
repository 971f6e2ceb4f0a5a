from datetime import date

from odoo.exceptions import UserError
from odoo.tests import new_test_user, tagged

from odoo.addons.interim_placement.tests.common import TERMS, PlacementCommon


@tagged("post_install", "-at_install")
class TestPartnerMerge(PlacementCommon):
    """Merging contacts, some of whom are professionals."""

    def _merge(self, *partners, user=None):
        wizard = self.env["base.partner.merge.automatic.wizard"].with_user(user or self.env.user)
        ids = [partner.id for partner in partners]
        wizard.create({"partner_ids": ids, "dst_partner_id": ids[0]}).action_merge()

    def test_two_professionals_are_refused_and_kept(self):
        double = self._create_professional("S. de Vries", notes="Calm in a crisis")
        first = self.professional.partner_id
        with self.assertRaises(UserError) as refusal, self.cr.savepoint():
            self._merge(first, double.partner_id)
        for text in ("Sanne de Vries", "S. de Vries", "delete"):
            self.assertIn(text, str(refusal.exception))
        self.assertIn("Calm in a crisis", double.notes)
        double.active = False
        self._create_placement(professional_id=double.id, terms=TERMS, agreed=True)
        with self.assertRaises(UserError), self.cr.savepoint():
            self._merge(first, double.partner_id)

    def test_two_sources_are_refused_too(self):
        plain = self.env["res.partner"].create({"name": "S. Vries"})
        double = self._create_professional("S. de Vries")
        with self.assertRaises(UserError), self.cr.savepoint():
            self._merge(plain, self.professional.partner_id, double.partner_id)

    def test_who_sees_no_professionals_is_refused_too(self):
        clerk = new_test_user(self.env, "clara", "base.group_partner_manager")
        double = self._create_professional("Sanne Vries", email=self.professional.email)
        with self.assertRaises(UserError) as refusal, self.cr.savepoint():
            self._merge(self.professional.partner_id, double.partner_id, user=clerk)
        self.assertIn("Sanne Vries", str(refusal.exception))
        self.assertTrue(double.exists())

    def test_professional_into_a_plain_contact(self):
        placement = self._create_placement(terms=TERMS, agreed=True)
        plain = self.env["res.partner"].create({"name": "Sanne Vries"})
        self._merge(plain, self.professional.partner_id)
        self.assertEqual(self.professional.partner_id, plain)
        self.assertEqual(self.professional.name, "Sanne Vries")
        self.assertEqual(self.professional.consent_date, date(2026, 1, 5))
        self.assertIn("Sanne Vries", placement.name)

    def test_professionals_of_two_companies(self):
        company = self.env["res.company"].create({"name": "Other Agency"})
        self.env.user.company_ids += company
        double = self._create_professional("S. de Vries", company_id=company.id, user_id=False)
        partner = self.professional.partner_id
        self._merge(partner, double.partner_id)
        self.assertEqual((self.professional | double).partner_id, partner)
