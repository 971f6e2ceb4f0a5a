"""A readable redline between two versions of a contract, article by article.

Both versions are read into blocks (paragraphs, list items, rows, cells) and inline text. Blocks
are aligned first, and the words within aligned blocks after that, so that a changed number in a
table is a changed number, and not a new table. The law, which the tests hold it to:

    accept_all(redline(old, new)) == normalise(new)
    reject_all(redline(old, new)) == normalise(old)

What the HTML looks like (well-formed XML as well, so that it can be read back exactly)::

    <div class="o_redline">
      <section class="o_redline_article o_redline_changed" data-key="payment"
               data-old="3" data-new="4">
        <h2 class="o_redline_heading">Payment</h2>
        <div class="o_redline_body"><p>Within <del>30</del><ins>14</ins> days.</p></div>
      </section>
    </div>

A section has one of ``o_redline_unchanged``, ``o_redline_changed``, ``o_redline_inserted`` and
``o_redline_deleted``, and ``o_redline_moved`` besides when it stands elsewhere among the others.
Sections are in the new order; a deleted one follows the one that it followed. A whole block that
was inserted or deleted has the class ``o_redline_inserted`` or ``o_redline_deleted``, and its text
is in ``ins`` or ``del``. These two elements always mean a change: where a text has them itself,
they are shown as ``u`` and ``s``.

Neither version can do any harm here: elements that are no text, and attributes that could load or
run something, are left out of both.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Sequence
from difflib import SequenceMatcher
from html import escape, unescape
from typing import Literal, NamedTuple, TypeAlias

from lxml import etree, html
from markupsafe import Markup

from .placeholders import ELEMENT_ATTRIBUTES, EMBEDDED_IMAGE, is_harmless_style

PREFIX = "o_redline"
ARTICLE_CLASS = f"{PREFIX}_article"
MOVED_CLASS = f"{PREFIX}_moved"

INLINE = {"a", "b", "code", "em", "font", "i", "mark", "s", "small", "span", "strong", "sub"}
INLINE |= {"sup", "u"}
ATOMS = {"br", "img"}
BLOCKS = {"p", "div", "section", "blockquote", "pre", "figure", "figcaption", "hr"}
BLOCKS |= {"h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "dl", "dt", "dd"}
BLOCKS |= {"table", "caption", "thead", "tbody", "tfoot", "tr", "td", "th"}
VOID = ATOMS | {"hr"}
# A text's own marks are no changes, and its other blocks no part of the words around them.
SHOWN_AS = {"ins": "u", "del": "s"}
SHOWN_AS |= dict.fromkeys(["article", "aside", "header", "footer", "main", "nav", "address"], "div")
SHOWN_AS |= dict.fromkeys(["center", "form", "fieldset", "details", "summary"], "div")
# Their text is none; of other unknown elements the text is kept.
NO_TEXT = {"script", "style", "template", "iframe", "object", "svg", "math", "noscript", "head"}
NO_TEXT |= {"title", "textarea", "select", "col", "colgroup"}
ATTRIBUTES = {"class", "style", "title", "lang", "dir", "align", "valign"}
LINK = re.compile(r"(?:https?://|mailto:|tel:|#)[^\s\\]*", re.IGNORECASE)

# Deeper elements than people write are left out; their text is kept.
MAX_BLOCK_DEPTH = 40
MAX_INLINE_DEPTH = 20
MAX_DEPTH = 100

# Comparisons that one redline may take; beyond it, what is left is replaced as a whole.
BUDGET = 2_000_000
# The same for a single list of words or blocks.
BUDGET_PER_LIST = 200_000

# Share of words that two blocks must have in common to be shown as one that was changed. Cells
# belong to their place in the row whatever is in them, and text between blocks to its block.
LEAST_SIMILARITY = {"td": 0.0, "th": 0.0, "": 0.0, "ul": 0.1, "ol": 0.1, "dl": 0.1, "div": 0.1}
LEAST_SIMILARITY |= {"table": 0.1, "thead": 0.0, "tbody": 0.0, "tfoot": 0.0, "section": 0.1}
USUAL_SIMILARITY = 0.35

SPACE = re.compile(r"[ \t\n\r\f\v]+")
NOT_IN_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_MARKS = r"""\s.,;:!?()\[\]{}"'“”‘’„«»/…–—@-"""
# Words keep what is inside them (16.5, client's, back-to-back); emoji stay in one piece.
WORDS = re.compile(rf"[^{_MARKS}]+(?:[.,:'’@/-][^{_MARKS}]+)*|[ \t\n\r\f\v]+|[{_MARKS}]")
MARK = re.compile(f"[{_MARKS}]")

