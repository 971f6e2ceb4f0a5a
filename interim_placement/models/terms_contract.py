from babel.dates import get_day_names
from markupsafe import Markup

from odoo import api, models
from odoo.tools import is_html_empty
from odoo.tools.misc import babel_locale_parse

from ..tools import periods
from ..tools.placeholders import Gap
from .contract_placeholders import PLACEHOLDERS
from .terms import CLOSED_STATES


def format_weekdays(weekdays, lang):
    """Return weekdays as text in a language.

    :param weekdays: numbers as ``date.weekday()`` gives them
    :param str lang: language code, which need not be installed
    """
    names = get_day_names("wide", "format", babel_locale_parse(lang))
    return ", ".join(names[day] for day in weekdays)


def format_country(code, lang):
    """Return the name of a country in a language, or the code of one that has no name there."""
    return babel_locale_parse(lang).territories.get(code, code)


class InterimTerms(models.Model):
    """What contracts say about terms: plain values, for one side at a time (R6)."""

    _inherit = "interim.terms"

    def _get_contract_values(self, party, lang, contract=None):
        """Return the values that contracts with one side are made from, by placeholder.

        They hold the rate of that side only, and nothing that the other could be computed from.

        :param str party: client, professional or both (who contract directly)
        :param str lang: code of the document's language, which need not be installed
        :param dict contract: what the contract itself adds: ``contract_number``,
            ``contract_date``, and for extensions ``original_number`` and ``original_start``
        :return: {name: value, or a Gap where it is missing}
        """
        self.ensure_one()
        values = {
            **self._get_contract_agency_values(lang),
            **self._get_contract_client_values(),
            **self._get_contract_professional_values(),
            **self._get_contract_assignment_values(),
            **self._get_contract_period_values(lang),
            "rate": self.client_rate if party == "client" else self.professional_rate,
            "original_start": self._get_original_start(),
            **{name: value for name, value in (contract or {}).items() if value},
        }
        return {
            name: self._get_value_or_gap(placeholder, values.get(name))
            for name, placeholder in PLACEHOLDERS.items()
        }

    @api.model
    def _get_contract_example_values(self, lang):
        """Return an example value for each placeholder, as ``_get_contract_values`` does."""
        values = {name: placeholder.example for name, placeholder in PLACEHOLDERS.items()}
        values["agency_country"] = format_country(values["agency_country"], lang)
        values["weekdays"] = format_weekdays(values["weekdays"], lang)
        return values

    @api.model
    def _get_value_or_gap(self, placeholder, value):
        if value:
            return value
        if placeholder.may_be_empty:
            # Odoo's empty text is False, which a document would show.
            return type(placeholder.example)() if value in (None, False) else value
        return Gap(placeholder.label._translate(self.env.lang or "en_US"))

    def _get_contract_agency_values(self, lang):
        company, recruiter = self.company_id, self.placement_id.user_id
        return {
            **self._get_contract_address("agency", company),
            "agency_country": format_country(company.country_id.code, lang),
            "agency_email": company.email,
            "recruiter_name": recruiter.name,
            "recruiter_email": recruiter.email,
            "fulltime_hours": company.interim_fulltime_hours,
        }

    def _get_contract_client_values(self):
        contact = self.placement_id.contact_id
        return {
            **self._get_contract_address("client", self.placement_id.client_id),
            "contact_name": contact.name,
            "contact_function": contact.function,
        }

    def _get_contract_professional_values(self):
        partner = self.placement_id.professional_id.partner_id
        return {
            **self._get_contract_address("professional", partner),
            "professional_company": partner.commercial_company_name,
        }

    @api.model
    def _get_contract_address(self, prefix, record):
        """Return what identifies a contact or a company in a contract."""
        street = ", ".join(filter(None, (record.street, record.street2)))
        return {
            f"{prefix}_name": record.name,
            f"{prefix}_street": street,
            f"{prefix}_zip": record.zip,
            f"{prefix}_city": record.city,
            f"{prefix}_registration": record.company_registry,
            f"{prefix}_vat": record.vat,
        }

    def _get_contract_assignment_values(self):
        assignment = self.placement_id.assignment_id
        scope = assignment.description
        return {
            "role": assignment.name,
            "reference": assignment.reference,
            "scope": Markup() if is_html_empty(scope) else scope,
            "extension_count": assignment.extension_count,
            "extension_months": assignment.extension_months,
        }

    def _get_contract_period_values(self, lang):
        hours, fulltime_hours = self.hours_per_week, self.company_id.interim_fulltime_hours
        return {
            "date_start": self.date_start,
            "date_end": self.date_end,
            "hours_per_week": hours,
            "fte": float(periods.fte(hours, fulltime_hours)) if fulltime_hours else 0.0,
            "weekdays": format_weekdays(sorted(self._get_weekdays()), lang),
            "office_days": self.office_days,
            "notice_months": self.notice_months,
            "notice_rule": self.notice_rule,
            "payment_days": self.payment_days,
            "contracting_model": self.placement_id.contracting_model,
        }

    def _get_original_start(self):
        """Return when the placement's first terms began, which later ones extend or change."""
        terms = self if self.kind == "original" else self.placement_id.terms_ids
        original = terms.filtered(lambda t: t.kind == "original" and t.state not in CLOSED_STATES)
        return original[:1].date_start
