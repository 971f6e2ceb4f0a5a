import re
from io import BytesIO

import polib

from odoo.tests import TransactionCase, tagged
from odoo.tools import file_open
from odoo.tools.translate import trans_export

MODULE = "interim_placement"
PLACEHOLDER = r"%(?:\(\w+\))?[sd]|\{\w*\}"
MARKUP = r"</?\w+(?:\s[^>]*)?/?>"
TEXT_IN_MARKUP = r'(title|aria-label|placeholder|alt)="[^"]*"'
# Tags come with the demo data only, which the database may have.
DEMO_PLACES = "model:interim.placement.tag,"
CURE = "Run ./dev i18n, translate what it lists, and commit the files in i18n/."


@tagged("post_install", "-at_install")
class TestTranslations(TransactionCase):
    """The template and the Dutch translation hold every term, and nothing else."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        buffer = BytesIO()
        trans_export(False, [MODULE], buffer, "po", cls.env)
        cls.exported = polib.pofile(buffer.getvalue().decode())
        cls.template = cls._load(f"{MODULE}.pot")
        cls.dutch = cls._load("nl.po")

    @classmethod
    def _load(cls, name):
        with file_open(f"{MODULE}/i18n/{name}") as file:
            return polib.pofile(file.read())

    def _get_places(self, catalogue):
        """Return each term with the places that show it: Odoo translates only those listed."""
        return {
            (entry.msgid, place)
            for entry in catalogue
            if not entry.obsolete
            for place, _line in entry.occurrences
            if not place.startswith(DEMO_PLACES)
        }

    def test_template_is_up_to_date(self):
        self._assert_same_places(self.template, self.exported)

    def test_dutch_has_every_term(self):
        self._assert_same_places(self.dutch, self.exported)

    def test_dutch_is_complete(self):
        untranslated = [entry.msgid for entry in self.dutch if not entry.msgstr.strip()]
        self.assertFalse(untranslated, CURE)
        self.assertFalse([entry.msgid for entry in self.dutch.fuzzy_entries()], CURE)

    def test_dutch_keeps_placeholders_markup_and_lines(self):
        for entry in self.dutch:
            with self.subTest(entry.msgid):
                for find in (self._get_placeholders, self._get_markup):
                    self.assertEqual(find(entry.msgstr), find(entry.msgid))
                self.assertEqual(entry.msgstr.count("\n"), entry.msgid.count("\n"))

    def _assert_same_places(self, catalogue, expected):
        found, wanted = self._get_places(catalogue), self._get_places(expected)
        self.assertFalse(wanted - found, f"Missing. {CURE}")
        self.assertFalse(found - wanted, f"No longer shown. {CURE}")

    def _get_placeholders(self, text):
        return sorted(re.findall(PLACEHOLDER, text))

    def _get_markup(self, text):
        """Return the tags without what a person reads in them."""
        return [re.sub(TEXT_IN_MARKUP, r"\1", tag) for tag in re.findall(MARKUP, text)]
