from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain


class DigestDigest(models.Model):
    _inherit = "digest.digest"

    kpi_interim_ending_undecided = fields.Boolean("Placements Ending without Decision")
    kpi_interim_ending_undecided_value = fields.Integer(
        compute="_compute_kpi_interim_ending_undecided_value"
    )
    kpi_interim_placed_again = fields.Boolean("Professionals Placed Again")
    kpi_interim_placed_again_value = fields.Integer(
        compute="_compute_kpi_interim_placed_again_value"
    )

    @api.depends_context("start_datetime", "end_datetime")
    def _compute_kpi_interim_ending_undecided_value(self):
        """Count what stood open at the end of the period: it may be compared with what was before.

        Whoever decided after that day had not decided then.
        """
        day = self._get_interim_days()[1]
        domain = (
            Domain("phase", "in", ["active", "followup"])
            & Domain("terms_state", "=", "agreed")
            & Domain("followup_date", "<=", day)
            & (
                Domain("followup_state", "=", "undecided")
                | Domain("extension_in_discussion", "=", True)
                | Domain("followup_decided_on", ">", day)
            )
        )
        self._compute_interim_kpi("kpi_interim_ending_undecided_value", domain)

    @api.depends_context("start_datetime", "end_datetime")
    def _compute_kpi_interim_placed_again_value(self):
        """Count whose next assignment began in the period."""
        first, last = self._get_interim_days()
        domain = Domain("placed_again_on", ">", first) & Domain("placed_again_on", "<=", last)
        self._compute_interim_kpi("kpi_interim_placed_again_value", domain)

    def _compute_interim_kpi(self, name, domain):
        """Store how many placements there are in each digest's company, as far as its reader sees.

        :raises AccessError: for readers who do not work with placements; Odoo leaves it out then
        """
        if not self.env.user.has_group("interim_placement.group_interim_user_own"):
            raise AccessError(
                self.env._("Only recruiters see how many placements there are: no figure for you.")
            )
        companies = self._get_kpi_compute_parameters()[2]
        rows = self.env["interim.placement"]._read_group(
            domain & Domain("company_id", "in", companies.ids), ["company_id"], ["__count"]
        )
        counts = dict(rows)
        for digest in self:
            digest[name] = counts.get(digest.company_id or self.env.company, 0)

    def _get_interim_days(self):
        """Return the last day before the period, and its last day."""
        start, end = (
            self.env.context.get(name) or fields.Datetime.now()
            for name in ("start_datetime", "end_datetime")
        )
        return start.date(), end.date()

    def _compute_kpis_actions(self, company, user):
        actions = super()._compute_kpis_actions(company, user)
        menu = self.env.ref("interim_placement.menu_interim_root").id
        actions["kpi_interim_ending_undecided"] = (
            f"interim_placement.interim_placement_ending_action?menu_id={menu}"
        )
        actions["kpi_interim_placed_again"] = (
            f"interim_placement.interim_followup_report_action?menu_id={menu}"
        )
        return actions
