"""Redlines between two versions of a contract."""

import random
import re
from html import escape, unescape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from interim_tools.redline import (
    Article,
    accept_all,
    normalise,
    only_changes,
    redline,
    reject_all,
)

BODY = re.compile(r'<div class="o_redline_body">(.*)</div></section>')


def show(old, new):
    """Return the redline of one body."""
    made = redline([("key", "Heading", old)], [("key", "Heading", new)])
    check_law([("key", "Heading", old)], [("key", "Heading", new)])
    return BODY.search(made)[1]


def check_law(old, new):
    made = redline(old, new)
    assert accept_all(made) == normalise(new)
    assert reject_all(made) == normalise(old)
    return made


def tidy(body):
    return normalise([("key", "", body)])[0].body_html


@pytest.mark.parametrize(
    ("old", "new", "shown"),
    [
        # Words.
        ("<p>Same</p>", "<p>Same</p>", "<p>Same</p>"),
        (
            "<p>The client pays within 30 days.</p>",
            "<p>The client pays within 14 days.</p>",
            "<p>The client pays within <del>30</del><ins>14</ins> days.</p>",
        ),
        (
            "<p>A rate of € 95.00 an hour.</p>",
            "<p>A rate of € 102.50 an hour, without VAT.</p>",
            "<p>A rate of € <del>95.00</del><ins>102.50</ins> an hour<ins>, without VAT</ins>.</p>",
        ),
        (
            "<p>The work is done at the client's office.</p>",
            "<p>The work is done at the office.</p>",
            "<p>The work is done at the <del>client's </del>office.</p>",
        ),
        # What is left between changes is too short to be worth reading on its own.
        (
            "<p>Notice is given by letter to the agency and before noon.</p>",
            "<p>Notice is given by message in the portal on any working day.</p>",
            (
                "<p>Notice is given by <del>letter to the agency and before noon</del>"
                "<ins>message in the portal on any working day</ins>.</p>"
            ),
        ),
        # Formatting.
        (
            "<p>one two three</p>",
            "<p>one <b>two</b> three</p>",
            "<p>one <del>two</del><ins><b>two</b></ins> three</p>",
        ),
        (
            '<p>See <a href="https://a.example">this page</a>.</p>',
            '<p>See <a href="https://b.example">this page</a>.</p>',
            (
                '<p>See <del><a href="https://a.example">this page</a></del>'
                '<ins><a href="https://b.example">this page</a></ins>.</p>'
            ),
        ),
        (
            "<p><b>Bold old word</b></p>",
            "<p><b>Bold new word</b></p>",
            "<p><b>Bold </b><del><b>old</b></del><ins><b>new</b></ins><b> word</b></p>",
        ),
        ("<p>a<br>b</p>", "<p>a b</p>", "<p>a<del><br/></del><ins> </ins>b</p>"),
        # Blocks.
        (
            "<p>One.</p><p>Two.</p>",
            "<p>One.</p><p>Between both.</p><p>Two.</p>",
            '<p>One.</p><p class="o_redline_inserted"><ins>Between both.</ins></p><p>Two.</p>',
        ),
        (
            "<p>One.</p><p>Two.</p><p>Three.</p><p>Four.</p>",
            "<p>One.</p><p>Four.</p>",
            (
                '<p>One.</p><p class="o_redline_deleted"><del>Two.</del></p>'
                '<p class="o_redline_deleted"><del>Three.</del></p><p>Four.</p>'
            ),
        ),
        (
            "<p>The client pays.</p>",
            "<p>Nothing of it remains.</p>",
            (
                '<p class="o_redline_deleted"><del>The client pays.</del></p>'
                '<p class="o_redline_inserted"><ins>Nothing of it remains.</ins></p>'
            ),
        ),
        (
            "<p>A heading</p>",
            "<h3>A heading</h3>",
            (
                '<p class="o_redline_deleted"><del>A heading</del></p>'
                '<h3 class="o_redline_inserted"><ins>A heading</ins></h3>'
            ),
        ),
        ("", "text", "<ins>text</ins>"),
        ("text", None, "<del>text</del>"),
        # Lists.
        (
            "<ul><li>first</li><li>second point</li></ul>",
            "<ul><li>first</li><li>second remark</li><li>third</li></ul>",
            (
                "<ul><li>first</li><li>second <del>point</del><ins>remark</ins></li>"
                '<li class="o_redline_inserted"><ins>third</ins></li></ul>'
            ),
        ),
        (
            "<ul><li>first</li></ul>",
            "<ul><li>first<ol><li>below</li></ol></li></ul>",
            '<ul><li>first<ol class="o_redline_inserted"><li><ins>below</ins></li></ol></li></ul>',
        ),
        # Tables.
        (
            "<table><tr><td>Rate</td><td>95</td></tr></table>",
            "<table><tr><td>Rate</td><td>98</td></tr></table>",
            "<table><tr><td>Rate</td><td><del>95</del><ins>98</ins></td></tr></table>",
        ),
        (
            "<table><tr><td>Rate</td><td>95</td></tr></table>",
            "<table><tr><td>Rate</td><td>95</td></tr><tr><td>Hours</td><td>24</td></tr></table>",
            (
                "<table><tr><td>Rate</td><td>95</td></tr>"
                '<tr class="o_redline_inserted">'
                "<td><ins>Hours</ins></td><td><ins>24</ins></td></tr>"
                "</table>"
            ),
        ),
        (
            "<table><tr><td>Rate</td><td>95</td></tr></table>",
            "<table><tr><td>Rate</td><td>per hour</td><td>95</td></tr></table>",
            (
                '<table><tr><td>Rate</td><td class="o_redline_inserted"><ins>per hour</ins></td>'
                "<td>95</td></tr></table>"
            ),
        ),
        # A text's own marks are no changes.
        (
            "<p>We <del>never</del> <ins>always</ins> pay</p>",
            "<p>We <del>never</del> <ins>always</ins> paid</p>",
            "<p>We <s>never</s> <u>always</u> <del>pay</del><ins>paid</ins></p>",
        ),
        (
            '<p class="o_redline_deleted big">a</p>',
            '<p class="big">a</p>',
            '<p class="big">a</p>',
        ),
        # Characters.
        ("<p>1 &lt; 2 &amp; 3</p>", "<p>1 &lt; 2</p>", "<p>1 &lt; 2<del> &amp; 3</del></p>"),
        ("<p>👨‍👩‍👧 a</p>", "<p>👨‍👩 a</p>", "<p><del>👨‍👩‍👧</del><ins>👨‍👩</ins> a</p>"),
    ],
)
def test_what_it_looks_like(old, new, shown):
    assert show(old, new) == shown


