from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

from .contract_parties import SIGNING_PARTIES

TASK_TYPE = "interim_placement.activity_type_contract"


class InterimContract(models.Model):
    """Signing: who signs in which order, who is asked and reminded, what follows at the end."""

    _inherit = "interim.contract"

    def action_remind(self):
        """Show the mail that reminds whose turn it is, before it goes (R4)."""
        self.ensure_one()
        self._check_state("sent")
        return self._get_send_action("remind", self.env._("Remind"))

    def action_send_final(self):
        """Show the mail with the signed contract, before it goes (R4)."""
        self.ensure_one()
        self._check_state("signed")
        return self._get_send_action("final", self.env._("Send the Signed Contract"))

    def action_withdraw(self):
        """Close the links of what was sent. To send it again, make a new version.

        :raises UserError: when nothing waits for a signature
        """
        for contract in self:
            contract.sudo()._lock_or_explain()
            contract._check_state("sent")
            contract.sudo().state = "draft"
            contract.sudo()._get_current_signers()._close()
            contract.sudo()._clear_tasks()
            contract.placement_id._message_log(
                body=self.env._("Contract withdrawn: %s", contract.display_name)
            )

    def _check_state(self, state):
        """Refuse what is for contracts in one state, and for who may work on them.

        :param str state: ``sent`` or ``signed``
        """
        self.check_access("write")
        if self.state == state:
            return
        if state == "sent":
            raise UserError(self.env._("%s does not wait for a signature.", self.display_name))
        raise UserError(self.env._("%s is not signed by all yet.", self.display_name))

    def action_sign_for_agency(self):
        """Open the page on which the user signs for the agency.

        :raises UserError: when it is not the user's turn
        """
        self.ensure_one()
        self.check_access("read")
        signer = self._get_current_signers().filtered(
            lambda s: s.partner_id == self.env.user.partner_id and s.state == "asked"
        )
        if not signer:
            raise UserError(
                self.env._(
                    "It is not your turn to sign %(contract)s. It waits for: %(names)s.",
                    contract=self.display_name,
                    names=", ".join(self._get_asked_names()) or self.env._("nobody"),
                )
            )
        return {
            "type": "ir.actions.act_url",
            "url": signer[0].sudo()._get_page_url(),
            "target": "new",
        }

    def _get_asked_names(self):
        asked = self._get_current_signers().filtered(lambda signer: signer.state == "asked")
        return asked.mapped("partner_id.name")

    def _get_send_action(self, purpose, name):
        return {
            "name": name,
            "type": "ir.actions.act_window",
            "res_model": "interim.contract.send",
            "view_mode": "form",
            "target": "new",
            "context": {"default_contract_id": self.id, "default_purpose": purpose},
        }

    def _add_signers(self):
        """Add who signs: the agency first where the template asks for it, then the parties."""
        self.ensure_one()
        roles = list(SIGNING_PARTIES[self.party])
        if self.template_id.agency_signs or self.paper == "received":
            # The other side's paper comes to us last: we sign what they have signed.
            roles.insert(len(roles) if self.paper == "received" else 0, "agency")
        partners = {role: self._get_default_signer(role) for role in roles}
        self.env["interim.contract.signer"].create(
            [
                {
                    "contract_id": self.id,
                    "version_id": self.version_id.id,
                    "role": role,
                    "sequence": position * 10,
                    "partner_id": partners[role].id,
                    "capacity": partners[role].function,
                }
                for position, role in enumerate(roles, 1)
            ]
        )

    def _let_agency_sign_last(self):
        """Put the agency after the others, where our text gave way to the other side's paper."""
        self.ensure_one()
        signers = self._get_current_signers()
        agency = signers.filtered(lambda signer: signer.role == "agency")
        agency.sequence = max(signers.mapped("sequence"), default=0) + 10

    def _get_default_signer(self, role):
        placement = self.placement_id
        if role != "agency":
            return placement._get_party_partner(role)
        user = self.company_id.interim_contract_signatory_id or placement.user_id or self.env.user
        return user.partner_id

    def _take_over_signers(self, before):
        """Let the signers of the version before sign the current one anew.

        What was signed stays with its version, as evidence.
        """
        signers = self.all_signer_ids.filtered(lambda s: s.version_id == before).sorted()
        if not before.is_frozen:
            signers.write({"version_id": self.version_id.id})
            return
        signers.create(
            [
                {
                    "contract_id": self.id,
                    "version_id": self.version_id.id,
                    "role": signer.role,
                    "sequence": signer.sequence,
                    "partner_id": signer.partner_id.id,
                    "capacity": signer.capacity,
                }
                for signer in signers
            ]
        )
        signers._close()

    def _find_signer_problems(self):
        """Return what is wrong with the signers, as sentences with the remedy."""
        self.ensure_one()
        signers = self._get_current_signers()
        roles = set(signers.mapped("role"))
        labels = dict(signers._fields["role"]._description_selection(self.env))
        problems = [
            self.env._("Nobody signs for: %s. Add a signer.", labels[role])
            for role in SIGNING_PARTIES[self.party]
            if role not in roles
        ]
        problems += [problem for signer in signers if (problem := signer._get_problem())]
        if len(signers.partner_id) < len(signers.filtered("partner_id")):
            problems.append(self.env._("Somebody signs twice. Remove one of the signers."))
        return problems

    def _send_for_signature(self, mails, expires_on):
        """Freeze the current version, and ask the first signers.

        :param dict mails: (subject, body) by signer, as they were shown to the recruiter
        :param date expires_on: the last day to sign, or False
        """
        self.ensure_one()
        self._check_sendable()
        contract = self.sudo()
        contract._lock_or_explain()
        contract.version_id._freeze()
        for signer, (subject, body) in mails.items():
            signer.sudo().write({"mail_subject": subject, "mail_body": body})
        contract.write({"state": "sent", "expires_on": expires_on})
        contract._ask_next()

    def _ask_next(self):
        """Ask those whose turn it is: who signs first among those who have not signed."""
        self.ensure_one()
        unsigned = self._get_current_signers().filtered(lambda s: s.state in ("waiting", "asked"))
        turn = unsigned.filtered(lambda s: s.sequence == unsigned[0].sequence)
        turn.filtered(lambda s: s.state == "waiting")._ask()

    def _after_signature(self, signer):
        """Go on after a signature: ask the next, or complete the contract."""
        self.ensure_one()
        env = self._with_recruiter_language().env
        contract = self.with_env(env)
        contract.placement_id._message_log(
            body=env._(
                "%(name)s signed %(contract)s.",
                name=signer.signed_name,
                contract=contract.display_name,
            ),
            author_id=signer.partner_id.id,
        )
        contract._clear_tasks()
        if all(s.state == "signed" for s in contract._get_current_signers()):
            contract._complete()
        else:
            contract._ask_next()

    def _complete(self):
        """Join the certificate, and do what follows when all have signed."""
        self.ensure_one()
        self.version_id._join_certificate()
        self.state = "signed"
        self.terms_id._agree_if_signed()
        if self.company_id.interim_contract_auto_final:
            self._send_final(self._render_mails("final"))
        else:
            self._set_task(self.env._("Send the signed contract %s", self.name))

    def _after_decline(self, signer):
        self.ensure_one()
        env = self._with_recruiter_language().env
        contract = self.with_env(env)
        contract.write({"state": "declined"})
        (contract._get_current_signers() - signer)._close()
        contract.placement_id.message_post(
            body=env._(
                "%(name)s declined to sign %(contract)s: %(reason)s",
                name=signer.partner_id.name,
                contract=contract.display_name,
                reason=signer.decline_reason,
            ),
            author_id=signer.partner_id.id,
            message_type="comment",
            subtype_xmlid="mail.mt_note",
            partner_ids=contract.user_id.partner_id.ids,
        )
        contract._set_task(
            env._("%(name)s declined %(contract)s", name=signer.partner_id.name, contract=self.name)
        )

    def _render_mails(self, purpose):
        """Return the mails to those who are to be mailed, as {signer: (subject, body)}.

        :param str purpose: ``sign``, ``remind`` or ``final``
        """
        self.ensure_one()
        signers = self._get_current_signers()
        if purpose == "remind":
            signers = signers.filtered(lambda signer: signer.state == "asked")
        elif purpose == "final":
            signers = signers.filtered(lambda signer: signer.role != "agency")
        return {signer: signer._render_mail(purpose) for signer in signers if signer.partner_id}

    def _send_reminders(self, mails):
        """Mail reminders to those whose turn it still is.

        :param dict mails: (subject, body) by signer, as they were shown to the recruiter
        """
        self.ensure_one()
        self._check_state("sent")
        for signer, mail in mails.items():
            if signer.state == "asked":
                signer.sudo()._send_reminder(*mail)
        self.sudo()._clear_tasks()

    def _send_final(self, mails):
        """Mail the signed contract to its signers.

        :param dict mails: (subject, body) by signer
        """
        self.ensure_one()
        self._check_state("signed")
        contract = self.sudo()
        version = contract.version_id
        for signer, (subject, body) in mails.items():
            attachment = {
                "name": version.signed_pdf_name,
                "datas": version.with_context(bin_size=False).signed_pdf,
                "mimetype": "application/pdf",
            }
            note = self.env._(
                "Signed contract %(contract)s sent to %(name)s.",
                contract=self.name,
                name=signer.partner_id.name,
            )
            signer.sudo()._send_mail(subject, body, note, [attachment])
        contract.final_sent_on = fields.Datetime.now()
        contract._clear_tasks()

    def _set_task(self, summary, user=None):
        """Give somebody the one thing to do now for this contract; it replaces what was before.

        :param str summary: what to do
        :param user: who; without it, the recruiter
        """
        self.ensure_one()
        self._clear_tasks()
        placement = self.placement_id
        self.env["mail.activity"].sudo().with_context(mail_activity_quick_update=True).create(
            {
                "res_model_id": self.env["ir.model"]._get_id(placement._name),
                "res_id": placement.id,
                "interim_contract_id": self.id,
                "activity_type_id": self.env["ir.model.data"]._xmlid_to_res_id(TASK_TYPE),
                "user_id": (user or placement._get_assignee()).id,
                "date_deadline": fields.Date.context_today(self),
                "summary": summary,
                "automated": True,
            }
        )

    def _clear_tasks(self):
        """Take back what was to be done for these contracts."""
        self.env["mail.activity"].sudo().search([("interim_contract_id", "in", self.ids)]).unlink()

    def _with_recruiter_language(self):
        """Return the contract as its recruiter reads it: not in the language of who signs."""
        self.ensure_one()
        return self.with_context(lang=self.user_id.lang or self.company_id.partner_id.lang)

    # The daily job

    @api.model
    def _cron_contracts(self, batch_size=100):
        """Remind of signatures that are due, and expire what nobody signed in time.

        It can be killed at any moment, and catches up after days without it.
        """
        today = fields.Date.context_today(self)
        placements = self.env["interim.placement"]
        late = self.search(
            [("state", "=", "sent"), ("expires_on", "<", today)], order="expires_on, id"
        )
        if not placements._work_in_batches(late, batch_size, lambda batch: batch._expire()):
            return
        due = self.env["interim.contract.signer"].search(
            [("state", "=", "asked"), ("remind_on", "<=", today)], order="remind_on, id"
        )
        if placements._work_in_batches(due, batch_size, lambda batch: batch._remind_due()):
            placements._commit_batch(1, 0)

    def _expire(self):
        today = fields.Date.context_today(self)
        for contract in self:
            # Asked again: somebody may have signed or given more time meanwhile.
            if contract.state != "sent" or not contract.expires_on or contract.expires_on >= today:
                continue
            contract = contract._with_recruiter_language()
            contract.write({"state": "expired"})
            contract._get_current_signers()._close()
            contract._set_task(contract.env._("%s was not signed in time", contract.name))

    def _get_next_reminder(self):
        """Return the day of the next reminder by the company's setting; False for none."""
        self.ensure_one()
        days = self.company_id.interim_contract_reminder_days
        return days and fields.Date.context_today(self) + timedelta(days=days)
