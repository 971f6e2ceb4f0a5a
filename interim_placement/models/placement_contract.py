from odoo import api, fields, models
from odoo.exceptions import UserError


class InterimPlacement(models.Model):
    """The contracts of a placement: where they stand, and what follows when all have signed."""

    _inherit = "interim.placement"

    contract_ids = fields.One2many("interim.contract", "placement_id", "Contracts")
    contract_count = fields.Integer("Contracts Made", compute="_compute_contract_count")
    is_waiting_for_signature = fields.Boolean(
        "Waiting for Signature",
        compute="_compute_is_waiting_for_signature",
        store=True,
        help="A contract was sent, and not all have signed.",
    )
    contract_warning = fields.Text(compute="_compute_contract_warning")

    _waiting_for_signature_idx = models.Index("(id) WHERE is_waiting_for_signature IS TRUE")

    @api.depends("contract_ids")
    def _compute_contract_count(self):
        for placement in self:
            placement.contract_count = len(placement.contract_ids)

    @api.depends("contract_ids.state")
    def _compute_is_waiting_for_signature(self):
        for placement in self:
            placement.is_waiting_for_signature = "sent" in placement.contract_ids.mapped("state")

    @api.depends("contract_ids.is_stale", "contract_ids.state", "contract_ids.remark_ids.state")
    @api.depends_context("lang")
    def _compute_contract_warning(self):
        for placement in self:
            sentences = []
            for contract in placement.contract_ids._filter_open():
                if contract.is_stale:
                    sentences.append(
                        self.env._(
                            "%(contract)s no longer says what the terms say. %(differences)s Make a"
                            " new version.",
                            contract=contract.display_name,
                            differences=contract.stale_reason,
                        )
                    )
                if contract.open_remark_count:
                    sentences.append(
                        self.env._(
                            "%(contract)s has remarks to answer: %(count)s.",
                            contract=contract.display_name,
                            count=contract.open_remark_count,
                        )
                    )
            placement.contract_warning = "\n".join(sentences) or False

    def write(self, vals):
        """Write values; closing cancels the contracts that were not signed.

        :raises UserError: for another person, assignment or agency than the contracts are about
        """
        self._check_contract_parties(vals)
        result = super().write(vals)
        if vals.get("active") is False:
            self.sudo().contract_ids._filter_open()._cancel()
        return result

    def _check_contract_parties(self, vals):
        """Refuse to exchange who or what contracts are about: they would be signed for another."""
        for name in ("professional_id", "assignment_id", "company_id"):
            if name not in vals:
                continue
            for placement in self.filtered(lambda p, n=name: p[n] and p[n].id != vals[n]):
                contracts = placement.sudo().contract_ids._filter_valid()
                if contracts:
                    raise UserError(
                        self.env._(
                            "%(placement)s has contracts that name its %(field)s. Cancel these"
                            " first: %(contracts)s.",
                            placement=placement.display_name,
                            field=self.fields_get([name], ["string"])[name]["string"],
                            contracts=", ".join(contracts.mapped("name")),
                        )
                    )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_contracts(self):
        # Its terms go along in SQL, where nothing asks them.
        self.terms_ids._unlink_except_contracts()

    def action_make_contracts(self):
        """Make the contracts of the draft terms, or of the current ones when there is no draft."""
        return self._get_terms_for_contracts().action_make_contracts()

    def action_receive_contract(self):
        """Ask for the file of a contract on the other side's paper."""
        return self._get_terms_for_contracts().action_receive_contract()

    def _get_terms_for_contracts(self):
        """Return the terms that contracts are made for: what is negotiated, else what was agreed.

        :raises UserError: when there are none
        """
        self.ensure_one()
        draft = self.terms_ids.filtered(lambda terms: terms.state == "draft")
        terms = draft or self.current_terms_id
        if not terms:
            raise UserError(
                self.env._(
                    "%s has no terms to put on paper. Fill in period, hours and rates first.",
                    self.display_name,
                )
            )
        return terms

    def action_view_contracts(self):
        """Open the contracts of this placement."""
        self.ensure_one()
        return self.contract_ids.action_view()

    def _move_on_after_signature(self):
        """Move from negotiation to the next phase; say so when its requirements are not met."""
        for placement in self.filtered(lambda p: p.phase == "negotiation"):
            later = [("phase_sequence", ">", placement.stage_id.phase_sequence)]
            following = self.env["interim.placement.stage"].search(later, limit=1)
            if not following:
                continue
            entered = following._get_entered_stages(placement.stage_id)
            missing = entered.requirement_ids.sorted()._get_missing(placement)
            if not missing:
                placement.stage_id = following
                continue
            # Names only: the log holds no rates (R6).
            names = [requirement.name for unmet in missing.values() for requirement in unmet]
            placement._message_log(
                body=self.env._(
                    "All contracts are signed, but the placement stays in %(stage)s. Missing for"
                    " %(next_stage)s: %(requirements)s.",
                    stage=placement.stage_id.name,
                    next_stage=following.name,
                    requirements=", ".join(names),
                )
            )
