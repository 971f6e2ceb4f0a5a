from datetime import datetime

import pytz

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..models.weekday_mixin import WEEKDAY_FIELDS

# What a person may correct before it is taken over; of the others a tick says yes or no.
EDITABLE_KINDS = ("char", "integer", "float", "monetary", "date", "datetime")


class InterimIntakeLineMixin(models.AbstractModel):
    """One value that was read from a text, with its words; a person decides whether it counts."""

    _name = "interim.intake.line.mixin"
    _description = "Value Read from a Text"
    _order = "sequence, id"

    sequence = fields.Integer()
    field_name = fields.Char(required=True, readonly=True)
    kind = fields.Char(readonly=True)
    key = fields.Char(readonly=True, help="The value as it is stored, where it is not typed.")
    label = fields.Char("Field", readonly=True)
    value = fields.Char()
    words = fields.Char("From the Words", readonly=True)
    question = fields.Char("To Decide", readonly=True)
    is_accepted = fields.Boolean("Take Over")
    is_editable = fields.Boolean(compute="_compute_is_editable")

    @api.depends("kind")
    def _compute_is_editable(self):
        for line in self:
            line.is_editable = line.kind in EDITABLE_KINDS

    @api.onchange("value")
    def _onchange_value(self):
        # Who corrects a value wants it.
        if self.is_editable and self.value and self.value != self._origin.value:
            self.is_accepted = True

    @api.model
    def _prepare_value(self, kind, value):
        """Return the `value` and `key` of a line that shows a value of a field of this kind."""
        if value is None or value is False:
            return {"value": False, "key": False}
        if kind in ("float", "monetary"):
            return {"value": self._format_number(value), "key": False}
        if kind == "date":
            return {"value": value.strftime(self._get_lang().date_format), "key": False}
        if kind == "datetime":
            lang = self._get_lang()
            local = pytz.utc.localize(value).astimezone(self._get_timezone())
            return {"value": local.strftime(f"{lang.date_format} %H:%M"), "key": False}
        return {"value": str(value), "key": False}

    def _get_value(self):
        """Return the value as its field takes it.

        :raises UserError: when what was typed is no such value
        """
        self.ensure_one()
        if self.kind not in EDITABLE_KINDS:
            return self.key
        text = (self.value or "").strip()
        if self.kind == "char" or not text:
            return text or False
        try:
            return self._parse(text)
        except ValueError:
            raise UserError(
                self.env._(
                    "%(label)s: “%(value)s” is not understood. Write it like %(example)s, or take"
                    " the tick away.",
                    label=self.label,
                    value=text,
                    example=self._get_example(),
                )
            )

    def _parse(self, text):
        lang = self._get_lang()
        if self.kind == "integer":
            return int(text)
        if self.kind in ("float", "monetary"):
            plain = text.replace("€", "").strip()
            if lang.thousands_sep:
                plain = plain.replace(lang.thousands_sep, "")
            number = float(plain.replace(lang.decimal_point, "."))
            if not 0 <= number < 1e6:
                raise ValueError(text)
            return number
        if self.kind == "date":
            return datetime.strptime(text, lang.date_format).date()
        local = datetime.strptime(text, f"{lang.date_format} %H:%M")
        return self._get_timezone().localize(local).astimezone(pytz.utc).replace(tzinfo=None)

    def _get_example(self):
        samples = {
            "integer": 2,
            "float": 32.5,
            "monetary": 95.5,
            "date": fields.Date.to_date("2027-12-31"),
            "datetime": fields.Datetime.to_datetime("2027-12-31 12:00:00"),
        }
        return self._prepare_value(self.kind, samples[self.kind])["value"]

    def _format_number(self, value):
        text = f"{value:.2f}".rstrip("0").rstrip(".")
        return text.replace(".", self._get_lang().decimal_point)

    def _get_lang(self):
        return self.env["res.lang"]._lang_get(self.env.lang or self.env.user.lang or "en_US")

    def _get_timezone(self):
        if self.env.user.tz:
            return pytz.timezone(self.env.user.tz)
        return self.env.company._get_interim_zone()

    def _get_weekday_values(self):
        """Return the booleans of a line that holds weekdays, by field name."""
        days = {int(day) for day in (self.key or "").split(",") if day.isdecimal()}
        return {name: True for number, name in enumerate(WEEKDAY_FIELDS) if number in days}
