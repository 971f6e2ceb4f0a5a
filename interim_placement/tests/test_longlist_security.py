from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import Form, new_test_user, tagged

from .common_longlist import TODAY, LonglistCommon

NAME = {"fields": {"display_name": {}}}


@tagged("post_install", "-at_install")
@freeze_time(TODAY)
class TestLonglistSecurity(LonglistCommon):
    """What was disclosed stays on record, and nobody learns what is not theirs to know."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.other_company = cls.env["res.company"].create({"name": "Other Agency"})
        cls.env.user.company_ids += cls.other_company
        company = {"company_id": cls.other_company.id, "user_id": False}
        cls.foreign = cls._create_professional("Cor Visser", rate_min=88.88, **company)
        cls.foreign_client = cls.env["res.partner"].create(
            {
                "name": "Provincie Hoogland",
                "is_company": True,
                "company_id": cls.other_company.id,
            }
        )
        cls.foreign_assignment = cls._create_assignment(
            "Secret editor", client_id=cls.foreign_client.id, contact_id=False, **company
        )
        cls.foreign_permission = cls._permit(cls.foreign, cls.foreign_assignment)

    def _disclose(self):
        self._send(self._open())
        return self.assignment.disclosure_ids

    def _assert_refused(self, *attempts):
        for number, attempt in enumerate(attempts):
            with self.subTest(number):
                self.env.invalidate_all()
                with self.assertRaises(AccessError) as refusal, self.cr.savepoint():
                    shown = attempt()
                    self.env.flush_all()
                    self.fail(f"Shown: {shown}")
                for secret in ("Cor Visser", "Secret editor", "Hoogland"):
                    self.assertNotIn(secret, str(refusal.exception))

    def test_nobody_changes_the_log(self):
        disclosure = self._disclose()
        for vals in ({"recipients": "x"}, {"body": "x"}, {"recipient_ids": [Command.clear()]}):
            with self.assertRaisesRegex(UserError, "stays on record"):
                disclosure.sudo().write(vals)
            for user in (self.recruiter, self.colleague, self.manager):
                with self.assertRaises(AccessError):
                    disclosure.with_user(user).write(vals)
        with self.assertRaisesRegex(UserError, "stays on record"):
            disclosure.sudo().unlink()
        for user in (self.recruiter, self.colleague, self.manager):
            log = disclosure.with_user(user)
            self._assert_refused(
                lambda log=log: log.unlink(),
                lambda log=log: log.create({"professional_id": self.bo.id}),
                lambda log=log: log.copy(),
            )
        self.assertTrue(disclosure.exists())
        self.assertEqual(disclosure.recipients, "Anja Bakker <anja@waterrijk.test>")

    def test_nobody_changes_the_log_through_what_it_is_about(self):
        disclosure = self._disclose()
        for record in (self.professional, self.assignment, self.permission):
            for command in (
                Command.update(disclosure.id, {"body": "x"}),
                Command.delete(disclosure.id),
                Command.unlink(disclosure.id),
            ):
                for user in (self.env.ref("base.user_root"), self.manager):
                    with (
                        self.subTest(record=record._name, command=command, user=user.login),
                        self.assertRaises(UserError),
                        self.cr.savepoint(),
                    ):
                        record.with_user(user).write({"disclosure_ids": [command]})
                        self.env.flush_all()
        self.assertIn("Sanne de Vries", disclosure.body)

    def test_who_was_presented_stays(self):
        disclosure = self._disclose()
        self.placements.unlink()
        for attempt, text in (
            (lambda: self.professional.unlink(), "cannot be deleted"),
            (lambda: self.assignment.unlink(), "cannot be deleted"),
            (
                lambda: self.professional.write({"company_id": self.other_company.id}),
                "contact and company cannot be changed",
            ),
            (
                lambda: self.professional.write({"partner_id": self.contact.id}),
                "contact and company cannot be changed",
            ),
            (
                lambda: self.assignment.write({"company_id": self.other_company.id}),
                "the company cannot be changed",
            ),
        ):
            with self.assertRaisesRegex(UserError, text), self.cr.savepoint():
                attempt()
        self.assignment.client_id = self.env["res.partner"].create(
            {"name": "Another", "is_company": True}
        )
        self.assertEqual(disclosure.client_id, self.client)

    def test_all_recruiters_of_the_company_read_the_log(self):
        disclosure = self._disclose()
        for user in (self.recruiter, self.colleague, self.manager):
            log = self.env["interim.disclosure"].with_user(user)
            self.assertEqual(log.search([]), disclosure)
            self.assertTrue(Form(disclosure.with_user(user)).record)
        elsewhere = new_test_user(
            self.env,
            "mo",
            "interim_placement.group_interim_manager",
            company_id=self.other_company.id,
            company_ids=[Command.set(self.other_company.ids)],
        )
        self.assertFalse(self.env["interim.disclosure"].with_user(elsewhere).search([]))
        for user in (self.employee, new_test_user(self.env, "portia", "base.group_portal")):
            self._assert_refused(
                lambda user=user: disclosure.with_user(user).read(["body"]),
                lambda user=user: self.permission.with_user(user).read(["how"]),
            )

    def _get_forged_calls(self, user):
        """Return calls that a program may try, to learn what is of another company."""
        wizards = self.env["interim.longlist"].with_user(user)
        permissions = self.env["interim.permission"].with_user(user)
        line = [Command.create({"professional_id": self.foreign.id})]
        own = {"assignment_id": self.assignment.id}
        theirs = {"assignment_id": self.foreign_assignment.id}
        recipients = {"recipient_ids": [Command.set(self.foreign_client.ids)]}
        made_for = {"made_for_ids": [Command.set(self.foreign.ids)]}
        lines = {name: {} for name in ("permission", "problem", "history", "presented", "known")}
        spec = {"body": {}, "subject": {}, "problem": {}, "client_id": NAME}
        spec["line_ids"] = {"fields": lines}
        permission = {"professional_id": self.foreign.id, **own, "how": "mail"}
        default = wizards.with_context(default_assignment_id=self.foreign_assignment.id)
        return [
            lambda: wizards.create(theirs).body,
            lambda: wizards.create({**own, "line_ids": line}).line_ids.mapped("problem"),
            lambda: wizards.create(own).write({"line_ids": line}),
            lambda: wizards.create(own).write(theirs),
            lambda: wizards.create(own).write(recipients),
            lambda: wizards.create(own).write(made_for),
            lambda: wizards.create({**own, **made_for}).problem,
            lambda: wizards.onchange(theirs, [], spec),
            lambda: wizards.onchange({**own, "line_ids": line}, ["line_ids"], spec),
            lambda: wizards.onchange({**own, **recipients}, ["recipient_ids"], spec),
            lambda: wizards.onchange({**own, **made_for}, [], spec),
            lambda: default.onchange({}, [], spec),
            lambda: default.create({}),
            lambda: wizards.with_context(default_line_ids=line).create(own).body,
            lambda: permissions.create(permission).display_name,
            lambda: permissions.onchange(permission, ["professional_id"], {"display_name": {}}),
            lambda: self.foreign_assignment.with_user(user).action_longlist(),
            lambda: self.foreign_assignment.with_user(user).action_view_client_history(),
        ]

    def test_the_other_company_is_not_shown(self):
        for user in (self.recruiter, self.manager):
            self._assert_refused(*self._get_forged_calls(user))
        people = self.professional.with_user(self.recruiter).with_context(
            interim_history_client_id=self.foreign_client.id,
            interim_history_except_assignment_id=self.foreign_assignment.id,
        )
        self.assertFalse(people.client_history)

    def test_a_longlist_is_for_who_opened_it(self):
        wizard = self._open().save()
        for user in (self.colleague, self.manager):
            theirs = wizard.with_user(user)
            self._assert_refused(
                lambda theirs=theirs: theirs.read(["body"]),
                lambda theirs=theirs: theirs.action_send(),
                lambda theirs=theirs: theirs.line_ids.read(["problem"]),
                lambda theirs=theirs: theirs.line_ids.create(
                    {"wizard_id": wizard.id, "professional_id": self.bo.id}
                ),
            )

    def test_of_two_companies(self):
        """Who works for both cannot present who is of one for an assignment of the other."""
        self.recruiter.company_ids += self.other_company
        wizards = self.env["interim.longlist"].with_user(self.recruiter)
        wizards = wizards.with_context(
            allowed_company_ids=[self.env.company.id, self.other_company.id]
        )
        wizard = wizards.create(
            {
                "assignment_id": self.assignment.id,
                "line_ids": [Command.create({"professional_id": self.foreign.id})],
            }
        )
        self.assertIn("Of another company", wizard.line_ids.problem)
        wizard.line_ids.write({"given_how": "mail", "included": True})
        wizard.action_rewrite()
        with self.assertRaisesRegex(UserError, "Cor Visser: Of another company"):
            wizard.action_send()
        with self.assertRaisesRegex(UserError, "compan"):
            self._permit(self.foreign)

    def test_a_file_that_may_not_be_read_stays_here(self):
        secret = self.env["ir.attachment"].create(
            {
                "name": "Salaries.pdf",
                "raw": b"%PDF-",
                "res_model": "interim.professional",
                "res_id": self.foreign.id,
            }
        )
        self.professional.cv_ids += secret
        form = self._open()
        form.attach_cvs = True
        wizard = form.save()
        self.env.invalidate_all()
        with self.mock_mail_gateway():
            wizard.action_send()
        self.assertEqual(self._new_mails.attachment_ids.mapped("name"), ["CV Sanne.pdf"])
        self.assertEqual(self.professional.disclosure_ids.cv_names, "CV Sanne.pdf")

    def test_own_rights_present_whom_colleagues_know(self):
        """Professionals are everybody's; who is proposed comes from the user's own placements."""
        self.placements[1].user_id = self.colleague
        form = self._open()
        self.assertEqual(form.save().line_ids.professional_id, self.professional)
        form = self._open(professionals=self.bo)
        self._set_line(form, "Bo Jansen", given_how="mail")
        self._send(form)
        self.assertEqual(self.bo.disclosure_ids.user_id, self.recruiter)
