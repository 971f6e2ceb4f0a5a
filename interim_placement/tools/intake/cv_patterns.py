"""How CVs write contact data and headings, and what looks like it and is something else."""

# Patterns are laid out by their parts.
# ruff: noqa: E501

import re

EMAIL = re.compile(
    r"(?<![\w.+-])[A-Za-z0-9][\w.+-]{0,63}@(?:[A-Za-z0-9-]{1,63}\.){1,5}[A-Za-z]{2,20}(?![\w-])"
)
# The part before the @ of an address that an office reads: an agency puts it above each CV.
OFFICE_ADDRESS = re.compile(
    r"(?:info|inform\w*|hrm?|p&o|recruit\w*|werving\w*|contact\w*|office|kantoor|sales|verkoop|mail|e-?mail|post"
    r"|algemeen|general|hallo|hello|welkom|welcome|admin\w*|planning|vacatures?|jobs?|banen|werk|work|career\w*"
    r"|cvs?|sollicit\w*|receptie|reception|secretariaat|support|service\w*|team|inzet|inhuur|interim|detacher\w*"
    r"|bemiddel\w*|kandidaten|candidates|professionals|consultants|aanvra\w*|opdracht\w*|marketing|communicatie"
    r"|noreply|no-reply)(?:[._+-].*|\d*)",
    re.IGNORECASE,
)
# Words that say that something is not so, or not yet, or no longer; but not "not only".
DENIED = re.compile(
    r"\b(?:(?:niet|not)(?![^\S\n]+(?:alleen|slechts|only|just)\b)|geen|zonder|nooit|in opleiding|bezig|lopende?|verlopen"
    r"|afgebroken|gestopt|gepland|verwacht|nee|never|without|no(?![.\w])|none|in progress|ongoing|pending|planned|expected"
    r"|expired|lapsed|incomplete|unfinished)\b",
    re.IGNORECASE,
)
# Certificates that one has not got yet, or has not any more.
UNFINISHED = re.compile(
    r"\b(?:gestart|volgt|afronding|deels|gedeeltelijk|geldig tot|started|partly|partial(?:ly)?|valid until"
    r"|to follow)\b",
    re.IGNORECASE,
)
UNFINISHED_HEADING = re.compile(
    r"[^\w\n]*(?:nu |nog |momenteel |currently )?(?:in opleiding|niet afgerond|(?:mee )?bezig|lopende?|verlopen"
    r"|gepland|in progress|not (?:yet )?(?:finished|completed)|ongoing|expired|planned)"
    r"(?: (?:opleiding|cursus|training|certifica|course)\w*)?[^\w\n]*",
    re.IGNORECASE,
)
# A clause that says the opposite begins here.
TURN = re.compile(r";|[^\S\n](?=(?:maar|but|however|echter)[^\S\n])", re.IGNORECASE)
PHONE = re.compile(
    r"(?<![\w+./-])(?:\+|00|\(0|\(\+|0)[\d][\d ().\-/]{6,20}\d(?![\w-])",
)
NO_PHONE = re.compile(r"\b(?:kvk|btw|bsn|iban|fax|vat|sofi|burgerservice|bank)\b", re.IGNORECASE)
PROFILE = re.compile(
    r"(?<![\w.])(?:https?://)?(?:[a-z]{2,3}\.)?linkedin\.com/in/(?P<profile>[\w%-]{2,100})/?",
    re.IGNORECASE,
)
TOWN = (
    r"(?:'s-|'t )?[A-Z][^\W\d_]*(?:-[^\W\d_]+)*"
    r"(?:[^\S\n](?:aan|op|bij|den|de|het|van|a/d|ter|under|upon|[A-Z][^\W\d_]*(?:-[^\W\d_]+)*)){0,4}"
)
# Towns end with a capitalised word; the last two letters of a postcode are never SA, SD or SS.
ADDRESS = re.compile(
    rf"(?<![\w])(?P<code>(?P<digits>[1-9]\d{{3}})[^\S\n]?(?P<letters>(?!SA|SD|SS)[A-Z]{{2}}))(?!\w)"
    rf"(?:[^\S\n]*,?[^\S\n]*(?P<town>{TOWN})(?=[^\S\n]*(?:$|[\n,|;(•]|[^\S\n]-[^\S\n])))?",
    re.MULTILINE,
)
TOWN_LABEL = re.compile(
    rf"(?:^|[|\t])[^\S\n]*(?i:woonplaats|plaats|city|town|residence|woonachtig te)[^\S\n]*[:\t|]?[^\S\n]*"
    rf"(?P<town>{TOWN})(?=[^\S\n]*(?:$|[\n,|;(]))",
    re.MULTILINE,
)
NAME_LABEL = re.compile(
    r"(?:^|[|\t])[^\S\n]*(?i:naam|name|voor- en achternaam|full name)[^\S\n]*[:\t|][^\S\n]*(?P<name>[^\n|\t,;]{3,60})",
    re.MULTILINE,
)
CV_HEAD = re.compile(
    r"[^\S\n]*(?:curriculum vitae|cv|resume|résumé)(?:[^\S\n]+(?:van|of))?[^\S\n]*[:|-]?[^\S\n]+",
    re.IGNORECASE,
)
PREFIXES = frozenset(
    [
        "van",
        "de",
        "der",
        "den",
        "het",
        "ten",
        "ter",
        "te",
        "'t",
        "'s",
        "von",
        "della",
        "di",
        "el",
        "al",
        "la",
        "le",
        "du",
        "da",
        "dos",
        "bin",
        "ibn",
        "op",
        "aan",
        "in",
    ]
)
NAME_TOKEN = re.compile(r"(?:[A-Z]\.){1,5}|(?:[A-Z]|[dlDLO]')?[^\W\d_]+(?:['-][^\W\d_]+)*")
NO_NAME = re.compile(
    r"\b(?:curriculum|vitae|cv|resume|profiel|profile|personalia|persoonlijke|gegevens|personal|contact"
    r"|interim|adviseur|communicatie\w*|manager|consultant|senior|medior|junior|professional|werkervaring"
    r"|opleiding\w*|ervaring|experience|education|adviser|advisor|communication|projectleider|woordvoerder"
    r"|strateeg|redacteur|specialist|samenvatting|summary|over|about|freelance|zzp|gemeente|provincie"
    r"|ministerie|nederlandse?|dutch|man|vrouw|male|female|gehuwd|ongehuwd|married|single)\b",
    re.IGNORECASE,
)
REFEREES = re.compile(
    r"[^\w\n]*(?:\d[.)]?\s*)?(?:referenties?|referenten|references?|referees?)(?: op aanvraag)?[^\w\n]*",
    re.IGNORECASE,
)
COURSES = re.compile(
    r"[^\w\n]*(?:\d[.)]?\s*)?(?:certificat(?:en|es|ions)|diploma's?|cursussen(?: en trainingen)?"
    r"|trainingen(?: en cursussen)?|courses(?: and training)?|opleidingen?(?: en (?:trainingen|cursussen|certificaten))?"
    r"|education(?: and (?:training|courses))?|training)[^\w\n]*",
    re.IGNORECASE,
)
HEADING = re.compile(
    r"[^\w\n]*(?:\d[.)]?\s*)?(?:(?:werk)?ervaring|work experience|experience|opdrachten|assignments|profiel|profile"
    r"|personalia|contact|talen|languages|vaardigheden|skills|competenties|expertise|hobby's|interesses|interests"
    r"|nevenfuncties|publicaties|certificaten|certificates|opleidingen?|education|cursussen|courses|trainingen"
    r"|referenties?|references?|kennis|samenvatting|summary)[^\w\n]*",
    re.IGNORECASE,
)
COURSE_WORD = re.compile(
    r"certifica|gecertificeerd|certified|diploma|leergang|cursus|training|opleiding|course|masterclass",
    re.IGNORECASE,
)
