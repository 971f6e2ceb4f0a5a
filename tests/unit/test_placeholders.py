"""Placeholders in contract texts."""

import io
import tokenize
from datetime import date
from decimal import Decimal
from html import escape
from operator import eq, ge, gt, le, lt, ne

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from interim_tools.placeholders import (
    Gap,
    PlaceholderError,
    check_body,
    check_expression,
    drop_filled_gaps,
    find_gaps,
    make_helpers,
    parse_body,
)
from markupsafe import Markup

NAMES = {"rate", "date_start", "date_end", "professional_company", "notice_rule", "notice_months"}
HELPERS = make_helpers("en")
START, END = date(2027, 1, 4), date(2027, 6, 30)


def refuse(body):
    with pytest.raises(PlaceholderError) as caught:
        check_body(body, NAMES, HELPERS)
    return caught.value


def refuse_expression(expression):
    error = refuse(f'<p t-out="{escape(expression)}"/>')
    with pytest.raises(PlaceholderError):
        check_expression(expression, NAMES, set(HELPERS))
    return error


@pytest.mark.parametrize(
    "expression",
    [
        "rate",
        " format_money( rate ) ",
        "format_period(date_start, date_end)",
        "professional_company or 'no company'",
        "not (rate and rate >= 95.5) or None == False",
        "'a month' if notice_months == 1 else format_months(notice_months)",
        "1 < notice_months <= 3 != 4",
        "format_date(date_start\n  if date_start else date_end)",
        "'é € < >'",
    ],
)
def test_allowed_expressions(expression):
    check_body(f'<p t-if="{escape(expression)}">Yes</p>', NAMES, HELPERS)
    check_body(f'<p t-if="{escape(expression)}">Yes</p>', list(NAMES), set(HELPERS))


@pytest.mark.parametrize(
    ("expression", "reason", "detail"),
    [
        # Attribute chains, subscripts and other ways out.
        ("rate.real", "construct", "Attribute"),
        ("''.__class__.__mro__", "construct", "Attribute"),
        ("format_money.__globals__", "construct", "Attribute"),
        ("format_money(rate).__class__", "construct", "Attribute"),
        ("rate[0]", "construct", "Subscript"),
        ("(lambda: rate)()", "construct", "Lambda"),
        ("lambda: rate", "construct", "Lambda"),
        ("[x for x in rate]", "construct", "ListComp"),
        ("{x for x in rate}", "construct", "SetComp"),
        ("{x: x for x in rate}", "construct", "DictComp"),
        ("(x for x in rate)", "construct", "GeneratorExp"),
        ("f'{rate}'", "construct", "JoinedStr"),
        ("(rate := 5)", "construct", "NamedExpr"),
        ("rate := 5", "syntax", ""),
        ("format_money(*rate)", "construct", "Starred"),
        ("format_money(amount=rate)", "construct", "keyword"),
        ("format_money(**rate)", "construct", "keyword"),
        ("(yield)", "construct", "Yield"),
        ("[rate]", "construct", "List"),
        ("{}", "construct", "Dict"),
        ("{rate}", "construct", "Set"),
        ("(rate, rate)", "construct", "Tuple"),
        # Calls of something else.
        ("print(rate)", "helper", "print"),
        ("rate()", "helper", "rate"),
        ("format_money(rate)()", "construct", "Call"),
        ("__import__('os')", "helper", "__import__"),
        ("open('/etc/passwd')", "helper", "open"),
        ("import os", "syntax", ""),
        # Names that are no values.
        ("object", "name", "object"),
        ("env", "name", "env"),
        ("__builtins__", "name", "__builtins__"),
        ("format_money", "name", "format_money"),
        ("ｒate", "name", "rate"),
        ("rate or ｒate", "name", "rate"),
        # Huge strings and numbers.
        ("'a' * 1000000000", "construct", "BinOp"),
        ("9 ** 9 ** 9", "construct", "BinOp"),
        ("1 << 9999", "construct", "BinOp"),
        ("'%1000000000d' % rate", "construct", "BinOp"),
        ("-1", "construct", "USub"),
        ("~1", "construct", "Invert"),
        ("rate is None", "construct", "Is"),
        ("'a' in rate", "construct", "In"),
        (f"'{'a' * 201}'", "constant", repr("a" * 201)[:200]),
        (f"'{'a' * 150}' '{'a' * 150}'", "constant", repr("a" * 300)[:200]),
        ("1j", "constant", "1j"),
        ("...", "constant", "Ellipsis"),
        ("b'rate'", "constant", "b'rate'"),
        ("0", "constant", "0"),  # QWeb's own word for the content of a t-call
        ("rate or " * 63 + "rate", "expression_length", "508"),
        # What reads differently between QWeb's brackets, or not at all.
        ("", "empty", ""),
        ("  ", "empty", ""),
        ("rate) or (rate", "syntax", ""),
        ("rate # note", "syntax", ""),
        ("rate;", "syntax", ""),
        ("rate = 5", "syntax", ""),
        ("'a\\x41'", "construct", "\\"),
        ("rate \\\n or rate", "construct", "\\"),
        # Nesting.
        ("(" * 240 + "1" + ")" * 240, "syntax", ""),
        ("not " * 100 + "1", "nesting", ""),
        ("1 if rate else " * 25 + "2", "nesting", ""),
        # Too few or too many values.
        ("format_money()", "arguments", "format_money"),
        ("format_period(date_start)", "arguments", "format_period"),
    ],
)
def test_refused_expressions(expression, reason, detail):
    error = refuse(f'<p t-out="{escape(expression)}"/>')
    assert (error.reason, error.detail) == (reason, detail)
    assert error.expression == expression[:500]


