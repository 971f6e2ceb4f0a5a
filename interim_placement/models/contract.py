from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import LockError, UserError, ValidationError
from odoo.tools.misc import format_date

from .contract_parties import (
    CONTRACT_PARTIES,
    CONTRACT_TERMS_FIELDS,
    RATE_FIELDS,
    SIGNER_ROLES,
    SIGNING_PARTIES,
)
from .terms import CLOSED_STATES as CLOSED_TERMS_STATES

# Not signed, and not given up: what happens to it is still to be decided.
OPEN_STATES = ("draft", "sent", "declined", "expired")
# Given up: another contract takes its place, or none.
VOID_STATES = ("cancelled", "superseded")


class InterimContract(models.Model):
    """Terms on paper, for one party: negotiated in versions, signed by all, kept as proof.

    A version is never changed once it was sent. What changes is a new version, with new
    signatures. Signing stands in ``contract_signing``.
    """

    _name = "interim.contract"
    _description = "Contract"
    _inherit = [
        "interim.placement.link.mixin",
        "interim.colleague.followers.mixin",
        "interim.derived.mixin",
    ]
    _order = "id desc"
    _check_company_auto = True
    _placement_link_depends = frozenset({"terms_id"})
    _system_fields = frozenset(
        {
            "name",
            "terms_id",
            "party",
            "paper",
            "state",
            "version_id",
            "final_sent_on",
            "left_out_keys",
        }
    )

    name = fields.Char("Number", required=True, readonly=True, copy=False, index="trigram")
    terms_id = fields.Many2one(
        "interim.terms", required=True, index=True, ondelete="restrict", check_company=True
    )
    # Not precomputed: its one2many would keep the unsaved record beside the saved one.
    placement_id = fields.Many2one(related="terms_id.placement_id", store=True, index=True)
    company_id = fields.Many2one(
        related="terms_id.company_id", store=True, precompute=True, index=True
    )
    user_id = fields.Many2one(
        related="terms_id.placement_id.user_id",
        string="Recruiter",
        store=True,
        precompute=True,
        index=True,
    )
    professional_id = fields.Many2one(
        related="terms_id.placement_id.professional_id", store=True, precompute=True, index=True
    )
    client_id = fields.Many2one(
        related="terms_id.placement_id.client_id",
        string="Client",
        store=True,
        precompute=True,
        index=True,
    )
    party = fields.Selection(CONTRACT_PARTIES, "Contract With", required=True)
    paper = fields.Selection(
        [("own", "Our Text"), ("received", "Received")],
        required=True,
        default="own",
        help="Received: the other side's text, as files.",
    )
    template_id = fields.Many2one(
        "interim.contract.template", ondelete="restrict", index=True, check_company=True
    )
    is_example = fields.Boolean(related="template_id.is_example")
    state = fields.Selection(
        [
            ("draft", "In Preparation"),
            ("sent", "Waiting for Signature"),
            ("declined", "Declined"),
            ("expired", "Expired"),
            ("signed", "Signed"),
            ("cancelled", "Cancelled"),
            ("superseded", "Superseded"),
        ],
        required=True,
        default="draft",
        copy=False,
        index=True,
        tracking=True,
    )

    # Versions
    version_ids = fields.One2many("interim.contract.version", "contract_id", "Versions")
    version_id = fields.Many2one(
        "interim.contract.version", "Current Version", copy=False, ondelete="restrict", index=True
    )
    version_title = fields.Char(related="version_id.title", string="Title")
    version_count = fields.Integer(compute="_compute_version_count")
    left_out_keys = fields.Json(
        help="Optional articles that were taken out by hand; new versions do without them."
    )
    article_ids = fields.One2many(
        "interim.contract.version.article",
        "contract_id",
        "Articles",
        domain=[("is_current", "=", True)],
    )
    redline_html = fields.Html(related="version_id.redline_html", string="Changes")
    is_stale = fields.Boolean(
        "No Longer as Agreed",
        compute="_compute_is_stale",
        store=True,
        help="The terms have changed since the current version was made.",
    )
    stale_reason = fields.Text(compute="_compute_stale_reason")
    problems = fields.Text(
        compute="_compute_problems", help="What keeps the contract from being sent."
    )

    # Signing
    signer_ids = fields.One2many(
        "interim.contract.signer",
        "contract_id",
        "Signers",
        domain=[("is_current", "=", True)],
        copy=False,
    )
    all_signer_ids = fields.One2many(
        "interim.contract.signer", "contract_id", "Signers of All Versions", copy=False
    )
    # Stored, so that each signature changes the contract: of two at the same moment, the later is
    # done again and sees the other.
    signed_count = fields.Integer("Signatures", compute="_compute_signing", store=True)
    waiting_for = fields.Selection(
        SIGNER_ROLES,
        compute="_compute_signing",
        store=True,
        index="btree_not_null",
        help="Whose turn it is to sign.",
    )
    sent_on = fields.Datetime(related="version_id.sent_on", store=True)
    expires_on = fields.Date("Sign Until", copy=False, help="The last day to sign, inclusive.")
    signed_on = fields.Datetime(compute="_compute_signing", store=True, help="By the last of all.")
    final_sent_on = fields.Datetime(
        "Signed Contract Sent", copy=False, readonly=True, help="When all signers got it by mail."
    )

    # Negotiation
    remark_ids = fields.One2many("interim.contract.remark", "contract_id", "Remarks", copy=False)
    open_remark_count = fields.Integer(
        "Open Remarks", compute="_compute_open_remark_count", store=True
    )

    _name_uniq = models.UniqueIndex("(name)", "Each contract has a number of its own.")
    _one_valid = models.UniqueIndex(
        "(terms_id, party) WHERE state NOT IN ('cancelled', 'superseded')",
        "These terms have a contract with this party already. Make a new version of that one, or"
        " cancel it.",
    )
    _waiting_idx = models.Index("(expires_on, id) WHERE state = 'sent'")

    @api.constrains("expires_on")
    def _check_expires_on(self):
        for contract in self.filtered(lambda c: c.state == "sent" and c.expires_on):
            if contract.expires_on < fields.Date.context_today(self):
                raise ValidationError(
                    self.env._(
                        "%(contract)s waits for signatures: its last day to sign cannot be"
                        " %(date)s, which has passed.",
                        contract=contract.display_name,
                        date=format_date(self.env, contract.expires_on),
                    )
                )

    @api.constrains("template_id", "party")
    def _check_template(self):
        for contract in self.filtered("template_id"):
            contract._check_template_party()

    @api.depends("name", "party")
    @api.depends_context("lang")
    def _compute_display_name(self):
        parties = dict(self._fields["party"]._description_selection(self.env))
        for contract in self:
            contract.display_name = f"{contract.name} ({parties.get(contract.party)})"

    @api.depends("version_ids")
    def _compute_version_count(self):
        for contract in self:
            contract.version_count = len(contract.version_ids)

    @api.depends(
        "state",
        "version_id.terms_values",
        *(f"terms_id.{name}" for name in CONTRACT_TERMS_FIELDS),
        *(f"terms_id.{name}" for name in set(RATE_FIELDS.values())),
    )
    def _compute_is_stale(self):
        for contract in self:
            contract.is_stale = contract.state in OPEN_STATES and bool(contract._get_differences())

    @api.depends("is_stale")
    @api.depends_context("lang")
    def _compute_stale_reason(self):
        for contract in self:
            contract.stale_reason = (
                "\n".join(contract._get_difference_sentences()) if contract.is_stale else False
            )

    @api.depends("is_stale", "article_ids.body_html", "article_ids.needs_review", "signer_ids")
    @api.depends_context("lang")
    def _compute_problems(self):
        for contract in self:
            open_for_work = contract.state == "draft" and contract.version_id
            problems = contract._find_problems() if open_for_work else []
            contract.problems = "\n".join(problems) or False

    @api.depends("state", "version_id", "all_signer_ids.state", "all_signer_ids.sequence")
    def _compute_signing(self):
        for contract in self:
            signers = contract._get_current_signers()
            asked = signers.filtered(lambda signer: signer.state == "asked")
            signed = signers.filtered(lambda signer: signer.state == "signed")
            contract.signed_count = len(signed)
            contract.signed_on = contract.state == "signed" and max(
                signed.mapped("signed_on"), default=False
            )
            contract.waiting_for = contract.state == "sent" and asked[:1].role

    @api.depends("remark_ids.state", "remark_ids.kind")
    def _compute_open_remark_count(self):
        for contract in self:
            contract.open_remark_count = len(
                contract.remark_ids.filtered(lambda r: r.kind == "remark" and r.state == "open")
            )

    @api.model_create_multi
    def create(self, vals_list):
        """Create contracts, each with its number."""
        # The unique index looks at the database: a cancelled contract must not count any more.
        self.flush_model(["state"])
        for vals in vals_list:
            if not vals.get("name"):
                vals["name"] = self.env["ir.sequence"].sudo().next_by_code("interim.contract")
        return super().create(vals_list)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_sent(self):
        for contract in self:
            if contract.version_ids.filtered("sent_on"):
                raise UserError(
                    self.env._(
                        "%s was sent and stays on record. Cancel it instead.",
                        contract.display_name,
                    )
                )

    def unlink(self):
        """Delete contracts that were never sent, with their versions and signers."""
        self.check_access("unlink")
        # The current version is one of those that go with the contract.
        self.sudo().version_id = False
        return super().unlink()

    def action_view(self):
        """Open these contracts: the one, or a list."""
        action = {
            "name": self.env._("Contracts"),
            "type": "ir.actions.act_window",
            "res_model": self._name,
        }
        if len(self) == 1:
            return {**action, "view_mode": "form", "views": [(False, "form")], "res_id": self.id}
        return {
            **action,
            "view_mode": "list,form",
            "domain": [("id", "in", self.ids)],
            "context": {"create": False},
        }

    def action_view_placement(self):
        """Open the placement of this contract."""
        self.ensure_one()
        return self.placement_id._get_chain_action()

    def action_view_versions(self):
        """Open the versions of this contract, the last one first."""
        self.ensure_one()
        return {
            "name": self.env._("Versions of %s", self.name),
            "type": "ir.actions.act_window",
            "res_model": "interim.contract.version",
            "view_mode": "list,form",
            "domain": [("contract_id", "=", self.id)],
        }

    def action_open_document(self):
        """Open the PDF: signed by all, as it was sent, or as it would be sent now."""
        self.ensure_one()
        if self.state == "signed":
            return self.version_id.action_open_signed_document()
        return self.version_id.action_open_document()

    def action_new_version(self):
        """Make a new version from the template and the terms as they are now.

        What was changed by hand is kept. Where the template now says something else too, the
        article is marked to be looked at. Links and signatures of the version before are closed.

        :raises UserError: for contracts that are signed or given up
        """
        for contract in self:
            contract.check_access("write")
            if contract.state not in OPEN_STATES:
                raise UserError(
                    self.env._(
                        "%(contract)s is %(state)s: there can be no new version of it. Record what"
                        " changes as new terms, and make contracts from those.",
                        contract=contract.display_name,
                        state=contract._get_state_label().lower(),
                    )
                )
            if contract.paper == "received":
                return contract.terms_id.with_context(
                    default_contract_id=contract.id
                ).action_receive_contract()
            contract.sudo()._lock_or_explain()
            contract.sudo()._add_version(contract.sudo()._prepare_articles())
        return None

    def action_restore_articles(self):
        """Make a new version with the optional articles that were taken out by hand."""
        for contract in self:
            contract.check_access("write")
            contract.sudo().left_out_keys = False
        return self.action_new_version()

    def action_cancel(self):
        """Give the contract up; its links are closed, and another one can be made."""
        for contract in self:
            contract.check_access("write")
            if contract.state == "signed":
                raise UserError(
                    self.env._(
                        "%s is signed by all and cannot be cancelled. Record what changes as new"
                        " terms.",
                        contract.display_name,
                    )
                )
        contracts = self.sudo()._filter_open()
        contracts._lock_or_explain()
        contracts._cancel()

    def action_send(self):
        """Show the mails that ask for signatures, before they go (R4)."""
        self.ensure_one()
        self._check_sendable()
        return self._get_send_action("sign", self.env._("Send for Signature"))

    def _filter_valid(self):
        """Return the contracts that were not given up."""
        return self.filtered(lambda contract: contract.state not in VOID_STATES)

    def _filter_open(self):
        """Return the contracts that are neither signed nor given up."""
        return self.filtered(lambda contract: contract.state in OPEN_STATES)

    def _get_state_label(self):
        self.ensure_one()
        return dict(self._fields["state"]._description_selection(self.env))[self.state]

    def _get_waiting_sentence(self, party_label):
        """Return what is to be done until this contract is signed; made first, if it is not there.

        :param str party_label: with whom the contract is or would be
        """
        if not self:
            return self.env._("Make the contract: %s (button Make Contracts).", party_label)
        contract = self.display_name
        if self.state == "sent":
            return self.env._(
                "%(contract)s waits for the signature of %(names)s.",
                contract=contract,
                names=", ".join(self._get_asked_names()),
            )
        if self.state == "draft":
            return self.env._("Send %s for signature.", contract)
        return self.env._(
            "%(contract)s is %(state)s. Make a new version and send it.",
            contract=contract,
            state=self._get_state_label().lower(),
        )

    def _get_current_signers(self):
        """Return the signers of the current version in their order."""
        self.ensure_one()
        return self.all_signer_ids.filtered(lambda s: s.version_id == self.version_id).sorted()

    @api.model
    def _make(self, terms, party):
        """Make the contract of terms with one party from the template that fits best.

        :param terms: one record of interim.terms
        :param str party: ``client``, ``professional`` or ``both``
        :raises UserError: when there is no template for it
        """
        placement = terms.placement_id
        template = self._find_template(terms, party)
        if not template:
            kinds = dict(terms._fields["kind"]._description_selection(self.env))
            parties = dict(self._fields["party"]._description_selection(self.env))
            models_ = dict(placement._fields["contracting_model"]._description_selection(self.env))
            raise UserError(
                self.env._(
                    "There is no contract template for: %(party)s, %(kind)s, %(model)s. Add it"
                    " under Configuration ▸ Contract Templates, or ask a manager to.",
                    party=parties[party],
                    kind=kinds[terms.kind],
                    model=models_[placement.contracting_model],
                )
            )
        contract = self.create({"terms_id": terms.id, "party": party, "template_id": template.id})
        contract._add_version(contract._prepare_articles())
        contract._add_signers()
        contract.placement_id._message_log(
            body=self.env._("Contract made: %s", contract.display_name)
        )
        return contract

    @api.model
    def _find_template(self, terms, party):
        placement = terms.placement_id
        reader = placement._get_party_partner(SIGNING_PARTIES[party][0])
        return (
            self.env["interim.contract.template"]
            .sudo()
            ._find_for(
                party,
                placement.contracting_model,
                terms.kind,
                reader.lang or terms.company_id.partner_id.lang or self.env.lang,
                terms.company_id,
            )
        )

    def _add_version(self, article_vals_list, **values):
        """Add a version, which is the current one from now on; the one before is closed.

        :param list article_vals_list: values of its articles
        :param values: of the version
        """
        self.ensure_one()
        before = self.version_id
        version = self.env["interim.contract.version"].create(
            {
                "contract_id": self.id,
                "number": max(self.version_ids.mapped("number"), default=0) + 1,
                "title": self.template_id.title,
                "lang": self.template_id.lang,
                "template_changed_on": max(
                    [
                        self.template_id.write_date,
                        *self.template_id.article_ids.mapped("write_date"),
                    ]
                )
                if self.template_id
                else False,
                "terms_values": self.terms_id._get_contract_terms_values(self.party),
                "article_ids": [fields.Command.create(vals) for vals in article_vals_list],
                **values,
            }
        )
        was_sent = self.state != "draft"
        self.write({"version_id": version.id, "state": "draft"})
        if before:
            self._take_over_signers(before)
            self._message_log(body=self.env._("Version %(number)s made.", number=version.number))
        if was_sent:
            self._clear_tasks()
        return version

    def _prepare_articles(self):
        """Return the values of the articles of a new version, from template and terms.

        What was changed by hand in the current version is kept.
        """
        self.ensure_one()
        self._check_template_party()
        original = self._get_original()
        rendered = self.template_id._render_articles(
            self.terms_id,
            contract_number=self.name,
            contract_date=fields.Date.context_today(self),
            original=(original.name, None),
        )
        before = {article.key: article for article in self.version_id.article_ids}
        left_out = set(self.left_out_keys or [])
        vals_list = []
        for position, vals in enumerate(rendered, 1):
            key = f"t{vals['template_article_id']}"
            if key in left_out and vals["is_optional"]:
                continue
            generated = {
                "key": key,
                "sequence": position * 10,
                "generated_heading": vals["heading"],
                "generated_html": vals["body_html"],
            }
            earlier = before.pop(key, self.env["interim.contract.version.article"])
            vals_list.append({**vals, **generated, **earlier._prepare_kept_values(generated)})
        # What a recruiter added comes after what it stood behind.
        added = [article for article in before.values() if not article.template_article_id]
        vals_list += [article._prepare_copy() for article in added]
        return sorted(vals_list, key=lambda vals: vals["sequence"])

    def _check_template_party(self):
        """Refuse a template of another party: it shows the rate of who it is written for (R6)."""
        self.ensure_one()
        if self.template_id.party != self.party:
            parties = dict(self._fields["party"]._description_selection(self.env))
            raise ValidationError(
                self.env._(
                    "%(template)s is no template for a contract with: %(party)s. Cancel"
                    " %(contract)s and make the contract anew.",
                    template=self.template_id.name,
                    party=parties[self.party],
                    contract=self.display_name,
                )
            )

    def _get_original(self):
        """Return the signed contract of the first terms with this party, if there is one."""
        self.ensure_one()
        return self.placement_id.contract_ids.filtered(
            lambda c: (
                c.terms_id.kind == "original" and c.party == self.party and c.state == "signed"
            )
        )[:1]

    def _get_differences(self):
        """Return what the terms now say otherwise, as (name, on paper, in the terms) tuples."""
        self.ensure_one()
        frozen = self.version_id.terms_values
        if not frozen:
            return []
        current = self.terms_id._get_contract_terms_values(self.party)
        return [
            (name, frozen.get(name), value)
            for name, value in current.items()
            if frozen.get(name) != value
        ]

    def _get_difference_sentences(self):
        terms = self.terms_id
        differences = self._get_differences()
        labels = terms.fields_get([name for name, *_ in differences], ["string"])
        return [
            self.env._(
                "%(field)s: %(paper)s on paper, %(terms)s in the terms.",
                field=labels[name]["string"],
                paper=terms._format_contract_value(name, on_paper),
                terms=terms._format_contract_value(name, in_terms),
            )
            for name, on_paper, in_terms in differences
        ]

    def _check_sendable(self):
        """Refuse to send what is not ready, naming everything that is missing.

        :raises UserError: for contracts that cannot be sent
        """
        self.ensure_one()
        self.check_access("write")
        if self.state != "draft":
            raise UserError(
                self.env._(
                    "%(contract)s is %(state)s and cannot be sent. Make a new version first.",
                    contract=self.display_name,
                    state=self._get_state_label().lower(),
                )
            )
        problems = self._find_problems()
        if problems:
            heading = self.env._("%s cannot be sent yet:", self.display_name)
            raise UserError("\n".join([heading, *(f"- {problem}" for problem in problems)]))

    def _find_problems(self):
        """Return what keeps the current version from being sent, as sentences with the remedy."""
        self.ensure_one()
        problems = []
        if self.version_id.is_frozen:
            problems.append(self.env._("This version was sent before. Make a new version."))
        if self.terms_id.state in CLOSED_TERMS_STATES:
            problems.append(self.env._("Its terms came to nothing. Make new terms."))
        if self.is_stale:
            problems.append(
                self.env._(
                    "The terms have changed. Make a new version. %s",
                    " ".join(self._get_difference_sentences()),
                )
            )
        problems += self.version_id._find_problems()
        problems += self._find_signer_problems()
        return problems

    def _cancel(self):
        self._void("cancelled")

    def _supersede(self):
        self._void("superseded")

    def _void(self, state):
        if not self:
            return
        self.write({"state": state})
        self.all_signer_ids._close()
        self._clear_tasks()

    def _lock(self):
        """Keep others from signing or changing the contracts until this transaction ends.

        :raises LockError: when somebody else does so at this moment
        """
        self.lock_for_update()

    def _lock_or_explain(self):
        try:
            self._lock()
        except LockError as error:
            raise UserError(
                self.env._(
                    "Somebody else signs or changes %s at this moment. Try again in a minute.",
                    ", ".join(self.mapped("display_name")),
                )
            ) from error

    def _get_default_expiry(self):
        """Return the last day to sign of what is sent today, by the company's setting."""
        self.ensure_one()
        days = self.company_id.interim_contract_expiry_days
        return days and fields.Date.context_today(self) + timedelta(days=days)
