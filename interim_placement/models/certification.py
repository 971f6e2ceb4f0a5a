from odoo import fields, models


class InterimCertification(models.Model):
    """What a professional can hold: a course or diploma that clients ask for."""

    _name = "interim.certification"
    _description = "Certification"
    _inherit = ["interim.catalogue.phrases.mixin"]
    _order = "sequence, name, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    color = fields.Integer()
    active = fields.Boolean(default=True)

    _name_uniq = models.Constraint("UNIQUE(name)", "A certification with this name already exists.")
