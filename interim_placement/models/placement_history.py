from odoo import fields, models

from .assignment import FILLING_PHASES
from .professional_history import ClientHistory


class InterimPlacement(models.Model):
    """What came of a placement, for who thinks of proposing its professional again."""

    _inherit = "interim.placement"

    def _to_client_history(self, proposed_on):
        """Return this placement as one time that its professional was proposed.

        :param date proposed_on: when, if that is known otherwise than from the case itself
        :return: ClientHistory
        """
        self.ensure_one()
        on = proposed_on or fields.Datetime.context_timestamp(self, self.create_date).date()
        if self.phase in FILLING_PHASES:
            outcome = "placed"
            on = min(on, self.date_start or on)
        else:
            outcome = "running" if self.active else "closed"
        return ClientHistory(
            on=on,
            outcome=outcome,
            placement=self,
            role=self.assignment_id.name or "",
            phase=self.phase,
            stage=self.stage_id.name,
            reason=(not self.active and self.close_reason_id.name) or "",
            date_start=self.date_start or None,
            date_end=self.date_end or None,
        )

    def _get_proposed_dates(self):
        """Return when these placements first moved beyond the first meeting, by placement id.

        Those that were entered there have no date of their own. In one query.
        """
        if not self:
            return {}
        stages = self.env["interim.placement.stage"].with_context(active_test=False)
        beyond = stages.search([("phase", "!=", "meeting")])
        stage_field = self.env["ir.model.fields"]._get(self._name, "stage_id")
        groups = (
            self.env["mail.tracking.value"]
            .sudo()
            ._read_group(
                [
                    ("field_id", "=", stage_field.id),
                    ("new_value_integer", "in", beyond.ids),
                    ("mail_message_id.model", "=", self._name),
                    ("mail_message_id.res_id", "in", self.ids),
                ],
                ["mail_message_id.res_id"],
                ["create_date:min"],
            )
        )
        return {
            placement_id: fields.Datetime.context_timestamp(self, moment).date()
            for placement_id, moment in groups
        }
