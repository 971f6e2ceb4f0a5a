from odoo import api, models
from odoo.exceptions import UserError


class InterimDerivedMixin(models.AbstractModel):
    """What follows from other data cannot be written, through the API neither.

    Odoo hides such fields from the web client only: a program may write them, and they keep what
    was written until something they depend on changes. A placement would pass for agreed (R1), or
    show a margin that its terms do not give (R2).
    """

    _name = "interim.derived.mixin"
    _description = "Derived Fields Are Not Written"
    _inherit = ["interim.form.links.mixin"]

    # Further fields that only the system writes, by its own methods. To be overridden.
    _system_fields = frozenset()

    @api.model
    def default_get(self, fields):
        """Return default values; the caller's context has none for derived fields.

        A default is filled in as if the system gave it: nothing asks whether it may be written.
        """
        if self.env.su:
            return super().default_get(fields)
        derived = {f"default_{field.name}" for field in self._get_derived_fields(fields)}
        context = {key: v for key, v in self.env.context.items() if key not in derived}
        return super(InterimDerivedMixin, self.with_env(self.env(context=context))).default_get(
            fields
        )

    @api.model_create_multi
    def create(self, vals_list):
        """Create records; refuse values for derived fields."""
        self._check_derived_untouched({name for vals in vals_list for name in vals})
        return super().create(vals_list)

    def write(self, vals):
        """Write values; refuse those for derived fields."""
        self._check_derived_untouched(vals)
        return super().write(vals)

    @api.model
    def _check_derived_untouched(self, field_names):
        """Refuse to write stored fields that are computed and have no inverse, or are the system's.

        :param field_names: iterable of the names of the fields that would be written
        """
        if self.env.su:
            return
        derived = self._get_derived_fields(field_names)
        if derived:
            # Not by `fields_get`, which leaves out what the user may not see.
            labels = sorted(field._description_string(self.env) for field in derived)
            raise UserError(
                self.env._(
                    "%(record)s: %(fields)s cannot be filled in. It follows from other data;"
                    " change that instead.",
                    record=", ".join(self.mapped("display_name")) or self._description,
                    fields=", ".join(labels),
                )
            )

    @api.model
    def _get_derived_fields(self, field_names):
        """Return which of these fields are computed and have no inverse, or are the system's."""
        fields = (self._fields[name] for name in field_names if name in self._fields)
        return [
            field
            for field in fields
            if (field.store and field.compute and field.readonly and not field.inverse)
            or field.name in self._system_fields
        ]
