"""The pages on which a party answers, in a real browser: keys only, a phone, no script, axe-core.

That of a check-in, that of what comes next, and that of the availability.
"""

import json
import urllib.error
import urllib.request
from types import SimpleNamespace

import pytest
from pages import fits, tab_to

from devtools import axe, browser

DESKTOP, PHONE = (1280, 900), (320, 640)
LANGUAGES = ["en_US", "nl_NL"]
FORMS = [
    "client",
    "professional",
    "followup_client",
    "followup_professional",
    "availability",
    "availability_known",
]
STATES = [
    *FORMS,
    "closed",
    "answered",
    "followup_closed",
    "followup_client_answered",
    "followup_professional_answered",
    "availability_closed",
    "availability_replaced",
    "availability_answered",
    "unknown",
]

SCRIPT = """
import datetime, json
env["base.language.install"].create(
    {"lang_ids": [(6, 0, env.ref("base.lang_nl").ids)], "overwrite": True}
).lang_install()
# A red pixel.
env.company.logo = (
    b"iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8DwHwAFBQIAX8jx0gAAAABJRU5Erk"
    b"Jggg=="
)
client = env["res.partner"].create({"name": "Gemeente Waterrijk", "is_company": True})
contact = env["res.partner"].create(
    {"name": "Anja Bakker", "parent_id": client.id, "email": "anja@a.test"}
)
assignment = env["interim.assignment"].create(
    {"name": "Communication adviser", "client_id": client.id, "contact_id": contact.id}
)
professional = env["interim.professional"].create(
    {"name": "Sanne de Vries", "email": "s@p.test", "consent_date": "2026-01-01"}
)
today = datetime.date.today()
terms = {"date_start": today, "date_end": today + datetime.timedelta(days=300),
         "hours_per_week": 24, "client_rate": 100, "professional_rate": 80}
placement = env["interim.placement"].create(
    {"professional_id": professional.id, "assignment_id": assignment.id, **terms}
)
placement.action_agree_terms()
placement = placement.with_context(interim_override_reason="A test")
placement.stage_id = env["interim.placement.stage"].search([("phase", "=", "active")])
links = {}
for index, state in enumerate(("", "closed", "answered")):
    checkin = placement.checkin_ids.sorted()[index]
    for party, partner in (("client", contact), ("professional", professional.partner_id)):
        response = env["interim.checkin.response"].create(
            {"checkin_id": checkin.id, "party": party, "partner_id": partner.id}
        )
        links[f"{party}_{state}".strip("_")] = response._get_page_url()
placement.checkin_ids.sorted()[1].action_skip()
placement.checkin_ids.sorted()[2].response_ids[0]._answer(8, "Good", "More days", "yes")
another = placement.copy({"assignment_id": assignment.copy().id, "stage_id": placement.stage_id.id,
    "terms_ids": [(0, 0, {**terms, "state": "agreed"})]})
closed = another.copy({"assignment_id": assignment.copy().id, "stage_id": placement.stage_id.id,
    "terms_ids": [(0, 0, {**terms, "state": "agreed"})]})
answers = {
    "client": {"extension": "yes", "extension_months": 2, "successor": "A project leader"},
    "professional": {"wants_to_stay": "no", "available_from": today, "hours_max": 24.0,
                     "type_ids": [(6, 0, env["interim.assignment.type"].search([]).ids)],
                     "wishes": "Near Utrecht"},
}
for state, about in (("", placement), ("answered", another), ("closed", closed)):
    for party, said in answers.items():
        question = env["interim.followup.answer"].create(
            {"placement_id": about.id, "party": party}
        )
        links[f"followup_{party}_{state}".strip("_")] = question._get_page_url()
        if state == "answered":
            question._answer(said)
closed.write({"active": False, "close_reason_id": env["interim.close.reason"].search([])[0].id})

def ask(name, state="open", **values):
    person = env["interim.professional"].create({"name": name, "email": "x@p.test", **values})
    vals = {"professional_id": person.id, "partner_id": person.partner_id.id, "state": state}
    question = env["interim.availability.answer"].create(vals)
    return question, question._get_page_url()
sectors = [(6, 0, env["res.partner.industry"].search([], limit=2).ids)]
known = {"hours_min": 24, "hours_max": 32, "monday": True, "availability_confirmed_on": today,
         "wishes": "Near Utrecht", "industry_ids": sectors}
links["availability"] = ask("Bo Jansen")[1]
links["availability_keys"] = ask("Cor Visser")[1]
links["availability_known"] = ask("Dirk Bos", **known)[1]
links["availability_confirm"] = ask("Emre Aydin", **known)[1]
links["availability_closed"] = ask("Floor Peeters", "expired")[1]
old, links["availability_replaced"] = ask("Gijs Post", "withdrawn")
old.copy({"state": "open", "access_token": False})
said, links["availability_answered"] = ask("Hanneke Smit", **known)
said._answer({"is_available": "yes", "hours_max": 20.0, "friday": True, "wishes": "A team"})
env.cr.commit()
print("links=" + json.dumps(links))
"""


