from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools.misc import format_date

HOW = [
    ("phone", "By Phone"),
    ("mail", "By E-mail"),
    ("message", "By Message"),
    ("talk", "In a Talk"),
]


class InterimPermission(models.Model):
    """A professional's permission to be presented to the client of one assignment.

    It comes on top of the general consent to share the CV: a professional who may be shared is
    asked again for each assignment. Rows tell what was allowed when; a permission that was taken
    back keeps its row, and a new one gets another.
    """

    _name = "interim.permission"
    _description = "Permission to Present a Professional"
    _inherit = ["interim.derived.mixin"]
    _order = "given_on desc, id desc"
    _check_company_auto = True
    # Who noted it is a fact.
    _system_fields = frozenset({"user_id"})

    professional_id = fields.Many2one(
        "interim.professional", required=True, index=True, ondelete="cascade", check_company=True
    )
    assignment_id = fields.Many2one(
        "interim.assignment", required=True, index=True, ondelete="cascade", check_company=True
    )
    # Of that moment: permission is given to be presented to this client, not to another one.
    client_id = fields.Many2one(
        "res.partner", compute="_compute_client_id", store=True, precompute=True, index=True
    )
    company_id = fields.Many2one(
        related="professional_id.company_id", store=True, precompute=True, index=True
    )
    given_on = fields.Date(
        required=True,
        default=fields.Date.context_today,
        help="The day the professional allowed to be presented for this assignment.",
    )
    how = fields.Selection(
        HOW, "How Given", required=True, help="In which way the professional gave it."
    )
    user_id = fields.Many2one(
        "res.users",
        "Noted By",
        required=True,
        readonly=True,
        default=lambda self: self.env.user,
        ondelete="restrict",
    )
    note = fields.Text(help="What the professional said about it, e.g. conditions.")
    withdrawn_on = fields.Date(
        readonly=True, copy=False, help="The day the professional took it back."
    )
    disclosure_ids = fields.One2many("interim.disclosure", "permission_id", "Disclosures")

    _one_valid = models.UniqueIndex(
        "(professional_id, assignment_id, client_id) WHERE withdrawn_on IS NULL",
        "The permission of this professional for this assignment is noted already.",
    )
    _order_of_days = models.Constraint(
        "CHECK(withdrawn_on >= given_on)",
        "A permission cannot be withdrawn before the day it was given. Correct the days.",
    )

    @api.constrains("given_on", "withdrawn_on")
    def _check_past(self):
        today = fields.Date.context_today(self)
        for permission in self:
            day = max(permission.given_on, permission.withdrawn_on or permission.given_on)
            if day > today:
                raise ValidationError(
                    self.env._(
                        "%(permission)s: %(day)s is still to come. Note a permission once it is"
                        " given.",
                        permission=permission.display_name,
                        day=format_date(self.env, day),
                    )
                )

    @api.depends("assignment_id")
    def _compute_client_id(self):
        for permission in self:
            permission.client_id = permission.assignment_id.client_id

    @api.depends("professional_id", "assignment_id", "given_on")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for permission in self:
            parts = (
                permission.professional_id.name,
                permission.given_on and self._format_day(permission.given_on),
                permission.assignment_id.name,
            )
            permission.display_name = ", ".join(part for part in parts if part)

    @api.model_create_multi
    def create(self, vals_list):
        """Create permissions; what was withdrawn just now makes place for a new one."""
        # The unique index looks at the database: it must be withdrawn there.
        self.flush_model(["withdrawn_on"])
        return super().create(vals_list)

    def write(self, vals):
        """Write values; whom it is about stays, and so does what was relied on.

        :raises UserError: for another professional or assignment, for what stands in a permission
            under which somebody was presented, and for what was withdrawn
        """
        self._check_same_subject(vals)
        if not {"given_on", "how", "withdrawn_on"}.isdisjoint(vals):
            self._check_history_kept(vals)
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_relied_on(self):
        for permission in self._filter_relied_on():
            raise UserError(
                self.env._(
                    "%s cannot be deleted: the professional was presented with this permission."
                    " Withdraw it instead.",
                    permission.display_name,
                )
            )

    def action_withdraw(self):
        """Note that the professional took these permissions back today."""
        self.check_access("write")
        today = fields.Date.context_today(self)
        self.filtered(lambda permission: not permission.withdrawn_on).withdrawn_on = today

    def _check_same_subject(self, vals):
        for name in ("professional_id", "assignment_id"):
            for permission in self:
                if name in vals and permission[name].id != vals[name]:
                    raise UserError(
                        self.env._(
                            "%s is about one professional and one assignment, and stays so. Note"
                            " another permission instead.",
                            permission.display_name,
                        )
                    )

    def _check_history_kept(self, vals):
        for permission in self:
            if permission.withdrawn_on:
                raise UserError(
                    self.env._(
                        "%(permission)s was withdrawn on %(day)s and stays on record. Note a new"
                        " permission when the professional gives one.",
                        permission=permission.display_name,
                        day=format_date(self.env, permission.withdrawn_on),
                    )
                )
        if {"given_on", "how"}.isdisjoint(vals):
            return
        for permission in self._filter_relied_on():
            raise UserError(
                self.env._(
                    "%s cannot be changed: the professional was presented with this permission."
                    " Withdraw it and note a new one.",
                    permission.display_name,
                )
            )

    def _filter_relied_on(self):
        """Return those of these permissions with which a professional was presented."""
        groups = (
            self.env["interim.disclosure"]
            .sudo()
            ._read_group([("permission_id", "in", self.ids)], ["permission_id"])
        )
        return self.browse(permission.id for (permission,) in groups)

    @api.model
    def _get_latest(self, assignment, professionals):
        """Return the latest permission of professionals for an assignment, by professional id.

        A valid one comes before those that were withdrawn. What was allowed for another client,
        before the assignment got the present one, does not count.
        """
        rows = self.search(
            [
                ("assignment_id", "=", assignment.id),
                ("client_id", "=", assignment.client_id.id),
                ("professional_id", "in", professionals.ids),
            ],
            order="id",
        )
        valid = rows.filtered(lambda permission: not permission.withdrawn_on)
        return {row.professional_id.id: row for row in (*(rows - valid), *valid)}

    def _describe(self):
        """Return in words how it stands, e.g. "Given on 3 March 2027, by phone"."""
        self.ensure_one()
        how = dict(self._fields["how"]._description_selection(self.env))[self.how]
        if self.withdrawn_on:
            return self.env._("Withdrawn on %s", self._format_day(self.withdrawn_on))
        return self.env._(
            "Given on %(day)s, %(how)s",
            day=self._format_day(self.given_on),
            how=how.lower(),
        )

    def _format_day(self, day):
        return format_date(self.env, day, date_format="d MMM y")
