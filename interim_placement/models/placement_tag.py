from random import randint

from odoo import fields, models


class InterimPlacementTag(models.Model):
    _name = "interim.placement.tag"
    _description = "Placement Tag"
    _order = "name, id"

    name = fields.Char(required=True, translate=True)
    color = fields.Integer(default=lambda self: self._default_color())

    _name_uniq = models.Constraint("UNIQUE(name)", "A tag with this name already exists.")

    def _default_color(self):
        return randint(1, 11)  # noqa: S311 (a colour, no secret)
