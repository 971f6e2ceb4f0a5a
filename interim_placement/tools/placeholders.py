"""Placeholders in contract texts: what may be written, what is missing, how values are worded.

A contract text is HTML with a few QWeb directives in it. Who writes templates is trusted with the
words, not with the server: everything that is not known to be harmless is refused, here as well as
by QWeb. What is rendered is the tree that was checked, see :func:`parse_body`. Nothing in it can
fetch anything either: a contract says the same tomorrow.

    >>> check_body('<p t-if="rate">Rate: <t t-out="format_money(rate)"/></p>', {"rate"}, helpers)
    >>> check_body('<p t-out="rate.__class__"/>', {"rate"}, helpers)
    PlaceholderError: 'rate.__class__' is refused (construct: Attribute)
"""

from __future__ import annotations

import ast
import functools
import inspect
import re
from collections.abc import Callable, Collection, Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from html import escape
from typing import Literal, TypeAlias

from babel import Locale, UnknownLocaleError
from babel import dates as babel_dates
from babel import numbers as babel_numbers
from lxml import html
from markupsafe import Markup

from .decimals import Number, half_up, to_decimal

MAX_BODY = 100_000
MAX_EXPRESSION = 500
MAX_STRING = 200
# Deeper than people write, and far from where Python or QWeb run out of stack.
MAX_EXPRESSION_DEPTH = 20
MAX_ELEMENT_DEPTH = 50

GAP_CLASS = "o_interim_gap"

Reason: TypeAlias = Literal[
    "body_length",  # the body is over MAX_BODY characters
    "expression_length",  # the expression is over MAX_EXPRESSION characters
    "empty",  # a t-out, t-if or t-elif without an expression
    "syntax",  # not a Python expression
    "nesting",  # expression or elements nested too deeply
    "construct",  # a kind of expression that is not allowed; detail: its name in Python's ast
    "constant",  # a constant that is not a short text, a number, True, False or None
    "name",  # not the name of a value (a helper that is not called is none); detail: the name
    "helper",  # a call of something that is no helper; detail: the name
    "arguments",  # a helper called with the wrong number of values; detail: the helper
    "directive",  # another t- attribute than t-out, t-if, t-elif, t-else; detail: its name
    "branch",  # t-elif or t-else that does not follow a t-if, or several on one element
    "inline",  # {{ ... }} or #{...}, which are not filled in here
    "markup",  # comment, processing instruction, CDATA, doctype, whole page, control character
    "element",  # an element that is not allowed; detail: its tag
    "attribute",  # an attribute that is not allowed on this element; detail: its name
    "link",  # a link to something else than https:// or mailto:
    "image",  # an image that is not an embedded PNG or JPEG
    "style",  # a style that could load something
]

DIRECTIVES_WITH_EXPRESSION = ("t-out", "t-if", "t-elif")
BRANCHES = {"t-if", "t-elif", "t-else"}

VOID_ELEMENTS = {"br", "col", "hr", "img"}
ELEMENTS = (
    VOID_ELEMENTS
    | {"t", "p", "div", "span", "section", "blockquote", "pre", "code", "a"}
    | {"h1", "h2", "h3", "h4", "h5", "h6"}
    | {"b", "strong", "i", "em", "u", "s", "small", "sub", "sup", "mark", "ins", "del", "font"}
    | {"ul", "ol", "li", "dl", "dt", "dd", "figure", "figcaption"}
    | {"table", "caption", "colgroup", "thead", "tbody", "tfoot", "tr", "td", "th"}
)
ATTRIBUTES = {"class", "style", "title", "lang", "dir", "id", "role", "align", "valign"} | {
    "contenteditable",
    "spellcheck",
    "data-last-history-steps",
}
ATTRIBUTE_PREFIXES = ("aria-", "data-oe-")
ELEMENT_ATTRIBUTES = {
    "a": {"href", "target", "rel"},
    "img": {"src", "alt", "width", "height"},
    "font": {"color", "size", "face"},
    "ol": {"start", "type", "reversed"},
    "ul": {"type"},
    "li": {"value"},
    "table": {"border", "cellpadding", "cellspacing", "width", "height", "summary"},
    "col": {"span", "width"},
    "colgroup": {"span", "width"},
    "tr": {"height"},
    "td": {"colspan", "rowspan", "headers", "width", "height", "nowrap"},
    "th": {"colspan", "rowspan", "headers", "scope", "width", "height", "nowrap"},
}

