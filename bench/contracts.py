"""Contracts from values to a stored PDF, beside the same HTML printed by Odoo's wkhtmltopdf.

Run by `./dev bench contracts [CONTRACTS]`; see bench/README.md for what the figures mean.
"""

import base64
import io
import os
import shutil
import statistics
import sys
import time

import psutil
from pypdf import PdfReader

from odoo import fields

ADDONS = ["interim_placement"]
CONTRACTS = 100  # printed by both
MANY = 500  # printed for the memory, when CONTRACTS are as usual
PAGES = 6
TIME_LIMIT = 0.7  # of what wkhtmltopdf takes
GROWTH_LIMIT = 0.05  # of the memory at the first CONTRACTS, up to MANY
# Without these, the shipped text has six pages.
LEFT_OUT = ("recitals", "substitution", "liability", "non_solicitation", "handover")


def make_template(env):
    """The shipped English confirmation of the client, cut to six pages; the one that is found."""
    template = env.ref("interim_placement.contract_template_client_original_en").copy()
    env["interim.contract.template"].search([("id", "!=", template.id)]).active = False
    template.article_ids.filtered(lambda article: article.topic in LEFT_OUT).unlink()
    env.company.write({"street": "Kade 1", "zip": "1234 AB", "city": "Utrecht"})


def make_terms(env, count):
    """Terms of as many placements, each of a professional of its own on one assignment."""
    today = fields.Date.today()
    client = env["res.partner"].create({"name": "Client", "is_company": True, "city": "Ede"})
    contact = env["res.partner"].create({"name": "Anna Jansen", "parent_id": client.id})
    assignment = env["interim.assignment"].create(
        {
            "name": "Communication adviser",
            "client_id": client.id,
            "contact_id": contact.id,
            "description": "<p>A campaign plan, and its first results after three months.</p>",
        }
    )
    professionals = env["interim.professional"].create(
        [{"name": f"Professional {number}"} for number in range(count)]
    )
    placements = env["interim.placement"].create(
        [{"professional_id": p.id, "assignment_id": assignment.id} for p in professionals]
    )
    terms = env["interim.terms"].create(
        [
            {
                "placement_id": placement.id,
                "date_start": today,
                "date_end": fields.Date.add(today, months=6),
                "hours_per_week": 28,
                "office_days": 2,
                "client_rate": 100 + number % 40,
                "professional_rate": 80,
            }
            for number, placement in enumerate(placements)
        ]
    )
    env.cr.commit()
    return terms


def print_by_weasyprint(version):
    """As contracts are kept when they are sent."""
    version._freeze()


def print_by_wkhtmltopdf(version):
    """The same HTML, kept in the same place."""
    html = version._render_document()
    version.pdf = base64.b64encode(version.env["ir.actions.report"]._run_wkhtmltopdf([html]))


def measure(env, printer, terms):
    """Make, print and store a contract; return (seconds, those of a processor), and its version."""
    env.invalidate_all()
    started, worked = time.perf_counter(), processor()
    version = env["interim.contract"]._make(terms, "client").version_id
    printer(version)
    env.cr.commit()
    return (time.perf_counter() - started, processor() - worked), version


def processor():
    """Seconds that processors worked for this process and the programs that it ran."""
    return sum(os.times()[:4])


def median(seconds, column=0):
    """The median of one of the two seconds."""
    return statistics.median(taken[column] for taken in seconds)


def memory():
    """What this process holds now, in MiB."""
    return psutil.Process().memory_info().rss / 2**20


def compare(env, terms):
    """Print contracts by both in turns; return the seconds of each."""
    delay = env["ir.config_parameter"]
    ours, theirs, hurried = [], [], []
    for number in range(0, len(terms) - 2, 3):
        seconds, version = measure(env, print_by_weasyprint, terms[number])
        pdf = base64.b64decode(version.with_context(bin_size=False).pdf)
        pages = len(PdfReader(io.BytesIO(pdf)).pages)
        if pages != PAGES:
            sys.exit(f"The contract has {pages} pages; what is measured are contracts of {PAGES}.")
        ours.append(seconds)
        theirs.append(measure(env, print_by_wkhtmltopdf, terms[number + 1])[0])
        if number % 30 == 3:
            delay.set_param("report.print_delay", "1")
            hurried.append(measure(env, print_by_wkhtmltopdf, terms[number + 2])[0])
            delay.set_param("report.print_delay", False)
    return ours[1:], theirs[1:], hurried  # without the first, which loads what is loaded once


def print_many(env, terms):
    """Print so many more; return the memory before and after."""
    before = memory()
    for one in terms:
        measure(env, print_by_weasyprint, one)
    return before, memory()


def main(env, count):
    """Measure, print; exit with 1 when a bar is missed."""
    if not shutil.which("wkhtmltopdf"):
        sys.exit("This compares with wkhtmltopdf, which is missing: apt-get install wkhtmltopdf")
    many = count * MANY // CONTRACTS
    make_template(env)
    terms = make_terms(env, 3 * (count + 1) + many - count)
    ours, theirs, hurried = compare(env, terms[: 3 * (count + 1)])
    print(f"{count} contracts of {PAGES} pages: values, HTML, PDF, stored")
    print(f"{'':44}{'median s':>10}{'slowest s':>11}{'processor s':>13}")
    for what, seconds in (
        ("report_weasyprint", ours),
        ("Odoo's wkhtmltopdf, as Odoo runs it", theirs),
        ("the same without its second for scripts", hurried),
    ):
        slowest = max(taken for taken, _worked in seconds)
        print(f"{what:44}{median(seconds):>10.3f}{slowest:>11.3f}{median(seconds, 1):>13.3f}")
    before, after = print_many(env, terms[3 * (count + 1) :])
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
