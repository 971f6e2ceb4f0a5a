import re
from ast import literal_eval

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools.translate import LazyTranslate

from ..tools.placeholders import PlaceholderError, make_helpers, parse_body
from .contract_placeholders import PLACEHOLDERS

_lt = LazyTranslate(__name__)

TOPICS = [
    ("parties", "Parties"),
    ("recitals", "Recitals"),
    ("scope", "Scope and Results"),
    ("term", "Term"),
    ("hours", "Hours"),
    ("place", "Place"),
    ("rate", "Rate"),
    ("invoicing", "Invoicing"),
    ("payment", "Payment"),
    ("extension", "Extension"),
    ("notice", "Notice"),
    ("substitution", "Substitution"),
    ("independence", "Independence"),
    ("liability", "Liability and Insurance"),
    ("confidentiality", "Confidentiality"),
    ("data_protection", "Data Protection"),
    ("ip", "Intellectual Property"),
    ("non_solicitation", "Non-Solicitation"),
    ("handover", "Handover"),
    ("change", "Change"),
    ("precedence", "Order of Precedence"),
    ("law", "Law and Forum"),
    ("other", "Other"),
]

# What a lawyer checks of an article.
TEXT_FIELDS = ("heading", "body_html", "condition", "is_locked", "is_optional")
ARTICLE_DEFAULTS = {"is_locked": False, "is_optional": False, "condition": "[]"}

UNKNOWN = _lt("Use only the names and helpers that the template lists under Placeholders.")
NO_EXPRESSION = _lt(
    "Use names and helpers from the page Placeholders, texts between quotes, numbers, comparisons,"
    " and, or, not, if, else."
)
TOO_DEEP = _lt("It is nested too deeply. Make it simpler.")
NO_MARKUP = _lt("That is not allowed in a contract. Remove it, or paste the text without format.")
# What to do about what a text may not hold, by the reason of a PlaceholderError.
REMEDIES = {
    "body_length": _lt("The text is too long. Split the article."),
    "expression_length": _lt("It is too long. Shorten it, or make two articles with conditions."),
    "empty": NO_EXPRESSION,
    "syntax": NO_EXPRESSION,
    "construct": NO_EXPRESSION,
    "constant": NO_EXPRESSION,
    "nesting": TOO_DEEP,
    "name": UNKNOWN,
    "helper": UNKNOWN,
    "arguments": _lt("The helper takes another number of values. See the page Placeholders."),
    "directive": _lt("Of QWeb, only t-out, t-if, t-elif and t-else are allowed."),
    "branch": _lt("Put t-elif and t-else right behind the t-if that they belong to."),
    "inline": _lt(
        "Write placeholders in the text, each between its own double braces, and format them as a"
        " whole."
    ),
    "markup": NO_MARKUP,
    "element": NO_MARKUP,
    "attribute": NO_MARKUP,
    "link": _lt("Links begin with https:// or mailto:."),
    "image": _lt("Images must be embedded PNG or JPEG files."),
    "style": _lt("It could load something from elsewhere. Remove it."),
}

# What literal_eval and Odoo's domains raise for what is no domain.
DOMAIN_ERRORS = (ValueError, SyntaxError, KeyError, TypeError, MemoryError, RecursionError)

TAG = re.compile(r"(<[^>]*>)")
TYPED_PLACEHOLDER = re.compile(r"\{\{([^{}]+)\}\}")