@pytest.mark.parametrize(
    ("body", "normal"),
    [
        ("<p> a \n <b> b</b>&nbsp;c </p>\n", "<p>a <b>b</b>\xa0c</p>"),
        ("<p><b>a</b><b>b</b><i></i></p>", "<p><b>ab</b></p>"),
        ("<p><b>a </b>b</p>", "<p><b>a</b> b</p>"),
        ("<b><ul><li>a</li></ul></b>", "<ul><li><b>a</b></li></ul>"),
        ("a<p>b</p>c", "a<p>b</p>c"),
        ("<p>a <br> b</p>", "<p>a<br/>b</p>"),
        ("<p></p><hr>", "<p></p><hr/>"),
        ("<ul> <li>a</li> </ul>", "<ul><li>a</li></ul>"),
        ('<p id="x" style="color: red" data-oe-id="1">a</p>', '<p style="color: red">a</p>'),
        ("<o:p>a</o:p><!-- b --><script>c</script>", "a"),
        ("<p>a &amp; &lt;b&gt; &euro;</p>", "<p>a &amp; &lt;b&gt; €</p>"),
        ("<p>a", "<p>a</p>"),
        ("<article>a</article><article>b</article>", "<div>a</div><div>b</div>"),
        ("a</div><p>b</p>", "a<p>b</p>"),
        ("<html><head><title>x</title></head><body><p>a</p></body></html>", "<p>a</p>"),
        ("<p>a\x00\x01b</p>", "<p>ab</p>"),
        ("   ", ""),
        (None, ""),
    ],
)
def test_normal_form(body, normal):
    assert tidy(body) == normal


