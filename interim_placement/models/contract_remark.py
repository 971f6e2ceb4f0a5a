from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError


class InterimContractRemark(models.Model):
    """A point of the negotiation: what a party remarked, or where its paper differs from ours.

    Remarks are the words of the party, made on its page, and answered there. Deviations are noted
    by the agency for itself.
    """

    _name = "interim.contract.remark"
    _description = "Negotiation Point"
    _inherit = ["interim.line.mixin", "interim.placement.link.mixin"]
    _order = "state, id desc"
    _rec_name = "text"
    _check_company_auto = True
    _line_parent = "contract_id"
    _placement_link_depends = frozenset({"contract_id"})
    _placement_link_access = "write"
    _system_fields = frozenset(
        {"kind", "signer_id", "partner_id", "version_id", "answered_on", "answered_by_id"}
    )

    contract_id = fields.Many2one(
        "interim.contract", required=True, index=True, ondelete="cascade", check_company=True
    )
    placement_id = fields.Many2one(related="contract_id.placement_id")
    company_id = fields.Many2one(
        related="contract_id.company_id", store=True, precompute=True, index=True
    )
    user_id = fields.Many2one(
        related="contract_id.user_id", string="Recruiter", store=True, precompute=True, index=True
    )
    kind = fields.Selection(
        [("remark", "Remark"), ("deviation", "Deviation")],
        required=True,
        default="deviation",
        help="Remark: made by a party on its page. Deviation: where a received contract differs"
        " from ours; the parties do not see it.",
    )
    version_id = fields.Many2one(
        "interim.contract.version", "On Version", index=True, ondelete="cascade", check_company=True
    )
    article_id = fields.Many2one(
        "interim.contract.version.article",
        "Article of the Version",
        ondelete="set null",
        check_company=True,
    )
    article_heading = fields.Char("Article")
    text = fields.Text("Point", required=True)
    signer_id = fields.Many2one("interim.contract.signer", ondelete="set null")
    partner_id = fields.Many2one("res.partner", "By", ondelete="restrict", index=True)
    owner_id = fields.Many2one(
        "res.users",
        default=lambda self: self.env.user,
        index=True,
        domain="[('share', '=', False), ('company_ids', 'in', company_id)]",
        help="Who of the agency takes care of it.",
    )
    state = fields.Selection(
        [("open", "Open"), ("accepted", "Accepted"), ("rejected", "Rejected")],
        required=True,
        default="open",
        copy=False,
        index=True,
    )
    answer = fields.Text(copy=False, help="The party reads it on its page.")
    answered_on = fields.Datetime(copy=False, readonly=True)
    answered_by_id = fields.Many2one("res.users", copy=False, readonly=True, ondelete="restrict")

    @api.constrains("article_id", "contract_id")
    def _check_article(self):
        for remark in self:
            if remark.article_id and remark.article_id.contract_id != remark.contract_id:
                raise ValidationError(
                    self.env._(
                        "The article of a point must be one of its own contract, %s.",
                        remark.contract_id.display_name,
                    )
                )

    def write(self, vals):
        """Write values; what a party said stays as it was said."""
        if not self.env.su and not vals.keys().isdisjoint(
            {"text", "article_heading", "article_id"}
        ):
            for remark in self.filtered(lambda r: r.kind == "remark"):
                raise UserError(
                    self.env._(
                        "This is what %(name)s said of %(contract)s. Write an answer instead.",
                        name=remark.partner_id.name,
                        contract=remark.contract_id.display_name,
                    )
                )
        if vals.get("state") == "rejected":
            self._check_answered(vals)
        result = super().write(vals)
        if "state" in vals:
            self.sudo()._note_answer(vals["state"] != "open")
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_remarks(self):
        for remark in self.filtered(lambda r: r.kind == "remark"):
            raise UserError(
                self.env._(
                    "%(name)s made this remark on %(contract)s. Answer it instead of deleting it.",
                    name=remark.partner_id.name,
                    contract=remark.contract_id.display_name,
                )
            )

    def action_accept(self):
        """Accept the point: the next version is to say so."""
        self.state = "accepted"

    def action_reject(self):
        """Reject the point; its answer says why."""
        self.state = "rejected"

    def action_reopen(self):
        """Take the decision back."""
        self.state = "open"

    def _check_answered(self, vals):
        for remark in self.filtered(lambda r: r.kind == "remark"):
            if not (vals.get("answer") or remark.answer):
                raise UserError(
                    self.env._(
                        "Write an answer to %(name)s before you reject the remark: %(text)s",
                        name=remark.partner_id.name,
                        text=remark.text,
                    )
                )

    def _note_answer(self, answered):
        self.write(
            {
                "answered_on": answered and fields.Datetime.now(),
                "answered_by_id": answered and self.env.uid,
            }
        )

    def _tell_recruiter(self):
        """Post the remark on the placement, where its recruiter hears of it at once."""
        self.ensure_one()
        contract = self.contract_id._with_recruiter_language()
        env = contract.env
        where = self.article_heading or env._("the whole contract")
        heading = env._(
            "%(name)s has a remark on %(contract)s, %(article)s:",
            name=self.partner_id.name,
            contract=contract.display_name,
            article=where,
        )
        contract.placement_id.message_post(
            body=Markup("<b>%s</b><br/>%s")
            % (heading, Markup("<br/>").join(self.text.splitlines())),
            author_id=self.partner_id.id,
            message_type="comment",
            subtype_xmlid="mail.mt_note",
            partner_ids=contract.user_id.partner_id.ids,
        )
        contract._set_task(env._("Answer the remarks on %s", contract.name))
