from odoo import SUPERUSER_ID, api


def migrate(cr, _version):
    """Note the days of contact that are known from before; the daily jobs do the rest.

    A company that began its follow-ups late decides on them as late. The stage of the follow-up
    gets the standard checklist, unless it has one.
    """
    cr.execute(
        """
        INSERT INTO interim_contact_day (placement_id, date, company_id, user_id,
                                         create_uid, create_date, write_uid, write_date)
             SELECT placement.id, contact.date, placement.company_id, placement.user_id,
                    %(uid)s, now() AT TIME ZONE 'UTC', %(uid)s, now() AT TIME ZONE 'UTC'
               FROM (
                    SELECT placement_id, done_on AS date
                      FROM interim_checkin
                     WHERE state = 'done' AND done_on IS NOT NULL
                     UNION
                    SELECT id, last_contact_date
                      FROM interim_placement
                     WHERE last_contact_date IS NOT NULL
                     UNION
                    SELECT activity.res_id, activity.date_done
                      FROM mail_activity activity
                      JOIN mail_activity_type type ON type.id = activity.activity_type_id
                     WHERE activity.res_model = 'interim.placement'
                       AND activity.date_done IS NOT NULL
                       AND NOT activity.active
                       AND type.category IN ('phonecall', 'meeting')
                    ) contact
               JOIN interim_placement placement ON placement.id = contact.placement_id
        ON CONFLICT (placement_id, date) DO NOTHING
        """,
        {"uid": SUPERUSER_ID},
    )
    cr.execute(
        """
        UPDATE res_company SET interim_decision_months = interim_followup_months
         WHERE interim_decision_months > interim_followup_months
        """
    )
    env = api.Environment(cr, SUPERUSER_ID, {})
    stage = env.ref("interim_placement.stage_followup", raise_if_not_found=False)
    if stage and not stage.activity_plan_id:
        stage.activity_plan_id = env.ref("interim_placement.activity_plan_followup")
    env.ref("interim_placement.cron_followup")._trigger()
