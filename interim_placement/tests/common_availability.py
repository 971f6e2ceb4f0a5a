from datetime import date

from odoo.fields import Command
from odoo.tests import Form

from .common import PlacementCommon

TODAY = date(2027, 1, 11)
NOW = "2027-01-11 09:00:00"


class AvailabilityCommon(PlacementCommon):
    """A professional whose availability is known, and one whose is not."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.recruiter.email = "rina@agency.test"
        cls.unknown = cls._create_professional("Bo Jansen")
        cls.project, cls.bridging = (
            cls.env.ref(f"interim_placement.assignment_type_{name}")
            for name in ("project", "bridging")
        )
        cls.professional.write(
            {
                "hours_min": 24,
                "hours_max": 36,
                "monday": True,
                "tuesday": True,
                "available_from": date(2027, 2, 1),
                "availability_confirmed_on": date(2027, 1, 4),
                "assignment_type_ids": [Command.set(cls.project.ids)],
            }
        )

    @classmethod
    def _ask(cls, professional=None, user=None):
        """Ask as the window does, with a mail that is the link only."""
        professional = (professional or cls.professional).with_user(user or cls.recruiter)
        answers = professional.env["interim.availability.answer"]
        place = answers._get_link_place()
        return answers._ask(dict.fromkeys(professional, ("Available?", f"<p>{place}</p>")))

    def _answer(self, question, is_available="yes", **values):
        """Answer as the page does: as nobody in particular, by the link."""
        public = question.with_user(self.env.ref("base.public_user"))
        public = public.with_context(tracking_disable=False, mail_notrack=False)
        found = public._find_by_token(question._get_page_url().split("/")[-1])
        found._answer({"is_available": is_available, **values})

    def _open(self, professionals=None, user=None):
        """Open the window with the mails, as from the list."""
        professionals = (professionals or self.professional).with_user(user or self.recruiter)
        action = professionals.action_ask_availability()
        return Form(professionals.env[action["res_model"]].with_context(**action["context"]))

    def _get_question(self, professional=None):
        return (professional or self.professional).availability_answer_ids.sorted("id")[-1:]