# What a tree no longer shows: comments, instructions and doctypes; the attributes of a page.
RAW_MARKUP = re.compile(r"<[!?]|<(?:html|head|body)\b", re.IGNORECASE)
CONTROL_CHARACTERS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
INLINE_TEMPLATE = re.compile(r"\{\{|\}\}|#\{")
LINK = re.compile(r"(?:https://|mailto:)[^\s\\]+", re.IGNORECASE)
EMBEDDED_IMAGE = re.compile(r"data:image/(?:png|jpeg);base64,[A-Za-z0-9+/=\s]+")
STYLE_REFUSED = re.compile(r"[\\@<]|/\*")
STYLE_FUNCTION = re.compile(r"([\w-]*)\s*\(")
STYLE_FUNCTIONS = {"rgb", "rgba", "hsl", "hsla", "calc"}

EXPRESSION_NODES = (
    ast.Expression,
    ast.BoolOp,
    ast.And,
    ast.Or,
    ast.UnaryOp,
    ast.Not,
    ast.Compare,
    ast.Eq,
    ast.NotEq,
    ast.Lt,
    ast.LtE,
    ast.Gt,
    ast.GtE,
    ast.IfExp,
    ast.Call,
    ast.Constant,
    ast.Name,
    ast.Load,
)

Helper: TypeAlias = Callable[..., object]


class PlaceholderError(ValueError):
    """A contract text holds something that is not allowed in it.

    It is worded for people by whoever knows the article and the language of the user.

    :ivar expression: the expression, attribute, element or text that is refused
    :ivar reason: why, one of the codes of :data:`Reason`
    :ivar detail: what in the expression is meant, e.g. the unknown name; may be empty
    """

    def __init__(self, expression: str, reason: Reason, detail: str = "") -> None:
        self.expression = expression[:MAX_EXPRESSION]
        self.reason = reason
        self.detail = detail
        because = f"{reason}: {detail}" if detail else reason
        super().__init__(f"{self.expression!r} is refused ({because})")


class Gap:
    """A value that is missing: shown as a marked gap, counted as false, equal to nothing.

    Every comparison with a gap is false, also ``!=`` and that with itself: of what is not known,
    nothing can be said.

    :ivar label: what is missing, as the reader calls it
    """

    __slots__ = ("label",)

    def __init__(self, label: str) -> None:
        self.label = label

    def __bool__(self) -> bool:
        return False

    def __html__(self) -> Markup:
        return Markup('<span class="%s">[%s]</span>') % (GAP_CLASS, self.label)

    __str__ = __html__

    def __repr__(self) -> str:
        return f"Gap({self.label!r})"

    def _compare(self, other: object) -> bool:
        return False

    __eq__ = __ne__ = __lt__ = __le__ = __gt__ = __ge__ = _compare
    __hash__ = object.__hash__


def find_gaps(body_html: str | None) -> list[str]:
    """Return the labels of the gaps in a rendered text, in order and each once.

    The text may have been edited since: formatting does not matter, and a gap that somebody typed
    over is none any more. What still has a bracket at one end still reads as a gap.
    """
    if not body_html or GAP_CLASS not in body_html:
        return []
    texts = (_get_gap_text(gap) for gap in _find_gap_elements(_parse(body_html)))
    return list(dict.fromkeys(text.strip("[] ") for text in texts if _is_gap_text(text)))


def drop_filled_gaps(body_html: str) -> str:
    """Return a text in which what was typed over a gap is text as any other.

    :param body_html: a rendered text that may have been edited
    """
    if not body_html or GAP_CLASS not in body_html:
        return body_html
    root = _parse(body_html)
    filled = [g for g in _find_gap_elements(root) if not _is_gap_text(_get_gap_text(g))]
    if not filled:
        return body_html
    for gap in filled:
        gap.drop_tag()
    parts = [html.tostring(child, encoding="unicode") for child in root]
    return escape(root.text or "", quote=False) + "".join(parts)


def _find_gap_elements(root: html.HtmlElement) -> list[html.HtmlElement]:
    return root.xpath(
        "descendant::*[contains(concat(' ', normalize-space(@class), ' '), $name)]"
        "[not(ancestor::*[contains(concat(' ', normalize-space(@class), ' '), $name)])]",
        name=f" {GAP_CLASS} ",
    )


