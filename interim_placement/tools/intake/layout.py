"""A text as it is laid out: labels with their values, headings with their lists."""

from __future__ import annotations

import re
from dataclasses import replace

# More than any request or CV has; what lies behind is not read.
MOST_CHARACTERS = 300_000
LONGEST_VALUE = 400

# Character for character, so that places in the text stay the same.
_PLAIN = str.maketrans(
    {
        "\xa0": " ",
        "\u2007": " ",
        "\u202f": " ",
        "\u2009": " ",
        "\r": " ",
        "\x0b": " ",
        "\x0c": "\n",
        "\x85": " ",
        "\u2028": "\n",
        "\u2029": "\n",
        "\u2010": "-",
        "\u2011": "-",
        "\u2012": "-",
        "\u2013": "-",
        "\u2014": "-",
        "\u2212": "-",
        "\u2018": "'",
        "\u2019": "'",
        "\u02bc": "'",
        "\u00b4": "'",
        "`": "'",
        "*": " ",
    }
)
# The end of a line that goes on in the next one: long, not finished, and followed by a small letter
# or a number.
_WRAPPED = re.compile(
    r"(?<=[^\n]{45})(?<![.:;!?|\n])\n"
    r"(?![^\n:.]{0,40}:[^\S\n])(?!\d{1,2}(?:\.\d{1,2}[.)]?|[.)])[^\S\n])(?=[a-z(\d€])"
)
# Not behind an abbreviation.
_SENTENCE_END = re.compile(
    r"\n|(?<!\bexcl)(?<!\bincl)(?<!\bmax)(?<!\bmin)(?<!\bca)(?<!\bnr)(?<!\bref)(?<!\bevt)(?<!\bmw)"
    r"(?<!\bdhr)[.!?][^\S\n](?=[A-Z'\"(€])"
)
BULLET = re.compile(
    r"[^\S\n]*(?:[-•·▪◦‣●○■□*+>o]|\d{1,2}[.)]|[a-z][.)]|[KEW]\d{1,2}[.:)]?)[^\S\n]+"
)
# Between a label and its value; the last one only where the value cannot be mistaken.
_SEPARATOR = (
    r"(?:[^\S\n]*[:=|\t][^\S\n]*(?:\n[^\S\n]*){0,2}"
    r"|[^\S\n]{2,}|[^\S\n]+-[^\S\n]+|[^\S\n]*(?:\n[^\S\n]*){1,2})"
)
_LOOSE_SEPARATOR = rf"(?:{_SEPARATOR}|[^\S\n]+(?:is|zijn|are)[^\S\n]+|[^\S\n]+)"


def label_pattern(labels, *, loose=False):
    """Compile what finds labels at the beginning of a line or a cell, up to their value.

    :param labels: regular expressions, each one label
    :param bool loose: a single space may stand between label and value
    """
    separator = _LOOSE_SEPARATOR if loose else _SEPARATOR
    return re.compile(
        r"(?:^|[|;\t•])[^\S\n]*(?:[-•·▪>#]+[^\S\n]*)?(?:\d{1,2}(?:\.\d)?[.)]?[^\S\n]+)?"
        rf"(?P<label>{'|'.join(labels)})(?:[^\S\n]*\([^()\n]{{0,40}}\))?{separator}",
        re.IGNORECASE | re.MULTILINE,
    )


_BLANKS = re.compile(r"[^\S\n]{3,}|\n(?:[^\S\n]*\n){2,}")


class Compact:
    """A text without the long blanks in it, which say nothing and cost time, and the way back."""

    def __init__(self, text):
        self.original = text[:MOST_CHARACTERS]
        plain = self.original.translate(_PLAIN)
        parts, places, done = [], [], 0
        for match in _BLANKS.finditer(plain):
            blank = match.group()
            short = "\n\n" if "\n" in blank else "\t" if "\t" in blank else "  "
            parts += [self.original[done : match.start()], short]
            places += range(done, match.start())
            places += range(match.start(), match.start() + len(short))
            done = match.end()
        parts.append(self.original[done:])
        places += range(done, len(self.original))
        self.text = "".join(parts)
        self._places = places

    def restore(self, finding):
        """Return a finding of the compact text with its place and words in the original."""
        start, end = finding.span
        span = (self._places[start], self._places[end - 1] + 1)
        return replace(finding, span=span, words=self.original[slice(*span)])


class Layout:
    """A compact text, its plain form of the same length, and what stands where in it."""

    def __init__(self, text):
        self.text = text
        self.plain = self.text.translate(_PLAIN)
        self.flow = _WRAPPED.sub(" ", self.plain)

    def labelled(self, pattern):
        """Yield (start of the label, start of the value, end of the value) for each label.

        A value ends with its line or cell.
        """
        for match in pattern.finditer(self.flow):
            start = match.end()
            end = self._value_end(start)
            while end > start and self.flow[end - 1] in " .,":
                end -= 1
            if end > start:
                yield match.start("label"), start, end

    def lines(self):
        """Yield (start, end) of the lines of the plain text, without the blanks around."""
        start = 0
        for line in self.plain.split("\n"):
            stripped = line.strip()
            if stripped:
                begin = start + line.index(stripped)
                yield begin, begin + len(stripped)
            else:
                yield start, start
            start += len(line) + 1

    def sentence(self, position):
        """Return (start, end) of the sentence or line of the flow around a position."""
        limit = 300
        start = max(0, position - limit)
        for match in _SENTENCE_END.finditer(self.flow, start, position):
            start = match.end()
        end = min(len(self.flow), position + limit)
        found = _SENTENCE_END.search(self.flow, position, end)
        return start, found.start() if found else end

    def _value_end(self, start):
        found = re.compile(r"[|\t\n;]").search(self.flow, start, start + LONGEST_VALUE)
        return found.start() if found else min(len(self.flow), start + LONGEST_VALUE)
