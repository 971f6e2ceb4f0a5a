from odoo import api, fields, models
from odoo.exceptions import UserError

from ..tools import chain


class ResPartner(models.Model):
    _inherit = "res.partner"

    interim_professional_ids = fields.One2many(
        "interim.professional",
        "partner_id",
        "Professional Records",
        groups="interim_placement.group_interim_user_own",
    )
    interim_assignment_count = fields.Integer(
        "Client Assignments",
        compute="_compute_interim_counts",
        groups="interim_placement.group_interim_user_own",
    )
    interim_placement_count = fields.Integer(
        "Client Placements",
        compute="_compute_interim_counts",
        groups="interim_placement.group_interim_user_own",
    )

    # Drawn from names, dates and numbers, each of them escaped.
    interim_timeline = fields.Html(
        "Client Placements over Time",
        compute="_compute_interim_timeline",
        compute_sudo=False,  # shows placements, so to who may read them (R7)
        sanitize=False,
        groups="interim_placement.group_interim_user_own",
    )

    @api.depends_context("uid", "lang")
    def _compute_interim_timeline(self):
        placements = self.env["interim.placement"]
        shown = placements._search_agreed([("client_id", "in", self._origin.ids)])
        # The days between are the client's, whoever may see which placements.
        everyone = placements.sudo()._search_agreed(
            [("client_id", "in", self._origin.ids), ("company_id", "in", self.env.companies.ids)]
        )
        by_client = everyone.grouped("client_id")
        for partner in self:
            own = by_client.get(partner._origin, placements)
            gaps = chain.gaps([(p.date_start, p.date_end) for p in own])
            partner.interim_timeline = shown.filtered(
                lambda p, client=partner._origin: p.client_id == client
            )._draw_timeline(
                self.env._("Placements at %s", partner.name),
                ["professional_id", "assignment_id"],
                dict(zip(own.ids, gaps, strict=True)),
            )

    def _compute_interim_counts(self):
        assignments = dict(
            self.env["interim.assignment"]._read_group(
                [("client_id", "in", self.ids)], ["client_id"], ["__count"]
            )
        )
        placements = dict(
            self.env["interim.placement"]
            .with_context(active_test=False)
            ._read_group([("client_id", "in", self.ids)], ["client_id"], ["__count"])
        )
        for partner in self:
            partner.interim_assignment_count = assignments.get(partner._origin, 0)
            partner.interim_placement_count = placements.get(partner._origin, 0)

    def _get_address_problem(self):
        """Return why this contact cannot be mailed, as a sentence with the remedy, or False."""
        self.ensure_one()
        if not self.email:
            return self.env._("%s has no e-mail address. Fill it in on the contact.", self.name)
        if not self.email_normalized:
            return self.env._(
                "%(email)s is no e-mail address. Correct it on the contact %(name)s.",
                email=self.email,
                name=self.name,
            )
        return False

    @api.ondelete(at_uninstall=False)
    def _unlink_except_professional(self):
        # As superuser: who deletes contacts need not see professionals, nor all companies.
        professionals = (
            self.env["interim.professional"]
            .sudo()
            .with_context(active_test=False)
            .search([("partner_id", "in", self.ids)])
        )
        if professionals:
            raise UserError(
                self.env._(
                    "%(names)s cannot be deleted: the agency knows them as professionals. Archive"
                    " the contacts instead.",
                    names=", ".join(professionals.partner_id.mapped("name")),
                )
            )

    def action_make_professional(self):
        """Make professionals of these contacts, or open those that are there already."""
        companies = self.filtered("is_company")
        if companies:
            raise UserError(
                self.env._(
                    "%s is an organisation. Open the contact of the person instead.",
                    ", ".join(companies.mapped("display_name")),
                )
            )
        professionals = self.env["interim.professional"]
        known = professionals.with_context(active_test=False).search(
            [("partner_id", "in", self.ids), ("company_id", "=", self.env.company.id)]
        )
        new_partners = self - known.partner_id
        created = professionals.create([{"partner_id": partner.id} for partner in new_partners])
        action = {
            "type": "ir.actions.act_window",
            "name": self.env._("Professionals"),
            "res_model": "interim.professional",
        }
        professionals = known | created
        if len(professionals) == 1:
            return {**action, "view_mode": "form", "res_id": professionals.id}
        return {
            **action,
            "view_mode": "list,form",
            "domain": [("id", "in", professionals.ids)],
        }

    def action_view_interim_assignments(self):
        """Open this client's assignments."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "interim_placement.interim_assignment_action"
        )
        action["domain"] = [("client_id", "=", self.id)]
        action["context"] = {"default_client_id": self.id}
        return action

    def action_view_interim_placements(self):
        """Open the placements at this client, closed ones included."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "interim_placement.interim_placement_action"
        )
        action["domain"] = [("client_id", "=", self.id)]
        action["context"] = {"active_test": False}
        chain_list = self.env.ref("interim_placement.interim_placement_view_list_chain")
        modes = ("kanban", "form", "calendar", "pivot", "graph")
        action["views"] = [(chain_list.id, "list"), *((False, mode) for mode in modes)]
        action["view_mode"] = ",".join(mode for _view, mode in action["views"])
        return action
