from odoo import api, models
from odoo.exceptions import UserError


class InterimAppendOnlyMixin(models.AbstractModel):
    """Rows of a record of facts: only ever added, by nobody changed or deleted."""

    _name = "interim.append.only.mixin"
    _description = "Only Ever Added To"

    def write(self, vals):
        """Refuse to change what is on record, for the system as well.

        :raises UserError: always, unless there is nothing to change
        """
        self.check_access("write")  # before its name is told
        if self and vals:
            raise UserError(self._get_frozen_message())
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        # What goes along with the record that it belongs to, by the database, does not come here.
        if self:
            raise UserError(self._get_frozen_message())

    def _get_frozen_message(self):
        """Return why these rows stay as they are, with the remedy. To be overridden."""
        raise NotImplementedError