def test_the_number_of_arguments_is_known_only_with_the_functions():
    check_expression("format_period(date_start)", NAMES, {"format_period"})


def test_dunder_names_are_refused_even_when_they_are_given():
    with pytest.raises(PlaceholderError):
        check_expression("__class__", {"__class__"}, set())
    with pytest.raises(PlaceholderError):
        check_expression("__import__('os')", set(), {"__import__"})


@pytest.mark.parametrize(
    "body",
    [
        None,
        "",
        "Plain text, with {braces} and # signs",
        "<p>Text</p> and a tail",
        '<p t-if="rate">A</p> <p t-elif="date_end">B</p>\n<p t-else="">C</p>',
        '<t t-if="rate"><t t-if="date_end">x</t><t t-else="">y</t></t><t t-else>z</t>',
        '<ul><li t-if="rate">A</li></ul><table class="t"><tr><td colspan="2">1</td></tr></table>',
        '<p style="color: rgb(1, 2, 3); margin: 2px">A</p>',
        '<a href="https://example.com/?a=1&amp;b=2">A</a> <a href="mailto:a@example.com">B</a>',
        '<img src="data:image/png;base64,iVBORw0KGgo=" alt="Logo">',
        '<div data-oe-version="2.0" aria-label="x" role="note">A</div>',
        "<p>&lt;!-- not a comment --&gt; &lt;script&gt; 😀</p>",
        "<p>text\r\nwith lines</p>",
    ],
)
def test_allowed_bodies(body):
    check_body(body, NAMES, HELPERS)


