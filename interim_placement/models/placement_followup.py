from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL

from ..tools import money
from .by_system import BY_SYSTEM, is_by_system
from .placement_stage import CHECKIN_PHASES

# Done without a decision, the activity comes back at the deadline, and after it in so many days.
DAYS_AFTER_DONE = 7


class InterimPlacement(models.Model):
    """The window: from when, and by when, it is to be decided what comes next.

    It opens by itself for every placement that runs to an end. What is decided, or in discussion,
    is left alone. What happens to the card stands in ``placement_followup_move``.
    """

    _inherit = "interim.placement"

    followup_deadline = fields.Date(
        "Decide By",
        compute="_compute_followup_deadline",
        store=True,
        index="btree_not_null",
        help="By when it must be decided what comes next.",
    )
    margin_month = fields.Monetary(
        "Margin a Month",
        compute="_compute_margin_month",
        help="Margin per hour x hours x weeks of an average month.",
    )

    @api.depends(
        "followup_date",
        "date_end",
        "date_start",
        "company_id.interim_decision_months",
        "company_id.resource_calendar_id.attendance_ids",
    )
    def _compute_followup_deadline(self):
        for company, placements in self.grouped("company_id").items():
            deadlines = company._get_dates_before_end(
                company.interim_decision_months, [(p.date_start, p.date_end) for p in placements]
            )
            for placement, deadline in zip(placements, deadlines, strict=True):
                placement.followup_deadline = deadline and max(deadline, placement.followup_date)

    @api.depends("margin", "hours_per_week")
    def _compute_margin_month(self):
        for placement in self:
            hours = max(placement.hours_per_week, 0.0)
            placement.margin_month = float(money.month_value(placement.margin, hours))

    def write(self, vals):
        """Write values; the activity of the follow-up comes, changes and goes along."""
        if self._is_moved_by_itself():
            return super().write(vals)  # who moves it sees to the rest
        old_phases = {p.id: p.phase for p in self} if "stage_id" in vals else {}
        watched = self._filter_watched_by_checkins()
        result = super().write(vals)
        self.browse(old_phases)._note_own_move(old_phases)
        if not vals.keys().isdisjoint({"stage_id", "active", "user_id"}):
            today = fields.Date.context_today(self)
            (watched | self._filter_watched_by_checkins()).filtered(
                lambda p: p.followup_date and p.followup_date <= today
            )._sync_followup_activities()
        return result

    # Predicates

    def _is_running_to_an_end(self):
        """Return whether somebody is at work here by agreed terms, which have an end."""
        self.ensure_one()
        return (
            self._is_watched_by_checkins()
            and self.terms_state == "agreed"
            and bool(self.followup_date)
        )

    def _is_followup_due(self, today):
        """Return whether the window is open, and nothing is decided or in discussion."""
        self.ensure_one()
        return (
            self._is_running_to_an_end()
            and self.followup_state == "undecided"
            and self.followup_date <= today
        )

    def _with_recruiters_language(self):
        self.ensure_one()
        return self.with_context(lang=self.user_id.lang or self.env.lang)

    @api.model
    def _is_followup_synced(self):
        """Return whether the system plans follow-ups, and not a person: see `_is_by_plan`."""
        return is_by_system(self.env, "interim_followup_unsynced")

    # In step with terms, stage, recruiter and decision

    def _after_terms_change(self):
        result = super()._after_terms_change()
        running = self._filter_watched_by_checkins()
        running._return_from_followup(fields.Date.context_today(self))
        running._sync_followup_activities()
        return result

    def _sync_followup(self):
        """Bring card and activity in step with the window (R5).

        Running it again changes nothing. The number of queries does not depend on the number of
        placements.
        """
        today = fields.Date.context_today(self)
        self._enter_followup(today)
        self._return_from_followup(today)
        self._sync_followup_activities()

    # The activity

    def _sync_followup_activities(self):
        """See to it that whoever must prepare a follow-up has one activity for it.

        It is planned for the deadline, moves when the deadline moves, and belongs to the
        placement's recruiter. While an extension is in discussion, none is made, and the one that
        is there stays as it is. Decided, closed and extended placements have none.
        """
        if self._is_followup_synced() or not self:
            return
        today = fields.Date.context_today(self)
        # Browsed anew, for the reason that `_sync_checkin_activities` gives.
        placements = self.sudo().browse(self.ids)
        activities = (
            self.env["mail.activity"]
            .sudo()
            .with_context(mail_activity_quick_update=True, interim_followup_unsynced=BY_SYSTEM)
        )
        known = placements._get_followup_activities(activities)
        obsolete = activities
        vals_list, changes = [], {}
        for placement in placements:
            kept = known[placement.id].filtered("active")[:1]
            is_due = placement._is_followup_due(today)
            is_kept = placement._is_running_to_an_end() and placement.extension_in_discussion
            if kept and not is_due and not is_kept:
                obsolete |= kept
            elif kept:
                changed = tuple(placement._get_followup_changes(kept, today).items())
                changes[changed] = changes.get(changed, activities) | kept
            elif is_due and not placement._is_followup_silenced(known[placement.id], today):
                vals_list.append(placement._prepare_followup_activity(today))
        obsolete.unlink()
        for changed, changed_activities in changes.items():
            if changed:
                changed_activities.write(dict(changed))
        if vals_list:
            # The database allows one: what was done must be known to it.
            activities.flush_model(["active", "interim_followup_deadline"])
            activities.create(vals_list)

    def _get_followup_activities(self, activities):
        """Return the activities for the follow-up by placement id, done ones included."""
        found = (
            activities.with_context(active_test=False)
            .search(
                [
                    ("res_model", "=", self._name),
                    ("res_id", "in", self.ids),
                    # Not by their type: people may plan activities of that type too.
                    ("interim_followup_deadline", "!=", False),
                ]
            )
            .with_env(activities.env)
            .grouped("res_id")
        )
        return {placement_id: found.get(placement_id, activities) for placement_id in self.ids}

    def _is_followup_silenced(self, known, today):
        """Return whether the activity was done, and it is too early to ask again for a decision.

        :param known: activities for the follow-up of this placement
        """
        days_done = [activity.date_done for activity in known if not activity.active]
        done_on = max(filter(None, days_done), default=None)
        if not done_on or done_on < self.followup_date:
            return False
        if done_on < self.followup_deadline:
            return today < self.followup_deadline
        return today < done_on + timedelta(days=DAYS_AFTER_DONE)

    def _get_followup_changes(self, activity, today):
        """Return the values of the open activity that are not right any more.

        A day that the recruiter chose stays as long as the deadline does.
        """
        values = self._prepare_followup_activity(today)
        names = ["user_id", "summary"]
        if activity.interim_followup_deadline != self.followup_deadline:
            names += ["interim_followup_deadline", "date_deadline"]
        return {
            name: values[name]
            for name in names
            if activity._fields[name].convert_to_write(activity[name], activity) != values[name]
        }

    def _prepare_followup_activity(self, today):
        placement = self._with_recruiters_language()
        summary = placement.env._("Prepare the follow-up")
        if self.extension_in_discussion:
            summary = placement.env._("%s (extension in discussion)", summary)
        return {
            "res_model_id": self.env["ir.model"]._get_id(self._name),
            "res_id": self.id,
            "activity_type_id": self.env["ir.model.data"]._xmlid_to_res_id(
                "interim_placement.activity_type_followup"
            ),
            "interim_followup_deadline": self.followup_deadline,
            "date_deadline": max(self.followup_deadline, today),
            "user_id": self._get_assignee().id,
            "summary": summary,
            "automated": True,
        }

    # The daily job

    @api.model
    def _cron_followup(self, batch_size=500):
        """Open the window of whom it is time for, and repair what is not as it should be.

        Only placements that need something are read, found by one query, whatever day it should
        have happened on. Every batch is saved before the next, so that it can be killed at any
        moment and goes on where it was.

        :param int batch_size: number of placements that are saved together
        """
        ids = self._search_unsynced_followups()
        if self._work_in_batches(self.browse(ids), batch_size, type(self)._sync_followup):
            self._commit_batch(0, remaining=0)

    @api.model
    def _search_unsynced_followups(self):
        """Return the identifiers of placements whose card or follow-up activity is not right.

        What is right is told by `_enter_followup`, `_return_from_followup` and
        `_sync_followup_activities`; this is the same in one query.
        """
        for model in ("interim.placement", "interim.placement.stage", "mail.activity"):
            self.env[model].flush_model()
        self.env["res.company"].flush_model(["interim_followup_auto_move"])
        query = SQL(
            """
            WITH done AS (
                SELECT res_id, MAX(date_done) AS done_on
                  FROM mail_activity
                 WHERE res_model = 'interim.placement'
                   AND interim_followup_deadline IS NOT NULL
                   AND NOT active
              GROUP BY res_id
            ), stage AS (
                SELECT COALESCE(bool_or(phase = 'followup'), FALSE) AS has_followup,
                       COALESCE(bool_or(phase = 'active'), FALSE) AS has_active
                  FROM interim_placement_stage
                 WHERE active
            )
              SELECT placement.id
                FROM interim_placement placement
                JOIN res_company company ON company.id = placement.company_id
          CROSS JOIN stage
           LEFT JOIN done ON done.res_id = placement.id
           LEFT JOIN mail_activity activity
                  ON activity.res_model = 'interim.placement'
                 AND activity.res_id = placement.id
                 AND activity.interim_followup_deadline IS NOT NULL
                 AND activity.active
           LEFT JOIN res_users recruiter
                  ON recruiter.id = placement.user_id
                 AND recruiter.active
  CROSS JOIN LATERAL (
                SELECT placement.active AND placement.phase IN %(phases)s
                       AND placement.terms_state = 'agreed'
                       AND placement.followup_date IS NOT NULL AS is_running,
                       COALESCE(placement.extension_in_discussion, FALSE) AS is_in_discussion,
                       placement.followup_date <= %(today)s AS is_open,
                       activity.res_id IS NOT NULL AS has_activity,
                       activity.user_id IS DISTINCT FROM recruiter.id AS is_anothers
                     ) fact
               WHERE CASE
                     WHEN is_running AND is_in_discussion THEN has_activity AND is_anothers
                     WHEN is_running AND is_open AND placement.followup_state = 'undecided' THEN
                          has_activity AND (
                              is_anothers
                              OR activity.interim_followup_deadline != placement.followup_deadline)
                          OR NOT has_activity AND (
                              done.done_on IS NULL
                              OR done.done_on < placement.followup_date
                              OR %(today)s >= CASE
                                  WHEN done.done_on < placement.followup_deadline
                                  THEN placement.followup_deadline
                                  ELSE done.done_on + %(days_after_done)s
                                  END)
                          OR (stage.has_followup
                              AND placement.phase = 'active'
                              AND company.interim_followup_auto_move
                              AND (placement.followup_move = 'held'
                                   OR placement.followup_move_end
                                      IS DISTINCT FROM placement.date_end))
                     ELSE has_activity
                     END
                  OR (stage.has_active
                      AND is_running
                      AND NOT is_open
                      AND placement.phase = 'followup'
                      AND placement.followup_move = 'moved'
                      AND placement.date_end > placement.followup_move_end)
            ORDER BY placement.id
            """,
            phases=CHECKIN_PHASES,
            today=fields.Date.context_today(self),
            days_after_done=DAYS_AFTER_DONE,
        )
        return [row[0] for row in self.env.execute_query(query)]
