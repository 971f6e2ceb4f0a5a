from datetime import datetime, time, timedelta

import pytz

from odoo import api, fields, models
from odoo.fields import Domain

from ..tools import periods
from .placement_stage import PROPOSED_PHASES

DEADLINE_TYPE = "interim_placement.activity_type_deadline"


class InterimAssignment(models.Model):
    """Deadline watch: what closes soon while nobody is proposed."""

    _inherit = "interim.assignment"

    has_proposal = fields.Boolean(
        "Somebody Proposed",
        compute="_compute_has_proposal",
        store=True,
        help="A placement of this assignment is at the proposal or further, and not closed.",
    )
    deadline_state = fields.Selection(
        [("closing", "Closing without Proposal"), ("missed", "Closed without Proposal")],
        "Deadline Watch",
        compute="_compute_deadline_state",
        search="_search_deadline_state",
        help="Open, nobody is proposed, and it closes within the number of days in the settings,"
        " or has closed.",
    )

    _unproposed_deadline_idx = models.Index(
        "(deadline) WHERE active IS TRUE AND state = 'open' AND has_proposal IS NOT TRUE"
    )

    @api.depends("placement_ids.phase", "placement_ids.active")
    def _compute_has_proposal(self):
        groups = self.env["interim.placement"]._read_group(
            [
                ("assignment_id", "in", self.ids),
                ("phase", "in", PROPOSED_PHASES),
                # Whatever active_test says: the button Placements switches it off.
                ("active", "=", True),
            ],
            ["assignment_id"],
        )
        proposed = {assignment.id for (assignment,) in groups}
        for assignment in self:
            assignment.has_proposal = assignment._origin.id in proposed

    @api.depends("state", "active", "deadline", "has_proposal", "company_id.interim_deadline_days")
    def _compute_deadline_state(self):
        now = fields.Datetime.now()
        horizons = self._get_deadline_horizons(self.company_id)
        for assignment in self:
            horizon = horizons.get(assignment.company_id)
            is_watched = (
                assignment.active
                and assignment.state == "open"
                and bool(assignment.deadline)
                and not assignment.has_proposal
            )
            if not is_watched or not horizon:
                assignment.deadline_state = False
            elif assignment.deadline < now:
                assignment.deadline_state = "missed"
            else:
                assignment.deadline_state = assignment.deadline < horizon and "closing"

    def _search_deadline_state(self, operator, value):
        if operator != "in":
            return NotImplemented
        now = fields.Datetime.now()
        companies = self.env["res.company"].sudo().search([("interim_deadline_days", ">", 0)])
        watched = (
            Domain("active", "=", True)
            & Domain("state", "=", "open")
            & Domain("has_proposal", "!=", True)
        )
        missed = Domain("company_id", "in", companies.ids) & Domain("deadline", "<", now)
        closing = Domain("deadline", ">=", now) & Domain.OR(
            Domain("company_id", "=", company.id) & Domain("deadline", "<", horizon)
            for company, horizon in self._get_deadline_horizons(companies).items()
        )
        by_state = {"missed": watched & missed, "closing": watched & closing}
        found = Domain.OR(domain for state, domain in by_state.items() if state in value)
        if False in value:
            found |= ~Domain.OR(by_state.values())
        return found

    @api.model
    def _get_deadline_horizons(self, companies):
        """Return before which moment, in UTC, a closing time is near, by company that watches it.

        Days are whole days where the company works, as of the activity: what closes late on the
        last day is near, too.
        """
        horizons = {}
        for company in companies:
            days = company.sudo().interim_deadline_days
            if days > 0:
                after = self._get_company_today(company) + timedelta(days=days + 1)
                zone = company.sudo()._get_interim_zone()
                local = zone.localize(datetime.combine(after, time.min))
                horizons[company] = local.astimezone(pytz.utc).replace(tzinfo=None)
        return horizons

    @api.model_create_multi
    def create(self, vals_list):
        """Create assignments; what closes soon is brought to mind."""
        assignments = super().create(vals_list)
        assignments._sync_deadline_activities()
        return assignments

    def write(self, vals):
        """Write values; the activity of the closing time comes, moves and goes along (R5)."""
        result = super().write(vals)
        if not vals.keys().isdisjoint({"deadline", "state", "active", "user_id", "company_id"}):
            self._sync_deadline_activities(had_deadline="deadline" in vals)
        return result

    def _update_filled_state(self):
        """Follow the placements; whoever is proposed settles the closing time."""
        result = super()._update_filled_state()
        self.exists()._sync_deadline_activities()
        return result

    # The activity

    def _is_deadline_near(self, today):
        """Return whether it closes within the days of the settings and nobody is proposed.

        :param date today: where the company works
        """
        self.ensure_one()
        days = self.company_id.interim_deadline_days
        closes_on = self._get_closing_day()
        return bool(
            closes_on
            and days
            and self.active
            and self.state == "open"
            and not self.has_proposal
            and self.deadline >= fields.Datetime.now()
            and closes_on <= today + timedelta(days=days)
        )

    def _get_closing_day(self):
        """Return the day on which it closes where the company works, or False.

        The scheduler has no time zone of its own, and 00:30 here is a day earlier in UTC.
        """
        self.ensure_one()
        if not self.deadline:
            return False
        zone = self.company_id.sudo()._get_interim_zone()
        return pytz.utc.localize(self.deadline).astimezone(zone).date()

    @api.model
    def _get_company_today(self, company):
        now = pytz.utc.localize(fields.Datetime.now())
        return now.astimezone(company.sudo()._get_interim_zone()).date()

    def _sync_deadline_activities(self, had_deadline=False):
        """See to it that whoever must propose somebody has one activity for it.

        It is planned for the last working day before the assignment closes, moves when that moves,
        and belongs to the assignment's recruiter. It goes when somebody is proposed, and when the
        assignment is closed. Done, it comes back for another closing day only. Running it again
        changes nothing.

        :param bool had_deadline: also where there is no closing time any more
        """
        # As superuser: whoever moves a card need not be the one who is reminded.
        assignments = self.sudo().filtered(lambda a: a.deadline or had_deadline)
        if not assignments:
            return
        activities = self.env["mail.activity"].sudo().with_context(mail_activity_quick_update=True)
        known = assignments._get_deadline_activities(activities)
        # Once for all of a company: each reads its days off.
        working_days = {c: c._get_working_day_test() for c in assignments.company_id}
        obsolete, vals_list = activities, []
        for assignment in assignments:
            kept = known[assignment.id].filtered("active")[:1]
            today = self._get_company_today(assignment.company_id)
            if not assignment._is_deadline_near(today):
                obsolete |= kept
                continue
            values = assignment._prepare_deadline_activity(working_days[assignment.company_id])
            if kept:
                changes = assignment._get_deadline_changes(kept, values)
                if changes:
                    kept.write(changes)
                continue
            done_for = known[assignment.id].mapped("interim_closes_on")
            if values["interim_closes_on"] not in done_for:
                vals_list.append(values)
        obsolete.unlink()
        if vals_list:
            # The database allows one: what was done must be known to it.
            activities.flush_model(["active", "interim_closes_on"])
            activities.create(vals_list)

    def _get_deadline_activities(self, activities):
        """Return the activities for the closing time by assignment id, done ones included."""
        found = (
            activities.with_context(active_test=False)
            .search(
                [
                    ("res_model", "=", self._name),
                    ("res_id", "in", self.ids),
                    # Not by their type: people may plan activities of that type too.
                    ("interim_closes_on", "!=", False),
                ]
            )
            .with_env(activities.env)
            .grouped("res_id")
        )
        return {assignment_id: found.get(assignment_id, activities) for assignment_id in self.ids}

    def _get_deadline_changes(self, activity, values):
        """Return the values of the open activity that are not right any more.

        A day that the recruiter chose stays as long as the closing day does.
        """
        names = ["user_id"]
        if activity.interim_closes_on != values["interim_closes_on"]:
            names += ["interim_closes_on", "date_deadline", "summary"]
        return {
            name: values[name]
            for name in names
            if activity._fields[name].convert_to_write(activity[name], activity) != values[name]
        }

    def _prepare_deadline_activity(self, is_working_day):
        assignment = self.with_context(lang=self.user_id.lang or self.env.lang)
        closes_on = self._get_closing_day()
        day_before = periods.roll(closes_on - timedelta(days=1), is_working_day, "preceding")
        return {
            "res_model_id": self.env["ir.model"]._get_id(self._name),
            "res_id": self.id,
            "activity_type_id": self.env["ir.model.data"]._xmlid_to_res_id(DEADLINE_TYPE),
            "interim_closes_on": closes_on,
            "date_deadline": max(day_before, self._get_company_today(self.company_id)),
            "user_id": self.user_id.filtered("active").id,
            "summary": assignment.env._("Propose somebody before it closes"),
            "automated": True,
        }

    # The daily job

    @api.model
    def _cron_deadlines(self, batch_size=500):
        """Bring to mind what closes soon without a proposal, and repair what is not in order.

        Looks at what closes within the days of the settings, and at what has such an activity,
        whatever day it should have happened on. Every batch is saved before the next.

        :param int batch_size: number of assignments that are saved together
        """
        placements = self.env["interim.placement"]
        assignments = self._search_deadlines_to_sync()
        sync = type(self)._sync_deadline_activities
        if placements._work_in_batches(
            assignments, batch_size, lambda batch: sync(batch, had_deadline=True)
        ):
            placements._commit_batch(0, remaining=0)

    @api.model
    def _search_deadlines_to_sync(self):
        """Return the assignments whose activity may have to come, change or go, by two queries."""
        reminded = (
            self.env["mail.activity"]
            .sudo()
            .search([("res_model", "=", self._name), ("interim_closes_on", "!=", False)])
        )
        now = fields.Datetime.now()
        companies = self.env["res.company"].search([("interim_deadline_days", ">", 0)])
        # A day more: where the company works, it may be tomorrow already.
        near = Domain.OR(
            Domain("company_id", "=", company.id)
            & Domain("deadline", "<", now + timedelta(days=company.interim_deadline_days + 2))
            for company in companies
        )
        due = self.sudo().search(
            Domain("state", "=", "open")
            & Domain("has_proposal", "!=", True)
            & Domain("deadline", ">=", now)
            & near,
            order="id",
        )
        return due | self.sudo().browse(reminded.mapped("res_id")).exists()
