from datetime import date

from lxml import html

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, new_test_user, tagged
from odoo.tools import mute_logger

from odoo.addons.interim_placement.models.contract_placeholders import (
    PERIOD,
    PLACEHOLDERS,
    get_expression,
)
from odoo.addons.interim_placement.tests.common import TERMS
from odoo.addons.interim_placement.tests.common_contract_template import (
    RATE_MAX,
    RATE_MIN,
    RATES,
    ContractTemplateCommon,
)
from odoo.addons.interim_placement.tools.placeholders import Gap, find_gaps

ALL_VALUES = "".join(f"<p><t t-out='{get_expression(name)}'></t></p>" for name in PLACEHOLDERS)
GIVEN = {"contract_number": "C/2027/0008", "contract_date": date(2026, 12, 14)}

# What people may try to get from a text, as expressions and as whole bodies.
EXPRESSIONS = [
    "object",
    "object.env",
    "object.env['res.users'].browse(1).password",
    "object.placement_id.professional_rate",
    "env",
    "user",
    "request",
    "self",
    "ctx",
    "time",
    "rate.__class__",
    "rate.__class__.__mro__[1].__subclasses__()",
    "format_date.__globals__",
    "format_date(date_start).__class__",
    "client_name.format(rate)",
    "client_name[0]",
    "[1]",
    "{}",
    "(1, 2)",
    "[name for name in client_name]",
    "(lambda: 1)()",
    "__import__('os')",
    "open('/etc/passwd').read()",
    "eval('1')",
    "getattr(rate, 'real')",
    "rate + 1",
    "'%s' % rate",
    "f'{rate}'",
    "(x := rate)",
    "format_date",
    "format_date()",
    "format_date(date_start, date_end)",
    "format_date(*client_name)",
    "format_date(d=date_start)",
    "format_date('",
    "1; 2",
    "",
    "0",
    f"'{'a' * 300}'",
    " or ".join(["rate"] * 200),
]
BODIES = [
    '<t t-call="web.layout"></t>',
    '<t t-set="x" t-value="rate"></t>',
    '<t t-foreach="client_name" t-as="x"></t>',
    '<p t-esc="rate"></p>',
    '<p t-raw="rate"></p>',
    '<p t-field="object.name"></p>',
    '<p t-att-title="rate"></p>',
    '<p t-attf-title="#{rate}"></p>',
    '<p t-out="rate" t-options="{}"></p>',
    '<p t-debug="pdb"></p>',
    '<p t-else=""></p>',
    "<p title='{{ rate }}'>x</p>",
    "<p>{{ object.env }}</p>",
    '<p>{{ rate }}" t-out="object</p>{{ user }}',
    '<img src="https://elsewhere.example/x.png">',
    '<p style="background: url(https://elsewhere.example/x.png)">x</p>',
    f"<p>{'a' * 100_001}</p>",
]


