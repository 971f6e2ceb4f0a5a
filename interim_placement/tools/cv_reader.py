"""Read a CV by rules: how to reach the person, and terms of our catalogues, with their words.

Nothing else is read. Date of birth, age, nationality, sex, marital status, picture and citizen
service number have no place in the record of a professional, so there are no rules for them.
What belongs to somebody else, as a referee, is left alone.
"""

from __future__ import annotations

import re

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
        self.others = self._sections(_REFEREES)
        self.courses = self._sections(_COURSES)

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

    def _emails(self):
        return [Candidate(match.group(), match.span()) for match in self._own(_EMAIL)]

    def _phones(self):
        found = []
        for match in self._own(_PHONE):
            digits = re.sub(r"\D", "", match.group())
            before = self.plain[max(0, match.start() - 30) : match.start()].rpartition("\n")[2]
            if _NO_PHONE.search(before):
                continue
            is_dutch = digits.startswith("0") and not digits.startswith("00") and len(digits) == 10
            is_abroad = match.group().lstrip("( ").startswith(("+", "00")) and 10 <= len(digits) <= 15
            if is_dutch or is_abroad:
                found.append(Candidate(" ".join(match.group().split()), match.span()))
        return found

    def _profiles(self):
        return [
            Candidate(f"https://www.linkedin.com/in/{match['profile']}", match.span())
            for match in self._own(_PROFILE)
        ]

    def _town(self):
        """Read postcode and town of the address, or the town of a label."""
        addresses = list(self._own(_ADDRESS))
        codes = [
            Candidate(f"{match['digits']} {match['letters']}", match.span("code"))
            for match in addresses
        ]
        towns = [
            Candidate(" ".join(match["town"].split()), match.span("town"))
            for match in addresses
            if match["town"]
        ]
        towns += [
            Candidate(" ".join(match["town"].split()), match.span())
            for match in self._own(_TOWN_LABEL)
        ]
        return [*self._settle("zip", codes), *self._settle("city", towns, str.casefold)]

    def _name(self, emails):
        labelled = [
            Candidate(" ".join(match["name"].split()), match.span())
            for match in self._own(_NAME_LABEL)
            if _is_name(match["name"])
        ]
        if labelled:
            return self._settle("name", labelled, str.casefold)
        lines = [line for line in self.layout.lines() if line[0] < line[1]][:HEAD_LINES]
        found = []
        for start, end in lines:
            head = _CV_HEAD.match(self.plain, start, end)
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
        return any(word in local for word in words if word not in _PREFIXES)

    def terms(self, expertise, certifications):
        """Return one finding for each expertise and each certificate that the CV names.

        A certificate counts where courses are listed, or on a line that speaks of one: knowledge
        of a subject is no certificate.
        """
        found = find_phrases(self.plain, expertise, lambda at: _within(at, self.others))
        certificates = find_phrases(self.plain, certifications, self._is_no_certificate)
        return [
            Finding(field, key, self.text[start:end], (start, end))
            for field, terms in (("expertise", found), ("certification", certificates))
            for key, start, end in terms
        ]

    def _is_no_certificate(self, position):
        if _within(position, self.others):
            return True
        start = self.plain.rfind("\n", 0, position) + 1
        end = self.plain.find("\n", position)
        line = self.plain[start : end if end >= 0 else len(self.plain)]
        return not (_within(position, self.courses) or _COURSE_WORD.search(line[:300]))

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
            elif start is not None and _HEADING.fullmatch(line):
                found.append((start, begin))
                start = None
        if start is not None:
            found.append((start, len(self.plain)))
        return found


