from odoo import api, fields, models
from odoo.exceptions import UserError

from ..models.parties import PARTIES


class InterimPartyAskMixin(models.AbstractModel):
    """The mails that ask both sides of a placement something, shown before they go (R4).

    Each holds the place of a link. The link itself is put in when the mail is sent: it is for
    the eyes of the one who is asked.
    """

    _name = "interim.party.ask.mixin"
    _description = "Ask Both Sides"
    _inherit = ["interim.placement.link.mixin"]
    _placement_link_access = "write"  # who asks, speaks for the agency

    # The field with the record that is asked about, which the mails are rendered for, the model of
    # the answers, and the mail templates by party. To be overridden.
    _ask_source = None
    _ask_answers = None
    _ask_templates = {}

    # Computed as the user: what stands in the record is for who may read that (R7).
    professional_send = fields.Boolean(
        "Mail the Professional",
        compute="_compute_mails",
        compute_sudo=False,
        store=True,
        readonly=False,
    )
    professional_partner_id = fields.Many2one(
        "res.partner", "Professional", compute="_compute_partners"
    )
    professional_problem = fields.Char(compute="_compute_partners")
    professional_subject = fields.Char(
        "Subject to the Professional",
        compute="_compute_mails",
        compute_sudo=False,
        store=True,
        readonly=False,
    )
    professional_body = fields.Html(
        "Mail to the Professional",
        compute="_compute_mails",
        compute_sudo=False,
        store=True,
        readonly=False,
    )
    client_send = fields.Boolean(
        "Mail the Client", compute="_compute_mails", compute_sudo=False, store=True, readonly=False
    )
    client_partner_id = fields.Many2one("res.partner", "Client", compute="_compute_partners")
    client_problem = fields.Char(compute="_compute_partners")
    client_subject = fields.Char(
        "Subject to the Client",
        compute="_compute_mails",
        compute_sudo=False,
        store=True,
        readonly=False,
    )
    client_body = fields.Html(
        "Mail to the Client",
        compute="_compute_mails",
        compute_sudo=False,
        store=True,
        readonly=False,
    )

    @api.depends(lambda self: [self._ask_source] if self._ask_source else [])
    def _compute_partners(self):
        for wizard in self:
            source = wizard[self._ask_source]
            for party, _label in PARTIES:
                wizard[f"{party}_partner_id"] = (
                    wizard.placement_id._get_party_partner(party) if source else False
                )
                wizard[f"{party}_problem"] = wizard._get_problem(party) if source else False

    @api.depends(lambda self: [self._ask_source] if self._ask_source else [])
    def _compute_mails(self):
        # Records that are being filled in stand for saved ones.
        self[self._ask_source]._origin.check_access("read")
        for wizard in self:
            source = wizard[self._ask_source]
            for party, _label in PARTIES:
                asked = bool(source) and party in wizard._get_asked_parties()
                wizard[f"{party}_send"] = asked and not wizard._get_problem(party)
                subject, body = wizard._render_mail(party)
                wizard[f"{party}_subject"] = subject
                wizard[f"{party}_body"] = body

    def action_send(self):
        """Send the mails as they are shown, each with the own link of its reader."""
        self.ensure_one()
        self[self._ask_source].check_access("write")
        self._check_can_ask()
        parties = [party for party, _label in PARTIES if self[f"{party}_send"]]
        if not parties:
            raise UserError(
                self.env._("Choose whom to mail: the professional, the client or both.")
            )
        for party in parties:
            self._check_mail(party)
        for party in parties:
            partner = self[f"{party}_partner_id"]
            self._get_question(party)._send_question(
                partner,
                self[f"{party}_subject"],
                self[f"{party}_body"],
                note=self._get_note(partner),
            )

    def _check_can_ask(self):
        """Refuse to ask what can no longer be answered."""
        raise NotImplementedError

    def _get_asked_parties(self):
        """Return the parties that are to be asked, as a list of keys."""
        raise NotImplementedError

    def _get_question(self, party):
        """Return the record that a party will answer on, as superuser; made when there is none."""
        raise NotImplementedError

    def _get_note(self, partner):
        """Return what the placement's log says once this contact was asked."""
        raise NotImplementedError

    def _get_problem(self, party):
        """Return why a party cannot be mailed, as a sentence with the remedy, or False."""
        self.ensure_one()
        partner = self.placement_id._get_party_partner(party)
        if not partner:
            return self.env._("There is no contact. Fill in the assignment's client contact.")
        return partner._get_address_problem()

    def _render_mail(self, party):
        """Return (subject, body) of the mail to one party, in its language."""
        self.ensure_one()
        source = self[self._ask_source]
        # As superuser: the text is the agency's, and names what the recruiter may see anyway.
        template = self.env.ref(self._ask_templates[party], raise_if_not_found=False)
        if not template or not source:
            return False, False
        template = template.sudo().with_context(
            lang=self.placement_id._get_party_partner(party).lang or self.env.lang,
            feedback_url=self.env[self._ask_answers]._get_link_place(),
        )
        ids = source.ids
        subject = template._render_field("subject", ids)[ids[0]]
        return subject, template._render_field("body_html", ids)[ids[0]]

    def _check_mail(self, party):
        problem = self._get_problem(party)
        if problem:
            raise UserError(problem)
        self.env[self._ask_answers]._check_shown_mail(
            self[f"{party}_partner_id"].name, self[f"{party}_subject"], self[f"{party}_body"]
        )
