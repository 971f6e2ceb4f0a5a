from markupsafe import Markup

from odoo import fields, models
from odoo.exceptions import UserError

from .parties import PARTIES


class InterimPartyAnswerMixin(models.AbstractModel):
    """What one party of a placement is asked, and says: on its own page, or by word of mouth.

    A model that inherits this has a ``placement_id``. Each party has an own link, and sees nothing
    of the other's answer (R6).
    """

    _name = "interim.party.answer.mixin"
    _description = "Answer of a Party"
    _inherit = ["interim.token.mixin"]

    # What a party says; once it said so itself, nobody changes it. To be extended.
    _answer_fields = frozenset({"party", "state", "answered_on"})

    party = fields.Selection(PARTIES, required=True)
    partner_id = fields.Many2one("res.partner", "Contact", ondelete="restrict", index=True)
    state = fields.Selection(
        [("asked", "Asked"), ("answered", "Answered"), ("recorded", "Recorded by Recruiter")],
        required=True,
        default="asked",
        copy=False,
        index=True,
    )
    asked_on = fields.Datetime(copy=False)
    answered_on = fields.Datetime(copy=False, index=True)
    mail_id = fields.Many2one("mail.mail", ondelete="set null", copy=False)
    is_undelivered = fields.Boolean(
        compute="_compute_is_undelivered", help="The mail could not be sent."
    )

    def _compute_is_undelivered(self):
        for answer in self:
            answer.is_undelivered = answer.sudo().mail_id.state == "exception"

    def write(self, vals):
        """Write values; what a party answered by itself stays as it is."""
        if not self._answer_fields.isdisjoint(vals):
            for answer in self.filtered(lambda answer: answer.state == "answered"):
                raise UserError(answer._get_frozen_message())
        return super().write(vals)

    def _get_frozen_message(self):
        """Return why what a party answered by itself cannot be changed, and what to do instead."""
        raise NotImplementedError

    def _is_open(self):
        """Return whether the party can still answer on its page."""
        raise NotImplementedError

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

    def _with_recruiter_language(self):
        """Return the answer in the language of who looks after the placement."""
        self.ensure_one()
        return self.with_context(lang=self.placement_id.user_id.lang or self.env.lang)

    def _post_answer(self, heading, answers):
        """Post what the party answered on the placement, where its recruiter hears of it at once.

        :param str heading: who answered what
        :param answers: (label, text) pairs
        """
        self.ensure_one()
        self.placement_id.message_post(
            body=self._format_answer(heading, answers),
            author_id=self.partner_id.id,
            # A word of theirs, that counts as contact.
            message_type="comment",
            subtype_xmlid="mail.mt_note",
            partner_ids=self.placement_id.user_id.partner_id.ids,
        )

    def _format_answer(self, heading, answers):
        lines = [
            Markup("%s: %s") % (label, Markup("<br/>").join(text.splitlines()))
            for label, text in answers
        ]
        return Markup("<br/>").join([Markup("<b>%s</b>") % heading, *lines])
