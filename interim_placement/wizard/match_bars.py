from markupsafe import Markup

from odoo import api, fields, models

# How a knock-out looks: the sign says it without the colour.
KNOCKOUT_SIGNS = {"met": ("✓", "success"), "unmet": ("✗", "danger"), "unknown": ("?", "warning")}


class InterimMatch(models.TransientModel):
    """How a match is shown: bars for its sub-scores, with the reason of each in words."""

    _inherit = "interim.match"

    bars = fields.Html("Sub-scores", compute="_compute_bars", sanitize=False)
    bars_in_words = fields.Html("Why", compute="_compute_bars", sanitize=False)
    knockouts_in_words = fields.Html(
        "Knock-out Requirements", compute="_compute_knockouts_in_words", sanitize=False
    )
    question_count = fields.Integer("Open Questions", compute="_compute_question_count")
    # What is shown beside it, as it is now; no picture: who decides is to judge the work (R8)
    availability = fields.Selection(related="professional_id.availability")
    available_from = fields.Date(related="professional_id.available_from")
    placed_until = fields.Date(related="professional_id.placed_until")
    city = fields.Char(related="professional_id.city")
    consent_date = fields.Date(related="professional_id.consent_date")
    client_id = fields.Many2one(related="assignment_id.client_id")
    date_start = fields.Date("Starts On", related="assignment_id.date_start")
    deadline = fields.Datetime(related="assignment_id.deadline")
    location = fields.Char(related="assignment_id.location")
    history = fields.Text(
        "With This Client Before",
        compute="_compute_history",
        help="Whether the professional was proposed to this client before, and how it ended.",
    )

    @api.depends("parts")
    @api.depends_context("lang")
    def _compute_bars(self):
        for match in self:
            parts = match.parts or []
            match.bars = Markup('<span class="o_interim_match_bars">%s</span>') % Markup("").join(
                match._draw_bar(part) for part in parts
            )
            match.bars_in_words = Markup('<dl class="o_interim_match_parts">%s</dl>') % Markup(
                ""
            ).join(match._draw_part(part) for part in parts)

    @api.depends("questions")
    def _compute_question_count(self):
        for match in self:
            match.question_count = len((match.questions or "").splitlines())

    @api.depends("knockouts")
    @api.depends_context("lang")
    def _compute_knockouts_in_words(self):
        words = {
            "met": self.env._("met"),
            "unmet": self.env._("not met"),
            "unknown": self.env._("unknown"),
        }
        for match in self:
            lines = [
                Markup('<li><span class="text-%s">%s</span> %s: %s. %s</li>')
                % (
                    KNOCKOUT_SIGNS[knockout["state"]][1],
                    KNOCKOUT_SIGNS[knockout["state"]][0],
                    knockout["name"],
                    words[knockout["state"]],
                    knockout.get("sentence") or "",
                )
                for knockout in match.knockouts or []
            ]
            match.knockouts_in_words = bool(lines) and (
                Markup('<ul class="list-unstyled mb-0">%s</ul>') % Markup("").join(lines)
            )

    @api.depends("professional_id", "assignment_id")
    @api.depends_context("uid", "lang")
    def _compute_history(self):
        for assignment, matches in self.grouped("assignment_id").items():
            history = matches.professional_id._describe_history_with(
                assignment.client_id, except_assignment=assignment
            )
            for match in matches:
                match.history = history.get(match.professional_id.id)

    @api.depends("professional_id", "assignment_id")
    @api.depends_context("uid", "lang")
    def _compute_display_name(self):
        for match in self:
            match.display_name = self.env._(
                "%(professional)s for %(assignment)s",
                professional=match.professional_id.name,
                assignment=match.assignment_id.name,
            )

    def _draw_bar(self, part):
        """Return the small bar of one sub-score; what is not known has none to fill."""
        sentence = self._describe_part(part)
        if part["share"] is None:
            return Markup(
                '<span class="o_interim_match_bar o_interim_match_unknown" role="img"'
                ' title="%(sentence)s" aria-label="%(sentence)s">?</span>'
            ) % {"sentence": sentence}
        return Markup(
            '<span class="o_interim_match_bar" role="img" title="%(sentence)s"'
            ' aria-label="%(sentence)s">'
            '<span class="%(level)s" style="height: %(height)s%%"></span></span>'
        ) % {
            "sentence": sentence,
            "level": self._get_level(part),
            "height": max(round(100 * part["share"]), 4),
        }

    def _draw_part(self, part):
        """Return one sub-score as a line: what, the bar, and the reason."""
        if part["share"] is None:
            bar = Markup('<span class="o_interim_match_line o_interim_match_unknown"></span>')
            points = "?"
        else:
            percent = round(100 * part["share"])
            bar = Markup(
                '<span class="o_interim_match_line"><span class="%s" style="width: %s%%"></span>'
                "</span>"
            ) % (self._get_level(part), percent)
            points = percent
        return Markup(
            '<div><dt>%s</dt><dd><span class="o_interim_match_points">%s</span>%s'
            "<span>%s</span></dd></div>"
        ) % (part["label"], points, bar, part["sentence"])

    def _describe_part(self, part):
        if part["share"] is None:
            return f"{part['label']}: ? {part['sentence']}"
        return f"{part['label']}: {round(100 * part['share'])}. {part['sentence']}"

    def _get_level(self, part):
        if part["share"] >= 0.75:
            return "o_interim_match_good"
        return "o_interim_match_fair" if part["share"] >= 0.4 else "o_interim_match_poor"
