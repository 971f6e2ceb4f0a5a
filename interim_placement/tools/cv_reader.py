"""Read a CV by rules: how to reach the person, and terms of our catalogues, with their words.

Nothing else is read. Date of birth, age, nationality, sex, marital status, picture and citizen
service number have no place in the record of a professional, so there are no rules for them.
What belongs to somebody else, as a referee, is left alone.
"""

from __future__ import annotations

import re

from .intake import cv_patterns as patterns
from .intake.catalogue import find_phrases
from .intake.finding import Candidate, Finding, settle
from .intake.layout import Compact, Layout

# A name stands at the top.
HEAD_LINES = 6


def read_cv(text, expertise=None, certifications=None):
    """Return what a CV says, each value with its words; at most one finding per field.

    Only `expertise` and `certification` come once for each term. The other fields are `name`,
    `email`, `phone` (as written), `zip`, `city` and `website` (of a profile at LinkedIn).

    :param str text: of the CV
    :param expertise: phrases by key, see `find_phrases`
    :param certifications: phrases by key
    :return: list of Finding
    """
    compact = Compact(text)
    reader = _CvReader(compact.text)
    found = [*reader.contact(), *reader.terms(expertise or {}, certifications or {})]
    return [compact.restore(one) for one in found]


class _CvReader:
    def __init__(self, text):
        self.layout = Layout(text)
        self.text = self.layout.text
        self.plain = self.layout.plain
        self.others = self._sections(patterns.REFEREES)
        self.courses = self._sections(patterns.COURSES)
        self.unfinished = self._sections(patterns.UNFINISHED_HEADING)
        self.letterheads = self._letterheads()

    def contact(self):
        """Return the findings of how to reach the person."""
        emails = self._settle("email", self._emails(), str.casefold)
        return [
            *self._name(emails),
            *emails,
            *self._settle("phone", self._phones(), _phone_key),
            *self._town(),
            *self._settle("website", self._profiles(), str.casefold),
        ]

    def _settle(self, field, candidates, same=None):
        return settle(field, candidates, self.text, same)

    def _own(self, pattern):
        """Yield the matches that are not of a referee."""
        for match in pattern.finditer(self.plain):
            if not _within(match.start(), self.others):
                yield match

    def _letterheads(self):
        """Return (start, end) of the lines at an address that is of an office, not of a person."""
        lines = [line for line in self.layout.lines() if line[0] < line[1]]
        found = []
        for number, (start, end) in enumerate(lines):
            if any(map(_is_of_office, patterns.EMAIL.findall(self.plain, start, end))):
                near = lines[max(0, number - 1) : number + 2]
                found.append((near[0][0], near[-1][1]))
        return found

    def _person(self, value, span):
        """Return the candidate of a value that a letterhead gives as well, then of an agency."""
        if _within(span[0], self.letterheads):
            return Candidate(None, span, "shared", (value,))
        return Candidate(value, span)

    def _emails(self):
        return [
            Candidate(None, match.span(), "shared", (match.group(),))
            if _is_of_office(match.group())
            else Candidate(match.group(), match.span())
            for match in self._own(patterns.EMAIL)
        ]

    def _phones(self):
        found = []
        for match in self._own(patterns.PHONE):
            digits = re.sub(r"\D", "", match.group())
            before = self.plain[max(0, match.start() - 30) : match.start()].rpartition("\n")[2]
            if patterns.NO_PHONE.search(before):
                continue
            is_dutch = digits.startswith("0") and not digits.startswith("00") and len(digits) == 10
            is_abroad = (
                match.group().lstrip("( ").startswith(("+", "00")) and 10 <= len(digits) <= 15
            )
            if is_dutch or is_abroad:
                found.append(self._person(" ".join(match.group().split()), match.span()))
        return found

    def _profiles(self):
        return [
            Candidate(f"https://www.linkedin.com/in/{match['profile']}", match.span())
            for match in self._own(patterns.PROFILE)
        ]

    def _town(self):
        """Read postcode and town of the address, or the town of a label."""
        addresses = list(self._own(patterns.ADDRESS))
        codes = [
            self._person(f"{match['digits']} {match['letters']}", match.span("code"))
            for match in addresses
        ]
        towns = [
            self._person(" ".join(match["town"].split()), match.span("town"))
            for match in addresses
            if match["town"]
        ]
        towns += [
            Candidate(" ".join(match["town"].split()), match.span())
            for match in self._own(patterns.TOWN_LABEL)
        ]
        return [*self._settle("zip", codes), *self._settle("city", towns, str.casefold)]

    def _name(self, emails):
        labelled = [
            Candidate(" ".join(match["name"].split()), match.span())
            for match in self._own(patterns.NAME_LABEL)
            if _is_name(match["name"])
        ]
        if labelled:
            return self._settle("name", labelled, str.casefold)
        lines = [line for line in self.layout.lines() if line[0] < line[1]][:HEAD_LINES]
        found = []
        for start, end in lines:
            head = patterns.CV_HEAD.match(self.plain, start, end)
            begin = head.end() if head else start
            name = self.plain[begin:end].strip(" -|")
            if _is_name(name):
                begin = self.plain.index(name, begin)
                span = (begin, begin + len(name))
                is_sure = bool(head) or self._has_name(emails, name)
                name = " ".join(name.split())
                found.append(
                    Candidate(name, span) if is_sure else Candidate(None, span, "name", (name,))
                )
        sure = [one for one in found if one.value]
        return self._settle("name", sure or found[:1], str.casefold)

    def _has_name(self, emails, name):
        """Whether the e-mail address is made of this name."""
        address = emails[0].value if emails else None
        local = re.sub(r"[^a-z]", "", (address or "").partition("@")[0].lower())
        words = [word.lower() for word in re.findall(r"[^\W\d_]{3,}", name)]
        return any(word in local for word in words if word not in patterns.PREFIXES)

    def terms(self, expertise, certifications):
        """Return one finding for each expertise and each certificate that the CV names.

        A certificate counts where courses are listed, or on a line that speaks of one: knowledge
        of a subject is no certificate.
        """
        return [
            *self._terms("expertise", expertise, lambda at: _within(at, self.others)),
            *self._terms("certification", certifications, self._is_no_certificate),
        ]

    def _terms(self, field, catalogue, is_skipped):
        """Return a finding for each term; a question for what the text may deny.

        One place that says without a "not" that somebody can do a thing is enough. A certificate
        that one place denies is doubted: the other place is its name in a list.
        """
        is_denied = self._is_denied if field == "expertise" else self._is_no_longer_or_not_yet
        denied = self._places(catalogue, lambda at: is_skipped(at) or not is_denied(at))
        said = self._places(catalogue, lambda at: is_skipped(at) or is_denied(at))
        is_settled = field == "expertise"
        found = []
        for key, span in {**denied, **said}.items():
            if key in denied and not (is_settled and key in said):
                found.append(self._deny(field, key, denied[key]))
            else:
                found.append(Finding(field, key, self.text[slice(*span)], span))
        return sorted(found, key=lambda one: one.span)

    def _places(self, catalogue, is_skipped):
        """Return the first place of each term that counts, by its key."""
        found = find_phrases(self.plain, catalogue, is_skipped)
        return {key: (start, end) for key, start, end in found}

    def _deny(self, field, key, span):
        """Return the question about a term that the text may deny."""
        words = self.text[slice(*span)]
        return Finding(field, None, words, span, "denied", ((key, words),))

    def _is_denied(self, position):
        """Whether a word in the clause around a place says: not, not yet, no longer."""
        start, end = self._clause(position)
        return bool(
            patterns.DENIED.search(self.layout.flow, start, end) or self._is_denied_below(end)
        )

    def _is_no_longer_or_not_yet(self, position):
        """Whether a certificate is denied, not finished, or of a time that ends."""
        return (
            _within(position, self.unfinished)
            or self._is_denied(position)
            or bool(patterns.UNFINISHED.search(self.layout.flow, *self._clause(position)))
        )

    def _clause(self, position):
        """Return (start, end) of the clause around a place: the sentence, up to its "but"."""
        start, end = self.layout.sentence(position)
        for turn in patterns.TURN.finditer(self.layout.flow, start, end):
            if turn.end() <= position:
                start = turn.end()
            else:
                end = turn.start()
                break
        return start, end

    def _is_denied_below(self, end):
        """Whether a line that was broken off goes on with a denial."""
        start = end + 1
        if not self.layout.flow.startswith("\n", end):
            return False
        if self.layout.flow.startswith("(", start):
            start += 1
        below = patterns.DENIED.match(self.layout.flow, start)
        return bool(below and below.group()[0].islower())

    def _is_no_certificate(self, position):
        if _within(position, self.others):
            return True
        start = self.plain.rfind("\n", 0, position) + 1
        end = self.plain.find("\n", position)
        line = self.plain[start : end if end >= 0 else len(self.plain)]
        return not (_within(position, self.courses) or patterns.COURSE_WORD.search(line[:300]))

    def _sections(self, heading):
        """Return (start, end) of the sections under a heading, up to the next heading."""
        found = []
        start = None
        for begin, end in self.layout.lines():
            line = self.plain[begin:end]
            if len(line) > 50 or not line:
                continue
            if heading.fullmatch(line):
                start = end if start is None else start
            elif start is not None and patterns.HEADING.fullmatch(line):
                found.append((start, begin))
                start = None
        if start is not None:
            found.append((start, len(self.plain)))
        return found


def _is_of_office(email):
    return bool(patterns.OFFICE_ADDRESS.fullmatch(email.partition("@")[0]))


def _within(position, spans):
    return any(start <= position < end for start, end in spans)


def _phone_key(number):
    return phone_key(number) or number


def phone_key(number):
    """Return what numbers of the same telephone share, the last nine digits; None for less."""
    digits = re.sub(r"\D", "", number.replace("(0)", "") if number else "")
    return digits[-9:] if len(digits) >= 9 else None


def _is_name(text):
    """Whether a text looks like the name of a person: two to six words, the outer ones capital."""
    tokens = text.split()
    if not 2 <= len(tokens) <= 6 or len(text) > 60 or patterns.NO_NAME.search(text):
        return False
    if not all(patterns.NAME_TOKEN.fullmatch(token) for token in tokens):
        return False
    return (
        tokens[0][0].isupper()
        and tokens[-1][0].isupper()
        and all(token[0].isupper() or token.lower() in patterns.PREFIXES for token in tokens)
    )
