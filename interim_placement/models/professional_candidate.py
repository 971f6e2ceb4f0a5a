from collections import defaultdict

from odoo import api, fields, models
from odoo.tools import SQL

from ..tools import matching
from . import match_loading
from .professional import LEVEL_ORDER


class InterimProfessional(models.Model):
    """What matching knows of a professional, for many at once.

    Read by SQL with a fixed number of queries: 50,000 records would fill the cache of the ORM, and
    take most of the time. Nothing is read that says who somebody is (R8).
    """

    _inherit = "interim.professional"

    def _get_candidates(self):
        """Return what these professionals can do and wish, as plain values.

        Whoever calls this has found them as the user, so that the access rules have been asked.
        What colleagues agreed counts for how much is free, without being named (R7).

        :return: dict of matching.Candidate by id, in the order of ids
        """
        self._flush_candidates()
        expertises = match_loading.read_linked_ids(self, "expertise_ids")
        types = match_loading.read_linked_ids(self, "assignment_type_ids")
        sectors = match_loading.read_linked_ids(self, "industry_ids")
        certificates = self._read_certificates()
        taken = self._read_taken()
        experience = self._read_experience()
        nothing = frozenset()
        candidates = {}
        for (
            key,
            level,
            available_from,
            is_availability_known,
            refused_on,
            ask_again_on,
            hours_min,
            hours_max,
            rate_min,
            office_days_max,
            max_distance_km,
            town,
            latitude,
            longitude,
            *weekdays,
        ) in self._read_candidate_rows():
            candidates[key] = matching.Candidate(
                key=key,
                level=LEVEL_ORDER.get(level),
                expertises=expertises.get(key, nothing),
                certificates=certificates.get(key, {}),
                available_from=available_from,
                is_availability_known=bool(is_availability_known),
                refused_on=refused_on,
                ask_again_on=ask_again_on,
                taken=taken.get(key, ()),
                hours_min=hours_min or 0.0,
                hours_max=hours_max or 0.0,
                weekdays=match_loading.to_weekdays(*weekdays),
                rate_min=rate_min or 0.0,
                office_days_max=office_days_max or 0,
                max_distance_km=max_distance_km or 0,
                place=town or "",
                town=matching.town_key(town) if town else "",
                position=(latitude, longitude) if latitude and longitude else None,
                experience=experience.get(key, nothing),
                types=types.get(key, nothing),
                sectors=sectors.get(key, nothing),
            )
        return candidates

    @api.model
    def _flush_candidates(self):
        for model in (
            "interim.professional",
            "interim.certificate",
            "interim.placement",
            "interim.terms",
            "interim.professional.result",
            "res.company",
            "res.partner",
        ):
            self.env[model].flush_model()

    def _read_candidate_rows(self):
        return self.env.execute_query(
            SQL(
                """
                SELECT p.id, p.level, p.available_from,
                       -- Placed or not: agreed terms tell when, not how much is free beside them.
                       p.unavailable_said_on IS NULL
                       AND p.availability_confirmed_on + o.interim_availability_days >= %s,
                       p.unavailable_said_on, p.ask_again_on, p.hours_min, p.hours_max,
                       p.rate_min::float8, p.office_days_max, p.max_distance_km, c.city,
                       c.partner_latitude::float8, c.partner_longitude::float8, %s
                  FROM interim_professional p
                  JOIN res_partner c ON c.id = p.partner_id
                  JOIN res_company o ON o.id = p.company_id
                 WHERE p.id = ANY(%s)
                 ORDER BY p.id
                """,
                fields.Date.context_today(self),
                match_loading.weekday_columns("p"),
                match_loading.id_array(self),
            )
        )

    def _read_certificates(self):
        certificates = defaultdict(dict)
        for key, certification, valid_until in self.env.execute_query(
            SQL(
                "SELECT professional_id, certification_id, valid_until FROM interim_certificate"
                " WHERE professional_id = ANY(%s)",
                match_loading.id_array(self),
            )
        ):
            certificates[key][certification] = valid_until
        return certificates

    def _read_taken(self):
        """Return what agreed terms take of the week from today on, by id."""
        taken = defaultdict(list)
        for key, start, end, hours, is_uncertain, *weekdays in self.env.execute_query(
            SQL(
                """
                SELECT p.professional_id, t.date_start, t.booked_until, t.hours_per_week,
                       t.booked_until = p.date_end AND EXISTS (
                           SELECT 1 FROM interim_terms d
                            WHERE d.placement_id = p.id AND d.state = 'draft'
                              AND d.kind = 'extension'),
                       %s
                  FROM interim_terms t
                  JOIN interim_placement p ON p.id = t.placement_id
                 WHERE t.state = 'agreed' AND t.booked_until >= %s AND p.active
                   AND p.professional_id = ANY(%s)
                 ORDER BY t.date_start, t.id
                """,
                match_loading.weekday_columns("t"),
                fields.Date.context_today(self),
                match_loading.id_array(self),
            )
        ):
            days = match_loading.to_weekdays(*weekdays)
            taken[key].append(matching.Taken(start, end, hours or 0.0, days, bool(is_uncertain)))
        return taken

    def _read_experience(self):
        """Return the sectors of the clients they worked for, by id."""
        experience = defaultdict(set)
        for key, sector in self.env.execute_query(
            SQL(
                """
                SELECT w.professional_id, COALESCE(c.industry_id, o.industry_id)
                  FROM (SELECT professional_id, client_id FROM interim_placement
                         WHERE terms_state = 'agreed' AND date_start <= %(today)s
                           AND professional_id = ANY(%(ids)s)
                         UNION
                        SELECT professional_id, client_id FROM interim_professional_result
                         WHERE professional_id = ANY(%(ids)s)) w
                  JOIN res_partner c ON c.id = w.client_id
                  LEFT JOIN res_partner o ON o.id = c.commercial_partner_id
                 WHERE COALESCE(c.industry_id, o.industry_id) IS NOT NULL
                """,
                today=fields.Date.context_today(self),
                ids=match_loading.id_array(self),
            )
        ):
            experience[key].add(sector)
        return {key: frozenset(sectors) for key, sectors in experience.items()}

    def action_find_assignments(self):
        """Search for the open assignments that fit this professional, and show them."""
        self.ensure_one()
        return self.env["interim.match.search"]._search_assignments(self)._get_action()
