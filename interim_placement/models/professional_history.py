from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from odoo import api, fields, models
from odoo.tools.misc import format_date


@dataclass(frozen=True)
class ClientHistory:
    """One time that a professional was proposed to a client, or on the way to it.

    :ivar date on: when it was proposed; when the case began, for one that was not proposed; the
        first day of work, for one that was recorded later than that
    :ivar str role: what for; empty for a colleague's placement that the user may not read
    :ivar str outcome: ``placed``, ``running``, ``closed``, ``longlist`` (presented, without a
        placement) or ``hidden`` (a colleague's)
    :ivar str phase: which phase it reached; empty when it is not known
    :ivar str stage: the name of the stage it reached
    :ivar str reason: why it was closed
    :ivar str recruiter: the name of the colleague to ask, for what is hidden
    :ivar placement: the record of interim.placement; empty when there is none, or it is hidden
    """

    on: date
    outcome: str
    placement: models.BaseModel
    role: str = ""
    phase: str = ""
    stage: str = ""
    reason: str = ""
    recruiter: str = ""
    date_start: date | None = None
    date_end: date | None = None


class InterimProfessional(models.Model):
    """Who was proposed to a client before, and how it ended."""

    _inherit = "interim.professional"

    client_history = fields.Char(
        "Before at This Client",
        compute="_compute_client_history",
        help="When the professional was proposed to the client before, and how it ended.",
    )

    @api.depends_context(
        "interim_history_client_id", "interim_history_except_assignment_id", "uid", "lang"
    )
    def _compute_client_history(self):
        client = self._get_history_record("res.partner", "interim_history_client_id")
        assignment = self._get_history_record(
            "interim.assignment", "interim_history_except_assignment_id"
        )
        told = self._origin._describe_history_with(client, assignment) if client else {}
        for professional in self:
            professional.client_history = told.get(professional._origin.id) or False

    @api.model
    def _get_history_record(self, model, key):
        """Return the record that the context names, if there is one that the user may read."""
        record_id = self.env.context.get(key)
        records = self.env[model]
        if not isinstance(record_id, int):
            return records
        return records.with_context(active_test=False).search([("id", "=", record_id)])

    def _describe_history_with(self, client, except_assignment=None):
        """Return for each professional what came of it at this client before, as one sentence.

        The latest time is told, and how many there were before that. In a fixed number of queries.

        :param client: the organisation, or somebody who works there
        :param except_assignment: an assignment to leave out
        :return: dict of texts by professional id; empty text when there is nothing to tell
        """
        histories = self._get_history_with_client(client, except_assignment)
        return {
            professional.id: self._describe_history(entries)
            for professional, entries in histories.items()
        }

    def _get_history_with_client(self, client, except_assignment=None):
        """Return for each professional when it was proposed to this client, and how it ended.

        In a fixed number of queries. What a colleague did and the user may not read has no details
        (R7).

        :param client: the organisation, or somebody who works there
        :param except_assignment: an assignment to leave out
        :return: dict of lists of ClientHistory by professional, the latest first
        """
        if not client:
            return {professional: [] for professional in self}
        histories = defaultdict(list)
        domain = self._get_history_domain(client, except_assignment)
        domain &= fields.Domain("professional_id", "in", self.ids)
        placements, hidden = self._search_client_placements(domain)
        # The latest first, so that the first one of each assignment stays.
        disclosures = self.env["interim.disclosure"].search(domain, order="sent_on desc, id desc")
        presented = {(row.professional_id.id, row.assignment_id.id): row for row in disclosures}
        proposed_on = placements._get_proposed_dates()
        for placement in placements:
            key = (placement.professional_id.id, placement.assignment_id.id)
            day = proposed_on.get(placement.id)
            if disclosure := presented.pop(key, None):
                told_on = disclosure._get_day()
                day = min(day, told_on) if day else told_on
            histories[placement.professional_id.id].append(placement._to_client_history(day))
        for placement in hidden:
            histories[placement.professional_id.id].append(
                ClientHistory(
                    on=placement.create_date.date(),
                    outcome="hidden",
                    placement=placements.browse(),
                    recruiter=placement.user_id.name or "",
                )
            )
        for row in presented.values():
            histories[row.professional_id.id].append(
                ClientHistory(
                    on=row._get_day(),
                    outcome="longlist",
                    placement=placements.browse(),
                    role=row.assignment_id.name,
                )
            )
        return {
            professional: sorted(
                histories[professional._origin.id],
                # What is hidden comes last: its place among the others would tell when it was.
                key=lambda entry: (entry.outcome != "hidden", entry.on),
                reverse=True,
            )
            for professional in self
        }

    @api.model
    def _search_known_at(self, client, except_assignment):
        """Return the professionals who were proposed to this client for other assignments.

        Also by colleagues whose placements the user may not read: it is told that, and no more.

        :param client: the organisation, or somebody who works there
        :param except_assignment: the assignment to leave out, whose company they are of
        """
        domain = self._get_history_domain(client, except_assignment)
        domain &= fields.Domain("company_id", "=", except_assignment.company_id.id)
        placements, hidden = self._search_client_placements(domain)
        disclosures = self.env["interim.disclosure"].search(domain)
        known = placements.professional_id | disclosures.professional_id
        return known | known.browse(hidden.professional_id.ids)

    @api.model
    def _get_history_domain(self, client, except_assignment):
        """Return the domain of what happened at this client, of placements as of disclosures."""
        domain = fields.Domain(
            "client_id.commercial_partner_id", "=", client.commercial_partner_id.id
        )
        if except_assignment:
            domain &= fields.Domain("assignment_id", "!=", except_assignment.id)
        return domain

    @api.model
    def _search_client_placements(self, domain):
        """Return the placements of a domain: those the user may read, and those of colleagues.

        :return: two recordsets, the second as superuser; of colleagues only what was proposed
        """
        placements = self.env["interim.placement"].with_context(active_test=False)
        order = "create_date desc, id desc"
        readable = placements.search(domain, order=order)
        hidden = fields.Domain("id", "not in", readable.ids)
        hidden &= fields.Domain("phase", "!=", "meeting")
        hidden &= fields.Domain("company_id", "in", self.env.companies.ids)
        return readable, placements.sudo().search(domain & hidden, order=order)

    def _describe_history(self, entries):
        """Return the latest of some ClientHistory in words, and how many there were before."""
        if not entries:
            return ""
        sentence = self._describe_history_entry(entries[0])
        if len(entries) == 1:
            return sentence
        return self.env._(
            "%(sentence)s. Earlier times: %(count)s", sentence=sentence, count=len(entries) - 1
        )

    def _describe_history_entry(self, entry):
        if entry.outcome == "hidden":
            return self.env._(
                "Proposed before by a colleague: ask %s",
                entry.recruiter or self.env._("your manager"),
            )
        values = {
            "day": format_date(self.env, entry.on, date_format="d MMM y"),
            "role": entry.role,
            "end": self._describe_history_end(entry),
        }
        if entry.outcome == "longlist":
            return self.env._("On the longlist of %(day)s for %(role)s", **values)
        if entry.outcome == "placed":
            return self._describe_placed(entry)
        if entry.phase == "meeting":
            return self.env._("Talked with on %(day)s about %(role)s: %(end)s", **values)
        return self.env._("Proposed on %(day)s for %(role)s: %(end)s", **values)

    def _describe_placed(self, entry):
        """Return for what and when somebody worked there, or is to."""
        start, end = (
            day and format_date(self.env, day, date_format="d MMM y")
            for day in (entry.date_start, entry.date_end)
        )
        if start and end:
            sentence = self.env._(
                "Placed from %(start)s to %(end)s for %(role)s",
                start=start,
                end=end,
                role=entry.role,
            )
        else:
            sentence = self.env._("Placed for %s", entry.role)
        if not entry.reason:
            return sentence
        return self.env._(
            "%(sentence)s, then closed (%(reason)s)",
            sentence=sentence,
            reason=self._start_small(entry.reason),
        )

    def _describe_history_end(self, entry):
        """Return how a proposal ended, or how far it is."""
        if entry.outcome == "running":
            return self.env._("still running, now at %s", entry.stage)
        return self.env._(
            "not placed (%(reason)s), got as far as %(stage)s",
            reason=self._start_small(entry.reason),
            stage=entry.stage,
        )

    def _start_small(self, text):
        """Return a text as it stands in the middle of a sentence."""
        return text[:1].lower() + text[1:]
