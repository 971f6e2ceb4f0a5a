from datetime import timedelta

from markupsafe import Markup

from odoo import api, fields, models

from ..tools import checkins, periods
from .placement_stage import CHECKIN_PHASES


class InterimPlacement(models.Model):
    """Who is told when it goes wrong: the recruiter by a task, the managers by a message."""

    _inherit = "interim.placement"

    def _escalate_score(self, response, level):
        """Give the recruiter a task after a low score; the managers hear of an alarming one.

        :param response: the answer with the score
        :param str level: ``attention`` or ``at_risk``
        """
        self.ensure_one()
        placement = self.with_context(lang=self.user_id.lang or self.env.lang)
        env = placement.env
        party = dict(response._fields["party"]._description_selection(env))[response.party]
        summary = env._(
            "%(party)s gave a %(score)s: talk about it", party=party, score=response.score
        )
        today = fields.Date.context_today(self)
        deadline = today
        if level != "at_risk":
            is_working_day = self.company_id._get_working_day_test()
            deadline = periods.add_working_days(today, 1, is_working_day)
        placement._plan_task(summary, deadline)
        if level == "at_risk":
            env = self.company_id._with_managers_language().env
            party = dict(response._fields["party"]._description_selection(env))[response.party]
            sentence = env._(
                "%(party)s gave a %(score)s (%(kind)s).",
                party=party,
                score=response.score,
                kind=response.checkin_id.with_env(env)._get_kind(),
            )
            self.with_env(env)._tell_managers(env._("An alarming score"), [sentence])

    def _tell_managers(self, subject, sentences):
        """Tell the managers of one company about these placements, in one message.

        :param str subject: what it is about
        :param list sentences: one for each placement
        """
        bodies = dict(zip(self.ids, sentences, strict=True))
        # As superuser: it may be a client who caused it, or the scheduler.
        placements = self.sudo()
        placements._message_log_batch(
            bodies={
                placement.id: self.env._("The managers were told: %s", bodies[placement.id])
                for placement in placements
            }
        )
        items = Markup("").join(
            Markup('<li><a href="%s">%s</a>: %s</li>')
            % (placement._get_record_url(), placement.display_name, bodies[placement.id])
            for placement in placements
        )
        users = placements.company_id._get_escalation_users()
        if users:
            self.env["mail.thread"].sudo().message_notify(
                partner_ids=users.partner_id.ids,
                subject=subject,
                body=Markup("<ul>%s</ul>") % items,
                author_id=self.env.ref("base.partner_root").id,
            )

    def _get_record_url(self):
        self.ensure_one()
        return f"{self.get_base_url()}/odoo/placements/{self.id}"

    @api.model
    def _report_missed_checkins(self, batch_size):
        """Tell the managers, once, of check-ins that are too late.

        What waits for an extension to be agreed or rejected is not late.

        :return: whether there is time left for the rest of the job
        """
        today = fields.Date.context_today(self)
        late = self.env["interim.checkin"].search(
            [
                ("state", "=", "planned"),
                ("date_planned", "<=", today - timedelta(days=checkins.MISSED_WORKING_DAYS)),
                ("escalated_on", "=", False),
                ("placement_id.active", "=", True),
                ("placement_id.phase", "in", CHECKIN_PHASES),
            ],
            order="date_planned, id",
        )

        def report(batch):
            for company, company_batch in batch.grouped("company_id").items():
                is_working_day = company._get_working_day_test()
                missed = company_batch.filtered(
                    lambda c, test=is_working_day: (
                        # Asked again: another scheduler may have been here meanwhile.
                        c.state == "planned"
                        and not c.escalated_on
                        and not c.waits_for_extension
                        and checkins.is_missed(c.date_planned, today, test)
                    )
                )
                missed.with_env(company._with_managers_language().env)._report_missed()

        return self._work_in_batches(late, batch_size, report)