def _get_gap_text(gap: html.HtmlElement) -> str:
    return " ".join(gap.text_content().split())


def _is_gap_text(text: str) -> bool:
    return bool(text.strip("[] ")) and (text.startswith("[") or text.endswith("]"))


def check_body(
    body_html: str | None,
    names: Collection[str],
    helpers: Collection[str] | Mapping[str, Helper],
) -> None:
    """Refuse a contract text that holds anything else than plain text with known placeholders.

    :param names: names of the values that expressions may use
    :param helpers: names of the functions that they may call; given with the functions, the
        number of their arguments is checked too
    :raises PlaceholderError: naming the first thing that is not allowed
    """
    _read_checked(body_html, names, helpers)


def parse_body(
    body_html: str | None,
    names: Collection[str],
    helpers: Collection[str] | Mapping[str, Helper],
) -> html.HtmlElement:
    """Return a contract text for ``ir.qweb._render``, after the checks of :func:`check_body`.

    What is rendered is the tree that was checked, and not the text once more. QWeb writes the
    words of a tree as they are, so that ``&lt;script&gt;`` would become an element: they are
    escaped here. The root leaves no element of its own in the result.

    Parameters and errors are those of :func:`check_body`.
    """
    root = _read_checked(body_html, names, helpers)
    for element in root.iter():
        element.text = element.text and escape(element.text, quote=False)
        element.tail = element.tail and escape(element.tail, quote=False)
    root.tag = "t"
    return root


def check_expression(
    expression: str,
    names: Collection[str],
    helpers: Collection[str] | Mapping[str, Helper],
) -> None:
    """Refuse an expression that is not made of values, helpers, constants and comparisons.

    Parameters and errors are those of :func:`check_body`.
    """
    tree, source = _parse_expression(expression)
    called = set()
    level: list[ast.AST] = [tree]
    for _depth in range(MAX_EXPRESSION_DEPTH + 1):
        for node in level:
            if not isinstance(node, EXPRESSION_NODES):
                raise PlaceholderError(expression, "construct", type(node).__name__)
            if isinstance(node, ast.Call):
                called.add(_check_call(expression, node, helpers))
            elif isinstance(node, ast.Constant):
                _check_constant(expression, node)
            elif isinstance(node, ast.Name):
                # Python reads other alphabets' letters as ours; QWeb does not, and finds nothing.
                is_plain = ast.get_source_segment(source, node) == node.id
                if not is_plain or (node not in called and node.id not in names):
                    raise PlaceholderError(expression, "name", node.id)
                if node not in called and (node.id in helpers or "__" in node.id):
                    raise PlaceholderError(expression, "name", node.id)
        level = [child for node in level for child in ast.iter_child_nodes(node)]
    if level:
        raise PlaceholderError(expression, "nesting")


def is_harmless_style(style: str) -> bool:
    """Return whether the value of a style attribute can load nothing, however it is written."""
    functions = set(STYLE_FUNCTION.findall(style.lower()))
    return not STYLE_REFUSED.search(style) and functions <= STYLE_FUNCTIONS


def make_helpers(locale: str | None, currency: str = "EUR") -> dict[str, Helper]:
    """Return the functions that contract texts may call, by name.

    Dates, numbers and money are written as in ``locale``, which need not be installed in Odoo.
    Words are Dutch in Dutch texts and English in all others. English dates have the day first and
    English money has a space, whatever the country: these are contracts in Europe. Spaces between
    a currency and its amount do not break.

    A function that is given a :class:`Gap` returns it (the first one, when there are more).

    :param locale: such as ``nl_NL``, ``en`` or ``nl_BE``; English when it is not known
    :param currency: code of the currency of all amounts
    """
    wording = _Wording(_find_locale(locale), currency)
    return {
        name: _pass_gaps(getattr(wording, name))
        for name in (
            "format_date",
            "format_money",
            "format_hours",
            "format_number",
            "format_period",
            "format_months",
            "format_days",
        )
    }


def _parse(body_html: str) -> html.HtmlElement:
    return html.fragment_fromstring(body_html, create_parent="div")