Element: TypeAlias = "tuple[str, tuple[tuple[str, str], ...]]"
Side: TypeAlias = Literal["old", "new"]
Change: TypeAlias = Literal["inserted", "deleted"]
ELEMENT_OF = {"inserted": "ins", "deleted": "del"}


class Article(NamedTuple):
    """An article of a version.

    :param key: what it is known by in both versions, e.g. topic and number; articles with equal
        keys belong together in order
    :param heading: plain text
    :param body_html: HTML
    """

    key: str
    heading: str
    body_html: str


class _Token(NamedTuple):
    """A word, a space, a mark or an element without content, and the elements around it."""

    html: str
    around: tuple[Element, ...]
    kind: Literal["word", "space", "mark", "break", "image"]


class _Run(NamedTuple):
    """Inline text between blocks."""

    tokens: list[_Token]


class _Block(NamedTuple):
    element: Element
    children: list[_Run | _Block]


_Node: TypeAlias = "_Run | _Block"


class _Stretch(NamedTuple):
    """Words that are equal on both sides, or that took the place of others."""

    is_equal: bool
    old: list[_Token]
    new: list[_Token]


class _Pair(NamedTuple):
    """What became of one article; the side on which it does not exist is None."""

    old_index: int | None
    new_index: int | None
    is_moved: bool = False


def redline(old: Iterable[Sequence[str]], new: Iterable[Sequence[str]]) -> Markup:
    """Return the HTML that shows how the old articles became the new ones.

    The time it takes is bounded: of very long texts that have little in common, what is left is
    shown as deleted and inserted as a whole.

    :param old: articles, each :class:`Article` or a (key, heading, body_html) triple
    :param new: likewise
    """
    old, new = _read_articles(old), _read_articles(new)
    writer = _Writer()
    sections = (
        writer.write_article(
            pair,
            None if pair.old_index is None else old[pair.old_index],
            None if pair.new_index is None else new[pair.new_index],
        )
        for pair in _pair_articles(old, new)
    )
    # All text in it has been escaped, and all elements and attributes are known ones.
    return Markup(f'<div class="{PREFIX}">{"".join(sections)}</div>')  # noqa: S704


def accept_all(redline_html: str) -> list[Article]:
    """Return the new articles, normalised, from what :func:`redline` returned."""
    return _resolve(redline_html, "new")


def reject_all(redline_html: str) -> list[Article]:
    """Return the old articles, normalised, from what :func:`redline` returned."""
    return _resolve(redline_html, "old")


def normalise(articles: Iterable[Sequence[str]]) -> list[Article]:
    """Return articles as a redline sees them: what is the same to a reader becomes the same.

    White space is collapsed and left out at the edges of blocks, adjacent elements that say the
    same become one, empty inline elements vanish, a space between words has only the formatting
    that both have. Attributes that readers do not see (``id``, those of editors), comments and
    elements that are no text are left out. Line ends in ``pre`` are spaces. Of elements nested
    more than 2,000 deep the parser gives up the text.
    """
    return [
        Article(article.key, article.heading, _write_nodes(article.nodes))
        for article in _read_articles(articles)
    ]


