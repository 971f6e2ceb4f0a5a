from collections import defaultdict

from odoo import fields, models
from odoo.tools import SQL

from ..tools import matching, periods
from . import match_loading
from .professional import LEVEL_ORDER


class InterimAssignment(models.Model):
    """What matching knows of an assignment, for many at once."""

    _inherit = "interim.assignment"

    def _get_demands(self):
        """Return what these assignments ask for, as plain values, in a fixed number of queries.

        Whoever calls this has found them as the user, so that the access rules have been asked.

        :return: dict of matching.Demand by id, in the order of this recordset
        """
        for model in ("interim.assignment", "interim.assignment.requirement", "res.partner"):
            self.env[model].flush_model()
        requirements = self._read_requirements()
        expertises = match_loading.read_linked_ids(self, "expertise_ids")
        today = fields.Date.context_today(self)
        demands = {}
        for (
            key,
            level,
            start,
            end,
            months,
            hours_min,
            hours_max,
            rate_max,
            office_days,
            location,
            town,
            latitude,
            longitude,
            sector,
            kind,
            *weekdays,
        ) in self._read_demand_rows():
            towns = matching.town_keys(location) if location else matching.town_keys(town)
            # The client's position is not that of the work when that is elsewhere.
            is_at_client = not location or matching.town_key(town) in towns
            demands[key] = matching.Demand(
                key=key,
                level=LEVEL_ORDER.get(level),
                expertises=expertises.get(key, frozenset()),
                requirements=tuple(requirements.get(key, ())),
                start=start,
                end=end or _expected_end(max(start or today, today), months),
                hours_min=hours_min or 0.0,
                hours_max=hours_max or 0.0,
                weekdays=match_loading.to_weekdays(*weekdays),
                rate_max=rate_max or 0.0,
                office_days=office_days or 0,
                place=matching.first_place(location or town),
                towns=towns,
                position=(latitude, longitude) if latitude and longitude and is_at_client else None,
                sector=sector,
                type=kind,
            )
        return {key: demands[key] for key in self.ids}

    def _read_demand_rows(self):
        return self.env.execute_query(
            SQL(
                """
                SELECT a.id, a.level, a.date_start, a.date_end, a.duration_months, a.hours_min,
                       a.hours_max, a.rate_max::float8, a.office_days, a.location, c.city,
                       c.partner_latitude::float8, c.partner_longitude::float8,
                       COALESCE(c.industry_id, o.industry_id), a.type_id, %s
                  FROM interim_assignment a
                  JOIN res_partner c ON c.id = a.client_id
                  LEFT JOIN res_partner o ON o.id = c.commercial_partner_id
                 WHERE a.id = ANY(%s)
                """,
                match_loading.weekday_columns("a"),
                match_loading.id_array(self),
            )
        )

    def _read_requirements(self):
        requirements = defaultdict(list)
        for assignment, key, kind, weight, expertise, certification in self.env.execute_query(
            SQL(
                """
                SELECT assignment_id, id, kind, weight, expertise_id, certification_id
                  FROM interim_assignment_requirement
                 WHERE assignment_id = ANY(%s)
                 ORDER BY kind, sequence, id
                """,
                match_loading.id_array(self),
            )
        ):
            requirements[assignment].append(
                matching.Requirement(
                    key, kind == "knockout", weight or 0.0, expertise, certification
                )
            )
        return requirements

    def action_find_professionals(self):
        """Search for the professionals who fit this assignment, and show them."""
        self.ensure_one()
        return self.env["interim.match.search"]._search_professionals(self)._get_action()


def _expected_end(start, months):
    """Return the last day of so many months, or None when that cannot be said."""
    if not months:
        return None
    try:
        return periods.period_end(start, months)
    except ValueError:
        return None