def _read_checked(
    body_html: str | None,
    names: Collection[str],
    helpers: Collection[str] | Mapping[str, Helper],
) -> html.HtmlElement:
    _check_raw(body_html or "")
    root = _parse(body_html or "")
    depths = {root: 0}
    _check_text(root.text)
    for element in root.iterdescendants():
        depths[element] = depths[element.getparent()] + 1
        if depths[element] > MAX_ELEMENT_DEPTH:
            raise PlaceholderError(str(element.tag), "nesting")
        _check_element(element)
        _check_text(element.text)
        _check_text(element.tail)
        for directive in DIRECTIVES_WITH_EXPRESSION:
            if directive in element.attrib:
                check_expression(element.get(directive), names, helpers)
    return root


def _check_raw(body_html: str) -> None:
    if len(body_html) > MAX_BODY:
        raise PlaceholderError(body_html, "body_length", str(len(body_html)))
    for pattern in (RAW_MARKUP, CONTROL_CHARACTERS):
        if found := pattern.search(body_html):
            excerpt = body_html[found.start() : found.start() + 40]
            raise PlaceholderError(excerpt.encode("utf-8", "replace").decode(), "markup")


def _check_text(text: str | None) -> None:
    if text and (found := INLINE_TEMPLATE.search(text)):
        raise PlaceholderError(text[found.start() :].splitlines()[0][:80], "inline")


def _check_element(element: html.HtmlElement) -> None:
    tag = element.tag
    if not isinstance(tag, str):
        raise PlaceholderError(str(element), "markup")
    if tag not in ELEMENTS:
        raise PlaceholderError(f"<{tag}>", "element", tag)
    for name, value in element.attrib.items():
        if name.startswith("t-"):
            if name not in BRANCHES and name != "t-out":
                raise PlaceholderError(f'{name}="{value}"', "directive", name)
        else:
            _check_attribute(tag, name, value)
    _check_branch(element)
    if "t-out" in element.attrib and tag in VOID_ELEMENTS:
        raise PlaceholderError(element.get("t-out"), "element", tag)


def _check_attribute(tag: str, name: str, value: str) -> None:
    shown = f'{name}="{value}"'
    known = name in ATTRIBUTES or name in ELEMENT_ATTRIBUTES.get(tag, ())
    if not known and not re.fullmatch(rf"(?:{'|'.join(ATTRIBUTE_PREFIXES)})[a-z0-9-]+", name):
        raise PlaceholderError(shown, "attribute", name)
    _check_text(value)
    if name == "href" and not LINK.fullmatch(value.strip()):
        raise PlaceholderError(shown, "link")
    if name == "src" and not EMBEDDED_IMAGE.fullmatch(value):
        raise PlaceholderError(shown, "image")
    if name == "style" and not is_harmless_style(value):
        raise PlaceholderError(shown, "style")


def _check_branch(element: html.HtmlElement) -> None:
    """Refuse what QWeb would refuse only when a contract is made."""
    branches = BRANCHES & set(element.attrib)
    if not branches or branches == {"t-if"}:
        return
    name = min(branches)
    previous = element.getprevious()
    follows = (
        previous is not None
        and {"t-if", "t-elif"} & set(previous.attrib)
        and not (previous.tail or "").strip()
    )
    has_value = name == "t-else" and element.get(name).strip()
    if len(branches) > 1 or not follows or has_value:
        raise PlaceholderError(f'{name}="{element.get(name)}"', "branch", name)


def _parse_expression(expression: str) -> tuple[ast.Expression, str]:
    """Return the tree of an expression as QWeb reads it, between brackets, and that text."""
    if not expression.strip():
        raise PlaceholderError(expression, "empty")
    if len(expression) > MAX_EXPRESSION:
        raise PlaceholderError(expression, "expression_length", str(len(expression)))
    if "\\" in expression:
        raise PlaceholderError(expression, "construct", "\\")
    line = re.sub(r"[\n\r\t]", " ", expression).strip()
    try:
        # On its own as well: "a) or (b" is an expression only between brackets, and "a # b" only
        # without.
        ast.parse(line, mode="eval")
        return ast.parse(f"({line})", mode="eval"), f"({line})"
    except (SyntaxError, ValueError):
        raise PlaceholderError(expression, "syntax") from None
    except (RecursionError, MemoryError):
        raise PlaceholderError(expression, "nesting") from None


