from odoo import fields, models


class InterimCloseReason(models.Model):
    """Why a placement was closed without success."""

    _name = "interim.close.reason"
    _description = "Close Reason"
    _order = "sequence, name, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    is_competing = fields.Boolean(
        "For Competing Placements",
        help="Proposed when the position was filled by another professional.",
    )