@pytest.mark.parametrize(
    ("body", "reason", "detail"),
    [
        ("a" * 100_001, "body_length", "100001"),
        # Other directives, however they are written.
        *(
            (f'<p {name}="rate">x</p>', "directive", name.lower())
            for name in (
                "t-call",
                "t-set",
                "t-value",
                "t-att",
                "t-att-href",
                "t-attf-href",
                "t-foreach",
                "t-as",
                "t-esc",
                "t-raw",
                "t-field",
                "t-options",
                "t-options-widget",
                "t-out.translate",
                "t-tag",
                "t-debug",
                "t-lang",
                "t-cache",
                "t-call-assets",
                "t-inner-content",
                "t-qweb-skip",
                "T-CALL",
                "T-Attf-Href",
                "t-",
                "t-out-x",
            )
        ),
        ('<p groups="base.group_user">x</p>', "attribute", "groups"),
        ('<P T-OUT="rate.real">x</P>', "construct", "Attribute"),
        ('<p t-out = "rate.real">x</p>', "construct", "Attribute"),
        ('<p t-out\n=\n"rate&#46;real">x</p>', "construct", "Attribute"),
        ("<p t-out=rate.real>x</p>", "construct", "Attribute"),
        ('<p t-out="rate" t-out="rate.real" t-set="x">x</p>', "directive", "t-set"),
        ('<p title="a" t-if="env">x</p>', "name", "env"),
        ('<ul><li><b t-if="rate"><i t-out="env"/></b></li></ul>', "name", "env"),
        # Branches without their condition.
        ('<p t-else="">x</p>', "branch", "t-else"),
        ('<p t-if="rate">x</p> or <p t-else="">y</p>', "branch", "t-else"),
        ('<p t-if="rate">x</p><p>and</p><p t-elif="rate">y</p>', "branch", "t-elif"),
        ('<p t-if="rate" t-elif="rate">x</p>', "branch", "t-elif"),
        ('<p t-if="rate">x</p><p t-else="env">y</p>', "branch", "t-else"),
        ('<p t-if="">x</p>', "empty", ""),
        # What a tree does not show.
        ('<!-- <t t-out="env"/> -->', "markup", ""),
        ("<!-- note -->", "markup", ""),
        ('<?xml version="1.0"?><p>x</p>', "markup", ""),
        ("<p><?php echo 1 ?></p>", "markup", ""),
        ('<![CDATA[<t t-out="env"/>]]>', "markup", ""),
        ("<!DOCTYPE html><p>x</p>", "markup", ""),
        ("<html><body><p>x</p></body></html>", "markup", ""),
        ('<p>x</p><BODY onload="x">', "markup", ""),
        ("<p>a\x00b</p>", "markup", ""),
        ("<p>\ud800</p>", "markup", ""),
        # The other template language.
        ("<p>Dear {{ rate }}</p>", "inline", ""),
        ("<p>Dear &#123;&#123; rate }}</p>", "inline", ""),
        ('<p title="{{ rate }}">x</p>', "inline", ""),
        ('<p title="#{rate}">x</p>', "inline", ""),
        ("{{ rate }}<p>x</p>", "inline", ""),
        ("<p>x</p>{{ rate }}", "inline", ""),
        # Elements that run, load or send something, and those that nobody knows.
        *(
            (f"<p>x</p><{tag}>x</{tag}>", "element", tag)
            for tag in ("script", "style", "iframe", "object", "form", "svg", "math", "template")
        ),
        *(
            (f"<p>x<{tag}></p>", "element", tag)
            for tag in ("embed", "link", "input", "base", "meta", "source", "video", "button")
        ),
        ("<o:p>x</o:p>", "element", "o:p"),
        ('<br t-out="rate">', "element", "br"),
        # Attributes.
        ('<p onclick="x()">x</p>', "attribute", "onclick"),
        ('<p xml:space="preserve">x</p>', "attribute", "xml:space"),
        ('<p xmlns:t="x" t:out="rate">x</p>', "attribute", "xmlns:t"),
        ('<p href="https://example.com">x</p>', "attribute", "href"),
        ('<img srcset="https://example.com/a.png 2x">', "attribute", "srcset"),
        ('<td background="https://example.com">x</td>', "attribute", "background"),
        ('<a ping="https://example.com">x</a>', "attribute", "ping"),
        ('<p data-embedded="file">x</p>', "attribute", "data-embedded"),
        *(
            (f'<a href="{link}">x</a>', "link", "")
            for link in (
                "http://example.com",
                "//example.com",
                "/web",
                "#top",
                "file:///etc/passwd",
                "javascript:alert(1)",
                "java&#9;script:alert(1)",
                "data:text/html,x",
                "",
                "https:\\\\example.com",
            )
        ),
        *(
            (f'<img src="{source}">', "image", "")
            for source in (
                "https://example.com/a.png",
                "/web/image/1",
                "data:image/svg+xml;base64,AAAA",
                "data:image/png,AAAA",
                "file:///etc/passwd",
            )
        ),
        *(
            (f'<p style="{style}">x</p>', "style", "")
            for style in (
                "background: url(https://example.com)",
                "background: URL (x)",
                "background: u\\72l(x)",
                "background: u/**/rl(x)",
                "background: image-set('x' 1x)",
                "width: expression(alert(1))",
                "@import 'x'",
            )
        ),
        ("<b>" * 60 + "x", "nesting", ""),
    ],
)
def test_refused_bodies(body, reason, detail):
    error = refuse(body)
    assert (error.reason, error.detail) == (reason, detail)


