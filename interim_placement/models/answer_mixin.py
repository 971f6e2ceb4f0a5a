from markupsafe import Markup

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools.misc import format_date


class InterimAnswerMixin(models.AbstractModel):
    """What somebody is asked by mail, and answers on a page behind an own link.

    A model that inherits this has a ``state``, of which ``answered`` is what was said there.
    """

    _name = "interim.answer.mixin"
    _description = "Answer behind an Own Link"
    _inherit = ["interim.token.mixin"]

    # What was said; once it was said on the page, nobody changes it. To be extended.
    _answer_fields = frozenset({"state", "answered_on"})

    partner_id = fields.Many2one("res.partner", "Contact", ondelete="restrict", index=True)
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
        """Write values; what was answered on the page stays as it is."""
        if not self._answer_fields.isdisjoint(vals):
            for answer in self.filtered(lambda answer: answer.state == "answered"):
                raise UserError(answer._get_frozen_message())
        return super().write(vals)

    def _get_frozen_message(self):
        """Return why what was answered on the page cannot be changed, and what to do instead."""
        raise NotImplementedError

    def _is_open(self):
        """Return whether it can still be answered on the page."""
        raise NotImplementedError

    def _get_thread(self):
        """Return the record that is asked about: its log tells of the answer, to its recruiter."""
        raise NotImplementedError

    def _with_recruiter_language(self):
        """Return the answer in the language of who looks after what it is about."""
        self.ensure_one()
        return self.with_context(lang=self._get_thread().user_id.lang or self.env.lang)

    def _post_answer(self, heading, answers, listeners=None):
        """Post what was answered where the recruiter hears of it at once.

        :param str heading: who answered what
        :param answers: (label, text) pairs
        :param listeners: users who are told; without it, the recruiter
        """
        self.ensure_one()
        thread = self._get_thread()
        thread.message_post(
            body=self._format_answer(heading, answers),
            author_id=self.partner_id.id,
            # A word of theirs, that counts as contact.
            message_type="comment",
            subtype_xmlid="mail.mt_note",
            partner_ids=(listeners or thread.user_id).partner_id.ids,
        )

    def _format_answer(self, heading, answers):
        lines = [
            Markup("%s: %s") % (label, Markup("<br/>").join(text.splitlines()))
            for label, text in answers
        ]
        return Markup("<br/>").join([Markup("<b>%s</b>") % heading, *lines])

    def _format_day(self, day):
        return day and format_date(self.env, day, date_format="long")
