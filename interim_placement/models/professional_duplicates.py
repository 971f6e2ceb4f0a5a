from collections import namedtuple

from odoo import api, fields, models
from odoo.tools import SQL, email_normalize

from ..tools.cv_reader import phone_key

# A contact that is probably somebody, the professional that it is (or none), and what both share.
LikelyDuplicate = namedtuple("LikelyDuplicate", ["partner", "professional", "shared"])


class InterimProfessional(models.Model):
    """Somebody who is known already is found before being entered once more."""

    _inherit = "interim.professional"

    duplicate_warning = fields.Char(compute="_compute_duplicate_warning")

    @api.depends("name", "email", "phone", "city", "partner_id")
    @api.depends_context("uid", "lang")
    def _compute_duplicate_warning(self):
        new = self.filtered(lambda professional: not professional._origin)
        (self - new).duplicate_warning = False
        identities = [professional._get_identity() for professional in new]
        for professional, found in zip(new, new._find_likely_duplicates(identities), strict=True):
            others = [one for one in found if one.partner != professional.partner_id._origin]
            professional.duplicate_warning = bool(others) and self.env._(
                "Probably known already: %s. Open that record instead, or go on when it is somebody"
                " else.",
                "; ".join(self._describe_duplicate(one) for one in others),
            )

    def _get_identity(self):
        """Return the values by which this person is recognised."""
        self.ensure_one()
        return {name: self[name] for name in ("name", "email", "phone", "city")}

    @api.model
    def _describe_duplicate(self, duplicate):
        """Return who a likely duplicate is and why, as a text."""
        labels = {
            "email": self.env._("same e-mail"),
            "phone": self.env._("same phone"),
            "name": self.env._("same name in the same town"),
        }
        if duplicate.professional:
            kind = self.env._("professional")
            if not duplicate.professional.active:
                kind = self.env._("archived professional")
            company = duplicate.professional.company_id
            if company != self.env.company:
                kind = self.env._(
                    "%(professional)s of %(company)s", professional=kind, company=company.name
                )
        else:
            kind = self.env._("contact")
        reasons = ", ".join(labels[name] for name in labels if name in duplicate.shared)
        return self.env._(
            "%(name)s, %(kind)s (%(reasons)s)",
            name=duplicate.partner.name,
            kind=kind,
            reasons=reasons,
        )

    @api.model
    def _find_likely_duplicates(self, identities):
        """Return who probably is the person of each identity, among professionals and contacts.

        That is who has the same e-mail, the same phone, or the same name in the same town; archived
        ones too, but nobody whom the user may not read. The number of queries does not depend on
        how many identities there are. Of somebody who is a professional of several companies, the
        one of the current company is returned.

        :param list identities: dicts with `name`, `email`, `phone` and `city`, each may be empty
        :return: a list of LikelyDuplicate for each identity, professionals first
        """
        keys = [self._get_identity_keys(identity) for identity in identities]
        if not any(keys):
            return [[] for _identity in identities]
        partners = self._search_identity_partners(set().union(*keys))
        professionals = self.with_context(active_test=False).search(
            [("partner_id", "in", partners.ids)], order="active desc, id"
        )
        company = self.env.company
        by_partner = {}
        # One contact is one professional in each company: those of this company first.
        for professional in professionals.sorted(lambda one: one.company_id != company):
            by_partner.setdefault(professional.partner_id, professional)
        by_key = {}
        for partner in partners:
            for key in self._get_identity_keys(partner):
                by_key.setdefault(key, []).append(partner)
        results = []
        for wanted in keys:
            shared = {}
            for key in sorted(wanted):
                for partner in by_key.get(key, ()):
                    shared.setdefault(partner, set()).add(key[0])
            found = [
                LikelyDuplicate(partner, by_partner.get(partner, self.browse()), frozenset(names))
                for partner, names in shared.items()
            ]
            results.append(
                sorted(
                    found, key=lambda one: (not one.professional, -len(one.shared), one.partner.id)
                )
            )
        return results

    @api.model
    def _get_identity_keys(self, identity):
        """Return a set of what two records of one person share: (kind, value, ...)."""
        keys = set()
        if email := email_normalize(identity["email"] or "", strict=False):
            keys.add(("email", email))
        if number := phone_key(identity["phone"]):
            keys.add(("phone", number))
        name, city = (
            " ".join((identity[field] or "").lower().split()) for field in ("name", "city")
        )
        if name and city:
            keys.add(("name", name, city))
        return keys

    @api.model
    def _search_identity_partners(self, keys):
        """Return the persons among the contacts with one of these keys, as the user sees them."""
        partners = self.env["res.partner"].with_context(active_test=False)
        partners.flush_model(["email_normalized", "phone", "name", "city"])
        names = [key[1:] for key in keys if key[0] == "name"]
        query = SQL(
            """
            SELECT id FROM res_partner WHERE email_normalized = ANY(%(emails)s)
             UNION
            SELECT id FROM res_partner
             WHERE phone IS NOT NULL
               AND RIGHT(REGEXP_REPLACE(phone, '[^0-9]', '', 'g'), 9) = ANY(%(phones)s)
             UNION
            SELECT partner.id
              FROM UNNEST(%(names)s::text[], %(cities)s::text[]) AS wanted(name, city)
              JOIN res_partner partner
                ON LOWER(partner.name) = wanted.name AND LOWER(partner.city) = wanted.city
             WHERE partner.city IS NOT NULL
            """,
            emails=[key[1] for key in keys if key[0] == "email"],
            phones=[key[1] for key in keys if key[0] == "phone"],
            names=[name for name, _city in names],
            cities=[city for _name, city in names],
        )
        ids = [row[0] for row in self.env.execute_query(query)]
        return partners.search([("id", "in", ids), ("is_company", "=", False)], order="id")
