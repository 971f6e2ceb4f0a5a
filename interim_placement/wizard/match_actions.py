from odoo import models
from odoo.exceptions import UserError


class InterimMatch(models.TransientModel):
    """What is done with the matches that somebody chose: propose them, mail a longlist."""

    _inherit = "interim.match"

    def action_propose(self):
        """Show what proposing these would do; the next click does it."""
        searches = self.search_id
        return {
            "name": self.env._("Propose"),
            "type": "ir.actions.act_window",
            "res_model": "interim.match.propose",
            "view_mode": "form",
            "target": "new",
            "context": {
                "dialog_size": "extra-large",
                "default_ending_placement_id": searches[:1].placement_id.id,
                "default_line_ids": [
                    (
                        0,
                        0,
                        {
                            "professional_id": match.professional_id.id,
                            "assignment_id": match.assignment_id.id,
                            "score": match.score,
                            "confidence": match.confidence,
                        },
                    )
                    for match in self.sorted("rank", reverse=True)
                ],
            },
        }

    def action_longlist(self):
        """Prepare the mail that presents these professionals to the client."""
        assignment = self.assignment_id
        if len(assignment) != 1:
            raise UserError(
                self.env._(
                    "A longlist is about one assignment. Open that assignment, choose Find"
                    " Professionals and select them there."
                )
            )
        return assignment._get_longlist_action(self.professional_id)

    def action_open_professional(self):
        """Open the professional."""
        return self.professional_id.get_formview_action()

    def action_open_assignment(self):
        """Open the assignment."""
        return self.assignment_id.get_formview_action()
