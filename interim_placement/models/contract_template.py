import hashlib
import json

from lxml import etree, html
from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import file_path, html_sanitize
from odoo.tools.translate import LazyTranslate

from ..tools.placeholders import make_helpers
from .contract_article import ARTICLE_DEFAULTS, TEXT_FIELDS
from .contract_placeholders import PARTIES, PERIOD, PLACEHOLDERS, get_expression
from .placement import CONTRACTING_MODELS
from .terms import KINDS

_lt = LazyTranslate(__name__)


class InterimContractTemplate(models.Model):
    """The text that contracts of one kind with one party are made from, article by article."""

    _name = "interim.contract.template"
    _description = "Contract Template"
    _inherit = ["mail.render.mixin", "template.reset.mixin"]
    _order = "sequence, id"
    # Whoever makes contracts renders what template editors wrote, as with mail templates.
    _unrestricted_rendering = True

    name = fields.Char(required=True)
    title = fields.Char(required=True, help="The heading of the document.")
    active = fields.Boolean(default=True)
    sequence = fields.Integer(default=10)
    company_id = fields.Many2one("res.company", index=True, help="Empty = for all companies.")

    # What it is for
    party = fields.Selection(
        PARTIES,
        required=True,
        default="client",
        help="Whom the contract is with. Both: client and professional contract directly.",
    )
    contracting_model = fields.Selection(
        CONTRACTING_MODELS, help="Empty = for all contracting models."
    )
    lang = fields.Selection(
        selection="_get_languages",
        string="Language",
        required=True,
        default=lambda self: self.env.lang or "en_US",
        help="Dates and amounts are written in this language. It need not be installed.",
    )
    kind = fields.Selection(KINDS, required=True, default="original")
    agency_signs = fields.Boolean(default=True, help="The agency is one of the signers.")

    # May it be used as it is
    is_example = fields.Boolean(
        "Example", help="Shipped text that nobody has had checked by a lawyer."
    )
    reviewed_on = fields.Date("Checked by a Lawyer On")
    reviewed_sha256 = fields.Char("SHA-256 of the Checked Text", readonly=True)
    review_state = fields.Selection(
        [
            ("example", "Example"),
            ("reviewed", "Checked"),
            ("changed", "Changed Since the Check"),
            ("own", "Not Checked"),
        ],
        "Lawyer's Check",
        compute="_compute_review_state",
    )
    reviewed_by_id = fields.Many2one("res.users", "Check Recorded By", ondelete="restrict")

    article_ids = fields.One2many("interim.contract.article", "template_id", "Articles", copy=True)
    placeholder_table = fields.Html("Placeholders", compute="_compute_placeholder_table")

    @api.depends(
        *("is_example", "reviewed_on", "reviewed_sha256", "title"),
        *(f"article_ids.{name}" for name in ("sequence", *TEXT_FIELDS)),
    )
    def _compute_review_state(self):
        for template in self:
            if template.is_example:
                template.review_state = "example"
            elif not template.reviewed_on:
                template.review_state = "own"
            elif template.reviewed_sha256 == template._hash_text():
                template.review_state = "reviewed"
            else:
                template.review_state = "changed"

    @api.depends("lang")
    def _compute_placeholder_table(self):
        for template in self:
            template.placeholder_table = template._render_placeholder_table()

    def _compute_render_model(self):
        self.render_model = "interim.terms"

    def copy_data(self, default=None):
        """Copy the text with what is known of it, under a name that tells the copy."""
        default = dict(default or {})
        vals_list = super().copy_data(default)
        if "name" not in default:
            for vals in vals_list:
                vals["name"] = self.env._("%s (copy)", vals["name"])
        return vals_list

    def action_mark_reviewed(self):
        """Record that a lawyer checked the text, today, as the user says."""
        for template in self:
            template.write(
                {
                    "is_example": False,
                    "reviewed_on": fields.Date.context_today(self),
                    "reviewed_by_id": self.env.uid,
                    "reviewed_sha256": template._hash_text(),
                }
            )

    def action_preview(self):
        """Show the document as it would be for a placement."""
        self.ensure_one()
        return {
            "name": self.env._("Preview of %s", self.name),
            "type": "ir.actions.act_window",
            "res_model": "interim.contract.preview",
            "view_mode": "form",
            "target": "new",
            "context": {"default_template_id": self.id, "dialog_size": "extra-large"},
        }

    def reset_template(self):
        """Bring templates back to the shipped text, with all of their articles.

        Articles that were added are deleted, and shipped ones that were deleted come back.

        :raises UserError: for templates that were not shipped
        """
        self.check_access("write")
        # As superuser: shipped text is trusted, also where a manager may not write placeholders.
        for template in self.sudo():
            shipped = template._get_shipped_article_ids()
            (template.article_ids - shipped).unlink()
            shipped.write(ARTICLE_DEFAULTS)
        result = super(InterimContractTemplate, self.sudo()).reset_template()
        # What the reset created must survive updates as what was installed does.
        self.env["ir.model.data"].sudo().search(
            [("model", "=", "interim.contract.article"), ("res_id", "in", self.article_ids.ids)]
        ).noupdate = True
        return result

    def _hash_text(self):
        """Return the SHA-256 of all that a lawyer checks: what contracts can say, and when."""
        self.ensure_one()
        articles = self.article_ids.sorted("sequence")
        text = [self.title, [[article[name] for name in TEXT_FIELDS] for article in articles]]
        return hashlib.sha256(json.dumps(text).encode()).hexdigest()

    def _get_contracting_models(self):
        """Return the contracting models of the placements that a template is for."""
        if self.contracting_model:
            return [self.contracting_model]
        # Client and professional contract with each other in brokerage only.
        return [
            model
            for model, _label in CONTRACTING_MODELS
            if (model == "brokerage") == (self.party == "both")
        ]

    def _load_records_write(self, values):
        if self.env.context.get("reset_template"):
            # The mixin empties what the file does not fill; the articles follow on their own.
            values.setdefault("article_ids", [])
        return super()._load_records_write(values)

    def _get_shipped_article_ids(self):
        """Return the articles of this template that came with the addon and are still there."""
        self.ensure_one()
        external_id = self.get_external_id()[self.id]
        if not self.template_fs or not external_id:
            raise UserError(
                self.env._(
                    "%s did not come with the addon, so there is no shipped text to go back to.",
                    self.name,
                )
            )
        module, name = external_id.split(".")
        names = etree.parse(file_path(self.template_fs)).xpath(
            "//record[@id = $name]//record[@model = 'interim.contract.article']/@id", name=name
        )
        data = self.env["ir.model.data"].search(
            [
                ("module", "=", module),
                ("name", "in", names),
                ("model", "=", "interim.contract.article"),
            ]
        )
        return self.env["interim.contract.article"].browse(data.mapped("res_id")).exists()

    @api.model
    def _get_languages(self):
        """Return all languages that Odoo knows, whether installed or not."""
        languages = self.env["res.lang"].with_context(active_test=False)
        languages = languages.search_fetch([], ["code", "name"])
        return [(language.code, language.name) for language in languages]

    @api.model
    def _find_for(self, party, contracting_model, kind, lang, company):
        """Return the template that fits best, or an empty recordset when none does.

        The right language counts most, then a template of the company's own, then one for the
        contracting model.

        :param str party: client, professional or both
        :param str contracting_model: the placement's
        :param str kind: original, extension or change
        :param str lang: code of the wanted language; its base language is the next best
        :param company: the company that contracts
        """
        templates = self.search(
            [
                ("party", "=", party),
                ("kind", "=", kind),
                ("contracting_model", "in", [contracting_model, False]),
                ("company_id", "in", [company.id, False]),
            ]
        )
        base = (lang or "").split("_")[0]
        return templates.sorted(
            lambda template: (
                template.lang != lang,
                template.lang.split("_")[0] != base,
                not template.company_id,
                not template.contracting_model,
            )
        )[:1]

    def _render_articles(
        self, terms, lang=None, contract_number=None, contract_date=None, original=None
    ):
        """Return the articles of a contract on terms, in order, without those that do not apply.

        :param terms: the terms that the contract is about
        :param str lang: language of dates and amounts; that of the template when not given
        :param str contract_number: number of the contract; without it there is a gap
        :param date contract_date: date of the contract; without it there is a gap
        :param original: (number, start) of the contract that this one extends or changes
        :return: list of dicts with ``template_article_id``, ``topic``, ``heading``, ``body_html``,
            ``is_locked`` and ``is_optional``
        :raises UserError: which names the article that cannot be rendered
        """
        self.ensure_one()
        lang = lang or self.lang
        original_number, original_start = original or (None, None)
        values = terms._get_contract_values(
            self.party,
            lang,
            {
                "contract_number": contract_number,
                "contract_date": contract_date,
                "original_number": original_number,
                "original_start": original_start,
            },
        )
        values |= make_helpers(lang, terms.currency_id.name)
        return [
            {
                "template_article_id": article.id,
                "topic": article.topic,
                "heading": article.heading,
                "body_html": self._render_article(article, values),
                "is_locked": article.is_locked,
                "is_optional": article.is_optional,
            }
            for article in self.article_ids.sorted("sequence")._filter_for_terms(terms)
        ]

    def _render_article(self, article, values):
        """Return the text of an article, filled in.

        What cannot be saved is refused here too: a text may come from elsewhere than the form.
        """
        tree = article._parse_body()
        try:
            # Rendered on the template, not on the terms: whoever slips through finds no rates.
            body = self._render_template_qweb(
                html.tostring(tree, encoding="unicode"),
                self._name,
                self.ids,
                add_context=values,
                options={"minimal_qcontext": True},
            )[self.id]
            return str(html_sanitize(body, silent=False, sanitize_attributes=True))
        except Exception as error:
            reason = error
            while reason.__cause__:
                reason = reason.__cause__
            raise UserError(
                self.env._(
                    "Article %(article)s of %(template)s cannot be filled in. Open the template,"
                    " correct the placeholders of the article and try again: %(error)s",
                    article=article.heading,
                    template=self.name,
                    error=reason,
                )
            ) from error

    @api.model
    def _render_eval_context(self):
        """Return no user, environment or formatting functions: articles have values only."""
        return {}

    def _has_unsafe_expression(self):
        """Return whether something is to be rendered that not everybody may write.

        Nothing of the template itself is rendered, and its articles refuse what is no value.
        """
        return False

    @api.model
    def _has_unsafe_expression_template_qweb(self, template_src, model, fname=None):
        """Return whether a text needs QWeb; ours always do.

        Odoo fills in what everybody may write without QWeb, from the fields of a record.
        """
        return True

    def _render_placeholder_table(self):
        """Return a table of what articles may say, with examples in the template's language."""
        lang = self.lang or "en_US"
        values = self.env["interim.terms"]._get_contract_example_values(lang)
        helpers = make_helpers(lang, self.env.company.currency_id.name)
        rows = [
            (get_expression(name), placeholder.label, helpers[placeholder.helper](values[name]))
            if placeholder.helper
            else (name, placeholder.label, values[name])
            for name, placeholder in PLACEHOLDERS.items()
        ]
        period = helpers["format_period"](values["date_start"], values["date_end"])
        rows.append((PERIOD, _lt("Period"), period))
        row = Markup("<tr><td><code>{{{{ {} }}}}</code></td><td>{}</td><td>{}</td></tr>")
        cells = Markup().join(
            row.format(expression, label._translate(self.env.lang or "en_US"), example)
            for expression, label, example in rows
        )
        return Markup("<table class='table table-sm'><tbody>{}</tbody></table>").format(cells)