@pytest.mark.parametrize("body", [None, "", "a", "<p>a</p>", '<p t-if="rate">a</p>b'])
def test_a_checked_text_has_a_root_that_leaves_no_element(body):
    assert parse_body(body, NAMES, HELPERS).tag == "t"


def test_a_checked_text_is_escaped_for_qweb():
    root = parse_body("R&amp;D &lt;b&gt; <p t-out='rate'>a &lt; b</p> &amp;lt;", NAMES, HELPERS)
    assert root.text == "R&amp;D &lt;b&gt; "
    assert (root[0].text, root[0].tail) == ("a &lt; b", " &amp;lt;")


def test_what_is_parsed_is_checked():
    with pytest.raises(PlaceholderError):
        parse_body('<p t-out="rate.real"/>', NAMES, HELPERS)


def test_an_error_says_what_is_refused_and_why():
    error = refuse('<p t-out="rate.real"/>')
    assert isinstance(error, ValueError)
    assert str(error) == "'rate.real' is refused (construct: Attribute)"


WORDS = """
    and or not if else in is for lambda await yield None True False
    ( ) ( ) , . [ ] { } : := == != < > <= >= + - * ** / % = ; # @ ~
    1 0.5 'a' "b" f'{rate}' __class__ object env x
"""
words = st.sampled_from([*sorted(NAMES), *sorted(HELPERS), *WORDS.split()])


def is_made_of_allowed_words(expression):
    """Tell by its words, not by its tree, that an expression is harmless."""
    keywords = {"and", "or", "not", "if", "else", "True", "False", "None"}
    operators = {"(", ")", ",", "==", "!=", "<", "<=", ">", ">="}
    for word in tokenize.generate_tokens(io.StringIO(expression).readline):
        if word.type == tokenize.NAME:
            allowed = word.string in keywords | NAMES | set(HELPERS)
        elif word.type == tokenize.OP:
            allowed = word.string in operators
        elif word.type == tokenize.STRING:
            allowed = word.string[0] in "'\""
        else:
            allowed = word.type in {tokenize.NUMBER, tokenize.NEWLINE, tokenize.ENDMARKER}
        if not allowed:
            return False
    return True


@given(st.one_of(st.lists(words, max_size=12).map(" ".join), st.text(max_size=30)))
@example("rate . real")
@example("format_money ( rate )")
def test_nothing_but_the_allowed_words_passes(expression):
    try:
        check_expression(expression, NAMES, HELPERS)
    except PlaceholderError:
        return
    assert is_made_of_allowed_words(expression)


def compound(parts):
    comparisons = st.sampled_from(["==", "!=", "<", "<=", ">", ">="])
    unary = st.sampled_from(["format_money", "format_date", "format_months", "format_hours"])
    return st.one_of(
        st.tuples(parts, st.sampled_from(["and", "or"]), parts).map(" ".join),
        st.tuples(parts, comparisons, parts).map(lambda p: "({} {} {})".format(*p)),
        parts.map(lambda part: f"(not {part})"),
        st.tuples(parts, parts, parts).map(lambda p: "({} if {} else {})".format(*p)),
        st.tuples(unary, parts).map(lambda p: "{}({})".format(*p)),
        st.tuples(parts, parts).map(lambda p: "format_period({}, {})".format(*p)),
    )


