from odoo import api, fields, models
from odoo.exceptions import UserError


class InterimContractSend(models.TransientModel):
    """The mails about a contract, shown before they go (R4).

    Each holds the place of a link. The link itself is put in when the mail is sent: it is for the
    eyes of the one who signs.
    """

    _name = "interim.contract.send"
    _description = "Send a Contract"
    _inherit = ["interim.placement.link.mixin"]
    _placement_link_depends = frozenset({"contract_id"})
    _placement_link_access = "write"  # who sends, speaks for the agency

    contract_id = fields.Many2one("interim.contract", required=True, ondelete="cascade")
    placement_id = fields.Many2one(related="contract_id.placement_id")
    purpose = fields.Selection(
        [("sign", "Ask to Sign"), ("remind", "Remind"), ("final", "Signed Contract")],
        required=True,
        default="sign",
    )
    version_id = fields.Many2one(related="contract_id.version_id")
    is_example = fields.Boolean(related="contract_id.is_example")
    expires_on = fields.Date(
        "Sign Until",
        compute="_compute_expires_on",
        compute_sudo=False,
        store=True,
        readonly=False,
        help="The last day to sign, inclusive.",
    )
    warning = fields.Text(compute="_compute_warning", compute_sudo=False)
    # Computed as the user: what stands in a contract is for who may read that (R7).
    line_ids = fields.One2many(
        "interim.contract.send.line",
        "wizard_id",
        compute="_compute_mails",
        compute_sudo=False,
        store=True,
        readonly=False,
    )

    @api.depends("contract_id")
    def _compute_expires_on(self):
        # On its own: a given day must not keep the mails from being made.
        for wizard in self:
            wizard.expires_on = wizard.contract_id and wizard.contract_id._get_default_expiry()

    @api.depends("contract_id", "purpose")
    def _compute_mails(self):
        # Records that are being filled in stand for saved ones.
        self.contract_id._origin.check_access("read")
        for wizard in self:
            contract = wizard.contract_id
            commands = [fields.Command.clear()]
            if contract:
                commands += [
                    fields.Command.create(wizard._prepare_line(signer, *mail))
                    for signer, mail in contract._render_mails(wizard.purpose).items()
                ]
            wizard.line_ids = commands

    @api.depends("contract_id", "purpose")
    @api.depends_context("lang")
    def _compute_warning(self):
        for wizard in self:
            sentences = []
            terms = wizard.contract_id.terms_id
            if wizard.contract_id and wizard.purpose == "sign":
                differences = terms._get_back_to_back_differences()
                if differences:
                    sentences.append(self.env._("The contracts of client and professional differ:"))
                    sentences += [f"- {difference}" for difference in differences]
                if terms.state == "draft":
                    conflicts = terms.placement_id._get_conflicts(terms)
                    sentences += [text for texts in conflicts.values() for text in texts]
            wizard.warning = "\n".join(sentences) or False

    def _prepare_line(self, signer, subject, body):
        return {"signer_id": signer.id, "subject": subject, "body": body}

    def action_open_document(self):
        """Open the PDF as it is sent."""
        return self.contract_id.action_open_document()

    def action_send(self):
        """Send the mails as they are shown, each with the own link of its reader."""
        self.ensure_one()
        contract = self.contract_id
        contract.check_access("write")
        self._check_mails()
        mails = {line.signer_id: (line.subject, line.body) for line in self.line_ids}
        if self.purpose == "sign":
            contract._send_for_signature(mails, self.expires_on)
            return contract.action_view()
        if self.purpose == "remind":
            contract._send_reminders(mails)
        else:
            contract._send_final(mails)
        return {"type": "ir.actions.act_window_close"}

    def _check_mails(self):
        """Refuse mails that nobody can use, and to leave out somebody who is to be asked."""
        self.line_ids._check_mail()
        missing = self.contract_id._get_current_signers() - self.line_ids.signer_id
        if missing and self.purpose == "sign":
            raise UserError(
                self.env._(
                    "There is no mail to: %s. Close this window and open it again.",
                    ", ".join(missing.mapped("partner_id.name")),
                )
            )


class InterimContractSendLine(models.TransientModel):
    """One of the mails about a contract."""

    _name = "interim.contract.send.line"
    _description = "Mail about a Contract"
    _inherit = ["interim.placement.link.mixin"]
    _placement_link_depends = frozenset({"signer_id"})
    _placement_link_access = "write"

    wizard_id = fields.Many2one("interim.contract.send", required=True, ondelete="cascade")
    signer_id = fields.Many2one("interim.contract.signer", required=True, ondelete="cascade")
    # As the user: who signs a contract is for who may read that (R7).
    placement_id = fields.Many2one(related="signer_id.contract_id.placement_id", related_sudo=False)
    partner_id = fields.Many2one(related="signer_id.partner_id", string="To", related_sudo=False)
    email = fields.Char(related="signer_id.partner_id.email", related_sudo=False)
    role = fields.Selection(related="signer_id.role", related_sudo=False)
    how = fields.Selection(
        [("now", "Now"), ("turn", "When it is their turn"), ("task", "Gets a task in Odoo")],
        "Sent",
        compute="_compute_how",
    )
    subject = fields.Char()
    body = fields.Html()

    @api.depends("signer_id", "wizard_id.purpose")
    def _compute_how(self):
        for line in self:
            signer = line.signer_id
            first = signer.contract_id._get_current_signers()[:1] if signer else signer
            if signer._get_internal_user():
                line.how = "task"
            elif line.wizard_id.purpose != "sign" or signer.sequence == first.sequence:
                line.how = "now"
            else:
                line.how = "turn"

    def _check_mail(self):
        for line in self:
            if line.signer_id not in line.wizard_id.contract_id._get_current_signers():
                raise UserError(
                    self.env._(
                        "%(signer)s does not sign %(contract)s. Open the contract, send it anew.",
                        signer=line.signer_id.display_name,
                        contract=line.wizard_id.contract_id.display_name,
                    )
                )
            if line.signer_id._get_internal_user():
                continue
            line.signer_id._check_shown_mail(
                line.partner_id.name, line.subject, line.body, line.wizard_id.purpose != "final"
            )