def only_changes(redline_html: str) -> tuple[Markup, int]:
    """Return a redline without the text that stayed as it was, and how many articles did.

    Of articles that only moved, the heading remains. Of no change at all, nothing does.

    :param redline_html: what :func:`redline` returned, also after it was sanitised
    """
    root = html.fragment_fromstring(redline_html)
    unchanged = 0
    for section in root.find_class(f"{PREFIX}_unchanged"):
        if MOVED_CLASS in section.classes:
            section.remove(section[-1])
        else:
            section.drop_tree()
            unchanged += 1
    left = html.tostring(root, encoding="unicode") if len(root) else ""
    # It is what was given, and less.
    return Markup(left), unchanged  # noqa: S704


# Reading


class _ReadArticle(NamedTuple):
    key: str
    heading: str
    nodes: list[_Node]

    def says_the_same_as(self, other: _ReadArticle) -> bool:
        return self.heading == other.heading and _write_nodes(self.nodes) == _write_nodes(
            other.nodes
        )


def _read_articles(articles: Iterable[Sequence[str]]) -> list[_ReadArticle]:
    return [
        _ReadArticle(
            NOT_IN_XML.sub("", str(key)),
            SPACE.sub(" ", NOT_IN_XML.sub("", heading or "")).strip(" "),
            _read_body(body_html),
        )
        for key, heading, body_html in articles
    ]


def _read_body(body_html: str | None) -> list[_Node]:
    text = NOT_IN_XML.sub("", body_html or "")
    if not text.strip():
        return []
    parser = etree.HTMLParser(
        remove_comments=True, remove_pis=True, no_network=True, huge_tree=True
    )
    # The element of our own keeps the parser from wrapping loose text in a paragraph.
    page = etree.fromstring(f"<div>{text}</div>", parser)
    next(page.iter("div")).tag = "wrapper"
    return _read_nodes(page, _interpret_text, _tidy_tokens)


Interpretation: TypeAlias = "tuple[Literal['skip', 'open', 'inline', 'block', 'atom'], Element]"


def _read_nodes(
    parent: etree._Element,
    interpret: Callable[[etree._Element], Interpretation],
    finish: Callable[[list[_Token]], list[_Token]],
    around: tuple[Element, ...] = (),
    block_depth: int = 0,
    depth: int = 0,
) -> list[_Node]:
    """Return blocks and the text between them.

    Inline elements around blocks (bold around paragraphs) go into the blocks.

    :param interpret: tells what an element is, and how it is written
    :param finish: what is done with the tokens between two blocks
    """
    nodes: list[_Node] = []
    tokens: list[_Token] = []

    def add_text(text: str | None, around: tuple[Element, ...]) -> None:
        if text:
            tokens.append(_Token(NOT_IN_XML.sub("", text), around, "word"))

    def end_run() -> None:
        if finished := finish(tokens):
            nodes.append(_Run(finished))
        tokens.clear()

    def walk(element: etree._Element, around: tuple[Element, ...], depth: int) -> None:
        add_text(element.text, around)
        for child in element:
            kind, written = interpret(child)
            if kind != "skip" and depth > MAX_DEPTH:
                add_text("".join(child.itertext()), around)
            elif kind == "atom":
                token_kind = "break" if written[0] == "br" else "image"
                tokens.append(_Token(_open_tag(written), around, token_kind))
            elif kind == "block" and block_depth < MAX_BLOCK_DEPTH:
                end_run()
                children = _read_nodes(child, interpret, finish, around, block_depth + 1, depth + 1)
                nodes.append(_Block(written, children))
            elif kind == "inline" and len(around) < MAX_INLINE_DEPTH:
                walk(child, around if written in around else (*around, written), depth + 1)
            elif kind != "skip":
                walk(child, around, depth + 1)
            add_text(child.tail, around)

    walk(parent, around, depth)
    end_run()
    return nodes


