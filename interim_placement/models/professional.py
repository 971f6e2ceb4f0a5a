from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

LEVELS = [
    ("junior", "Junior"),
    ("medior", "Medior"),
    ("senior", "Senior"),
    ("strategic", "Strategic"),
]
LEVEL_ORDER = {level: position for position, (level, _label) in enumerate(LEVELS)}


class InterimProfessional(models.Model):
    """The person an agency places.

    A model of its own and not fields on the contact, so that rates and judgments are
    not readable by everyone who reads contacts.
    """

    _name = "interim.professional"
    _description = "Interim Professional"
    _inherit = [
        "interim.weekday.mixin",
        "interim.recruiter.mixin",
        "mail.thread",
        "mail.activity.mixin",
        "interim.attachment.mixin",
        "interim.derived.mixin",
    ]
    _inherits = {"res.partner": "partner_id"}
    _order = "name, id"
    _rec_names_search = ["name", "email"]
    _check_company_auto = True

    partner_id = fields.Many2one(
        "res.partner",
        "Contact Record",
        required=True,
        index=True,
        check_company=True,
        ondelete="restrict",
    )
    # Stored here too, for ordering and searching without a join; written through to the contact.
    name = fields.Char(
        related="partner_id.name",
        inherited=True,
        store=True,
        readonly=False,
        index="trigram",
        copy=True,
    )
    active = fields.Boolean(default=True, tracking=True)

    # Experience
    level = fields.Selection(LEVELS, tracking=True)
    expertise_ids = fields.Many2many("interim.expertise")
    certificate_ids = fields.One2many("interim.certificate", "professional_id", "Certificates")
    certification_ids = fields.Many2many(
        "interim.certification",
        string="Certifications",
        compute="_compute_certification_ids",
        inverse="_inverse_certification_ids",
        store=True,
        copy=False,  # the papers are of this person
    )
    result_ids = fields.One2many("interim.professional.result", "professional_id", "Results")
    cv_ids = fields.Many2many(
        "ir.attachment",
        "interim_professional_cv_rel",
        "professional_id",
        "attachment_id",
        "CV",
        bypass_search_access=True,
        copy=False,
    )

    # Availability: from when, how many hours, which days
    engagement = fields.Selection(
        [
            ("freelance", "Freelance"),
            ("company", "Own Company"),
            ("payroll", "Payroll"),
            ("secondment", "Secondment"),
        ],
        help="In which form the professional works.",
    )
    available_from = fields.Date(tracking=True)
    availability_confirmed_on = fields.Date(
        tracking=True,
        copy=False,
        help="The day the professional last told when and how much they can work.",
    )
    availability = fields.Selection(
        [
            ("available", "Available"),
            ("soon", "Available Soon"),
            ("placed", "Placed"),
            ("unknown", "Unknown"),
        ],
        compute="_compute_availability",
        store=True,
        index=True,
        help="Placed: agreed terms run or are about to start. Unknown: not confirmed within the"
        " number of days in the settings.",
    )
    placed_until = fields.Date(compute="_compute_availability", store=True)
    availability_review_date = fields.Date(
        compute="_compute_availability",
        store=True,
        index="btree_not_null",
        help="The day on which the availability changes by itself.",
    )
    hours_min = fields.Float("Hours a Week, From")
    hours_max = fields.Float("Hours a Week, To", help="The most hours a week. 0 = no limit known.")
    rate_min = fields.Monetary(
        "Lowest Rate", help="The lowest rate per hour, without VAT, that the professional accepts."
    )

    # Wishes
    assignment_type_ids = fields.Many2many("interim.assignment.type", string="Wished Types")
    industry_ids = fields.Many2many("res.partner.industry", string="Wished Sectors")
    office_days_max = fields.Integer(
        "Office Days, at Most", help="The most days a week at the client's office."
    )
    max_distance_km = fields.Integer("Distance, at Most (km)")
    consent_date = fields.Date(
        "CV Consent On",
        tracking=True,
        copy=False,
        help="The day the professional allowed the agency to share the CV with clients.",
    )
    notes = fields.Html("Recruiter's Notes", copy=False)

    placement_ids = fields.One2many("interim.placement", "professional_id", "Placements")
    placement_count = fields.Integer(compute="_compute_placement_count")

    _partner_company_uniq = models.Constraint(
        "UNIQUE(partner_id, company_id)", "This contact is already a professional of this company."
    )
    _hours_range = models.Constraint(
        "CHECK(hours_min >= 0 AND hours_max >= 0 AND (hours_max = 0 OR hours_min <= hours_max)"
        " AND hours_max <= 168)",
        "The hours a week of a professional must run from low to high, at most 168.",
    )
    _rate_positive = models.Constraint(
        "CHECK(rate_min >= 0)", "The lowest rate of a professional cannot be negative."
    )

    @api.depends("certificate_ids.certification_id")
    def _compute_certification_ids(self):
        for professional in self:
            professional.certification_ids = professional.certificate_ids.certification_id

    def _inverse_certification_ids(self):
        """Add and drop certificate lines so that they hold exactly these certifications."""
        vals_list = []
        obsolete = self.env["interim.certificate"]
        for professional in self:
            held = professional.certificate_ids
            obsolete |= held.filtered(
                lambda line, wanted=professional.certification_ids: (
                    line.certification_id not in wanted
                )
            )
            vals_list += [
                {"professional_id": professional.id, "certification_id": certification.id}
                for certification in professional.certification_ids - held.certification_id
            ]
        obsolete.unlink()
        self.env["interim.certificate"].create(vals_list)

    @api.depends(
        "available_from",
        "availability_confirmed_on",
        "unavailable_said_on",
        "company_id.interim_availability_days",
        "placement_ids.active",
        "placement_ids.terms_state",
        "placement_ids.date_start",
        "placement_ids.date_end",
    )
    def _compute_availability(self):
        today = fields.Date.context_today(self)
        for professional in self:
            booked = professional.placement_ids.filtered(
                lambda p: p.active and p.terms_state == "agreed" and p.date_end >= today
            )
            confirmed_on = professional.availability_confirmed_on
            valid_until = confirmed_on and confirmed_on + timedelta(
                days=professional.company_id.interim_availability_days
            )
            if booked:
                availability = "placed"
            elif not professional._is_availability_known(today):
                availability = "unknown"
            elif professional.available_from and professional.available_from > today:
                availability = "soon"
            else:
                availability = "available"
            placed_until = max(booked.mapped("date_end"), default=False)
            changes = [
                professional.available_from,
                placed_until and placed_until + timedelta(days=1),
                valid_until and valid_until + timedelta(days=1),
            ]
            professional.availability = availability
            professional.placed_until = placed_until
            professional.availability_review_date = min(
                (day for day in changes if day and day > today), default=False
            )

    def _compute_placement_count(self):
        counts = dict(
            self.env["interim.placement"]
            .with_context(active_test=False)
            ._read_group([("professional_id", "in", self.ids)], ["professional_id"], ["__count"])
        )
        for professional in self:
            professional.placement_count = counts.get(professional._origin, 0)

    @api.model_create_multi
    def create(self, vals_list):
        """Create professionals, each with a new contact or on the contact that is given.

        What is empty leaves that contact as it is: an empty cell of an import erases no e-mail.
        """
        vals_list = [self._drop_empty_contact_values(vals) for vals in vals_list]
        return super().create(vals_list)

    def write(self, vals):
        """Write values; who is placed stays the same person, of the same company (R2)."""
        self._check_placed_unchanged(vals)
        return super().write(vals)

    def copy_data(self, default=None):
        """Name a copy as Odoo names the copy of a contact."""
        vals_list = super().copy_data(default=default)
        if default and not default.keys().isdisjoint({"name", "partner_id"}):
            return vals_list
        return [
            {**vals, "name": self.env._("%s (copy)", professional.name)}
            for professional, vals in zip(self, vals_list, strict=True)
        ]

    def _check_placed_unchanged(self, vals):
        for name in ("partner_id", "company_id"):
            changed = self.filtered(
                lambda professional, name=name: name in vals and professional[name].id != vals[name]
            )
            if changed and (placed := changed._get_placed()):
                raise UserError(
                    self.env._(
                        "%(names)s: the %(field)s cannot be changed, because of the placements:"
                        " what was agreed and consented to there holds for this person and this"
                        " company. Make a new professional instead.",
                        names=", ".join(placed.mapped("name")),
                        field=self.fields_get([name], ["string"])[name]["string"],
                    )
                )

    def _get_placed(self):
        """Return those of these professionals that have placements, closed ones included."""
        groups = (
            self.env["interim.placement"]
            .sudo()
            .with_context(active_test=False)
            ._read_group([("professional_id", "in", self.ids)], ["professional_id"])
        )
        return self.browse(professional.id for (professional,) in groups)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_placed(self):
        if placed := self._get_placed():
            raise UserError(
                self.env._(
                    "%(names)s cannot be deleted: their placements would lose the person."
                    " Archive them instead.",
                    names=", ".join(placed.mapped("name")),
                )
            )

    def action_confirm_availability(self):
        """Note that what is on record about the availability was confirmed today."""
        self.availability_confirmed_on = fields.Date.context_today(self)

    def action_give_consent(self):
        """Note that the professional allowed today to share the CV with clients."""
        self.consent_date = fields.Date.context_today(self)

    def action_view_placements(self):
        """Open this professional's placements, closed ones included."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "interim_placement.interim_placement_action"
        )
        action["domain"] = [("professional_id", "=", self.id)]
        action["context"] = {
            "default_professional_id": self.id,
            "active_test": False,
        }
        action["view_mode"] = "list,kanban,form"
        action["views"] = [(False, mode) for mode in ("list", "kanban", "form")]
        return action

    def action_new_placement(self):
        """Open a new placement, in its first meeting, for this professional."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "interim.placement",
            "view_mode": "form",
            "context": {"default_professional_id": self.id},
        }

    @api.model
    def _drop_empty_contact_values(self, vals):
        if not vals.get("partner_id"):
            return vals
        return {
            name: value
            for name, value in vals.items()
            if value or name not in self._fields or not self._fields[name].inherited
        }

    def _sql_error_to_message(self, exc):
        # Creating a professional creates a contact, whose constraints have messages of their own.
        partners = self.env["res.partner"]
        if exc.diag.table_name == partners._table:
            return partners._sql_error_to_message(exc)
        return super()._sql_error_to_message(exc)

    @api.model
    def _get_attachment_fields(self):
        return ["cv_ids"]

    def _mail_get_partner_fields(self, introspect_fields=False):
        return ["partner_id"]

    @api.model
    def _cron_refresh_availability(self, batch_size=1000):
        """Recompute the availability of everybody for whom a day has brought a change."""
        domain = [("availability_review_date", "<=", fields.Date.context_today(self))]
        professionals = self.with_context(active_test=False)
        while batch := professionals.search(domain, limit=batch_size, order="id"):
            batch._recompute_stored("availability", "placed_until", "availability_review_date")
            remaining = professionals.search_count(domain)
            if not self.env["ir.cron"]._commit_progress(len(batch), remaining=remaining):
                return

    def _recompute_stored(self, *field_names):
        """Compute these stored fields again now, for what changed with the calendar only."""
        for field_name in field_names:
            self.env.add_to_compute(self._fields[field_name], self)
        self.flush_recordset(field_names)
