"""How requests write what they ask: labels, phrases, and words that raise a doubt."""

# Patterns are laid out by their parts.
# ruff: noqa: E501

import re

from . import dates, numbers
from .layout import label_pattern

START = [
    r"(?:gewenste |beoogde |geplande |verwachte )?(?:start|begin|ingangs|aanvangs)datum(?: opdracht)?",
    r"(?:gewenste |beoogde )?(?:start|aanvang|ingang)(?: opdracht| inzet| werkzaamheden)?",
    r"datum (?:aanvang|ingang|start)",
    r"(?:inzet|beschikbaar) (?:per|vanaf)",
    r"opdracht start",
    r"(?:preferred |desired |expected )?(?:start(?:ing)? date|start|starts)",
]
END = [
    r"(?:verwachte |beoogde |geplande )?einddatum(?: opdracht)?",
    r"eind(?:e)?(?: opdracht| inzet)?",
    r"(?:datum einde|t/m|tot en met)",
    r"end(?:s| date)?",
]
PERIOD = [
    r"(?:contract|opdracht|inzet|uitvoerings)?periode",
    r"(?:door)?looptijd(?: opdracht| contract)?",
    r"(?:contract|opdracht)?duur(?: van)?(?: de)?(?: opdracht| inzet| overeenkomst)?",
    r"(?:contract |assignment )?(?:period|duration|term)",
    r"(?:initiële|initiele) (?:looptijd|duur|periode)",
]
HOURS = [
    r"(?:gemiddeld )?(?:aantal )?uren(?: per week| p/w| pw)?",
    r"(?:aantal )?uur per week",
    r"(?:omvang|inzet|urenomvang|werkweek|arbeidsduur)(?: per week| opdracht| in uren)?",
    r"hours(?: per week| a week)?",
    r"weekly hours",
    r"(?:workload|commitment)",
]
RATE = [
    r"(?:max(?:imaal|imum|\.)? )?(?:uur)?tarief(?: per uur)?(?: excl\.? btw)?",
    r"(?:max(?:imaal|imum|\.)? )?uurtarief(?: excl(?:usief|\.)? btw)?",
    r"tariefplafond",
    r"(?:maximum|max\.?|maximal) (?:hourly )?rate",
    r"(?:hourly )?rate(?: ceiling| cap)?(?: per hour)?",
]
DEADLINE = [
    (
        r"(?:uiterste )?(?:sluitings|inschrijf|reactie|indienings|inlever|aanlever)datum"
        r"(?:[ /]+tijd| en tijdstip| en -tijd| en tijd)?"
    ),
    (
        r"uiterste datum(?: voor)?(?: het)?(?: indien\w{0,4}| inschrijv\w{0,4}| reactie| aanbied\w{0,4})?(?: van)?"
        r"(?: de)?(?: offertes?| aanbiedingen?| kandidaten| cv's)?"
    ),
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
INTERVIEW = [
    r"(?:data |datum )?(?:selectie|kennismakings|sollicitatie|intake|verificatie)?gesprek(?:ken)?",
    r"(?:datum|data) interviews?",
    r"(?:selectie|kennismakings|intake|sollicitatie|verificatie)?gespreks?(?:datum|data)",
    r"interviews?(?: date| dates|datum|data)?",
]
POSITIONS = [
    r"aantal (?:posities|professionals|personen|plaatsen|functies|in te huren professionals)",
    r"(?:benodigd|gevraagd) aantal(?: professionals| personen)?",
    r"number of (?:positions|professionals|people)",
    r"(?:positions|posities)",
]
OFFICE = [
    r"(?:kantoordagen|dagen op kantoor|dagen op locatie|aanwezigheid(?: op kantoor)?)(?: per week)?",
    r"(?:office days|days (?:in the office|on site|on-site))(?: a week| per week)?",
    r"hybride(?: werken)?",
    r"hybrid(?: working)?",
]
DAYS = [
    r"(?:vaste |gewenste )?(?:werk)?dagen",
    r"(?:fixed |working )days",
]
LEVEL = [
    r"(?:functie)?niveau",
    r"(?:senioriteit|ervaringsniveau)",
    r"(?:seniority|level)(?: of experience)?",
]
TYPE = [
    r"(?:type|soort|aard)(?: van)?(?: de)? (?:opdracht|inzet|inhuur)",
    r"(?:assignment type|type of assignment|kind of assignment)",
]
NAME = [
    r"(?:gevraagde |gezochte )?(?:functie|rol)(?:naam|titel|benaming)?",
    r"(?:naam|titel)(?: van)?(?: de)? (?:opdracht|functie|aanvraag)",
    r"(?:titel|role|job title|position title|position|title)",
    r"(?:gevraagd|gezocht|wij zoeken|profiel|wanted)",
]
REFERENCE = [
    r"(?:ons |onze )?(?:referentie|kenmerk|ref\.?)(?:nummer|nr\.?)?(?: opdrachtgever| aanvraag)?",
    r"(?:ons |onze )?(?:aanvraag|opdracht|dossier|zaak|inhuur|vacature|publicatie)-?(?:nummer|nr\.?|id)",
    r"(?:nummer|nr\.?) (?:aanvraag|opdracht)",
    r"(?:our )?reference(?: number| no\.?)?",
    r"(?:request|assignment)(?: number| no\.?| id)",
]
CLIENT = [
    r"(?:opdrachtgever|organisatie|opdrachtgevende organisatie|inhurende organisatie)",
    r"(?:aanbestedende dienst|naam organisatie|naam opdrachtgever|afnemer)",
    r"(?:client|customer|klant|contracting authority|organi[sz]ation)",
]
LOCATION = [
    r"(?:werk|kantoor)?locatie(?: werkzaamheden| opdracht)?",
    r"(?:standplaats|werkplek|plaats van uitvoering|plaats werkzaamheden|plaats)",
    r"(?:work )?location",
    r"(?:place of work|office location)",
]
REGION = [r"(?:regio|region|provincie)"]
OTHER = [
    r"(?:vragen|contactpersoon|contact|bijlagen?|publicatiedatum|datum|afdeling|e-?mail|telefoon)",
    r"(?:optie|opties|verlenging|verlengingsopties?|extensions?|extension options?|schaal|screening)",
    r"(?:salarisschaal|functieschaal|salary scale|voorwaarden|general terms|inkoopvoorwaarden|vog)",
    r"(?:eisen|wensen|knock-?out(?:criteria|s)?|requirements|wishes|taken|resultaten|omschrijving)",
]
ANY_LABEL = re.compile(
    "(?:"
    + "|".join(
        one
        for group in (
            *(START, END, PERIOD, HOURS, RATE, DEADLINE, INTERVIEW, POSITIONS, OFFICE),
            *(DAYS, LEVEL, TYPE, NAME, REFERENCE, CLIENT, LOCATION, REGION, OTHER),
        )
        for one in group
    )
    + r")(?:[^\S\n]*\([^()\n]{0,40}\))?[^\S\n]*(?:$|[:=|\t\n])",
    re.IGNORECASE,
)
START_LABEL = label_pattern(START, loose=True)
END_LABEL = label_pattern(END, loose=True)
PERIOD_LABEL = label_pattern(PERIOD, loose=True)
HOURS_LABEL = label_pattern(HOURS, loose=True)
RATE_LABEL = label_pattern(RATE, loose=True)
DEADLINE_LABEL = label_pattern(DEADLINE, loose=True)
INTERVIEW_LABEL = label_pattern(INTERVIEW, loose=True)
POSITIONS_LABEL = label_pattern(POSITIONS, loose=True)
OFFICE_LABEL = label_pattern(OFFICE, loose=True)
DAYS_LABEL = label_pattern(DAYS, loose=True)
LEVEL_LABEL = label_pattern(LEVEL)
TYPE_LABEL = label_pattern(TYPE)
NAME_LABEL = label_pattern(NAME)
REFERENCE_LABEL = label_pattern(REFERENCE)
REFERENCE_LOOSE = re.compile(
    r"(?<!\w)(?P<label>(?:referentie|kenmerk|aanvraag|opdracht)-?(?:nummer|nr\.?)?|ref(?:erence(?: number)?)?\.?)"
    r"(?:[^\S\n]+van deze (?:uitvraag|aanvraag|opdracht))?[^\S\n]*:?[^\S\n]+",
    re.IGNORECASE,
)
CLIENT_LABEL = label_pattern(CLIENT)
LOCATION_LABEL = label_pattern(LOCATION)
REGION_LABEL = label_pattern(REGION)
# What may stand between a label and its date.
DATE_FILLER = re.compile(
    r"(?:(?:is|op|om|per|vanaf|met ingang van|ingaand|uiterlijk|tot en met|t/m|tot|voor|vóór|van"
    r"|from|on|by|before|until|no later than|at|datum|date|zijn|vinden plaats op|staan gepland op"
    r"|zijn gepland op|worden gehouden op|will be held on|are (?:held|planned|scheduled)(?: on)?)"
    r"\b[^\S\n]*[:,]?[^\S\n]*){0,3}",
    re.IGNORECASE,
)
LATEST = re.compile(
    r"\b(?:uiterlijk|uiterste|latest|no later|voor|vóór|before|by)\b", re.IGNORECASE
)
ANOTHER_DAY = re.compile(
    r"[^\S\n]*(?:,|/|&|-|en|of|and|or|t/m|tot(?: en met)?|to|until)[^\S\n]*"
    rf"(?:(?:{dates.WEEKDAY})\.?[^\S\n]+)?(?:\d(?!\d?[:.]\d\d)|(?:{dates.MONTH})\b)",
    re.IGNORECASE,
)
DAY_AND = re.compile(
    rf"(?:(?:{dates.WEEKDAY})\.?[^\S\n]+)?(?P<day>\d{{1,2}})[^\S\n]*(?:,|/|&|-|en|of|and|or|t/m|tot)[^\S\n]*"
    rf"(?=(?:(?:{dates.WEEKDAY})\.?[^\S\n]+)?\d)",
    re.IGNORECASE,
)
THROUGH = re.compile(
    r"[^\S\n]*,?[^\S\n]*(?P<word>tot en met|t/m|t\.e\.m\.|t\.m\.|tot|-|until|till|to|through)"
    r"[^\S\n]*(?:en met|uiterlijk)?[^\S\n]*",
    re.IGNORECASE,
)
INCLUSIVE = frozenset({"tot en met", "t/m", "t.e.m.", "t.m.", "-", "through"})
ASAP = re.compile(
    r"(?:per direct|direct|zo spoedig mogelijk|z\.?s\.?m\.?|asap|as soon as possible|immediately"
    r"|zo snel mogelijk|per omgaande)(?!\w)",
    re.IGNORECASE,
)
TITLE_HEAD = re.compile(
    r"[^\S\n]*(?:(?:inhuur)?aanvraag|inhuuropdracht|opdracht|interim[ -]?opdracht|offerteaanvraag"
    r"|uitvraag|request(?: for)?|assignment|vacature)(?:[^\S\n]*:[^\S\n]*|[^\S\n]+-[^\S\n]+|[^\S\n]+)",
    re.IGNORECASE,
)
TITLE_PART = re.compile(r"(?:(?![^\S\n]-[^\S\n])[^|\t\n])+")
TITLE_WORDS = 8
NO_TITLE = re.compile(
    r"\b(?:zijn|is|are|zoek\w*|naar|wordt|worden|gaat|heeft|hebben|kun|kunt|wij|we|onze|ons|jij|our"
    r"|looking|ervaring|experience|die|dat|who)\b",
    re.IGNORECASE,
)
WANTED_PHRASE = re.compile(
    r"(?:\b(?:zoekt|zoeken|zoek|op zoek naar|looking for|seeking|seeks)\b[^.\n]{0,60}?[^\S\n](?:een|één|an?)"
    r"|\bals)[^\S\n]+(?:(?:ervaren|tijdelijke?|interim|experienced|temporary)[^\S\n]+)*"
    r"(?P<role>(?!(?:een|één|an?)\b)[^\W\d_](?:(?![^\S\n](?:een|één|an?)[^\S\n])[^.,;:()|\t\n]){2,80}?)"
    r"(?=[.,;:(|\n]|[^\S\n](?:voor|die|om|met|bij|op|in|werk|werkt|ga|ben|draag|for|who|to|with|at)\b)",
    re.IGNORECASE,
)
TRADE = re.compile(
    r"(?:adviseur|manager|leider|leidster|woordvoerder|redacteur|strateeg|specialist|coördinator"
    r"|coordinator|directeur|consultant|medewerker|hoofd\b|adviser|advisor|officer|lead\b|editor"
    r"|spokesperson|strategist|director|planner|ontwerper|designer|trainer|regisseur|secretaris"
    r"|copywriter|journalist|tekstschrijver|analist|analyst|ontwikkelaar|developer)",
    re.IGNORECASE,
)
ROLE_END = re.compile(
    r"[(;|\t\n]|[^\S\n]+-[^\S\n]+|,[^\S\n]*(?:gemeente|provincie|ministerie|waterschap|\d|ref|kenmerk)"
    r"|[^\S\n](?:bij|t\.b\.v\.|ten behoeve van|at the|at)[^\S\n]"
    r"|[^\S\n](?:voor|for)[^\S\n]+(?:de[^\S\n]+|het[^\S\n]+|the[^\S\n]+)?"
    r"(?:gemeente|provincie|waterschap|ministerie|municipality|province|ministry|\d)"
    r"|\.$|\.[^\S\n]|,?[^\S\n]+\d{1,2}(?:[^\S\n]*-[^\S\n]*\d{1,2})?[^\S\n]*(?:uur|hours)\b",
    re.IGNORECASE,
)
REFERENCE_TOKEN = re.compile(r"(?=[^\s,;|()]{0,30}\d)[A-Za-z0-9][A-Za-z0-9./_-]{2,29}(?![\w@])")
CLIENT_END = re.compile(r"[,(;|]|[^\S\n]-[^\S\n]|\.[^\S\n]|[^\S\n](?:te|in)[^\S\n]+(?=[A-Z'])")
# What stands where a value belongs, and says that there is none.
NO_VALUE = re.compile(
    r"(?:strikt |nog |is |wordt )*(?:bekend bij|known to|vertrouwelijke?|anoniem|anonieme|geheim|onbekend|(?:niet|nog) bekend"
    r"|niet van toepassing|nader (?:te bepalen|bekend|in te vullen|overeen)|in overleg|op aanvraag|geen\b|volgt\b"
    r"|zie (?:de )?(?:bijlage|onder|hieronder|boven|elders|document|toelichting|tekst|aanvraag)\w*"
    r"|n\.?[^\S\n]?(?:t\.?[^\S\n]?b|n\.?[^\S\n]?b|n\.?[^\S\n]?t\.?[^\S\n]?b|v\.?[^\S\n]?t|o\.?[^\S\n]?t\.?[^\S\n]?k)"
    r"|n/a\b|tbd|tba|tbc|to be (?:determined|announced|confirmed|agreed)|confidential|anonymous|undisclosed|unknown"
    r"|not (?:applicable|disclosed|known)|see (?:the )?(?:annex|attachment|appendix|below|above)|on request|none\b"
    r"|in consultation)(?!\w)",
    re.IGNORECASE,
)
# A kind of organisation, and not its name.
NO_NAME = re.compile(
    r"(?:(?:een|one|an?|middelgrote)[^\S\n]|(?:grote|kleine|large|small)[^\S\n]+(?-i:[a-z])"
    r"|(?:de[^\S\n]+)?(?:gemeente|provincie|ministerie|waterschap|overheid|municipality|province|ministry)"
    r"(?=[^\S\n]*(?:$|[\n(,;|.])))",
    re.IGNORECASE,
)
LOCATION_END = re.compile(
    r"[(;]|\s-\s|\.\s|,?[^\S\n]+(?=\d|hybrid|deels|thuis|minimaal|in overleg|en thuis|with|partly)",
    re.IGNORECASE,
)
NAME_WORD = r"(?:'[st]-?[^\S\n]?)?[A-Z][^\W\d_]*(?:-[A-Z'][^\W\d_]*)*"
NO_BODY = r"(?!Gemeente|Provincie|Waterschap|Ministerie|Province|Municipality)"
ORGANISATION = re.compile(
    r"(?<!\w)(?:"
    r"(?:[Gg]emeente|[Pp]rovincie|[Mm]unicipality of|[Pp]rovince of)[^\S\n]+"
    rf"(?:(?:De|Den|Het|Nieuw|Oud|Noord|Zuid|Oost|West|Hoge|Lage|Sint)[^\S\n]+)?{NAME_WORD}"
    r"(?:[^\S\n]+(?:aan|op|bij)[^\S\n]+(?:de[^\S\n]+|den[^\S\n]+|het[^\S\n]+)?"
    rf"{NO_BODY}{NAME_WORD})?(?P<more>[^\S\n]+{NO_BODY}{NAME_WORD})?"
    r"|(?:[Ww]aterschap|[Hh]oogheemraadschap|[Vv]eiligheidsregio|[Oo]mgevingsdienst)"
    rf"(?:[^\S\n]+{NO_BODY}{NAME_WORD}){{1,3}}(?:[^\S\n]+en[^\S\n]+{NO_BODY}{NAME_WORD})?"
    rf"|[Mm]inisterie[^\S\n]+van[^\S\n]+{NAME_WORD}(?:,[^\S\n]+{NAME_WORD})?"
    rf"(?:[^\S\n]+en[^\S\n]+{NO_BODY}{NAME_WORD}){{0,2}}"
    r")(?!\w)"
)
UNIT = r"(?:kalender)?(?:maanden|maand|mnd\.?|months?|jaar|jaren|years?)(?!\w)"
BETWEEN = r"[^\S\n]*(?:-|tot|à|a|of|to|or|t/m)[^\S\n]*"
LENGTH = re.compile(
    r"(?<![\w,.])(?:(?P<half>een half jaar|half a year|half jaar)"
    r"|(?P<about>(?:circa|ca\.?|ongeveer|minimaal|maximaal|max\.?|min\.?|about|at least|up to"
    r"|approximately|verwacht)[^\S\n]+)?"
    rf"(?P<count>{numbers.COUNT})(?:[^\S\n]*\(\w{{1,15}}\))?"
    rf"(?:{BETWEEN}(?P<other>{numbers.COUNT}))?[^\S\n]*(?P<unit>{UNIT}))",
    re.IGNORECASE,
)
LENGTH_PHRASE = re.compile(
    r"(?:voor de duur van|voor een periode van|met een looptijd van|gedurende|duurt"
    r"|for a period of|for the duration of|for a term of|assignment lasts)[^\S\n]+",
    re.IGNORECASE,
)
PERIOD_PHRASE = re.compile(
    r"(?:in|voor|over|gedurende|during|for)[^\S\n]+(?:de|the)[^\S\n]+(?:periode|period)[^\S\n]+"
    r"(?:van|vanaf|from)?[^\S\n]*"
    r"|(?:opdracht|inzet|inhuur|overeenkomst|assignment)[^\S\n]+(?:loopt|duurt|runs|lasts)[^\S\n]+"
    r"(?:van|vanaf|from)[^\S\n]+",
    re.IGNORECASE,
)
START_PHRASE = re.compile(
    r"(?:opdracht|inzet|werkzaamheden|inhuur|assignment|work)[^\S\n]+"
    r"(?:start(?:en|s)?|begint|beginnen|begins|vangt aan|gaat in)[^\S\n]+"
    r"(?:(?:is|uiterlijk|bij voorkeur)[^\S\n]+)?(?:op|per|on|vanaf|from)?[^\S\n]*"
    r"|\bstart(?:en|ing)?[^\S\n]+(?:is[^\S\n]+)?(?:op|per|on|vanaf|from|voorzien op)[^\S\n]+"
    r"|\bzoek(?:t|en)?[^\S\n]+(?:per|vanaf)[^\S\n]+"
    r"|met ingang van[^\S\n]+(?=[^\n.]{6,40}(?:zoek|vrag|voor de duur|start))",
    re.IGNORECASE,
)
WEEK = (
    r"[^\S\n]*(?:per|/|a|p\.?|in de|each|in een)[^\S\n]*\.?(?:werk)?(?:week|wk|w\b)|[^\S\n]*p/?w\b"
)
BOUND = (
    r"(?:(?P<bound>max(?:imaal|imum|\.)?|min(?:imaal|imum|\.)?|ten hoogste|ten minste|at most|at least"
    r"|up to)[^\S\n]+)?"
)
NUMBER = r"\d{1,2}(?:[.,]\d{1,2})?"
# A number is read whole: "1,0" is not "1".
NUMBER_END = r"(?![\d:/]|[.,]\d)"
RANGE = (
    rf"(?P<low>{NUMBER}){NUMBER_END}(?:[^\S\n]*(?:uur|u)?[^\S\n]*(?:-|tot(?: en met)?|t/m|à|to|en|and)"
    rf"[^\S\n]*(?:maximaal[^\S\n]+|max\.?[^\S\n]+)?(?P<high>{NUMBER}){NUMBER_END})?"
)
HOURS_UNIT = r"[^\S\n]*(?:uur|uren|u\.?|hours?|hrs?\.?)(?!\w)"
HOURS_VALUE = re.compile(
    r"(?:is[^\S\n]+|gemiddeld[^\S\n]+|in totaal[^\S\n]+)?"
    rf"{BOUND}{RANGE}(?:{HOURS_UNIT}|{WEEK}(?!\w)|(?=[^\S\n]*(?:$|\n|[|;,.\t(])))",
    re.IGNORECASE,
)
HOURS_PHRASE = re.compile(
    rf"(?<![\w,./:€-]){BOUND}{RANGE}{HOURS_UNIT}(?:{WEEK})(?!\w)", re.IGNORECASE
)
# Hours of something else than a week: of a day, a month, the whole assignment.
NOT_A_WEEK = re.compile(
    r"[\s(,]*(?:(?:per|a|elke|iedere|each|every|/)[^\S\n]*(?:dag|day|werkdag|maand|mnd|month|kwartaal|quarter"
    r"|jaar|year|sprint|opdracht|assignment|periode|fortnight|(?:twee|drie|vier|two|three|four|\d+)[^\S\n]*(?:weken|weeks))"
    r"|p/?[dm]\b|dagelijks|maandelijks|jaarlijks|daily|monthly|yearly|gedurende|voor de (?:hele|gehele)"
    r"|for the (?:whole|entire)|(?:in[^\S\n]+)?tota(?:al|l)\b|verdeeld over|spread over|om de week|fte\b)",
    re.IGNORECASE,
)
PER_WEEK = re.compile(rf"(?:{WEEK})(?!\w)", re.IGNORECASE)
# Somebody of before, whose hours and rate are no part of the request.
PREDECESSOR = re.compile(
    r"\b(?:werkte|werkten|was|waren|had|hadden|deed|kreeg|verdiende|ontving|voorgang\w*|opvolg\w*"
    r"|predecessor\w*|successor\w*|worked|were|earned|got|vorige|voorheen|eerder|eerdere|previous\w*)\b",
    re.IGNORECASE,
)
CLAUSE_BREAK = re.compile(r"[,;.\n]|[^\S\n](?:en|and|maar|but)[^\S\n]|(?=waarvan|of which)")
OTHER_HOURS = re.compile(
    r"kantoor|locatie|bereikbaar|afdeling is|team|overleg|reis|vergader|office|on site|on-site"
    r"|\bwas\b|eerder|vorige|previous|fulltime|full-time|voltijd|bestaat uit|bezetting|totaal"
    r"|waarvan|of which|extra|verleng|uitbreid|\bdaarnaast\b|spreekuur|stagiair",
    re.IGNORECASE,
)
EURO = r"(?:€|eur(?:o|os)?\b)"
MONEY = r"\d{1,3}(?:[.,]\d{1,2})?(?![\d])(?:,?-{1,2}(?!\s*\d))?"
AMOUNT = re.compile(
    r"(?:(?:is|van|of|bedraagt|tot|maximaal|maximum|max\.?|ten hoogste|up to|at most|excl(?:usief|\.)?"
    r"(?: btw)?|all-?in|:|per uur|per hour)[^\S\n]*[:,]?[^\S\n]*){0,4}"
    rf"{EURO}?[^\S\n]*(?<![\d.,])(?P<amount>{MONEY})"
    rf"(?:[^\S\n]*{EURO}?[^\S\n]*(?:-|tot|to|en)[^\S\n]*{EURO}?[^\S\n]*(?P<other>{MONEY}))?"
    rf"[^\S\n]*{EURO}?(?![^\S\n]*%)",
    re.IGNORECASE,
)
# One more amount beside the one that was read.
ANOTHER_AMOUNT = re.compile(
    rf"(?<!\w){EURO}[^\S\n]*(?P<behind>{MONEY})|(?<![\w.,])(?P<before>{MONEY})[^\S\n]*{EURO}"
    rf"|(?:\b(?:of|or|resp\.?|respectievelijk)|/)[^\S\n]*(?P<bare>{MONEY})(?![^\S\n]*(?:%|uur|hours|u\b))",
    re.IGNORECASE,
)
# A line that goes on with amounts: "senior € 110".
MORE_AMOUNTS = re.compile(
    rf"[^\S\n]*(?:[-•][^\S\n]*)?(?:junior|medior|senior|{EURO})", re.IGNORECASE
)
CEILING = re.compile(r"\bmax\w*\.?[^\S\n]*(?=€|eur)|€", re.IGNORECASE)
RATE_PHRASE = re.compile(
    r"(?:(?:maximale?|maximum|max\.?|all-in|plafond)[^\S\n]+)?"
    r"\b(?:maximum)?(?:uurtarief|tarief|hourly rate|rate)"
    r"[^\S\n]+(?:is|bedraagt|van|of|tot)?[^\S\n]*(?=(?:maximaal|max\.?|ten hoogste|up to|at most|eur)\b"
    r"|€|\d{2,3}(?:[.,]\d{1,2})?[^\S\n]*euro\b)",
    re.IGNORECASE,
)
PER_HOUR = re.compile(
    rf"(?:(?<!\w){EURO}[^\S\n]*{MONEY}|(?<![\w.,]){MONEY}[^\S\n]*{EURO})[^\S\n]*(?:excl(?:\.|usief)?[^\S\n]*btw[^\S\n]*)?"
    r"(?:per uur|/[^\S\n]*u(?:ur)?\b|p/u|per hour|an hour)",
    re.IGNORECASE,
)
PER_OTHER_TIME = re.compile(
    r"(?:\bper[^\S\n]+|/[^\S\n]*|\ba[^\S\n]+)(?:dag|day|week|maand|month|jaar|year)\b|\b(?:dag|day|maand)(?:tarief| rate)",
    re.IGNORECASE,
)
NOT_PER_HOUR = re.compile(
    r"[^\S\n]*(?:bruto|gross)?[^\S\n]*(?:per|a|/)[^\S\n]*(?:dag|day|maand|month|jaar|year|km|kilometer"
    r"|week)\b|[^\S\n]*(?:km|ct|cent|%|punten|points|uur per week|hours (?:a|per) week)",
    re.IGNORECASE,
)
FEE = re.compile(
    r"\bfee\b|vergoeding|reiskosten|opslag|marge|bemiddelings|kosten|travel|salaris|bruto|gross"
    r"|salary|minimaal|minimum|boete|korting|brokerage",
    re.IGNORECASE,
)
RATE_DOUBTS = {
    "vat": re.compile(
        r"\bincl(?:usief|usive|uding|\.)?(?: of)?[^\S\n]+(?:21[^\S\n]?%[^\S\n]+)?(?:btw|vat)",
        re.IGNORECASE,
    ),
    "indicative": re.compile(
        r"indicati|richttarief|richtprijs|gemiddeld|streef|average|circa|\bca\.", re.IGNORECASE
    ),
}
EXTENSION_WORD = re.compile(
    r"\b(?:verleng\w*|(?:optie|option)s?(?:jaren|periode\w*)?\b|extension\w*|extend\w*|renew\w*)",
    re.IGNORECASE,
)
NO_COUNT = rf"(?!(?:{numbers.WORD})\b)[^\W\d]\w*"
EXTENSION = re.compile(
    r"(?:"
    rf"(?<![\w,.-])(?P<count>{numbers.COUNT})[^\S\n]*(?:x|×|keer|maal|times?|opties?(?: tot verlenging)?"
    rf"|verlengingen|extensions?|options?(?: to extend)?|verlengingsopties?|optieperiodes?(?: van)?)"
    r"|(?P<single>tweemaal|driemaal|eenmaal|eenmalige?|één optie|twice|once)"
    rf")[^\S\n]*(?:{NO_COUNT}[^\S\n]+)?(?:(?:met|van|voor|à|of|by|for|telkens|steeds|maximaal|ten hoogste|max\.?"
    r"|te verlengen|tot verlenging|verlengd worden|elk|each|up to|a period|een periode|another)"
    rf"[^\S\n]+(?:{NO_COUNT}[^\S\n]+)?){{0,4}}"
    rf"(?P<months>{numbers.COUNT})(?:{BETWEEN}(?P<other>{numbers.COUNT}))?[^\S\n]*(?P<unit>{UNIT})",
    re.IGNORECASE,
)
AFTERWARDS = re.compile(
    r"\b(?:daarna|vervolgens|aansluitend|gevolgd|nogmaals|then|afterwards|followed|subsequently)\b",
    re.IGNORECASE,
)
EXTENSION_MONTHS = re.compile(rf"(?<![\w,.]){numbers.COUNT}[^\S\n]*{UNIT}", re.IGNORECASE)
TIME_FILLER = re.compile(
    r"[^\S\n]*[,(]?[^\S\n]*(?:(?:om|at|tot|voor|vóór|uiterlijk|before|by|op|on|-|te)[^\S\n]*){0,2}",
    re.IGNORECASE,
)
DEADLINE_PHRASE = re.compile(
    r"(?:reageer|reageren|reactie|reacties|inschrijv\w{0,5}|aanbied\w{0,5}|indien\w{0,5}|aanmeld\w{0,5}"
    r"|insturen|offerte|offertes|kandidaten|cv(?:'s)?|voorstel(?:len)?|proposals?|responses?|candidates"
    r"|submit(?:ted)?|applications?|respond)\b(?!\s*vragen)[^\n.]{0,60}?"
    r"(?<!\w)(?:uiterlijk|tot|vóór|voor|before|by|until|no later than)[^\S\n]+"
    r"(?:(?:op|om|on|at)[^\S\n]+)?(?=[^\n.]{0,3}\d|(?:ma|di|wo|do|vr|mo|tu|we|th|fr)\w*\.?[^\S\n]+\d"
    rf"|(?:{dates.MONTH})[^\S\n]+\d)",
    re.IGNORECASE,
)
INTERVIEW_PHRASE = re.compile(
    r"(?:gesprek(?:ken)?|interviews?)[^\S\n]+(?:\w+[^\S\n]+){0,3}?"
    r"(?:plaats op|gepland op|gepland voor|gehouden op|plaatsvinden op|held on|planned on|planned for"
    r"|scheduled for|scheduled on|place on|are on|zijn op)[^\S\n]+",
    re.IGNORECASE,
)
OFFICE_PLACE = r"(?:op kantoor|op locatie|op het stadhuis|op het gemeentehuis|on site|on-site|in the office|at the office|aanwezig)"
OFFICE_COUNT = rf"(?P<count>{numbers.COUNT})(?:{BETWEEN}(?P<other>{numbers.COUNT}))?"
OFFICE_VALUE = re.compile(
    rf"(?:minimaal|min\.?|at least|is)?[^\S\n]*{OFFICE_COUNT}(?:[^\S\n]*(?:dag(?:en)?|days?)|(?=[^\S\n]*(?:$|\n)))",
    re.IGNORECASE,
)
OFFICE_PHRASE = re.compile(
    rf"(?<![\w,.-]){OFFICE_COUNT}[^\S\n]*(?:dag(?:en)?|days?)[^\S\n]*"
    rf"(?:(?:per|in de|a)[^\S\n]*week[^\S\n]*)?(?:fysiek[^\S\n]+)?{OFFICE_PLACE}",
    re.IGNORECASE,
)
WEEKDAY_LIST = re.compile(
    rf"(?:{dates.WEEKDAY})(?!\w)\.?(?:[^\S\n]*(?:,|/|\+|&|-|en|and|t/m|tot en met|to)[^\S\n]*(?:en[^\S\n]+|and[^\S\n]+)?"
    rf"(?:{dates.WEEKDAY})(?!\w)\.?){{0,6}}",
    re.IGNORECASE,
)
WEEKDAYS_PHRASE = re.compile(
    r"(?:werkdagen zijn|working days are|(?:uur|hours) (?:per|a) week,? (?:op|on))[^\S\n]+(?:de[^\S\n]+)?"
    rf"(?P<days>{WEEKDAY_LIST.pattern})(?![^\S\n]*(?:of|or|/)\b)",
    re.IGNORECASE,
)
LEVELS = {
    "junior": "junior",
    "medior": "medior",
    "senior": "senior",
    "strategisch": "strategic",
    "strategic": "strategic",
}
LEVEL_WORD = re.compile(rf"\b(?:{'|'.join(LEVELS)})\b", re.IGNORECASE)
SCALE = re.compile(
    r"(?<!grote )\b(?:(?:salaris|functie|loon|cao-)?schaal(?:niveau)?|(?:salary )?scale)\b[^\S\n]*(?:\([^()\n]{0,20}\))?"
    r"[^\S\n]*[:|\t]?[^\S\n]*"
    r"(?P<scale>\d{1,2}A?(?:[^\S\n]*(?:/|-|t/m|tot)[^\S\n]*\d{1,2}A?)?)(?![\w,.]?\d)(?!\w)",
    re.IGNORECASE,
)
SCREENINGS = {
    "vog": re.compile(
        r"\b(?:VOG|verklaring omtrent (?:het )?gedrag|certificate of (?:good )?conduct)\b",
        re.IGNORECASE,
    ),
    "other": re.compile(
        r"\b(?:VGB|verklaring van geen bezwaar|veiligheidsonderzoek|security clearance)\b",
        re.IGNORECASE,
    ),
}
TERMS = {
    "arvodi": re.compile(r"\bARVODI(?:[- ](?P<year>20\d\d))?\b", re.IGNORECASE),
    "vng": re.compile(
        r"\b(?:VNG[- ]model\w*|model[^\S\n]+VNG|VNG[- ](?:algemene )?(?:inkoop)?voorwaarden"
        r"|(?:inkoop)?voorwaarden[^\S\n]+(?:van de )?VNG)\b",
        re.IGNORECASE,
    ),
    "client": re.compile(
        r"\b(?:eigen (?:algemene )?inkoopvoorwaarden|(?:client's )?own (?:general )?purchas(?:e|ing) terms"
        r"|(?:algemene )?inkoopvoorwaarden (?:van )?(?:de )?(?:opdrachtgever|provincie|gemeente|waterschap))\b",
        re.IGNORECASE,
    ),
}
DENIED = re.compile(r"\b(?:geen|niet|zonder|no|not|without|uitgesloten|excluded)\b", re.IGNORECASE)
TYPES = {
    "strategic": re.compile(r"\bstrategi(?:sch|c)", re.IGNORECASE),
    "project": re.compile(r"\bproject", re.IGNORECASE),
    "bridging": re.compile(r"\b(?:overbrugg|bridging)", re.IGNORECASE),
    "specialist": re.compile(r"\bspeciali(?:st|sm|ti)", re.IGNORECASE),
}
BRIDGING_PHRASE = re.compile(
    r"\b(?:ter overbrugging|overbruggingsopdracht|bridging assignment)\b", re.IGNORECASE
)
BOILERPLATE = re.compile(
    r"\bvolg (?:ons|onze)\b|\bfollow us\b|\bvia onze\b|\bop onze\b", re.IGNORECASE
)
HEADINGS = {
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
HEADING_END = re.compile(r"[^\S\n]*(?:\([^()\n]{0,40}\))?[^\S\n]*:?$")
NUMBERING = re.compile(r"(?:#+[^\S\n]*)?(?:\d{1,2}(?:\.\d{1,2})?[.)]?[^\S\n]+)?")
UNTIL_END = re.compile(r"\b(?:tot|until)[^\S\n]*$", re.IGNORECASE)