class InterimContractArticle(models.Model):
    """One article of a contract template: text with placeholders for values of the terms."""

    _name = "interim.contract.article"
    _description = "Contract Article"
    _order = "template_id, sequence, id"
    _rec_name = "heading"

    template_id = fields.Many2one(
        "interim.contract.template", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="template_id.company_id", store=True, index=True)
    sequence = fields.Integer(default=10)
    topic = fields.Selection(
        TOPICS,
        required=True,
        default="other",
        help="What the article is about. Contracts with both sides are compared by it.",
    )
    heading = fields.Char(required=True)
    # Keeps the placeholders, which are attributes; what is rendered is sanitised in full.
    body_html = fields.Html("Text", sanitize_tags=False, sanitize_attributes=False)
    is_locked = fields.Boolean("Locked", help="Recruiters cannot edit the article per contract.")
    is_optional = fields.Boolean(
        "Optional", help="Recruiters may leave the article out of a contract."
    )
    condition = fields.Char(
        default="[]", help="The article is in the contract when the terms match this."
    )

    @api.constrains("body_html")
    def _check_body_html(self):
        """Refuse what is no value of the terms, whoever writes it.

        Odoo lets template editors write any expression in a mail template, and others almost none.
        Here nobody gets further than the values, so whoever keeps the templates may write them.
        """
        for article in self:
            article._parse_body()

    @api.constrains("heading")
    def _check_heading(self):
        for article in self:
            if "{{" in article.heading:
                raise ValidationError(
                    self.env._(
                        "The heading of article %(article)s of %(template)s cannot hold"
                        " placeholders. Write them in its text.",
                        article=article.heading,
                        template=article.template_id.name,
                    )
                )

    @api.constrains("condition")
    def _check_condition(self):
        for article in self:
            article._applies_to(self.env["interim.terms"].new({}))
            article._check_condition_is_readable()

    @api.model_create_multi
    def create(self, vals_list):
        """Create articles; placeholders that were typed between braces become real ones."""
        return super().create([self._prepare_body_values(vals) for vals in vals_list])

    def write(self, vals):
        """Write values; placeholders that were typed between braces become real ones."""
        return super().write(self._prepare_body_values(vals))

    @api.model
    def _prepare_body_values(self, vals):
        if vals.get("body_html"):
            return {**vals, "body_html": self._replace_typed_placeholders(vals["body_html"])}
        return vals

    @api.model
    def _replace_typed_placeholders(self, body):
        """Return a body in which {{ name }} between tags is a placeholder of QWeb.

        The editor has no button for placeholders, and braces are what Odoo's own texts use.
        """
        parts = TAG.split(str(body))
        parts[::2] = [TYPED_PLACEHOLDER.sub(self._get_placeholder, text) for text in parts[::2]]
        return "".join(parts)

    @api.model
    def _get_placeholder(self, match):
        # The editor writes some of the spaces that people type as spaces that do not break.
        expression = " ".join(match[1].replace("&nbsp;", " ").split())
        return '<t t-out="{}"></t>'.format(expression.replace('"', "&quot;"))

    def _parse_body(self):
        """Return the text as a tree for QWeb; refuse one that holds more than values of the terms.

        :raises ValidationError: which names the article, what is refused in it, and the remedy
        """
        self.ensure_one()
        try:
            return parse_body(self.body_html, PLACEHOLDERS.keys(), make_helpers(None))
        except PlaceholderError as error:
            raise ValidationError(
                self.env._(
                    "Article %(article)s of %(template)s cannot be used because of"
                    " %(expression)s. %(remedy)s",
                    article=self.heading,
                    template=self.template_id.name,
                    expression=error.expression,
                    remedy=REMEDIES[error.reason]._translate(self.env.lang or "en_US"),
                )
            ) from error

    def _check_condition_is_readable(self):
        """Refuse a condition on what its writer may not read: whether it holds would tell it.

        :raises AccessError: which names the field
        """
        # Constraints run as superuser.
        terms = self.env["interim.terms"].with_user(self.env.user)
        terms._search(literal_eval(self.condition or "[]"))

    def _filter_for_terms(self, terms):
        """Return the articles whose condition the terms match."""
        return self.filtered(lambda article: article._applies_to(terms))

    def _applies_to(self, terms):
        """Return whether terms match the condition, and refuse a condition that is no domain.

        As superuser: what is in a contract does not depend on who makes it.
        """
        self.ensure_one()
        terms = terms.sudo()
        try:
            domain = literal_eval(self.condition or "[]")
            terms._search(domain)
            return bool(terms.filtered_domain(domain))
        except DOMAIN_ERRORS as error:
            raise ValidationError(
                self.env._(
                    "The condition of article %(article)s of %(template)s cannot be used. Choose"
                    " fields of the terms in it: %(error)s",
                    article=self.heading,
                    template=self.template_id.name,
                    error=error,
                )
            ) from error