def _interpret_text(element: etree._Element) -> Interpretation:
    """Tell what an element of a text is, without trusting it."""
    tag = element.tag if isinstance(element.tag, str) else "script"
    tag = SHOWN_AS.get(tag, tag)
    if tag in NO_TEXT:
        return "skip", (tag, ())
    for kind, tags in (("inline", INLINE), ("atom", ATOMS), ("block", BLOCKS)):
        if tag in tags:
            return kind, (tag, _clean_attributes(tag, element))
    return "open", (tag, ())


def _clean_attributes(tag: str, element: etree._Element) -> tuple[tuple[str, str], ...]:
    attributes = {}
    for name, value in element.attrib.items():
        value = SPACE.sub(" ", NOT_IN_XML.sub("", value)).strip(" ")
        if name == "class":
            value = " ".join(word for word in value.split(" ") if not word.startswith(PREFIX))
        is_refused = (
            (name not in ATTRIBUTES and name not in ELEMENT_ATTRIBUTES.get(tag, ()))
            or (name in {"class", "style"} and not value)
            or (name == "style" and not is_harmless_style(value))
            or (name == "href" and not LINK.fullmatch(value))
            or (name == "src" and not EMBEDDED_IMAGE.fullmatch(value))
        )
        if not is_refused:
            attributes[name] = value
    return tuple(sorted(attributes.items()))


def _tidy_tokens(pieces: list[_Token]) -> list[_Token]:
    """Return words and spaces from pieces of text, with white space as a browser shows it."""
    tidy: list[_Token] = []
    for token in _split_words(pieces):
        last = tidy[-1].kind if tidy else "break"
        if token.kind == "space" and last in {"space", "break"}:
            continue
        if token.kind == "break" and last == "space":
            tidy.pop()
        tidy.append(token)
    if tidy and tidy[-1].kind == "space":
        tidy.pop()
    for index, token in enumerate(tidy):
        if token.kind == "space":
            before, after = tidy[index - 1].around, tidy[index + 1].around
            shared = before if before == after else before[: _count_common(before, after)]
            tidy[index] = _Token(" ", shared, "space")
    return tidy


def _split_words(pieces: list[_Token]) -> Iterable[_Token]:
    joined: list[_Token] = []
    for piece in pieces:
        if joined and joined[-1].kind == piece.kind == "word" and joined[-1].around == piece.around:
            joined[-1] = piece._replace(html=joined[-1].html + piece.html)
        else:
            joined.append(piece)
    for piece in joined:
        if piece.kind != "word":
            yield piece
            continue
        for word in WORDS.findall(piece.html):
            if SPACE.match(word):
                yield _Token(" ", piece.around, "space")
            else:
                kind = "mark" if MARK.match(word) else "word"
                yield _Token(escape(word, quote=False), piece.around, kind)


def _resolve(redline_html: str, side: Side) -> list[Article]:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
    dropped, kept = ("deleted", "inserted") if side == "new" else ("inserted", "deleted")

    def interpret(element: etree._Element) -> Interpretation:
        tag = element.tag
        classes = (element.get("class") or "").split(" ")
        if tag == ELEMENT_OF[dropped] or f"{PREFIX}_{dropped}" in classes:
            return "skip", (tag, ())
        if tag == ELEMENT_OF[kept]:
            return "open", (tag, ())
        return _interpret_text(element)

    def finish(tokens: list[_Token]) -> list[_Token]:
        return [
            token._replace(html=escape(token.html, quote=False)) if token.kind == "word" else token
            for token in tokens
        ]

    articles = []
    for section in etree.fromstring(redline_html, parser):
        if place := section.get(f"data-{side}"):
            heading, body = (_write_nodes(_read_nodes(part, interpret, finish)) for part in section)
            article = Article(section.get("data-key"), unescape(heading), body)
            articles.append((int(place), article))
    return [article for _place, article in sorted(articles)]