@pytest.fixture(scope="module")
def pages(shared_odoo_server):
    """A server, and the addresses of the page in each state."""
    # Started afterwards: a server that runs does not hear of a language that the shell adds.
    server = shared_odoo_server(["interim_placement"], start=False)
    output = server.shell(SCRIPT)
    server.start()
    links = json.loads(output.split("links=")[1].splitlines()[0])
    addresses = {
        name: server.url + "/" + "/".join(link.rsplit("/", 2)[1:]) for name, link in links.items()
    }
    return SimpleNamespace(
        server=server,
        **addresses,
        closed=addresses["client_closed"],
        answered=addresses["client_answered"],
        followup_closed=addresses["followup_client_closed"],
        unknown=f"{server.url}/checkin/unknown",
    )


@pytest.fixture(scope="module")
def page():
    with browser.opened() as opened:
        yield opened


def focused(page):
    return page.evaluate("document.activeElement.id || document.activeElement.textContent.trim()")


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("state", STATES)
def test_axe_finds_nothing(page, pages, state, language, size):
    page.resize(*size)
    page.open(f"{getattr(pages, state)}?lang={language}", "main h1")
    assert page.evaluate("document.documentElement.lang") == language.replace("_", "-")
    assert axe.find_violations(page) == []
    assert fits(page)


def test_axe_does_find_what_is_wrong(page, pages):
    page.open(pages.client, "main h1")
    page.evaluate("document.querySelector('label[for=remark]').remove()")
    assert any("label" in violation for violation in axe.find_violations(page))


# What is not filled in on each form, and a text that is.
MISSING = {
    "client": ("score_1", "remark"),
    "followup_client": ("extension_yes", "successor"),
    "followup_professional": ("wants_to_stay_yes", "wishes"),
    "availability": ("is_available_yes", "wishes"),
}


def send_incomplete(page, text_field):
    page.evaluate("document.querySelector('form').noValidate = true")
    page.evaluate(f"document.querySelector('#{text_field}').value = 'Typed before'")
    page.evaluate("document.querySelector('button').click()")
    page.wait_for("[role=alert]")


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("state", MISSING)
def test_what_is_missing_is_told(page, pages, state, language, size):
    missing, text_field = MISSING[state]
    page.resize(*size)
    page.open(f"{getattr(pages, state)}?lang={language}", "form")
    send_incomplete(page, text_field)
    # Keys and screen readers begin at what is wrong, without a script.
    assert page.evaluate("document.activeElement.getAttribute('role')") == "alert"
    assert page.evaluate(f"document.querySelector('#{text_field}').value") == "Typed before"
    assert axe.find_violations(page) == []
    assert fits(page)
    page.evaluate("document.querySelector('[role=alert] a').click()")
    assert page.evaluate("location.hash") == f"#{missing}"


@pytest.fixture
def dark(page):
    scheme = "prefers-color-scheme"
    page.call("Emulation.setEmulatedMedia", features=[{"name": scheme, "value": "dark"}])
    yield
    page.call("Emulation.setEmulatedMedia", features=[{"name": scheme, "value": "light"}])


