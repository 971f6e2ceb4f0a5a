"""A contract from the board to the signed file, by clicks and keys."""

import hashlib
import json
import re
import shutil
import subprocess
import time
import urllib.parse
import urllib.request

import pytest
from pages import draw, fits, tab_to

from devtools import browser

DESKTOP, PHONE = (1440, 1000), (390, 800)
NAME = "Sanne de Vries"
LINE = [(0.1, 0.3), (0.25, 0.7), (0.4, 0.2), (0.6, 0.8), (0.9, 0.4)]

SCRIPT = """
from odoo.tests import new_test_user

company = env.company
company.write(
    {"name": "Bureau Tussenpersoon", "street": "Stationsplein 1", "zip": "3511 ED",
     "city": "Utrecht", "company_registry": "30123456", "vat": "NL001234567B01",
     "email": "info@bureau.test",
     "interim_contract_auto_move": True}
)
recruiter = new_test_user(
    env, "rina", "interim_placement.group_interim_user_own", name="Rina Smit",
    email="rina@bureau.test", password="rina", tz="UTC",
)
address = {"street": "Raadhuisplein 1", "zip": "1234 AB", "city": "Waterrijk",
           "company_registry": "50123456", "vat": "NL009876543B01"}
client = env["res.partner"].create({"name": "Gemeente Waterrijk", "is_company": True, **address})
contact = env["res.partner"].create(
    {"name": "Anja Bakker", "parent_id": client.id, "email": "anja@waterrijk.test",
     "function": "Head of communication"}
)
assignment = env["interim.assignment"].create(
    {"name": "Communication adviser", "client_id": client.id, "contact_id": contact.id,
     "user_id": recruiter.id, "rate_max": 115.0, "description": "<p>A campaign plan.</p>"}
)
professional = env["interim.professional"].create(
    {"name": "Sanne de Vries", "email": "sanne@professional.test", "user_id": recruiter.id,
     "consent_date": "2026-01-05"}
)
professional.partner_id.write(address)
placement = env["interim.placement"].create(
    {"professional_id": professional.id, "assignment_id": assignment.id,
     "user_id": recruiter.id,
     "terms_ids": [(0, 0, {"date_start": "2027-01-04", "date_end": "2027-06-30",
                           "hours_per_week": 24.0, "client_rate": 110.0,
                           "professional_rate": 95.0})]}
)
for phase in ("proposal", "interview", "negotiation"):
    placement.stage_id = env["interim.placement.stage"].search([("phase", "=", phase)], limit=1)
env.cr.commit()
"""

# The first visible element that matches the selector and holds the text.
FIND = (
    "[...document.querySelectorAll({selector})].find(e =>"
    " (e.textContent + (e.value || '')).includes({text}) && e.getClientRects().length)"
)
# Its middle, unless something else is in front of it.
PLACE = (
    "(e => {{ e.scrollIntoView({{block: 'center'}}); const r = e.getBoundingClientRect();"
    " const [x, y] = [r.x + r.width / 2, r.y + r.height / 2];"
    " return e.contains(document.elementFromPoint(x, y)) ? [x, y] : null }})({found})"
)
CHANGES = (
    "[...document.querySelectorAll('#changes .document :is(ins, del)')]"
    ".map(e => `${e.localName} ${e.textContent}`)"
)


class Person:
    """Somebody at a browser: sees, clicks and types."""

    def __init__(self, page, server):
        self.page = page
        self.url = server.url

    def sees(self, selector, text="", *, seconds=30):
        """Wait until an element is there with this text; return the JavaScript that finds it."""
        found = FIND.format(selector=json.dumps(selector), text=json.dumps(text))
        end = time.monotonic() + seconds
        while not self.page.evaluate(f"!!{found}"):
            if time.monotonic() > end:
                shown = self.page.evaluate("document.body.innerText.slice(0, 3000)")
                raise AssertionError(f"No {selector} with {text!r} in:\n{shown}")
            time.sleep(0.1)
        return found

    def clicks(self, selector, text="", *, seconds=30):
        """Click the element with this text with the mouse, once nothing covers or moves it."""
        end = time.monotonic() + seconds
        before = None
        while not (place := self._find_place(selector, text)) or place != before:
            if time.monotonic() > end:
                raise AssertionError(f"Something covers {selector} with {text!r}")
            before = place
            time.sleep(0.1)
        mouse = {"x": place[0], "y": place[1], "button": "left", "clickCount": 1}
        for kind in ("mouseMoved", "mousePressed", "mouseReleased"):
            self.page.call("Input.dispatchMouseEvent", type=kind, **mouse)

    def _find_place(self, selector, text):
        return self.page.evaluate(PLACE.format(found=self.sees(selector, text)))

    def types(self, selector, text):
        """Type over what stands in a field."""
        field = self.sees(selector)
        self.page.evaluate(f"{field}.focus(); {field}.select()")
        self.page.type(text)

    def types_over_paragraph(self, selector, text):
        """Type over a paragraph in an editor."""
        paragraph = self.sees(selector)
        self.page.evaluate(
            f"(p => {{p.closest('[contenteditable=true]').focus();"
            f" getSelection().selectAllChildren(p)}})({paragraph})"
        )
        self.page.type(text)

    def reads(self, selector):
        """Return the text of an element."""
        return self.page.evaluate(f"{self.sees(selector)}.innerText")

    def opens(self, path):
        """Go to an address of the server."""
        self.page.call("Page.navigate", url=urllib.parse.urljoin(self.url, path))