# Aligning


def _pair_articles(old: list[_ReadArticle], new: list[_ReadArticle]) -> list[_Pair]:
    """Return what belongs together, in the order in which it is shown."""
    old_keys, new_keys = _number_keys(old), _number_keys(new)
    places = {key: index for index, key in enumerate(old_keys)}
    staying = set(new_keys) & set(old_keys)
    order = [key for key in old_keys if key in staying]
    matcher = SequenceMatcher(None, order, [k for k in new_keys if k in staying], autojunk=False)
    in_order = {
        key for block in matcher.get_matching_blocks() for key in order[block.a :][: block.size]
    }
    pairs = [
        _Pair(places.get(key), index, key in staying and key not in in_order)
        for index, key in enumerate(new_keys)
    ]
    for old_index, key in enumerate(old_keys):
        if key not in staying:
            before = [index for index, p in enumerate(pairs) if p.old_index == old_index - 1]
            pairs.insert(before[0] + 1 if old_index else 0, _Pair(old_index, None))
    return pairs


def _number_keys(articles: list[_ReadArticle]) -> list[tuple[str, int]]:
    seen: Counter[str] = Counter()
    keys = []
    for article in articles:
        keys.append((article.key, seen[article.key]))
        seen[article.key] += 1
    return keys


class _Writer:
    """Writes redlines until its budget of comparisons is spent, and cheaper ones after that."""

    def __init__(self) -> None:
        self.budget = BUDGET

    def write_article(self, pair: _Pair, old: _ReadArticle | None, new: _ReadArticle | None) -> str:
        """Return the section of an article."""
        if old and new:
            status = "unchanged" if old.says_the_same_as(new) else "changed"
        else:
            status = "deleted" if old else "inserted"
        heading = self._compare(
            _read_heading(old.heading) if old else [], _read_heading(new.heading) if new else []
        )
        body = self._compare(old.nodes if old else [], new.nodes if new else [])
        attributes = [
            ("class", f"{ARTICLE_CLASS} {PREFIX}_{status}{pair.is_moved * f' {MOVED_CLASS}'}"),
            ("data-key", (old or new).key),
        ]
        if old:
            attributes.append(("data-old", str(pair.old_index)))
        if new:
            attributes.append(("data-new", str(pair.new_index)))
        return (
            f"{_open_tag(('section', tuple(attributes)))}"
            f'<h2 class="{PREFIX}_heading">{heading}</h2>'
            f'<div class="{PREFIX}_body">{body}</div></section>'
        )

    def _compare(self, old: list[_Node], new: list[_Node]) -> str:
        """Return a list of blocks and text as a redline."""
        old_keys = [_write_nodes([node]) for node in old]
        new_keys = [_write_nodes([node]) for node in new]
        parts = []
        for is_equal, i1, i2, j1, j2 in self._find_equal(old_keys, new_keys):
            if is_equal:
                parts += old_keys[i1:i2]
            else:
                parts += self._compare_changed(old[i1:i2], new[j1:j2])
        return "".join(parts)

    def _compare_changed(self, old: list[_Node], new: list[_Node]) -> Iterable[str]:
        old_done = new_done = 0
        for old_index, new_index in [*self._find_similar(old, new), (len(old), len(new))]:
            yield from (_write_change(node, "deleted") for node in old[old_done:old_index])
            yield from (_write_change(node, "inserted") for node in new[new_done:new_index])
            old_done, new_done = old_index + 1, new_index + 1
            if old_index < len(old):
                yield self._compare_nodes(old[old_index], new[new_index])

    def _compare_nodes(self, old: _Node, new: _Node) -> str:
        if isinstance(old, _Run):
            return self._compare_words(old.tokens, new.tokens)
        return _write_element(old.element, self._compare(old.children, new.children))

    def _compare_words(self, old: list[_Token], new: list[_Token]) -> str:
        # Difflib grows a match over the spaces around it, but does not begin with one.
        spaces = {token for token in (*old, *new) if token.kind == "space"}
        merged: list[_Stretch] = []
        for is_equal, i1, i2, j1, j2 in self._find_equal(old, new, spaces):
            merged.append(_Stretch(is_equal, old[i1:i2], new[j1:j2]))
            while len(merged) > 2 and not is_equal and _is_lost_between(*merged[-3:]):
                before, between, after = merged[-3:]
                deleted = before.old + between.old + after.old
                inserted = before.new + between.new + after.new
                merged[-3:] = [_Stretch(False, deleted, inserted)]
        tokens = []
        for is_equal, deleted, inserted in merged:
            if is_equal:
                tokens += deleted
            else:
                tokens += _mark(deleted, "deleted") + _mark(inserted, "inserted")
        return _write_tokens(tokens)

    def _find_equal(
        self, old: Sequence[Hashable], new: Sequence[Hashable], junk: Iterable[Hashable] = ()
    ) -> list[tuple[bool, int, int, int, int]]:
        """Return stretches (is equal, old start and end, new start and end), in order."""
        start = _count_common(old, new)
        end = _count_common(old[start:][::-1], new[start:][::-1])
        old_end, new_end = len(old) - end, len(new) - end
        stretches = [(True, 0, start, 0, start)]
        counts = Counter(new[start:new_end])
        cost = sum(counts[item] for item in old[start:old_end] if item not in junk)
        if cost <= min(self.budget, BUDGET_PER_LIST):
            self.budget -= cost
            matcher = SequenceMatcher(
                junk.__contains__ if junk else None,
                old[start:old_end],
                new[start:new_end],
                autojunk=False,
            )
            stretches += [
                (tag == "equal", start + i1, start + i2, start + j1, start + j2)
                for tag, i1, i2, j1, j2 in matcher.get_opcodes()
            ]
        else:
            stretches.append((False, start, old_end, start, new_end))
        stretches.append((True, old_end, len(old), new_end, len(new)))
        return [stretch for stretch in stretches if stretch[1:4:2] != stretch[2:5:2]]

    def _find_similar(self, old: list[_Node], new: list[_Node]) -> list[tuple[int, int]]:
        """Return the places of blocks that are shown as changed, and not as old and new ones."""
        old_words, new_words = [_count_words(n) for n in old], [_count_words(n) for n in new]
        cost = sum(len(words) + 1 for words in old_words) * len(new)
        if cost > self.budget:
            return []
        self.budget -= cost
        # best[i][j]: the most that the blocks from i and from j on have in common.
        best = [[0.0] * (len(new) + 1) for _ in range(len(old) + 1)]
        gains: dict[tuple[int, int], float] = {}
        for i in reversed(range(len(old))):
            for j in reversed(range(len(new))):
                gain = _rate_similarity(old[i], new[j], old_words[i], new_words[j])
                gains[i, j] = gain
                together = gain + best[i + 1][j + 1] if gain else 0.0
                best[i][j] = max(together, best[i + 1][j], best[i][j + 1])
        pairs = []
        i = j = 0
        while i < len(old) and j < len(new):
            if gains[i, j] and best[i][j] == gains[i, j] + best[i + 1][j + 1]:
                pairs.append((i, j))
                i, j = i + 1, j + 1
            elif best[i][j] == best[i + 1][j]:
                i += 1
            else:
                j += 1
        return pairs


