import base64
import hashlib
from datetime import date

from freezegun import freeze_time
from hypothesis import strategies as st
from hypothesis.stateful import invariant, rule

from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.interim_placement.tests.common_contract import EVIDENCE, ContractCommon
from odoo.addons.interim_placement.tests.state_machine import OdooMachine

which = st.integers(0, 5)


class ContractMachine(OdooMachine):
    """The client's contract of draft terms, through anything that may happen to it."""

    def __init__(self):
        super().__init__()
        self.terms = self.test.terms.with_user(self.test.colleague)
        self.sent = {}  # what was sent, by version
        self.signed = {}  # what was signed, by signer

    @property
    def contract(self):
        """The client's contract that counts, or the last one that was given up."""
        contracts = self.terms.contract_ids.filtered(lambda c: c.party == "client")
        return contracts._filter_valid() or contracts.sorted("id")[-1:]

    def _pick_signer(self, number):
        signers = self.contract.all_signer_ids.sorted("id").sudo()
        return signers[number % len(signers)] if signers else signers

    @rule()
    def make(self):
        self._try(self.terms.action_make_contracts)

    @rule()
    def send(self):
        self._try(lambda: self.test._send(self.contract, user=self.test.colleague))

    @rule(number=which)
    def sign(self, number):
        for signer in self._pick_signer(number):
            self._try(lambda s=signer: s._sign("Anja", "", None, "I agree.", EVIDENCE))

    @rule()
    def sign_in_turn(self):
        signers = self.contract._get_current_signers().filtered(lambda s: s.state == "asked")
        for signer in signers.sudo()[:1]:
            self._try(lambda s=signer: s._sign("Anja", "", None, "I agree.", EVIDENCE))

    @rule(number=which)
    def decline(self, number):
        for signer in self._pick_signer(number):
            self._try(lambda s=signer: s._decline("No.", EVIDENCE))

    @rule()
    def make_a_new_version(self):
        self._try(self.contract.action_new_version)

    @rule()
    def withdraw(self):
        self._try(self.contract.action_withdraw)

    @rule()
    def cancel(self):
        self._try(self.contract.action_cancel)

    @rule(hours=st.sampled_from([24.0, 32.0]))
    def change_the_terms(self, hours):
        self._try(lambda: self.terms.write({"hours_per_week": hours}))

    @rule(number=which)
    def edit_an_article(self, number):
        articles = self.contract.article_ids
        article = articles[number % len(articles)]
        self._try(lambda: article.write({"body_html": "<p>Changed.</p>"}))

    @rule(number=which)
    def remove_a_signer(self, number):
        self._try(lambda: self._pick_signer(number).with_user(self.test.colleague).unlink())

    @rule(expires_on=st.sampled_from([date(2026, 11, 24), date(2026, 12, 31)]))
    def run_the_daily_job(self, expires_on):
        self._try(lambda: self.contract.write({"expires_on": expires_on}))
        self.contract.sudo()._expire()

    @invariant()
    def one_contract_counts(self):
        valid = self.terms.contract_ids.filtered(lambda c: c.party == "client")._filter_valid()
        assert len(valid) <= 1

    @invariant()
    def what_was_sent_is_never_changed(self):
        for version in self.contract.version_ids.sudo().filtered("sent_on"):
            pdf = base64.b64decode(version.with_context(bin_size=False).pdf)
            now = (hashlib.sha256(pdf).hexdigest(), str(version.body_html), version.terms_values)
            assert now[0] == version.sha256
            assert self.sent.setdefault(version.id, now) == now

    @invariant()
    def what_was_signed_is_never_changed(self):
        signers = self.contract.all_signer_ids.sudo()
        for signer in signers.filtered(lambda s: s.state == "signed"):
            now = (signer.version_id.id, signer.pdf_sha256, signer.signed_on, signer.signed_name)
            assert signer.pdf_sha256 == signer.version_id.sha256
            assert self.signed.setdefault(signer.id, now) == now
        assert self.signed.keys() & set(signers.ids) <= set(
            signers.filtered(lambda s: s.state == "signed").ids
        )

    @invariant()
    def signed_means_signed_by_all(self):
        contract = self.contract
        states = set(contract._get_current_signers().mapped("state"))
        if contract.state == "signed":
            assert states == {"signed"}
            assert contract.version_id.sudo().signed_sha256
        elif contract.state == "sent":
            assert "asked" in states
            assert contract.waiting_for
        else:
            assert not states & {"asked"}
            assert not contract.waiting_for

    @invariant()
    def nobody_signs_what_the_terms_no_longer_say(self):
        contract = self.contract
        on_paper = contract.version_id.terms_values["hours_per_week"]
        if contract.state in ("draft", "sent"):
            assert contract.is_stale == (on_paper != self.terms.hours_per_week)
        for signer in contract._get_current_signers().sudo():
            if signer._get_page_state() == "open":
                assert not contract.is_stale


@tagged("post_install", "-at_install")
class TestContractStates(ContractCommon):
    """What was sent and signed survives every order of events."""

    @mute_logger("odoo.sql_db")
    @freeze_time("2026-11-25 09:00:00")
    def test_invariants_hold_after_every_step(self):
        ContractMachine.run_in(self, examples=15, steps=16)
