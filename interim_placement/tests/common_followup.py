from freezegun import freeze_time

from odoo.tests import Form

from .common_checkin import CheckinCommon

TODAY = "2027-03-01 09:00:00"  # the window opened on 26 February


class FollowupCommon(CheckinCommon):
    """A placement whose follow-up has begun: it ends on 31 May 2027."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        with freeze_time("2026-11-25 09:00:00"):
            cls.placement = cls._create_active()
        with freeze_time(TODAY):
            cls.placement.stage_id = cls.stages["followup"]
        cls.project, cls.bridging = (
            cls.env.ref(f"interim_placement.assignment_type_{name}")
            for name in ("project", "bridging")
        )

    @classmethod
    def _ask_for(cls, party, placement=None, **values):
        return cls.env["interim.followup.answer"].create(
            {"placement_id": (placement or cls.placement).id, "party": party, **values}
        )

    def _answer(self, question, **values):
        """Answer as the page does: as nobody in particular, by the link."""
        public = question.with_user(self.env.ref("base.public_user"))
        public = public.with_context(tracking_disable=False, mail_notrack=False)
        public._find_by_token(question._get_page_url().split("/")[-1])._answer(values)

    def _open_note(self, party, user=None, placement=None):
        placement = (placement or self.placement).with_user(user or self.recruiter)
        action = placement.with_context(interim_followup_party=party).action_note_followup()
        records = self.env["interim.followup.answer"].with_user(user or self.recruiter)
        return Form(
            records.browse(action["res_id"]).with_context(**action["context"]),
            view="interim_placement.interim_followup_answer_view_form_note",
        )

    def _note(self, party, user=None, **values):
        """Note what a side said, by the form."""
        form = self._open_note(party, user)
        for name, value in values.items():
            setattr(form, name, value)
        noted = form.save()
        noted.action_record()
        return noted
