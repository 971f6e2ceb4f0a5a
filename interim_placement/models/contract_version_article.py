from odoo import api, fields, models
from odoo.exceptions import UserError

from ..tools import placeholders
from .contract_article import TOPICS


class InterimContractVersionArticle(models.Model):
    """An article of one version of a contract, which a recruiter may change before it is sent."""

    _name = "interim.contract.version.article"
    _description = "Article of a Contract"
    _inherit = ["interim.line.mixin"]
    _order = "version_id, sequence, id"
    _rec_name = "heading"
    _check_company_auto = True
    _line_parent = "version_id"
    _system_fields = frozenset(
        {
            "key",
            "is_locked",
            "is_optional",
            "generated_heading",
            "generated_html",
            "template_article_id",
        }
    )

    version_id = fields.Many2one(
        "interim.contract.version",
        required=True,
        index=True,
        ondelete="cascade",
        check_company=True,
    )
    # Not precomputed: its one2many would keep the unsaved record beside the saved one.
    contract_id = fields.Many2one(related="version_id.contract_id", store=True, index=True)
    is_current = fields.Boolean(compute="_compute_is_current", store=True)
    company_id = fields.Many2one(
        related="version_id.company_id", store=True, precompute=True, index=True
    )
    user_id = fields.Many2one(
        related="version_id.user_id", string="Recruiter", store=True, precompute=True, index=True
    )
    sequence = fields.Integer(default=1000)
    key = fields.Char(help="The same in all versions of the contract.", copy=False)
    topic = fields.Selection(TOPICS, required=True, default="other")
    heading = fields.Char(required=True)
    body_html = fields.Html("Text", sanitize_overridable=False)
    generated_heading = fields.Char("Heading of the Template", readonly=True)
    generated_html = fields.Html("Text of the Template", readonly=True)
    is_locked = fields.Boolean("Locked", help="Only managers change it in a contract.")
    is_optional = fields.Boolean("Optional", help="May be taken out of a contract.")
    template_article_id = fields.Many2one("interim.contract.article", ondelete="set null")
    is_edited = fields.Boolean(
        "Changed by Hand", compute="_compute_is_edited", store=True, precompute=True
    )
    needs_review = fields.Boolean(
        help="It was changed by hand, and what it came from has changed since."
    )
    has_gap = fields.Boolean(compute="_compute_hint", help="A value is missing in it.")
    hint = fields.Char("Note", compute="_compute_hint")
    is_frozen = fields.Boolean(related="version_id.is_frozen")
    is_readonly = fields.Boolean(
        compute="_compute_is_readonly", help="It was sent, or it is locked and no manager reads it."
    )

    @api.depends("version_id.contract_id.version_id")
    def _compute_is_current(self):
        for article in self:
            article.is_current = article.version_id.contract_id.version_id == article.version_id

    @api.depends("heading", "generated_heading", "body_html", "generated_html")
    def _compute_is_edited(self):
        for article in self:
            article.is_edited = article.heading != article.generated_heading or (
                article.body_html or ""
            ) != (article.generated_html or "")

    @api.depends("is_frozen", "is_locked")
    @api.depends_context("uid")
    def _compute_is_readonly(self):
        is_manager = self.env.user.has_group("interim_placement.group_interim_manager")
        for article in self:
            article.is_readonly = article.is_frozen or (article.is_locked and not is_manager)

    @api.depends("body_html", "needs_review", "is_edited", "is_locked", "is_optional")
    @api.depends_context("lang")
    def _compute_hint(self):
        for article in self:
            gaps = placeholders.find_gaps(article.body_html or "")
            article.has_gap = bool(gaps)
            hints = [
                (gaps, self.env._("Missing: %s", ", ".join(gaps))),
                (article.needs_review, self.env._("To check")),
                (article.is_edited and article.generated_html, self.env._("Changed by hand")),
                (not article.generated_html, self.env._("Added")),
                (article.is_locked, self.env._("Locked")),
                (article.is_optional, self.env._("Optional")),
            ]
            article.hint = " · ".join(hint for applies, hint in hints if applies) or False

    @api.model_create_multi
    def create(self, vals_list):
        """Create articles; those of a version that was sent are refused.

        Added to a contract, an article belongs to its current version.
        """
        vals_list = [dict(vals) for vals in vals_list]
        for vals in vals_list:
            contract = self.env["interim.contract"].browse(vals.pop("contract_id", False))
            if contract and not vals.get("version_id"):
                vals["version_id"] = contract.version_id.id
        articles = super().create(vals_list)
        articles._check_open()
        for article in articles.sudo().filtered(lambda a: not a.key):
            article.key = f"a{article.id}"
        return articles

    def write(self, vals):
        """Write values of articles that were not sent and that are not locked.

        :raises UserError: for others
        """
        if vals:
            self._check_open()
            if not vals.keys().isdisjoint({"heading", "body_html", "topic"}):
                self._check_unlocked()
        if "body_html" in vals and not self.env.su:
            # Who writes the article has read it, and what is typed over a gap is no gap.
            body = placeholders.drop_filled_gaps(vals["body_html"] or "")
            vals = {"needs_review": False, **vals, "body_html": body}
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_kept(self):
        self._check_open()
        if self.env.user.has_group("interim_placement.group_interim_manager"):
            return
        for article in self:
            if article.template_article_id and not article.is_optional:
                raise UserError(
                    self.env._(
                        "%(article)s belongs into %(contract)s and cannot be taken out. Ask a"
                        " manager if it must.",
                        article=article.heading,
                        contract=article.version_id.display_name,
                    )
                )

    def unlink(self):
        """Take articles out; a new version leaves out those that are optional, too."""
        of_template = self.filtered("template_article_id")
        keys = [(article.contract_id, article.key) for article in of_template]
        result = super().unlink()
        for contract, key in keys:
            contract.sudo().left_out_keys = [*(contract.sudo().left_out_keys or []), key]
        return result

    def action_mark_checked(self):
        """Note that the text was read and is right as it is."""
        self.needs_review = False

    def action_reset(self):
        """Put back what the template says."""
        for article in self.filtered("generated_html"):
            article.write(
                {"heading": article.generated_heading, "body_html": article.generated_html}
            )

    def _check_open(self):
        for article in self:
            if article.version_id.sudo().sent_on:
                raise UserError(article.version_id._get_frozen_message())

    def _check_unlocked(self):
        if self.env.su or self.env.user.has_group("interim_placement.group_interim_manager"):
            return
        for article in self.filtered("is_locked"):
            raise UserError(
                self.env._(
                    "%(article)s of %(contract)s is locked: it is the same in all contracts. Ask a"
                    " manager to change it.",
                    article=article.heading,
                    contract=article.version_id.display_name,
                )
            )

    def _prepare_kept_values(self, generated):
        """Return what a new version keeps of this article, as it was changed by hand.

        :param dict generated: what template and terms now say, as values of an article
        :return: nothing for no article, and where it stands and reads as the template had it
        """
        if not self:
            return {}
        kept = {"sequence": self.sequence}
        if self.is_edited:
            field = self._fields["generated_html"]
            before = (self.generated_heading, self.generated_html or None)
            now = (
                generated["generated_heading"],
                field.convert_to_column(generated["generated_html"], self),
            )
            kept.update(
                heading=self.heading,
                body_html=self.body_html,
                # Changed in both places: a person must see what is right.
                needs_review=self.needs_review or before != now,
            )
        return kept

    def _prepare_copy(self):
        """Return the values of the same article in a new version."""
        self.ensure_one()
        return {
            "key": self.key,
            "sequence": self.sequence,
            "topic": self.topic,
            "heading": self.heading,
            "body_html": self.body_html,
        }

    def _get_texts(self):
        """Return (key, heading, text) of each article in order, to be compared."""
        return [
            (article.key, article.heading, article.body_html or "") for article in self.sorted()
        ]
