from odoo import api, fields, models
from odoo.tools.misc import format_date


class InterimDisclosure(models.Model):
    """That a professional was presented to a client: for what, to whom, when, in which words.

    The log that the privacy law asks for. Rows are only ever added, by the system, when something
    is sent; they tell what was true then and follow nothing that changes later.
    """

    _name = "interim.disclosure"
    _description = "Disclosure of a Professional"
    _inherit = ["interim.append.only.mixin"]
    _order = "sent_on desc, id desc"
    _check_company_auto = True

    professional_id = fields.Many2one(
        "interim.professional",
        required=True,
        index=True,
        readonly=True,
        ondelete="restrict",
        check_company=True,
    )
    assignment_id = fields.Many2one(
        "interim.assignment",
        required=True,
        index=True,
        readonly=True,
        ondelete="restrict",
        check_company=True,
    )
    client_id = fields.Many2one(
        "res.partner", required=True, index=True, readonly=True, ondelete="restrict"
    )
    company_id = fields.Many2one("res.company", required=True, index=True, readonly=True)
    permission_id = fields.Many2one(
        "interim.permission",
        required=True,
        index=True,
        readonly=True,
        ondelete="restrict",
        check_company=True,
    )
    kind = fields.Selection([("longlist", "Longlist")], required=True, readonly=True)
    recipient_ids = fields.Many2many(
        "res.partner", string="Recipients", readonly=True, ondelete="restrict"
    )
    recipients = fields.Char(
        "Sent To", required=True, readonly=True, help="Names and e-mail addresses, as they were."
    )
    sent_on = fields.Datetime(required=True, readonly=True)
    user_id = fields.Many2one(
        "res.users", "Sent By", required=True, readonly=True, ondelete="restrict"
    )
    shown_as = fields.Char(
        required=True, readonly=True, help="How the mail named the professional."
    )
    cv_names = fields.Char("CV Attached", readonly=True, help="The names of the files, if any.")
    subject = fields.Char(readonly=True)
    body = fields.Html("Text", readonly=True, help="The mail as it was sent.")
    mail_id = fields.Many2one("mail.mail", readonly=True, ondelete="set null")
    is_undelivered = fields.Boolean(
        compute="_compute_is_undelivered", help="The mail could not be sent."
    )

    @api.depends("professional_id", "sent_on")
    @api.depends_context("lang", "tz")
    def _compute_display_name(self):
        for disclosure in self:
            disclosure.display_name = self.env._(
                "%(professional)s, %(day)s",
                professional=disclosure.professional_id.name,
                day=format_date(self.env, disclosure._get_day()),
            )

    def _compute_is_undelivered(self):
        for disclosure in self:
            disclosure.is_undelivered = disclosure.sudo().mail_id.state == "exception"

    def action_view_assignment(self):
        """Open the assignment that the professional was presented for."""
        self.ensure_one()
        return self.assignment_id.get_formview_action()

    def _get_frozen_message(self):
        return self.env._(
            "%s: what was told to a client stays on record and cannot be changed or deleted.",
            ", ".join(self.mapped("display_name")),
        )

    def _get_day(self):
        """Return the day it was sent, in the user's time zone."""
        self.ensure_one()
        return self.sent_on and fields.Datetime.context_timestamp(self, self.sent_on).date()

    @api.model
    def _get_latest(self, assignment, professionals):
        """Return the latest disclosure of professionals for an assignment, by professional id.

        Only what went to the client that the assignment has now.
        """
        rows = self.search(
            [
                ("assignment_id", "=", assignment.id),
                ("client_id", "=", assignment.client_id.id),
                ("professional_id", "in", professionals.ids),
            ],
            order="sent_on, id",
        )
        return {row.professional_id.id: row for row in rows}

    def _describe(self):
        """Return in words to whom and when, e.g. "Presented on 3 March 2027 to Anja <a@b.nl>"."""
        self.ensure_one()
        return self.env._(
            "Presented on %(day)s to %(recipients)s",
            day=format_date(self.env, self._get_day(), date_format="d MMM y"),
            recipients=self.recipients,
        )
