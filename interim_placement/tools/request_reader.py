"""Read the text of a client's request by rules: what is asked, and the words that say so.

Rather missed than wrong. A value is given only when the words leave no doubt; what contradicts or
is not complete becomes a question with the values that it could be. A person decides on all of it.
Nothing is learnt and nothing is looked up; Dutch and English are read.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta

import pytz

from . import periods
from .intake import dates, numbers
from .intake.catalogue import find_phrases
from .intake.finding import Candidate, Finding, settle
from .intake.layout import BULLET, Compact, Layout, label_pattern

# Requests are Dutch: so are the times in them.
TIMEZONE = pytz.timezone("Europe/Amsterdam")

# A start of "as soon as possible" is an empty date; this stands for it.
AS_SOON_AS_POSSIBLE = "asap"

# An hourly rate of a professional lies between these; fees and salaries do not.
LOWEST_RATE, HIGHEST_RATE = 30, 350
MOST_HOURS = 48
MOST_REQUIREMENTS = 60
LONGEST_REQUIREMENT = 400

# Labels -----------------------------------------------------------------------------------------

_START = [
    r"(?:gewenste |beoogde |geplande |verwachte )?(?:start|begin|ingangs|aanvangs)datum(?: opdracht)?",
    r"(?:gewenste |beoogde )?(?:start|aanvang|ingang)(?: opdracht| inzet| werkzaamheden)?",
    r"datum (?:aanvang|ingang|start)",
    r"(?:inzet|beschikbaar) (?:per|vanaf)",
    r"opdracht start",
    r"(?:preferred |desired |expected )?(?:start(?:ing)? date|start|starts)",
]
_END = [
    r"(?:verwachte |beoogde |geplande )?einddatum(?: opdracht)?",
    r"eind(?:e)?(?: opdracht| inzet)?",
    r"(?:datum einde|t/m|tot en met)",
    r"end(?:s| date)?",
]
_PERIOD = [
    r"(?:contract|opdracht|inzet|uitvoerings)?periode",
    r"(?:door)?looptijd(?: opdracht| contract)?",
    r"(?:contract|opdracht)?duur(?: van)?(?: de)?(?: opdracht| inzet| overeenkomst)?",
    r"(?:contract |assignment )?(?:period|duration|term)",
    r"(?:initiële|initiele) (?:looptijd|duur|periode)",
]
_HOURS = [
    r"(?:gemiddeld )?(?:aantal )?uren(?: per week| p/w| pw)?",
    r"(?:aantal )?uur per week",
    r"(?:omvang|inzet|urenomvang|werkweek|arbeidsduur)(?: per week| opdracht| in uren)?",
    r"hours(?: per week| a week)?",
    r"weekly hours",
    r"(?:workload|commitment)",
]
_RATE = [
    r"(?:max(?:imaal|imum|\.)? )?(?:uur)?tarief(?: per uur)?(?: excl\.? btw)?",
    r"(?:max(?:imaal|imum|\.)? )?uurtarief(?: excl(?:usief|\.)? btw)?",
    r"tariefplafond",
    r"(?:maximum|max\.?|maximal) (?:hourly )?rate",
    r"(?:hourly )?rate(?: ceiling| cap)?(?: per hour)?",
]
_DEADLINE = [
    r"(?:uiterste )?(?:sluitings|inschrijf|reactie|indienings|inlever|aanlever)datum"
    r"(?:[ /]+tijd| en tijdstip| en -tijd| en tijd)?",
    r"uiterste datum(?: voor)?(?: het)?(?: indien\w{0,4}| inschrijv\w{0,4}| reactie| aanbied\w{0,4})?(?: van)?"
    r"(?: de)?(?: offertes?| aanbiedingen?| kandidaten| cv's)?",
    r"sluiting(?: inschrijving| aanvraag| publicatie)?",
    r"(?:deadline|sluitdatum|sluit op|sluittijd)(?: reactie| inschrijving| aanbieden| indienen)?",
    r"(?:reageren|inschrijven|aanbieden|indienen|aanmelden)(?: kan)? (?:tot|uiterlijk|voor|vóór)",
    r"(?:reageren|inschrijven|aanbieden|indienen)",
    r"(?:uiterlijke |uiterste )(?:reactie|inschrijving|indiening|aanbieding|inzending)",
    r"(?:reacties?|offertes?|aanbiedingen?|inschrijvingen?)(?: uiterlijk| vóór| voor| tot)",
    r"(?:einde )?(?:reactie|inschrijf)termijn",
    r"(?:closing|submission|response|application)[ -](?:date|deadline|time)(?: and time)?",
    r"(?:closes|closing)(?: on)?",
    r"(?:apply|submit|respond)(?: by| before)",
]
_INTERVIEW = [
    r"(?:data |datum )?(?:selectie|kennismakings|sollicitatie|intake|verificatie)?gesprek(?:ken)?",
    r"(?:datum|data) interviews?",
    r"(?:selectie|kennismakings|intake|sollicitatie|verificatie)?gespreks?(?:datum|data)",
    r"interviews?(?: date| dates|datum|data)?",
]
_POSITIONS = [
    r"aantal (?:posities|professionals|personen|plaatsen|functies|in te huren professionals)",
    r"(?:benodigd|gevraagd) aantal(?: professionals| personen)?",
    r"number of (?:positions|professionals|people)",
    r"(?:positions|posities)",
]
_OFFICE = [
    r"(?:kantoordagen|dagen op kantoor|dagen op locatie|aanwezigheid(?: op kantoor)?)(?: per week)?",
    r"(?:office days|days (?:in the office|on site|on-site))(?: a week| per week)?",
    r"hybride(?: werken)?",
    r"hybrid(?: working)?",
]
_DAYS = [
    r"(?:vaste |gewenste )?(?:werk)?dagen",
    r"(?:fixed |working )days",
]
_LEVEL = [
    r"(?:functie)?niveau",
    r"(?:senioriteit|ervaringsniveau)",
    r"(?:seniority|level)(?: of experience)?",
]
_TYPE = [
    r"(?:type|soort|aard)(?: van)?(?: de)? (?:opdracht|inzet|inhuur)",
    r"(?:assignment type|type of assignment|kind of assignment)",
]
_NAME = [
    r"(?:gevraagde |gezochte )?(?:functie|rol)(?:naam|titel|benaming)?",
    r"(?:naam|titel)(?: van)?(?: de)? (?:opdracht|functie|aanvraag)",
    r"(?:titel|role|job title|position title|position|title)",
    r"(?:gevraagd|gezocht|wij zoeken|profiel|wanted)",
]
_REFERENCE = [
    r"(?:ons |onze )?(?:referentie|kenmerk|ref\.?)(?:nummer|nr\.?)?(?: opdrachtgever| aanvraag)?",
    r"(?:ons |onze )?(?:aanvraag|opdracht|dossier|zaak|inhuur|vacature|publicatie)-?(?:nummer|nr\.?|id)",
    r"(?:nummer|nr\.?) (?:aanvraag|opdracht)",
    r"(?:our )?reference(?: number| no\.?)?",
    r"(?:request|assignment)(?: number| no\.?| id)",
]
_CLIENT = [
    r"(?:opdrachtgever|organisatie|opdrachtgevende organisatie|inhurende organisatie)",
    r"(?:aanbestedende dienst|naam organisatie|naam opdrachtgever|afnemer)",
    r"(?:client|customer|klant|contracting authority|organi[sz]ation)",
]
_LOCATION = [
    r"(?:werk|kantoor)?locatie(?: werkzaamheden| opdracht)?",
    r"(?:standplaats|werkplek|plaats van uitvoering|plaats werkzaamheden|plaats)",
    r"(?:work )?location",
    r"(?:place of work|office location)",
]
_REGION = [r"(?:regio|region|provincie)"]
_OTHER = [
    r"(?:vragen|contactpersoon|contact|bijlagen?|publicatiedatum|datum|afdeling|e-?mail|telefoon)",
    r"(?:optie|opties|verlenging|verlengingsopties?|extensions?|extension options?|schaal|screening)",
    r"(?:salarisschaal|functieschaal|salary scale|voorwaarden|general terms|inkoopvoorwaarden|vog)",
    r"(?:eisen|wensen|knock-?out(?:criteria|s)?|requirements|wishes|taken|resultaten|omschrijving)",
]
_ANY_LABEL = re.compile(
    "(?:"
    + "|".join(
        one
        for group in (
            *(_START, _END, _PERIOD, _HOURS, _RATE, _DEADLINE, _INTERVIEW, _POSITIONS, _OFFICE),
            *(_DAYS, _LEVEL, _TYPE, _NAME, _REFERENCE, _CLIENT, _LOCATION, _REGION, _OTHER),
        )
        for one in group
    )
    + r")(?:[^\S\n]*\([^()\n]{0,40}\))?[^\S\n]*(?:$|[:=|\t\n])",
    re.IGNORECASE,
)

_START_LABEL = label_pattern(_START, loose=True)
_END_LABEL = label_pattern(_END, loose=True)
_PERIOD_LABEL = label_pattern(_PERIOD, loose=True)
_HOURS_LABEL = label_pattern(_HOURS, loose=True)
_RATE_LABEL = label_pattern(_RATE, loose=True)
_DEADLINE_LABEL = label_pattern(_DEADLINE, loose=True)
_INTERVIEW_LABEL = label_pattern(_INTERVIEW, loose=True)
_POSITIONS_LABEL = label_pattern(_POSITIONS, loose=True)
_OFFICE_LABEL = label_pattern(_OFFICE, loose=True)
_DAYS_LABEL = label_pattern(_DAYS, loose=True)
_LEVEL_LABEL = label_pattern(_LEVEL)
_TYPE_LABEL = label_pattern(_TYPE)
_NAME_LABEL = label_pattern(_NAME)
_REFERENCE_LABEL = label_pattern(_REFERENCE)
_REFERENCE_LOOSE = re.compile(
    r"(?<!\w)(?P<label>(?:referentie|kenmerk|aanvraag|opdracht)-?(?:nummer|nr\.?)?|ref(?:erence(?: number)?)?\.?)"
    r"(?:[^\S\n]+van deze (?:uitvraag|aanvraag|opdracht))?[^\S\n]*:?[^\S\n]+",
    re.IGNORECASE,
)
_CLIENT_LABEL = label_pattern(_CLIENT)
_LOCATION_LABEL = label_pattern(_LOCATION)
_REGION_LABEL = label_pattern(_REGION)

# What may stand between a label and its date.
_DATE_FILLER = re.compile(
    r"(?:(?:is|op|om|per|vanaf|met ingang van|ingaand|uiterlijk|tot|voor|vóór|van|t/m|tot en met"
    r"|from|on|by|before|until|no later than|at|datum|date|zijn|vinden plaats op|staan gepland op"
    r"|zijn gepland op|worden gehouden op|will be held on|are (?:held|planned|scheduled)(?: on)?)"
    r"\b[^\S\n]*[:,]?[^\S\n]*){0,3}",
    re.IGNORECASE,
)
_LATEST = re.compile(r"\b(?:uiterlijk|uiterste|latest|no later|voor|vóór|before|by)\b", re.IGNORECASE)
_ANOTHER_DAY = re.compile(
    r"[^\S\n]*(?:,|/|&|-|en|of|and|or|t/m|tot(?: en met)?|to|until)[^\S\n]*"
    rf"(?:(?:{dates.WEEKDAY})\.?[^\S\n]+)?(?:\d(?!\d?[:.]\d\d)|(?:{dates.MONTH})\b)",
    re.IGNORECASE,
)
_DAY_AND = re.compile(
    rf"(?:(?:{dates.WEEKDAY})\.?[^\S\n]+)?(?P<day>\d{{1,2}})[^\S\n]*(?:,|/|&|-|en|of|and|or|t/m|tot)[^\S\n]*"
    rf"(?=(?:(?:{dates.WEEKDAY})\.?[^\S\n]+)?\d)",
    re.IGNORECASE,
)
_THROUGH = re.compile(
    r"[^\S\n]*,?[^\S\n]*(?P<word>tot en met|t/m|t\.e\.m\.|t\.m\.|tot|-|until|till|to|through)"
    r"[^\S\n]*(?:en met|uiterlijk)?[^\S\n]*",
    re.IGNORECASE,
)
_INCLUSIVE = frozenset({"tot en met", "t/m", "t.e.m.", "t.m.", "-", "through"})
_ASAP = re.compile(
    r"(?:per direct|direct|zo spoedig mogelijk|z\.?s\.?m\.?|asap|as soon as possible|immediately"
    r"|zo snel mogelijk|per omgaande)(?!\w)",
    re.IGNORECASE,
)


def read_request(text, today, expertise=None):
    """Return what a request says, each value with its words; at most one finding per field.

    Only `expertise`, `requirement_knockout` and `requirement_wish` come once for each term or
    line. Dates are inclusive, the deadline is a naive datetime in UTC, rates are per hour without
    VAT, `weekdays` is a tuple of numbers with Monday 0, `type` is the code of an assignment type.

    :param str text: of the request
    :param date today: to which a day without a year, but with its weekday, is near
    :param expertise: phrases by key, see `find_phrases`
    :return: list of Finding
    """
    compact = Compact(text)
    reader = _RequestReader(compact.text, today)
    found = [*reader.facts(), *reader.expertise(expertise or {}), *reader.requirements()]
    return [compact.restore(one) for one in found]


def _fold(value):
    return " ".join(value.casefold().split()) if isinstance(value, str) else value


class _RequestReader:
    def __init__(self, text, today):
        self.layout = Layout(text)
        self.text = self.layout.text
        self.flow = self.layout.flow
        self.today = today
        self.is_english = _is_english(self.flow)

    def facts(self):
        """Return the findings of all fields that a request gives once."""
        found = [
            *self._settle("name", self._names()),
            *self._settle("reference", self._references()),
            *self._settle("client", self._clients()),
            *self._settle("location", self._locations()),
            *self._period(),
            *self._hours(),
            *self._settle("rate_max", self._rates()),
            *self._extension(),
            *self._settle("deadline", self._deadlines()),
            *self._settle("interview_date", self._interviews()),
            *self._settle("positions", self._positions()),
            *self._settle("office_days", self._office_days()),
            *self._settle("weekdays", self._weekdays()),
            *self._settle("level", self._levels()),
            *self._settle("salary_scale", self._scales()),
            *self._settle("screening", self._screenings()),
            *self._settle("general_terms", self._general_terms()),
            *self._settle("type", self._types()),
        ]
        return found

    def _settle(self, field, candidates):
        ordered = sorted(candidates, key=lambda found: found.span)
        return settle(field, ordered, self.text, _fold)

    def _labelled(self, pattern):
        """Yield the values of a label, but none that is a label itself."""
        for label, start, end in self.layout.labelled(pattern):
            if not _ANY_LABEL.match(self.flow, start):
                yield label, start, end

    # Names --------------------------------------------------------------------------------------

    def _names(self):
        found = []
        for label, start, end in self._labelled(_NAME_LABEL):
            name, last = self._cut_role(start, end)
            if name:
                found.append(Candidate(name, (label, last)))
        return found or self._title()

    def _title(self):
        """Read the role from the first lines, or from what is looked for, if it names a trade."""
        lines = [line for line in self.layout.lines() if line[0] < line[1]][:4]
        for start, end in lines:
            parts = [
                found
                for match in _TITLE_PART.finditer(self.flow, start, end)
                if (found := self._trade(match.start(), match.end(), _TITLE_WORDS))
            ]
            if parts:
                return parts
        return [
            found
            for match in _WANTED_PHRASE.finditer(self.flow)
            if (found := self._trade(match.start("role"), match.end("role"), 6))
        ]

    def _trade(self, start, end, most_words):
        """Return the candidate of a role that names a trade, or None."""
        head = _TITLE_HEAD.match(self.flow, start, end)
        start = head.end() if head else start
        name, last = self._cut_role(start, end)
        if not name or len(name.split()) > most_words or not _TRADE.search(name):
            return None
        if re.search(r"[:?!]|\d{3}", name) or _NO_TITLE.search(name):
            return None
        return Candidate(name, (last - len(self.flow[start:last].lstrip(" -#")), last))

    def _cut_role(self, start, end):
        cut = _ROLE_END.search(self.flow, start, end)
        last = cut.start() if cut else end
        name = self.flow[start:last].strip(" -#,.:\"'")
        last = start + self.flow[start:last].rfind(name) + len(name) if name else start
        is_sentence = re.search(r"\.\s|\b(?:zoekt|zoeken|is een|gaat|wordt|you|je|u)\b", name)
        if not 3 <= len(name) <= 80 or is_sentence or not re.search(r"[^\W\d_]{3}", name):
            return None, start
        return " ".join(name.split()), last

    def _references(self):
        found = []
        for pattern in (_REFERENCE_LABEL, _REFERENCE_LOOSE):
            for match in pattern.finditer(self.flow):
                token = _REFERENCE_TOKEN.match(self.flow, match.end())
                if not token or self._is_yours(match.start("label")):
                    continue
                if dates.day_at(self.flow, token.start(), self.today):
                    continue
                value = token.group().rstrip(".-/")
                found.append(
                    Candidate(value, (match.start("label"), token.start() + len(value)))
                )
        return found

    def _is_yours(self, position):
        return self.flow[max(0, position - 4) : position].lower().endswith(("uw ", "your "))

    def _clients(self):
        found = []
        for label, start, end in self._labelled(_CLIENT_LABEL):
            cut = _CLIENT_END.search(self.flow, start, end)
            last = cut.start() if cut else end
            value = self.flow[start:last].strip(" -,.")
            if 2 < len(value) <= 80 and re.match(r"[^\W\d_]|'s-", value):
                value = value[0].upper() + value[1:]
                found.append(Candidate(value, (label, start + len(self.flow[start:last].rstrip()))))
        return found or self._named_organisations()

    def _named_organisations(self):
        """Return the public bodies that the text names, each once."""
        found = {}
        for match in _ORGANISATION.finditer(self.flow):
            value = " ".join(match.group().split())
            value = value[0].upper() + value[1:]
            # Whether the next word belongs to the name of a town cannot be told.
            doubt = {"problem": "name", "options": (value,)} if match["more"] else {}
            candidate = Candidate(None if doubt else value, match.span(), **doubt)
            found.setdefault(_fold(value), candidate)
        return list(found.values())

    def _locations(self):
        for pattern in (_LOCATION_LABEL, _REGION_LABEL):
            found = []
            for label, start, end in self._labelled(pattern):
                cut = _LOCATION_END.search(self.flow, start, end)
                last = cut.start() if cut else end
                value = self.flow[start:last].strip(" ,.-")
                if 2 < len(value) <= 60 and re.match(r"(?:'s-|[^\W\d_])", value):
                    last = start + len(self.flow[start:last].rstrip(" ,.-"))
                    found.append(Candidate(value, (label, last)))
            if found:
                return found
        return []

    # When ---------------------------------------------------------------------------------------

    def _period(self):
        """Read start, end and length, and drop an end that does not fit the length."""
        starts, ends, lengths = self._starts(), self._ends(), []
        for label, start, end in self._labelled(_PERIOD_LABEL):
            if self._is_about_extension(label):
                continue
            if pair := self._range_at(self._skip(_DATE_FILLER, start, end), end, label):
                starts.append(pair[0])
                ends.append(pair[1])
            else:
                lengths += self._length_at(start, end, label)
        for match in _PERIOD_PHRASE.finditer(self.flow):
            if self._is_about_extension(match.start()):
                continue
            end = min(len(self.flow), match.end() + 100)
            if pair := self._range_at(match.end(), end, match.start()):
                starts.append(pair[0])
                ends.append(pair[1])
        lengths += self._lengths_in_phrases()
        return self._check_period(
            self._settle("date_start", starts),
            self._settle("date_end", ends),
            self._settle("duration_months", lengths),
        )

    def _check_period(self, start, end, length):
        begin, last = ((found[0].value if found else None) for found in (start, end))
        months = length[0].value if length else None
        if isinstance(begin, date) and last and last < begin:
            start, end = ([self._ask(found[0], "order")] for found in (start, end))
        elif isinstance(begin, date) and last and months:
            whole, days = periods.period_length(begin, last)
            if whole + (1 if days >= 15 else 0) != months:
                end, length = ([self._ask(found[0], "length")] for found in (end, length))
        return [*start, *end, *length]

    def _ask(self, found, problem):
        """Turn a finding into a question."""
        return Finding(
            found.field, None, found.words, found.span, problem, ((found.value, found.words),)
        )

    def _is_about_extension(self, position):
        start, _end = self.layout.sentence(position)
        return bool(_EXTENSION_WORD.search(self.flow, start, position))

    def _starts(self):
        found = []
        for label, start, end in self._labelled(_START_LABEL):
            after = self._skip(_DATE_FILLER, start, end)
            if asap := _ASAP.match(self.flow, after, end):
                found += self._asap(label, asap.end(), end)
            elif pair := self._range_at(after, end, label):
                found.append(pair[0])
            else:
                found += self._day_at(label, after, end, latest_is_doubt=True)
        for match in _START_PHRASE.finditer(self.flow):
            end = self.layout.sentence(match.end())[1]
            found += self._day_at(match.start(), match.end(), end, latest_is_doubt=True)
        return found

    def _asap(self, label, after, end):
        found = [Candidate(AS_SOON_AS_POSSIBLE, (label, after))]
        # "as soon as possible, at the latest on": two answers.
        for day in dates.days_in(
            self.flow, after, min(end, after + 60), self.today, is_english=self.is_english
        ):
            options = (day.value,) if day.value else day.options
            found.append(Candidate(None, (label, day.span[1]), "latest", options))
        return found

    def _ends(self):
        found = []
        for label, start, end in self._labelled(_END_LABEL):
            after = self._skip(_DATE_FILLER, start, end)
            exclusive = re.search(r"\btot\s*$|\buntil\s*$", self.flow[start:after].rstrip(), re.I)
            for one in self._day_at(label, after, end):
                found.append(self._until(one) if exclusive else one)
        return found

    def _range_at(self, position, end, label):
        """Return the candidates of a first and a last day that stand at a position, or None."""
        first = dates.day_at(self.flow, position, self.today, is_english=self.is_english, end=end)
        through = first and _THROUGH.match(self.flow, first.span[1], end)
        last = through and dates.day_at(
            self.flow, through.end(), self.today, is_english=self.is_english, end=end
        )
        if not last:
            return None
        span = (label, last.span[1])
        last_one = Candidate(last.value, span, last.problem, last.options)
        if through["word"].lower() not in _INCLUSIVE and "en met" not in through.group():
            last_one = self._until(last_one)
        value, problem, options = first.value, first.problem, first.options
        if problem == "no_year" and last.value:
            value = dates.with_year_of(first, last.value)
            problem = None if value else problem
        return Candidate(value, span, problem, options), last_one

    def _until(self, found):
        """Doubt a last day that is named by "tot" or "until", unless it ends a month."""
        if found.value is None or dates.is_last_of_month(found.value):
            return found
        options = (found.value - timedelta(days=1), found.value)
        return Candidate(None, found.span, "until", options)

    def _day_at(self, label, position, end, *, latest_is_doubt=False):
        """Return the candidate of the day that stands at a position, in a list."""
        day = dates.day_at(self.flow, position, self.today, is_english=self.is_english, end=end)
        if not day:
            return self._first_of_days(label, position, end)
        span = (label, day.span[1])
        if _ANOTHER_DAY.match(self.flow, day.span[1], end):
            options = [day.value, *day.options]
            others = dates.days_in(self.flow, day.span[1], end, self.today)
            options += [other.value for other in others]
            return [Candidate(None, span, "several", tuple(one for one in options if one))]
        if latest_is_doubt and day.value and _LATEST.search(self.flow[label:position]):
            return [Candidate(None, span, "latest", (day.value,))]
        return [Candidate(day.value, span, day.problem, day.options)]

    def _first_of_days(self, label, position, end):
        """Return the doubt about days that share their month: "27 and 28 January 2027"."""
        first = _DAY_AND.match(self.flow, position, end)
        day = first and dates.day_at(self.flow, first.end(), self.today, end=end)
        if not day:
            return []
        options = []
        if day.value and int(first["day"]) in range(1, day.value.day):
            options = [day.value.replace(day=int(first["day"])), day.value]
        return [Candidate(None, (label, day.span[1]), "several", tuple(options))]

    def _length_at(self, start, end, label):
        extension = _EXTENSION_WORD.search(self.flow, start, end)
        match = _LENGTH.search(self.flow, start, extension.start() if extension else end)
        return self._length(match, label) if match else []

    def _lengths_in_phrases(self):
        found = []
        for match in _LENGTH_PHRASE.finditer(self.flow):
            start, _end = self.layout.sentence(match.start())
            if not _EXTENSION_WORD.search(self.flow, start, match.end()):
                length = _LENGTH.match(self.flow, match.end())
                found += self._length(length, match.start()) if length else []
        return found

    def _length(self, match, label):
        """Return the candidate of a number of months, in a list."""
        span = (label, match.end())
        if match["half"]:
            return [Candidate(6, span)]
        factor = 1 if match["unit"].lower().startswith(("m", "kalender")) else 12
        first = numbers.count(match["count"]) * factor
        if match["other"]:
            other = numbers.count(match["other"]) * factor
            return [Candidate(None, span, "range", (first, other))]
        if match["about"] or not 0 < first <= 60:
            return [Candidate(None, span, "about", (first,) if 0 < first <= 60 else ())]
        return [Candidate(first, span)]

    def _deadlines(self):
        found = []
        for label, start, end in self._labelled(_DEADLINE_LABEL):
            found += self._moment_at(label, self._skip(_DATE_FILLER, start, end), end)
        for match in _DEADLINE_PHRASE.finditer(self.flow):
            end = self.layout.sentence(match.end())[1]
            found += self._moment_at(match.start(), match.end(), end)
        return found

    def _moment_at(self, label, position, end):
        """Return the candidate of a day with a time that stands at a position, in a list."""
        moment = dates.time_at(self.flow, position, end)
        if moment:
            position = self._skip(_TIME_FILLER, moment[2], end)
        day = dates.day_at(self.flow, position, self.today, is_english=self.is_english, end=end)
        if not day:
            return []
        last = day.span[1]
        if not moment:
            moment = dates.time_at(self.flow, self._skip(_TIME_FILLER, last, end), end)
            last = moment[2] if moment else last
        span = (label, last)
        if _ANOTHER_DAY.match(self.flow, day.span[1], end) and not moment:
            return [Candidate(None, span, "several")]
        hour, minute = moment[:2] if moment else (23, 59)
        options = [_to_utc(value, hour, minute) for value in (day.value, *day.options) if value]
        if day.problem or not moment:
            return [Candidate(None, span, day.problem or "no_time", tuple(options))]
        return [Candidate(options[0], span)]

    def _interviews(self):
        found = []
        for label, start, end in self._labelled(_INTERVIEW_LABEL):
            found += self._day_at(label, self._skip(_DATE_FILLER, start, end), end)
        for match in _INTERVIEW_PHRASE.finditer(self.flow):
            end = self.layout.sentence(match.end())[1]
            found += self._day_at(match.start(), match.end(), end)
        return found

    def _skip(self, pattern, start, end):
        return pattern.match(self.flow, start, end).end()

    # How much -----------------------------------------------------------------------------------

    def _hours(self):
        found = []
        for label, start, end in self._labelled(_HOURS_LABEL):
            match = _HOURS_VALUE.match(self.flow, start, end)
            if match:
                found += self._hours_of(match, (label, match.end()))
        for match in _HOURS_PHRASE.finditer(self.flow):
            if not self._is_other_time(match):
                found += self._hours_of(match, match.span())
        settled = self._settle("hours", found)
        if not settled:
            return self._settle("hours_max", self._fte())
        (one,) = settled
        if one.value is None:
            shown = tuple((self._show_hours(value), words) for value, words in one.alternatives)
            return [Finding("hours_max", None, one.words, one.span, one.problem, shown)]
        low, high = one.value
        return [
            Finding(field, value, one.words, one.span)
            for field, value in (("hours_min", low), ("hours_max", high))
            if value
        ]

    def _show_hours(self, value):
        return value[1] or value[0]

    def _hours_of(self, match, span):
        low = numbers.decimal(match["low"])
        high = numbers.decimal(match["high"]) if match["high"] else None
        bound = (match["bound"] or "").lower()
        if low is None or low > MOST_HOURS or (high and (high > MOST_HOURS or high < low)):
            return []
        if low < 4 and not high:
            return []
        if high:
            return [Candidate((low, high), span)]
        if bound.startswith(("max", "ten hoogste", "up to", "at most", "tot")):
            return [Candidate((0.0, low), span)]
        if bound.startswith(("min", "ten minste", "at least")):
            return [Candidate((low, 0.0), span)]
        return [Candidate((low, low), span)]

    def _is_other_time(self, match):
        """Whether hours a week are not those of the assignment: in the office, of a team, ..."""
        before = _CLAUSE_BREAK.split(self.flow[max(0, match.start() - 60) : match.start()])[-1]
        after = _CLAUSE_BREAK.split(self.flow[match.end() : match.end() + 60])[0]
        return bool(_OTHER_HOURS.search(before) or _OTHER_HOURS.search(after))

    def _fte(self):
        return [
            Candidate(None, match.span(), "fte", ())
            for match in re.finditer(r"(?<![\d,.])[01][.,]\d{1,2}[^\S\n]*fte\b", self.flow, re.I)
        ]

    def _rates(self):
        found = []
        for label, start, end in self._labelled(_RATE_LABEL):
            found += self._rate_in(label, start, end)
        for match in _RATE_PHRASE.finditer(self.flow):
            end = self.layout.sentence(match.end())[1]
            found += self._rate_in(match.start(), match.end(), min(end, match.end() + 80))
        for match in _PER_HOUR.finditer(self.flow):
            start, _end = self.layout.sentence(match.start())
            if not _FEE.search(self.flow, start, match.end()):
                found += self._rate_in(match.start(), match.start(), match.end())
        return found

    def _rate_in(self, label, start, end):
        match = _AMOUNT.match(self.flow, start, end)
        if not match and (ceiling := _CEILING.search(self.flow, start, end)):
            match = _AMOUNT.match(self.flow, ceiling.start(), end)
        if not match:
            return []
        amount = numbers.decimal(match["other"] or match["amount"])
        if not amount or not LOWEST_RATE <= amount <= HIGHEST_RATE:
            return []
        span = (label, match.end())
        before = self.flow[max(self.layout.sentence(label)[0], label - 60) : match.start("amount")]
        around = before + self.flow[match.end() : match.end() + 60].partition("\n")[0]
        if _NOT_PER_HOUR.match(self.flow, match.end()) or _FEE.search(before):
            return []
        for problem, pattern in _RATE_DOUBTS.items():
            if pattern.search(around):
                return [Candidate(None, span, problem, (amount,))]
        return [Candidate(amount, span)]

    def _extension(self):
        """Read how many times the client may extend, and by how many months."""
        found, doubts = [], []
        for match in _EXTENSION_WORD.finditer(self.flow):
            start, end = self.layout.sentence(match.start())
            follow = self._extension_label_end(match, end)
            option = _EXTENSION.search(self.flow, max(start, match.start() - 90), follow)
            if option:
                found.append(self._option(option))
            elif bare := _EXTENSION_MONTHS.search(self.flow, match.start(), follow):
                doubts.append(Candidate(None, (match.start(), bare.end()), "no_count", ()))
        settled = self._settle("extension", [*found, *([] if found else doubts)])
        if not settled:
            return []
        (one,) = settled
        if one.value is None:
            shown = tuple((value[0], words) for value, words in one.alternatives)
            return [Finding("extension_count", None, one.words, one.span, one.problem, shown)]
        return [
            Finding("extension_count", one.value[0], one.words, one.span),
            Finding("extension_months", one.value[1], one.words, one.span),
        ]

    def _extension_label_end(self, match, end):
        """Return until where the value of an extension stands, also on the line below a label."""
        rest = self.flow[match.end() : end].strip(" :\t|s")
        if rest and not re.fullmatch(r"\w{0,12}", rest):
            return end
        below = self.flow.find("\n", min(len(self.flow), end + 1))
        return below if 0 <= below < end + 120 else min(len(self.flow), end + 120)

    def _option(self, match):
        count = numbers.count(match["count"] or match["single"])
        months = numbers.count(match["months"])
        months *= 1 if match["unit"].lower().startswith("m") else 12
        if match["other"] or not (0 < count <= 12 and 0 < months <= 60):
            return Candidate(None, match.span(), "range", ())
        return Candidate((count, months), match.span())

    def _positions(self):
        found = []
        for label, start, end in self._labelled(_POSITIONS_LABEL):
            match = re.compile(rf"({numbers.COUNT})(?![\d,.-])\b", re.I).match(self.flow, start, end)
            if match and (value := numbers.count(match[1])) and value <= 50:
                found.append(Candidate(value, (label, match.end())))
        return found

    def _office_days(self):
        found = []
        for label, start, end in self._labelled(_OFFICE_LABEL):
            match = _OFFICE_VALUE.match(self.flow, start, end)
            if match:
                found += self._office(match, (label, match.end()))
        for match in _OFFICE_PHRASE.finditer(self.flow):
            found += self._office(match, match.span())
        return found

    def _office(self, match, span):
        first = numbers.count(match["count"])
        other = numbers.count(match["other"]) if match["other"] else first
        if not 0 < first <= 7 or not first <= other <= 7:
            return []
        if other != first:
            return [Candidate(None, span, "range", (first, other))]
        return [Candidate(first, span)]

    def _weekdays(self):
        found = []
        for label, start, end in self._labelled(_DAYS_LABEL):
            match = _WEEKDAY_LIST.match(self.flow, start, end)
            if match and not self.flow[match.end() : end].strip(" .)"):
                days = _weekdays_of(match.group())
                found.append(Candidate(days, (label, match.end())))
        for match in _WEEKDAYS_PHRASE.finditer(self.flow):
            found.append(Candidate(_weekdays_of(match["days"]), match.span()))
        return found

    # What ---------------------------------------------------------------------------------------

    def _levels(self):
        found = []
        for label, start, end in self._labelled(_LEVEL_LABEL):
            values = {
                _LEVELS[match.group().lower()]: match.end()
                for match in _LEVEL_WORD.finditer(self.flow, start, end)
            }
            if values:
                found.append(self._one_of(values, (label, max(values.values()))))
        for name in self._names():
            values = {
                _LEVELS[match.group().lower()]: match.end()
                for match in _LEVEL_WORD.finditer(self.flow, *name.span)
            }
            if set(values) == {"strategic"}:
                # "Strategic adviser" is a trade as well.
                found.append(Candidate(None, name.span, "title", ("strategic",)))
            elif values:
                found.append(self._one_of(values, name.span))
        return found

    def _one_of(self, values, span):
        if len(values) == 1:
            return Candidate(next(iter(values)), span)
        return Candidate(None, span, "several", tuple(values))

    def _scales(self):
        found = []
        for match in _SCALE.finditer(self.flow):
            value = re.sub(r"\s+", "", match["scale"]).upper()
            if all(4 <= int(number) <= 18 for number in re.findall(r"\d+", value)):
                found.append(Candidate(value.replace("TOT", "-").replace("T/M", "-"), match.span()))
        return found

    def _screenings(self):
        return [
            Candidate(value, match.span())
            for value, pattern in _SCREENINGS.items()
            for match in pattern.finditer(self.flow)
            if not self._is_denied(match)
        ]

    def _general_terms(self):
        found = []
        for value, pattern in _TERMS.items():
            for match in pattern.finditer(self.flow):
                if self._is_denied(match):
                    continue
                year = match.groupdict().get("year")
                if year and year != "2018":
                    found.append(Candidate(None, match.span(), "edition", ()))
                else:
                    found.append(Candidate(value, match.span()))
        return found

    def _is_denied(self, match):
        start, end = self.layout.sentence(match.start())
        before = self.flow[max(start, match.start() - 40) : match.start()]
        after = self.flow[match.end() : min(end, match.end() + 40)]
        return bool(_DENIED.search(before) or _DENIED.search(after))

    def _types(self):
        found = []
        for label, start, end in self._labelled(_TYPE_LABEL):
            values = {
                code: match.end()
                for code, pattern in _TYPES.items()
                if (match := pattern.search(self.flow, start, end))
            }
            if values:
                found.append(self._one_of(values, (label, max(values.values()))))
        for match in _BRIDGING_PHRASE.finditer(self.flow):
            found.append(Candidate("bridging", match.span()))
        return found

    # Lists --------------------------------------------------------------------------------------

    def expertise(self, catalogue):
        """Return one finding for each expertise that the text names."""
        found = find_phrases(self.flow, catalogue, self._is_boilerplate)
        return [
            Finding("expertise", key, self.text[start:end], (start, end))
            for key, start, end in found
        ]

    def _is_boilerplate(self, position):
        start, end = self.layout.sentence(position)
        return bool(_BOILERPLATE.search(self.flow, start, end))

    def requirements(self):
        """Return one finding for each line under the headings of requirements and wishes."""
        found = []
        field = None
        items = []
        has_bullets = False
        for start, end in self.layout.lines():
            line = self.layout.plain[start:end]
            if heading := _read_heading(line):
                found += self._to_findings(field, items)
                field, items, has_bullets = heading, [], None
            elif field and not line:
                if items and not has_bullets:
                    found += self._to_findings(field, items)
                    field, items = None, []
            elif field and (bullet := BULLET.match(self.layout.plain, start, end)):
                kind = _bullet_kind(bullet.group())
                if items and kind != has_bullets:
                    found += self._to_findings(field, items)
                    field, items = None, []
                    continue
                has_bullets = kind
                items.append([bullet.end(), end])
            elif field and not has_bullets and not _ANY_LABEL.match(line):
                items.append([start, end])
            elif field and items and self._goes_on(items[-1], start):
                items[-1][1] = end
            elif field:
                found += self._to_findings(field, items)
                field, items = None, []
        found += self._to_findings(field, items)
        return found[:MOST_REQUIREMENTS]

    def _goes_on(self, item, start):
        """Whether a line goes on with the item on the line before."""
        between = self.layout.plain[item[1] : start]
        return between.count("\n") == 1 and (
            len(between) > 2 or self.layout.plain[start].islower()
        )

    def _to_findings(self, field, items):
        if field in (None, "other"):
            return []
        found = []
        for start, end in items:
            value = " ".join(self.layout.plain[start:end].split())
            if 3 <= len(value) <= LONGEST_REQUIREMENT:
                found.append(Finding(field, value, self.text[start:end], (start, end)))
        return found


# Patterns ---------------------------------------------------------------------------------------

_TITLE_HEAD = re.compile(
    r"[^\S\n]*(?:(?:inhuur)?aanvraag|inhuuropdracht|opdracht|interim[ -]?opdracht|offerteaanvraag"
    r"|uitvraag|request(?: for)?|assignment|vacature)(?:[^\S\n]*:[^\S\n]*|[^\S\n]+-[^\S\n]+|[^\S\n]+)",
    re.IGNORECASE,
)
_TITLE_PART = re.compile(r"(?:(?![^\S\n]-[^\S\n])[^|\t\n])+")
_TITLE_WORDS = 8
_NO_TITLE = re.compile(
    r"\b(?:zijn|is|are|zoek\w*|naar|wordt|worden|gaat|heeft|hebben|kun|kunt|wij|we|onze|ons|jij|our"
    r"|looking|ervaring|experience|die|dat|who)\b",
    re.IGNORECASE,
)
_WANTED_PHRASE = re.compile(
    r"(?:\b(?:zoekt|zoeken|zoek|op zoek naar|looking for|seeking|seeks)\b[^.\n]{0,60}?[^\S\n](?:een|één|an?)"
    r"|\bals)[^\S\n]+(?:(?:ervaren|tijdelijke?|interim|experienced|temporary)[^\S\n]+)*"
    r"(?P<role>(?!(?:een|één|an?)\b)[^\W\d_](?:(?![^\S\n](?:een|één|an?)[^\S\n])[^.,;:()|\t\n]){2,80}?)"
    r"(?=[.,;:(|\n]|[^\S\n](?:voor|die|om|met|bij|op|in|werk|werkt|ga|ben|draag|for|who|to|with|at)\b)",
    re.IGNORECASE,
)
_TRADE = re.compile(
    r"(?:adviseur|manager|leider|leidster|woordvoerder|redacteur|strateeg|specialist|coördinator"
    r"|coordinator|directeur|consultant|medewerker|hoofd\b|adviser|advisor|officer|lead\b|editor"
    r"|spokesperson|strategist|director|planner|ontwerper|designer|trainer|regisseur|secretaris"
    r"|copywriter|journalist|tekstschrijver|analist|analyst|ontwikkelaar|developer)",
    re.IGNORECASE,
)
_ROLE_END = re.compile(
    r"[(;|\t\n]|[^\S\n]+-[^\S\n]+|,[^\S\n]*(?:gemeente|provincie|ministerie|waterschap|\d|ref|kenmerk)"
    r"|[^\S\n](?:bij|t\.b\.v\.|ten behoeve van|at the|at)[^\S\n]"
    r"|[^\S\n](?:voor|for)[^\S\n]+(?:de[^\S\n]+|het[^\S\n]+|the[^\S\n]+)?"
    r"(?:gemeente|provincie|waterschap|ministerie|municipality|province|ministry|\d)"
    r"|\.$|\.[^\S\n]|,?[^\S\n]+\d{1,2}(?:[^\S\n]*-[^\S\n]*\d{1,2})?[^\S\n]*(?:uur|hours)\b",
    re.IGNORECASE,
)
_REFERENCE_TOKEN = re.compile(r"(?=[^\s,;|()]{0,30}\d)[A-Za-z0-9][A-Za-z0-9./_-]{2,29}(?![\w@])")
_CLIENT_END = re.compile(r"[,(;|]|[^\S\n]-[^\S\n]|\.[^\S\n]|[^\S\n](?:te|in)[^\S\n]+(?=[A-Z'])")
_LOCATION_END = re.compile(
    r"[(;]|\s-\s|\.\s|,?[^\S\n]+(?=\d|hybrid|deels|thuis|minimaal|in overleg|en thuis|with|partly)", re.IGNORECASE
)
_NAME_WORD = r"(?:'[st]-?[^\S\n]?)?[A-Z][^\W\d_]*(?:-[A-Z'][^\W\d_]*)*"
_NO_BODY = r"(?!Gemeente|Provincie|Waterschap|Ministerie|Province|Municipality)"
_ORGANISATION = re.compile(
    r"(?<!\w)(?:"
    r"(?:[Gg]emeente|[Pp]rovincie|[Mm]unicipality of|[Pp]rovince of)[^\S\n]+"
    rf"(?:(?:De|Den|Het|Nieuw|Oud|Noord|Zuid|Oost|West|Hoge|Lage|Sint)[^\S\n]+)?{_NAME_WORD}"
    r"(?:[^\S\n]+(?:aan|op|bij)[^\S\n]+(?:de[^\S\n]+|den[^\S\n]+|het[^\S\n]+)?"
    rf"{_NO_BODY}{_NAME_WORD})?(?P<more>[^\S\n]+{_NO_BODY}{_NAME_WORD})?"
    r"|(?:[Ww]aterschap|[Hh]oogheemraadschap|[Vv]eiligheidsregio|[Oo]mgevingsdienst)"
    rf"(?:[^\S\n]+{_NO_BODY}{_NAME_WORD}){{1,3}}(?:[^\S\n]+en[^\S\n]+{_NO_BODY}{_NAME_WORD})?"
    rf"|[Mm]inisterie[^\S\n]+van[^\S\n]+{_NAME_WORD}(?:,[^\S\n]+{_NAME_WORD})?"
    rf"(?:[^\S\n]+en[^\S\n]+{_NO_BODY}{_NAME_WORD}){{0,2}}"
    r")(?!\w)"
)
_UNIT = r"(?:kalender)?(?:maanden|maand|mnd\.?|months?|jaar|jaren|years?)(?!\w)"
_BETWEEN = r"[^\S\n]*(?:-|tot|à|a|of|to|or|t/m)[^\S\n]*"
_LENGTH = re.compile(
    r"(?<![\w,.])(?:(?P<half>een half jaar|half a year|half jaar)"
    r"|(?P<about>(?:circa|ca\.?|ongeveer|minimaal|maximaal|max\.?|min\.?|about|at least|up to"
    r"|approximately|verwacht)[^\S\n]+)?"
    rf"(?P<count>{numbers.COUNT})(?:[^\S\n]*\(\w{{1,15}}\))?"
    rf"(?:{_BETWEEN}(?P<other>{numbers.COUNT}))?[^\S\n]*(?P<unit>{_UNIT}))",
    re.IGNORECASE,
)
_LENGTH_PHRASE = re.compile(
    r"(?:voor de duur van|voor een periode van|met een looptijd van|gedurende|duurt"
    r"|for a period of|for the duration of|for a term of|assignment lasts)[^\S\n]+",
    re.IGNORECASE,
)
_PERIOD_PHRASE = re.compile(
    r"(?:in|voor|over|gedurende|during|for)[^\S\n]+(?:de|the)[^\S\n]+(?:periode|period)[^\S\n]+"
    r"(?:van|vanaf|from)?[^\S\n]*"
    r"|(?:opdracht|inzet|inhuur|overeenkomst|assignment)[^\S\n]+(?:loopt|duurt|runs|lasts)[^\S\n]+"
    r"(?:van|vanaf|from)[^\S\n]+",
    re.IGNORECASE,
)
_START_PHRASE = re.compile(
    r"(?:opdracht|inzet|werkzaamheden|inhuur|assignment|work)[^\S\n]+"
    r"(?:start(?:en|s)?|begint|beginnen|begins|vangt aan|gaat in)[^\S\n]+"
    r"(?:(?:is|uiterlijk|bij voorkeur)[^\S\n]+)?(?:op|per|on|vanaf|from)?[^\S\n]*"
    r"|\bstart(?:en|ing)?[^\S\n]+(?:is[^\S\n]+)?(?:op|per|on|vanaf|from|voorzien op)[^\S\n]+"
    r"|\bzoek(?:t|en)?[^\S\n]+(?:per|vanaf)[^\S\n]+"
    r"|met ingang van[^\S\n]+(?=[^\n.]{6,40}(?:zoek|vrag|voor de duur|start))",
    re.IGNORECASE,
)
_WEEK = (
    r"[^\S\n]*(?:per|/|a|p\.?|in de|each|in een)[^\S\n]*\.?(?:werk)?(?:week|wk|w\b)|[^\S\n]*p/?w\b"
)
_BOUND = (
    r"(?:(?P<bound>max(?:imaal|imum|\.)?|min(?:imaal|imum|\.)?|ten hoogste|ten minste|at most|at least"
    r"|up to)[^\S\n]+)?"
)
_NUMBER = r"\d{1,2}(?:[.,]\d{1,2})?"
_RANGE = (
    rf"(?P<low>{_NUMBER})(?![\d:/])(?:[^\S\n]*(?:uur|u)?[^\S\n]*(?:-|tot(?: en met)?|t/m|à|to|en|and)"
    rf"[^\S\n]*(?:maximaal[^\S\n]+|max\.?[^\S\n]+)?(?P<high>{_NUMBER})(?![\d:/]))?"
)
_HOURS_UNIT = r"[^\S\n]*(?:uur|uren|u\.?|hours?|hrs?\.?)(?!\w)"
_HOURS_VALUE = re.compile(
    r"(?:is[^\S\n]+|gemiddeld[^\S\n]+|in totaal[^\S\n]+)?"
    rf"{_BOUND}{_RANGE}(?:{_HOURS_UNIT}|{_WEEK}(?!\w)|(?=[^\S\n]*(?:$|\n|[|;,.\t(])))",
    re.IGNORECASE,
)
_HOURS_PHRASE = re.compile(
    rf"(?<![\w,./:€-]){_BOUND}{_RANGE}{_HOURS_UNIT}(?:{_WEEK})(?!\w)", re.IGNORECASE
)
_CLAUSE_BREAK = re.compile(r"[,;.\n]|[^\S\n](?:en|and|maar|but)[^\S\n]|(?=waarvan|of which)")
_OTHER_HOURS = re.compile(
    r"kantoor|locatie|bereikbaar|afdeling is|team|overleg|reis|vergader|office|on site|on-site"
    r"|\bwas\b|eerder|vorige|previous|fulltime|full-time|voltijd|bestaat uit|bezetting|totaal"
    r"|waarvan|of which|extra|verleng|uitbreid|\bdaarnaast\b|spreekuur|stagiair",
    re.IGNORECASE,
)
_EURO = r"(?:€|eur(?:o|os)?\b)"
_MONEY = r"\d{1,3}(?:[.,]\d{1,2})?(?![\d])(?:,?-{1,2}(?!\s*\d))?"
_AMOUNT = re.compile(
    r"(?:(?:is|van|of|bedraagt|tot|maximaal|maximum|max\.?|ten hoogste|up to|at most|excl(?:usief|\.)?"
    r"(?: btw)?|all-?in|:|per uur|per hour)[^\S\n]*[:,]?[^\S\n]*){0,4}"
    rf"{_EURO}?[^\S\n]*(?<![\d.,])(?P<amount>{_MONEY})"
    rf"(?:[^\S\n]*{_EURO}?[^\S\n]*(?:-|tot|to|en)[^\S\n]*{_EURO}?[^\S\n]*(?P<other>{_MONEY}))?"
    rf"[^\S\n]*{_EURO}?(?![^\S\n]*%)",
    re.IGNORECASE,
)
_CEILING = re.compile(r"\bmax\w*\.?[^\S\n]*(?=€|eur)|€", re.IGNORECASE)
_RATE_PHRASE = re.compile(
    r"(?:(?:maximale?|maximum|max\.?|all-in|plafond)[^\S\n]+)?"
    r"\b(?:maximum)?(?:uurtarief|tarief|hourly rate|rate)"
    r"[^\S\n]+(?:is|bedraagt|van|of|tot)?[^\S\n]*(?=(?:maximaal|max\.?|ten hoogste|up to|at most|eur)\b"
    r"|€|\d{2,3}(?:[.,]\d{1,2})?[^\S\n]*euro\b)",
    re.IGNORECASE,
)
_PER_HOUR = re.compile(
    rf"(?:(?<!\w){_EURO}[^\S\n]*{_MONEY}|(?<![\w.,]){_MONEY}[^\S\n]*{_EURO})[^\S\n]*(?:excl(?:\.|usief)?[^\S\n]*btw[^\S\n]*)?"
    r"(?:per uur|/[^\S\n]*u(?:ur)?\b|p/u|per hour|an hour)",
    re.IGNORECASE,
)
_NOT_PER_HOUR = re.compile(
    r"[^\S\n]*(?:bruto|gross)?[^\S\n]*(?:per|a|/)[^\S\n]*(?:dag|day|maand|month|jaar|year|km|kilometer"
    r"|week)\b|[^\S\n]*(?:km|ct|cent|%|punten|points|uur per week|hours (?:a|per) week)",
    re.IGNORECASE,
)
_FEE = re.compile(
    r"\bfee\b|vergoeding|reiskosten|opslag|marge|bemiddelings|kosten|travel|salaris|bruto|gross"
    r"|salary|minimaal|minimum|boete|korting|brokerage",
    re.IGNORECASE,
)
_RATE_DOUBTS = {
    "vat": re.compile(r"\bincl(?:usief|usive|uding|\.)?(?: of)?[^\S\n]+(?:21[^\S\n]?%[^\S\n]+)?(?:btw|vat)", re.I),
    "indicative": re.compile(r"indicati|richttarief|richtprijs|gemiddeld|streef|average|circa|\bca\.", re.I),
}
_EXTENSION_WORD = re.compile(
    r"\b(?:verleng\w*|(?:optie|option)s?(?:jaren|periode\w*)?\b|extension\w*|extend\w*|renew\w*)", re.I
)
_NO_COUNT = rf"(?!(?:{numbers.WORD})\b)[^\W\d]\w*"
_EXTENSION = re.compile(
    r"(?:"
    rf"(?<![\w,.-])(?P<count>{numbers.COUNT})[^\S\n]*(?:x|×|keer|maal|times?|opties?(?: tot verlenging)?"
    rf"|verlengingen|extensions?|options?(?: to extend)?|verlengingsopties?|optieperiodes?(?: van)?)"
    r"|(?P<single>tweemaal|driemaal|eenmaal|eenmalige?|één optie|twice|once)"
    rf")[^\S\n]*(?:{_NO_COUNT}[^\S\n]+)?(?:(?:met|van|voor|à|of|by|for|telkens|steeds|maximaal|ten hoogste|max\.?"
    r"|te verlengen|tot verlenging|verlengd worden|elk|each|up to|a period|een periode|another)"
    rf"[^\S\n]+(?:{_NO_COUNT}[^\S\n]+)?){{0,4}}"
    rf"(?P<months>{numbers.COUNT})(?:{_BETWEEN}(?P<other>{numbers.COUNT}))?[^\S\n]*(?P<unit>{_UNIT})",
    re.IGNORECASE,
)
_EXTENSION_MONTHS = re.compile(rf"(?<![\w,.]){numbers.COUNT}[^\S\n]*{_UNIT}", re.IGNORECASE)
_TIME_FILLER = re.compile(
    r"[^\S\n]*[,(]?[^\S\n]*(?:(?:om|at|tot|voor|vóór|uiterlijk|before|by|op|on|-|te)[^\S\n]*){0,2}",
    re.IGNORECASE,
)
_DEADLINE_PHRASE = re.compile(
    r"(?:reageer|reageren|reactie|reacties|inschrijv\w{0,5}|aanbied\w{0,5}|indien\w{0,5}|aanmeld\w{0,5}"
    r"|insturen|offerte|offertes|kandidaten|cv(?:'s)?|voorstel(?:len)?|proposals?|responses?|candidates"
    r"|submit(?:ted)?|applications?|respond)\b(?!\s*vragen)[^\n.]{0,60}?"
    r"(?<!\w)(?:uiterlijk|tot|vóór|voor|before|by|until|no later than)[^\S\n]+"
    r"(?:(?:op|om|on|at)[^\S\n]+)?(?=[^\n.]{0,3}\d|(?:ma|di|wo|do|vr|mo|tu|we|th|fr)\w*\.?[^\S\n]+\d"
    rf"|(?:{dates.MONTH})[^\S\n]+\d)",
    re.IGNORECASE,
)
_INTERVIEW_PHRASE = re.compile(
    r"(?:gesprek(?:ken)?|interviews?)[^\S\n]+(?:\w+[^\S\n]+){0,3}?"
    r"(?:plaats op|gepland op|gepland voor|gehouden op|plaatsvinden op|held on|planned on|planned for"
    r"|scheduled for|scheduled on|place on|are on|zijn op)[^\S\n]+",
    re.IGNORECASE,
)
_OFFICE_PLACE = r"(?:op kantoor|op locatie|op het stadhuis|op het gemeentehuis|on site|on-site|in the office|at the office|aanwezig)"
_OFFICE_COUNT = rf"(?P<count>{numbers.COUNT})(?:{_BETWEEN}(?P<other>{numbers.COUNT}))?"
_OFFICE_VALUE = re.compile(
    rf"(?:minimaal|min\.?|at least|is)?[^\S\n]*{_OFFICE_COUNT}(?:[^\S\n]*(?:dag(?:en)?|days?)|(?=[^\S\n]*(?:$|\n)))",
    re.IGNORECASE,
)
_OFFICE_PHRASE = re.compile(
    rf"(?<![\w,.-]){_OFFICE_COUNT}[^\S\n]*(?:dag(?:en)?|days?)[^\S\n]*"
    rf"(?:(?:per|in de|a)[^\S\n]*week[^\S\n]*)?(?:fysiek[^\S\n]+)?{_OFFICE_PLACE}",
    re.IGNORECASE,
)
_WEEKDAY_LIST = re.compile(
    rf"(?:{dates.WEEKDAY})(?!\w)\.?(?:[^\S\n]*(?:,|/|\+|&|-|en|and|t/m|tot en met|to)[^\S\n]*(?:en[^\S\n]+|and[^\S\n]+)?"
    rf"(?:{dates.WEEKDAY})(?!\w)\.?){{0,6}}",
    re.IGNORECASE,
)
_WEEKDAYS_PHRASE = re.compile(
    r"(?:werkdagen zijn|working days are|(?:uur|hours) (?:per|a) week,? (?:op|on))[^\S\n]+(?:de[^\S\n]+)?"
    rf"(?P<days>{_WEEKDAY_LIST.pattern})(?![^\S\n]*(?:of|or|/)\b)",
    re.IGNORECASE,
)
_LEVELS = {
    "junior": "junior",
    "medior": "medior",
    "senior": "senior",
    "strategisch": "strategic",
    "strategic": "strategic",
}
_LEVEL_WORD = re.compile(rf"\b(?:{'|'.join(_LEVELS)})\b", re.IGNORECASE)
_SCALE = re.compile(
    r"(?<!grote )\b(?:(?:salaris|functie|loon|cao-)?schaal(?:niveau)?|(?:salary )?scale)\b[^\S\n]*(?:\([^()\n]{0,20}\))?"
    r"[^\S\n]*[:|\t]?[^\S\n]*"
    r"(?P<scale>\d{1,2}A?(?:[^\S\n]*(?:/|-|t/m|tot)[^\S\n]*\d{1,2}A?)?)(?![\w,.]?\d)(?!\w)",
    re.IGNORECASE,
)
_SCREENINGS = {
    "vog": re.compile(
        r"\b(?:VOG|verklaring omtrent (?:het )?gedrag|certificate of (?:good )?conduct)\b", re.I
    ),
    "other": re.compile(
        r"\b(?:VGB|verklaring van geen bezwaar|veiligheidsonderzoek|security clearance)\b", re.I
    ),
}
_TERMS = {
    "arvodi": re.compile(r"\bARVODI(?:[- ](?P<year>20\d\d))?\b", re.I),
    "vng": re.compile(
        r"\b(?:VNG[- ]model\w*|model[^\S\n]+VNG|VNG[- ](?:algemene )?(?:inkoop)?voorwaarden"
        r"|(?:inkoop)?voorwaarden[^\S\n]+(?:van de )?VNG)\b",
        re.I,
    ),
    "client": re.compile(
        r"\b(?:eigen (?:algemene )?inkoopvoorwaarden|(?:client's )?own (?:general )?purchas(?:e|ing) terms"
        r"|(?:algemene )?inkoopvoorwaarden (?:van )?(?:de )?(?:opdrachtgever|provincie|gemeente|waterschap))\b",
        re.I,
    ),
}
_DENIED = re.compile(r"\b(?:geen|niet|zonder|no|not|without|uitgesloten|excluded)\b", re.IGNORECASE)
_TYPES = {
    "strategic": re.compile(r"\bstrategi(?:sch|c)", re.I),
    "project": re.compile(r"\bproject", re.I),
    "bridging": re.compile(r"\b(?:overbrugg|bridging)", re.I),
    "specialist": re.compile(r"\bspeciali(?:st|sm|ti)", re.I),
}
_BRIDGING_PHRASE = re.compile(r"\b(?:ter overbrugging|overbruggingsopdracht|bridging assignment)\b", re.I)
_BOILERPLATE = re.compile(r"\bvolg (?:ons|onze)\b|\bfollow us\b|\bvia onze\b|\bop onze\b", re.IGNORECASE)
_HEADINGS = {
    "requirement_knockout": re.compile(
        r"(?:harde |functie-?|minimale |minimum ?)?eisen(?: aan de (?:kandidaat|professional))?"
        r"|knock-?out(?: ?-?(?:eisen|criteria|requirements)|s)?|(?:minimum|mandatory) requirements"
        r"|requirements|must[- ]haves?|knock-?out criteria \(eisen\)",
        re.IGNORECASE,
    ),
    "requirement_wish": re.compile(
        r"(?:functie-?)?wensen(?: aan de (?:kandidaat|professional))?|wishes|nice[- ]to[- ]haves?"
        r"|preferences|pré's|pre's|pluspunten",
        re.IGNORECASE,
    ),
}
_HEADING_END = re.compile(r"[^\S\n]*(?:\([^()\n]{0,40}\))?[^\S\n]*:?$")
_NUMBERING = re.compile(r"(?:#+[^\S\n]*)?(?:\d{1,2}(?:\.\d{1,2})?[.)]?[^\S\n]+)?")


def _read_heading(line):
    """Return the field that the lines under a heading are for; "other" for other headings."""
    start = _NUMBERING.match(line).end()
    for field, pattern in _HEADINGS.items():
        match = pattern.match(line, start)
        if match and _HEADING_END.fullmatch(line, match.end()):
            return field
    if start and line.startswith("#"):
        return "other"
    if 3 < len(line) < 50 and line.endswith(":") and not BULLET.match(line + " "):
        return "other"
    return None


def _bullet_kind(bullet):
    """Return what bullets of one list have in common."""
    mark = bullet.strip()
    if mark[0].isdigit():
        return "number"
    return "letter" if mark[0].isalpha() and mark != "o" else mark


def _weekdays_of(text):
    """Return the numbers of a list of weekdays, ranges filled."""
    days = []
    is_range = False
    for token in re.findall(rf"(?:{dates.WEEKDAY})(?!\w)|t/m|tot en met|-|\bto\b", text, re.I):
        number = dates.WEEKDAYS.get(token.lower())
        if number is None:
            is_range = True
            continue
        if is_range and days and days[-1] < number:
            days += range(days[-1] + 1, number)
        days.append(number)
        is_range = False
    return tuple(sorted(set(days)))


def _to_utc(day, hour, minute):
    """Return a Dutch moment as a naive datetime in UTC."""
    local = TIMEZONE.localize(datetime.combine(day, time(hour, minute)))
    return local.astimezone(pytz.utc).replace(tzinfo=None)


def _is_english(text):
    words = re.findall(r"[a-z]+", text[:20_000].lower())
    english = sum(word in {"the", "and", "for", "with", "of", "to", "is", "will"} for word in words)
    dutch = sum(word in {"de", "het", "een", "en", "van", "voor", "met", "is"} for word in words)
    return english > dutch
