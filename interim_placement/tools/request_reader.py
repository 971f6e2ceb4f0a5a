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
from .intake import request_patterns as patterns
from .intake.catalogue import find_phrases
from .intake.finding import Candidate, Finding, settle
from .intake.layout import BULLET, Compact, Layout

# Requests are Dutch: so are the times in them.
TIMEZONE = pytz.timezone("Europe/Amsterdam")

# A start of "as soon as possible" is an empty date; this stands for it.
AS_SOON_AS_POSSIBLE = "asap"

# An hourly rate of a professional lies between these; fees and salaries do not.
LOWEST_RATE, HIGHEST_RATE = 30, 350
MOST_HOURS = 48
MOST_REQUIREMENTS = 60
LONGEST_REQUIREMENT = 400


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
        return [
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

    def _settle(self, field, candidates):
        ordered = sorted(candidates, key=lambda found: found.span)
        return settle(field, ordered, self.text, _fold)

    def _labelled(self, pattern):
        """Yield the values of a label, but none that is a label itself."""
        for label, start, end in self.layout.labelled(pattern):
            if not patterns.ANY_LABEL.match(self.flow, start):
                yield label, start, end

    # Names --------------------------------------------------------------------------------------

    def _names(self):
        found = []
        for label, start, end in self._labelled(patterns.NAME_LABEL):
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
                for match in patterns.TITLE_PART.finditer(self.flow, start, end)
                if (found := self._trade(match.start(), match.end(), patterns.TITLE_WORDS))
            ]
            if parts:
                return parts
        return [
            found
            for match in patterns.WANTED_PHRASE.finditer(self.flow)
            if (found := self._trade(match.start("role"), match.end("role"), 6))
        ]

    def _trade(self, start, end, most_words):
        """Return the candidate of a role that names a trade, or None."""
        head = patterns.TITLE_HEAD.match(self.flow, start, end)
        start = head.end() if head else start
        name, last = self._cut_role(start, end)
        if not name or len(name.split()) > most_words or not patterns.TRADE.search(name):
            return None
        if re.search(r"[:?!]|\d{3}", name) or patterns.NO_TITLE.search(name):
            return None
        return Candidate(name, (last - len(self.flow[start:last].lstrip(" -#")), last))

    def _cut_role(self, start, end):
        cut = patterns.ROLE_END.search(self.flow, start, end)
        last = cut.start() if cut else end
        name = self.flow[start:last].strip(" -#,.:\"'")
        last = start + self.flow[start:last].rfind(name) + len(name) if name else start
        is_sentence = re.search(r"\.\s|\b(?:zoekt|zoeken|is een|gaat|wordt|you|je|u)\b", name)
        if patterns.NO_VALUE.match(name):
            return None, start
        if not 3 <= len(name) <= 80 or is_sentence or not re.search(r"[^\W\d_]{3}", name):
            return None, start
        return " ".join(name.split()), last

    def _references(self):
        found = []
        for pattern in (patterns.REFERENCE_LABEL, patterns.REFERENCE_LOOSE):
            for match in pattern.finditer(self.flow):
                token = patterns.REFERENCE_TOKEN.match(self.flow, match.end())
                if not token or self._is_yours(match.start("label")):
                    continue
                if patterns.NO_VALUE.match(token.group()):
                    continue
                if dates.day_at(self.flow, token.start(), self.today):
                    continue
                value = token.group().rstrip(".-/")
                found.append(Candidate(value, (match.start("label"), token.start() + len(value))))
        return found

    def _is_yours(self, position):
        return self.flow[max(0, position - 4) : position].lower().endswith(("uw ", "your "))

    def _clients(self):
        found, is_withheld = [], False
        for label, start, end in self._labelled(patterns.CLIENT_LABEL):
            if patterns.NO_VALUE.match(self.flow, start, end) or patterns.NO_NAME.match(
                self.flow, start
            ):
                is_withheld = True
                continue
            cut = patterns.CLIENT_END.search(self.flow, start, end)
            last = cut.start() if cut else end
            value = self.flow[start:last].strip(" -,.")
            if 2 < len(value) <= 80 and re.match(r"[^\W\d_]|'s-", value):
                value = value[0].upper() + value[1:]
                found.append(Candidate(value, (label, start + len(self.flow[start:last].rstrip()))))
        # A client that is not told is not one of those that the text tells of.
        return found if found or is_withheld else self._named_organisations()

    def _named_organisations(self):
        """Return the public bodies that the text names, each once."""
        found = {}
        for match in patterns.ORGANISATION.finditer(self.flow):
            value = " ".join(match.group().split())
            value = value[0].upper() + value[1:]
            # Whether the next word belongs to the name of a town cannot be told.
            doubt = {"problem": "name", "options": (value,)} if match["more"] else {}
            candidate = Candidate(None if doubt else value, match.span(), **doubt)
            found.setdefault(_fold(value), candidate)
        return list(found.values())

    def _locations(self):
        for pattern in (patterns.LOCATION_LABEL, patterns.REGION_LABEL):
            found = []
            for label, start, end in self._labelled(pattern):
                cut = patterns.LOCATION_END.search(self.flow, start, end)
                last = cut.start() if cut else end
                value = self.flow[start:last].strip(" ,.-")
                if patterns.NO_VALUE.match(value):
                    continue
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
        for label, start, end in self._labelled(patterns.PERIOD_LABEL):
            if self._is_about_extension(label):
                continue
            if pair := self._range_at(self._skip(patterns.DATE_FILLER, start, end), end, label):
                starts.append(pair[0])
                ends.append(pair[1])
            else:
                lengths += self._length_at(start, end, label)
        for match in patterns.PERIOD_PHRASE.finditer(self.flow):
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
        return bool(patterns.EXTENSION_WORD.search(self.flow, start, position))

    def _starts(self):
        found = []
        for label, start, end in self._labelled(patterns.START_LABEL):
            after = self._skip(patterns.DATE_FILLER, start, end)
            if asap := patterns.ASAP.match(self.flow, after, end):
                found += self._asap(label, asap.end(), end)
            elif pair := self._range_at(after, end, label):
                found.append(pair[0])
            else:
                found += self._day_at(label, after, end, latest_is_doubt=True)
        for match in patterns.START_PHRASE.finditer(self.flow):
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
        for label, start, end in self._labelled(patterns.END_LABEL):
            after = self._skip(patterns.DATE_FILLER, start, end)
            days = self._day_at(label, after, end)
            is_exclusive = patterns.UNTIL_END.search(self.flow, start, after)
            found += [self._until(one) for one in days] if is_exclusive else days
        return found

    def _range_at(self, position, end, label):
        """Return the candidates of a first and a last day that stand at a position, or None."""
        first = dates.day_at(self.flow, position, self.today, is_english=self.is_english, end=end)
        through = first and patterns.THROUGH.match(self.flow, first.span[1], end)
        last = through and dates.day_at(
            self.flow, through.end(), self.today, is_english=self.is_english, end=end
        )
        if not last:
            return None
        span = (label, last.span[1])
        last_one = Candidate(last.value, span, last.problem, last.options)
        if through["word"].lower() not in patterns.INCLUSIVE and "en met" not in through.group():
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
        if patterns.ANOTHER_DAY.match(self.flow, day.span[1], end):
            options = [day.value, *day.options]
            others = dates.days_in(self.flow, day.span[1], end, self.today)
            options += [other.value for other in others]
            return [Candidate(None, span, "several", tuple(one for one in options if one))]
        if latest_is_doubt and day.value and patterns.LATEST.search(self.flow[label:position]):
            return [Candidate(None, span, "latest", (day.value,))]
        return [Candidate(day.value, span, day.problem, day.options)]

    def _first_of_days(self, label, position, end):
        """Return the doubt about days that share their month: "27 and 28 January 2027"."""
        first = patterns.DAY_AND.match(self.flow, position, end)
        day = first and dates.day_at(self.flow, first.end(), self.today, end=end)
        if not day:
            return []
        options = []
        if day.value and int(first["day"]) in range(1, day.value.day):
            options = [day.value.replace(day=int(first["day"])), day.value]
        return [Candidate(None, (label, day.span[1]), "several", tuple(options))]

    def _length_at(self, start, end, label):
        extension = patterns.EXTENSION_WORD.search(self.flow, start, end)
        match = patterns.LENGTH.search(self.flow, start, extension.start() if extension else end)
        return self._length(match, label) if match else []

    def _lengths_in_phrases(self):
        found = []
        for match in patterns.LENGTH_PHRASE.finditer(self.flow):
            start, _end = self.layout.sentence(match.start())
            if not patterns.EXTENSION_WORD.search(self.flow, start, match.end()):
                length = patterns.LENGTH.match(self.flow, match.end())
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
        for label, start, end in self._labelled(patterns.DEADLINE_LABEL):
            found += self._moment_at(label, self._skip(patterns.DATE_FILLER, start, end), end)
        for match in patterns.DEADLINE_PHRASE.finditer(self.flow):
            end = self.layout.sentence(match.end())[1]
            found += self._moment_at(match.start(), match.end(), end)
        return found

    def _moment_at(self, label, position, end):
        """Return the candidate of a day with a time that stands at a position, in a list."""
        moment = dates.time_at(self.flow, position, end)
        if moment:
            position = self._skip(patterns.TIME_FILLER, moment[2], end)
        day = dates.day_at(self.flow, position, self.today, is_english=self.is_english, end=end)
        if not day:
            return []
        last = day.span[1]
        if not moment:
            moment = dates.time_at(self.flow, self._skip(patterns.TIME_FILLER, last, end), end)
            last = moment[2] if moment else last
        span = (label, last)
        if patterns.ANOTHER_DAY.match(self.flow, day.span[1], end) and not moment:
            return [Candidate(None, span, "several")]
        hour, minute = moment[:2] if moment else (23, 59)
        options = [_to_utc(value, hour, minute) for value in (day.value, *day.options) if value]
        if day.problem or not moment:
            return [Candidate(None, span, day.problem or "no_time", tuple(options))]
        return [Candidate(options[0], span)]

    def _interviews(self):
        found = []
        for label, start, end in self._labelled(patterns.INTERVIEW_LABEL):
            found += self._day_at(label, self._skip(patterns.DATE_FILLER, start, end), end)
        for match in patterns.INTERVIEW_PHRASE.finditer(self.flow):
            end = self.layout.sentence(match.end())[1]
            found += self._day_at(match.start(), match.end(), end)
        return found

    def _skip(self, pattern, start, end):
        return pattern.match(self.flow, start, end).end()

    # How much -----------------------------------------------------------------------------------

    def _hours(self):
        found = []
        for label, start, end in self._labelled(patterns.HOURS_LABEL):
            match = patterns.HOURS_VALUE.match(self.flow, start, end)
            if match and self._is_no_week(match, label, end):
                found.append(Candidate(None, (label, match.end()), "not_weekly", ()))
            elif match:
                found += self._hours_of(match, (label, match.end()))
        for match in patterns.HOURS_PHRASE.finditer(self.flow):
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

    def _is_no_week(self, match, label, end):
        """Whether labelled hours are of a day, of a month, or of the whole assignment."""
        if patterns.PER_WEEK.search(match.group()) or patterns.PER_WEEK.match(
            self.flow, match.end(), end
        ):
            return False
        before = self.flow[label : match.start("low")]
        return bool(
            patterns.NOT_A_WEEK.match(self.flow, match.end(), end)
            or patterns.NOT_A_WEEK.search(before)
        )

    def _is_of_predecessor(self, position):
        start, end = self.layout.sentence(position)
        return bool(patterns.PREDECESSOR.search(self.flow, start, end))

    def _is_other_time(self, match):
        """Whether hours a week are not those of the assignment: in the office, of a team, ..."""
        if self._is_of_predecessor(match.start()):
            return True
        before = patterns.CLAUSE_BREAK.split(self.flow[max(0, match.start() - 60) : match.start()])[
            -1
        ]
        after = patterns.CLAUSE_BREAK.split(self.flow[match.end() : match.end() + 60])[0]
        return bool(patterns.OTHER_HOURS.search(before) or patterns.OTHER_HOURS.search(after))

    def _fte(self):
        return [
            Candidate(None, match.span(), "fte", ())
            for match in re.finditer(
                r"(?<![\d,.])[01][.,]\d{1,2}[^\S\n]*fte\b", self.flow, re.IGNORECASE
            )
        ]

    def _rates(self):
        found = []
        for label, start, end in self._labelled(patterns.RATE_LABEL):
            found += self._rate_in(label, start, end)
        for match in patterns.RATE_PHRASE.finditer(self.flow):
            end = self.layout.sentence(match.end())[1]
            found += self._rate_in(match.start(), match.end(), min(end, match.end() + 80))
        for match in patterns.PER_HOUR.finditer(self.flow):
            start, _end = self.layout.sentence(match.start())
            if not patterns.FEE.search(self.flow, start, match.end()):
                found += self._rate_in(match.start(), match.start(), match.end())
        return found

    def _rate_in(self, label, start, end):
        match = patterns.AMOUNT.match(self.flow, start, end)
        if not match and (ceiling := patterns.CEILING.search(self.flow, start, end)):
            match = patterns.AMOUNT.match(self.flow, ceiling.start(), end)
        if not match:
            return []
        amount = numbers.decimal(match["other"] or match["amount"])
        if not amount or not LOWEST_RATE <= amount <= HIGHEST_RATE:
            return []
        if patterns.PER_OTHER_TIME.search(self.flow, label, match.start("amount")):
            return []
        if self._is_of_predecessor(match.start("amount")):
            return []
        span = (label, match.end())
        before = self.flow[max(self.layout.sentence(label)[0], label - 60) : match.start("amount")]
        around = before + self.flow[match.end() : match.end() + 60].partition("\n")[0]
        if patterns.NOT_PER_HOUR.match(self.flow, match.end()) or patterns.FEE.search(before):
            return []
        for problem, pattern in patterns.RATE_DOUBTS.items():
            if pattern.search(around):
                return [Candidate(None, span, problem, (amount,))]
        if others := self._other_amounts(match, amount):
            return [Candidate(None, span, "several", (amount, *others))]
        return [Candidate(amount, span)]

    def _other_amounts(self, match, amount):
        """Return the other amounts in the sentence that could be the rate as well."""
        start, end = self.layout.sentence(match.start("amount"))
        if patterns.MORE_AMOUNTS.match(self.flow, min(end + 1, len(self.flow))):
            end = self.layout.sentence(end + 1)[1]
        found = []
        for other in patterns.ANOTHER_AMOUNT.finditer(self.flow, start, end):
            if other.start() < match.end() and match.start() < other.end():
                continue
            if patterns.NOT_PER_HOUR.match(self.flow, other.end()):
                continue
            value = numbers.decimal(other["behind"] or other["before"] or other["bare"])
            if value and LOWEST_RATE <= value <= HIGHEST_RATE and value != amount:
                found.append(value)
        return dict.fromkeys(found)

    def _extension(self):
        """Read how many times the client may extend, and by how many months."""
        found, doubts = [], []
        for match in patterns.EXTENSION_WORD.finditer(self.flow):
            start, end = self.layout.sentence(match.start())
            follow = self._extension_label_end(match, end)
            option = patterns.EXTENSION.search(self.flow, max(start, match.start() - 90), follow)
            if option:
                found.append(self._first_option(option))
            elif bare := patterns.EXTENSION_MONTHS.search(self.flow, match.start(), follow):
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

    def _first_option(self, match):
        """Return the candidate of an option, a doubt when others follow it."""
        one = self._option(match)
        end = self._end_of_options(match.end())
        other = patterns.EXTENSION.search(self.flow, match.end(), end)
        options = [one, *([self._option(other)] if other else [])]
        values = dict.fromkeys(option.value for option in options if option.value)
        goes_on = patterns.AFTERWARDS.search(self.flow, match.end(), end)
        is_more = goes_on and patterns.EXTENSION_MONTHS.search(self.flow, goes_on.end(), end)
        if len(values) > 1 or (is_more and values):
            return Candidate(None, match.span(), "several", tuple(values))
        return one

    def _end_of_options(self, position):
        """Return the end of the sentence, or of the list of options that goes on below it."""
        end = self.layout.sentence(position)[1]
        while bullet := BULLET.match(self.flow, min(end + 1, len(self.flow))):
            if not patterns.EXTENSION.match(self.flow, bullet.end()):
                break
            end = self.layout.sentence(bullet.end())[1]
        return end

    def _option(self, match):
        count = numbers.count(match["count"] or match["single"])
        months = numbers.count(match["months"])
        months *= 1 if match["unit"].lower().startswith("m") else 12
        if match["other"] or not (0 < count <= 12 and 0 < months <= 60):
            return Candidate(None, match.span(), "range", ())
        return Candidate((count, months), match.span())

    def _positions(self):
        found = []
        for label, start, end in self._labelled(patterns.POSITIONS_LABEL):
            match = re.compile(rf"({numbers.COUNT})(?![\d,.-])\b", re.IGNORECASE).match(
                self.flow, start, end
            )
            if match and (value := numbers.count(match[1])) and value <= 50:
                found.append(Candidate(value, (label, match.end())))
        return found

    def _office_days(self):
        found = []
        for label, start, end in self._labelled(patterns.OFFICE_LABEL):
            match = patterns.OFFICE_VALUE.match(self.flow, start, end)
            if match:
                found += self._office(match, (label, match.end()))
        for match in patterns.OFFICE_PHRASE.finditer(self.flow):
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
        for label, start, end in self._labelled(patterns.DAYS_LABEL):
            match = patterns.WEEKDAY_LIST.match(self.flow, start, end)
            if match and not self.flow[match.end() : end].strip(" .)"):
                days = _weekdays_of(match.group())
                found.append(Candidate(days, (label, match.end())))
        return found + [
            Candidate(_weekdays_of(match["days"]), match.span())
            for match in patterns.WEEKDAYS_PHRASE.finditer(self.flow)
        ]

    # What ---------------------------------------------------------------------------------------

    def _levels(self):
        found = []
        for label, start, end in self._labelled(patterns.LEVEL_LABEL):
            values = {
                patterns.LEVELS[match.group().lower()]: match.end()
                for match in patterns.LEVEL_WORD.finditer(self.flow, start, end)
            }
            if values:
                found.append(self._one_of(values, (label, max(values.values()))))
        for name in self._names():
            values = {
                patterns.LEVELS[match.group().lower()]: match.end()
                for match in patterns.LEVEL_WORD.finditer(self.flow, *name.span)
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
        for match in patterns.SCALE.finditer(self.flow):
            value = re.sub(r"\s+", "", match["scale"]).upper()
            if all(4 <= int(number) <= 18 for number in re.findall(r"\d+", value)):
                found.append(Candidate(value.replace("TOT", "-").replace("T/M", "-"), match.span()))
        return found

    def _screenings(self):
        return [
            Candidate(value, match.span())
            for value, pattern in patterns.SCREENINGS.items()
            for match in pattern.finditer(self.flow)
            if not self._is_denied(match)
        ]

    def _general_terms(self):
        found = []
        for value, pattern in patterns.TERMS.items():
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
        return bool(patterns.DENIED.search(before) or patterns.DENIED.search(after))

    def _types(self):
        found = []
        for label, start, end in self._labelled(patterns.TYPE_LABEL):
            values = {
                code: match.end()
                for code, pattern in patterns.TYPES.items()
                if (match := pattern.search(self.flow, start, end))
            }
            if values:
                found.append(self._one_of(values, (label, max(values.values()))))
        return found + [
            Candidate("bridging", match.span())
            for match in patterns.BRIDGING_PHRASE.finditer(self.flow)
        ]

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
        return bool(patterns.BOILERPLATE.search(self.flow, start, end))

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
            elif field and not has_bullets and not patterns.ANY_LABEL.match(line):
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
        return between.count("\n") == 1 and (len(between) > 2 or self.layout.plain[start].islower())

    def _to_findings(self, field, items):
        if field in (None, "other"):
            return []
        found = []
        for start, end in items:
            value = " ".join(self.layout.plain[start:end].split())
            if 3 <= len(value) <= LONGEST_REQUIREMENT:
                found.append(Finding(field, value, self.text[start:end], (start, end)))
        return found


def _read_heading(line):
    """Return the field that the lines under a heading are for; "other" for other headings."""
    start = patterns.NUMBERING.match(line).end()
    for field, pattern in patterns.HEADINGS.items():
        match = pattern.match(line, start)
        if match and patterns.HEADING_END.fullmatch(line, match.end()):
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
    for token in re.findall(
        rf"(?:{dates.WEEKDAY})(?!\w)|t/m|tot en met|-|\bto\b", text, re.IGNORECASE
    ):
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
