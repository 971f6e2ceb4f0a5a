from datetime import date

from odoo.fields import Command
from odoo.tests import new_test_user

from odoo.addons.base.tests.common import BaseCommon

# What a complete set of terms says; the margin is 15.00 an hour, 13.64 %.
TERMS = {
    "date_start": date(2027, 1, 4),
    "date_end": date(2027, 6, 30),
    "hours_per_week": 24.0,
    "client_rate": 110.0,
    "professional_rate": 95.0,
}


class PlacementCommon(BaseCommon):
    """A small agency: three users, a client with a contact, an assignment, a professional."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.recruiter = cls._create_user("rina", "group_interim_user_own")
        cls.colleague = cls._create_user("karel", "group_interim_user_all")
        cls.manager = cls._create_user("maud", "group_interim_manager")
        cls.employee = new_test_user(cls.env, "els", "base.group_user", tz="UTC")
        cls.client = cls.env["res.partner"].create(
            {"name": "Gemeente Waterrijk", "is_company": True}
        )
        cls.contact = cls.env["res.partner"].create(
            {"name": "Anja Bakker", "parent_id": cls.client.id, "email": "anja@waterrijk.test"}
        )
        cls.professional = cls._create_professional("Sanne de Vries", hours_max=36.0)
        cls.assignment = cls._create_assignment("Communication adviser")
        cls.stages = {}
        for stage in cls.env["interim.placement.stage"].search([]):
            cls.stages.setdefault(stage.phase, stage)

    @classmethod
    def _create_user(cls, login, group):
        return new_test_user(cls.env, login, f"interim_placement.{group}", tz="UTC")

    @classmethod
    def _create_professional(cls, name, **values):
        email = f"{name.split()[0].lower()}@professional.test"
        return cls.env["interim.professional"].create(
            {
                "name": name,
                "email": email,
                "user_id": cls.recruiter.id,
                "consent_date": date(2026, 1, 5),
                **values,
            }
        )

    @classmethod
    def _create_assignment(cls, name, **values):
        return cls.env["interim.assignment"].create(
            {
                "name": name,
                "client_id": cls.client.id,
                "contact_id": cls.contact.id,
                "user_id": cls.recruiter.id,
                "rate_max": 115.0,
                **values,
            }
        )

    @classmethod
    def _create_placement(cls, phase="meeting", terms=None, agreed=False, **values):
        """Create a placement for the recruiter, with terms if given, through the real checks.

        The placement passes every stage on its way, with the checklist done.
        """
        values = {
            "professional_id": cls.professional.id,
            "assignment_id": cls.assignment.id,
            "user_id": cls.recruiter.id,
            **values,
        }
        if terms:
            state = "agreed" if agreed else "draft"
            values["terms_ids"] = [Command.create({**terms, "state": state})]
        placement = cls.env["interim.placement"].create(values)
        phases = list(cls.stages)
        target = phases.index(phase)
        for step in phases[1 : target + 1]:
            if step == "active":
                placement.stage_checklist_ids.filtered("active").action_feedback()
            if step == "done":
                placement.followup_state = "available"
            placement.stage_id = cls.stages[step]
        return placement
