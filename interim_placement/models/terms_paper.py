from collections import defaultdict

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools.misc import format_date, formatLang

from ..tools import back_to_back
from .contract_parties import CONTRACT_TERMS_FIELDS, CONTRACTS_BY_MODEL, RATE_FIELDS
from .terms import CLOSED_STATES


class InterimTerms(models.Model):
    """The contracts that put terms on paper."""

    _inherit = "interim.terms"

    contract_ids = fields.One2many("interim.contract", "terms_id", "Contracts")
    contract_state = fields.Selection(
        [
            ("none", "No Contracts"),
            ("draft", "In Preparation"),
            ("sent", "Waiting for Signature"),
            ("signed", "Signed"),
        ],
        "Contracts State",
        compute="_compute_contract_state",
        store=True,
    )

    @api.depends("contract_ids.state", "contract_ids.party", "placement_id.contracting_model")
    def _compute_contract_state(self):
        for terms in self:
            valid = terms.contract_ids._filter_valid()
            signed = valid.filtered(lambda contract: contract.state == "signed")
            if not valid:
                terms.contract_state = "none"
            elif not terms._get_unsigned_parties() and valid == signed:
                terms.contract_state = "signed"
            elif "sent" in valid.mapped("state"):
                terms.contract_state = "sent"
            else:
                terms.contract_state = "draft"

    def write(self, vals):
        """Write values; contracts of rejected terms are void."""
        result = super().write(vals)
        if vals.get("state") in CLOSED_STATES:
            self.sudo().contract_ids._filter_open()._supersede()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_contracts(self):
        for terms in self.sudo():
            if terms.contract_ids:
                raise UserError(
                    self.env._(
                        "%(terms)s of %(placement)s has contracts: %(contracts)s. Reject the terms"
                        " instead, then they stay on record.",
                        terms=terms.display_name,
                        placement=terms.placement_id.display_name,
                        contracts=", ".join(terms.contract_ids.mapped("name")),
                    )
                )

    def action_make_contracts(self):
        """Make the contracts that the contracting model asks for and that are not there yet.

        :raises UserError: when the terms are incomplete, or a template is missing
        """
        self.ensure_one()
        self.check_access("write")
        placement = self.placement_id
        placement.check_access("write")
        if self.state in CLOSED_STATES:
            raise UserError(
                self.env._(
                    "The terms of %s came to nothing. Make new terms and their contracts.",
                    placement.display_name,
                )
            )
        empty = self._get_empty_labels()
        if not placement.assignment_id:
            empty.append(placement.fields_get(["assignment_id"])["assignment_id"]["string"])
        if empty:
            raise UserError(
                self.env._(
                    "There can be no contract for %(placement)s yet. Fill in: %(fields)s.",
                    placement=placement.display_name,
                    fields=", ".join(empty),
                )
            )
        made = self.contract_ids._filter_valid().mapped("party")
        for party in CONTRACTS_BY_MODEL[placement.contracting_model]:
            if party not in made:
                self.env["interim.contract"].sudo()._make(self, party)
        return self.contract_ids._filter_valid().action_view()

    def action_receive_contract(self):
        """Ask for the file of a contract on the other side's paper."""
        self.ensure_one()
        return {
            "name": self.env._("Received Contract"),
            "type": "ir.actions.act_window",
            "res_model": "interim.contract.receive",
            "view_mode": "form",
            "target": "new",
            "context": {"default_terms_id": self.id},
        }

    def _get_unsigned_parties(self):
        """Return the parties whose contract is asked for and not signed by all, as a list."""
        self.ensure_one()
        contracts = self.sudo().contract_ids
        signed = set(contracts.filtered(lambda c: c.state == "signed").mapped("party"))
        wanted = CONTRACTS_BY_MODEL[self.placement_id.contracting_model]
        return [party for party in wanted if party not in signed]

    def _agree_if_signed(self):
        """Agree the terms whose contracts are all signed; the card may then move on.

        Who signed has agreed: the terms follow by themselves (R2).
        """
        for terms in self.sudo():
            if terms.state != "draft" or terms.contract_state != "signed":
                continue
            recruiter = terms.placement_id.user_id
            signed_on = max(terms.contract_ids.filtered("signed_on").mapped("signed_on"))
            # The day where the recruiter is.
            local = fields.Datetime.context_timestamp(
                terms.with_context(tz=recruiter.tz or self.env.context.get("tz")), signed_on
            )
            agreed_on = min(local.date(), fields.Date.context_today(terms))
            terms.with_context(lang=recruiter.lang or self.env.lang).write(
                {
                    "state": "agreed",
                    "agreed_on": agreed_on,
                    "agreed_by_id": recruiter.id or self.env.ref("base.user_root").id,
                }
            )
            if terms.company_id.interim_contract_auto_move:
                terms.placement_id._move_on_after_signature()

    @api.model
    def _get_contract_terms_fields(self, party):
        """Return the names of the fields that a party's contract is made from (R6)."""
        return (*CONTRACT_TERMS_FIELDS, RATE_FIELDS[party])

    def _get_contract_terms_values(self, party):
        """Return what the terms say now, as far as a party's contract shows it, ready for JSON."""
        self.ensure_one()
        values = {}
        for name in self._get_contract_terms_fields(party):
            value = self[name]
            if self._fields[name].type == "date":
                value = fields.Date.to_string(value) if value else False
            elif self._fields[name].type in ("float", "monetary"):
                # What the database keeps: a contract must not go stale by a rounding.
                value = round(value, 4)
            values[name] = value
        return values

    def _format_contract_value(self, name, value):
        """Return a value of `_get_contract_terms_values` as a person reads it."""
        field = self._fields[name]
        if field.type == "boolean":
            return self.env._("yes") if value else self.env._("no")
        if value in (False, None):
            return self.env._("empty")
        if field.type == "date":
            return format_date(self.env, value)
        if field.type == "monetary":
            return formatLang(self.env, value, currency_obj=self.currency_id)
        if field.type == "selection":
            return dict(field._description_selection(self.env)).get(value, value)
        return f"{value:g}"

    def _get_back_to_back_differences(self):
        """Return where client's and professional's contract of these terms differ, as sentences.

        Empty as long as there are not two contracts to compare.
        """
        self.ensure_one()
        contracts = self.contract_ids._filter_valid()
        client = contracts.filtered(lambda c: c.party == "client").version_id
        professional = contracts.filtered(lambda c: c.party == "professional").version_id
        if not client or not professional:
            return []
        labels = self.fields_get(self._get_contract_terms_fields("both"), ["string"])
        sentences = [
            self.env._(
                "%(field)s: %(client)s for the client, %(professional)s for the professional.",
                field=labels[name]["string"],
                client=self._format_contract_value(name, at_client),
                professional=self._format_contract_value(name, at_professional),
            )
            for name, at_client, at_professional in back_to_back.find_value_differences(
                client.terms_values, professional.terms_values
            )
        ]
        if "received" not in contracts.mapped("paper"):
            sentences += self._get_article_differences(client, professional)
        return sentences

    def _get_article_differences(self, client, professional):
        topics = dict(client.article_ids._fields["topic"]._description_selection(self.env))
        missing = back_to_back.find_missing_topics(
            client.article_ids.mapped("topic"), professional.article_ids.mapped("topic")
        )
        sentences = []
        for version, missing_topics in zip((client, professional), missing, strict=True):
            sentences += [
                self.env._(
                    "%(contract)s has no article on: %(topic)s.",
                    contract=version.contract_id.display_name,
                    topic=topics[topic],
                )
                for topic in missing_topics
            ]
        edited = defaultdict(set)
        for article in (client | professional).article_ids:
            if article.is_edited and article.topic in back_to_back.MIRRORED_TOPICS:
                edited[article.topic].add(article.version_id.contract_id)
        sentences += [
            self.env._(
                "The article on %(topic)s was changed by hand in %(contracts)s. See whether the"
                " other contract still says the same.",
                topic=topics[topic],
                contracts=", ".join(contract.display_name for contract in contracts),
            )
            for topic, contracts in edited.items()
        ]
        return sentences
