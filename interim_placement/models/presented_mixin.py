from odoo import fields, models


class InterimPresentedMixin(models.AbstractModel):
    """Who was presented to a client, or what for: a record that has ``disclosure_ids``."""

    _name = "interim.presented.mixin"
    _description = "Told of to a Client"

    disclosure_count = fields.Integer("Presented", compute="_compute_disclosure_count")

    def _compute_disclosure_count(self):
        link = self._fields["disclosure_ids"].inverse_name
        counts = dict(
            self.env["interim.disclosure"]._read_group(
                [(link, "in", self.ids)], [link], ["__count"]
            )
        )
        for record in self:
            record.disclosure_count = counts.get(record._origin, 0)

    def action_view_disclosures(self):
        """Open what clients were told."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "interim_placement.interim_disclosure_action"
        )
        link = self._fields["disclosure_ids"].inverse_name
        return {**action, "domain": [(link, "=", self.id)], "context": {}}

    def _get_presented(self):
        """Return those of these records that a client was told of, whoever may read that."""
        return self.sudo().filtered("disclosure_ids").with_env(self.env)