texts = st.text(st.characters(exclude_characters="\\", exclude_categories=["C", "Zl", "Zp"]))
leaves = st.one_of(
    st.sampled_from(sorted(NAMES)),
    st.integers(1, 10**6).map(str),
    st.floats(0, 1e6, allow_subnormal=False).map(repr),
    st.sampled_from(["None", "True", "False"]),
    texts.map(lambda text: repr(text[:50])).filter(lambda text: "\\" not in text),
)
allowed = st.recursive(leaves, compound, max_leaves=8).filter(lambda text: len(text) <= 500)
gaps_or_values = st.one_of(
    st.builds(Gap, st.text()), st.dates(), st.integers(), st.text(), st.booleans()
)


@given(allowed, st.fixed_dictionaries(dict.fromkeys(sorted(NAMES), gaps_or_values)))
def test_what_is_allowed_evaluates_without_builtins(expression, values):
    check_body(f'<p t-if="{escape(expression)}">x</p>', NAMES, HELPERS)
    # A value of the wrong kind is the only thing that may go wrong.
    try:
        eval(expression, {"__builtins__": {}}, {**HELPERS, **values})
    except (TypeError, ValueError):
        return


@given(st.text())
def test_any_text_is_checked_without_another_error(body):
    try:
        check_body(body, NAMES, HELPERS)
    except PlaceholderError as error:
        assert error.reason


def test_a_gap_is_marked_and_its_label_escaped():
    gap = Gap("Rate <b>")
    shown = '<span class="o_interim_gap">[Rate &lt;b&gt;]</span>'
    assert str(gap) == gap.__html__() == f"{gap}" == shown
    assert isinstance(str(gap), Markup)
    assert Markup("<p>%s</p>") % gap == f"<p>{shown}</p>"
    assert not gap


@given(
    st.one_of(
        st.integers(), st.floats(), st.decimals(), st.dates(), st.datetimes(), st.text(), st.none()
    )
)
def test_a_comparison_with_a_gap_is_false(value):
    gap = Gap("Rate")
    for compare in (eq, ne, lt, le, gt, ge):
        assert compare(gap, value) is compare(value, gap) is compare(gap, gap) is False


def test_helpers_return_the_gap_they_get():
    gap = Gap("End date")
    for name, helper in HELPERS.items():
        values = (START, gap) if name == "format_period" else (gap,)
        assert helper(*values) is gap


@pytest.mark.parametrize(
    ("text", "gaps"),
    [
        (None, []),
        ("", []),
        ("<p>[Not a gap]</p>", []),
        ('<p class="o_interim_gap_x">[x]</p>', []),
        (f"<p>{Gap('Rate')} and {Gap('End')}</p>{Gap('Rate')}", ["Rate", "End"]),
        (f"{Gap('A & <b>')}", ["A & <b>"]),
        ('<b class="big o_interim_gap x">[<i>End</i>\n date]</b>', ["End date"]),
        ('<span class="o_interim_gap">typed over</span>', []),
        ('<span class="o_interim_gap"> </span><span class="o_interim_gap">[]</span>', []),
        ('<b class="o_interim_gap">[A <i class="o_interim_gap">B</i>]</b>', ["A B"]),
    ],
)
def test_find_gaps(text, gaps):
    assert find_gaps(text) == gaps


def test_what_is_typed_over_a_gap_becomes_text():
    text = '<p>At <span class="o_interim_gap">Plein <b>1</b></span> &amp; on</p>'
    assert drop_filled_gaps(text) == "<p>At Plein <b>1</b> &amp; on</p>"


def test_gaps_that_are_left_stay_as_they_are():
    text = 'A < b <p>At <span class="o_interim_gap">[Street]</span><br></p>'
    assert drop_filled_gaps(text) == text


