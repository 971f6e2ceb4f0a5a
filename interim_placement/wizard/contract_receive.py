import base64
import binascii

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..models.contract_parties import CONTRACT_PARTIES, CONTRACTS_BY_MODEL
from ..models.terms import CLOSED_STATES

LARGEST_FILE = 25 * 1024 * 1024


class InterimContractReceive(models.TransientModel):
    """A contract on the other side's paper: its file becomes a version, as our text would."""

    _name = "interim.contract.receive"
    _description = "Received Contract"
    _inherit = ["interim.placement.link.mixin"]
    _placement_link_depends = frozenset({"terms_id", "contract_id"})
    _placement_link_access = "write"

    terms_id = fields.Many2one("interim.terms", required=True, ondelete="cascade")
    placement_id = fields.Many2one(related="terms_id.placement_id")
    contract_id = fields.Many2one(
        "interim.contract", help="Empty: a new contract. Filled: a new version of that one."
    )
    party = fields.Selection(
        CONTRACT_PARTIES,
        "Contract With",
        # As the user: what a contract is called is for who may read it (R7).
        compute="_compute_party",
        compute_sudo=False,
        store=True,
        precompute=True,
        readonly=False,
        required=True,
    )
    title = fields.Char(
        compute="_compute_party", compute_sudo=False, store=True, precompute=True, readonly=False
    )
    file = fields.Binary("PDF", required=True, attachment=False)
    file_name = fields.Char()
    deviations = fields.Text(
        help="Where it differs from what we ask: one point a line. They are kept as open points.",
    )

    @api.depends("contract_id", "terms_id")
    def _compute_party(self):
        for wizard in self:
            contract = wizard.contract_id
            model = wizard.terms_id.placement_id.contracting_model
            wizard.party = contract.party or CONTRACTS_BY_MODEL.get(model, ("client",))[0]
            wizard.title = contract.version_id.title or self.env._("Contract")

    def action_receive(self):
        """Keep the file as a version of the contract, and its deviations as open points.

        :raises UserError: when the file is no PDF, is too large, or the contract is closed
        """
        self.ensure_one()
        self.terms_id.check_access("write")
        self.placement_id.check_access("write")
        content = self._read_pdf()
        contract = self._get_contract().sudo()
        contract._lock_or_explain()
        was_ours = contract.paper == "own"
        contract.write({"paper": "received", "template_id": False})
        contract._add_version([], pdf=base64.b64encode(content), title=self.title or self.file_name)
        if not contract.all_signer_ids:
            contract._add_signers()
        elif was_ours:
            contract._let_agency_sign_last()
        self.env["interim.contract.remark"].create(
            [
                {
                    "contract_id": contract.id,
                    "text": line.strip(),
                    "owner_id": self.env.uid,
                }
                for line in (self.deviations or "").splitlines()
                if line.strip()
            ]
        )
        return contract.with_env(self.env).action_view()

    def _read_pdf(self):
        try:
            content = base64.b64decode(self.file, validate=False)
        except (binascii.Error, ValueError):
            content = b""
        if not content.startswith(b"%PDF-"):
            raise UserError(
                self.env._(
                    "%s is no PDF. Save the document as PDF first, then choose that file.",
                    self.file_name or self.env._("The file"),
                )
            )
        if len(content) > LARGEST_FILE:
            raise UserError(
                self.env._(
                    "%(file)s has more than %(most)s MB. Make it smaller first.",
                    file=self.file_name or self.env._("The file"),
                    most=LARGEST_FILE // 1024 // 1024,
                )
            )
        return content

    def _get_contract(self):
        """Return the contract that the file is of; made, or changed to the received paper."""
        contract = self.contract_id or self.terms_id.contract_ids._filter_valid().filtered(
            lambda c: c.party == self.party
        )
        if contract:
            contract.check_access("write")
            if contract.terms_id != self.terms_id or contract not in contract._filter_open():
                raise UserError(
                    self.env._("%s takes no new version any more.", contract.display_name)
                )
            return contract
        if self.terms_id.state in CLOSED_STATES:
            raise UserError(
                self.env._(
                    "The terms of %s came to nothing. Make new terms and their contracts.",
                    self.placement_id.display_name,
                )
            )
        empty = self.terms_id._get_empty_labels()
        if empty:
            raise UserError(
                self.env._(
                    "There can be no contract for %(placement)s yet. Fill in: %(fields)s.",
                    placement=self.placement_id.display_name,
                    fields=", ".join(empty),
                )
            )
        return (
            self.env["interim.contract"]
            .sudo()
            .create({"terms_id": self.terms_id.id, "party": self.party, "paper": "received"})
        )
