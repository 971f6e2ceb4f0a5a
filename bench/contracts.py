"""Contracts printed by WeasyPrint, beside the same HTML printed by Odoo's wkhtmltopdf.

Run by `./dev bench contracts [CONTRACTS]`; see bench/README.md for what the figures mean.
"""

import io
import os
import shutil
import statistics
import sys
import time
from datetime import date

import psutil
from pypdf import PdfReader

ADDONS = ["report_weasyprint"]
CONTRACTS = 100  # printed by both
MANY = 500  # printed for the memory, when CONTRACTS are as usual
PAGES = 6
TIME_LIMIT = 0.7  # of what wkhtmltopdf takes
GROWTH_LIMIT = 0.05  # of the memory at the first CONTRACTS, up to MANY
CREATED = date(2027, 1, 4)

ARTICLES = (
    ("Parties", 1),
    ("Recitals", 1),
    ("Scope of the assignment", 2),
    ("Term", 1),
    ("Hours and days", 1),
    ("Place of work", 1),
    ("Rate", 0),
    ("Invoicing", 2),
    ("Payment", 1),
    ("Extension", 1),
    ("Notice", 1),
    ("Substitution", 2),
    ("Independence", 2),
    ("Liability", 2),
    ("Confidentiality", 2),
    ("Protection of personal data", 2),
    ("Intellectual property", 2),
    ("Non-solicitation", 2),
    ("Handover", 1),
    ("Changes", 1),
    ("Order of precedence", 1),
    ("Applicable law", 1),
)
CLAUSE = (
    "The Client and the Agency agree that assignment {number} is carried out with due care and in "
    "accordance with what may be expected of a professional of this experience. Whatever is "
    "agreed in deviation of this article holds only where it was <strong>confirmed in "
    "writing</strong> by both parties, with effect from the day on which the last of them "
    "confirmed it and for the rest of the term, unless the confirmation says otherwise."
)
TABLE = (
    "<table><thead><tr><th>Activity</th><th>Hours per week</th><th>Rate per hour</th></tr></thead>"
    "<tbody><tr><td>Project management</td><td>24</td><td>€ {rate}.00</td></tr>"
    "<tr><td>Travel</td><td>4</td><td>€ 40.00</td></tr></tbody></table>"
    "<ol><li>Rates exclude value added tax.</li><li>Rates are fixed for the term.</li></ol>"
)


def contract_html(env, number):
    """The HTML of one contract. The seam: anything that returns six pages can stand here."""
    report = env["ir.actions.report"]
    articles = [
        {
            "number": f"{place}.",
            "heading": heading,
            "body_html": "".join(
                f"<p>{CLAUSE.format(number=number)}</p>" for _clause in range(clauses)
            )
            or TABLE.format(rate=80 + number % 40),
        }
        for place, (heading, clauses) in enumerate(ARTICLES, start=1)
    ]
    return report._prepare_weasyprint_document(
        title="Confirmation of Assignment",
        number=f"C{number:05}",
        lang="en_US",
        company=report._prepare_letterhead(env.company, "en_US"),
        articles=articles,
        signatures=[
            {"party": env.company.name, "name": "Anna de Wit", "capacity": "Director"},
            {"party": f"Client {number}", "name": "Jan Jansen", "capacity": "Head of Operations"},
        ],
    )


def print_by_weasyprint(env, html, number):
    return env["ir.actions.report"]._render_weasyprint_pdf(
        [html], title=f"C{number:05}", lang="en_US", created=CREATED, author=env.company.name
    )


def print_by_wkhtmltopdf(env, html, _number):
    return env["ir.actions.report"]._run_wkhtmltopdf([html])


def store(env, pdf, number):
    """Keep the PDF as contracts do: as an attachment, saved at once."""
    values = {"name": f"C{number:05}.pdf", "raw": pdf, "mimetype": "application/pdf"}
    env["ir.attachment"].create(values)
    env.cr.commit()


def measure(env, printer, number):
    """Make, print and store one contract; return its seconds, those of a processor, and its PDF."""
    env.invalidate_all()
    started, worked = time.perf_counter(), processor()
    pdf = printer(env, contract_html(env, number), number)
    store(env, pdf, number)
    return (time.perf_counter() - started, processor() - worked), pdf


def processor():
    """Seconds that processors worked for this process and the programs that it ran."""
    return sum(os.times()[:4])


def memory():
    """What this process holds now, in MiB."""
    return psutil.Process().memory_info().rss / 2**20


def compare(env, count):
    """Print contracts by both in turns; return the seconds of each."""
    delay = env["ir.config_parameter"]
    ours, theirs, hurried = [], [], []
    for number in range(count + 1):
        seconds, pdf = measure(env, print_by_weasyprint, number)
        pages = len(PdfReader(io.BytesIO(pdf)).pages)
        if pages != PAGES:
            sys.exit(f"The contract has {pages} pages; what is measured are contracts of {PAGES}.")
        ours.append(seconds)
        theirs.append(measure(env, print_by_wkhtmltopdf, number)[0])
        if number % 10 == 1:
            delay.set_param("report.print_delay", "1")
            hurried.append(measure(env, print_by_wkhtmltopdf, number)[0])
            delay.set_param("report.print_delay", False)
    return ours[1:], theirs[1:], hurried  # without the first, which loads what is loaded once


def print_many(env, first, last):
    """Print so many more; return the memory before and after."""
    before = memory()
    for number in range(first, last):
        measure(env, print_by_weasyprint, number)
    return before, memory()


def median(measured, which=0):
    """The median of what was measured: seconds, or with 1 those of a processor."""
    return statistics.median(figures[which] for figures in measured)


def main(env, count):
    """Measure, print; exit with 1 when a bar is missed."""
    if not shutil.which("wkhtmltopdf"):
        sys.exit("This compares with wkhtmltopdf, which is missing: apt-get install wkhtmltopdf")
    ours, theirs, hurried = compare(env, count)
    print(f"{count} contracts of {PAGES} pages: HTML, PDF, stored")
    print(f"{'':44}{'median s':>10}{'slowest s':>11}{'processor s':>13}")
    for what, seconds in (
        ("report_weasyprint", ours),
        ("Odoo's wkhtmltopdf, as Odoo runs it", theirs),
        ("the same without its second for scripts", hurried),
    ):
        slowest = max(taken for taken, _worked in seconds)
        print(f"{what:44}{median(seconds):>10.3f}{slowest:>11.3f}{median(seconds, 1):>13.3f}")
    many = count * MANY // CONTRACTS
    before, after = print_many(env, count, many)
    print(f"memory after {count} contracts {before:.0f} MiB, after {many} {after:.0f} MiB")
    bars = [
        (
            "a contract, times wkhtmltopdf's",
            median(ours) / median(theirs),
            TIME_LIMIT,
        ),
        (f"memory grown from {count} to {many}", after / before - 1, GROWTH_LIMIT),
    ]
    for what, figure, limit in bars:
        missed = "" if figure <= limit else "  MISSED"
        print(f"bar: {what} {figure:.3g} (limit {limit:.3g}){missed}")
    sys.exit(0 if all(figure <= limit for _what, figure, limit in bars) else 1)


if __name__ == "__main__":
    main(env, int(arguments[0]) if arguments else CONTRACTS)
