from odoo import fields, models


class InterimExpertise(models.Model):
    _name = "interim.expertise"
    _description = "Expertise"
    _inherit = ["interim.catalogue.phrases.mixin"]
    _order = "sequence, name, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    color = fields.Integer()
    active = fields.Boolean(default=True)

    _name_uniq = models.Constraint("UNIQUE(name)", "An expertise with this name already exists.")
