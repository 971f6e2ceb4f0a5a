from odoo import models


class InterimPlacementLinkMixin(models.AbstractModel):
    """A record that shows the name of its placement to whoever reads the record.

    Odoo does not ask whether a user may read what a many2one points to: a record linked to a
    colleague's placement would give its name away (R7). A constraint cannot tell, for Odoo runs
    constraints as superuser.
    """

    _name = "interim.placement.link.mixin"
    _description = "Linked to a Placement"
    _inherit = ["interim.form.links.mixin"]

    # The field that holds the placement, the fields that decide on it, and what the user must be
    # allowed to do with a placement to link it. To be overridden.
    _placement_link = "placement_id"
    _placement_link_depends = frozenset({"placement_id"})
    _placement_link_access = "read"

    def _validate_fields(self, field_names, excluded_names=()):
        field_names = set(field_names)
        for name in self._placement_link_depends & field_names:
            if (self._fields[name].comodel_name or "").startswith("interim."):
                self.sudo()[name].with_env(self.env).check_access("read")
        if not field_names.isdisjoint(self._placement_link_depends):
            # Read as superuser, for the field may have groups; checked as the user.
            placements = self.sudo()[self._placement_link].with_env(self.env)
            if placements:
                placements.check_access(self._placement_link_access)
        return super()._validate_fields(field_names, excluded_names)
