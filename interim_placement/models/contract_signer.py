import base64

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools.misc import format_date

from .contract_parties import SIGNER_ROLES

TEMPLATES = {
    "sign": "interim_placement.mail_template_contract_sign",
    "remind": "interim_placement.mail_template_contract_remind",
    "final": "interim_placement.mail_template_contract_final",
}
LONGEST_NAME = 100
LONGEST_TEXT = 2000
MOST_REMARKS = 50
# What proves the signature; once it is there, nobody changes it.
EVIDENCE_FIELDS = frozenset(
    {
        "contract_id",
        "version_id",
        "partner_id",
        "role",
        "sequence",
        "state",
        "name",
        "email",
        "capacity",
        "asked_on",
        "first_viewed_on",
        "signed_on",
        "signature",
        "signature_method",
        "signed_name",
        "ip_address",
        "user_agent",
        "consent_text",
        "authentication",
        "pdf_sha256",
        "decline_reason",
    }
)


class InterimContractSigner(models.Model):
    """Who signs one version of a contract, with an own link, and the evidence of it.

    A signature on the portal is a simple electronic signature (eIDAS, article 3 (10)).
    """

    _name = "interim.contract.signer"
    _description = "Signer of a Contract"
    _inherit = ["interim.token.mixin", "interim.line.mixin"]
    _order = "version_id, sequence, id"
    _check_company_auto = True
    _line_parent = "contract_id"
    _page_path = "contract"
    _system_fields = EVIDENCE_FIELDS - {
        "contract_id",
        "partner_id",
        "role",
        "sequence",
        "capacity",
    } | {"mail_id", "mail_subject", "mail_body", "remind_on", "access_token"}

    contract_id = fields.Many2one(
        "interim.contract", required=True, index=True, ondelete="cascade", check_company=True
    )
    version_id = fields.Many2one(
        "interim.contract.version", index=True, ondelete="cascade", check_company=True, copy=False
    )
    is_current = fields.Boolean(compute="_compute_is_current", store=True)
    company_id = fields.Many2one(
        related="contract_id.company_id", store=True, precompute=True, index=True
    )
    user_id = fields.Many2one(
        related="contract_id.user_id", string="Recruiter", store=True, precompute=True, index=True
    )
    role = fields.Selection(SIGNER_ROLES, required=True, default="client")
    sequence = fields.Integer(default=10, help="The same number: at the same time.")
    partner_id = fields.Many2one(
        "res.partner", "Signer", ondelete="restrict", index=True, check_company=True
    )
    state = fields.Selection(
        [
            ("waiting", "Not Asked"),
            ("asked", "Asked"),
            ("signed", "Signed"),
            ("declined", "Declined"),
            ("closed", "Closed"),
        ],
        required=True,
        default="waiting",
        copy=False,
        index=True,
    )

    # Who was asked, as it was then
    name = fields.Char(copy=False)
    email = fields.Char(copy=False, help="Every address that the own link was mailed to.")
    capacity = fields.Char(help="In which function the person signs.")
    asked_on = fields.Datetime(copy=False)
    remind_on = fields.Date(copy=False, help="When to remind of the signature.")
    mail_subject = fields.Char(copy=False)
    mail_body = fields.Html(copy=False, help="As it was shown before sending.")
    mail_id = fields.Many2one("mail.mail", ondelete="set null", copy=False)
    is_undelivered = fields.Boolean(
        compute="_compute_is_undelivered", help="The mail could not be sent."
    )

    # Evidence
    first_viewed_on = fields.Datetime(copy=False)
    signed_on = fields.Datetime(copy=False)
    signed_name = fields.Char(copy=False)
    signature = fields.Image(copy=False, max_width=1024, max_height=512)
    signature_method = fields.Selection([("drawn", "Drawn"), ("typed", "Typed")], copy=False)
    consent_text = fields.Char("Consent", copy=False)
    authentication = fields.Selection(
        [("link", "Own link by mail"), ("login", "Own link and login")], copy=False
    )
    ip_address = fields.Char("IP Address", copy=False)
    user_agent = fields.Char("Browser", copy=False)
    pdf_sha256 = fields.Char("SHA-256 of What Was Signed", copy=False)
    decline_reason = fields.Text(copy=False)

    _token_uniq = models.UniqueIndex("(access_token) WHERE access_token IS NOT NULL")
    _remind_idx = models.Index("(remind_on, id) WHERE state = 'asked'")

    @api.depends("contract_id.version_id", "version_id")
    def _compute_is_current(self):
        for signer in self:
            signer.is_current = signer.version_id == signer.contract_id.version_id

    @api.depends("partner_id", "role")
    @api.depends_context("lang")
    def _compute_display_name(self):
        roles = dict(self._fields["role"]._description_selection(self.env))
        for signer in self:
            name = signer.signed_name or signer.partner_id.name or self.env._("nobody yet")
            signer.display_name = f"{roles.get(signer.role)}: {name}"

    def _compute_is_undelivered(self):
        for signer in self:
            signer.is_undelivered = signer.sudo().mail_id.state == "exception"

    @api.model_create_multi
    def create(self, vals_list):
        """Create signers of the current version, which was not sent yet."""
        vals_list = [dict(vals) for vals in vals_list]
        contracts = self.env["interim.contract"]
        own = self if self.env.su else self.sudo()
        if not self.env.su:
            contracts.browse([vals.get("contract_id") for vals in vals_list]).check_access("write")
            self._check_derived_untouched({name for vals in vals_list for name in vals})
        for vals in vals_list:
            if not vals.get("version_id"):
                contract = contracts.browse(vals.get("contract_id"))
                vals["version_id"] = contract.sudo().version_id.id
        signers = super(InterimContractSigner, own).create(vals_list).with_env(self.env)
        if not self.env.su:
            signers._check_unsent()
        return signers

    def write(self, vals):
        """Write values; what proves a signature is never changed, by nobody.

        :raises UserError: for signers who signed or declined, and for those who were asked
        """
        if not EVIDENCE_FIELDS.isdisjoint(vals):
            for signer in self.filtered(lambda s: s.state in ("signed", "declined")):
                raise UserError(signer._get_evidence_message())
        if not self.env.su:
            self._check_unsent()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_asked(self):
        for signer in self:
            if signer.state in ("signed", "declined") or signer.sudo().asked_on:
                raise UserError(signer._get_evidence_message())
        if not self.env.su:
            self._check_unsent()

    def action_view_evidence(self):
        """Open what proves the signature."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "view_mode": "form",
            "res_id": self.id,
        }

    def _check_unsent(self):
        for signer in self:
            contract = signer.contract_id
            if contract.state != "draft" or signer.sudo().version_id.is_frozen:
                raise UserError(
                    self.env._(
                        "%(contract)s was sent: its signers stay as they are. Make a new version to"
                        " change them.",
                        contract=contract.display_name,
                    )
                )

    def _get_evidence_message(self):
        return self.env._(
            "What %(name)s did with %(contract)s is evidence and cannot be changed or deleted.",
            name=self.signed_name or self.partner_id.name,
            contract=self.contract_id.display_name,
        )

    def _get_problem(self):
        """Return why this signer cannot be asked, as a sentence with the remedy, or False."""
        self.ensure_one()
        partner = self.partner_id
        roles = dict(self._fields["role"]._description_selection(self.env))
        if not partner:
            return self.env._("Nobody is chosen who signs for: %s.", roles[self.role])
        if partner.is_company:
            return self.env._(
                "%(name)s is an organisation. Choose the person who signs for: %(role)s.",
                name=partner.name,
                role=roles[self.role],
            )
        return partner._get_address_problem()

    def _get_internal_user(self):
        """Return the colleague who signs for the agency, who gets a task instead of a mail."""
        self.ensure_one()
        users = self.partner_id.user_ids.filtered(lambda user: user._is_internal())
        return users[:1] if self.role == "agency" else users.browse()

    # The link, and the mails that hold it

    def _render_mail(self, purpose):
        """Return (subject, body) of a mail to this person, in its language.

        :param str purpose: ``sign``, ``remind`` or ``final``
        """
        self.ensure_one()
        # As superuser: the text is the agency's, and names what the recruiter may see anyway.
        template = self.env.ref(TEMPLATES[purpose], raise_if_not_found=False)
        if not template:
            return False, False
        template = template.sudo().with_context(
            lang=self.partner_id.lang or self.company_id.partner_id.lang or self.env.lang,
            page_url=self._get_link_place(),
        )
        subject = template._render_field("subject", self.ids)[self.id]
        return subject, template._render_field("body_html", self.ids)[self.id]

    def _send_mail(self, subject, body, note, attachment_vals_list=()):
        """Mail this person, with the own link where the shown mail held its place."""
        self.ensure_one()
        body = self._put_own_link(body)
        self._note_address()
        self.mail_id = self.contract_id.placement_id._send_party_mail(
            self.partner_id, subject, body, note, attachment_vals_list
        )

    def _note_address(self):
        """Keep where the link is sent to: a contact's address may have changed since."""
        if self.state == "asked":
            known = (self.email or "").split(", ")
            addresses = dict.fromkeys([*known, self.partner_id.email])
            self.email = ", ".join(filter(None, addresses))

    # Asking and reminding

    def _ask(self):
        """Ask these signers: now it is their turn. Who that is stays as it is at this moment."""
        for signer in self:
            contract = signer.contract_id
            signer.write(
                {
                    "state": "asked",
                    "name": signer.partner_id.name,
                    "email": signer.partner_id.email,
                    "asked_on": fields.Datetime.now(),
                    "remind_on": contract._get_next_reminder(),
                }
            )
            user = signer._get_internal_user()
            if user:
                env = self.with_context(lang=user.lang or self.env.lang).env
                contract._set_task(env._("Sign the contract %s", contract.name), user)
                signer._ensure_token()
            else:
                note = self.env._(
                    "%(name)s was asked to sign %(contract)s.",
                    name=signer.partner_id.name,
                    contract=contract.display_name,
                )
                signer._send_mail(signer.mail_subject, signer.mail_body, note)

    def _remind_due(self):
        """Remind of signatures by task, or by mail where the company wants that."""
        today = fields.Date.context_today(self)
        for signer in self:
            # Asked again: somebody may have signed meanwhile.
            if signer.state != "asked" or not signer.remind_on or signer.remind_on > today:
                continue
            contract = signer.contract_id._with_recruiter_language()
            signer.remind_on = contract._get_next_reminder()
            if contract.company_id.interim_contract_reminder_mail and not (
                signer._get_internal_user()
            ):
                signer.with_env(contract.env)._send_reminder(*signer._render_mail("remind"))
            else:
                contract._set_task(
                    contract.env._(
                        "Remind %(name)s to sign %(contract)s",
                        name=signer.partner_id.name,
                        contract=contract.name,
                    )
                )

    def _send_reminder(self, subject, body):
        """Mail a reminder, as it was shown."""
        self.ensure_one()
        note = self.env._(
            "%(name)s was reminded to sign %(contract)s.",
            name=self.partner_id.name,
            contract=self.contract_id.display_name,
        )
        self._send_mail(subject, body, note)
        self.remind_on = self.contract_id._get_next_reminder()

    def _close(self):
        """Close the links of those who have not signed."""
        self.filtered(lambda s: s.state in ("waiting", "asked")).write(
            {"state": "closed", "remind_on": False}
        )

    # What a person does on the page

    def _get_page_state(self):
        """Return what the page behind the link shows.

        ``open`` to sign; ``waiting`` for others to sign before; ``signed`` by this person;
        ``complete`` when all have; ``declined``; ``withdrawn``; ``superseded`` by a newer version
        that was sent; ``revised`` while the agency works on it; ``expired``.
        """
        self.ensure_one()
        contract = self.contract_id
        if self.version_id != contract.version_id:
            return "superseded" if contract.version_id.is_frozen else "revised"
        states = {
            "signed": "complete",
            "declined": "declined",
            "expired": "expired",
            "cancelled": "withdrawn",
            "superseded": "withdrawn",
            "draft": "revised",
        }
        if contract.state != "sent":
            return states[contract.state]
        if contract.expires_on and contract.expires_on < self._get_today():
            return "expired"
        if contract.is_stale:
            return "revised"
        return {"asked": "open", "waiting": "waiting", "signed": "signed"}.get(
            self.state, "withdrawn"
        )

    def _get_today(self):
        """Return the date where the recruiter is: the last day to sign ends there."""
        zone = self.contract_id.user_id.tz or self.env.context.get("tz")
        return fields.Date.context_today(self.with_context(tz=zone))

    def _note_viewed(self):
        """Note when the person opened the page first."""
        self.ensure_one()
        if not self.first_viewed_on and self.state == "asked":
            self.first_viewed_on = fields.Datetime.now()

    def _get_consent_sentence(self):
        """Return what the person agrees to by signing, in the language of the environment."""
        self.ensure_one()
        return self.env._(
            "I have read %(title)s %(number)s, version %(version)s, and agree to it. I sign it"
            " electronically, and I may do so for whom I sign for.",
            title=self.version_id.title or "",
            number=self.contract_id.name,
            version=self.version_id.number,
        )

    def _check_can_act(self):
        """Refuse to sign or decline when it is not open any more; others wait until this is done.

        :raises LockError: when somebody else signs or changes the contract at this moment
        """
        self.ensure_one()
        self.contract_id._lock()
        if self._get_page_state() != "open":
            raise UserError(self.env._("This contract can no longer be signed here."))

    def _sign(self, signed_name, capacity, signature, consent_text, evidence):
        """Sign the exact PDF that was shown.

        :param str signed_name: the name that was typed
        :param str capacity: the function in which the person signs, may be empty
        :param bytes signature: the drawing as PNG, or None when the name was typed only
        :param str consent_text: the sentence that was agreed to
        :param dict evidence: ``ip_address``, ``user_agent``, ``authentication`` (link or login)
        :raises UserError: when it can no longer be signed
        :raises LockError: when somebody else signs or changes the contract at this moment
        """
        self._check_can_act()
        signed_name = (signed_name or "").strip()[:LONGEST_NAME]
        if not signed_name or not consent_text:
            raise UserError(self.env._("Type your name and agree to the sentence."))
        if not self.version_id._is_intact():
            raise UserError(
                self.env._(
                    "The document is not the one that was sent. Do not sign it; ask the agency."
                )
            )
        self.write(
            {
                "state": "signed",
                "signed_on": fields.Datetime.now(),
                "remind_on": False,
                "first_viewed_on": self.first_viewed_on or fields.Datetime.now(),
                "signed_name": signed_name,
                "capacity": (capacity or "").strip()[:LONGEST_NAME] or self.capacity,
                "signature": base64.b64encode(signature) if signature else False,
                "signature_method": "drawn" if signature else "typed",
                "consent_text": consent_text,
                "pdf_sha256": self.version_id.sha256,
                **self._prepare_evidence(evidence),
            }
        )
        self.contract_id._after_signature(self)

    def _decline(self, reason, evidence):
        """Decline to sign; nobody can sign this version any more.

        :param str reason: why, for the recruiter
        :param dict evidence: as for `_sign`
        :raises UserError: without a reason, and when it can no longer be signed
        """
        self._check_can_act()
        reason = (reason or "").strip()[:LONGEST_TEXT]
        if not reason:
            raise UserError(self.env._("Tell why you do not sign."))
        self.write(
            {
                "state": "declined",
                "remind_on": False,
                "decline_reason": reason,
                "pdf_sha256": self.version_id.sha256,
                **self._prepare_evidence(evidence),
            }
        )
        self.contract_id._after_decline(self)

    def _remark(self, article_id, text):
        """Put a remark on an article, or on the whole contract, and tell the recruiter.

        :param int article_id: of an article of this version, or None
        :param str text: what should be different
        :raises UserError: without a text, for too many remarks, and when it is no longer open
        """
        self.ensure_one()
        if self._get_page_state() not in ("open", "waiting"):
            raise UserError(self.env._("Remarks can no longer be made here."))
        text = (text or "").strip()[:LONGEST_TEXT]
        if not text:
            raise UserError(self.env._("Type your remark."))
        article = self.version_id.article_ids.filtered(lambda a: a.id == article_id)
        if article_id and not article:
            raise UserError(self.env._("Choose an article of this contract."))
        mine = self.contract_id.remark_ids.filtered(lambda r: r.partner_id == self.partner_id)
        if len(mine) >= MOST_REMARKS:
            raise UserError(
                self.env._("You have made %s remarks. Please call the agency.", MOST_REMARKS)
            )
        remark = self.env["interim.contract.remark"].create(
            {
                "kind": "remark",
                "contract_id": self.contract_id.id,
                "version_id": self.version_id.id,
                "signer_id": self.id,
                "partner_id": self.partner_id.id,
                "article_id": article.id,
                "article_heading": article.heading,
                "text": text,
                "owner_id": self.contract_id.user_id.id,
            }
        )
        remark._tell_recruiter()
        return remark

    def _prepare_evidence(self, evidence):
        return {
            "ip_address": (evidence.get("ip_address") or "")[:100],
            "user_agent": (evidence.get("user_agent") or "")[:500],
            "authentication": "login" if evidence.get("authentication") == "login" else "link",
        }

    def _get_deadline_text(self):
        """Return the last day to sign in the language of the environment, or nothing."""
        self.ensure_one()
        expires_on = self.contract_id.expires_on
        return format_date(self.env, expires_on, date_format="long") if expires_on else ""
