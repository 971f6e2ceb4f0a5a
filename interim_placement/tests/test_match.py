from datetime import date
from unittest.mock import patch

from freezegun import freeze_time
from psycopg2.errors import CheckViolation

from odoo.exceptions import AccessError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from ..models.professional import LEVEL_ORDER
from ..tools import matching
from ..tools.terms_sequence import booked_periods
from ..wizard import match_search
from .common import TERMS, PlacementCommon

TODAY = "2027-03-01 09:00:00"


@tagged("post_install", "-at_install")
@freeze_time(TODAY)
class TestMatch(PlacementCommon):
    """Professionals for an assignment, assignments for a professional, with the reasons."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.crisis, cls.social, cls.campaign = cls.env["interim.expertise"].search([], limit=3)
        cls.gov, cls.law = cls.env["interim.certification"].search([], limit=2)
        cls.project, cls.bridging = (
            cls.env.ref(f"interim_placement.assignment_type_{name}")
            for name in ("project", "bridging")
        )
        cls.public, cls.health = cls.env["res.partner.industry"].create(
            [{"name": "Public Administration"}, {"name": "Health Care"}]
        )
        cls.client.write(
            {
                "city": "Amsterdam",
                "industry_id": cls.public.id,
                "partner_latitude": 52.3676,
                "partner_longitude": 4.9041,
            }
        )
        with freeze_time(TODAY):
            cls.professional.write(
                {
                    "level": "senior",
                    "expertise_ids": [(6, 0, (cls.crisis | cls.campaign).ids)],
                    "available_from": date(2027, 4, 1),
                    "availability_confirmed_on": date(2027, 2, 20),
                    "hours_min": 16.0,
                    "rate_min": 90.0,
                    "monday": True,
                    "tuesday": True,
                    "office_days_max": 2,
                    "max_distance_km": 50,
                    "city": "'s-Gravenhage",
                    "partner_latitude": 52.0705,
                    "partner_longitude": 4.3007,
                    "assignment_type_ids": [(6, 0, cls.project.ids)],
                    "industry_ids": [(6, 0, cls.public.ids)],
                    "certificate_ids": [
                        (0, 0, {"certification_id": cls.gov.id, "valid_until": date(2027, 12, 31)})
                    ],
                }
            )
            cls.assignment.write(
                {
                    "level": "senior",
                    "expertise_ids": [(6, 0, (cls.crisis | cls.social).ids)],
                    "date_start": date(2027, 4, 1),
                    "date_end": date(2027, 9, 30),
                    "hours_min": 24.0,
                    "hours_max": 32.0,
                    "monday": True,
                    "wednesday": True,
                    "office_days": 2,
                    "type_id": cls.project.id,
                    "requirement_ids": [
                        (0, 0, {"name": "Government course", "certification_id": cls.gov.id}),
                        (0, 0, {"name": "Has a car"}),
                        (
                            0,
                            0,
                            {
                                "name": "Knows campaigns",
                                "kind": "wish",
                                "weight": 2.0,
                                "expertise_id": cls.campaign.id,
                            },
                        ),
                    ],
                }
            )

    def _as(self, user, records):
        """The records as the user's web client asks for them."""
        return records.with_user(user or self.recruiter).with_context(tz="UTC", lang="en_US")

    def _find_professionals(self, user=None, assignment=None):
        searches = self._as(user, self.env["interim.match.search"])
        return searches._search_professionals(self._as(user, assignment or self.assignment))

    def _find_assignments(self, user=None, professional=None, placement=None):
        searches = self._as(user, self.env["interim.match.search"])
        return searches._search_assignments(
            self._as(user, professional or self.professional),
            placement and self._as(user, placement),
        )

    def _sentences(self, row):
        return {part["subject"]: part["sentence"] for part in row.parts}

    # What is found

    def test_points_and_reasons(self):
        search = self._find_professionals()
        row = search.match_ids
        self.assertEqual((search.considered_count, search.kept_count), (1, 1))
        self.assertRecordValues(
            row,
            [
                {
                    "professional_id": self.professional.id,
                    "assignment_id": self.assignment.id,
                    "company_id": self.env.company.id,
                    "expertise_score": 80,
                    "level_score": 100,
                    "start_score": 100,
                    "hours_score": 100,
                    "weekdays_score": 50,
                    "rate_score": 100,
                    "office_score": 100,
                    "region_score": 50,
                    "sector_score": 0,
                    "wishes_score": 100,
                    "score": 88,
                    "confidence": 95,
                    "knockout_state": "unknown",
                    "is_on_assignment": False,
                }
            ],
        )
        self.assertEqual(row.level, "senior")
        self.assertEqual(
            self._sentences(row),
            {
                "expertise": f"Has {self.crisis.name}, {self.campaign.name},"
                f" certificate {self.gov.name}; lacks {self.social.name}",
                "level": "Senior, as asked",
                "start": "Free from 1 Apr 2027, in time",
                "hours": "36 hours a week free, 24–32 asked",
                "weekdays": "Does not work on Wed",
                "rate": "From $\xa090.00, within the ceiling of $\xa0115.00",
                "office": "2 office days a week asked, at most 2 wished",
                "region": "53 km from Amsterdam, at most 50 wished",
                "sector": "Has the professional worked in Public Administration before?",
                "wishes": "Wished: Project, Public Administration",
            },
        )
        self.assertEqual(
            [(line["name"], line["state"], line["sentence"]) for line in row.knockouts],
            [("Government course", "met", "On record"), ("Has a car", "unknown", "To be asked")],
        )
        self.assertEqual(
            row.questions.splitlines(),
            [
                "Has the professional worked in Public Administration before?",
                "Does this hold: Has a car?",
            ],
        )
        sector = next(part for part in row.parts if part["subject"] == "sector")
        self.assertEqual((sector["share"], sector["state"]), (None, "unknown"))

    def test_nothing_known_is_all_questions(self):
        unknown = self._create_professional("Uma Unknown")
        row = self._find_professionals().match_ids.filtered(
            lambda found: found.professional_id.id == unknown.id
        )
        self.assertEqual((row.score, row.confidence, row.rank), (0, 0, 50.0))
        self.assertEqual(len(row.questions.splitlines()), 12)
        self.assertFalse([part for part in row.parts if part["share"] is not None])
        self.assertEqual([line["state"] for line in row.knockouts], ["unknown", "unknown"])

    def test_the_same_both_ways(self):
        self._create_professional("Bo Better", level="senior", expertise_ids=self.social.ids)
        self._create_assignment("Editor", level="medior", expertise_ids=self.crisis.ids)
        professionals = self.env["interim.professional"].search([])
        scores = {}
        for assignment in self.env["interim.assignment"].search([]):
            for row in self._find_professionals(assignment=assignment).match_ids:
                scores[row.professional_id.id, row.assignment_id.id] = (row.score, row.parts)
        found = {}
        for professional in professionals:
            for row in self._find_assignments(professional=professional).match_ids:
                found[row.professional_id.id, row.assignment_id.id] = (row.score, row.parts)
        self.assertEqual(found, scores)
        self.assertGreaterEqual(len(found), 4)

    def test_the_best_first(self):
        worse = self._create_professional("Wim Worse", level="junior", rate_min=200.0)
        rows = self._find_professionals().match_ids
        self.assertEqual(rows.professional_id.ids, [self.professional.id, worse.id])
        self.assertEqual(rows.mapped("rank"), sorted(rows.mapped("rank"), reverse=True))

    def test_others_are_kept_beside_the_best(self):
        self.assignment.requirement_ids = [
            (5,),
            (0, 0, {"name": "Social", "expertise_id": self.social.id}),
        ]
        for number in range(3):
            self._create_professional(f"Able {number}", expertise_ids=self.social.ids)
            self._create_professional(f"Other {number}", expertise_ids=self.crisis.ids)
        with (
            patch.object(match_search, "MOST_POSSIBLE", 2),
            patch.object(match_search, "MOST_UNMET", 1),
        ):
            search = self._find_professionals()
        self.assertEqual((search.considered_count, search.kept_count), (7, 3))
        self.assertEqual(search.match_ids.mapped("knockout_state"), ["unmet", "met", "met"])
        self.assertEqual(search.match_ids[0].professional_id.id, self.professional.id)

    def test_who_is_on_the_assignment_already_is_marked(self):
        own = self._create_placement("proposal")
        other = self._create_professional("Cor Colleague")
        self._create_placement("proposal", professional_id=other.id, user_id=self.colleague.id)
        rows = self._find_professionals().match_ids
        self.assertTrue(all(rows.mapped("is_on_assignment")))
        by_person = {row.professional_id.id: row.placement_id.id for row in rows}
        self.assertEqual(by_person, {self.professional.id: own.id, other.id: False})
        row = self._find_assignments().match_ids
        self.assertEqual((row.is_on_assignment, row.placement_id.id), (True, own.id))

    def test_only_open_assignments(self):
        self._create_assignment("Closed", deadline="2027-02-28 12:00:00")
        self._create_assignment("Held").action_hold()
        later = self._create_assignment("Later", deadline="2027-03-02 12:00:00")
        found = self._find_assignments().match_ids.assignment_id
        self.assertEqual(set(found.ids), {self.assignment.id, later.id})

    def test_archived_professionals_are_not_found(self):
        self.professional.active = False
        self.assertFalse(self._find_professionals().match_ids)

    # When somebody is free

    def _book(self, **values):
        other = self._create_assignment("Other work", rate_max=0)
        return self._create_placement(
            "active",
            {**TERMS, **values},
            True,
            assignment_id=other.id,
            user_id=self.colleague.id,
        )

    def test_what_colleagues_agreed_counts_without_being_named(self):
        placement = self._book(date_end=date(2027, 4, 30), hours_per_week=24.0, monday=True)
        row = self._find_professionals().match_ids
        self.assertEqual(row.start_score, 50)
        self.assertEqual(
            self._sentences(row)["start"], "Free from 1 May 2027, 30 days after the start"
        )
        self.assertNotIn("Other work", str(row.read()))
        self.env["interim.terms"].create(
            {
                "placement_id": placement.id,
                **TERMS,
                "kind": "extension",
                "date_start": date(2027, 5, 1),
                "date_end": date(2027, 6, 30),
            }
        )
        self.assertIn(
            "an extension is in discussion",
            self._sentences(self._find_professionals().match_ids)["start"],
        )

    def test_part_of_the_week_is_free(self):
        self._book(date_end=date(2027, 12, 31), hours_per_week=16.0, monday=True)
        self.assignment.hours_min = 16.0
        row = self._find_professionals().match_ids
        sentences = self._sentences(row)
        self.assertEqual(sentences["hours"], "20 hours a week free, 16–32 asked")
        self.assertEqual(
            sentences["weekdays"], "Does not work on Wed; already works elsewhere on Mon"
        )
        self.assertEqual(row.weekdays_score, 0)

    def test_aged_availability_is_a_question(self):
        self.professional.availability_confirmed_on = date(2026, 10, 1)
        row = self._find_professionals().match_ids
        self.assertIn("From when is the professional available?", row.questions)
        self.assertEqual((row.start_score, row.confidence), (0, 83))

    def test_what_was_said_about_the_next_assignment_counts(self):
        placement = self._book(date_end=date(2027, 3, 31))
        placement.user_id = self.recruiter
        self.env["interim.followup.answer"].with_user(self.recruiter).create(
            {
                "placement_id": placement.id,
                "party": "professional",
                "available_from": date(2027, 7, 1),
                "hours_min": 8.0,
                "hours_max": 12.0,
                "type_ids": self.bridging.ids,
            }
        )
        self.professional.available_from = date(2027, 4, 1)
        on_record = self._find_assignments().match_ids
        said = self._find_assignments(placement=placement)
        self.assertEqual(said.placement_id.id, placement.id)
        row = said.match_ids.filtered(lambda r: r.assignment_id.id == self.assignment.id)
        self.assertEqual((row.start_score, row.hours_score, row.wishes_score), (0, 50, 50))
        before = on_record.filtered(lambda r: r.assignment_id.id == self.assignment.id)
        self.assertEqual((before.start_score, before.hours_score), (100, 100))

    # Read as the ORM reads

    def _read_candidate(self, professional):
        """The same by the ORM, field by field: slow and obvious."""
        professional = professional.sudo().with_context(active_test=False)
        taken = []
        for placement in professional.placement_ids.filtered("active"):
            agreed = placement.terms_ids.filtered(lambda t: t.state == "agreed").sorted("sequence")
            draft = placement.terms_ids.filtered(
                lambda t: t.state == "draft" and t.kind == "extension"
            )
            for row, start, end in booked_periods((t, t.date_start, t.date_end) for t in agreed):
                if end >= date(2027, 3, 1):
                    taken.append(
                        matching.Taken(
                            start,
                            end,
                            row.hours_per_week,
                            row._get_weekdays(),
                            bool(draft) and end == placement.date_end,
                        )
                    )
        clients = professional.result_ids.client_id
        for placement in professional.placement_ids:
            if placement.terms_state == "agreed" and placement.date_start <= date(2027, 3, 1):
                clients |= placement.client_id
        latitude, longitude = professional.partner_latitude, professional.partner_longitude
        sectors = (
            clients.industry_id
            | clients.commercial_partner_id.filtered(
                lambda c: not (clients & c.child_ids).industry_id
            ).industry_id
        )
        return matching.Candidate(
            key=professional.id,
            level=LEVEL_ORDER.get(professional.level),
            expertises=frozenset(professional.expertise_ids.ids),
            certificates={
                line.certification_id.id: line.valid_until or None
                for line in professional.certificate_ids
            },
            available_from=professional.available_from or None,
            is_availability_known=professional._is_availability_known(date(2027, 3, 1)),
            refused_on=professional.unavailable_said_on or None,
            ask_again_on=professional.ask_again_on or None,
            taken=sorted(taken),
            hours_min=professional.hours_min,
            hours_max=professional.hours_max,
            weekdays=professional._get_weekdays(),
            rate_min=professional.rate_min,
            office_days_max=professional.office_days_max,
            max_distance_km=professional.max_distance_km,
            place=professional.city or "",
            town=matching.town_key(professional.city),
            position=(latitude, longitude) if latitude and longitude else None,
            experience=frozenset(sectors.ids),
            types=frozenset(professional.assignment_type_ids.ids),
            sectors=frozenset(professional.industry_ids.ids),
        )

    def test_professionals_are_read_as_by_the_orm(self):
        bare = self._create_professional("Bare")
        booked = self._create_professional("Booked", hours_max=40.0)
        placement = self._book(hours_per_week=16.0, monday=True, friday=True)
        changed = self._create_placement("active", TERMS, True, professional_id=booked.id)
        self.env["interim.terms"].create(
            [
                {
                    **TERMS,
                    "placement_id": changed.id,
                    "kind": "change",
                    "state": "agreed",
                    "date_start": date(2027, 5, 1),
                    "date_end": date(2027, 8, 31),
                    "hours_per_week": 12.0,
                    "reason": "Fewer hours",
                },
                {
                    **TERMS,
                    "placement_id": placement.id,
                    "kind": "extension",
                    "date_start": date(2027, 7, 1),
                    "date_end": date(2027, 12, 31),
                },
            ]
        )
        hospital = self.env["res.partner"].create(
            {"name": "Hospital", "is_company": True, "industry_id": self.health.id}
        )
        self.env["interim.professional.result"].create(
            {"professional_id": booked.id, "client_id": hospital.id, "name": "Reach up 20 %"}
        )
        self.crisis.active = False
        professionals = self.professional | bare | booked
        found = professionals.with_user(self.recruiter)._get_candidates()
        self.assertEqual(list(found), sorted(professionals.ids))
        for professional in professionals:
            with self.subTest(professional.name):
                expected = self._read_candidate(professional)
                candidate = found[professional.id]
                for field in matching.Candidate.__dataclass_fields__:
                    value = getattr(candidate, field)
                    if field == "taken":
                        value = sorted(value)
                    self.assertEqual(value, getattr(expected, field), field)
        self.assertEqual(len(found[booked.id].taken), 2)
        self.assertTrue(found[self.professional.id].taken[0].is_uncertain)

    def test_assignments_are_read_as_by_the_orm(self):
        bare = self._create_assignment("Bare", rate_max=0)
        elsewhere = self._create_assignment(
            "Elsewhere", location="Utrecht, Stadsplateau 1", duration_months=6
        )
        at_client = self._create_assignment("At the client", location="Amsterdam (hybrid)")
        found = (self.assignment | bare | elsewhere | at_client)._get_demands()
        demand = found[self.assignment.id]
        lines = self.assignment.requirement_ids.sorted()
        self.assertEqual(
            demand,
            matching.Demand(
                key=self.assignment.id,
                level=2,
                expertises=frozenset((self.crisis | self.social).ids),
                requirements=tuple(
                    matching.Requirement(
                        line.id,
                        line.kind == "knockout",
                        line.weight,
                        line.expertise_id.id or None,
                        line.certification_id.id or None,
                    )
                    for line in lines
                ),
                start=date(2027, 4, 1),
                end=date(2027, 9, 30),
                hours_min=24.0,
                hours_max=32.0,
                weekdays=frozenset({0, 2}),
                rate_max=115.0,
                office_days=2,
                place="Amsterdam",
                towns=frozenset({"amsterdam"}),
                position=(52.3676, 4.9041),
                sector=self.public.id,
                type=self.project.id,
            ),
        )
        self.assertEqual(
            found[bare.id],
            matching.Demand(
                key=bare.id,
                place="Amsterdam",
                towns=frozenset({"amsterdam"}),
                position=(52.3676, 4.9041),
                sector=self.public.id,
            ),
        )
        self.assertEqual(found[elsewhere.id].end, date(2027, 8, 31), "Six months from today")
        self.assertEqual(found[elsewhere.id].towns, {"utrecht", "stadsplateau 1"})
        self.assertEqual(found[elsewhere.id].place, "Utrecht")
        self.assertIsNone(found[elsewhere.id].position, "The work is not where the client is")
        self.assertEqual(found[at_client.id].position, (52.3676, 4.9041))

    def test_it_is_told_when_not_all_are_shown(self):
        self._create_professional("Bo Jansen")
        search = self._find_professionals()
        self.assertNotIn("the best", search._get_action()["name"])
        with (
            patch.object(match_search, "MOST_POSSIBLE", 1),
            patch.object(match_search, "MOST_UNMET", 0),
        ):
            search = self._find_professionals()
        told = f"the best 1 of {search.considered_count}"
        self.assertGreater(search.considered_count, 1)
        self.assertIn(told, search._get_action()["name"])

    def test_placed_and_never_confirmed_is_not_known(self):
        """Agreed terms tell when somebody is busy, not that the rest of the week is free."""
        part_time = {**TERMS, "hours_per_week": 8.0}
        self._create_placement(
            "active", part_time, agreed=True, assignment_id=self._create_assignment("Editor").id
        )
        self.professional.availability_confirmed_on = False
        self.assertEqual(self.professional.availability, "placed")
        self.assertIsNone(self._get_start_part()["share"])
        self.professional.availability_confirmed_on = date(2027, 2, 20)
        self.assertEqual(self._get_start_part()["share"], 1.0)

    def test_who_said_no_is_asked_when(self):
        self.professional.write(
            {"availability_confirmed_on": False, "ask_again_on": date(2027, 5, 1)}
        )
        self.professional.sudo().unavailable_said_on = date(2027, 2, 20)
        part = self._get_start_part()
        self.assertIsNone(part["share"])
        self.assertEqual(
            part["sentence"], "Said on 20 Feb 2027 not to be available; ask again from 1 May 2027"
        )

    def _get_start_part(self):
        match = self._find_professionals().match_ids.filtered(
            lambda found: found.professional_id == self.professional
        )
        return next(part for part in match.parts if part["subject"] == "start")

    # Who somebody is plays no part (R8)

    def test_the_same_result_for_another_name(self):
        twin = self.professional.copy({"name": "Mohammed El Amrani", "email": "m@twin.test"})
        twin.write(
            {
                "available_from": self.professional.available_from,
                "availability_confirmed_on": self.professional.availability_confirmed_on,
                "certificate_ids": [
                    (0, 0, {"certification_id": self.gov.id, "valid_until": date(2027, 12, 31)})
                ],
                "city": self.professional.city,
                "partner_latitude": self.professional.partner_latitude,
                "partner_longitude": self.professional.partner_longitude,
            }
        )
        one, other = self._find_professionals().match_ids
        stored = {name for name, field in one._fields.items() if field.store}
        names = stored - {"id", "professional_id"}
        self.assertEqual(one.read(names)[0] | {"id": 0}, other.read(names)[0] | {"id": 0})
        before = one.read(names)[0]
        for name in ("Jan", "Fatima", "Maria van den Berg", "Sem"):
            self.professional.write({"name": name, "email": f"{name[:3]}@new.test"})
            twin.active = False
            row = self._find_professionals().match_ids
            ignored = {"id": 0, "search_id": 0, "create_date": 0, "write_date": 0}
            self.assertEqual(row.read(names)[0] | ignored, before | ignored)

    # Who may see what was found

    def test_rows_are_the_searchers_only(self):
        search = self._find_professionals()
        self.assertEqual(search.create_uid, self.recruiter)
        self.assertEqual(search.match_ids.create_uid, self.recruiter)
        for user in (self.colleague, self.manager):
            for records in (search, search.match_ids):
                self.assertFalse(records.with_user(user).search([("id", "in", records.ids)]))
                with self.assertRaises(AccessError):
                    records.with_user(user).read(["display_name"])
        with self.assertRaises(AccessError):
            search.match_ids.write({"score": 100})
        with self.assertRaises(AccessError):
            self.env["interim.match"].with_user(self.recruiter).create({"score": 100})

    def test_nobody_searches_for_what_is_not_theirs(self):
        placement = self._book()
        with self.assertRaises(AccessError):
            self._find_assignments(placement=placement)
        with self.assertRaises(AccessError):
            placement.with_user(self.recruiter).action_find_assignments()
        with self.assertRaises(AccessError):
            self._find_professionals(self.employee)

    def test_companies_are_kept_apart(self):
        company = self.env["res.company"].create({"name": "Another Agency"})
        self.recruiter.company_ids += company
        stranger = self._create_professional("Stranger", company_id=company.id, user_id=False)
        strange = self._create_assignment("Strange", company_id=company.id, user_id=False)
        recruiter = self.recruiter.with_context(
            allowed_company_ids=[self.env.company.id, company.id]
        )
        searches = (
            self.env["interim.match.search"]
            .with_user(recruiter)
            .with_context(allowed_company_ids=[self.env.company.id, company.id])
        )
        found = searches._search_professionals(self.assignment.with_env(searches.env))
        self.assertEqual(found.match_ids.professional_id, self.professional)
        found = searches._search_professionals(strange.with_env(searches.env))
        self.assertEqual(found.match_ids.professional_id, stranger)
        self.assertEqual(found.match_ids.company_id, company)
        found = searches._search_assignments(stranger.with_env(searches.env))
        self.assertEqual(found.match_ids.assignment_id, strange)
        with self.assertRaises(AccessError):
            self._find_professionals(self.colleague, strange)

    # Actions

    def test_actions_show_what_was_found(self):
        placement = self._create_placement("proposal")
        for record, name, side in (
            (self.assignment, "action_find_professionals", "professional"),
            (self.professional, "action_find_assignments", "assignment"),
            (placement, "action_find_assignments", "assignment"),
        ):
            action = getattr(record.with_user(self.recruiter), name)()
            expected = self.env.ref(f"interim_placement.interim_match_{side}_action")
            self.assertEqual((action["id"], action["res_model"]), (expected.id, "interim.match"))
            row = self.env["interim.match"].with_user(self.recruiter).search(action["domain"])
            self.assertEqual(row.professional_id.id, self.professional.id)
            self.assertEqual(bool(row.search_id.placement_id), record == placement)
            self.assertIn("Matches for ", action["name"])

    # Settings

    def test_weights_are_a_setting(self):
        company = self.env.company
        self.assertEqual(company._get_match_weights(), matching.WEIGHTS)
        with Form(self.env["res.config.settings"]) as form:
            form.interim_match_weight_expertise = 0
            form.interim_match_weight_level = 50
        form.record.execute()
        self.assertEqual(company.interim_match_weight_level, 50)
        row = self._find_professionals().match_ids
        self.assertNotIn("expertise", self._sentences(row))
        self.assertEqual((row.expertise_score, row.level_score), (0, 100))

    def test_weights_are_moved_from_one_to_another(self):
        names = [f"interim_match_weight_{subject}" for subject in matching.SUBJECTS]
        self.env.company.write({name: int(name.endswith("level")) for name in names})
        settings = self.env["res.config.settings"].create(
            {"interim_match_weight_level": 0, "interim_match_weight_rate": 5}
        )
        settings.execute()
        self.assertEqual(self.env.company.interim_match_weight_rate, 5)

    @mute_logger("odoo.sql_db")
    def test_weights_must_make_sense(self):
        names = [f"interim_match_weight_{subject}" for subject in matching.SUBJECTS]
        for values in (
            {"interim_match_weight_rate": -1},
            {"interim_match_weight_rate": 1001},
            dict.fromkeys(names, 0),
        ):
            with self.subTest(values), self.assertRaises(CheckViolation), self.cr.savepoint():
                self.env.company.write(values)
                self.env.flush_all()

    # Large numbers

    def test_as_many_queries_for_many(self):
        counts = {"professionals": [], "assignments": []}
        for number in (20, 200):
            for index in range(number):
                self._create_professional(
                    f"Pro {number}.{index}", expertise_ids=self.crisis.ids, hours_max=36.0
                )
                self._create_assignment(f"Role {number}.{index}", expertise_ids=self.crisis.ids)
            for name, find in (
                ("professionals", self._find_professionals),
                ("assignments", self._find_assignments),
            ):
                for _turn in ("warms the caches of what is not data", "counts"):
                    self.env.flush_all()
                    self.env.invalidate_all()
                    before = self.cr.sql_log_count
                    found = find()
                counts[name].append(self.cr.sql_log_count - before)
                self.assertGreater(found.considered_count, number)
        for name, (few, many) in counts.items():
            self.assertEqual(few, many, name)
            self.assertLess(few, 30, name)