def _read_heading(heading: str) -> list[_Node]:
    return [_Run(_tidy_tokens([_Token(heading, (), "word")]))] if heading else []


def _count_common(one: Sequence[Hashable], other: Sequence[Hashable]) -> int:
    """Return how many items at the start are the same."""
    count = 0
    for item, other_item in zip(one, other, strict=False):
        if item != other_item:
            break
        count += 1
    return count


def _count_words(node: _Node) -> Counter[str]:
    if isinstance(node, _Run):
        return Counter(token.html for token in node.tokens if token.kind not in {"space", "mark"})
    return sum((_count_words(child) for child in node.children), Counter())


def _rate_similarity(
    old: _Node, new: _Node, old_words: Counter[str], new_words: Counter[str]
) -> float:
    """Return 0 when two blocks cannot or should not be shown as one, and up to 1.01 otherwise."""
    if type(old) is not type(new):
        return 0.0
    if isinstance(old, _Block) and old.element != new.element:
        return 0.0
    tag = old.element[0] if isinstance(old, _Block) else ""
    total = old_words.total() + new_words.total()
    share = 2 * (old_words & new_words).total() / total if total else 1.0
    return share + 0.01 if share >= LEAST_SIMILARITY.get(tag, USUAL_SIMILARITY) else 0.0


