from odoo import api, fields, models


class InterimProfessional(models.Model):
    """The chain of a professional's placements, as a picture."""

    _inherit = "interim.professional"

    # Drawn from names, dates and numbers, each of them escaped.
    placement_timeline = fields.Html(
        "Placements over Time",
        compute="_compute_placement_timeline",
        compute_sudo=False,  # shows placements, so to who may read them (R7)
        sanitize=False,
    )

    @api.depends_context("uid", "lang")
    def _compute_placement_timeline(self):
        placements = self.env["interim.placement"]._search_agreed(
            [("professional_id", "in", self._origin.ids)]
        )
        for professional in self:
            own = placements.filtered(
                lambda p, person=professional._origin: p.professional_id == person
            )
            professional.placement_timeline = own._draw_timeline(
                self.env._("Placements of %s", professional.name),
                ["client_id", "assignment_id"],
                {p.id: p.gap_days if p.is_gap_known else None for p in own},
            )
