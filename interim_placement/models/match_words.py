from functools import cache, cached_property, partial

from odoo.tools.misc import format_date, formatLang

from ..tools import matching
from .professional import LEVELS

SIGNS = {0.0: "✗", 1.0: "✓"}


class MatchWords:
    """Says in the user's language why a professional and an assignment fit, and what to ask.

    It knows both sides as plain values only, and looks names of catalogues up once. What is said
    is for recruiters: it names rates.

    :param env: of the user
    :param company: whose currency the rates are in
    :param demands: the assignments that will be described, for the names of their requirements
    :param today: the day on which was matched
    """

    def __init__(self, env, company, demands, today):
        self.env = env
        self.today = today
        self.currency = company.currency_id
        self.requirement_ids = [line.key for demand in demands for line in demand.requirements]
        self.levels = [label for _level, label in self._get_levels()]
        # Hundreds of rows name the same days and amounts, and each costs as much as a sentence.
        self._format_day = cache(partial(format_date, env, date_format="d MMM y"))
        self._format_money = cache(partial(formatLang, env, currency_obj=self.currency))

    # Names

    def _get_levels(self):
        field = self.env["interim.professional"]._fields["level"]
        labels = dict(field._description_selection(self.env))
        return [(level, labels[level]) for level, _label in LEVELS]

    @cached_property
    def expertises(self):
        """Names by id."""
        return self._read_names("interim.expertise")

    @cached_property
    def certifications(self):
        """Names by id."""
        return self._read_names("interim.certification")

    @cached_property
    def types(self):
        """Names by id."""
        return self._read_names("interim.assignment.type")

    @cached_property
    def sectors(self):
        """Names by id."""
        return self._read_names("res.partner.industry")

    @cached_property
    def requirements(self):
        """Names by id."""
        return self._read_names(
            "interim.assignment.requirement", [("id", "in", self.requirement_ids)]
        )

    @cached_property
    def weekdays(self):
        """The seven short names of days."""
        return self.env["interim.weekday.mixin"]._get_weekday_short_names()

    @cached_property
    def labels(self):
        """What the subjects are called."""
        return {
            "expertise": self.env._("Expertise"),
            "level": self.env._("Level"),
            "start": self.env._("Start"),
            "hours": self.env._("Hours"),
            "weekdays": self.env._("Days"),
            "rate": self.env._("Rate"),
            "office": self.env._("Office Days"),
            "region": self.env._("Distance"),
            "sector": self.env._("Sector"),
            "wishes": self.env._("Wishes"),
        }

    def _read_names(self, model, domain=()):
        # What was archived since is still what was asked for or is held.
        records = self.env[model].sudo().with_context(active_test=False)
        return {record.id: record.name for record in records.search_fetch(list(domain), ["name"])}

    def _in_order(self, names, keys):
        """Return those of the catalogue's keys, in its own order."""
        return [key for key in names if key in keys]

    # A whole match

    def to_parts(self, candidate, demand, found):
        """Return each subject as a dict: subject, label, share, weight, state, sentence.

        The share is None when nothing is known; the sentence is then what to ask.
        """
        return [
            {
                "subject": part.subject,
                "label": self.labels[part.subject],
                "share": round(part.share, 4) if part.known else None,
                "weight": part.weight,
                "state": "known" if part.known else "unknown",
                "sentence": self.say(part, candidate, demand),
            }
            for part in found.parts
        ]

    def to_knockouts(self, candidate, demand, found):
        """Return each knock-out requirement as a dict: id, name, state, sentence."""
        return [
            {
                "id": knockout.key,
                "name": self.requirements.get(knockout.key, ""),
                "state": knockout.state,
                "sentence": self._say_knockout(knockout, line, candidate),
            }
            for knockout, line in zip(found.knockouts, demand.knockouts, strict=True)
        ]

    def to_questions(self, candidate, demand, found):
        """Return what is not known, as questions, each of them once."""
        questions = []
        for part in found.parts:
            if part.known < 1:
                questions += getattr(self, f"_ask_{part.subject}")(part, candidate, demand)
        questions += [
            self.env._("Does this hold: %s?", self.requirements.get(line.key, ""))
            for line in demand.requirements
            if line.expertise is None and line.certification is None
        ]
        return list(dict.fromkeys(questions))

    def to_line(self, candidate, demand, found):
        """Return what is known of a match in one line, each reason with its sign."""
        return " · ".join(
            f"{SIGNS.get(part.share, '~')} {self.say(part, candidate, demand)}"
            for part in found.parts
            if part.known
        )

    def say(self, part, candidate, demand):
        """Return why a subject was judged so; what to ask when nothing is known of it."""
        if not part.known:
            return " ".join(getattr(self, f"_ask_{part.subject}")(part, candidate, demand))
        return getattr(self, f"_say_{part.subject}")(part, candidate, demand)

    # Expertise and level

    def _say_expertise(self, _part, candidate, demand):
        start = max(demand.start or self.today, self.today)
        held, missing, expired = [], [], []
        if candidate.expertises:
            for key in self._in_order(self.expertises, demand.expertise_weights):
                names = held if key in candidate.expertises else missing
                names.append(self.expertises.get(key, ""))
        for key in self._in_order(self.certifications, demand.certification_weights):
            if key in candidate.certificates:
                valid_until = candidate.certificates[key]
                is_valid = valid_until is None or valid_until >= start
                names = held if is_valid else expired
                # An expertise may be called the same.
                names.append(self.env._("certificate %s", self.certifications[key]))
        pieces = []
        if held:
            pieces.append(self.env._("has %s", ", ".join(held)))
        if missing:
            pieces.append(self.env._("lacks %s", ", ".join(missing)))
        if expired:
            pieces.append(self.env._("no longer valid: %s", ", ".join(expired)))
        return _sentence(pieces)

    def _ask_expertise(self, _part, candidate, demand):
        questions = []
        if demand.expertise_weights and not candidate.expertises:
            keys = self._in_order(self.expertises, demand.expertise_weights)
            names = ", ".join(self.expertises[key] for key in keys)
            questions.append(self.env._("Which of this is the professional good at: %s?", names))
        questions += [
            self.env._("Is there a valid certificate %s?", self.certifications.get(key, ""))
            for key in self._in_order(self.certifications, demand.certification_weights)
            if key not in candidate.certificates
        ]
        return questions

    def _say_level(self, _part, candidate, demand):
        level, asked = self.levels[candidate.level], self.levels[demand.level]
        if candidate.level == demand.level:
            return self.env._("%s, as asked", level)
        if candidate.level > demand.level:
            return self.env._("%(level)s, above %(asked)s", level=level, asked=asked.lower())
        return self.env._("%(level)s, below %(asked)s", level=level, asked=asked.lower())

    def _ask_level(self, _part, _candidate, _demand):
        return [self.env._("At which level does the professional work?")]

    # When and how much

    def _say_start(self, part, _candidate, _demand):
        free = part.detail
        day = self._format_day(free.day)
        is_now = free.day <= self.today
        if free.wait < 0:
            text = self.env._(
                "Free from %(day)s, %(days)s days after the start", day=day, days=-free.wait
            )
        elif free.wait > matching.WAIT_FITS:
            text = (
                self.env._("Free now, %s days before the start", free.wait)
                if is_now
                else self.env._(
                    "Free from %(day)s, %(days)s days before the start", day=day, days=free.wait
                )
            )
        else:
            text = self.env._("Free now") if is_now else self.env._("Free from %s, in time", day)
        if free.is_uncertain:
            return self.env._("%s; an extension is in discussion", text)
        return text

    def _ask_start(self, part, candidate, _demand):
        if not part.detail.is_limit_known:
            return [self._ask_most_hours()]
        if candidate.refused_on:
            return [self._say_refused(candidate)]
        return [self.env._("From when is the professional available?")]

    def _say_refused(self, candidate):
        day = self._format_day(candidate.refused_on)
        if candidate.ask_again_on and candidate.ask_again_on > self.today:
            return self.env._(
                "Said on %(day)s not to be available; ask again from %(from)s",
                **{"day": day, "from": self._format_day(candidate.ask_again_on)},
            )
        return self.env._("Said on %s not to be available: is that still so?", day)

    def _say_hours(self, part, candidate, demand):
        asked = _range(demand.hours_min, demand.hours_max)
        free = part.detail
        if part.share < 1 and (free is None or free >= (demand.hours_min or demand.hours_max)):
            return self.env._(
                "Wants at least %(wanted)s hours a week, %(asked)s asked",
                wanted=f"{candidate.hours_min:g}",
                asked=asked,
            )
        if free is None:
            return self.env._("%s hours a week asked, no limit known", asked)
        return self.env._(
            "%(free)s hours a week free, %(asked)s asked", free=f"{free:g}", asked=asked
        )

    def _ask_hours(self, _part, _candidate, _demand):
        return [self._ask_most_hours()]

    def _ask_most_hours(self):
        return self.env._("How many hours a week does the professional work at most?")

    def _say_weekdays(self, part, _candidate, demand):
        off, taken = part.detail
        pieces = []
        if off:
            pieces.append(self.env._("does not work on %s", self._name_days(off)))
        if taken - off:
            pieces.append(self.env._("already works elsewhere on %s", self._name_days(taken - off)))
        if not pieces:
            return self.env._("Free on %s", self._name_days(demand.weekdays))
        return _sentence(pieces)

    def _ask_weekdays(self, _part, _candidate, _demand):
        return [self.env._("On which days does the professional work?")]

    def _name_days(self, days):
        return ", ".join(self.weekdays[day] for day in sorted(days))

    # Rate, place

    def _say_rate(self, _part, candidate, demand):
        rates = {
            "rate": self._format_money(candidate.rate_min),
            "most": self._format_money(demand.rate_max),
        }
        if candidate.rate_min <= demand.rate_max:
            return self.env._("From %(rate)s, within the ceiling of %(most)s", **rates)
        return self.env._("From %(rate)s, above the ceiling of %(most)s", **rates)

    def _ask_rate(self, _part, _candidate, _demand):
        return [self.env._("What is the lowest rate?")]

    def _say_office(self, _part, candidate, demand):
        return self.env._(
            "%(asked)s office days a week asked, at most %(most)s wished",
            asked=demand.office_days,
            most=candidate.office_days_max,
        )

    def _ask_office(self, _part, _candidate, _demand):
        return [self.env._("How many days a week at the office, at most?")]

    def _say_region(self, part, candidate, demand):
        if part.detail is None:
            return self.env._("Lives in %s", candidate.place)
        return self.env._(
            "%(distance)s km from %(place)s, at most %(most)s wished",
            distance=round(part.detail),
            place=demand.place,
            most=candidate.max_distance_km,
        )

    def _ask_region(self, part, candidate, demand):
        if part.detail is not None:
            return [
                self.env._(
                    "How far does the professional travel? It is %(distance)s km to %(place)s.",
                    distance=round(part.detail),
                    place=demand.place,
                )
            ]
        if candidate.place:
            return [
                self.env._(
                    "Does the professional travel from %(town)s to %(place)s?",
                    town=candidate.place,
                    place=demand.place,
                )
            ]
        return [self.env._("Where does the professional live, and how far to travel?")]

    # Sector and wishes

    def _say_sector(self, part, candidate, demand):
        asked = self.sectors.get(demand.sector, "")
        if part.share:
            return self.env._("Worked in %s before", asked)
        known = ", ".join(sorted(self.sectors.get(key, "") for key in candidate.experience))
        return self.env._("Worked in %(known)s, not in %(asked)s", known=known, asked=asked)

    def _ask_sector(self, _part, _candidate, demand):
        return [
            self.env._(
                "Has the professional worked in %s before?", self.sectors.get(demand.sector, "")
            )
        ]

    def _say_wishes(self, _part, candidate, demand):
        wished, other = [], []
        for asked, wishes, names in (
            (demand.type, candidate.types, self.types),
            (demand.sector, candidate.sectors, self.sectors),
        ):
            if asked is not None and wishes:
                (wished if asked in wishes else other).append(names.get(asked, ""))
        pieces = []
        if wished:
            pieces.append(self.env._("wished: %s", ", ".join(wished)))
        if other:
            pieces.append(self.env._("not wished: %s", ", ".join(other)))
        return _sentence(pieces)

    def _ask_wishes(self, _part, _candidate, _demand):
        return [self.env._("Which kinds of assignments and which sectors are wished?")]

    # Knock-out requirements

    def _say_knockout(self, knockout, line, candidate):
        if line.expertise is None and line.certification is None:
            return self.env._("To be asked")
        if knockout.expired:
            return self.env._(
                "The certificate is valid until %s only",
                self._format_day(knockout.expired),
            )
        if knockout.state == "met":
            return self.env._("On record")
        if knockout.state == "unmet":
            return self.env._(
                "Not among the expertise: %s", self.expertises.get(line.expertise, "")
            )
        if line.expertise is not None and not candidate.expertises:
            return self.env._("No expertise is on record")
        return self.env._(
            "No certificate %s is on record", self.certifications.get(line.certification, "")
        )


def _sentence(pieces):
    """Join pieces to one sentence with a capital."""
    text = "; ".join(pieces)
    return text[:1].upper() + text[1:]


def _range(low, high):
    """Return hours as people write a range: 24-32, or the one number that is known."""
    return "–".join(dict.fromkeys(f"{hours:g}" for hours in (low, high) if hours))
