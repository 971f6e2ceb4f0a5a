from odoo import api, fields, models
from odoo.exceptions import UserError

from ..models.checkin import PARTIES

TEMPLATES = {
    "professional": "interim_placement.mail_template_checkin_professional",
    "client": "interim_placement.mail_template_checkin_client",
}


class InterimCheckinAsk(models.TransientModel):
    """The mails that ask both sides for feedback, shown before they go (R4).

    Each holds the place of a link. The link itself is put in when the mail is sent: it is for
    the eyes of the one who is asked.
    """

    _name = "interim.checkin.ask"
    _description = "Ask for Feedback"
    _inherit = ["interim.placement.link.mixin"]
    _placement_link_depends = frozenset({"checkin_id"})
    _placement_link_access = "write"  # who asks, speaks for the agency

    checkin_id = fields.Many2one("interim.checkin", required=True, ondelete="cascade")
    placement_id = fields.Many2one(related="checkin_id.placement_id")
    # Computed as the user: what stands in a check-in is for who may read that (R7).
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

    @api.depends("checkin_id")
    def _compute_partners(self):
        for wizard in self:
            for party, _label in PARTIES:
                wizard[f"{party}_partner_id"] = (
                    wizard.checkin_id.placement_id._get_party_partner(party)
                    if wizard.checkin_id
                    else False
                )
                wizard[f"{party}_problem"] = (
                    wizard._get_problem(party) if wizard.checkin_id else False
                )

    @api.depends("checkin_id")
    def _compute_mails(self):
        # Records that are being filled in stand for saved ones.
        self.checkin_id._origin.check_access("read")
        for wizard in self:
            for party, _label in PARTIES:
                asked = bool(wizard.checkin_id) and party in wizard.checkin_id._get_asked_parties()
                wizard[f"{party}_send"] = asked and not wizard._get_problem(party)
                subject, body = wizard._render_mail(party)
                wizard[f"{party}_subject"] = subject
                wizard[f"{party}_body"] = body

    def action_send(self):
        """Send the mails as they are shown, each with the own link of its reader."""
        self.ensure_one()
        self.checkin_id.check_access("write")
        self.checkin_id._check_open()
        parties = [party for party, _label in PARTIES if self[f"{party}_send"]]
        if not parties:
            raise UserError(
                self.env._("Choose whom to mail: the professional, the client or both.")
            )
        for party in parties:
            self._check_mail(party)
        for party in parties:
            self._send_mail(party)

    def _get_problem(self, party):
        """Return why a party cannot be mailed, as a sentence with the remedy, or False."""
        self.ensure_one()
        partner = self.checkin_id.placement_id._get_party_partner(party)
        response = self.checkin_id._get_response(party)
        if response.state == "answered":
            return self.env._("%s has already answered.", response.partner_id.name)
        if not partner:
            return self.env._("There is no contact. Fill in the assignment's client contact.")
        return partner._get_address_problem()

    def _render_mail(self, party):
        """Return (subject, body) of the mail to one party, in its language."""
        self.ensure_one()
        # As superuser: the text is the agency's, and names what the recruiter may see anyway.
        template = self.env.ref(TEMPLATES[party], raise_if_not_found=False)
        if not template or not self.checkin_id:
            return False, False
        template = template.sudo().with_context(
            lang=self.checkin_id.placement_id._get_party_partner(party).lang or self.env.lang,
            feedback_url=self.env["interim.checkin.response"]._get_link_place(),
        )
        ids = self.checkin_id.ids
        subject = template._render_field("subject", ids)[ids[0]]
        return subject, template._render_field("body_html", ids)[ids[0]]

    def _check_mail(self, party):
        problem = self._get_problem(party)
        if problem:
            raise UserError(problem)
        self.env["interim.checkin.response"]._check_shown_mail(
            self[f"{party}_partner_id"].name, self[f"{party}_subject"], self[f"{party}_body"]
        )

    def _send_mail(self, party):
        checkin = self.checkin_id.sudo()
        partner = self[f"{party}_partner_id"]
        response = checkin._get_response(party)
        if not response:
            response = response.create(
                {"checkin_id": checkin.id, "party": party, "partner_id": partner.id}
            )
        elif response.partner_id != partner:
            # Another contact than the one who was asked before: that link is no longer theirs.
            response.write({"partner_id": partner.id, "access_token": False})
        mail = self.checkin_id.placement_id._send_party_mail(
            partner,
            self[f"{party}_subject"],
            response._put_own_link(self[f"{party}_body"]),
            note=self.env._(
                "Feedback asked of %(name)s: %(kind)s",
                name=partner.name,
                kind=self.checkin_id._get_kind(),
            ),
        )
        response.write({"asked_on": fields.Datetime.now(), "mail_id": mail.id})