class Recruiter(Person):
    """Who makes and sends contracts, and signs for the agency."""

    def logs_in(self):
        """Log in, and come to the board."""
        self.opens("/web/login?redirect=/odoo/placements")
        self.types("#login", "rina")
        self.types("#password", "rina")
        self.clicks("button[type=submit]", "Log in")
        self.sees(".o_kanban_record", NAME)

    def opens_contract(self, party):
        """Open the contract with this party from the board."""
        self.opens("/odoo/placements")
        self.clicks(".o_kanban_record", NAME)
        self.clicks(".oe_stat_button", "Contracts")
        self.clicks(".o_list_view .o_data_row td[name=party]", party)
        self.sees(".o_field_widget[name=article_ids] .o_data_row", "Payment")

    def sends(self):
        """Send the contract that is open, after a look at the mails."""
        self.clicks(".o_statusbar_buttons button", "Send for Signature")
        self.sees(".modal .o_interim_mails .o_kanban_record", "Dear Anja Bakker")
        self.clicks(".modal footer button", "Send")
        self.sees(".o_arrow_button_current", "Waiting for Signature")

    def signs(self):
        """Sign the contract that is open, on the page that its button opens."""
        self.clicks(".o_statusbar_buttons button", "Sign")
        self.page.switch_to("/contract/")
        self.types("#signed_name", "Rina Smit")
        self.clicks("#consent")
        self.clicks("button[value=sign]")
        self.sees(".status_signed")
        self.page.evaluate("window.close()")
        self.page.switch_to("/odoo/")


@pytest.fixture(scope="module")
def server(shared_odoo_server):
    made = shared_odoo_server(["interim_placement"], start=False)
    # As Odoo itself notes it when an administrator logs in: links are made from it.
    address = f"env['ir.config_parameter'].set_param('web.base.url', {made.url!r})\n"
    made.shell(address + SCRIPT)
    return made.start()


def find_link(server, email):
    """Return the path of the last page that somebody got by mail."""
    rows = server.query(
        "SELECT mail.body_html FROM mail_mail mail"
        " JOIN mail_mail_res_partner_rel link ON link.mail_mail_id = mail.id"
        " JOIN res_partner partner ON partner.id = link.res_partner_id"
        " WHERE partner.email = %s ORDER BY mail.id DESC",
        [email],
    )
    return re.search(r"/contract/[\w-]{20,}", rows[0][0])[0]


def download(url):
    """Return what an address holds, as a program without any cookie gets it."""
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with opener.open(url, timeout=120) as answer:
        assert answer.headers["Content-Type"] == "application/pdf"
        return answer.read()


def post(url, values):
    """Send a form, and follow to where it leads; return the page."""
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with opener.open(url, urllib.parse.urlencode(values).encode(), timeout=120) as answer:
        return answer.read().decode()


def send_and_sign_professionals_contract(server):
    """Send the other contract through the API, and sign it on both pages."""
    session = server.session("rina")
    (contract,) = session.call("interim.contract", "search", [("party", "=", "professional")])
    wizard = session.call("interim.contract.send", "create", {"contract_id": contract})
    session.call("interim.contract.send", "action_send", [wizard])
    action = session.call("interim.contract", "action_sign_for_agency", [contract])
    answer = {"action": "sign", "consent": "yes"}
    agency = urllib.parse.urlsplit(action["url"]).path
    assert "You have signed" in post(server.url + agency, {**answer, "signed_name": "Rina Smit"})
    professional = find_link(server, "sanne@professional.test")
    page = post(server.url + professional, {**answer, "signed_name": NAME})
    assert "All have signed" in page


