from odoo import fields, models


class InterimCheckinAsk(models.TransientModel):
    """The mails that ask both sides for feedback in a check-in, shown before they go (R4)."""

    _name = "interim.checkin.ask"
    _description = "Ask for Feedback"
    _inherit = ["interim.party.ask.mixin"]
    _placement_link_depends = frozenset({"checkin_id"})
    _ask_source = "checkin_id"
    _ask_answers = "interim.checkin.response"
    _ask_templates = {
        "professional": "interim_placement.mail_template_checkin_professional",
        "client": "interim_placement.mail_template_checkin_client",
    }

    checkin_id = fields.Many2one("interim.checkin", required=True, ondelete="cascade")
    placement_id = fields.Many2one(related="checkin_id.placement_id")

    def _check_can_ask(self):
        self.checkin_id._check_open()

    def _get_asked_parties(self):
        return self.checkin_id._get_asked_parties()

    def _get_problem(self, party):
        response = self.checkin_id._get_response(party)
        if response.state == "answered":
            return self.env._("%s has already answered.", response.partner_id.name)
        return super()._get_problem(party)

    def _get_question(self, party):
        checkin = self.checkin_id.sudo()
        return checkin._get_response(party) or checkin.response_ids.create(
            {
                "checkin_id": checkin.id,
                "party": party,
                "partner_id": self[f"{party}_partner_id"].id,
            }
        )

    def _get_note(self, partner):
        return self.env._(
            "Feedback asked of %(name)s: %(kind)s",
            name=partner.name,
            kind=self.checkin_id._get_kind(),
        )
