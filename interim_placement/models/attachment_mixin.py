from odoo import api, models


class InterimAttachmentMixin(models.AbstractModel):
    """Files that belong to a record and are read by whoever reads the record."""

    _name = "interim.attachment.mixin"
    _description = "Owned Files"

    @api.model
    def _get_attachment_fields(self):
        """Return the names of the many2many fields that hold the files. To be overridden."""
        return []

    @api.model_create_multi
    def create(self, vals_list):
        """Create records; files that came along become theirs."""
        records = super().create(vals_list)
        records._own_attachments()
        return records

    def write(self, vals):
        """Write values; files that came along become the record's."""
        result = super().write(vals)
        if not vals.keys().isdisjoint(self._get_attachment_fields()):
            self._own_attachments()
        return result

    def _own_attachments(self):
        """Bind loose files to their record.

        A file uploaded before the record was saved is bound to none, and nobody but its author
        could read it.
        """
        for record in self:
            for field_name in self._get_attachment_fields():
                loose = record[field_name].filtered(lambda attachment: not attachment.res_id)
                loose.write({"res_model": record._name, "res_id": record.id})