@given(st.lists(st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1)))
def test_all_gaps_are_found(labels):
    labels = [label for label in labels if label.strip("[] ")]
    body = Markup("").join(Markup("<p>x %s</p>") % Gap(label) for label in labels)
    assert find_gaps(body) == list(dict.fromkeys(label.strip("[] ") for label in labels))


@pytest.mark.parametrize(
    ("locale", "day", "money", "hours", "period", "months"),
    [
        ("en", "4 January 2027", "€ 1,095.50", "16.5", "{} to {}", "2 months"),
        ("en_US", "4 January 2027", "€ 1,095.50", "16.5", "{} to {}", "2 months"),
        ("nl", "4 januari 2027", "€ 1.095,50", "16,5", "{} tot en met {}", "2 maanden"),
        ("nl_NL", "4 januari 2027", "€ 1.095,50", "16,5", "{} tot en met {}", "2 maanden"),
        ("nl_BE", "4 januari 2027", "€ 1.095,50", "16,5", "{} tot en met {}", "2 maanden"),
        ("de_DE", "4. Januar 2027", "1.095,50 €", "16,5", "{} to {}", "2 months"),
        ("fr", "4 janvier 2027", "1 095,50 €", "16,5", "{} to {}", "2 months"),
        ("xx_XX", "4 January 2027", "€ 1,095.50", "16.5", "{} to {}", "2 months"),
        ("sr@latin", "4. januar 2027.", "1.095,50 €", "16,5", "{} to {}", "2 months"),
        ("", "4 January 2027", "€ 1,095.50", "16.5", "{} to {}", "2 months"),
        (None, "4 January 2027", "€ 1,095.50", "16.5", "{} to {}", "2 months"),
    ],
)
def test_wording(locale, day, money, hours, period, months):
    helpers = make_helpers(locale)
    assert helpers["format_date"](START) == day
    shown = helpers["format_money"](1095.5).replace("\xa0", " ").replace("\u202f", " ")
    assert shown == money
    assert helpers["format_hours"](16.5) == hours
    assert helpers["format_period"](START, START) == period.format(day, day)
    assert helpers["format_months"](2) == months


@pytest.mark.parametrize(
    ("call", "wording"),
    [
        (("format_money", 95), "€\xa095.00"),
        (("format_money", -95), "€\xa0-95.00"),
        (("format_money", 16.125), "€\xa016.13"),
        (("format_money", Decimal("0.005")), "€\xa00.01"),
        (("format_money", 0), "€\xa00.00"),
        (("format_hours", 24.0), "24"),
        (("format_hours", 1234.567), "1,234.57"),
        (("format_number", 0.66666), "0.6667"),
        (("format_number", 0), "0"),
        (("format_months", 1), "1 month"),
        (("format_months", 1.0), "1 month"),
        (("format_months", 1.5), "1.5 months"),
        (("format_months", 0), "0 months"),
        (("format_days", 1), "1 day"),
        (("format_days", 30), "30 days"),
        (("format_period", START, END), "4 January 2027 to 30 June 2027"),
    ],
)
def test_english(call, wording):
    name, *values = call
    assert HELPERS[name](*values) == wording


def test_dutch():
    helpers = make_helpers("nl_NL")
    assert helpers["format_money"](-95) == "€\xa0-95,00"
    assert helpers["format_months"](1) == "1 maand"
    assert helpers["format_days"](1) == "1 dag"
    assert helpers["format_days"](30) == "30 dagen"
    assert helpers["format_period"](START, END) == "4 januari 2027 tot en met 30 juni 2027"


def test_another_currency():
    assert make_helpers("en", "USD")["format_money"](95) == "$\xa095.00"
    assert make_helpers("nl", currency="JPY")["format_money"](95.4) == "JP¥\xa095"


@pytest.mark.parametrize(
    ("name", "value"),
    [("format_date", None), ("format_date", "2027-01-04"), ("format_money", False)],
)
def test_a_value_of_another_kind_is_an_error(name, value):
    with pytest.raises(ValueError, match="is not a"):
        HELPERS[name](value)
