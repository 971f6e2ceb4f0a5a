from odoo import api, fields, models

from ..models.parties import PARTIES


class InterimFollowupAsk(models.TransientModel):
    """The mails that ask both sides what comes after the placement, shown before they go (R4)."""

    _name = "interim.followup.ask"
    _description = "Ask What Comes Next"
    _inherit = ["interim.party.ask.mixin"]
    _ask_source = "placement_id"
    _ask_answers = "interim.followup.answer"
    _ask_templates = {
        "professional": "interim_placement.mail_template_followup_professional",
        "client": "interim_placement.mail_template_followup_client",
    }

    placement_id = fields.Many2one("interim.placement", required=True, ondelete="cascade")
    party = fields.Selection(
        PARTIES, "Only", help="The side that is proposed to be asked. Empty = who has not answered."
    )

    @api.depends("party")
    def _compute_mails(self):
        return super()._compute_mails()

    def _check_can_ask(self):
        self.placement_id._check_followup_open()

    def _get_asked_parties(self):
        if self.party:
            return [self.party]
        return [
            party for party, _label in PARTIES if not self.placement_id._get_followup_said(party)
        ]

    def _get_question(self, party):
        placement = self.placement_id.sudo()
        return placement._get_followup_question(party) or placement.followup_answer_ids.create(
            {"placement_id": placement.id, "party": party}
        )

    def _get_note(self, partner):
        return self.env._("%s was asked what comes next.", partner.name)
