from odoo import fields, models
from odoo.exceptions import UserError


class CrmLead(models.Model):
    _inherit = "crm.lead"

    # Without the group, reading a lead would fail for whoever may not read assignments.
    interim_assignment_ids = fields.One2many(
        "interim.assignment",
        "lead_id",
        "Interim Assignments",
        groups="interim_placement.group_interim_user_own",
    )
    interim_assignment_count = fields.Integer(
        compute="_compute_interim_assignment_count",
        groups="interim_placement.group_interim_user_own",
    )

    def _compute_interim_assignment_count(self):
        counts = dict(
            self.env["interim.assignment"]._read_group(
                [("lead_id", "in", self.ids)], ["lead_id"], ["__count"]
            )
        )
        for lead in self:
            lead.interim_assignment_count = counts.get(lead._origin, 0)

    def action_create_interim_assignment(self):
        """Make the assignment that this opportunity is about, and open it.

        :raises UserError: when the opportunity names no client organisation
        """
        self.ensure_one()
        assignment = self.env["interim.assignment"].create(self._prepare_interim_assignment())
        return {
            "type": "ir.actions.act_window",
            "res_model": "interim.assignment",
            "view_mode": "form",
            "res_id": assignment.id,
        }

    def action_view_interim_assignments(self):
        """Open the assignments made from this opportunity."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "interim_placement.interim_assignment_action"
        )
        action["domain"] = [("lead_id", "=", self.id)]
        action["context"] = {"default_lead_id": self.id}
        if self.interim_assignment_count == 1:
            assignment = self.env["interim.assignment"].search(action["domain"], limit=1)
            action.update(view_mode="form", res_id=assignment.id, views=[(False, "form")])
        return action

    def _prepare_interim_assignment(self):
        contact = self.partner_id
        client = contact.commercial_partner_id
        if not client.is_company:
            raise UserError(
                self.env._(
                    "Opportunity %s has no client organisation. Fill in a contact that belongs to"
                    " an organisation first.",
                    self.name,
                )
            )
        company = self.company_id or self.env.company
        values = {
            "name": self.name,
            "lead_id": self.id,
            "client_id": client.id,
            "contact_id": contact.id if contact != client else False,
            "company_id": company.id,
            "source_id": self.source_id.id,
            "description": self.description,
        }
        if company in self.user_id.company_ids:
            values["user_id"] = self.user_id.id
        return values
