from odoo import fields, models

from .parties import PARTIES


class InterimPartyAnswerMixin(models.AbstractModel):
    """What one party of a placement is asked, and says: on its own page, or by word of mouth.

    A model that inherits this has a ``placement_id``. Each party has an own link, and sees nothing
    of the other's answer (R6).
    """

    _name = "interim.party.answer.mixin"
    _description = "Answer of a Party"
    _inherit = ["interim.answer.mixin"]

    # What a party says; once it said so itself, nobody changes it. To be extended.
    _answer_fields = frozenset({"party", "state", "answered_on"})

    party = fields.Selection(PARTIES, required=True)
    state = fields.Selection(
        [("asked", "Asked"), ("answered", "Answered"), ("recorded", "Recorded by Recruiter")],
        required=True,
        default="asked",
        copy=False,
        index=True,
    )

    def _get_thread(self):
        self.ensure_one()
        return self.placement_id

    def _send_question(self, partner, subject, body, note):
        """Mail the question, with the own link where the shown mail held its place.

        :param partner: who is asked
        :param str note: what the placement's log says of it
        """
        self.ensure_one()
        if self.partner_id != partner:
            # Another contact than the one who was asked before: that link is no longer theirs.
            self.write({"partner_id": partner.id, "access_token": False})
        placement = self.placement_id.with_user(self.env.user)
        mail = placement._send_party_mail(partner, subject, self._put_own_link(body), note=note)
        self.write({"asked_on": fields.Datetime.now(), "mail_id": mail.id})