@pytest.mark.usefixtures("dark")
@pytest.mark.parametrize("state", STATES)
def test_dark_colours_have_contrast_too(page, pages, state):
    page.resize(*DESKTOP)
    page.open(getattr(pages, state), "main h1")
    ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert ground == "rgb(18, 24, 26)"
    assert axe.find_violations(page) == []
    if state in MISSING:
        send_incomplete(page, MISSING[state][1])
        assert axe.find_violations(page) == []


@pytest.mark.parametrize("state", FORMS)
def test_targets_are_big_enough_for_a_thumb(page, pages, state):
    page.resize(*PHONE, mobile=True)
    page.open(getattr(pages, state), "form")
    sizes = page.evaluate(
        "[...document.querySelectorAll('label:has(input), button, textarea, input[type=text],"
        " input[type=date], summary')].filter(e => e.checkVisibility())"
        ".map(e => [e.outerHTML, e.getBoundingClientRect().width,"
        " e.getBoundingClientRect().height])"
    )
    assert sizes
    assert [size for size in sizes if size[1] < 44 or size[2] < 44] == []


def fill_in_with_the_keyboard(page, address, presses, remark):
    page.open(address, "form")
    for _attempt in range(8):
        page.press("Tab")
        if focused(page) == "score_1":
            break
    page.press(" ", code="Space", text=" ")
    for _press in range(presses):
        page.press("ArrowRight")
    page.press("Tab")
    assert focused(page) == "remark"
    page.type(remark)
    page.press("Tab")
    assert focused(page) == "improvement"
    page.press("Tab")
    assert focused(page) == "extension_unknown"
    page.press("ArrowRight")
    page.press("Tab")
    page.press("Enter", text="\r")
    page.wait_for("dl")


def test_both_sides_answer_with_the_keyboard_without_scripts(page, pages):
    page.call("Emulation.setScriptExecutionDisabled", value=True)
    try:
        page.resize(*DESKTOP)
        fill_in_with_the_keyboard(page, pages.client, 6, "Quick <b>&</b> clear")
        page.resize(*PHONE, mobile=True)
        fill_in_with_the_keyboard(page, pages.professional, 8, "A good team")
        assert fits(page)
    finally:
        page.call("Emulation.setScriptExecutionDisabled", value=False)
    rows = pages.server.query(
        "SELECT party, score, remark, wants_extension, state FROM interim_checkin_response"
        " WHERE remark IN ('Quick <b>&</b> clear', 'A good team') ORDER BY party"
    )
    assert rows == [
        ("client", 7, "Quick <b>&</b> clear", "yes", "answered"),
        ("professional", 9, "A good team", "yes", "answered"),
    ]
    page.open(pages.client, "dl")
    assert "Quick <b>&</b> clear" in page.evaluate("document.body.innerText")


@pytest.fixture
def without_scripts(page):
    page.call("Emulation.setScriptExecutionDisabled", value=True)
    yield
    page.call("Emulation.setScriptExecutionDisabled", value=False)


@pytest.mark.usefixtures("without_scripts")
def test_what_comes_next_is_told_with_the_keyboard(page, pages):
    page.resize(*PHONE, mobile=True)
    page.open(pages.followup_professional, "form")
    tab_to(page, "wants_to_stay")
    page.press(" ", code="Space", text=" ")
    tab_to(page, "available_from")
    for digit in "09012031":  # a date field takes month, day and year
        page.press(digit, code=f"Digit{digit}", text=digit)
    tab_to(page, "hours_min")
    page.type("24")
    tab_to(page, "hours_max")
    page.type("32")
    tab_to(page, "types")
    page.press(" ", code="Space", text=" ")
    tab_to(page, "wishes")
    page.type("Near <b>Utrecht</b>")
    page.press("Tab")
    page.press("Enter", text="\r")
    page.wait_for("dl")
    assert fits(page)
    assert "Near <b>Utrecht</b>" in page.evaluate("document.body.innerText")
    (said,) = pages.server.query(
        "SELECT wants_to_stay, available_from::text, hours_min, hours_max, state, "
        " (SELECT COUNT(*) FROM interim_assignment_type_interim_followup_answer_rel rel"
        "   WHERE rel.interim_followup_answer_id = answer.id)"
        " FROM interim_followup_answer answer WHERE wishes = 'Near <b>Utrecht</b>'"
    )
    assert said == ("yes", "2031-09-01", 24.0, 32.0, "answered", 1)