_EMAIL = re.compile(r"(?<![\w.+-])[A-Za-z0-9][\w.+-]{0,63}@(?:[A-Za-z0-9-]{1,63}\.){1,5}[A-Za-z]{2,20}(?![\w-])")
_PHONE = re.compile(
    r"(?<![\w+./-])(?:\+|00|\(0|\(\+|0)[\d][\d ().\-/]{6,20}\d(?![\w-])",
)
_NO_PHONE = re.compile(r"\b(?:kvk|btw|bsn|iban|fax|vat|sofi|burgerservice|bank)\b", re.IGNORECASE)
_PROFILE = re.compile(
    r"(?<![\w.])(?:https?://)?(?:[a-z]{2,3}\.)?linkedin\.com/in/(?P<profile>[\w%-]{2,100})/?", re.IGNORECASE
)
_TOWN = (
    r"(?:'s-|'t )?[A-Z][^\W\d_]*(?:-[^\W\d_]+)*"
    r"(?:[^\S\n](?:aan|op|bij|den|de|het|van|a/d|ter|under|upon|[A-Z][^\W\d_]*(?:-[^\W\d_]+)*)){0,4}"
)
# Towns end with a capitalised word; the last two letters of a postcode are never SA, SD or SS.
_ADDRESS = re.compile(
    rf"(?<![\w])(?P<code>(?P<digits>[1-9]\d{{3}})[^\S\n]?(?P<letters>(?!SA|SD|SS)[A-Z]{{2}}))(?!\w)"
    rf"(?:[^\S\n]*,?[^\S\n]*(?P<town>{_TOWN})(?=[^\S\n]*(?:$|[\n,|;(•]|[^\S\n]-[^\S\n])))?",
    re.MULTILINE,
)
_TOWN_LABEL = re.compile(
    rf"(?:^|[|\t])[^\S\n]*(?i:woonplaats|plaats|city|town|residence|woonachtig te)[^\S\n]*[:\t|]?[^\S\n]*"
    rf"(?P<town>{_TOWN})(?=[^\S\n]*(?:$|[\n,|;(]))",
    re.MULTILINE,
)
_NAME_LABEL = re.compile(
    r"(?:^|[|\t])[^\S\n]*(?i:naam|name|voor- en achternaam|full name)[^\S\n]*[:\t|][^\S\n]*(?P<name>[^\n|\t,;]{3,60})",
    re.MULTILINE,
)
_CV_HEAD = re.compile(
    r"[^\S\n]*(?:curriculum vitae|cv|resume|résumé)(?:[^\S\n]+(?:van|of))?[^\S\n]*[:|-]?[^\S\n]+", re.IGNORECASE
)
_PREFIXES = frozenset(
    "van de der den het ten ter te 't 's von della di el al la le du da dos bin ibn op aan in".split()
)
_NAME_TOKEN = re.compile(r"(?:[A-Z]\.){1,5}|(?:[A-Z]|[dlDLO]')?[^\W\d_]+(?:['-][^\W\d_]+)*")
_NO_NAME = re.compile(
    r"\b(?:curriculum|vitae|cv|resume|profiel|profile|personalia|persoonlijke|gegevens|personal|contact"
    r"|interim|adviseur|communicatie\w*|manager|consultant|senior|medior|junior|professional|werkervaring"
    r"|opleiding\w*|ervaring|experience|education|adviser|advisor|communication|projectleider|woordvoerder"
    r"|strateeg|redacteur|specialist|samenvatting|summary|over|about|freelance|zzp|gemeente|provincie"
    r"|ministerie|nederlandse?|dutch|man|vrouw|male|female|gehuwd|ongehuwd|married|single)\b",
    re.IGNORECASE,
)
_REFEREES = re.compile(
    r"[^\w\n]*(?:\d[.)]?\s*)?(?:referenties?|referenten|references?|referees?)(?: op aanvraag)?[^\w\n]*", re.IGNORECASE
)
_COURSES = re.compile(
    r"[^\w\n]*(?:\d[.)]?\s*)?(?:certificat(?:en|es|ions)|diploma's?|cursussen(?: en trainingen)?"
    r"|trainingen(?: en cursussen)?|courses(?: and training)?|opleidingen?(?: en (?:trainingen|cursussen|certificaten))?"
    r"|education(?: and (?:training|courses))?|training)[^\w\n]*",
    re.IGNORECASE,
)
_HEADING = re.compile(
    r"[^\w\n]*(?:\d[.)]?\s*)?(?:(?:werk)?ervaring|work experience|experience|opdrachten|assignments|profiel|profile"
    r"|personalia|contact|talen|languages|vaardigheden|skills|competenties|expertise|hobby's|interesses|interests"
    r"|nevenfuncties|publicaties|certificaten|certificates|opleidingen?|education|cursussen|courses|trainingen"
    r"|referenties?|references?|kennis|samenvatting|summary)[^\w\n]*",
    re.IGNORECASE,
)
_COURSE_WORD = re.compile(
    r"certifica|gecertificeerd|certified|diploma|leergang|cursus|training|opleiding|course|masterclass", re.IGNORECASE
)


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
    if not 2 <= len(tokens) <= 6 or len(text) > 60 or _NO_NAME.search(text):
        return False
    if not all(_NAME_TOKEN.fullmatch(token) for token in tokens):
        return False
    return (
        tokens[0][0].isupper()
        and tokens[-1][0].isupper()
        and all(token[0].isupper() or token.lower() in _PREFIXES for token in tokens)
    )