def _is_lost_between(before: _Stretch, between: _Stretch, after: _Stretch) -> bool:
    """Return whether what did not change is so short that it is read more easily as changed."""
    if not between.is_equal:
        return False
    kept = _measure(between.old)
    words = sum(token.kind == "word" for token in between.old)
    changes = [max(_measure(change.old), _measure(change.new)) for change in (before, after)]
    # Of two or three words half the length is enough to be worth reading; four always are.
    weight = 1 if words < 2 else 2
    return words < 4 and kept * weight <= min(changes)


def _measure(tokens: list[_Token]) -> int:
    return sum(len(token.html) for token in tokens if token.kind == "word")


# Writing


def _mark(tokens: list[_Token], change: Change) -> list[_Token]:
    mark = (ELEMENT_OF[change], ())
    return [token._replace(around=(mark, *token.around)) for token in tokens]


def _write_change(node: _Node, change: Change) -> str:
    """Return a whole block, or text between blocks, as inserted or deleted."""
    if isinstance(node, _Run):
        return _write_tokens(_mark(node.tokens, change))
    tag, attributes = node.element
    attributes = dict(attributes)
    attributes["class"] = f"{attributes.get('class', '')} {PREFIX}_{change}".strip()
    return _write_element((tag, tuple(attributes.items())), _write_marked(node.children, change))


def _write_marked(nodes: list[_Node], change: Change) -> str:
    return "".join(
        _write_tokens(_mark(node.tokens, change))
        if isinstance(node, _Run)
        else _write_element(node.element, _write_marked(node.children, change))
        for node in nodes
    )


def _write_nodes(nodes: list[_Node]) -> str:
    return "".join(
        _write_tokens(node.tokens)
        if isinstance(node, _Run)
        else _write_element(node.element, _write_nodes(node.children))
        for node in nodes
    )


def _write_element(element: Element, content: str) -> str:
    if element[0] in VOID:
        return _open_tag(element)
    return f"{_open_tag(element)}{content}</{element[0]}>"


def _write_tokens(tokens: list[_Token]) -> str:
    """Return tokens with the elements around them, each opened as few times as possible."""
    parts: list[str] = []
    around: tuple[Element, ...] = ()
    for token in (*tokens, _Token("", (), "space")):
        if token.around != around:
            common = _count_common(around, token.around)
            parts += [f"</{tag}>" for tag, _attributes in reversed(around[common:])]
            parts += [_open_tag(element) for element in token.around[common:]]
            around = token.around
        parts.append(token.html)
    return "".join(parts)


def _open_tag(element: Element) -> str:
    tag, attributes = element
    written = "".join(
        f' {name}="{SPACE.sub(_write_space, escape(value))}"' for name, value in attributes
    )
    return f"<{tag}{written}{'/' * (tag in VOID)}>"


def _write_space(space: re.Match[str]) -> str:
    # A reader of XML takes a line's end in an attribute for a space.
    return "".join(f"&#{ord(c)};" if c != " " else c for c in space[0])
