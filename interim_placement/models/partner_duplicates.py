from odoo import models


class ResPartner(models.Model):
    """Contacts are found by what tells that two of them are one person, with an index for each."""

    _inherit = "res.partner"

    # Not as a property of Odoo's field: an index of that stays when the addon goes.
    _interim_email_idx = models.Index("(email_normalized) WHERE email_normalized IS NOT NULL")
    # The last nine digits are the same in +31 6 1234 5678 and 06-12345678. Odoo's own sanitized
    # number needs a library that need not be there.
    _interim_phone_key_idx = models.Index(
        "(RIGHT(REGEXP_REPLACE(phone, '[^0-9]', '', 'g'), 9)) WHERE phone IS NOT NULL"
    )
    _interim_name_city_idx = models.Index("(LOWER(name), LOWER(city)) WHERE city IS NOT NULL")
