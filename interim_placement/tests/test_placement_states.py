from datetime import date, timedelta

from hypothesis import strategies as st
from hypothesis.stateful import (
    initialize,
    invariant,
    precondition,
    rule,
)

from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.interim_placement.models.assignment import FILLING_PHASES
from odoo.addons.interim_placement.models.placement_stage import PHASE_ORDER
from odoo.addons.interim_placement.models.placement_terms import TERMS_FIELDS
from odoo.addons.interim_placement.tests.common import TERMS, PlacementCommon
from odoo.addons.interim_placement.tests.state_machine import OdooMachine

FIRST_DAY = date(2027, 1, 4)
days = st.integers(0, 300).map(lambda number: FIRST_DAY + timedelta(days=number))
edits = st.fixed_dictionaries(
    {},
    optional={
        "date_start": days,
        "hours_per_week": st.sampled_from([0, 8, 16, 24, 36]),
        "client_rate": st.sampled_from([0, 95, 110, 130]),
        "professional_rate": st.sampled_from([0, 80, 95]),
        "monday": st.booleans(),
        "wednesday": st.booleans(),
    },
)


class PlacementMachine(OdooMachine):
    """Two placements of one professional, through anything a recruiter may do to them."""

    def __init__(self):
        super().__init__()
        self.placements = []
        self.agreed = {}

    @initialize()
    def start(self):
        for name in ("Adviser", "Editor"):
            assignment = self.test._create_assignment(name)
            placement = self.test._create_placement(assignment_id=assignment.id, **TERMS)
            self.placements.append(placement.with_user(self.test.recruiter))

    @rule(index=st.integers(0, 1), values=edits, length=st.integers(0, 200))
    def edit(self, index, values, length):
        if "date_start" in values:
            values["date_end"] = values["date_start"] + timedelta(days=length)
        elif self.placements[index].date_start:
            values["date_end"] = self.placements[index].date_start + timedelta(days=length)
        self._try(lambda: self.placements[index].write(values))

    @rule(index=st.integers(0, 1), values=edits)
    def write_terms(self, index, values):
        self._try(lambda: self.placements[index].terms_ids.write(values))

    @rule(index=st.integers(0, 1))
    def agree(self, index):
        placement = self.placements[index].with_context(interim_conflict_accepted=True)
        self._try(placement.action_agree_terms)

    @rule(index=st.integers(0, 1))
    def reject(self, index):
        self._try(self.placements[index].terms_ids.action_reject)

    @rule(index=st.integers(0, 1), phase=st.sampled_from(PHASE_ORDER))
    def move(self, index, phase):
        stage = self.test.stages[phase]
        self._try(lambda: self.placements[index].write({"stage_id": stage.id}))

    @rule(index=st.integers(0, 1))
    def move_on(self, index):
        position = PHASE_ORDER.index(self.placements[index].phase)
        self.move(index, PHASE_ORDER[min(position + 1, len(PHASE_ORDER) - 1)])

    @rule(index=st.integers(0, 1))
    def finish_checklist(self, index):
        self.placements[index].activity_ids.action_feedback()

    @precondition(lambda self: all(placement.active for placement in self.placements))
    @rule(index=st.integers(0, 1))
    def close(self, index):
        reason = self.test.env.ref("interim_placement.close_reason_no_fit")
        self.placements[index].write({"active": False, "close_reason_id": reason.id})

    @rule(index=st.integers(0, 1))
    def reopen(self, index):
        self._try(self.placements[index].action_reopen)

    @invariant()
    def placements_say_what_their_terms_say(self):
        for placement in self.placements:
            rows = placement.terms_ids
            drafts = rows.filtered(lambda t: t.state == "draft")
            agreed = rows.filtered(lambda t: t.state == "agreed")
            self.test.assertLessEqual(len(drafts), 1)
            current = (agreed or drafts)[-1:]
            self.test.assertEqual(placement.current_terms_id, current)
            for name in TERMS_FIELDS:
                self.test.assertEqual(placement[name], current[name], name)

    @invariant()
    def agreed_terms_stay(self):
        for placement in self.placements:
            for terms in placement.terms_ids.filtered(lambda t: t.state == "agreed"):
                values = {name: terms[name] for name in TERMS_FIELDS}
                self.test.assertEqual(self.agreed.setdefault(terms.id, values), values)
        known = self.test.env["interim.terms"].browse(self.agreed)
        self.test.assertEqual(set(known.mapped("state")) or {"agreed"}, {"agreed"})

    @invariant()
    def nobody_is_in_a_phase_without_its_requirements(self):
        for placement in self.placements:
            position = PHASE_ORDER.index(placement.phase)
            if position >= PHASE_ORDER.index("onboarding"):
                self.test.assertEqual(placement.terms_state, "agreed")
            if position >= PHASE_ORDER.index("active"):
                self.test.assertFalse(placement.stage_checklist_ids.filtered("active"))
            self.test.assertNotEqual(placement.phase, "done", "Nothing was decided")

    @invariant()
    def positions_follow(self):
        for placement in self.placements:
            filled = placement.active and placement.phase in FILLING_PHASES
            self.test.assertRecordValues(
                placement.assignment_id,
                [{"positions_filled": int(filled), "state": "filled" if filled else "open"}],
            )

    @invariant()
    def stored_facts_equal_computed_ones(self):
        self.test.env.flush_all()
        conflicts = self.placements[0].concat(*self.placements)._get_conflicts()
        for placement in self.placements:
            stored = placement.has_conflict, placement.health, placement.health_review_date
            placement.sudo()._compute_has_conflict()
            placement.sudo()._compute_health()
            computed = placement.has_conflict, placement.health, placement.health_review_date
            self.test.assertEqual(stored, computed)
            self.test.assertEqual(bool(conflicts[placement]), placement.has_conflict)


@tagged("post_install", "-at_install")
class TestPlacementStates(PlacementCommon):
    """R1, R2 and R3 hold after every step of random sequences of what recruiters do."""

    @mute_logger("odoo.sql_db")
    def test_invariants_hold_after_every_step(self):
        PlacementMachine.run_in(self, examples=40, steps=25)
