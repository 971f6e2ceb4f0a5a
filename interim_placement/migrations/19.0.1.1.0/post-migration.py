from odoo import api


def migrate(cr, _version):
    """Give the placements that were there before check-ins their plan; the daily job does the rest.

    Odoo computed the plan before the standard plan was there.
    """
    env = api.Environment(cr, api.SUPERUSER_ID, {"active_test": False})
    placements = env["interim.placement"].search([("checkin_plan_id", "=", False)])
    env.add_to_compute(placements._fields["checkin_plan_id"], placements)
    placements.flush_recordset(["checkin_plan_id"])
    env.ref("interim_placement.cron_checkins")._trigger()
