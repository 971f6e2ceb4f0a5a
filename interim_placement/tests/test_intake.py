import base64
import io
import zipfile
from datetime import date, datetime

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, new_test_user, tagged

from odoo.addons.interim_placement.tests.common import PlacementCommon

REQUEST = """Functie: Senior communicatieadviseur
Opdrachtgever: gemeente Waterrijk
Referentienummer: WR-2291
Locatie: Waterrijk
Startdatum: 1 maart 2027
Einddatum: 31 augustus 2027
Optie tot verlenging: 2x 6 maanden
Uren per week: 24 tot 28
Maximaal uurtarief: € 95,50 excl. btw
Sluitingsdatum: 1 februari 2027 om 09:00 uur
Vaste dagen: maandag en dinsdag
Een VOG is vereist.

Eisen:
- Ervaring met crisiscommunicatie

Wensen:
- Kennis van de Omgevingswet
"""
CV = """Curriculum Vitae Noor Dijkstra
noor@dijkstra.example
06 1234 5678
3991 WR Waterrijk
Geboortedatum: 12 mei 1980

Twaalf jaar crisiscommunicatie.

Certificaten
Leergang Overheidscommunicatie
"""


def encode(content):
    return base64.b64encode(content)


@tagged("post_install", "-at_install")
@freeze_time("2027-01-11 09:00:00")
class TestIntake(PlacementCommon):
    """A text is read and shown; a person makes something of it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.recruiter.tz = "Europe/Amsterdam"
        cls.crisis = cls.env["interim.expertise"].create(
            {"name": "Crisis calls", "synonyms": "crisiscommunicatie"}
        )
        cls.diploma = cls.env["interim.certification"].search(
            [("name", "=", "Leergang Overheidscommunicatie")]
        ) or cls.env["interim.certification"].create({"name": "Leergang Overheidscommunicatie"})
        cls.professional.write({"phone": "+31 6 8765 4321", "city": "Duinhoven"})

    def _read(self, text=None, model="interim.assignment.intake", user=None, **values):
        wizard = self.env[model].with_user(user or self.recruiter).create({"text": text, **values})
        wizard.action_read()
        return wizard

    def _line(self, wizard, name):
        return wizard.line_ids.filtered(lambda line: line.field_name == name)

    def _create(self, wizard):
        action = wizard.action_create()
        return self.env[action["res_model"]].with_user(self.recruiter).browse(action["res_id"])

    def _notes(self, record):
        return " ".join(record.message_ids.mapped("body"))

    # Assignments --------------------------------------------------------------------------------

    def test_a_request_becomes_an_assignment(self):
        wizard = self._read(REQUEST)
        self.assertEqual(wizard.client_id, self.client)
        line = self._line(wizard, "date_start")
        self.assertEqual((line.value, line.is_accepted), ("03/01/2027", True))
        self.assertEqual(line.words, "Startdatum: 1 maart 2027")
        self.assertEqual(self._line(wizard, "deadline").value, "02/01/2027 09:00")
        before = self.env["interim.assignment"].search_count([])
        assignment = self._create(wizard)
        self.assertEqual(self.env["interim.assignment"].search_count([]), before + 1)
        self.assertRecordValues(
            assignment,
            [
                {
                    "name": "Senior communicatieadviseur",
                    "client_id": self.client.id,
                    "reference": "WR-2291",
                    "location": "Waterrijk",
                    "date_start": date(2027, 3, 1),
                    "date_end": date(2027, 8, 31),
                    "extension_count": 2,
                    "extension_months": 6,
                    "hours_min": 24.0,
                    "hours_max": 28.0,
                    "rate_max": 95.5,
                    "deadline": datetime(2027, 2, 1, 8, 0),
                    "monday": True,
                    "wednesday": False,
                    "screening": "vog",
                    "level": "senior",
                    "user_id": self.recruiter.id,
                }
            ],
        )
        self.assertIn(self.crisis, assignment.expertise_ids)
        requirements = assignment.requirement_ids
        self.assertEqual(set(requirements.mapped("kind")), {"knockout", "wish"})
        self.assertFalse(
            assignment.description, "Contracts print it, and the text tells a rate (R6)"
        )
        source = self.env["ir.attachment"].search(
            [("res_model", "=", assignment._name), ("res_id", "=", assignment.id)]
        )
        self.assertIn("Optie tot verlenging", source.raw.decode())
        notes = self._notes(assignment)
        self.assertIn("Startdatum: 1 maart 2027", notes)
        self.assertNotIn("95", notes, "No rate in the log (R6)")
        self.assertEqual(assignment.message_ids.author_id, self.recruiter.partner_id)
        self.assertFalse(wizard.text or wizard.line_ids, "The text is not kept twice")

    def test_what_is_not_ticked_is_not_taken_over(self):
        wizard = self._read(REQUEST)
        self._line(wizard, "rate_max").is_accepted = False
        self._line(wizard, "hours_max").value = "32.5"
        self._line(wizard, "date_end").value = "12/31/2027"
        assignment = self._create(wizard)
        self.assertEqual((assignment.rate_max, assignment.hours_max), (0.0, 32.5))
        self.assertEqual(assignment.date_end, date(2027, 12, 31))

    def test_what_is_typed_wrong_is_explained(self):
        wizard = self._read(REQUEST)
        self._line(wizard, "date_end").value = "soon"
        with self.assertRaisesRegex(
            UserError, "“soon” is not understood. Write it like 12/31/2027"
        ):
            wizard.action_create()

    def test_a_contradiction_is_asked_and_not_chosen(self):
        wizard = self._read("Functie: Redacteur\nUren per week: 24\nJe werkt 32 uur per week.\n")
        lines = self._line(wizard, "hours_max")
        self.assertEqual(lines.mapped("value"), ["24", "32"])
        self.assertFalse(any(lines.mapped("is_accepted")))
        self.assertEqual(wizard.question_count, 1)
        self.assertIn("different things", lines[0].question)
        wizard.client_id = self.client
        lines.is_accepted = True
        with self.assertRaisesRegex(UserError, "ticked more than once"):
            wizard.action_create()
        lines[0].is_accepted = False
        self.assertEqual(wizard.question_count, 0)
        self.assertEqual(self._create(wizard).hours_max, 32.0)

    def test_as_soon_as_possible_is_an_empty_start(self):
        wizard = self._read("Functie: Redacteur\nStartdatum: z.s.m.\nDuur: 6 maanden")
        self.assertIn("As soon as possible", self._line(wizard, "date_start").value)
        self.assertIn("Closes On", wizard.missing)
        self.assertNotIn("End", wizard.missing.split("; "))
        wizard.client_id = self.client
        assignment = self._create(wizard)
        self.assertFalse(assignment.date_start)
        self.assertEqual(assignment.duration_months, 6)

    def test_the_client_is_matched_or_made(self):
        text = "Functie: Redacteur\nOpdrachtgever: %s"
        self.assertEqual(self._read(text % "GEMEENTE WATERRIJK").client_id, self.client)
        wizard = self._read(text % "Gemeente Waterrijk-Noord")
        self.assertFalse(wizard.client_id)
        self.assertEqual(wizard.new_client_name, "Gemeente Waterrijk-Noord")
        client = self._create(wizard).client_id
        self.assertTrue(client.is_company)
        self.assertEqual(client.name, "Gemeente Waterrijk-Noord")
        self.env["res.partner"].create({"name": "gemeente waterrijk", "is_company": True})
        wizard = self._read(text % "Gemeente Waterrijk")
        self.assertFalse(wizard.client_id or wizard.new_client_name)
        self.assertIn("Several", wizard.client_question)
        with self.assertRaisesRegex(UserError, "Choose the client"):
            wizard.action_create()

    def test_the_same_request_is_shown(self):
        first = self._create(self._read(REQUEST))
        wizard = self._read(REQUEST)
        self.assertEqual(wizard.duplicate_ids, first)
        second = self._create(wizard)
        self.assertIn("same reference", self._notes(second))
        other = self.env["res.partner"].create({"name": "Gemeente Duinhoven", "is_company": True})
        wizard.write({"client_id": other.id, "text": REQUEST, "state": "ask"})
        wizard = self._read(REQUEST.replace("gemeente Waterrijk", "Gemeente Duinhoven"))
        self.assertFalse(wizard.duplicate_ids)

    def test_a_role_is_needed(self):
        wizard = self._read("Hallo daar", client_id=self.client.id)
        with self.assertRaisesRegex(UserError, "Fill in the role"):
            wizard.action_create()
        self._line(wizard, "name").write({"value": "Redacteur", "is_accepted": True})
        assignment = self._create(wizard)
        self.assertEqual(assignment.name, "Redacteur")
        self.assertIn("by hand", self._notes(assignment))

    def test_the_wizard_in_a_form(self):
        form = Form(self.env["interim.assignment.intake"].with_user(self.recruiter))
        form.text = REQUEST
        wizard = form.save()
        wizard.action_read()
        with Form(wizard) as form, form.line_ids.edit(0) as line:
            line.value = "Woordvoerder"
        self.assertEqual(self._create(wizard).name, "Woordvoerder")

    def test_a_withheld_client_is_not_made(self):
        wizard = self._read(
            "Functie: Redacteur\nOpdrachtgever: vertrouwelijk\nInzet: 8 uur per dag"
        )
        self.assertFalse(wizard.client_id or wizard.new_client_name)
        self.assertIn("Choose it", wizard.client_question)
        line = self._line(wizard, "hours_max")
        self.assertFalse(line.value or line.is_accepted)
        self.assertIn("no hours a week", line.question)

    def test_the_times_are_those_of_the_user_or_the_company(self):
        self.recruiter.tz = False
        self.env.company.resource_calendar_id.tz = "Asia/Tokyo"
        wizard = self._read(REQUEST)
        self.assertEqual(self._line(wizard, "deadline").value, "02/01/2027 17:00")
        self.assertEqual(self._create(wizard).deadline, datetime(2027, 2, 1, 8, 0))

    def test_the_wizards_have_a_name_and_outlive_a_night(self):
        wizard, reader = self._read(REQUEST), self._read_cv()
        self.assertEqual(wizard.display_name, "Assignment from a Request")
        self.assertEqual(reader.display_name, "Professional from a CV")
        for records in (wizard, wizard.line_ids, reader, reader.line_ids, reader.match_ids):
            self.assertEqual(records._transient_max_hours, 24.0)

    # Files --------------------------------------------------------------------------------------

    def test_a_file_is_read_and_kept(self):
        wizard = self._read(file=encode(REQUEST.encode()), file_name="aanvraag.txt")
        assignment = self._create(wizard)
        attachment = self.env["ir.attachment"].search(
            [("res_model", "=", "interim.assignment"), ("res_id", "=", assignment.id)]
        )
        self.assertEqual((attachment.name, attachment.raw.decode()), ("aanvraag.txt", REQUEST))
        self.assertFalse(assignment.description)

    def test_a_text_beside_a_file_is_not_lost_without_a_word(self):
        file = encode(REQUEST.encode())
        wizard = self._read("Covering note", file=file, file_name="aanvraag.txt")
        self.assertIn("the pasted text was not", wizard.notice)
        assignment = self._create(wizard)
        sources = self.env["ir.attachment"].search(
            [("res_model", "=", assignment._name), ("res_id", "=", assignment.id)]
        )
        self.assertIn(
            "Covering note", sources.filtered(lambda f: f.name == "Request.txt").raw.decode()
        )
        wizard = self._read(" ", file=file, file_name="aanvraag.txt")
        self.assertFalse(wizard.notice)
        wizard = self._read_cv("Note", file=encode(CV.encode()), file_name="cv.txt")
        self.assertIn("the pasted text was not", wizard.notice)

    def test_hostile_files_are_refused_with_a_remedy(self):
        bomb = io.BytesIO()
        with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("word/document.xml", b"\0" * 30_000_000)
        macro = io.BytesIO()
        with zipfile.ZipFile(macro, "w") as archive:
            archive.writestr("word/document.xml", "<x/>")
            archive.writestr("word/vbaProject.bin", "x")
        for content, message in (
            (bomb.getvalue(), "unpacks to far more"),
            (macro.getvalue(), "has macros"),
            (b"PK\x03\x04 broken", "is damaged"),
            (b"\x89PNG\r\n\x1a\n\0\0", "is no PDF"),
        ):
            wizard = (
                self.env["interim.assignment.intake"]
                .with_user(self.recruiter)
                .create({"file": encode(content), "file_name": "x.docx"})
            )
            with self.assertRaisesRegex(UserError, message):
                wizard.action_read()
            self.assertEqual(wizard.state, "ask")

    def test_large_files_are_refused_before_they_are_kept(self):
        self.env["ir.config_parameter"].set_param("interim_placement.intake_file_mb", "1")
        wizards = self.env["interim.professional.intake"].with_user(self.recruiter)
        large = encode(b"x" * (1024 * 1024 + 10))
        with self.assertRaisesRegex(UserError, "more than 1 MB"):
            wizards.create({"file": large})
        wizard = wizards.create({"file": encode(b"x" * 1000)})
        with self.assertRaisesRegex(UserError, "more than 1 MB"):
            wizard.write({"file": large})
        with self.assertRaisesRegex(UserError, "characters"):
            wizards.create({"text": "x" * 400_000})
        with self.assertRaisesRegex(UserError, "damaged"):
            wizards.create({"file": b"@@@"}).action_read()
        with self.assertRaisesRegex(UserError, "Paste a text"):
            wizards.create({}).action_read()

    # Professionals ------------------------------------------------------------------------------

    def _read_cv(self, text=CV, **values):
        return self._read(text, "interim.professional.intake", **values)

    def test_a_cv_becomes_a_professional(self):
        wizard = self._read_cv(None, file=encode(CV.encode()), file_name="cv.txt")
        self.assertFalse(wizard.match_ids)
        professional = self._create(wizard)
        self.assertRecordValues(
            professional,
            [
                {
                    "name": "Noor Dijkstra",
                    "email": "noor@dijkstra.example",
                    "phone": "06 1234 5678",
                    "city": "Waterrijk",
                    "zip": "3991 WR",
                }
            ],
        )
        self.assertIn(self.crisis, professional.expertise_ids)
        self.assertEqual(professional.certification_ids, self.diploma)
        self.assertEqual(professional.cv_ids.name, "cv.txt")
        self.assertEqual(professional.cv_ids.res_id, professional.id)
        self.assertIn("from “noor@dijkstra.example”", self._notes(professional))
        self.assertNotIn("1980", self._notes(professional))

    def test_what_a_cv_denies_is_not_ticked(self):
        text = CV.replace(
            "Leergang Overheidscommunicatie", "Leergang Overheidscommunicatie (verlopen)"
        )
        text = text.replace("Twaalf jaar", "Geen").replace("noor@", "info@")
        wizard = self._read_cv(text)
        for name in ("expertise_ids", "certification_ids", "email", "phone"):
            lines = self._line(wizard, name)
            self.assertTrue(lines and all(lines.mapped("question")), name)
            self.assertTrue(all(lines.mapped("value")), name)
            self.assertFalse(any(lines.mapped("is_accepted")), name)
        professional = self._create(wizard)
        self.assertFalse(professional.expertise_ids or professional.certification_ids)
        self.assertFalse(professional.email)

    def test_a_pasted_cv_is_not_kept(self):
        professional = self._create(self._read_cv())
        self.assertFalse(professional.cv_ids)
        self.assertNotIn("1980", self._notes(professional) + str(professional.notes))

    def test_the_same_person_is_offered_and_updated(self):
        known = self._create_professional(
            "N. Dijkstra", email="NOOR@dijkstra.example", city="Den Haag"
        )
        wizard = self._read_cv(None, file=encode(CV.encode()), file_name="cv.txt")
        match = wizard.match_ids
        self.assertEqual(match.professional_id, known)
        self.assertIn("same e-mail", match.name)
        with self.assertRaisesRegex(UserError, "probably known already"):
            wizard.action_create()
        match.action_choose()
        self.assertEqual(self._create(wizard), known)
        self.assertEqual(
            (known.name, known.city), ("N. Dijkstra", "Den Haag"), "What is there stays"
        )
        self.assertEqual((known.phone, known.zip), ("06 1234 5678", "3991 WR"))
        self.assertEqual(known.cv_ids.name, "cv.txt")
        self.assertIn("A CV was added", self._notes(known))

    def test_a_contact_becomes_the_professional(self):
        contact = self.env["res.partner"].create({"name": "Noor D.", "phone": "+31612345678"})
        wizard = self._read_cv()
        self.assertEqual(wizard.match_ids.partner_id, contact)
        self.assertFalse(wizard.match_ids.professional_id)
        wizard.match_ids.action_choose()
        professional = self._create(wizard)
        self.assertEqual(professional.partner_id, contact)
        self.assertEqual((contact.name, contact.email), ("Noor D.", "noor@dijkstra.example"))
        self.assertEqual(contact.phone, "+31612345678")

    def test_somebody_else_takes_a_reason_that_is_logged(self):
        self.env["res.partner"].create({"name": "noor  dijkstra", "city": "WATERRIJK"})
        self.env["res.partner"].create({"name": "Noor Dijkstra", "city": "Waterrijk"})
        wizard = self._read_cv()
        self.assertEqual(len(wizard.match_ids), 1)
        wizard.reason = "Mother and daughter"
        self.assertIn("Mother and daughter", self._notes(self._create(wizard)))

    def test_a_corrected_value_is_looked_up_before_anything_is_made(self):
        wizard = self._read_cv()
        self._line(wizard, "email").value = self.professional.email
        action = wizard.action_create()
        self.assertEqual(action["res_model"], wizard._name)
        self.assertEqual(wizard.match_ids.professional_id, self.professional)

    def test_contacts_that_are_one_are_offered_for_merging(self):
        one, other = self.env["res.partner"].create(
            [
                {"name": "Noor", "email": "noor@dijkstra.example"},
                {"name": "N", "phone": "0612345678"},
            ]
        )
        wizard = self._read_cv()
        self.assertTrue(wizard.can_merge)
        action = wizard.action_merge_contacts()
        merge = (
            self.env[action["res_model"]]
            .with_user(self.recruiter)
            .with_context(**action["context"])
            .create({})
        )
        self.assertEqual(merge.partner_ids, one | other)
        for partner in (one, other):
            self.env["interim.professional"].create({"partner_id": partner.id})
        wizard = self._read_cv()
        self.assertFalse(wizard.can_merge)
        self.assertIn("each a professional", wizard.merge_hint)

    # Who is known -------------------------------------------------------------------------------

    def _find(self, user=None, **identity):
        empty = dict.fromkeys(("name", "email", "phone", "city"))
        professionals = self.env["interim.professional"].with_user(user or self.recruiter)
        return professionals._find_likely_duplicates([{**empty, **identity}])[0]

    def test_who_is_likely_the_same(self):
        for identity, shared in (
            ({"email": "Sanne <SANNE@professional.test>"}, "email"),
            ({"phone": "06-87654321"}, "phone"),
            ({"phone": "0031 (0)6 87 65 43 21"}, "phone"),
            ({"name": "sanne DE vries", "city": "duinhoven"}, "name"),
        ):
            (found,) = self._find(**identity)
            self.assertEqual(found.professional, self.professional)
            self.assertEqual(found.shared, {shared})
        for identity in (
            {"name": "Sanne de Vries"},
            {"name": "Sanne de Vries", "city": "Waterrijk"},
            {"phone": "112"},
            {"email": "nobody"},
            {},
        ):
            self.assertFalse(self._find(**identity), identity)
        self.professional.active = False
        self.assertEqual(self._find(phone="0687654321")[0].professional, self.professional)

    def test_those_of_other_companies_are_not_shown(self):
        company = self.env["res.company"].create({"name": "Other Agency"})
        self.env.user.company_ids += company
        foreign = self._create_professional(
            "Dirk Bos", company_id=company.id, user_id=False, phone="0699999999"
        )
        foreign.partner_id.company_id = company
        self.assertFalse(self._find(email=foreign.email, phone=foreign.phone))
        form = Form(self.env["interim.professional"].with_user(self.recruiter))
        form.name = "Dirk"
        form.email = foreign.email
        self.assertFalse(form.duplicate_warning)

    def test_the_professional_of_this_company_goes_first(self):
        company = self.env["res.company"].create({"name": "Other Agency"})
        (self.env.user | self.recruiter).company_ids += company
        contact = self.env["res.partner"].create({"name": "Dirk", "email": "dirk@bos.test"})
        professionals = self.env["interim.professional"]
        theirs = professionals.create({"partner_id": contact.id, "company_id": company.id})
        allowed = [self.env.company.id, company.id]
        user_professionals = professionals.with_user(self.recruiter).with_context(
            allowed_company_ids=allowed
        )
        identity = {"name": False, "email": "dirk@bos.test", "phone": False, "city": False}
        (found,) = user_professionals._find_likely_duplicates([identity])[0]
        self.assertEqual(found.professional, theirs)
        self.assertIn(
            "professional of Other Agency (same e-mail)",
            user_professionals._describe_duplicate(found),
        )
        ours = professionals.create({"partner_id": contact.id, "active": False})
        (found,) = user_professionals._find_likely_duplicates([identity])[0]
        self.assertEqual(found.professional, ours)
        self.assertNotIn("Agency", user_professionals._describe_duplicate(found))

    def test_the_form_of_a_new_professional_warns(self):
        form = Form(self.env["interim.professional"].with_user(self.recruiter))
        form.name = "Sanne"
        self.assertFalse(form.duplicate_warning)
        form.email = "sanne@professional.test"
        self.assertIn("Sanne de Vries, professional (same e-mail)", form.duplicate_warning)
        saved = form.save()
        self.assertFalse(saved.duplicate_warning, "Only while it is being entered")

    def test_many_are_found_with_the_same_queries(self):
        professionals = self.env["interim.professional"].with_user(self.recruiter)
        for number in range(30):
            self._create_professional(f"P{number}", email=f"p{number}@x.test", city="Oss")

        def find(count):
            self.env.invalidate_all()
            identities = [
                {"name": f"P{n}", "email": f"p{n}@x.test", "phone": False, "city": "Oss"}
                for n in range(count)
            ]
            return professionals._find_likely_duplicates(identities)

        find(1)
        with self.assertQueryCount(6):
            find(1)
        with self.assertQueryCount(6):
            found = find(30)
        self.assertEqual([len(one) for one in found], [1] * 30)

    # Access -------------------------------------------------------------------------------------

    def test_a_wizard_is_for_who_opened_it(self):
        self.env["res.partner"].create({"name": "Noor", "email": "noor@dijkstra.example"})
        wizard = self._read_cv()
        for record in (wizard, wizard.line_ids, wizard.match_ids):
            with self.assertRaises(AccessError):
                record.with_user(self.colleague).read(["display_name"])
        theirs = (
            self.env["interim.professional.intake"].with_user(self.colleague).create({"text": CV})
        )
        with self.assertRaises(AccessError):
            theirs.match_id = wizard.match_ids
        with self.assertRaises(AccessError):
            wizard.match_ids.partner_id = self.contact
        with self.assertRaises(AccessError):
            self.env[wizard.match_ids._name].with_user(self.recruiter).create(
                {"wizard_id": wizard.id, "partner_id": self.contact.id}
            )

    def test_who_is_no_recruiter_reads_nothing(self):
        clerk = new_test_user(self.env, "clara", "base.group_partner_manager")
        for model in ("interim.assignment.intake", "interim.professional.intake"):
            with self.assertRaises(AccessError):
                self.env[model].with_user(clerk).create({"text": CV})
