import base64
from datetime import date

from odoo.fields import Command
from odoo.tests import Form

from odoo.addons.mail.tests.common import MailCommon

from .common import PlacementCommon

TODAY = "2027-03-03 09:00:00"


class LonglistCommon(PlacementCommon, MailCommon):
    """An assignment, two professionals on the way to its client, one of them with permission."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.recruiter.email = "rina@agency.test"
        cls.expertise = cls.env["interim.expertise"].create(
            [{"name": name} for name in ("Crisis talk", "Participation talk")]
        )
        cls.assignment.write(
            {"reference": "WR-2291", "expertise_ids": [Command.set(cls.expertise[1].ids)]}
        )
        cls.professional.write(
            {
                "level": "senior",
                "expertise_ids": [Command.set(cls.expertise.ids)],
                "available_from": date(2027, 4, 1),
                "availability_confirmed_on": date(2027, 3, 1),
                "hours_min": 24,
                "hours_max": 32,
                "monday": True,
                "thursday": True,
                "rate_min": 97.31,
                "notes": "<p>Difficult with aldermen</p>",
                "phone": "+31 6 55 44 33 22",
                "city": "Utrecht",
                "result_ids": [
                    Command.create(
                        {
                            "name": "Participation up 40 pct",
                            "may_quote": True,
                            "client_id": cls.client.id,
                        }
                    ),
                    Command.create({"name": "Quarrel settled", "may_quote": False}),
                ],
                "cv_ids": [
                    Command.create({"name": "CV Sanne.pdf", "datas": base64.b64encode(b"%PDF-")})
                ],
            }
        )
        cls.bo = cls._create_professional("Bo Jansen", level="medior")
        cls.placements = cls._create_placement() | cls._create_placement(professional_id=cls.bo.id)
        cls.permission = cls._permit(cls.professional)

    @classmethod
    def _permit(cls, professional, assignment=None, **values):
        return cls.env["interim.permission"].create(
            {
                "professional_id": professional.id,
                "assignment_id": (assignment or cls.assignment).id,
                "given_on": date(2027, 3, 1),
                "how": "phone",
                **values,
            }
        )

    def _open(self, user=None, professionals=None, assignment=None):
        """Open the longlist as the button does: a form."""
        assignment = (assignment or self.assignment).with_user(user or self.recruiter)
        if professionals is None:
            action = assignment.action_longlist()
        else:
            action = assignment._get_longlist_action(professionals)
        return Form(assignment.env["interim.longlist"].browse(action["res_id"]))

    def _set_line(self, form, name, **values):
        """Change the line of a professional in the form."""
        names = [
            self.env["interim.professional"].browse(line["professional_id"]).name
            for line in form.line_ids._records
        ]
        with form.line_ids.edit(names.index(name)) as line:
            for field, value in values.items():
                setattr(line, field, value)

    def _send(self, form):
        with self.mock_mail_gateway():
            form.save().action_send()
        return self._new_mails
