from datetime import date

from odoo.tests import TransactionCase, tagged

from ..tools.placeholders import Gap, find_gaps, make_helpers, parse_body


@tagged("post_install", "-at_install")
class TestPlaceholders(TransactionCase):
    """What QWeb makes of a contract text that passed the checks."""

    def render(self, body, **values):
        helpers = make_helpers("nl_NL")
        tree = parse_body(body, values, helpers)
        return str(self.env["ir.qweb"]._render(tree, {**values, **helpers}))

    def test_values_are_written_in_the_language_of_the_document(self):
        body = '<p t-if="rate &gt; 5">Per <b t-out="format_date(day)"/> <t t-out="rate"/></p>end'
        rendered = self.render(body, rate=95, day=date(2027, 1, 4))
        self.assertEqual(rendered, "<p>Per <b>4 januari 2027</b> 95</p>end")

    def test_a_gap_is_shown_and_its_condition_is_false(self):
        body = (
            '<p t-if="end &gt; 5">a</p><p t-elif="end">b</p>'
            '<p t-else="">Until <t t-out="format_date(end)">x</t></p>'
        )
        rendered = self.render(body, end=Gap("End & date"))
        gap = '<span class="o_interim_gap">[End &amp; date]</span>'
        self.assertEqual(rendered, f"<p>Until {gap}</p>")
        self.assertEqual(find_gaps(rendered), ["End & date"])

    def test_words_that_look_like_elements_remain_words(self):
        words = "R&amp;D &lt;script&gt;x&lt;/script&gt; &amp;lt; &lt;t t-out='1'/&gt;"
        self.assertEqual(self.render(f"<p>{words}</p>{words}"), f"<p>{words}</p>{words}")

    def test_values_are_escaped(self):
        self.assertEqual(self.render('<p t-out="name"/>', name="<b>&"), "<p>&lt;b&gt;&amp;</p>")

    def test_no_text(self):
        self.assertEqual(self.render(""), "")
