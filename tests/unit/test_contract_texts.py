"""The shipped example contracts: complete, mirrored, and made of known placeholders only."""

import ast
import re
from itertools import groupby, product
from pathlib import Path
from typing import NamedTuple

import pytest
from lxml import etree

ADDON = Path(__file__).resolve().parents[2] / "interim_placement"

PARTIES = ("client", "professional", "both")
KINDS = ("original", "extension", "change")
LANGUAGES = {"nl": "nl_NL", "en": "en_US"}
TEMPLATES = list(product(PARTIES, KINDS, LANGUAGES))
PAIRS = list(product(PARTIES, KINDS))

ORIGINAL_TOPICS = [
    "parties",
    "recitals",
    "scope",
    "term",
    "hours",
    "place",
    "rate",
    "invoicing",
    "payment",
    "extension",
    "notice",
    "substitution",
    "independence",
    "liability",
    "confidentiality",
    "data_protection",
    "ip",
    "non_solicitation",
    "handover",
    "change",
    "precedence",
    "law",
]
FOLLOWING_TOPICS = [
    "parties",
    "recitals",
    "term",
    "hours",
    "place",
    "rate",
    "payment",
    "notice",
    "change",
    "precedence",
    "law",
]
LOCKED_TOPICS = {
    "parties",
    "term",
    "rate",
    "independence",
    "data_protection",
    "change",
    "precedence",
    "law",
}
MIRRORED_TOPICS = {"term", "hours", "place", "notice", "confidentiality", "ip"}

NAMES = {
    "agency_name",
    "agency_street",
    "agency_zip",
    "agency_city",
    "agency_country",
    "agency_registration",
    "agency_vat",
    "agency_email",
    "client_name",
    "client_street",
    "client_zip",
    "client_city",
    "client_registration",
    "client_vat",
    "contact_name",
    "contact_function",
    "professional_name",
    "professional_street",
    "professional_zip",
    "professional_city",
    "professional_registration",
    "professional_vat",
    "professional_company",
    "recruiter_name",
    "recruiter_email",
    "role",
    "reference",
    "scope",
    "date_start",
    "date_end",
    "hours_per_week",
    "fte",
    "weekdays",
    "office_days",
    "rate",
    "notice_months",
    "notice_rule",
    "payment_days",
    "extension_count",
    "extension_months",
    "original_start",
    "original_number",
    "contract_number",
    "contract_date",
    "fulltime_hours",
    "contracting_model",
}
HELPERS = {
    "format_date",
    "format_money",
    "format_hours",
    "format_number",
    "format_period",
    "format_months",
    "format_days",
}
# An empty one of these is no gap, so that a text may ask for it.
MAY_BE_EMPTY = {
    "professional_company",
    "reference",
    "weekdays",
    "office_days",
    "notice_months",
    "payment_days",
    "extension_count",
    "extension_months",
    "original_number",
}
DIRECTIVES = {"t-out", "t-if", "t-elif", "t-else"}
ELEMENTS = {"t", "p", "ul", "ol", "li", "b", "i", "div", "br", "table", "tr", "td"}
NODES = (
    ast.Expression,
    ast.BoolOp,
    ast.boolop,
    ast.UnaryOp,
    ast.Not,
    ast.Compare,
    ast.cmpop,
    ast.IfExp,
    ast.Call,
    ast.Name,
    ast.Load,
    ast.Constant,
)

# What a document would say that gives away the other side's rate, or what is between the two (R6).
FORBIDDEN = {
    "client": r"marge|margin|opslag|mark-?up|inkoop(tarief|prijs)|tarief van de professional"
    r"|professional's rate|rate of the professional|betaalt de professional|pays the professional",
    "professional": r"marge|margin|opslag|mark-?up|verkoop(tarief|prijs)"
    r"|tarief van de opdrachtgever|client's rate|rate of the client"
    r"|opdrachtgever betaalt|client pays",
    "both": r"marge|margin|opslag|mark-?up|bemiddelingsfee|agency fee",
}


