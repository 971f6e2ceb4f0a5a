from odoo import SUPERUSER_ID, api

FIELDS = ("contact_before_followup_on", "followup_decided_count", "followup_late_count")


def migrate(cr, _version):
    """Measure what the other migrations put on record in SQL: days of contact and decisions."""
    env = api.Environment(cr, SUPERUSER_ID, {})
    placements = env["interim.placement"].with_context(active_test=False).search([])
    for name in FIELDS:
        env.add_to_compute(placements._fields[name], placements)