@tagged("post_install", "-at_install")
class TestContractTemplate(ContractTemplateCommon):
    """What a template says about terms, and what nobody can make it say."""

    def _set_by_sql(self, article, column, value):
        self.env.flush_all()
        self.env.cr.execute(
            f"UPDATE interim_contract_article SET {column} = %s WHERE id = %s",
            (value, article.id),
        )
        article.invalidate_recordset()

    def test_values_are_those_of_the_terms(self):
        values = self.terms._get_contract_values("client", "en_US", GIVEN)
        self.assertEqual(values.keys(), PLACEHOLDERS.keys())
        expected = {
            "agency_name": "Oever Interim",
            "agency_country": "Netherlands",
            "client_name": "Gemeente Waterrijk",
            "client_street": "Plein 1",
            "contact_function": "Head of Communication",
            "professional_name": "Sanne de Vries",
            "professional_company": "",
            "recruiter_email": "rina@oever.test",
            "role": "Communication adviser",
            "scope": "<p>Lead a <b>campaign</b>.</p>",
            "date_end": date(2027, 6, 30),
            "fte": 0.7,
            "weekdays": "Monday, Tuesday",
            "office_days": 2,
            "notice_rule": "month_end",
            "extension_months": 3,
            "contracting_model": "intermediary",
            "original_start": date(2027, 1, 4),
            "original_number": "",
            **GIVEN,
        }
        for name, value in expected.items():
            with self.subTest(name):
                self.assertEqual(values[name], value)
        self.assertEqual(values["agency_vat"].label, "Agency: VAT number")

    def test_what_is_missing_is_a_gap_but_for_what_may_be_empty(self):
        placement = self.env["interim.placement"].create(
            {"professional_id": self._create_professional("Bo").id, "user_id": False}
        )
        terms = self.env["interim.terms"].new({"placement_id": placement.id})
        values = terms._get_contract_values("client", "en_US")
        empty = {name for name, value in values.items() if not isinstance(value, Gap) and not value}
        self.assertEqual(
            empty,
            {
                *("reference", "weekdays", "office_days", "original_number"),
                *("professional_company", "extension_count", "extension_months"),
            },
        )
        for name in ("client_name", "contact_name", "role", "scope", "rate", "date_start", "fte"):
            self.assertIsInstance(values[name], Gap, name)
        self.assertFalse(
            {name for name, value in values.items() if value is False or value is None}
        )

    def test_each_side_reads_its_own_rate_only(self):
        own = {"client": "client_rate", "professional": "professional_rate"}
        others = {*RATES.values(), RATE_MIN, RATE_MAX, round(123.45 - 98.76, 2)}
        for party, field in (*own.items(), ("both", "professional_rate")):
            template = self._create_template(ALL_VALUES, party=party)
            text = self._render(template, **GIVEN)
            values = self.terms._get_contract_values(party, "en_US")
            with self.subTest(party):
                self.assertEqual(values["rate"], RATES[field])
                self.assertIn(f"{RATES[field]:.2f}", text)
                for amount in others - {RATES[field]}:
                    self.assertNotIn(f"{amount:.2f}", text)
                    self.assertNotIn(amount, list(values.values()))

    def test_values_are_written_in_the_language_of_the_document(self):
        self.assertFalse(self.env["res.lang"]._get_data(code="nl_BE"), "need not be installed")
        template = self._create_template(
            "<p>{{ format_date(date_start) }}; {{ format_money(rate) }}; {{ weekdays }};"
            " {{ format_months(notice_months) }}; {{ agency_country }}; {{ format_number(fte) }};"
            " {{ format_period(date_start, date_end) }}; {{ format_days(payment_days) }}</p>"
        )
        dutch = (
            "<p>4 januari 2027; €&nbsp;123,45; maandag, dinsdag; 1 maand; Nederland; 0,7;"
            " 4 januari 2027 tot en met 30 juni 2027; 30 dagen</p>"
        )
        english = (
            "<p>4 January 2027; €&nbsp;123.45; Monday, Tuesday; 1 month; Netherlands; 0.7;"
            " 4 January 2027 to 30 June 2027; 30 days</p>"
        )
        for lang, text in (("nl_NL", dutch), ("nl_BE", dutch), ("en_US", english)):
            with self.subTest(lang):
                self.assertEqual(self._render(template, lang=lang), text)
                template.lang = lang
                self.assertEqual(self._render(template), text)

    def test_an_extension_names_what_it_extends(self):
        self.placement.action_agree_terms()
        extension = self.env["interim.terms"].create(
            {
                "placement_id": self.placement.id,
                "kind": "extension",
                **TERMS,
                "date_start": "2027-07-01",
                "date_end": "2027-08-31",
            }
        )
        template = self._create_template(
            "<p>{{ original_number }} {{ format_date(original_start) }}</p>", kind="extension"
        )
        self.assertEqual(self._render(template, extension), "<p> 4 January 2027</p>")
        original = ("C/2026/0031", date(2026, 12, 1))
        self.assertEqual(
            self._render(template, extension, original=original),
            "<p>C/2026/0031 1 December 2026</p>",
        )

    def test_articles_apply_by_condition_and_keep_their_order_and_flags(self):
        template = self._create_template(
            {"heading": "Last", "sequence": 30, "is_optional": True, "topic": "law"},
            {"heading": "First", "sequence": 10, "is_locked": True, "topic": "parties"},
            {
                "heading": "Extension",
                "sequence": 20,
                "condition": "[('placement_id.assignment_id.extension_count', '>', 0)]",
            },
            {"heading": "Cheap", "sequence": 25, "condition": "[('professional_rate', '<', 50)]"},
        )
        articles = template._render_articles(self.terms)
        self.assertEqual([a["heading"] for a in articles], ["First", "Extension", "Last"])
        self.assertEqual(
            [(a["topic"], a["is_locked"], a["is_optional"]) for a in articles],
            [("parties", True, False), ("other", False, False), ("law", False, True)],
        )
        self.assertEqual(
            articles[0].keys(),
            {
                *("template_article_id", "topic", "heading", "body_html"),
                *("is_locked", "is_optional"),
            },
        )
        self.assertTrue(all(isinstance(a["body_html"], str) for a in articles))
        self.assignment.extension_count = 0
        articles = template.with_user(self.recruiter)._render_articles(
            self.terms.with_user(self.recruiter)
        )
        self.assertEqual([a["heading"] for a in articles], ["First", "Last"])

    def test_a_condition_must_be_a_domain_on_terms(self):
        for condition in (
            "[('no_such_field', '=', 1)]",
            "[('date_start', '=')]",
            "[('date_start', 'looks like', 1)]",
            "[",
            "1",
            "env.user",
            "__import__('os')",
            "[" * 1000,
        ):
            with (
                self.subTest(condition[:40]),
                self.assertRaisesRegex(ValidationError, "Article 1 of Test template"),
                self.cr.savepoint(),
            ):
                self._create_template({"condition": condition})
        template = self._create_template({"condition": "[('date_start', '>', 'today -1y')]"})
        self._set_by_sql(template.article_ids, "condition", "[('gone', '=', 1)]")
        with self.assertRaisesRegex(UserError, "Article 1 of Test template"):
            template._render_articles(self.terms)

    def test_placeholders_can_be_typed(self):
        article = self._create_template('<p>By {{client_name}} from {{ role == "x" }}.</p>')
        body = str(article.article_ids.body_html)
        self.assertIn('<t t-out="client_name"></t>', body)
        self.assertIn("""<t t-out='role == "x"'></t>""", body)
        article.article_ids.body_html = "<p>{{&nbsp;role }}</p>"
        self.assertEqual(self._render(article), "<p>Communication adviser</p>")
        article.article_ids.body_html = "<p>{{ format_money(rate) }} &amp; {{ role }}</p>"
        self.assertEqual(self._render(article), "<p>€&nbsp;123.45 &amp; Communication adviser</p>")

    def test_nothing_but_values_can_be_saved(self):
        for body in (*(f'<p t-out="{text}">x</p>' for text in EXPRESSIONS), *BODIES):
            with (
                self.subTest(body[:80]),
                self.assertRaisesRegex(ValidationError, "Article 1 of Test template"),
                self.cr.savepoint(),
            ):
                self._create_template(body)
        for condition in ("object.env", "rate.real > 1", "format_date"):
            with self.subTest(condition), self.assertRaises(ValidationError), self.cr.savepoint():
                self._create_template(f'<p t-if="{condition}">x</p>')

    def test_the_refusal_names_expression_and_remedy(self):
        with self.assertRaises(ValidationError) as refusal, self.cr.savepoint():
            self._create_template("<p>{{ proffesional_name }}</p>")
        message = str(refusal.exception)
        self.assertIn("proffesional_name", message)
        self.assertIn("under Placeholders", message)
        with self.assertRaisesRegex(ValidationError, "heading of article For {{ role }}"):
            self._create_template({"heading": "For {{ role }}"})

    def test_nothing_but_values_is_rendered_wherever_it_came_from(self):
        template = self._create_template("<p>x</p>")
        for body in (*(f'<p t-out="{text}">x</p>' for text in EXPRESSIONS), *BODIES):
            self._set_by_sql(template.article_ids, "body_html", body)
            with (
                self.subTest(body[:80]),
                self.assertRaisesRegex(UserError, "Article 1 of Test template"),
            ):
                template._render_articles(self.terms)

    def test_rendering_reaches_no_record(self):
        """Even without the check of the text, nothing but the values and the template is there."""
        template = self._create_template("<p>x</p>")
        self.patch(
            type(template.article_ids),
            "_parse_body",
            lambda article: html.fragment_fromstring(article.body_html),
        )
        for name in ("env", "user", "request", "ctx", "res_company", "time", "user_id"):
            self._set_by_sql(template.article_ids, "body_html", f'<p t-out="{name}">none</p>')
            with self.subTest(name), mute_logger("odoo.addons.mail.models.mail_render_mixin"):
                self.assertEqual(self._render(template), "<p>none</p>")
        self._set_by_sql(template.article_ids, "body_html", '<p t-out="object._name"></p>')
        self.assertEqual(self._render(template), "<p>interim.contract.template</p>")

    def test_words_that_look_like_elements_remain_words(self):
        words = "R&amp;D &lt;script&gt;x&lt;/script&gt; &amp;lt; &lt;t t-out='rate'/&gt;"
        template = self._create_template(f"<p>{words} {{{{ role }}}}</p>")
        self.assertEqual(self._render(template), f"<p>{words} Communication adviser</p>")

    @mute_logger("odoo.addons.mail.models.mail_render_mixin")
    def test_an_error_names_template_and_article(self):
        template = self._create_template('<p t-if="date_start &gt; 3">x</p>')
        with self.assertRaises(UserError) as refusal:
            template._render_articles(self.terms)
        message = str(refusal.exception)
        self.assertIn("Article 1 of Test template", message)
        self.assertIn("correct the placeholders", message)
        self.assertNotIn("Traceback", message)

    def test_what_is_rendered_is_harmless_and_keeps_its_gaps(self):
        self.assignment.description = "<p>Do <i>it</i></p>"
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE interim_assignment SET description = %s WHERE id = %s",
            ("<p onclick='x()'>Do <i>it</i><script>x()</script></p>", self.assignment.id),
        )
        self.assignment.invalidate_recordset()
        self.client.name = "<b>Bold & Co</b>"
        self.contact.function = False
        template = self._create_template(
            "<div>{{ scope }}</div><p>{{ client_name }}</p><p>{{ contact_function }}</p>"
            '<p t-if="contact_function">known</p><p t-else="">unknown</p>'
        )
        text = self._render(template)
        self.assertIn("<p>Do <i>it</i></p>", text)
        self.assertIn("&lt;b&gt;Bold &amp; Co&lt;/b&gt;", text)
        self.assertIn("<p>unknown</p>", text)
        self.assertNotIn("script", text)
        self.assertNotIn("onclick", text)
        # As in the field of a contract, which Odoo sanitises.
        self.assignment.description = text
        self.assertEqual(find_gaps(self.assignment.description), ["Client contact: job position"])

    def test_the_best_template_is_found(self):
        self.env["interim.contract.template"].search([]).action_archive()
        other = self.env["res.company"].create({"name": "Other Agency"})
        ours = self.env.company
        known = {
            name: self._create_template(name=name, **values)
            for name, values in {
                "nl": {"lang": "nl_NL"},
                "nl own": {"lang": "nl_NL", "company_id": ours.id},
                "nl brokerage": {"lang": "nl_NL", "contracting_model": "brokerage"},
                "nl theirs": {"lang": "nl_NL", "company_id": other.id, "sequence": 1},
                "en": {"lang": "en_US"},
                "en employment": {"lang": "en_US", "contracting_model": "employment"},
                "en extension": {"lang": "en_GB", "kind": "extension"},
                "professional": {"lang": "en_US", "party": "professional"},
                "archived": {"lang": "de_DE", "active": False},
            }.items()
        }
        for expected, party, model, kind, lang, company in (
            ("nl own", "client", "intermediary", "original", "nl_NL", ours),
            ("nl own", "client", "brokerage", "original", "nl_NL", ours),
            ("nl own", "client", "intermediary", "original", "nl_BE", ours),
            ("nl brokerage", "client", "brokerage", "original", "nl_NL", self.env["res.company"]),
            ("nl", "client", "intermediary", "original", "nl_NL", self.env["res.company"]),
            ("nl theirs", "client", "intermediary", "original", "nl_NL", other),
            ("en", "client", "intermediary", "original", "en_US", ours),
            ("en", "client", "brokerage", "original", "en_GB", ours),
            ("en employment", "client", "employment", "original", "en_US", ours),
            ("nl own", "client", "intermediary", "original", "de_DE", ours),
            ("nl own", "client", "intermediary", "original", False, ours),
            ("en extension", "client", "intermediary", "extension", "nl_NL", ours),
            ("professional", "professional", "brokerage", "original", "nl_NL", ours),
            (None, "both", "brokerage", "original", "nl_NL", ours),
            (None, "client", "intermediary", "change", "nl_NL", ours),
        ):
            found = self.env["interim.contract.template"]._find_for(
                party, model, kind, lang, company
            )
            with self.subTest(expected, party=party, model=model, kind=kind, lang=lang):
                self.assertEqual(found, known.get(expected, found.browse()))

    def test_one_query_finds_and_few_render(self):
        templates = self.env["interim.contract.template"]
        arguments = ("client", "intermediary", "original", "nl_NL", self.env.company)
        templates._find_for(*arguments)
        templates.create(
            [{"name": f"T{n}", "title": "T", "lang": "nl_NL", "party": "client"} for n in range(20)]
        )
        self.env.flush_all()
        self.env.invalidate_all()
        with self.assertQueryCount(2):
            templates._find_for(*arguments)
        counts = []
        for count in (1, 30):
            template = self._create_template(*[ALL_VALUES] * count)
            template._render_articles(self.terms)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            template._render_articles(self.terms)
            counts.append(self.cr.sql_log_count - before)
        self.assertEqual(*counts)
        self.assertLessEqual(counts[0], 20)

    def test_every_placeholder_is_listed_with_an_example(self):
        template = self._create_template(lang="nl_NL")
        table = template.placeholder_table
        for name, placeholder in PLACEHOLDERS.items():
            self.assertIn(f"{{{{ {get_expression(name)} }}}}", table)
            self.assertIn(str(placeholder.label), table)
        self.assertIn(PERIOD, table)
        self.assertIn("14 december 2026", table)
        template.lang = "en_US"
        self.assertIn("14 December 2026", template.placeholder_table)
        # What it lists can be used as it stands there.
        text = self._render(self._create_template(ALL_VALUES + f"<p>{{{{ {PERIOD} }}}}</p>"))
        self.assertIn("4 January 2027 to 30 June 2027", text)


