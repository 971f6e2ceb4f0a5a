import time

from odoo.tests import BaseCase, tagged

from odoo.addons.report_weasyprint.tools import engine, limits

from .common import render, text_of


@tagged("report_weasyprint")
class TestLimits(BaseCase):
    def assert_refused(self, reason, body, **options):
        started = time.monotonic()
        with self.assertRaises(engine.RenderingError) as caught:
            render(engine, body, **options)
        self.assertEqual(caught.exception.reason, reason)
        self.assertLess(time.monotonic() - started, 30)
        self.assertIn("Still works", text_of(render(engine, "<p>Still works</p>")))

    def test_function_within_its_limits_returns(self):
        self.assertEqual(limits.run(lambda: 42, seconds=5, mebibytes=100), 42)

    def test_error_passes(self):
        with self.assertRaises(ZeroDivisionError):
            limits.run(lambda: 1 / 0, seconds=5, mebibytes=100)

    def test_code_that_catches_all_exceptions_is_ended(self):
        def stubborn():
            while True:
                try:
                    time.sleep(0.01)
                except Exception:  # noqa: BLE001  what is tested
                    continue

        with self.assertRaises(limits.TimeExceeded):
            limits.run(stubborn, seconds=0.2, mebibytes=100)

    def test_swallowed_end_is_not_taken_for_a_result(self):
        def swallowing():
            try:
                while True:
                    time.sleep(0.01)
            except BaseException:  # noqa: BLE001  what is tested
                return "half"

        with self.assertRaises(limits.TimeExceeded):
            limits.run(swallowing, seconds=0.2, mebibytes=100)

    def test_picture_that_draws_itself_many_times_is_ended(self):
        groups = "".join(
            f"<g id='g{n + 1}'>{f'<use href={chr(34)}#g{n}{chr(34)}/>' * 10}</g>" for n in range(9)
        )
        first = "<g id='g0'><rect width='1' height='1'/></g>"
        svg = f"<svg xmlns='http://www.w3.org/2000/svg'>{first}{groups}<use href='#g9'/></svg>"
        self.assert_refused("time", svg, seconds=2)

    def test_endless_layout_is_ended(self):
        body = "<style>@page { size: 30px; margin: 0 } p { break-after: page }</style>"
        self.assert_refused("time", body + "<p>x</p>" * 40000, seconds=2)

    def test_memory_is_bounded(self):
        kept = []

        def greedy():
            while True:
                kept.append(bytearray(1_000_000))
                time.sleep(0.001)

        with self.assertRaises(limits.MemoryExceeded):
            limits.run(greedy, seconds=30, mebibytes=100)

    def test_deep_nesting_is_refused(self):
        self.assert_refused("depth", "<div>" * 3000 + "x")

    def test_too_much_html_is_refused(self):
        self.assert_refused("size", "x" * (engine.CHARACTERS + 1))

    def test_absurd_spans_are_clamped(self):
        body = "<table><tr><td colspan='100000000' rowspan='100000000'>Cell</td></tr></table>"
        self.assertIn("Cell", text_of(render(engine, body, seconds=20)))
