import logging
from datetime import timedelta
from functools import partial

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.service.model import retrying
from odoo.tools import SQL

from ..tools import checkins, periods
from .by_system import BY_SYSTEM
from .placement_stage import CHECKIN_PHASES

_logger = logging.getLogger(__name__)

# More than this many placements are brought in step by the scheduler, not while somebody waits.
MOST_AT_ONCE = 500


class InterimPlacement(models.Model):
    """Check-ins: planned for the whole assignment, in step with it, one activity at a time."""

    _inherit = "interim.placement"

    checkin_plan_id = fields.Many2one(
        "interim.checkin.plan",
        "Check-in Plan",
        compute="_compute_checkin_plan_id",
        store=True,
        readonly=False,
        index="btree_not_null",
        tracking=True,
        check_company=True,
        ondelete="restrict",
    )
    checkin_ids = fields.One2many("interim.checkin", "placement_id", "Check-ins")
    checkin_count = fields.Integer("Check-ins Planned", compute="_compute_checkin_count")
    next_checkin_date = fields.Date(
        "Next Check-in", compute="_compute_next_checkin_date", store=True, index="btree_not_null"
    )
    checkin_open_count = fields.Integer(
        "Check-ins to Hold", compute="_compute_next_checkin_date", store=True, aggregator=None
    )
    checkin_basis = fields.Char(
        readonly=True,
        copy=False,
        help="What the check-ins were planned from: plan and period. The daily job plans again"
        " where it is no longer so.",
    )

    @api.depends("company_id", "assignment_id.type_id")
    def _compute_checkin_plan_id(self):
        plans = self.env["interim.checkin.plan"].sudo()
        best = {}
        for placement in self:
            if placement.phase in CHECKIN_PHASES and placement.checkin_plan_id:
                continue  # not under the hands of who works with it
            key = placement.company_id, placement.assignment_id.type_id
            if key not in best:
                best[key] = plans._get_default_plan(*key)
            placement.checkin_plan_id = best[key]

    @api.depends("active", "phase", "checkin_ids.state", "checkin_ids.date_planned")
    def _compute_next_checkin_date(self):
        for placement in self:
            to_hold = placement._get_checkins_to_hold()
            placement.next_checkin_date = to_hold[:1].date_planned
            placement.checkin_open_count = len(to_hold)

    @api.depends("checkin_ids")
    def _compute_checkin_count(self):
        # The form shows them all: counting what it reads costs no query more.
        for placement in self:
            placement.checkin_count = len(placement.checkin_ids)

    def action_view_checkins(self):
        """Open the check-ins of this placement."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "interim_placement.interim_checkin_action"
        )
        action["domain"] = [("placement_id", "=", self.id)]
        action["context"] = {"default_placement_id": self.id}
        return action

    def _is_watched_by_checkins(self):
        """Return whether somebody is at work here, so that check-ins are held."""
        self.ensure_one()
        return self.active and self.phase in CHECKIN_PHASES

    def _filter_watched_by_checkins(self):
        return self.filtered(lambda placement: placement._is_watched_by_checkins())

    def _waits_for_extension(self):
        """Return whether the next check-in keeps its day until an extension is decided."""
        self.ensure_one()
        return self.extension_in_discussion and self._get_checkins_to_hold()[:1].waits_for_extension

    def _get_checkins_to_hold(self):
        """Return the check-ins that are to be held, the next one first."""
        self.ensure_one()
        if not self._is_watched_by_checkins():
            return self.env["interim.checkin"]
        planned = self.checkin_ids.filtered(lambda checkin: checkin.state == "planned")
        return planned.sorted(lambda checkin: (checkin.date_planned, checkin.id))

    # Planning

    def _after_terms_change(self):
        """Let follow what depends on the terms, once they were proposed, agreed or withdrawn."""
        self._filter_watched_by_checkins()._sync_checkins()

    def _sync_checkins_soon(self):
        """Bring the check-ins in step: a few at once, many by the scheduler within a minute."""
        if len(self) <= MOST_AT_ONCE:
            self._sync_checkins()
            return
        # One query: the job finds them by their empty basis.
        self.env.execute_query(
            SQL("UPDATE interim_placement SET checkin_basis = NULL WHERE id = ANY(%s)", self.ids)
        )
        self.invalidate_recordset(["checkin_basis"], flush=False)
        self.env.ref("interim_placement.cron_checkins")._trigger()

    def _sync_checkins(self):
        """Bring the open check-ins in step with plan, terms, phase and days off (R5).

        Adds, moves and removes open ones; what was held, or skipped by a person, stays. Running it
        again changes nothing. The number of queries does not depend on the number of placements.
        """
        # Plans, terms and days off change by the hand of people who may not see every placement.
        placements = self.sudo().exists()
        unsynced = (
            self.env["interim.checkin"].sudo().with_context(interim_checkin_unsynced=BY_SYSTEM)
        )
        existing = placements._get_all_checkins(unsynced)
        today = fields.Date.context_today(self)
        vals_list, obsolete = [], []
        for company, company_placements in placements.grouped("company_id").items():
            is_working_day = company._get_working_day_test()
            for placement in company_placements:
                known, added = dict(existing[placement]), []
                for moment in placement._get_checkin_moments(is_working_day):
                    checkin = known.pop((moment.key, moment.occurrence), None)
                    if checkin:
                        checkin._follow_plan(moment)
                    else:
                        added.append(placement._prepare_checkin(moment))
                if not existing[placement]:
                    placement._catch_up(added, today, is_working_day)
                vals_list += self._skip_passed(added, today)
                for checkin in known.values():
                    if not checkin.step_id and placement._has_day(checkin.date_planned):
                        checkin._come_back()
                    elif checkin.state == "planned":
                        obsolete.append(checkin)
        unsynced.concat(*obsolete)._leave_plan()
        unsynced.create(vals_list)
        for placement in placements:
            basis = placement._get_checkin_basis()
            if placement.checkin_basis != basis:
                placement.checkin_basis = basis
        placements._sync_checkin_activities()

    def _get_all_checkins(self, unsynced):
        """Return the check-ins of these placements, as {placement: {(step, occurrence): it}}.

        Those that a person added have no step: they stand under their own identifier.
        """
        checkins_by_key = {placement: {} for placement in self}
        for checkin in unsynced.search([("placement_id", "in", self.ids)]):
            key = (checkin.step_id.id, checkin.occurrence) if checkin.step_id else checkin.id
            checkins_by_key[checkin.placement_id][key] = checkin
        return checkins_by_key

    def _get_checkin_moments(self, is_working_day):
        """Return when to check in by the plan: nothing before the terms are agreed and work runs.

        A draft extension changes nothing: only agreed terms have an end here.
        """
        self.ensure_one()
        if not self._is_watched_by_checkins() or self.terms_state != "agreed":
            return []
        steps = self.checkin_plan_id.step_ids._to_steps(self.company_id)
        return checkins.plan_checkins(steps, self.date_start, self.date_end, is_working_day)

    def _get_checkin_basis(self):
        """Return what the check-ins are planned from, as the daily job's query puts it."""
        self.ensure_one()
        if not self._is_watched_by_checkins() or self.terms_state != "agreed":
            return False
        return f"{self.checkin_plan_id.id or 0} {self.date_start} {self.date_end}"

    def _prepare_checkin(self, moment):
        return {
            "placement_id": self.id,
            "step_id": moment.key,
            "occurrence": moment.occurrence,
            "date_target": moment.target,
            "date_planned": moment.planned,
        }

    def _has_day(self, day):
        """Return whether somebody is at work here on this day, as far as the terms tell."""
        self.ensure_one()
        return self._is_watched_by_checkins() and (
            self.terms_state != "agreed" or self.date_start <= day <= self.date_end
        )

    def _catch_up(self, vals_list, today, is_working_day):
        """Let the last moment that has passed be held on the first working day from today.

        When a placement is put on assignment months after it began, nobody can hold the talk of
        the first day any more, and nobody missed the last one: it is to be held now.

        :param list vals_list: values of the first check-ins of this placement, in order of time
        """
        self.ensure_one()
        passed = [vals for vals in vals_list if vals["date_planned"] < today]
        day = periods.roll(today, is_working_day, "following")
        if passed and self._has_day(day):
            passed[-1].update(date_planned=day, date_chosen=day)

    @api.model
    def _skip_passed(self, vals_list, today):
        """Return the values of new check-ins, those for days gone by as skipped.

        When a plan changes, nobody missed what it now would have had.

        :param list vals_list: values of check-ins
        """
        for vals in vals_list:
            if vals["date_planned"] < today:
                vals["state"] = "skipped"
        return vals_list

    # Activities

    def _sync_checkin_activities(self):
        """See to it that the next check-in has the one open check-in activity of its placement.

        It belongs to the placement's recruiter and has the check-in's day. Closed placements and
        those without a planned check-in have none.
        """
        if self.env["interim.checkin"]._is_by_plan() or not self:
            return
        # Browsed anew: records that were followed from others are read one by one, once what they
        # were followed from is forgotten.
        placements = self.sudo().browse(self.ids)
        activities = (
            self.env["mail.activity"]
            .sudo()
            .with_context(mail_activity_quick_update=True, interim_checkin_unsynced=BY_SYSTEM)
        )
        existing = activities.search(
            [
                ("res_model", "=", self._name),
                ("res_id", "in", self.ids),
                # Not by their type: people may plan activities of that type too.
                ("interim_checkin_id", "!=", False),
                # Said in words: the context may ask for archived records, done ones here.
                ("active", "=", True),
            ]
        ).grouped("res_id")
        vals_list = []
        obsolete = activities
        changes = {}
        for placement in placements:
            found = existing.get(placement.id, activities)
            checkin = placement._get_checkins_to_hold()[:1]
            if not checkin:
                obsolete |= found
                continue
            kept = found.filtered(lambda a, c=checkin: a.interim_checkin_id == c)[:1] or found[:1]
            obsolete |= found - kept
            values = placement._prepare_checkin_activity(checkin)
            if not kept:
                note = checkin._get_questions_note()
                vals_list.append({**values, "note": note})
                continue
            changed = {
                name: value
                for name, value in values.items()
                if kept._fields[name].convert_to_write(kept[name], kept) != value
            }
            if "interim_checkin_id" in changed:
                changed["note"] = checkin._get_questions_note()
            if changed:
                key = tuple(sorted(changed.items()))
                changes[key] = changes.get(key, activities) | kept
        obsolete.unlink()
        for changed, changed_activities in changes.items():
            changed_activities.write(dict(changed))
        if vals_list:
            # The database allows one open check-in activity: what was done must be known to it.
            activities.flush_model(["active", "interim_checkin_id"])
            activities.create(vals_list)

    def _prepare_checkin_activity(self, checkin):
        checkin = checkin.with_context(lang=self.user_id.lang or self.env.lang)
        summary = checkin._get_kind()
        if checkin.waits_for_extension:
            summary = checkin.env._("%s (extension in discussion)", summary)
        return {
            "res_model_id": self.env["ir.model"]._get_id(self._name),
            "res_id": self.id,
            "activity_type_id": self._get_checkin_activity_type_id(),
            "interim_checkin_id": checkin.id,
            "date_deadline": checkin.date_planned,
            "user_id": self._get_assignee().id,
            "summary": summary,
            "automated": True,
        }

    def _get_assignee(self):
        """Return who does the work on this placement; nobody when the recruiter has left."""
        self.ensure_one()
        return self.user_id.filtered("active")

    def _get_checkin_activity_type_id(self):
        # Remembered by Odoo; a record would be looked up in the database each time.
        return self.env["ir.model.data"]._xmlid_to_res_id("interim_placement.activity_type_checkin")

    def _plan_task(self, summary, deadline):
        """Give the placement's recruiter a task.

        :param str summary: what to do
        :param date deadline: by when
        """
        self.ensure_one()
        self.env["mail.activity"].sudo().with_context(mail_activity_quick_update=True).create(
            {
                "res_model_id": self.env["ir.model"]._get_id(self._name),
                "res_id": self.id,
                "activity_type_id": self.env["ir.model.data"]._xmlid_to_res_id(
                    "mail.mail_activity_data_todo"
                ),
                "user_id": self._get_assignee().id,
                "date_deadline": deadline,
                "summary": summary,
                "automated": True,
            }
        )

    # The daily job

    @api.model
    def _cron_checkins(self, batch_size=500):
        """Repair what is not as it should be, tell what was missed, refresh what time changed.

        Only placements that need something are read, found by one query; whatever was lost comes
        back, and what happened while no scheduler ran is caught up with. Every batch is saved
        before the next, so that it can be killed at any moment and goes on where it was.

        :param int batch_size: number of placements that are saved together
        """
        if self._repair_checkins(batch_size) and self._report_missed_checkins(batch_size):
            self._commit_batch(0, remaining=0)
            self._cron_refresh_health()

    @api.model
    def _repair_checkins(self, batch_size):
        """Bring in step what is not; return whether there is time left for the rest of the job."""

        def repair(batch):
            batch._sync_checkins()
            batch._refresh_next_checkin_date()

        ids = self._search_unsynced_checkins()
        return self._work_in_batches(self.browse(ids), batch_size, repair)

    @api.model
    def _work_in_batches(self, records, batch_size, work):
        """Work on records, each batch saved before the next; return whether time is left.

        :param records: of any model
        :param work: function of a batch; what it did is undone and done again when somebody else
            saved something of the same at that moment
        """

        def work_on(batch):
            # What somebody works on at this moment is theirs; it is looked at again tomorrow.
            work(batch.try_lock_for_update())

        if records:
            # Begin anew: while they were searched for, another scheduler may have done some.
            self._commit_batch(0, remaining=len(records))
        for position in range(0, len(records), batch_size):
            batch = records[position : position + batch_size]
            try:
                retrying(partial(work_on, batch), self.env)
            except Exception:
                # One that cannot be helped must not keep the others from it, each night again.
                _logger.exception("Working on %s one by one, for together it failed", batch)
                self._work_one_by_one(batch, work_on)
            # One more is left, the rest of the job, until all of it is done.
            remaining = max(len(records) - position - batch_size, 0) + 1
            if not self._commit_batch(len(batch), remaining):
                return False
        return True

    @api.model
    def _work_one_by_one(self, records, work):
        self.env.cr.rollback()
        for record in records:
            try:
                retrying(partial(work, record), self.env)
            except Exception:
                _logger.exception("The daily job cannot mend %s", record)
                self.env.cr.rollback()

    def _refresh_next_checkin_date(self):
        for name in ("next_checkin_date", "checkin_open_count"):
            self.env.add_to_compute(self._fields[name], self)
        self.flush_recordset(["next_checkin_date", "checkin_open_count"])

    @api.model
    def _commit_batch(self, processed, remaining):
        """Save what was done, forget what was read, and return whether there is time left."""
        time_left = self.env["ir.cron"]._commit_progress(processed, remaining=remaining)
        self.env.invalidate_all()
        return time_left

    @api.model
    def _search_unsynced_checkins(self):
        """Return the identifiers of placements with check-ins or an activity that is not right.

        Right is: planned from what plan and terms say now, and one open activity, for the next
        planned check-in, on its day, for the placement's recruiter.
        """
        for model in ("interim.placement", "interim.checkin", "mail.activity"):
            self.env[model].flush_model()
        query = SQL(
            """
            WITH planned AS (
                SELECT placement_id, MIN(date_planned) AS next_date, COUNT(*) AS count
                  FROM interim_checkin
                 WHERE state = 'planned'
              GROUP BY placement_id
            )
              SELECT DISTINCT placement.id
                FROM interim_placement placement
           LEFT JOIN planned ON planned.placement_id = placement.id
           LEFT JOIN mail_activity activity
                  ON activity.res_model = 'interim.placement'
                 AND activity.res_id = placement.id
                 AND activity.interim_checkin_id IS NOT NULL
                 AND activity.active
           LEFT JOIN res_users recruiter
                  ON recruiter.id = placement.user_id
                 AND recruiter.active
               WHERE CASE
                     WHEN placement.active AND placement.phase IN %(phases)s THEN
                          planned.next_date IS DISTINCT FROM placement.next_checkin_date
                          OR planned.next_date IS DISTINCT FROM activity.date_deadline
                          OR COALESCE(planned.count, 0) != placement.checkin_open_count
                          OR (activity.res_id IS NOT NULL
                              AND activity.user_id IS DISTINCT FROM recruiter.id)
                          OR (placement.terms_state = 'agreed'
                              AND placement.checkin_basis IS DISTINCT FROM CONCAT_WS(
                                  ' ', COALESCE(placement.checkin_plan_id, 0),
                                  placement.date_start, placement.date_end))
                     ELSE activity.res_id IS NOT NULL
                          OR planned.count > 0
                          OR placement.next_checkin_date IS NOT NULL
                     END
            ORDER BY placement.id
            """,
            phases=CHECKIN_PHASES,
        )
        return [row[0] for row in self.env.execute_query(query)]

    @api.model
    def _get_checkin_neighbours(self, first, last):
        """Return a domain for check-ins that a day off in this period may move.

        :param date first: first day that changed
        :param date last: last day that changed
        """
        reach = timedelta(days=14)  # days off beside these, that a check-in rolls over as well
        return Domain("state", "=", "planned") & (
            Domain("date_planned", ">=", first - reach) & Domain("date_planned", "<=", last + reach)
            | Domain("date_target", ">=", first - reach) & Domain("date_target", "<=", last + reach)
        )