@tagged("post_install", "-at_install")
class TestContractTemplateAccess(ContractTemplateCommon):
    """Recruiters use templates, managers keep them, others know nothing of them (R7)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.template = cls._create_template(ALL_VALUES, "<p>Fixed</p>")
        cls.others = cls._create_placement(
            terms=TERMS,
            professional_id=cls._create_professional("Cor").id,
            user_id=cls.colleague.id,
        )

    def test_recruiters_read_and_nobody_else(self):
        template = self.template.with_user(self.recruiter)
        self.assertEqual(template.article_ids.mapped("heading"), ["Article 1", "Article 2"])
        attempts = [
            lambda: template.write({"name": "Mine"}),
            lambda: template.article_ids.write({"body_html": "<p>Mine</p>"}),
            lambda: template.article_ids.create({"template_id": template.id, "heading": "Mine"}),
            lambda: template.write({"article_ids": [Command.clear()]}),
            lambda: template.copy(),
            lambda: template.unlink(),
            lambda: template.action_mark_reviewed(),
            lambda: template.reset_template(),
        ]
        for user in (self.employee, new_test_user(self.env, "portia", "base.group_portal")):
            attempts += [
                lambda user=user: self.template.with_user(user).read(["name"]),
                lambda user=user: self.template.article_ids.with_user(user).read(["body_html"]),
                lambda user=user: self.template.with_user(user).reset_template(),
                lambda user=user: (
                    self.env["interim.contract.preview"]
                    .with_user(user)
                    .create({"template_id": self.template.id})
                ),
            ]
        for number, attempt in enumerate(attempts):
            with self.subTest(number), self.assertRaises(AccessError), self.cr.savepoint():
                attempt()

    def test_the_company_rule_holds_for_templates_and_articles(self):
        other = self.env["res.company"].create({"name": "Other Agency"})
        self.template.company_id = other
        for user in (self.recruiter, self.manager):
            for record in (self.template, self.template.article_ids):
                with self.subTest(user=user.login, model=record._name):
                    self.assertFalse(record.with_user(user).search([("id", "in", record.ids)]))
                    with self.assertRaises(AccessError):
                        record.with_user(user).read(["display_name"])
        self.template.company_id = False
        self.assertEqual(self.template.with_user(self.recruiter).name, "Test template")

    def test_a_manager_who_is_no_template_editor_keeps_the_texts(self):
        self.assertFalse(self.manager.has_group("mail.group_mail_template_editor"))
        article = self.template.article_ids.with_user(self.manager)[1]
        article.body_html = '<p class="x" t-if="weekdays">On {{ weekdays }}</p><p t-else="">Any</p>'
        self.assertIn('t-if="weekdays"', article.body_html)
        self.template.with_user(self.manager).name = "Ours"
        for user in (self.manager, self.env.ref("base.user_admin")):
            with self.assertRaises(ValidationError), self.cr.savepoint():
                article.with_user(user).body_html = "<p t-out='object.env'/>"

    def test_a_lawyers_check_is_recorded(self):
        self.template.is_example = True
        template = self.template.with_user(self.manager)
        template.action_mark_reviewed()
        self.assertFalse(template.is_example)
        self.assertEqual(template.reviewed_by_id, self.manager)
        reviewed_on = template.reviewed_on
        self.assertTrue(reviewed_on)
        template.article_ids[0].heading = "Edited"
        self.assertFalse(template.is_example)
        self.assertEqual(template.reviewed_on, reviewed_on)

    def test_a_text_that_changed_since_the_check_says_so(self):
        template = self.template
        self.assertEqual(template.review_state, "own")
        first, last = template.article_ids
        template.is_example = True
        template.action_mark_reviewed()
        self.assertEqual(template.review_state, "reviewed")
        template.write({"name": "Another name", "sequence": 3})
        first.topic = "term"
        self.assertEqual(template.review_state, "reviewed", "No text")
        for record, values in (
            (template, {"title": "Another title"}),
            (first, {"heading": "Another heading"}),
            (first, {"body_html": "<p>Another text</p>"}),
            (first, {"condition": "[('office_days', '=', 5)]"}),
            (first, {"is_optional": True}),
            (first, {"sequence": last.sequence + 1}),
        ):
            with self.subTest(values=values):
                before = {name: record[name] for name in values}
                record.write(values)
                self.assertEqual(template.review_state, "changed")
                record.write(before)
                self.assertEqual(template.review_state, "reviewed", "As it was")
        self.assertEqual(template.copy().review_state, "reviewed")
        last.unlink()
        self.assertEqual(template.review_state, "changed")
        template.action_mark_reviewed()
        self.assertEqual(template.review_state, "reviewed")

    def test_a_copy_is_a_text_of_its_own(self):
        self.template.is_example = True
        copy = self.template.copy()
        self.assertEqual(copy.name, "Test template (copy)")
        self.assertTrue(copy.is_example, "Nobody checked the copied text either")
        self.assertFalse(copy.template_fs)
        self.assertEqual(copy.article_ids.mapped("heading"), ["Article 1", "Article 2"])
        copy.article_ids[0].body_html = "<p>Mine</p>"
        self.assertNotEqual(self.template.article_ids[0].body_html, "<p>Mine</p>")
        self.template.action_mark_reviewed()
        self.assertEqual(self.template.copy().reviewed_on, self.template.reviewed_on)

    def test_the_preview_shows_the_document_and_names_what_is_missing(self):
        self.contact.function = False
        template = self._create_template(
            {"heading": "Locked", "body_html": "<p>{{ contact_function }}</p>", "is_locked": True},
            {"heading": "Left out", "condition": "[('office_days', '=', 5)]"},
            {"heading": "Rate", "body_html": "<p>{{ format_money(rate) }}</p>"},
        )
        previews = self.env["interim.contract.preview"].with_user(self.recruiter)
        context = template.with_user(self.recruiter).action_preview()["context"]
        preview = Form(previews.with_context(**context))
        self.assertEqual(preview.placement_id, self.placement)
        self.assertEqual(preview.gap_labels, "Client contact: job position")
        text = preview.body_html
        for expected in ("Agreement", "1. Locked", "(locked)", "2. Rate", "123.45"):
            self.assertIn(expected, text)
        self.assertNotIn("Left out", text)
        self.contact.function = "Head"
        preview = Form(previews.with_context(**context))
        self.assertFalse(preview.gap_labels)
        template.article_ids[0].body_html = "<p>Changed</p>"
        self.assertIn("Changed", previews.create({"template_id": template.id}).body_html)

    def test_the_preview_takes_the_latest_placement_that_fits(self):
        broker = self._create_placement(
            terms=TERMS,
            professional_id=self._create_professional("Bo").id,
            contracting_model="brokerage",
        )
        previews = self.env["interim.contract.preview"].with_user(self.recruiter)
        for values, expected in (
            ({"party": "client"}, self.placement),
            ({"party": "both"}, broker),
            ({"party": "client", "contracting_model": "brokerage"}, broker),
            ({"party": "client", "contracting_model": "employment"}, broker),
            ({"party": "client", "kind": "extension"}, self.placement),
        ):
            with self.subTest(values):
                template = self._create_template("<p>x</p>", **values)
                preview = previews.create({"template_id": template.id})
                self.assertEqual(preview.placement_id, expected)
                self.assertIn("x", preview.body_html)

    def test_the_preview_works_without_terms_and_without_placements(self):
        placement = self._create_placement(professional_id=self._create_professional("Bo").id)
        self.assertFalse(placement.terms_ids)
        preview = self.env["interim.contract.preview"].create(
            {"template_id": self.template.id, "placement_id": placement.id}
        )
        self.assertIn("Rate per hour of this party", preview.gap_labels)
        self.env["interim.placement"].search([]).user_id = self.colleague
        preview = (
            self.env["interim.contract.preview"]
            .with_user(self.recruiter)
            .create({"template_id": self.template.id})
        )
        self.assertFalse(preview.placement_id)
        self.assertFalse(preview.body_html)

    def test_the_preview_shows_no_placement_of_others(self):
        previews = self.env["interim.contract.preview"].with_user(self.recruiter)
        theirs = {"template_id": self.template.id, "placement_id": self.others.id}
        mine = previews.create({"template_id": self.template.id})
        sneaked = self.env["interim.contract.preview"].create(theirs).with_user(self.recruiter)
        self.env.flush_all()
        spec = {"body_html": {}, "gap_labels": {}, "placement_id": {"fields": {"name": {}}}}
        attempts = [
            lambda: previews.create(theirs),
            lambda: mine.write({"placement_id": self.others.id}),
            lambda: previews.with_context(default_placement_id=self.others.id).create(
                {"template_id": self.template.id}
            ),
            lambda: previews.new(theirs).body_html,
            lambda: previews.onchange(theirs, ["placement_id"], spec),
            lambda: previews.with_context(
                default_placement_id=self.others.id, default_template_id=self.template.id
            ).onchange({}, [], spec),
            lambda: sneaked.read(["body_html"]),
        ]
        for number, attempt in enumerate(attempts):
            with self.subTest(number), self.assertRaises(AccessError) as refusal:
                attempt()
            self.assertNotIn("Cor", str(refusal.exception))


@tagged("post_install", "-at_install")
class TestShippedTemplates(ContractTemplateCommon):
    """The texts that come with the addon."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.shipped = cls.env["interim.contract.template"].search([("template_fs", "!=", False)])
        cls.env.company.vat = "NL001234567B01"
        cls.professional.partner_id.vat = "NL002345678B01"

    def test_there_is_one_for_every_contract_in_both_languages(self):
        found = self.shipped.mapped(lambda t: (t.party, t.kind, t.lang))
        self.assertEqual(
            set(found),
            {
                (party, kind, lang)
                for party in ("client", "professional", "both")
                for kind in ("original", "extension", "change")
                for lang in ("nl_NL", "en_US")
            },
        )
        self.assertEqual(len(found), len(set(found)))
        self.assertEqual(set(self.shipped.mapped("is_example")), {True})
        for template in self.shipped.filtered(lambda t: t.kind == "original"):
            topics = set(template.article_ids.mapped("topic"))
            with self.subTest(template.name):
                self.assertFalse(
                    {
                        *("parties", "recitals", "scope", "term", "hours", "place", "rate"),
                        *("invoicing", "payment", "extension", "notice", "substitution"),
                        *("independence", "liability", "confidentiality", "data_protection"),
                        *("ip", "non_solicitation", "handover", "change", "precedence", "law"),
                    }
                    - topics
                )

    def test_each_is_complete_with_complete_terms(self):
        for template in self.shipped:
            for model in ("intermediary", "brokerage", "employment"):
                self.placement.contracting_model = model
                with self.subTest(template.name, model=model):
                    text = self._render(template, **GIVEN)
                    self.assertEqual(find_gaps(text), [])
                    self.assertNotIn("t-out", text)
                    self.assertNotIn("False", text)
                    self.assertNotIn("None", text)

    def test_each_names_what_is_missing(self):
        placement = self._create_placement(professional_id=self._create_professional("Bo").id)
        terms = self.env["interim.terms"].new({"placement_id": placement.id})
        self.client.street = False
        for template in self.shipped:
            gaps = find_gaps(self._render(template, terms, **GIVEN))
            with self.subTest(template.name):
                self.assertTrue({"Start", "Rate per hour of this party"} <= set(gaps))
                self.assertEqual("Client: street" in gaps, template.party != "professional")
                self.assertEqual("Professional: street" in gaps, template.party != "client")
                self.assertNotIn("Contract number", gaps)

    def test_each_side_reads_its_own_rate_only(self):
        amounts = {"client": RATES["professional_rate"], "professional": RATES["client_rate"]}
        for template in self.shipped:
            text = self._render(template, **GIVEN).replace(",", ".")
            with self.subTest(template.name):
                for secret in (amounts.get(template.party), RATE_MIN, RATE_MAX, 24.69):
                    self.assertNotIn(str(secret), text)

    def test_a_reset_brings_the_shipped_text_back(self):
        template = self.shipped[0]
        shipped = self._describe(template)
        ids = template.article_ids.ids
        first, second, third = template.article_ids[:3]
        first.write(
            {
                "heading": "Mine",
                "body_html": "<p>Mine</p>",
                "sequence": 999,
                "is_locked": not first.is_locked,
                "is_optional": True,
                "condition": "[('office_days', '>', 1)]",
            }
        )
        second.unlink()
        third.template_id = self.shipped[1]
        others = self._describe(self.shipped[2])
        template.article_ids = [Command.create({"heading": "Added"})]
        template.write({"title": "Mine", "company_id": self.env.company.id, "active": False})
        template.action_mark_reviewed()

        self.assertFalse(self.manager.has_group("mail.group_mail_template_editor"))
        template.with_user(self.manager).reset_template()
        template.invalidate_recordset()
        self.assertEqual(self._describe(template), shipped)
        self.assertTrue(template.active)
        self.assertFalse(template.company_id)
        self.assertTrue(template.is_example)
        self.assertFalse(template.reviewed_on)
        self.assertEqual(len(set(template.article_ids.ids) & set(ids)), len(ids) - 1)
        self.assertEqual(self._describe(self.shipped[2]), others)
        data = self.env["ir.model.data"].search(
            [
                ("model", "=", "interim.contract.article"),
                ("res_id", "in", template.article_ids.ids),
            ]
        )
        self.assertEqual(len(data), len(ids))
        self.assertTrue(all(data.mapped("noupdate")))

    def test_every_shipped_template_can_be_reset(self):
        before = {template: self._describe(template) for template in self.shipped}
        self.shipped.reset_template()
        self.shipped.invalidate_recordset()
        self.assertEqual({t: self._describe(t) for t in self.shipped}, before)

    def test_what_was_not_shipped_has_nothing_to_go_back_to(self):
        for template in (self._create_template("<p>x</p>"), self.shipped[0].copy()):
            with self.assertRaisesRegex(UserError, "did not come with the addon"):
                template.reset_template()
            self.assertTrue(template.article_ids)

    def _describe(self, template):
        template.article_ids.invalidate_recordset()
        return [
            template.read(["name", "title", "party", "kind", "lang", "agency_signs"])[0],
            [
                (a.heading, a.topic, a.body_html, a.is_locked, a.is_optional, a.condition)
                for a in template.article_ids.sorted()
            ],
        ]
