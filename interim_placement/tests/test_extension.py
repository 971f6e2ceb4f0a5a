from datetime import date

from freezegun import freeze_time
from psycopg2 import errors

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, HttpCase, tagged
from odoo.tools import mute_logger

from .common import TERMS, PlacementCommon

TODAY = "2027-03-10"
FORM = "interim_placement.interim_terms_view_form_discuss"


class ExtensionCommon(PlacementCommon):
    """A placement of 24 hours a week, from 4 January to 30 June 2027, at 110 and 95."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.assignment.write({"extension_count": 1, "extension_months": 2})
        cls.professional.consent_date = date(2027, 1, 5)
        cls.placement = cls._create_placement("active", terms=TERMS, agreed=True)

    def _discuss(self, kind="extension", **values):
        """Propose terms in the form that the button opens, as the recruiter."""
        action = "action_extend" if kind == "extension" else "action_change_terms"
        placement = self.placement.with_user(self.recruiter)
        context = getattr(placement, action)()["context"]
        terms = self.env["interim.terms"].with_user(self.recruiter).with_context(**context)
        with Form(terms, FORM) as form:
            for name, value in values.items():
                setattr(form, name, value)
        return form.record

    def _get_warnings(self, terms):
        return (terms.warning_text or "").splitlines()


@tagged("post_install", "-at_install")
@freeze_time(TODAY)
class TestExtension(ExtensionCommon):
    """Extensions and changes are new rows, in discussion until agreed, rejected or withdrawn."""

    def test_proposal_by_the_option(self):
        draft = self._discuss()
        self.assertRecordValues(
            draft,
            [
                {
                    "kind": "extension",
                    "state": "draft",
                    "date_start": date(2027, 7, 1),
                    "date_end": date(2027, 8, 31),
                    "months": 2,
                    "hours_per_week": 24.0,
                    "client_rate": 110.0,
                    "professional_rate": 95.0,
                    "notice_months": 1,
                    "payment_days": 30,
                }
            ],
        )
        self.assertRecordValues(
            self.placement,
            [
                {
                    "extension_in_discussion": True,
                    "extension_until": date(2027, 8, 31),
                    "draft_terms_id": draft.id,
                    "extension_count": 0,
                    "date_end": date(2027, 6, 30),
                }
            ],
        )
        # 62 days / 7 x 24 x 110 and x 15
        self.assertIn(
            "Value of the extension: $\xa023,382.86, margin $\xa03,188.57.", draft.difference_text
        )
        self.assertEqual(self._get_warnings(draft), [])

    def test_months_set_the_end(self):
        draft = self._discuss(months=3)
        self.assertEqual(draft.date_end, date(2027, 9, 30))
        self.assertEqual(
            self._discuss_again(date_end=date(2027, 9, 15)).date_end, date(2027, 9, 15)
        )

    def _discuss_again(self, **values):
        action = self.placement.with_user(self.recruiter).action_extend()
        self.assertEqual(action["res_id"], self.placement.draft_terms_id.id, "One draft at a time")
        with Form(self.placement.draft_terms_id.with_user(self.recruiter), FORM) as form:
            for name, value in values.items():
                setattr(form, name, value)
        return form.record

    def test_agreed(self):
        original = self.placement.value_total
        draft = self._discuss(client_rate=112)
        self.assertIn("Client Rate: $\xa0112.00 (was $\xa0110.00)", draft.difference_text)
        draft.action_agree()
        placement = self.placement
        self.assertRecordValues(
            placement,
            [
                {
                    "date_start": date(2027, 1, 4),
                    "date_end": date(2027, 8, 31),
                    "client_rate": 112.0,
                    "extension_count": 1,
                    "extension_until": False,
                    "draft_terms_id": False,
                    "extension_in_discussion": False,
                }
            ],
        )
        # 62 days / 7 x 24 x 112; what was agreed first keeps its own rate.
        self.assertAlmostEqual(placement.value_extensions, 23808.0)
        self.assertAlmostEqual(placement.value_original, original)
        self.assertAlmostEqual(placement.value_total, original + 23808.0)
        self.assertAlmostEqual(
            placement.margin_total, sum(placement.terms_ids.mapped("margin_total"))
        )

    def test_rejected_and_extended_again(self):
        draft = self._discuss()
        self.env["interim.terms.reject"].with_user(self.recruiter).create(
            {"terms_id": draft.id, "reason": "The post is filled"}
        ).action_confirm()
        self.assertRecordValues(draft, [{"state": "rejected", "reason": "The post is filled"}])
        self.assertFalse(self.placement.extension_in_discussion)
        self.assertIn("The post is filled", self.placement.message_ids[0].body)
        again = self._discuss()
        self.assertNotEqual(again, draft)
        again.action_agree()
        self.assertEqual(self.placement.extension_count, 1)
        with self.assertRaisesRegex(UserError, "no draft any more"):
            again._give_up("withdrawn", "Too late")

    def test_withdrawn(self):
        draft = self._discuss()
        draft._give_up("withdrawn", "The professional goes elsewhere")
        self.assertEqual(draft.state, "withdrawn")
        self.assertEqual((draft.value_total, draft.booked_until), (0.0, False))
        with self.assertRaisesRegex(UserError, "came to nothing"):
            draft.state = "agreed"

    def test_shortened(self):
        draft = self._discuss("change", date_end=date(2027, 5, 15), reason="Budget cut")
        self.assertEqual(draft.date_start, date(2027, 3, 10))
        self.assertFalse(self.placement.extension_in_discussion, "The old end still counts")
        draft.action_agree()
        original = self.placement.terms_ids.filtered(lambda t: t.kind == "original")
        self.assertEqual(original.booked_until, date(2027, 3, 9))
        self.assertEqual(self.placement.date_end, date(2027, 5, 15))
        self.assertEqual(self.placement.value_extensions, 0.0)
        # 132 days from 4 January to 15 May
        self.assertAlmostEqual(self.placement.value_total, 132 / 7 * 24 * 110, places=1)

    def test_seams(self):
        period = {"date_start": date(2027, 7, 5), "date_end": date(2027, 8, 31)}
        draft = self._discuss(**period)
        self.assertIn("gap of 4 days", self._get_warnings(draft)[0])
        with self.assertRaisesRegex(ValidationError, "gap of 4 days"), self.cr.savepoint():
            draft.action_agree()
        draft.reason = "Both sides close for a week"
        self.assertEqual(self._get_warnings(draft), [])
        draft.action_agree()
        self.assertEqual(draft.state, "agreed")

    def test_overlap(self):
        draft = self._discuss(date_start=date(2027, 6, 21), date_end=date(2027, 8, 31))
        with self.assertRaisesRegex(ValidationError, "10 days before"), self.cr.savepoint():
            draft.action_agree()

    def test_impossible(self):
        draft = self._discuss(date_start=date(2027, 5, 1), date_end=date(2027, 6, 1), reason="x")
        with self.assertRaisesRegex(ValidationError, "does not end after"), self.cr.savepoint():
            draft.action_agree()
        draft._give_up("withdrawn", "Mistaken")
        change = self._discuss("change", date_start=date(2026, 12, 1), reason="x")
        with self.assertRaisesRegex(ValidationError, "before the placement"), self.cr.savepoint():
            change.action_agree()

    def test_nothing_agreed_yet(self):
        placement = self._create_placement(
            terms=TERMS, professional_id=self._create_professional("Bo Jansen").id
        )
        with self.assertRaisesRegex(UserError, "Agree the original terms first"):
            placement.action_extend()

    def test_guards(self):
        first = self._discuss()
        first.action_agree()
        self.assertIn("used up: 1 of 1", "\n".join(self._get_warnings(self._discuss())))
        draft = self.placement.draft_terms_id
        self.assignment.extension_count = 3
        draft.write({"date_end": date(2028, 12, 31), "client_rate": 90.0, "hours_per_week": 40})
        self.assignment.type_id = self.env.ref("interim_placement.assignment_type_bridging")
        self.professional.hours_max = 36
        self.professional.consent_date = date(2026, 1, 1)
        certification = self.env["interim.certification"].create({"name": "Crisis"})
        self.professional.certificate_ids = [
            (0, 0, {"certification_id": certification.id, "valid_until": date(2027, 12, 31)})
        ]
        other = self._create_assignment("Spokesperson")
        self._create_placement(
            "negotiation",
            terms={**TERMS, "date_start": date(2027, 9, 1), "date_end": date(2027, 10, 31)},
            agreed=True,
            assignment_id=other.id,
        )
        text = "\n".join(self._get_warnings(draft))
        for expected in (
            "option is for 2 months",
            "longer than usual",
            "margin is below zero",
            "certificate Crisis",
            "more than a year ago",
            "64 of 36 hours a week",
        ):
            self.assertIn(expected, text)
        draft.client_rate = 500
        self.assertIn("above the assignment's ceiling", "\n".join(self._get_warnings(draft)))

    def test_a_colleagues_placement_is_not_named(self):
        other = self._create_placement(
            "negotiation",
            {
                **TERMS,
                "date_start": date(2027, 7, 1),
                "date_end": date(2027, 12, 31),
                "monday": True,
            },
            agreed=True,
            assignment_id=self._create_assignment("Secret role").id,
            user_id=self.colleague.id,
        )
        self._discuss(monday=True)
        for user, is_named in ((self.recruiter, False), (self.manager, True)):
            with self.subTest(user=user.login):
                text = self.placement.with_user(user).draft_warning_text
                self.assertIn("Monday is also taken", text)
                self.assertEqual(other.assignment_id.name in text, is_named)

    def test_days_that_passed(self):
        draft = self._discuss()
        with freeze_time("2027-06-01"):
            draft.invalidate_recordset(["warning_text"])
            self.assertIn("before the notice period", draft.warning_text)
        with freeze_time("2027-07-02"):
            draft.invalidate_recordset(["warning_text"])
            self.assertIn("nothing holds since", draft.warning_text)
        draft.action_reject()
        shorter = self._discuss("change", date_end=date(2027, 3, 31))
        self.assertIn("ends on 04/30/2027 at the earliest", shorter.warning_text)

    def test_no_option(self):
        self.assignment.write({"extension_count": 0, "extension_months": 0})
        action = self.placement.action_extend()
        self.assertFalse(action["context"]["default_date_end"])
        draft = self._discuss(months=1)
        self.assertEqual(draft.date_end, date(2027, 7, 31))
        self.assertIn("no option to extend", draft.warning_text)

    @mute_logger("odoo.sql_db")
    def test_absurd_years(self):
        for start, end in (("2207-01-01", "2207-02-01"), ("2027-07-01", "9999-01-01")):
            with self.assertRaises(errors.CheckViolation), self.cr.savepoint():
                self._discuss(date_start=start, date_end=end)

    def test_history_tells_who_and_when(self):
        self._discuss().with_user(self.recruiter).action_agree()
        self.assertRecordValues(
            self.placement.terms_ids.sorted("sequence"),
            [
                {"kind": "original", "booked_until": date(2027, 6, 30)},
                {"kind": "extension", "booked_until": date(2027, 8, 31)},
            ],
        )
        extension = self.placement.terms_ids.filtered(lambda t: t.kind == "extension")
        self.assertRecordValues(
            extension, [{"agreed_on": date(2027, 3, 10), "agreed_by_id": self.recruiter.id}]
        )

    def test_others_may_not(self):
        draft = self._discuss()
        stranger = self._create_user("olga", "group_interim_user_own")
        for number, call in enumerate(
            (
                lambda: self.placement.with_user(stranger).action_extend(),
                lambda: draft.with_user(stranger).action_agree(),
                lambda: draft.with_user(stranger)._give_up("rejected", "x"),
                lambda: draft.with_user(stranger).read(["difference_text", "warning_text"]),
                lambda: (
                    self.env["interim.terms.reject"]
                    .with_user(stranger)
                    .create({"terms_id": draft.id, "reason": "x"})
                ),
                lambda: (
                    self.env["interim.terms"]
                    .with_user(stranger)
                    .onchange(
                        {"placement_id": self.placement.id, "kind": "extension", "state": "draft"},
                        ["placement_id"],
                        {
                            "placement_id": {},
                            "difference_text": {},
                            "warning_text": {},
                            "value_total": {},
                        },
                    )
                ),
            )
        ):
            with self.subTest(number), self.assertRaises(AccessError), self.cr.savepoint():
                call()
        self.assertEqual(draft.state, "draft")

    def test_cost_does_not_grow_with_the_placements(self):
        placements = self.placement
        for number in range(6):
            professional = self._create_professional(f"Number{number} Jansen")
            placements |= self._create_placement(
                "active", terms=TERMS, agreed=True, professional_id=professional.id
            )
        counts = []
        for batch in (placements[:1], placements[1:]):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            self.env["interim.terms"].create(
                [
                    {
                        "placement_id": placement.id,
                        "kind": "extension",
                        **TERMS,
                        "date_start": date(2027, 7, 1),
                        "date_end": date(2027, 8, 31),
                        "state": "agreed",
                    }
                    for placement in batch
                ]
            )
            self.env.flush_all()
            counts.append(self.cr.sql_log_count - before)
        # Six times as many: a few more queries for what each has of its own.
        self.assertLess(counts[1], counts[0] * 2, counts)


@tagged("post_install", "-at_install")
class TestExtensionTour(ExtensionCommon, HttpCase):
    """Extend by the option, reject, extend again, agree: in a real browser."""

    def test_extend(self):
        self.env["res.lang"]._lang_get("en_US").write({"date_format": "%m/%d/%Y"})
        self.start_tour(
            f"/odoo/placements/{self.placement.id}", "interim_placement_extend", login="rina"
        )
        extensions = self.placement.terms_ids.filtered(lambda t: t.kind == "extension")
        self.assertEqual(extensions.sorted("sequence").mapped("state"), ["rejected", "agreed"])
        self.assertEqual(self.placement.date_end, date(2027, 8, 31))
