from collections import defaultdict

from odoo import models
from odoo.exceptions import UserError


class InterimFormLinksMixin(models.AbstractModel):
    """What is filled in shows nothing of what the user may not read (R7).

    Nothing else asks: an unsaved record has no rules, and its stored and related fields are
    computed as superuser from whatever the caller says it is linked to.
    """

    _name = "interim.form.links.mixin"
    _description = "Form Linked to What May Be Read"

    def onchange(self, values, field_names, fields_spec):
        """Compute a form; all that its values and defaults link to must be readable."""
        if not self.env.su:
            defaults = {
                key.removeprefix("default_"): value
                for key, value in self.env.context.items()
                if key.startswith("default_")
            }
            linked = defaultdict(set)
            for given in (defaults, values):
                self._collect_form_links(self, given, linked)
            for name, ids in linked.items():
                self.env[name].browse(ids).check_access("read")
        return super().onchange(values, field_names, fields_spec)

    def _check_company(self, fnames=None):
        """Refuse to link what is of another company; its name is for who may read it."""
        try:
            return super()._check_company(fnames)
        except UserError:
            for name in self._fields if fnames is None else fnames:
                field = self._fields[name]
                if field.relational and field.check_company:
                    self.sudo()[name].with_env(self.env).check_access("read")
            raise

    def _collect_form_links(self, record, values, linked):
        """Note which of our records values of a form link to, however deep.

        What the record is linked to already is no news: a colleague's placement may come before.

        :param record: whose values they are; empty when it is not saved
        :param dict values: by field name, as a client sends them
        :param dict linked: sets of identifiers by model name, which are added to
        """
        for name, value in values.items():
            field = record._fields.get(name)
            if not value or not field or not field.relational:
                continue
            comodel = self.env[field.comodel_name]
            known = set(record.sudo()[name].ids) if record else set()
            for link, line_values in self._parse_form_links(field, value):
                line = comodel.browse(link or ())
                if link and link not in known and comodel._name.startswith("interim."):
                    linked[comodel._name].add(link)
                if line_values:
                    self._collect_form_links(line, line_values, linked)

    def _parse_form_links(self, field, value):
        """Return the (identifier or False, values) pairs of a relational value of a form."""
        if field.type == "many2one":
            # A line has the values of its unsaved parent, with its identifier.
            nested = value if isinstance(value, dict) else {}
            return [(self._to_form_id(nested.get("id") if nested else value), nested)]
        pairs = []
        for command in value if isinstance(value, (list, tuple)) else ():
            if isinstance(command, dict):
                pairs.append((self._to_form_id(command.get("id")), command))
            elif isinstance(command, (list, tuple)):
                # (operation, identifier, values), or (6, 0, identifiers)
                _operation, link, last, *_rest = [*command, False, False, False]
                if isinstance(last, (list, tuple)):
                    pairs += [(self._to_form_id(one), {}) for one in last]
                pairs.append((self._to_form_id(link), last if isinstance(last, dict) else {}))
            else:
                pairs.append((self._to_form_id(command), {}))
        return pairs

    def _to_form_id(self, value):
        """Return the identifier of a saved record, or False; the client names unsaved ones."""
        try:
            return int(value)
        except (OverflowError, TypeError, ValueError):
            return False
