from odoo import api, fields, models

from ..models.permission import HOW


class InterimLonglistLine(models.TransientModel):
    """One professional on a longlist that is being made."""

    _name = "interim.longlist.line"
    _description = "Professional on a Longlist"
    _inherit = ["interim.form.links.mixin"]
    _order = "id"
    _transient_max_hours = 24.0  # as long as the longlist

    wizard_id = fields.Many2one("interim.longlist", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="wizard_id.company_id", related_sudo=False)
    professional_id = fields.Many2one("interim.professional", required=True, ondelete="cascade")
    included = fields.Boolean(
        compute="_compute_included", compute_sudo=False, store=True, readonly=False
    )
    given_how = fields.Selection(
        HOW,
        "Given Today",
        help="The professional gave permission today for this assignment. It is noted when the"
        " longlist is sent.",
    )
    has_permission = fields.Boolean(compute="_compute_state", compute_sudo=False)
    permission = fields.Text(
        compute="_compute_state",
        compute_sudo=False,
        help="How it stands with the permission for this assignment, or what is missing.",
    )
    problem = fields.Char(compute="_compute_state", compute_sudo=False)
    presented = fields.Char(
        "Presented Already",
        compute="_compute_state",
        compute_sudo=False,
        help="To this client for this assignment. You may go on.",
    )
    history = fields.Char("Before at This Client", compute="_compute_history", compute_sudo=False)
    known = fields.Text(
        "At This Client",
        compute="_compute_known",
        compute_sudo=False,
        help="Whether the professional was presented or proposed to this client already, and how it"
        " ended.",
    )

    @api.depends("professional_id", "given_how")
    def _compute_included(self):
        for line in self:
            line.included = bool(line.professional_id) and not (line.problem or line.presented)

    @api.depends("professional_id", "given_how", "wizard_id.assignment_id")
    @api.depends_context("uid", "lang")
    def _compute_state(self):
        self._check_links()
        for assignment, lines in self._grouped_by_assignment():
            professionals = lines.professional_id._origin
            permissions = self.env["interim.permission"]._get_latest(assignment, professionals)
            disclosures = self.env["interim.disclosure"]._get_latest(assignment, professionals)
            for line in lines:
                professional = line.professional_id._origin
                permission = permissions.get(professional.id)
                disclosure = disclosures.get(professional.id)
                line.has_permission = bool(permission and not permission.withdrawn_on)
                line.presented = disclosure and disclosure._describe()
                line.problem = line._find_problem(professional, permission)
                line.permission = line.problem or line._describe_permission(permission)

    @api.depends("professional_id", "wizard_id.assignment_id")
    @api.depends_context("uid", "lang")
    def _compute_history(self):
        self._check_links()
        for assignment, lines in self._grouped_by_assignment():
            professionals = lines.professional_id._origin
            told = professionals._describe_history_with(assignment.client_id, assignment)
            for line in lines:
                line.history = told.get(line.professional_id._origin.id)

    @api.depends("presented", "history")
    def _compute_known(self):
        for line in self:
            line.known = "\n".join(filter(None, (line.presented, line.history))) or False

    def _validate_fields(self, field_names, excluded_names=()):
        self.sudo().professional_id.with_env(self.env).check_access("read")
        self.sudo().wizard_id.with_env(self.env).check_access("write")
        return super()._validate_fields(field_names, excluded_names)

    def _check_links(self):
        self.professional_id._origin.check_access("read")
        self.wizard_id.assignment_id._origin.check_access("read")

    def _grouped_by_assignment(self):
        return [
            (assignment._origin, lines)
            for assignment, lines in self.grouped(lambda line: line.wizard_id.assignment_id).items()
        ]

    def _find_problem(self, professional, permission):
        """Return why a professional cannot be presented, as a sentence with the remedy, or False.

        :param permission: the latest one for the assignment; may be None
        """
        self.ensure_one()
        assignment = self.wizard_id.assignment_id
        if not professional:
            return False
        if professional.company_id != assignment.company_id:
            return self.env._("Of another company than the assignment. Remove this line.")
        if problem := professional._get_consent_problem():
            return problem
        if self.given_how or (permission and not permission.withdrawn_on):
            return False
        if permission:
            return self.env._(
                "Withdrew the permission for this assignment. Ask again, then choose under Given"
                " Today how it was given."
            )
        return self.env._(
            "No permission for this assignment. Ask, then choose under Given Today how it was"
            " given."
        )

    def _describe_permission(self, permission):
        """Return in words how a permission without problem was given; empty for a new line."""
        if permission and not permission.withdrawn_on:
            return permission._describe()
        return self.env._("Given today") if self.given_how else False

    def _ensure_permissions(self):
        """Return the valid permissions by professional id; those that were given today are noted.

        Also of those who are not ticked: it was given, and the next longlist can rely on it.

        :return: dict of interim.permission
        """
        permissions = self.env["interim.permission"]
        assignment = self.wizard_id.assignment_id
        known = permissions._get_latest(assignment, self.professional_id)
        valid = {key: row for key, row in known.items() if not row.withdrawn_on}
        given = {
            line.professional_id.id: line.given_how
            for line in self
            if line.given_how
            and line.professional_id.id not in valid
            and line.professional_id.company_id == assignment.company_id
        }
        noted = permissions.create(
            [
                {"professional_id": key, "assignment_id": assignment.id, "how": how}
                for key, how in given.items()
            ]
        )
        return valid | {row.professional_id.id: row for row in noted}
