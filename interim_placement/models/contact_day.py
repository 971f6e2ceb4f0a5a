from odoo import api, fields, models
from odoo.tools import SQL


class InterimContactDay(models.Model):
    """A day on which there was real contact with one of the parties of a placement.

    Only the system writes them, as it notes the last contact. They tell, long after, whether
    somebody was spoken to in time.
    """

    _name = "interim.contact.day"
    _description = "Day of Contact"
    _order = "date desc, id desc"
    _rec_name = "date"
    _check_company_auto = True

    placement_id = fields.Many2one(
        "interim.placement", required=True, index=True, ondelete="cascade", check_company=True
    )
    date = fields.Date(required=True, index=True)
    company_id = fields.Many2one(
        related="placement_id.company_id", store=True, precompute=True, index=True
    )
    user_id = fields.Many2one(
        related="placement_id.user_id", string="Recruiter", store=True, precompute=True, index=True
    )

    _placement_date_uniq = models.UniqueIndex(
        "(placement_id, date)", "The contact on this day is noted already."
    )

    @api.model
    def _note(self, placements, day):
        """Note contact on a day, in one statement for all; what is noted already stays.

        :param placements: of whom one of the parties was spoken to
        :param date day: when
        """
        if not placements:
            return
        placements.flush_recordset(["company_id", "user_id"])
        # Two answers may come in at the same moment: the second is no error, and no second row.
        self.env.execute_query(
            SQL(
                """
                INSERT INTO interim_contact_day (placement_id, date, company_id, user_id,
                                                 create_uid, create_date, write_uid, write_date)
                     SELECT id, %(day)s, company_id, user_id,
                            %(uid)s, %(now)s, %(uid)s, %(now)s
                       FROM interim_placement
                      WHERE id = ANY(%(ids)s)
                ON CONFLICT (placement_id, date) DO NOTHING
                """,
                day=day,
                uid=self.env.uid,
                now=fields.Datetime.now(),
                ids=placements.ids,
            )
        )
        placements.invalidate_recordset(["contact_day_ids"], flush=False)