@pytest.mark.usefixtures("without_scripts")
def test_extension_is_told_with_the_keyboard(page, pages):
    page.resize(*DESKTOP)
    page.open(pages.followup_client, "form")
    tab_to(page, "extension")
    page.press(" ", code="Space", text=" ")
    tab_to(page, "extension_months")
    page.type("3")
    tab_to(page, "successor")
    page.type("Perhaps in autumn")
    page.press("Tab")
    page.press("Enter", text="\r")
    page.wait_for("dl")
    assert pages.server.query(
        "SELECT extension, extension_months, state FROM interim_followup_answer"
        " WHERE successor = 'Perhaps in autumn'"
    ) == [("yes", 3, "answered")]


@pytest.mark.usefixtures("without_scripts")
def test_availability_is_told_with_the_keyboard(page, pages):
    page.resize(*PHONE, mobile=True)
    page.open(pages.availability_keys, "form")
    tab_to(page, "is_available")
    page.press(" ", code="Space", text=" ")
    tab_to(page, "available_from")
    for digit in "09012031":  # a date field takes month, day and year
        page.press(digit, code=f"Digit{digit}", text=digit)
    tab_to(page, "hours_max")
    page.type("32")
    tab_to(page, "days", "friday")
    page.press(" ", code="Space", text=" ")
    tab_to(page, "wishes")
    page.type("Near <b>Utrecht</b>")
    page.press("Tab")
    assert focused(page) == "stop_asking"
    page.press("Tab")
    page.press("Enter", text="\r")
    page.wait_for("dl")
    assert fits(page)
    assert "Near <b>Utrecht</b>" in page.evaluate("document.body.innerText")
    assert pages.server.query(
        "SELECT available_from::text, hours_max, monday, friday, wishes, stop_asking, availability"
        " FROM interim_professional WHERE name = 'Cor Visser'"
    ) == [("2031-09-01", 32.0, False, True, "Near <b>Utrecht</b>", False, "soon")]


@pytest.mark.usefixtures("without_scripts")
def test_availability_is_confirmed_with_two_keys(page, pages):
    page.resize(*DESKTOP)
    page.open(pages.availability_confirm, "form")
    tab_to(page, "confirm")
    page.press("Enter", text="\r")
    page.wait_for("dl")
    assert pages.server.query(
        "SELECT hours_max, monday, availability_question_state FROM interim_professional"
        " WHERE name = 'Emre Aydin'"
    ) == [(32.0, True, "answered")]


def test_what_is_for_the_other_answer_is_hidden(page, pages):
    page.resize(*DESKTOP)
    page.open(pages.availability, "form")
    is_seen = "document.querySelector('#{}').checkVisibility()"
    for choice, seen, unseen in (
        ("no", "ask_again_on", "hours_max"),
        ("yes", "hours_max", "ask_again_on"),
    ):
        page.evaluate(f"document.querySelector('#is_available_{choice}').click()")
        assert page.evaluate(is_seen.format(seen))
        assert not page.evaluate(is_seen.format(unseen))
        assert axe.find_violations(page) == []


def test_browser_is_left_without_a_cookie(page, pages):
    page.call("Network.clearBrowserCookies")
    for state in STATES:
        page.open(getattr(pages, state), "main h1")
    assert page.call("Network.getAllCookies")["cookies"] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_who_guesses_is_told_to_wait(page, pages, language):
    """Comes last: from here on, wrong links from this address are refused."""
    guesser = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    for number in range(21):
        with pytest.raises(urllib.error.HTTPError):
            guesser.open(f"{pages.server.url}/checkin/guess{number}", timeout=30)
    page.resize(*PHONE)
    page.open(f"{pages.unknown}?lang={language}", "main h1")
    heading = {"en_US": "Too many attempts", "nl_NL": "Te veel pogingen"}[language]
    assert page.evaluate("document.querySelector('h1').textContent") == heading
    assert axe.find_violations(page) == []
    assert fits(page)
    page.open(pages.professional, "main .kind")
