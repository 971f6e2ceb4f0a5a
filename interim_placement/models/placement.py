from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

CONTRACTING_MODELS = [
    ("intermediary", "Intermediary"),
    ("brokerage", "Brokerage"),
    ("employment", "Employment"),
]


class InterimPlacement(models.Model):
    """One professional on one assignment, as a case from first meeting to follow-up.

    The parts of a case stand in files of their own: ``placement_terms`` (what was agreed),
    ``placement_phase`` (moving over the board), ``placement_conflict`` (capacity),
    ``placement_health`` (is it well), ``placement_meeting`` (first meeting, interview),
    ``placement_checkin`` (contact during the assignment), ``placement_escalation`` (who is told
    when it goes wrong), ``placement_extension`` (more, other or fewer days), ``placement_followup``
    (when what comes next is to be prepared), ``placement_decision`` (what comes next),
    ``placement_completion`` (what it brought) and ``placement_chain`` (the placements before and
    after it).
    """

    _name = "interim.placement"
    _description = "Interim Placement"
    _inherit = [
        "interim.weekday.mixin",
        "interim.recruiter.mixin",
        "mail.tracking.duration.mixin",
        "interim.colleague.followers.mixin",
        "mail.activity.mixin",
        "interim.derived.mixin",
    ]
    _system_fields = frozenset({"checkin_basis", "followup_move", "followup_move_end"})
    _order = "priority desc, id desc"
    _check_company_auto = True
    _track_duration_field = "stage_id"

    name = fields.Char(compute="_compute_name", store=True, index="trigram")
    active = fields.Boolean(default=True, tracking=True, copy=False)

    # Who, where, which role
    professional_id = fields.Many2one(
        "interim.professional",
        required=True,
        index=True,
        tracking=True,
        check_company=True,
        ondelete="restrict",
    )
    professional_partner_id = fields.Many2one(
        related="professional_id.partner_id", string="Professional's Contact"
    )
    assignment_id = fields.Many2one(
        "interim.assignment",
        index=True,
        tracking=True,
        check_company=True,
        ondelete="restrict",
        copy=False,  # a professional is once on an assignment
        help="May stay empty during the first meeting.",
    )
    client_id = fields.Many2one(
        related="assignment_id.client_id", string="Client", store=True, index=True
    )
    contact_id = fields.Many2one(related="assignment_id.contact_id", string="Client Contact")
    type_id = fields.Many2one(
        related="assignment_id.type_id", string="Assignment Type", store=True, index=True
    )
    contracting_model = fields.Selection(
        CONTRACTING_MODELS,
        required=True,
        default="intermediary",
        help="Intermediary: the agency contracts with both sides. Brokerage: client and"
        " professional contract directly, the agency gets a fee. Employment: the professional is"
        " employed, by payroll or secondment.",
    )

    # Board
    stage_id = fields.Many2one(
        "interim.placement.stage",
        required=True,
        index=True,
        tracking=True,
        copy=False,
        ondelete="restrict",
        default=lambda self: self._default_stage_id(),
        group_expand="_read_group_expand_full",
    )
    phase = fields.Selection(related="stage_id.phase", store=True, index=True)
    date_last_stage_update = fields.Datetime(
        "In Stage Since", compute="_compute_date_last_stage_update", store=True, index=True
    )
    priority = fields.Selection(
        [("0", "Normal"), ("1", "Medium"), ("2", "High"), ("3", "Very High")],
        default="0",
        index=True,
    )
    color = fields.Integer("Card Color")
    tag_ids = fields.Many2many("interim.placement.tag", string="Tags")

    # Closing, follow-up and the chain
    close_reason_id = fields.Many2one(
        "interim.close.reason", tracking=True, copy=False, ondelete="restrict", index=True
    )
    followup_date = fields.Date(
        compute="_compute_followup_date",
        store=True,
        index="btree_not_null",
        help="When the preparation of the next assignment must begin.",
    )
    previous_placement_id = fields.Many2one(
        "interim.placement", index="btree_not_null", check_company=True, copy=False
    )
    next_placement_ids = fields.One2many(
        "interim.placement", "previous_placement_id", "Next Placements"
    )

    _board_idx = models.Index("(stage_id, priority DESC, id DESC) WHERE active IS TRUE")
    # Columns and progress bars of the board are counted from this index alone.
    _board_count_idx = models.Index(
        "(company_id, stage_id, health) INCLUDE (user_id) WHERE active IS TRUE"
    )
    _default_order_idx = models.Index("(priority DESC, id DESC) WHERE active IS TRUE")
    _professional_assignment_uniq = models.UniqueIndex(
        "(professional_id, assignment_id) WHERE active IS TRUE AND assignment_id IS NOT NULL",
        "This professional already has an open placement on this assignment.",
    )

    def _default_stage_id(self):
        return self.env["interim.placement.stage"].search([], limit=1)

    @api.constrains("active", "close_reason_id")
    def _check_close_reason(self):
        for placement in self:
            if not placement.active and not placement.close_reason_id:
                raise ValidationError(
                    self.env._(
                        "%s is closed without a reason. Close it with the button Close, which"
                        " asks for the reason.",
                        placement.display_name,
                    )
                )

    @api.constrains("previous_placement_id")
    def _check_chain(self):
        for placement in self:
            previous = placement.previous_placement_id
            if previous and previous.professional_id != placement.professional_id:
                raise ValidationError(
                    self.env._(
                        "%(placement)s follows %(previous)s, which is about another professional."
                        " Choose a placement of the same professional.",
                        placement=placement.display_name,
                        previous=previous.display_name,
                    )
                )
        if self._has_cycle("previous_placement_id"):
            raise ValidationError(self.env._("A placement cannot come after itself."))

    @api.depends("professional_id.name", "assignment_id.name", "client_id.name")
    def _compute_name(self):
        for placement in self:
            parts = (
                placement.professional_id.name,
                placement.assignment_id.name,
                placement.client_id.name,
            )
            placement.name = ", ".join(part for part in parts if part)

    # Recruiter and company: the rules ask for them, and they are read along with the name.
    @api.depends("name", "user_id", "company_id")
    @api.depends_context("uid", "lang")
    def _compute_display_name(self):
        """Name placements; those that a recruiter may not read only by whose they are (R7).

        Odoo names what a record is linked to as superuser, whoever asks.
        """
        result = super()._compute_display_name()
        if self.env.su and self.env.user.has_group("interim_placement.group_interim_user_own"):
            hidden = self - self.sudo(False)._filtered_access("read").sudo()
            for placement in hidden:
                placement.display_name = self.env._(
                    "a placement of %s", placement.user_id.name or self.env._("another recruiter")
                )
        return result

    @api.depends("stage_id")
    def _compute_date_last_stage_update(self):
        self.date_last_stage_update = fields.Datetime.now()

    @api.depends(
        "date_end",
        "date_start",
        "company_id.interim_followup_months",
        "company_id.resource_calendar_id.attendance_ids",
    )
    def _compute_followup_date(self):
        for company, placements in self.grouped("company_id").items():
            followup_dates = company._get_dates_before_end(
                company.interim_followup_months, [(p.date_start, p.date_end) for p in placements]
            )
            for placement, followup_date in zip(placements, followup_dates, strict=True):
                placement.followup_date = followup_date

    @api.model_create_multi
    def create(self, vals_list):
        """Create placements; refused when their stage asks for more than there is (R1)."""
        # An empty cell of an import means the first stage, as a missing column does.
        vals_list = [
            {name: value for name, value in vals.items() if name != "stage_id" or value}
            for vals in vals_list
        ]
        is_open = "default_stage_id" not in self.env.context
        if is_open and not all("stage_id" in vals for vals in vals_list):
            first_stage = self._default_stage_id()  # once, not for every placement
            vals_list = [{"stage_id": first_stage.id, **vals} for vals in vals_list]
        placements = super().create(vals_list)
        placements._after_stage_change(
            dict.fromkeys(placements.ids, self.env["interim.placement.stage"])
        )
        placements.assignment_id._update_filled_state()
        placements._filter_watched_by_checkins()._sync_checkins()
        return placements

    def write(self, vals):
        """Write values; moving is refused when the stage asks for more than there is (R1).

        Reopening forgets the close reason, closing deletes the open activities, and assignments
        follow with their positions.
        """
        if vals.get("active"):
            vals = {**vals, "close_reason_id": False}
        if "stage_id" in vals and set(self.stage_id.ids) == {vals["stage_id"]}:
            # No move: the card stays as long in its stage as it was.
            vals = {name: value for name, value in vals.items() if name != "stage_id"}
        self._check_agreed_parties(vals)
        old_stages = {placement.id: placement.stage_id for placement in self}
        assignments = self.assignment_id
        watched = self._filter_watched_by_checkins()
        result = super().write(vals)
        if not vals.keys().isdisjoint({"professional_id", "assignment_id"}):
            # Another person or assignment must meet what this one met on its way here.
            old_stages = dict.fromkeys(self.ids, self.env["interim.placement.stage"])
            self._after_stage_change(old_stages)
        elif "stage_id" in vals:
            self._after_stage_change(old_stages)
        if vals.get("active") is False:
            # Nobody is to work on a closed case any more.
            self.activity_ids.filtered("active").unlink()
        elif vals.get("active"):
            self._launch_stage_checklist()
        if not vals.keys().isdisjoint({"stage_id", "active", "assignment_id"}):
            (assignments | self.assignment_id)._update_filled_state()
        self._after_watch_change(vals, watched)
        return result

    def _after_watch_change(self, vals, watched):
        """Plan or drop check-ins where somebody began or stopped working; another one asks.

        :param dict vals: what was written
        :param watched: those of these placements that had check-ins before
        """
        now_watched = self._filter_watched_by_checkins()
        unsynced = (watched - now_watched) | (now_watched - watched)
        if not vals.keys().isdisjoint({"active", "checkin_plan_id"}):
            unsynced |= now_watched
        if unsynced:
            unsynced._sync_checkins()
        if "user_id" in vals:
            (watched - unsynced)._sync_checkin_activities()

    def unlink(self):
        """Delete placements; their assignments get the positions back."""
        assignments = self.assignment_id
        result = super().unlink()
        assignments.exists()._update_filled_state()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_agreed(self):
        for placement in self:
            if "agreed" in placement.terms_ids.mapped("state"):
                raise UserError(
                    self.env._(
                        "%s has agreed terms and cannot be deleted. Close it instead.",
                        placement.display_name,
                    )
                )

    def action_archive(self):
        """Close: ask for the reason first, as long as one of the placements has none."""
        if all(placement.close_reason_id for placement in self):
            return super().action_archive()
        return self.action_close()

    def action_close(self):
        """Open the wizard that closes these placements with a reason."""
        return self._get_close_action(self.env["interim.close.reason"])

    def action_reopen(self):
        """Reopen closed placements in the stage where they were."""
        return self.action_unarchive()

    def action_view_professional(self):
        """Open the professional."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "interim.professional",
            "view_mode": "form",
            "res_id": self.professional_id.id,
        }

    def action_view_assignment(self):
        """Open the assignment."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "interim.assignment",
            "view_mode": "form",
            "res_id": self.assignment_id.id,
        }

    def action_view_previous_placement(self):
        """Open the placement that this one follows."""
        self.ensure_one()
        return self.previous_placement_id._get_chain_action()

    def action_view_next_placements(self):
        """Open what follows this placement, closed ones included."""
        self.ensure_one()
        return self.with_context(active_test=False).next_placement_ids._get_chain_action()

    def _get_chain_action(self):
        action = {
            "name": self.env._("Placements"),
            "type": "ir.actions.act_window",
            "res_model": self._name,
        }
        if len(self) == 1:
            return {**action, "view_mode": "form", "res_id": self.id}
        return {
            **action,
            "view_mode": "list,form",
            "domain": [("id", "in", self.ids)],
            "context": {"active_test": False},
        }

    def _check_agreed_parties(self, vals):
        """Refuse to give agreed terms to another person, assignment or company (R2).

        Filling in an assignment that was not known yet is no change of what was agreed.
        """
        for name in ("professional_id", "assignment_id", "company_id"):
            if name not in vals:
                continue
            for placement in self:
                value = placement[name].id
                if placement.terms_state == "agreed" and value and value != vals[name]:
                    raise UserError(
                        self.env._(
                            "%(placement)s has agreed terms: its %(field)s cannot be changed any"
                            " more. Close it and start a new placement instead.",
                            placement=placement.display_name,
                            field=self.fields_get([name], ["string"])[name]["string"],
                        )
                    )

    def _get_close_action(self, reason):
        return {
            "name": self.env._("Close Placements"),
            "type": "ir.actions.act_window",
            "res_model": "interim.placement.close",
            "view_mode": "form",
            "target": "new",
            "context": {
                "default_placement_ids": self.ids,
                "default_close_reason_id": reason.id,
            },
        }

    def _get_party_partner(self, party):
        """Return the contact who speaks for a party: a record of res.partner, may be empty.

        :param str party: ``professional`` or ``client``
        """
        self.ensure_one()
        # As superuser: the assignment may be a colleague's.
        placement = self.sudo()
        if party == "professional":
            return placement.professional_id.partner_id
        return placement.contact_id or placement.client_id

    def _mail_get_partner_fields(self, introspect_fields=False):
        return ["professional_partner_id"]

    def _get_rotting_depends_fields(self):
        return [*super()._get_rotting_depends_fields(), "active", "phase"]

    def _get_rotting_domain(self):
        return super()._get_rotting_domain() & fields.Domain(
            [("active", "=", True), ("phase", "!=", "done")]
        )
