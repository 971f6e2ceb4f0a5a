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

    def _get_interim_revenue(self, excluded=None):
        """Return what the assignments of these opportunities are worth together, by opportunity.

        Archived and cancelled assignments bring nothing.

        :param excluded: assignments to leave out
        """
        domain = [
            ("lead_id", "in", self.ids),
            ("active", "=", True),
            ("state", "!=", "cancelled"),
            ("id", "not in", excluded.ids if excluded else []),
        ]
        # Of all assignments, also those of companies that the user has not chosen now.
        assignment_model = self.env["interim.assignment"].sudo()
        return dict(assignment_model._read_group(domain, ["lead_id"], ["expected_revenue:sum"]))

    def _merge_get_fields_specific(self):
        return {
            **super()._merge_get_fields_specific(),
            "expected_revenue": lambda fname, leads: leads._merge_expected_revenue(),
        }

    def _merge_expected_revenue(self):
        """Add up the assignments, unless a person set the amount that would prevail."""
        prevailing = next((lead for lead in self if lead.expected_revenue), self[:1])
        revenue = self._get_interim_revenue()
        amount = prevailing.expected_revenue
        if prevailing.company_currency.compare_amounts(amount, revenue.get(prevailing, 0.0)):
            return amount
        return sum(revenue.values())

    def _merge_dependences(self, opportunities):
        result = super()._merge_dependences(opportunities)
        # Who merges opportunities need not have rights on assignments.
        assignments = opportunities.sudo().with_context(active_test=False).interim_assignment_ids
        assignments.lead_id = self
        return result

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