@pytest.mark.parametrize(
    ("hostile", "harmless"),
    [
        ('<img src="https://example.com/a.png" alt="A">', '<img alt="A"/>'),
        ('<a href="javascript:x()">a</a>', "<a>a</a>"),
        ('<p onclick="x()" t-out="x">a</p>', "<p>a</p>"),
        ('<p style="background: url(https://example.com)">a</p>', "<p>a</p>"),
        ("<svg><style><p>a</p></style></svg>", ""),
        ("<iframe src='https://example.com'></iframe>", ""),
        ("<form><input>a</form>", "<div>a</div>"),
        ('<a title="&quot;><script>x</script>">a</a>', None),
    ],
)
def test_nothing_in_a_redline_loads_or_runs(hostile, harmless):
    made = show(hostile, "")
    assert "<script" not in made
    if harmless is not None:
        assert tidy(hostile) == harmless


def sections(made):
    found = re.findall(r'<section class="o_redline_article ([^"]*)" data-key="([^"]*)"', made)
    return [(key, classes.replace("o_redline_", "")) for classes, key in found]


def test_articles():
    old = [
        ("parties", "Parties", "<p>We</p>"),
        ("rate", "Rate", "<p>95</p>"),
        ("notice", "Notice", "<p>One month</p>"),
        ("law", "Law", "<p>Dutch</p>"),
        ("hours", "Hours", "<p>24</p>"),
    ]
    new = [
        ("ip", "Property", "<p>Yours</p>"),
        ("hours", "Hours", "<p>24</p>"),
        ("parties", "Parties", "<p>We</p>"),
        ("rate", "Rates", "<p>95</p>"),
        ("law", "Law", "<p>Dutch, and Dutch courts</p>"),
    ]
    made = check_law(old, new)
    assert sections(made) == [
        ("ip", "inserted"),
        ("hours", "unchanged moved"),
        ("parties", "unchanged"),
        ("rate", "changed"),
        ("notice", "deleted"),
        ("law", "changed"),
    ]
    assert '<h2 class="o_redline_heading"><del>Rate</del><ins>Rates</ins></h2>' in made
    shorter, unchanged = only_changes(made)
    assert unchanged == 1
    assert sections(shorter) == [pair for pair in sections(made) if pair[1] != "unchanged"]
    assert '<h2 class="o_redline_heading">Hours</h2></section>' in shorter
    assert "<del>Rate</del><ins>Rates</ins>" in shorter


def test_articles_with_equal_keys_belong_together_in_order():
    old = [("other", "A", "a"), ("other", "B", "b")]
    new = [("other", "A", "a"), ("other", "B", "c"), ("other", "C", "c")]
    assert sections(check_law(old, new)) == [
        ("other", "unchanged"),
        ("other", "changed"),
        ("other", "inserted"),
    ]


def test_only_white_space_or_editors_attributes_is_no_change():
    old = [("a", "Heading ", "<p>one  two</p>")]
    new = [Article("a", "Heading", '\n<p data-oe-version="2.0">one\ntwo</p>\n')]
    made = check_law(old, new)
    assert sections(made) == [("a", "unchanged")]
    assert only_changes(made) == ("", 1)


def test_no_articles():
    assert check_law([], []) == '<div class="o_redline"></div>'
    check_law([], [("a", "", "")])
    check_law([("a", "", "")], [])


def test_a_heading_or_key_may_hold_any_character():
    check_law([('"<&>\n\t', "A & <B>", "a")], [('"<&>\n\t', 'A & "C"', "a")])


