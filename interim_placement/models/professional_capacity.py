from odoo import models

from .placement_stage import PROPOSED_PHASES


class InterimProfessional(models.Model):
    """What is taken of the professional's week, and what would be."""

    _inherit = "interim.professional"

    def action_view_capacity(self):
        """Open the weeks of this professional: hours, fixed days, conflicts."""
        self.ensure_one()
        self.check_access("read")
        window = self.env["interim.professional.capacity"].create({"professional_id": self.id})
        return {
            "name": self.env._("Weekly Capacity"),
            "type": "ir.actions.act_window",
            "res_model": window._name,
            "view_mode": "form",
            "views": [(False, "form")],
            "res_id": window.id,
        }

    def _get_booking_placements(self):
        """Return the placements that have to do with these professionals' weeks, as superuser.

        Whose placement it is does not matter to the week; what a recruiter may not see is left
        out of the words, not out of the sum (R7).
        """
        return (
            self.env["interim.placement"]
            .sudo()
            .search(
                [
                    ("professional_id", "in", self.ids),
                    ("active", "=", True),
                    "|",
                    ("phase", "in", PROPOSED_PHASES),
                    ("terms_state", "=", "agreed"),
                ],
                order="date_start, id",
            )
        )
