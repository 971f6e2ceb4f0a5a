from odoo import api, fields, models
from odoo.exceptions import UserError

# Who is on the way to the client: these are proposed for the longlist.
LONGLIST_PHASES = ("meeting", "proposal")


class InterimAssignment(models.Model):
    """The longlist: who is presented to the client, and who was proposed there before."""

    _name = "interim.assignment"
    _inherit = ["interim.assignment", "interim.presented.mixin"]

    permission_ids = fields.One2many("interim.permission", "assignment_id", "Permissions")
    disclosure_ids = fields.One2many("interim.disclosure", "assignment_id", "Disclosures")

    def write(self, vals):
        """Write values; an assignment that somebody was presented for keeps its company."""
        if "company_id" in vals:
            moved = self.filtered(lambda assignment: assignment.company_id.id != vals["company_id"])
            if presented := moved._get_presented():
                raise UserError(
                    self.env._(
                        "%s: the company cannot be changed, because professionals of this company"
                        " were presented for it. Make a new assignment instead.",
                        ", ".join(presented.mapped("display_name")),
                    )
                )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_presented(self):
        if presented := self._get_presented():
            raise UserError(
                self.env._(
                    "%s cannot be deleted: professionals were presented for it, and that stays on"
                    " record. Cancel or archive it instead.",
                    ", ".join(presented.mapped("display_name")),
                )
            )

    def action_longlist(self):
        """Open the longlist with those who are on the way to this assignment's client."""
        self.ensure_one()
        placements = self.env["interim.placement"].search(
            [
                ("assignment_id", "=", self.id),
                ("phase", "in", LONGLIST_PHASES),
                ("active", "=", True),
            ],
            order="id",
        )
        return self._get_longlist_action(placements.professional_id)

    def action_view_client_history(self):
        """Open who of our professionals was proposed to this client before, and how it ended."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "interim_placement.interim_client_history_action"
        )
        known = self.env["interim.professional"]._search_known_at(self.client_id, self)
        name = self.env._("Proposed to %s Before", self.client_id.name)
        action |= {"name": name, "display_name": name}
        action["domain"] = [("id", "in", known.ids)]
        action["context"] = {
            "active_test": False,
            "interim_history_client_id": self.client_id.id,
            "interim_history_except_assignment_id": self.id,
        }
        return action

    def _get_longlist_action(self, professionals):
        """Return the window in which a longlist of these professionals is made and sent.

        :param professionals: who is proposed; more may be added there
        :raises UserError: when nobody is to be presented for the assignment any more
        """
        self.ensure_one()
        self.check_access("write")  # who sends, speaks for the agency
        self._check_longlist_open()
        return (
            self.env["interim.longlist"]
            .create(
                {
                    "assignment_id": self.id,
                    "line_ids": [
                        fields.Command.create({"professional_id": professional.id})
                        for professional in professionals
                    ],
                }
            )
            ._get_action()
        )

    def _check_longlist_open(self):
        """Refuse to present professionals for what the client does not ask for any more."""
        self.ensure_one()
        if self.active and self.state == "open":
            return
        if not self.active:
            raise UserError(
                self.env._(
                    "%s is archived: nobody can be presented for it. Restore it first.",
                    self.display_name,
                )
            )
        state = dict(self._fields["state"]._description_selection(self.env))[self.state]
        raise UserError(
            self.env._(
                "%(assignment)s is not open (%(state)s): nobody can be presented for it. Reopen it"
                " first, or raise the number of positions.",
                assignment=self.display_name,
                state=state.lower(),
            )
        )