def test_from_the_board_to_the_signed_file(server, tmp_path):
    with browser.opened(*DESKTOP) as desk, browser.opened(*PHONE) as phone:
        recruiter, client = Recruiter(desk, server), Person(phone, server)

        recruiter.logs_in()
        recruiter.clicks(".o_kanban_record", NAME)
        recruiter.clicks(".o_statusbar_buttons button", "Make Contracts")
        recruiter.clicks(".o_list_view .o_data_row td[name=party]", "Client")
        recruiter.sends()
        recruiter.signs()

        first_link = find_link(server, "anja@waterrijk.test")
        client.opens(first_link)
        client.sees("main h1", "Assignment confirmation")
        assert fits(phone)
        remark_with_keyboard(client, "Payment", "We pay within 60 days.")

        recruiter.opens_contract("Client")
        answer_remark_and_make_new_version(recruiter)
        recruiter.sends()
        recruiter.signs()

        client.opens(first_link)
        client.sees(".status_superseded")
        link = find_link(server, "anja@waterrijk.test")
        assert link != first_link
        client.opens(link)
        client.sees("#sign")  # it comes after the changes
        # The one thing that differs, and nothing else.
        assert client.page.evaluate(CHANGES) == ["del 30", "ins 60"]
        assert "Agreed: see version 2." in client.reads("#remarks")
        sign_by_hand(client)

        send_and_sign_professionals_contract(server)

        recruiter.opens("/odoo/placements")
        column = ".o_kanban_group:has(.fa-handshake-o)"
        recruiter.sees(f"{column} .o_kanban_record", NAME)
        assert "Onboarding" in recruiter.reads(f"{column} .o_column_title")
        assert server.query("SELECT state FROM interim_terms") == [("agreed",)]

        client.opens(link)
        address = client.page.evaluate(f"{client.sees('a.button', 'signed contract')}.href")
        check_signed_file(server, download(address), tmp_path)


def remark_with_keyboard(client, heading, text):
    """Put a remark on an article with keys only."""
    client.sees("#remark")
    tab_to(client.page, "remark_article")
    chosen = "document.activeElement.selectedOptions[0].textContent"
    for _press in range(30):
        client.page.press("ArrowDown")
        if heading in client.page.evaluate(chosen):
            break
    tab_to(client.page, "remark")
    client.page.type(text)
    tab_to(client.page, "action", "remark")
    client.page.press("Enter", text="\r")
    client.sees("#remarks li", text)


def answer_remark_and_make_new_version(recruiter):
    """Accept the remark with an answer, and change its article in a new version."""
    recruiter.clicks(".o_notebook .nav-link", "Remarks")
    row = ".o_field_widget[name=remark_ids]"
    recruiter.clicks(f"{row} .o_data_row:has(td[name=article_heading]) td[name=answer]")
    recruiter.types(f"{row} [name=answer] textarea", "Agreed: see version 2.")
    recruiter.clicks(f"{row} button[name=action_accept]")
    recruiter.sees(f"{row} .o_data_row", "Accepted")
    recruiter.clicks(".o_statusbar_buttons button", "New Version")
    recruiter.clicks(".modal footer .btn-primary")
    recruiter.sees(".o_arrow_button_current", "In Preparation")
    recruiter.clicks(".o_notebook .nav-link", "Text")
    recruiter.clicks(".o_field_widget[name=article_ids] td[name=heading]", "Payment")
    recruiter.types_over_paragraph(
        ".modal .odoo-editor-editable p",
        "The client pays a correct invoice within 60 days after receiving it.",
    )
    recruiter.clicks(".modal .o_form_button_save")
    recruiter.sees(".o_field_widget[name=article_ids] .o_data_row", "Changed by hand")


def sign_by_hand(client):
    """Sign on the phone with a drawing."""
    client.types("#signed_name", "Anja Bakker")
    client.sees("canvas")  # shown by the script that draws
    draw(client.page, LINE)
    client.clicks("#consent")
    client.clicks("button[value=sign]")
    client.sees(".status_complete")


def check_signed_file(server, content, folder):
    """The file is the one in the database, and holds the original that all have signed."""
    ((sha256, signed_sha256, contract),) = server.query(
        "SELECT version.sha256, version.signed_sha256, contract.id"
        " FROM interim_contract contract"
        " JOIN interim_contract_version version ON version.id = contract.version_id"
        " WHERE contract.party = 'client' AND contract.state = 'signed' AND version.number = 2"
    )
    assert hashlib.sha256(content).hexdigest() == signed_sha256
    program = shutil.which("pdfdetach")
    assert program, "On Debian or Ubuntu: apt-get install poppler-utils"
    file, original = folder / "signed.pdf", folder / "original.pdf"
    file.write_bytes(content)
    subprocess.run([program, "-save", "1", "-o", str(original), str(file)], check=True)
    assert hashlib.sha256(original.read_bytes()).hexdigest() == sha256
    evidence = server.query(
        "SELECT role, state, signed_name, signature_method, authentication, pdf_sha256"
        " FROM interim_contract_signer WHERE contract_id = %s AND is_current ORDER BY sequence",
        [contract],
    )
    assert evidence == [
        ("agency", "signed", "Rina Smit", "typed", "login", sha256),
        ("client", "signed", "Anja Bakker", "drawn", "link", sha256),
    ]
