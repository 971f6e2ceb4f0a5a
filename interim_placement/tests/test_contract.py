import base64
import hashlib
from datetime import date

from freezegun import freeze_time

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged, users

from .common import TERMS
from .common_contract import EVIDENCE, PIXEL, ContractCommon

NEW_END = date(2027, 8, 31)


@tagged("post_install", "-at_install")
class TestContract(ContractCommon):
    """Making contracts, versions, changes by hand, and what no longer fits the terms."""

    def test_intermediary_contracts_with_both_sides(self):
        self.assertEqual(self.client_contract.state, "draft")
        self.assertEqual(self.professional_contract.template_id.party, "professional")
        self.assertNotEqual(self.client_contract.name, self.professional_contract.name)
        self.assertEqual(self.terms.contract_state, "draft")
        self.assertFalse(self.client_contract.problems)

    def test_brokerage_makes_one_direct_contract(self):
        other = self._create_professional("Bo Jansen", company_registry="1", street="Weg 1")
        placement = self._create_placement(
            "negotiation", TERMS, professional_id=other.id, contracting_model="brokerage"
        )
        placement.action_make_contracts()
        contract = placement.contract_ids
        self.assertEqual(contract.party, "both")
        self.assertEqual(contract.signer_ids.mapped("role"), ["client", "professional"])

    def test_employment_makes_the_clients_contract_only(self):
        other = self._create_professional("Bo Jansen")
        placement = self._create_placement(
            "negotiation", TERMS, professional_id=other.id, contracting_model="employment"
        )
        placement.action_make_contracts()
        self.assertEqual(placement.contract_ids.party, "client")

    def test_making_again_makes_nothing(self):
        self.terms.action_make_contracts()
        self.assertEqual(len(self.terms.contract_ids), 2)

    def test_cancelled_contract_is_made_anew(self):
        self.client_contract.with_user(self.recruiter).action_cancel()
        self.terms.action_make_contracts()
        self.assertEqual(len(self.terms.contract_ids), 3)

    def test_incomplete_terms_are_refused(self):
        placement = self._create_placement(professional_id=self._create_professional("Bo").id)
        with self.assertRaisesRegex(UserError, "no terms"):
            placement.action_make_contracts()
        placement.hours_per_week = 24
        with self.assertRaisesRegex(UserError, "Bo.*Fill in: Start, End"):
            placement.action_make_contracts()

    def test_missing_template_is_named(self):
        self.env["interim.contract.template"].search([("party", "=", "client")]).active = False
        self.client_contract._cancel()
        with self.assertRaisesRegex(UserError, "Client, Original, Intermediary"):
            self.terms.action_make_contracts()

    def test_reader_gets_the_own_language(self):
        self.env["res.lang"]._activate_lang("nl_NL")
        self.contact.lang = "nl_NL"
        self.client_contract._cancel()
        contract, _ = self._make_contracts(self.terms)
        self.assertEqual(contract.template_id.lang, "nl_NL")
        self.assertEqual(contract.version_id.title, contract.template_id.title)

    def test_no_side_reads_the_other_rate(self):
        client = "".join(self.client_contract.article_ids.mapped("body_html"))
        professional = "".join(self.professional_contract.article_ids.mapped("body_html"))
        self.assertIn("110.00", client)
        self.assertNotIn("95.00", client)
        self.assertIn("95.00", professional)
        self.assertNotIn("110.00", professional)
        self.assertNotIn("professional_rate", self.client_contract.version_id.terms_values)
        self.assertNotIn("client_rate", self.professional_contract.version_id.terms_values)

    # Stale

    def test_changed_terms_make_contracts_stale(self):
        self.placement.date_end = NEW_END
        self.assertTrue(self.client_contract.is_stale)
        self.assertIn("End: 06/30/2027 on paper, 08/31/2027", self.client_contract.stale_reason)
        with self.assertRaisesRegex(UserError, "The terms have changed"):
            self.client_contract.action_send()
        self.assertIn("no longer says", self.placement.contract_warning)

    def test_other_sides_rate_makes_nothing_stale(self):
        self.placement.professional_rate = 90
        self.assertFalse(self.client_contract.is_stale)
        self.assertTrue(self.professional_contract.is_stale)

    def test_new_version_is_no_longer_stale(self):
        self.placement.date_end = NEW_END
        self.client_contract.with_user(self.recruiter).action_new_version()
        self.assertFalse(self.client_contract.is_stale)
        self.assertEqual(self.client_contract.version_id.number, 2)
        text = "".join(self.client_contract.article_ids.mapped("body_html"))
        self.assertIn("31 August 2027", text)

    def test_terms_changed_back_are_no_longer_stale(self):
        self.placement.date_end = NEW_END
        self.placement.date_end = TERMS["date_end"]
        self.assertFalse(self.client_contract.is_stale)

    def test_stale_contract_cannot_be_signed(self):
        self._send(self.client_contract)
        self.placement.hours_per_week = 32
        signer = self._get_signer(self.client_contract, "agency")
        self.assertEqual(signer._get_page_state(), "revised")
        with self.assertRaisesRegex(UserError, "no longer be signed"):
            self._sign(self.client_contract, "agency")

    # Changes by hand

    def _get_article(self, topic):
        return self.client_contract.article_ids.filtered(lambda a: a.topic == topic)

    def test_recruiter_edits_open_articles(self):
        article = self._get_article("invoicing").with_user(self.recruiter)
        article.is_locked or article.write({"body_html": "<p>By post.</p>"})
        self.assertTrue(article.is_edited)

    def test_locked_article_is_for_managers(self):
        article = self._get_article("rate")
        self.assertTrue(article.is_locked)
        with self.assertRaisesRegex(UserError, "locked"):
            article.with_user(self.recruiter).body_html = "<p>Free of charge.</p>"
        article.with_user(self.manager).body_html = "<p>See annex.</p>"
        self.assertTrue(article.is_edited)

    def test_lock_cannot_be_opened_by_recruiters(self):
        with self.assertRaises(UserError):
            self._get_article("rate").with_user(self.recruiter).is_locked = False

    def test_new_version_keeps_what_was_changed_by_hand(self):
        self._get_article("invoicing").body_html = "<p>By post.</p>"
        self.client_contract.action_new_version()
        article = self._get_article("invoicing")
        self.assertEqual(str(article.body_html), "<p>By post.</p>")
        self.assertFalse(article.needs_review)

    def test_changed_by_hand_and_by_the_terms_must_be_checked(self):
        self._get_article("term").with_user(self.manager).body_html = "<p>Until June.</p>"
        self.placement.date_end = NEW_END
        self.client_contract.action_new_version()
        article = self._get_article("term")
        self.assertEqual(str(article.body_html), "<p>Until June.</p>")
        self.assertTrue(article.needs_review)
        with self.assertRaisesRegex(UserError, "Changed by hand"):
            self.client_contract.action_send()
        article.action_mark_checked()
        self.client_contract._check_sendable()

    def test_own_article_goes_along(self):
        self.client_contract.with_user(self.recruiter).article_ids = [
            Command.create({"heading": "Travel", "body_html": "<p>Second class.</p>"})
        ]
        self.client_contract.action_new_version()
        self.assertIn("Travel", self.client_contract.article_ids.mapped("heading"))

    def test_optional_article_can_be_left_out_for_good(self):
        article = self.client_contract.article_ids.filtered("is_optional")[:1]
        topic = article.topic
        article.with_user(self.recruiter).unlink()
        for _version in range(2):
            self.client_contract.with_user(self.recruiter).action_new_version()
            self.assertNotIn(topic, self.client_contract.article_ids.mapped("topic"))
        self.client_contract.with_user(self.recruiter).action_restore_articles()
        self.assertIn(topic, self.client_contract.article_ids.mapped("topic"))

    def test_new_version_keeps_heading_and_order(self):
        first, second = self.client_contract.article_ids.sorted().filtered(
            lambda a: not a.is_locked
        )[:2]
        first.with_user(self.recruiter).heading = "Why we do this"
        self.assertTrue(first.is_edited)
        first.sequence, second.sequence = second.sequence, first.sequence
        before = self.client_contract.article_ids.sorted().mapped("heading")
        self.client_contract.action_new_version()
        self.assertEqual(self.client_contract.article_ids.sorted().mapped("heading"), before)
        article = self.client_contract.article_ids.filtered("is_edited")
        self.assertFalse(article.needs_review)
        article.with_user(self.recruiter).action_reset()
        self.assertFalse(article.is_edited)

    def test_other_articles_stay(self):
        with self.assertRaisesRegex(UserError, "cannot be taken out"):
            self._get_article("law").with_user(self.recruiter).unlink()

    def test_missing_value_blocks_by_name(self):
        self.client.street = False
        self.client_contract.action_new_version()
        self.assertIn("Client", self.client_contract.problems)
        with self.assertRaisesRegex(UserError, "Missing: Client: street"):
            self.client_contract.action_send()

    def test_hostile_text_is_cleaned(self):
        article = self._get_article("invoicing")
        article.body_html = '<p onclick="x()">Hi<script>alert(1)</script></p>'
        self.assertNotIn("script", article.body_html)
        self.assertNotIn("onclick", article.body_html)

    # Sending

    def test_sending_freezes_the_version(self):
        version = self.client_contract.version_id
        self._send(self.client_contract)
        self.assertEqual(self.client_contract.state, "sent")
        pdf = base64.b64decode(version.pdf)
        self.assertEqual(version.sha256, hashlib.sha256(pdf).hexdigest())
        self.assertEqual(version.integrity, "intact")
        with self.assertRaisesRegex(UserError, "stays as it is"):
            version.article_ids[0].heading = "Other"
        for values in ({"pdf": False}, {"sha256": "0"}, {"terms_values": {}}, {"number": 7}):
            with self.assertRaisesRegex(UserError, "stays as it is"):
                version.sudo().write(values)
        with self.assertRaisesRegex(UserError, "stays as it is"):
            version.sudo().unlink()
        with self.assertRaisesRegex(UserError, "was sent"):
            self.client_contract.sudo().unlink()

    def test_what_is_shown_is_what_is_sent(self):
        version = self.client_contract.version_id
        _html, shown = version._render_pdf()
        with freeze_time("2026-12-24 10:00:00"):
            self._send(self.client_contract)
        self.assertEqual(base64.b64decode(version.pdf), shown)

    def test_mails_go_in_order_with_own_links(self):
        contract = self.professional_contract
        self._send(contract)
        agency, professional = contract._get_current_signers()
        self.assertEqual((agency.role, agency.state), ("agency", "asked"))
        self.assertEqual(professional.state, "waiting")
        # The colleague gets a task, the professional no mail before it is their turn.
        task = self.placement.activity_ids.filtered("interim_contract_id")
        self.assertEqual(task.user_id, self.recruiter)
        self.assertFalse(professional.mail_id)
        self._sign(contract, "agency")
        self.assertFalse(self.placement.activity_ids.filtered("interim_contract_id"))
        mail = professional.sudo().mail_id
        self.assertIn(professional.sudo().access_token, mail.body_html)
        self.assertNotIn("own-link", mail.body_html)
        self.assertEqual(mail.recipient_ids, self.professional.partner_id)
        self.assertEqual(contract.waiting_for, "professional")
        self.assertTrue(self.placement.is_waiting_for_signature)

    def test_mail_goes_as_it_was_changed(self):
        contract = self.professional_contract
        wizard = self.env["interim.contract.send"].create({"contract_id": contract.id})
        line = wizard.line_ids.filtered(lambda li: li.role == "professional")
        line.write({"subject": "For you", "body": line.body.replace("Dear", "Hi")})
        wizard.action_send()
        self._sign(contract, "agency")
        mail = self._get_signer(contract, "professional").sudo().mail_id
        self.assertEqual(mail.subject, "For you")
        self.assertIn("Hi", mail.body_html)

    def test_form_sends_the_mails_that_it_shows(self):
        contract = self.professional_contract
        wizard = self.env["interim.contract.send"].with_user(self.recruiter)
        form = Form(wizard.with_context(default_contract_id=contract.id))
        with form.line_ids.edit(1) as line:
            self.assertEqual(line.how, "turn")
            line.subject = "For you"
        form.save().action_send()
        signers = contract._get_current_signers()
        self.assertEqual(signers[1].mail_subject, "For you")
        self.assertEqual(signers.mapped("state"), ["asked", "waiting"])

    def test_mail_without_its_link_is_refused(self):
        wizard = self.env["interim.contract.send"].create(
            {"contract_id": self.professional_contract.id}
        )
        wizard.line_ids.filtered(lambda li: li.role == "professional").body = "<p>Sign!</p>"
        with self.assertRaisesRegex(UserError, "lost its link"):
            wizard.action_send()
        self.assertEqual(self.professional_contract.state, "draft")

    def test_link_is_in_no_chatter(self):
        self._sign(self._send(self.client_contract), "agency")
        token = self._get_signer(self.client_contract, "client").sudo().access_token
        bodies = (self.placement.message_ids | self.client_contract.message_ids).mapped("body")
        self.assertNotIn(token, "".join(bodies))

    def test_signers_need_an_address_and_are_people(self):
        self.contact.email = False
        with self.assertRaisesRegex(UserError, "Anja Bakker has no e-mail"):
            self.client_contract.action_send()
        self._get_signer(self.client_contract, "client").partner_id = self.client
        with self.assertRaisesRegex(UserError, "organisation"):
            self.client_contract.action_send()

    def test_back_to_back_differences_are_shown_before_sending(self):
        self.professional_contract._cancel()
        self.placement.date_end = NEW_END
        self.terms.action_make_contracts()
        contract = self.terms.contract_ids._filter_open().filtered(lambda c: not c.is_stale)
        wizard = self.env["interim.contract.send"].create({"contract_id": contract.id})
        self.assertIn("End: 06/30/2027 for the client, 08/31/2027", wizard.warning)

    def test_overbooked_week_is_shown_before_sending(self):
        other = self._create_assignment("Spokesperson")
        self._create_placement("negotiation", TERMS, agreed=True, assignment_id=other.id)
        wizard = self.env["interim.contract.send"].create({"contract_id": self.client_contract.id})
        self.assertIn("48", wizard.warning)

    # Signing

    def test_all_signed_agrees_the_terms(self):
        self._sign(self._send(self.client_contract))
        self.assertEqual(self.client_contract.state, "signed")
        self.assertEqual(self.terms.state, "draft")
        self._sign(self._send(self.professional_contract))
        self.assertEqual(self.terms.state, "agreed")
        self.assertEqual(self.terms.agreed_by_id, self.recruiter)
        self.assertEqual(self.placement.phase, "negotiation")
        self.assertFalse(self.placement.is_waiting_for_signature)

    def test_card_moves_on_by_itself_where_wanted(self):
        self.env.company.interim_contract_auto_move = True
        for contract in self.terms.contract_ids:
            self._sign(self._send(contract))
        self.assertEqual(self.placement.phase, "onboarding")

    def test_card_stays_when_something_is_missing(self):
        self.env.company.interim_contract_auto_move = True
        self.assignment.rate_max = 100
        for contract in self.terms.contract_ids:
            self._sign(self._send(contract))
        self.assertEqual(self.placement.phase, "negotiation")
        message = self.placement.message_ids.filtered(lambda m: "stays in" in (m.body or ""))
        self.assertIn("Rate is within the ceiling", message.body)
        self.assertNotIn("110", message.body)

    def test_evidence_is_complete_and_final(self):
        contract = self._sign(self._send(self.client_contract), signature=PIXEL)
        signer = self._get_signer(contract, "client")
        self.assertEqual(signer.pdf_sha256, contract.version_id.sha256)
        self.assertEqual(signer.signature_method, "drawn")
        self.assertEqual(signer.ip_address, "192.0.2.7")
        self.assertEqual(signer.name, "Anja Bakker")
        self.assertTrue(signer.signed_on and signer.first_viewed_on and signer.consent_text)
        for name, value in (
            ("signed_name", "Other"),
            ("ip_address", "198.51.100.1"),
            ("signature", False),
            ("state", "asked"),
            ("version_id", False),
        ):
            with self.assertRaisesRegex(UserError, "evidence"):
                signer.sudo().write({name: value})
        with self.assertRaisesRegex(UserError, "evidence"):
            signer.sudo().unlink()

    def test_certificate_joins_and_keeps_the_original(self):
        version = self.client_contract.version_id
        self._send(self.client_contract)
        before = version.pdf
        self._sign(self.client_contract)
        self.assertEqual(version.pdf, before)
        signed = base64.b64decode(version.signed_pdf)
        self.assertEqual(version.signed_sha256, hashlib.sha256(signed).hexdigest())
        self.assertEqual(version.integrity, "intact")

    def test_order_is_kept(self):
        self._send(self.client_contract)
        with self.assertRaisesRegex(UserError, "no longer be signed"):
            self._sign(self.client_contract, "client")

    def test_same_number_signs_at_the_same_time(self):
        self.client_contract.signer_ids.write({"sequence": 10})
        self._send(self.client_contract)
        self.assertEqual(set(self.client_contract.signer_ids.mapped("state")), {"asked"})

    def test_nobody_signs_twice(self):
        self._sign(self._send(self.client_contract), "agency")
        with self.assertRaisesRegex(UserError, "no longer be signed"):
            self._sign(self.client_contract, "agency")

    def test_altered_file_is_not_signed(self):
        self._send(self.client_contract)
        version = self.client_contract.version_id
        attachment = self.env["ir.attachment"].search(
            [
                ("res_model", "=", version._name),
                ("res_id", "=", version.id),
                ("res_field", "=", "pdf"),
            ]
        )
        attachment.raw = b"%PDF-1.7 forged"
        version.invalidate_recordset()
        self.assertEqual(version.integrity, "altered")
        with self.assertRaisesRegex(UserError, "not the one that was sent"):
            self._sign(self.client_contract, "agency")

    def test_decline_stops_everything(self):
        self._sign(self._send(self.client_contract), "agency")
        self._get_signer(self.client_contract, "client")._decline("Too dear.", EVIDENCE)
        self.assertEqual(self.client_contract.state, "declined")
        self.assertTrue(self.placement.activity_ids.filtered("interim_contract_id"))
        self.client_contract.with_user(self.recruiter).action_new_version()
        self.assertEqual(self.client_contract.state, "draft")
        self.assertEqual(self._get_signer(self.client_contract, "client").state, "waiting")

    def test_new_version_asks_for_new_signatures(self):
        self._sign(self._send(self.client_contract), "agency")
        signed = self._get_signer(self.client_contract, "agency")
        asked = self._get_signer(self.client_contract, "client")
        self.client_contract.with_user(self.recruiter).action_new_version()
        self.assertEqual((signed.state, asked.state), ("signed", "closed"))
        self.assertEqual(asked._get_page_state(), "revised")
        self.assertEqual(len(self.client_contract.signer_ids), 2)
        self.assertEqual(set(self.client_contract.signer_ids.mapped("state")), {"waiting"})
        self._send(self.client_contract)
        self.assertEqual(asked._get_page_state(), "superseded")
        with self.assertRaisesRegex(UserError, "no longer be signed"):
            asked._sign("Anja", "", None, "I agree.", EVIDENCE)

    def test_new_version_shows_what_is_new(self):
        self._send(self.client_contract)
        self.placement.hours_per_week = 32
        self.client_contract.action_new_version()
        changes = self.client_contract.redline_html
        self.assertIn("<del", changes)
        self.assertIn("<ins", changes)

    def test_withdrawn_contract_needs_a_new_version(self):
        self._send(self.client_contract)
        self.client_contract.with_user(self.recruiter).action_withdraw()
        signer = self._get_signer(self.client_contract, "agency")
        self.assertEqual(signer._get_page_state(), "revised")
        with self.assertRaisesRegex(UserError, "Make a new version"):
            self.client_contract.action_send()

    def test_signed_contract_is_final(self):
        self._sign(self._send(self.client_contract))
        with self.assertRaisesRegex(UserError, "no new version"):
            self.client_contract.action_new_version()
        with self.assertRaisesRegex(UserError, "cannot be cancelled"):
            self.client_contract.action_cancel()

    def test_rejected_terms_void_their_contracts(self):
        self._send(self.client_contract)
        self.terms.with_user(self.recruiter).action_reject()
        self.assertEqual(set(self.terms.contract_ids.mapped("state")), {"superseded"})
        signer = self._get_signer(self.client_contract, "agency")
        self.assertEqual(signer._get_page_state(), "withdrawn")

    def test_closing_cancels_open_contracts(self):
        self._send(self.client_contract)
        self.placement.write(
            {
                "close_reason_id": self.env["interim.close.reason"].search([], limit=1).id,
                "active": False,
            }
        )
        self.assertEqual(set(self.terms.contract_ids.mapped("state")), {"cancelled"})

    def test_final_mail_is_shown_first(self):
        self._sign(self._send(self.client_contract))
        self.assertFalse(self.client_contract.final_sent_on)
        self._send(self.client_contract, purpose="final")
        self.assertTrue(self.client_contract.final_sent_on)
        mail = self._get_signer(self.client_contract, "client").sudo().mail_id
        self.assertEqual(mail.attachment_ids.name, self.client_contract.version_id.signed_pdf_name)
        self.assertEqual(
            mail.attachment_ids.raw, base64.b64decode(self.client_contract.version_id.signed_pdf)
        )

    def test_final_mail_goes_by_itself_where_wanted(self):
        self.env.company.interim_contract_auto_final = True
        self._sign(self._send(self.client_contract))
        self.assertTrue(self.client_contract.final_sent_on)

    # Remarks

    def test_remark_becomes_a_point_with_an_owner(self):
        self._sign(self._send(self.client_contract), "agency")
        article = self._get_article("payment")
        remark = self._get_signer(self.client_contract, "client")._remark(article.id, "60 days.")
        self.assertEqual((remark.state, remark.owner_id), ("open", self.recruiter))
        self.assertEqual(remark.article_heading, article.heading)
        self.assertEqual(self.client_contract.open_remark_count, 1)
        self.assertIn("remarks to answer", self.placement.contract_warning)
        with self.assertRaisesRegex(UserError, "Write an answer"):
            remark.with_user(self.recruiter).action_reject()
        remark.with_user(self.recruiter).answer = "Law asks for 30."
        remark.with_user(self.recruiter).action_reject()
        self.assertEqual(remark.answered_by_id, self.recruiter)
        with self.assertRaisesRegex(UserError, "what Anja Bakker said"):
            remark.with_user(self.recruiter).text = "All fine."
        with self.assertRaisesRegex(UserError, "Answer it instead"):
            remark.with_user(self.recruiter).unlink()

    def test_remark_on_another_contracts_article_is_refused(self):
        self._sign(self._send(self.client_contract), "agency")
        article = self.professional_contract.article_ids[0]
        with self.assertRaisesRegex(UserError, "Choose an article"):
            self._get_signer(self.client_contract, "client")._remark(article.id, "Hm.")

    # The daily job

    def _run_job(self):
        with self.enter_registry_test_mode():
            self.env.ref("interim_placement.cron_contracts").method_direct_trigger()

    def test_reminder_is_a_task(self):
        with freeze_time("2026-12-01 09:00:00"):
            self._sign(self._send(self.client_contract), "agency")
        with freeze_time("2026-12-05 09:00:00"):
            self._run_job()
            self.assertFalse(self.placement.activity_ids.filtered("interim_contract_id"))
        # A day was missed.
        with freeze_time("2026-12-07 09:00:00"):
            self._run_job()
            self._run_job()
        task = self.placement.activity_ids.filtered("interim_contract_id")
        self.assertEqual(len(task), 1)
        self.assertIn("Remind Anja Bakker", task.summary)
        signer = self._get_signer(self.client_contract, "client")
        self.assertEqual(signer.remind_on, date(2026, 12, 12))

    def test_reminder_is_a_mail_where_wanted(self):
        self.env.company.interim_contract_reminder_mail = True
        with freeze_time("2026-12-01 09:00:00"):
            self._sign(self._send(self.client_contract), "agency")
        signer = self._get_signer(self.client_contract, "client")
        first = signer.sudo().mail_id
        with freeze_time("2026-12-06 09:00:00"):
            self._run_job()
        self.assertNotEqual(signer.sudo().mail_id, first)
        self.assertIn("Reminder", signer.sudo().mail_id.subject)

    def test_what_nobody_signed_expires(self):
        with freeze_time("2026-12-01 09:00:00"):
            self._sign(self._send(self.client_contract, expires_on=date(2026, 12, 10)), "agency")
        signer = self._get_signer(self.client_contract, "client")
        with freeze_time("2026-12-10 20:00:00"):
            self._run_job()
            self.assertEqual(signer._get_page_state(), "open")
        with freeze_time("2026-12-11 09:00:00"):
            self.assertEqual(signer._get_page_state(), "expired")
            self._run_job()
        self.assertEqual(self.client_contract.state, "expired")
        self.assertTrue(self.placement.activity_ids.filtered("interim_contract_id"))

    # Client's paper

    def _receive(self, **values):
        return (
            self.env["interim.contract.receive"]
            .with_user(self.recruiter)
            .create(
                {
                    "terms_id": self.terms.id,
                    "file": base64.b64encode(b"%PDF-1.7\nTheir contract"),
                    "file_name": "theirs.pdf",
                    "deviations": "Payment after 60 days\nNo notice\n",
                    **values,
                }
            )
        )

    def test_received_paper_is_signed_the_same_way(self):
        self._receive().action_receive()
        contract = self.client_contract
        self.assertEqual(contract.paper, "received")
        self.assertEqual(contract.remark_ids.mapped("kind"), ["deviation", "deviation"])
        # We sign what they have signed, also where our text was made before.
        self.assertEqual(contract.signer_ids.sorted().mapped("role"), ["client", "agency"])
        self._send(contract)
        pdf = base64.b64decode(contract.version_id.pdf)
        self.assertEqual(pdf, b"%PDF-1.7\nTheir contract")
        self.assertEqual(contract.version_id.sha256, hashlib.sha256(pdf).hexdigest())
        self._sign(contract)
        self.assertEqual(contract.state, "signed")
        self.assertTrue(contract.version_id.signed_sha256)

    def test_received_paper_is_a_pdf(self):
        wizard = self._receive(file=base64.b64encode(b"PK\x03\x04 docx"), file_name="theirs.docx")
        with self.assertRaisesRegex(UserError, "theirs.docx is no PDF"):
            wizard.action_receive()

    # Who may

    def test_colleague_with_own_rights_sees_nothing(self):
        self._sign(self._send(self.client_contract), "agency")
        other = self._create_user("olga", "group_interim_user_own")
        for record in (
            self.client_contract,
            self.client_contract.version_id,
            self.client_contract.article_ids[0],
            self.client_contract.signer_ids[0],
        ):
            with self.assertRaises(AccessError):
                record.with_user(other).read(["display_name"])
        with self.assertRaises(AccessError):
            self.client_contract.with_user(other).action_cancel()
        with self.assertRaises(AccessError):
            self.client_contract.with_user(other).action_withdraw()
        with self.assertRaises(AccessError):
            self.client_contract.with_user(other).action_new_version()
        with self.assertRaises(AccessError):
            self.terms.with_user(other).action_make_contracts()
        with self.assertRaises(AccessError):
            self.env["interim.contract.send"].with_user(other).create(
                {"contract_id": self.client_contract.id}
            )

    @users("els")
    def test_employee_sees_nothing(self):
        for model in ("interim.contract", "interim.contract.version", "interim.contract.signer"):
            with self.assertRaises(AccessError):
                self.env[model].search([])

    def test_state_is_not_for_people_to_write(self):
        contract = self.client_contract.with_user(self.manager)
        for values in (
            {"state": "signed"},
            {"version_id": False},
            {"party": "both"},
            {"name": "X"},
        ):
            with self.assertRaises(UserError):
                contract.write(values)
        signer = contract.signer_ids[0]
        for values in ({"state": "signed"}, {"signed_on": "2026-01-01"}, {"ip_address": "x"}):
            with self.assertRaises(UserError):
                signer.write(values)
        with self.assertRaises(AccessError):
            contract.version_id.write({"title": "Other"})
        with self.assertRaises(UserError):
            self.env["interim.contract"].with_user(self.manager).create(
                {"terms_id": self.terms.id, "party": "client"}
            )

    def test_signers_stay_once_sent(self):
        self._send(self.client_contract)
        signer = self._get_signer(self.client_contract, "client").with_user(self.manager)
        with self.assertRaisesRegex(UserError, "signers stay"):
            signer.partner_id = self.professional.partner_id
        with self.assertRaises(UserError):
            signer.unlink()
        with self.assertRaises(UserError):
            self.env["interim.contract.signer"].with_user(self.manager).create(
                {"contract_id": self.client_contract.id, "partner_id": self.contact.id}
            )

    def test_token_is_for_nobody(self):
        self._send(self.client_contract)
        signer = self._get_signer(self.client_contract, "client")
        with self.assertRaises(AccessError):
            signer.with_user(self.manager).read(["access_token"])
        with self.assertRaises(UserError):
            self.client_contract.with_user(self.manager).action_sign_for_agency()

    def test_requirement_asks_for_signatures(self):
        requirement = self.env.ref("interim_placement.requirement_contracts_signed")
        self.stages["onboarding"].requirement_ids = requirement
        self._send(self.client_contract)
        with self.assertRaisesRegex(UserError, "waits for the signature of rina(.|\n)*Send C"):
            self.placement.with_user(self.recruiter).stage_id = self.stages["onboarding"]
        self._sign(self.client_contract)
        self._sign(self._send(self.professional_contract))
        self.placement.with_user(self.recruiter).stage_id = self.stages["onboarding"]

    def test_client_of_contracts_is_not_exchanged(self):
        other = self.env["res.partner"].create({"name": "Gemeente Oost", "is_company": True})
        with self.assertRaisesRegex(UserError, "name its client"):
            self.assignment.client_id = other
        self.terms.contract_ids._cancel()
        self.assignment.client_id = other

    def test_terms_with_contracts_are_not_deleted(self):
        with self.assertRaisesRegex(UserError, "has contracts"):
            self.terms.unlink()

    # Large numbers

    def test_reading_many_contracts_costs_as_many_queries_as_few(self):
        for number in range(6):
            professional = self._create_professional(
                f"P{number} Jansen", company_registry="1", street="Weg 1", zip="1234 AB", city="Ede"
            )
            placement = self._create_placement(
                "negotiation", TERMS, professional_id=professional.id
            )
            placement.action_make_contracts()
        contracts = self.env["interim.contract"].with_user(self.colleague)
        columns = ["name", "party", "placement_id", "state", "waiting_for", "is_stale", "user_id"]
        specification = {name: {} for name in [*columns, "open_remark_count", "expires_on"]}

        def count(limit):
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            contracts.web_search_read([], specification, limit=limit)
            return self.cr.sql_log_count - before

        count(2)
        self.assertEqual(count(12), count(2))
