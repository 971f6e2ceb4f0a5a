from odoo import models
from odoo.exceptions import UserError


class InterimLineMixin(models.AbstractModel):
    """A line of one record, with the company of that record; it stays with it for good.

    Moved to another record, what was said of one person would be said of another, and perhaps
    in another company.
    """

    _name = "interim.line.mixin"
    _description = "Line of One Record"
    _inherit = ["interim.derived.mixin"]

    # The name of the field that holds the record. To be overridden.
    _line_parent = None

    def write(self, vals):
        """Write values; refuse to move lines to another record."""
        parent = self._line_parent
        if parent in vals:
            for line in self:
                if line[parent].id != vals[parent]:
                    raise UserError(
                        self.env._(
                            "%(line)s belongs to %(parent)s and cannot be moved. Delete it, and"
                            " enter it again where it belongs.",
                            line=line.display_name,
                            parent=line[parent].display_name,
                        )
                    )
        return super().write(vals)