class Article(NamedTuple):
    """One article as the file has it."""

    xml_id: str
    topic: str
    heading: str
    sequence: int
    is_locked: bool
    is_optional: bool
    condition: str
    body: etree._Element

    @property
    def suffix(self):
        """The part of the identifier that the languages share."""
        return re.sub(r"_(nl|en)_", "_", self.xml_id)

    def expressions(self):
        """Return the expressions in the body, in order."""
        return [
            element.get(name)
            for element in self.body.iter()
            for name in ("t-out", "t-if", "t-elif")
            if name in element.attrib
        ]

    def names(self):
        """Return the names that the expressions use, helpers included."""
        return set().union(*map(names_in, self.expressions()))

    def text(self):
        """Return the words, without the values."""
        return " ".join("".join(self.body.itertext()).split())


def names_in(expression):
    tree = ast.parse(expression, mode="eval")
    return {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}


def path_of(party, kind, language):
    return ADDON / "data" / f"contract_template_{party}_{kind}_{language}.xml"


def read(party, kind, language):
    """Return the fields of the template, and its articles."""
    template, *records = etree.parse(path_of(party, kind, language)).getroot().iter("record")
    values = {field.get("name"): _value(field) for field in template}
    return {"xml_id": template.get("id"), **values}, [_article(record) for record in records]


def _value(field):
    return ast.literal_eval(field.get("eval")) if "eval" in field.attrib else field.text


def _article(record):
    fields = {field.get("name"): field for field in record}
    assert record.get("model") == "interim.contract.article"
    return Article(
        record.get("id"),
        fields["topic"].text,
        fields["heading"].text,
        int(fields["sequence"].text),
        "is_locked" in fields and _value(fields["is_locked"]),
        "is_optional" in fields and _value(fields["is_optional"]),
        fields["condition"].text if "condition" in fields else "[]",
        fields["body_html"],
    )


def topics(articles):
    """Return the topics in order; articles of which a condition chooses one count once."""
    return [topic for topic, _articles in groupby(article.topic for article in articles)]


@pytest.mark.parametrize(("party", "kind", "language"), TEMPLATES)
def test_template_is_what_its_file_name_says(party, kind, language):
    template, articles = read(party, kind, language)
    assert template["xml_id"] == f"contract_template_{party}_{kind}_{language}"
    assert (template["party"], template["kind"]) == (party, kind)
    assert template["lang"] == LANGUAGES[language]
    assert template.get("contracting_model") == {
        "client": None,
        "professional": "intermediary",
        "both": "brokerage",
    }.get(party)
    assert template["is_example"] is True
    assert template["agency_signs"] is (party != "both")
    for article in articles:
        assert article.xml_id.startswith(f"contract_article_{party}_{kind}_{language}_")


def test_every_file_is_installed_and_kept_on_update():
    manifest = ast.literal_eval((ADDON / "__manifest__.py").read_text(encoding="utf-8"))
    shipped = {f"data/{path_of(*template).name}" for template in TEMPLATES}
    assert shipped == {name for name in manifest["data"] if "data/contract_template_" in name}
    assert {f"data/{path.name}" for path in (ADDON / "data").glob("contract_*_??.xml")} == shipped
    for template in TEMPLATES:
        assert etree.parse(path_of(*template)).getroot().get("noupdate") == "1"


@pytest.mark.parametrize(("party", "kind", "language"), TEMPLATES)
def test_all_topics_in_order(party, kind, language):
    _template, articles = read(party, kind, language)
    expected = ORIGINAL_TOPICS if kind == "original" else FOLLOWING_TOPICS
    assert topics(articles) == expected
    sequences = [article.sequence for article in articles]
    assert sequences == sorted(set(sequences))


@pytest.mark.parametrize(("party", "kind", "language"), TEMPLATES)
def test_articles_of_one_topic_exclude_each_other(party, kind, language):
    _template, articles = read(party, kind, language)
    opposite = {("=", "!="), ("!=", "="), (">", "="), ("=", ">")}
    for _topic, group in groupby(articles, lambda article: article.topic):
        first, *others = group
        for other in others:
            ((name, operator, value),) = ast.literal_eval(first.condition)
            ((other_name, other_operator, other_value),) = ast.literal_eval(other.condition)
            assert (name, value) == (other_name, other_value)
            assert (operator, other_operator) in opposite


@pytest.mark.parametrize(("party", "kind", "language"), TEMPLATES)
def test_core_articles_are_locked_and_never_optional(party, kind, language):
    _template, articles = read(party, kind, language)
    for article in articles:
        assert article.is_locked == (article.topic in LOCKED_TOPICS), article.xml_id
        assert not (article.is_locked and article.is_optional), article.xml_id