def repeated_words(number, count):
    words = random.Random(number).choices(["the", "client", "pays", "a", "rate", "of"], k=count)
    return f"<p>{' '.join(words)}</p>"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (repeated_words(1, 10_000), repeated_words(2, 10_000)),
        ("<p></p>" * 7_000, "<p></p><p>a</p>" * 3_500),
        (
            "".join(f"<p>{i}</p>" for i in range(5_000)),
            "".join(f"<p>{-i}</p>" for i in range(5000)),
        ),
        ("<b>" * 8_000 + "a", "<i>" * 8_000 + "a"),
        ("<div>" * 5_000 + "a", "<ul><li>" * 5_000 + "a"),
        ("a" * 50_000, "b" * 50_000),
        ("<p>a</p>", "<td>" * 10_000),
    ],
)
def test_large_texts_keep_the_law(old, new):
    show(old, new)


def test_deep_elements_lose_no_text():
    assert "far below" in re.sub("<.*?>", "", tidy("<div>" * 1_000 + "far below"))
    assert "far below" in re.sub("<.*?>", "", tidy("<p>" + "<b><i>" * 500 + "far below"))


# The law, for many random pairs.

WORDS = "the the the a a of rate client pays not 30 16.5 day's end, & <b> é 👍🏽 ."
VOCABULARY = WORDS.split()
ELEMENTS = ["b", "i", "u", "span", 'a href="https://example.com"', 'span class="x"', "ins", "del"]
PAIRS_PER_SEED = 500


class Maker:
    """Makes articles, as nested lists, and edits them."""

    def __init__(self, number):
        self.random = random.Random(number)

    def articles(self):
        keys = self.random.sample("abcdef", self.random.randint(0, 3))
        return [[key, self.words(3), self.blocks(2)] for key in keys]

    def blocks(self, depth):
        return [self.block(depth) for _ in range(self.random.randint(0, 3))]

    def block(self, depth):
        kind = self.random.choice(["p", "p", "p", "h3", "text", "ul", "ol", "table", "div"])
        if kind in {"p", "h3", "text"} or depth == 0:
            return ["p" if kind in {"ul", "ol", "table", "div"} else kind, self.inline()]
        if kind == "div":
            return [kind, self.blocks(depth - 1)]
        if kind == "table":
            return [kind, [self.row() for _ in range(self.random.randint(0, 3))]]
        return [kind, [self.item(depth) for _ in range(self.random.randint(0, 3))]]

    def row(self):
        cells = [["td", self.inline()] for _ in range(self.random.randint(0, 3))]
        return ["tr", cells]

    def item(self, depth):
        below = self.blocks(depth - 1) if self.random.random() < 0.2 else []
        return ["li", [["text", self.inline()], *below]]

    def words(self, most):
        return " ".join(self.random.choices(VOCABULARY, k=self.random.randint(0, most)))

    def inline(self):
        return [self.piece() for _ in range(self.random.randint(0, 4))]

    def piece(self):
        element = self.random.choice(ELEMENTS) if self.random.random() < 0.3 else ""
        space = self.random.choice(["", " ", " ", "\n  ", "<br>", "&nbsp;"])
        return (element, self.words(4), space)

    def edit(self, articles):
        edited = [[key, heading, blocks] for key, heading, blocks in articles]
        for _ in range(self.random.randint(0, 3)):
            action = self.random.random()
            if not edited or action < 0.15:
                key = self.random.choice("abcdefgh")
                edited.insert(self.random.randint(0, len(edited)), [key, "New", self.blocks(2)])
                continue
            index = self.random.randrange(len(edited))
            if action < 0.25:
                del edited[index]
            elif action < 0.35:
                edited.insert(self.random.randrange(len(edited)), edited.pop(index))
            elif action < 0.45:
                edited[index][1] = self.words(3)
            else:
                edited[index][2] = self.edit_list(edited[index][2], lambda: self.block(1))
        return edited

    def edit_list(self, items, make):
        """Change, add, delete or repeat one or two neighbours."""
        items = list(items)
        index = self.random.randint(0, len(items))
        action = self.random.random()
        if index == len(items) or action < 0.2:
            items.insert(index, make())
        elif action < 0.4:
            del items[index : index + self.random.randint(1, 2)]
        elif action < 0.5:
            items.insert(index, items[index])
        else:
            items[index] = self.edit_item(items[index])
        return items

    def edit_item(self, item):
        if isinstance(item, tuple):
            element, words, space = item
            return (self.random.choice(["", "b", element]), self.edit_words(words), space)
        makers = {"tr": lambda: ["td", self.inline()], "table": self.row}
        makers |= dict.fromkeys(["p", "h3", "text", "td"], self.piece)
        makers |= dict.fromkeys(["ul", "ol"], lambda: self.item(1))
        return [item[0], self.edit_list(item[1], makers.get(item[0], lambda: self.block(1)))]

    def edit_words(self, words):
        words = words.split()
        index = self.random.randint(0, len(words))
        words[index : index + self.random.randint(0, 2)] = self.words(2).split()
        return " ".join(words)


