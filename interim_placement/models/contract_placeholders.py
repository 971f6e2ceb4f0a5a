"""What the articles of contracts may say: the names of values of the terms, for one side."""

from datetime import date
from typing import NamedTuple

from markupsafe import Markup

from odoo.tools.translate import LazyGettext, LazyTranslate

_lt = LazyTranslate(__name__)

PARTIES = [("client", "Client"), ("professional", "Professional"), ("both", "Both")]


class Placeholder(NamedTuple):
    """A name that articles may use."""

    label: LazyGettext  # what it stands for, also where it is missing
    example: object
    helper: str = ""  # which writes it in the language of the document
    may_be_empty: bool = False


PLACEHOLDERS = {
    "agency_name": Placeholder(_lt("Agency: name"), "Oever Interim BV"),
    "agency_street": Placeholder(_lt("Agency: street"), "Kade 12"),
    "agency_zip": Placeholder(_lt("Agency: postcode"), "3511 AB"),
    "agency_city": Placeholder(_lt("Agency: city"), "Utrecht"),
    "agency_country": Placeholder(_lt("Agency: country"), "NL"),
    "agency_registration": Placeholder(_lt("Agency: company registry number"), "12345678"),
    "agency_vat": Placeholder(_lt("Agency: VAT number"), "NL001234567B01"),
    "agency_email": Placeholder(_lt("Agency: e-mail"), "info@oever.example"),
    "client_name": Placeholder(_lt("Client: name"), "Gemeente Waterrijk"),
    "client_street": Placeholder(_lt("Client: street"), "Plein 1"),
    "client_zip": Placeholder(_lt("Client: postcode"), "1234 AB"),
    "client_city": Placeholder(_lt("Client: city"), "Waterrijk"),
    "client_registration": Placeholder(_lt("Client: company registry number"), "87654321"),
    "client_vat": Placeholder(_lt("Client: VAT number"), "NL007654321B01"),
    "contact_name": Placeholder(_lt("Client contact: name"), "Anja Bakker"),
    "contact_function": Placeholder(_lt("Client contact: job position"), "Head of Communication"),
    "professional_name": Placeholder(_lt("Professional: name"), "Sanne de Vries"),
    "professional_street": Placeholder(_lt("Professional: street"), "Dorpsstraat 3"),
    "professional_zip": Placeholder(_lt("Professional: postcode"), "4321 BA"),
    "professional_city": Placeholder(_lt("Professional: city"), "Oosterdam"),
    "professional_registration": Placeholder(
        _lt("Professional: company registry number"), "23456789"
    ),
    "professional_vat": Placeholder(_lt("Professional: VAT number"), "NL002345678B01"),
    "professional_company": Placeholder(
        _lt("Professional: own company"), "De Vries Advies BV", may_be_empty=True
    ),
    "recruiter_name": Placeholder(_lt("Recruiter: name"), "Rina Roos"),
    "recruiter_email": Placeholder(_lt("Recruiter: e-mail"), "rina@oever.example"),
    "role": Placeholder(_lt("Assignment: role"), "Communication adviser"),
    "reference": Placeholder(_lt("Assignment: client reference"), "WR-2027-14", may_be_empty=True),
    "scope": Placeholder(_lt("Assignment: description"), Markup("<p>Lead a campaign.</p>")),
    "date_start": Placeholder(_lt("Start"), date(2027, 1, 4), "format_date"),
    "date_end": Placeholder(_lt("End"), date(2027, 6, 30), "format_date"),
    "hours_per_week": Placeholder(_lt("Hours a week"), 24.0, "format_hours"),
    "fulltime_hours": Placeholder(_lt("Full-time hours a week"), 36.0, "format_hours"),
    "fte": Placeholder(_lt("Fte"), 0.7, "format_number"),
    "weekdays": Placeholder(_lt("Working days"), (0, 1, 2), may_be_empty=True),
    "office_days": Placeholder(_lt("Office days a week"), 2, "format_number", may_be_empty=True),
    "rate": Placeholder(_lt("Rate per hour of this party"), 95.0, "format_money"),
    "notice_months": Placeholder(_lt("Notice, months"), 1, "format_months", may_be_empty=True),
    "notice_rule": Placeholder(_lt("Notice: day or month_end"), "month_end"),
    "payment_days": Placeholder(_lt("Payment term, days"), 30, "format_days", may_be_empty=True),
    "extension_count": Placeholder(
        _lt("Number of extension options"), 1, "format_number", may_be_empty=True
    ),
    "extension_months": Placeholder(
        _lt("Months per extension"), 2, "format_months", may_be_empty=True
    ),
    "original_start": Placeholder(
        _lt("Start of the original contract"), date(2027, 1, 4), "format_date"
    ),
    "original_number": Placeholder(
        _lt("Number of the original contract"), "C/2026/0031", may_be_empty=True
    ),
    "contract_number": Placeholder(_lt("Contract number"), "C/2027/0008"),
    "contract_date": Placeholder(_lt("Contract date"), date(2026, 12, 14), "format_date"),
    "contracting_model": Placeholder(
        _lt("Contracting model: intermediary, brokerage or employment"), "intermediary"
    ),
}
PERIOD = "format_period(date_start, date_end)"


def get_expression(name):
    """Return what an article says to show a placeholder: its name, in a helper if it needs one."""
    helper = PLACEHOLDERS[name].helper
    return f"{helper}({name})" if helper else name