def test_identifiers_are_unique():
    identifiers = [
        identifier
        for template in TEMPLATES
        for identifier in etree.parse(path_of(*template)).getroot().xpath("//record/@id")
    ]
    assert len(identifiers) == len(set(identifiers))


@pytest.mark.parametrize(("party", "kind", "language"), TEMPLATES)
def test_bodies_hold_known_elements_and_directives(party, kind, language):
    _template, articles = read(party, kind, language)
    for article in articles:
        for element in article.body.iterdescendants():
            assert element.tag in ELEMENTS, article.xml_id
            assert set(element.attrib) <= DIRECTIVES, article.xml_id
            if "t-else" in element.attrib:
                previous = element.getprevious()
                assert "t-if" in previous.attrib, article.xml_id
                assert not (previous.tail or "").strip(), article.xml_id
        assert "{" not in article.text(), article.xml_id


@pytest.mark.parametrize(("party", "kind", "language"), TEMPLATES)
def test_expressions_hold_known_names_only(party, kind, language):
    _template, articles = read(party, kind, language)
    for article in articles:
        for expression in article.expressions():
            for node in ast.walk(ast.parse(expression, mode="eval")):
                assert isinstance(node, NODES), expression
                if isinstance(node, ast.Call):
                    assert node.func.id in HELPERS, expression
        assert article.names() <= NAMES | HELPERS, article.xml_id


@pytest.mark.parametrize(("party", "kind", "language"), TEMPLATES)
def test_conditions_ask_only_for_what_may_be_empty(party, kind, language):
    """A missing value that no text shows is a gap that nobody is warned of."""
    _template, articles = read(party, kind, language)
    for article in articles:
        for element in article.body.iter():
            asked = names_in(element.get("t-if", "True"))
            assert asked <= MAY_BE_EMPTY | {"notice_rule", "contracting_model"}, article.xml_id
        # A comparison with a gap is false, whichever it is: say "not x == y".
        assert not any("!=" in e and "contracting_model" in e for e in article.expressions())


@pytest.mark.parametrize(("party", "kind", "language"), TEMPLATES)
def test_nothing_of_the_other_side(party, kind, language):
    template, articles = read(party, kind, language)
    for article in articles:
        text = f"{template['title']} {article.heading} {article.text()}"
        assert not re.search(FORBIDDEN[party], text, re.IGNORECASE), article.xml_id
        assert ("rate" in article.names()) == (article.topic == "rate"), article.xml_id
    if party == "client":
        used = set().union(*(article.names() for article in articles))
        assert {name for name in used if name.startswith("professional_")} == {
            "professional_name",
            "professional_company",
        }


@pytest.mark.parametrize(("party", "kind"), PAIRS)
def test_languages_say_the_same(party, kind):
    (_template_nl, dutch), (_template_en, english) = (read(party, kind, lang) for lang in LANGUAGES)
    for one, other in zip(dutch, english, strict=True):
        assert one.suffix == other.suffix
        assert one[3:7] == other[3:7], one.xml_id
        assert one.topic == other.topic
        assert sorted(one.expressions()) == sorted(other.expressions()), one.xml_id
        assert [e.tag for e in one.body.iter("p", "li", "ul", "div")] == [
            e.tag for e in other.body.iter("p", "li", "ul", "div")
        ], one.xml_id
        assert one.heading != other.heading, one.xml_id


@pytest.mark.parametrize(("kind", "language"), list(product(KINDS, LANGUAGES)))
def test_client_and_professional_are_back_to_back(kind, language):
    (_client, ours), (_professional, theirs) = (
        read(party, kind, language) for party in ("client", "professional")
    )
    assert topics(ours) == topics(theirs)
    mirrored = [[a for a in side if a.topic in MIRRORED_TOPICS] for side in (ours, theirs)]
    for one, other in zip(*mirrored, strict=True):
        assert one.condition == other.condition, one.xml_id
        assert one.is_optional == other.is_optional, one.xml_id
        # The client's also serves people with an employer, and asks for that.
        assert one.names() - {"contracting_model"} == other.names(), one.xml_id