def _check_call(
    expression: str, call: ast.Call, helpers: Collection[str] | Mapping[str, Helper]
) -> ast.Name:
    """Return the name that is called, when it is a helper's and the arguments fit."""
    if not isinstance(call.func, ast.Name):
        raise PlaceholderError(expression, "construct", type(call.func).__name__)
    name = call.func.id
    if name not in helpers or "__" in name:
        raise PlaceholderError(expression, "helper", name)
    if call.keywords:
        raise PlaceholderError(expression, "construct", "keyword")
    if isinstance(helpers, Mapping):
        try:
            inspect.signature(helpers[name]).bind(*call.args)
        except TypeError:
            raise PlaceholderError(expression, "arguments", name) from None
    return call.func


def _check_constant(expression: str, node: ast.Constant) -> None:
    value = node.value
    is_text = isinstance(value, str) and len(value) <= MAX_STRING
    # QWeb takes a lone 0 for what was put between the tags of a t-call.
    is_slot = expression.strip() == "0"
    if is_slot or not (is_text or value is None or isinstance(value, int | float)):
        raise PlaceholderError(expression, "constant", repr(value)[:MAX_STRING])


def _pass_gaps(helper: Helper) -> Helper:
    @functools.wraps(helper)
    def with_gaps(*values: object) -> object:
        for value in values:
            if isinstance(value, Gap):
                return value
        return helper(*values)

    return with_gaps


def _find_locale(code: str | None) -> Locale:
    try:
        # Babel does not know Odoo's name of the one language that has two alphabets.
        return Locale.parse((code or "en").replace("@latin", "_Latn"))
    except (UnknownLocaleError, ValueError, TypeError):
        return Locale.parse("en")


class _Wording:
    """Writes values in one language."""

    WORDS = {
        "en": {"period": "%s to %s", "months": ("month", "months"), "days": ("day", "days")},
        "nl": {
            "period": "%s tot en met %s",
            "months": ("maand", "maanden"),
            "days": ("dag", "dagen"),
        },
    }
    DATE_PATTERNS = {"en": "d MMMM y"}
    MONEY_PATTERNS = {"en": "¤\xa0#,##0.00;¤\xa0-#,##0.00"}

    def __init__(self, locale: Locale, currency: str) -> None:
        self.locale = locale
        self.currency = currency
        self.words = self.WORDS.get(locale.language, self.WORDS["en"])

    def format_date(self, day: date) -> str:
        """Return a day in full: 4 January 2027."""
        if not isinstance(day, date):
            raise ValueError(f"{day!r} is not a date: give a value that is one.")
        pattern = self.DATE_PATTERNS.get(self.locale.language, "long")
        return babel_dates.format_date(day, pattern, locale=self.locale)

    def format_money(self, amount: Number) -> str:
        """Return an amount with its currency, rounded half up to its cents: € 95.00."""
        places = babel_numbers.get_currency_precision(self.currency)
        return babel_numbers.format_currency(
            self._round(amount, places),
            self.currency,
            self.MONEY_PATTERNS.get(self.locale.language),
            locale=self.locale,
        )

    def format_hours(self, hours: Number) -> str:
        """Return hours with the decimals that they have, at most two: 24 or 16.5."""
        return self._format_decimal(hours, 2)

    def format_number(self, number: Number) -> str:
        """Return a number with the decimals that it has, at most four: 0.6667."""
        return self._format_decimal(number, 4)

    def format_period(self, start: date, end: date) -> str:
        """Return an inclusive period: 4 January 2027 to 30 June 2027."""
        return self.words["period"] % (self.format_date(start), self.format_date(end))

    def format_months(self, count: Number) -> str:
        """Return a number of months: 1 month, 2 months."""
        return self._format_count(count, "months")

    def format_days(self, count: Number) -> str:
        """Return a number of days: 1 day, 30 days."""
        return self._format_count(count, "days")

    def _format_count(self, count: Number, unit: str) -> str:
        singular, plural = self.words[unit]
        number = self._round(count, 4)
        return f"{self._format_decimal(count, 4)} {singular if number == 1 else plural}"

    def _format_decimal(self, number: Number, places: int) -> str:
        pattern = f"#,##0.{'#' * places}"
        return babel_numbers.format_decimal(
            self._round(number, places), pattern, locale=self.locale
        )

    @staticmethod
    def _round(number: Number, places: int) -> Decimal:
        return half_up(Fraction(to_decimal(number, "The value")), places)
