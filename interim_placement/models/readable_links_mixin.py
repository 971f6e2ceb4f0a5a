from odoo import models


class InterimReadableLinksMixin(models.AbstractModel):
    """A window that links only to what its user may read (R7).

    Odoo shows the name of what a record links to without asking who may read that: a made-up link
    would give away the names of another company or of a colleague's cases.
    """

    _name = "interim.readable.links.mixin"
    _description = "Linked to What May Be Read"
    _inherit = ["interim.form.links.mixin"]

    def _validate_fields(self, field_names, excluded_names=()):
        # A constraint could not tell: Odoo runs constraints as superuser.
        field_names = set(field_names)
        for name in field_names:
            field = self._fields[name]
            if field.store and field.type in ("many2one", "many2many"):
                linked = self.sudo()[name].with_env(self.env)
                if linked:
                    linked.check_access("read")
        return super()._validate_fields(field_names, excluded_names)
