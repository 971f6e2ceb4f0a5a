from markupsafe import Markup

from odoo import api, fields, models

from ..models.terms import CLOSED_STATES
from ..tools.placeholders import find_gaps


class InterimContractPreview(models.TransientModel):
    """Show what a contract template would say for a placement, and what is missing."""

    _name = "interim.contract.preview"
    _description = "Contract Preview"
    _inherit = ["interim.placement.link.mixin"]

    template_id = fields.Many2one("interim.contract.template", required=True, ondelete="cascade")
    # Computed as the user: what a contract says is for who may read the placement (R7).
    placement_id = fields.Many2one(
        "interim.placement",
        compute="_compute_placement_id",
        compute_sudo=False,
        store=True,
        precompute=True,
        readonly=False,
        ondelete="cascade",
    )
    body_html = fields.Html("Document", compute="_compute_document", compute_sudo=False)
    gap_labels = fields.Char("Still Missing", compute="_compute_document", compute_sudo=False)

    @api.depends("template_id")
    def _compute_placement_id(self):
        for wizard in self:
            wizard.placement_id = wizard._find_placement()

    @api.depends("template_id", "placement_id")
    def _compute_document(self):
        # Records that are being filled in stand for saved ones.
        self.placement_id._origin.check_access("read")
        for wizard in self:
            if wizard.template_id and wizard.placement_id:
                wizard.body_html = wizard._render_document()
                wizard.gap_labels = ", ".join(find_gaps(wizard.body_html))
            else:
                wizard.body_html = wizard.gap_labels = False

    def _find_placement(self):
        """Return the latest placement that the template is for, or else the latest of all."""
        template = self.template_id
        company = template.company_id or self.env.companies
        domain = [("company_id", "in", company.ids), ("terms_ids", "!=", False)]
        models_domain = [("contracting_model", "in", template._get_contracting_models())]
        kind_domain = [("terms_ids.kind", "=", template.kind)]
        for fitting in (models_domain + kind_domain, models_domain, []):
            placement = self.env["interim.placement"].search(
                domain + fitting, order="id desc", limit=1
            )
            if placement:
                return placement
        return self.env["interim.placement"]

    def _find_terms(self):
        """Return the placement's last terms of the template's kind, or else those that count."""
        placement = self.placement_id._origin
        fitting = placement.terms_ids.filtered(
            lambda terms: terms.kind == self.template_id.kind and terms.state not in CLOSED_STATES
        )
        return (
            fitting[-1:]
            or placement.current_terms_id
            or fitting.new({"placement_id": placement.id})
        )

    def _render_document(self):
        template = self.template_id._origin
        articles = template._render_articles(
            self._find_terms(),
            # The contract gets its number when it is made: that is not for people to fill in.
            contract_number=self.env._("(to be given)"),
            contract_date=fields.Date.context_today(self),
        )
        article_html = Markup("<h3>{number}. {heading}{note}</h3>{body}")
        return Markup("<h1>{}</h1>{}").format(
            template.title,
            Markup().join(
                article_html.format(
                    number=number,
                    heading=article["heading"],
                    note=self._get_article_note(article),
                    body=Markup(article["body_html"]),  # noqa: S704 (sanitised when rendered)
                )
                for number, article in enumerate(articles, start=1)
            ),
        )

    def _get_article_note(self, article):
        notes = []
        if article["is_locked"]:
            notes.append(self.env._("locked"))
        if article["is_optional"]:
            notes.append(self.env._("optional"))
        badge = Markup(" <small class='text-muted'>({})</small>")
        return badge.format(", ".join(notes)) if notes else ""