def write(articles):
    return [(key, heading, "".join(map(write_node, blocks))) for key, heading, blocks in articles]


def write_node(node):
    if isinstance(node, tuple):
        element, words, space = node
        words = escape(words)
        return f"<{element}>{words}</{element.split()[0]}>{space}" if element else words + space
    content = "".join(map(write_node, node[1]))
    return content if node[0] == "text" else f"<{node[0]}>{content}</{node[0]}>"


def read_text(html):
    """Return the letters of a text, without the redline's reader of HTML."""
    return "".join(unescape(re.sub(r"<[^>]*>", "", html)).split())


def read_articles(articles):
    return "".join(escape(heading) + body for _key, heading, body in articles)


@pytest.mark.parametrize("seed", range(41))
def test_law_for_random_articles(seed):
    for number in range(seed * PAIRS_PER_SEED, (seed + 1) * PAIRS_PER_SEED):
        maker = Maker(number)
        old = maker.articles()
        new = maker.articles() if number % 4 == 0 else maker.edit(old)
        old, new = write(old), write(new)
        made = redline(old, new)
        assert accept_all(made) == normalise(new), f"pair {number}: {old} -> {new}"
        assert reject_all(made) == normalise(old), f"pair {number}: {old} -> {new}"
        # What a reader sees, read in another way. Moved articles stand in their new order.
        shown = read_text(re.sub(r"<del>.*?</del>", "", made))
        assert shown == read_text(read_articles(new)), f"pair {number}: {old} -> {new}"
        shown = read_text(re.sub(r"<ins>.*?</ins>", "", made))
        assert sorted(shown) == sorted(read_text(read_articles(old))), f"pair {number}"


TAGS = ["p", "b", "i", "ul", "li", "table", "tr", "td", "div", "a", "span", "ins", "del", "o:p"]
HTML = st.lists(
    st.sampled_from(
        [f"<{tag}>" for tag in ["br", *TAGS]]
        + [f"</{tag}>" for tag in TAGS]
        + ["a", "b", " ", "&amp;", "&lt;", "<", ">", "&", '"', "<!-- x -->", "\n", "😀", "&#0;"]
        + ['<p class="o_redline_inserted">', '<b title="x&#10;y">', "<hr>", "<body>", "</html>"]
    ),
    max_size=14,
).map("".join)
ARTICLES = st.lists(st.tuples(st.sampled_from("abc"), st.text(max_size=5), HTML), max_size=3)


@settings(max_examples=400)
@given(ARTICLES, ARTICLES)
def test_law_for_any_markup(old, new):
    check_law(old, new)


@given(st.text(), st.text(), st.text())
def test_law_for_any_text(key, old, new):
    check_law([(key, old, old)], [(key, new, new)])


@given(HTML)
def test_a_text_against_itself_shows_no_change(body):
    made = show(body, body)
    assert made == tidy(body)
    assert "<ins" not in made
    assert "o_redline" not in made
