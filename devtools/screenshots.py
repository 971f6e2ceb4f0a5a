"""./dev screenshots: the pictures of the README and the user guide, from the running demo."""

import json
import shutil
import subprocess
import tempfile
from pathlib import Path

from . import browser, demo, paths, ui
from .client import SessionClient

FOLDER = paths.ROOT / "docs" / "images"
PLACEMENTS = "interim_placement.interim_placement_action"
# What somebody pastes who makes an assignment of a request.
REQUEST = """Gemeente Zilverdam zoekt een Senior Communicatieadviseur Omgevingswet

Referentienummer: ZD-2026-0417
Locatie: Stadhuis Zilverdam, hybride, twee dagen per week op kantoor
Startdatum: zo spoedig mogelijk
Einddatum: 31 juli 2027, met een optie tot verlenging van 2 keer 3 maanden
Inzet: 24 tot 32 uur per week
Tarief: maximaal € 112,50 per uur exclusief btw
Sluitingsdatum: maandag om 09.00 uur
Eisen:
- Minimaal vijf jaar ervaring met participatiecommunicatie
- VOG
Wensen:
- Ervaring bij een gemeente
"""
NARROWEST_DESKTOP = 600


def run(port):
    """Take every picture anew from the demo on this port."""
    url = f"http://localhost:{port}"
    FOLDER.mkdir(parents=True, exist_ok=True)
    with browser.opened() as page:
        for login, find_pictures in VISITORS.items():
            client = SessionClient(url, demo.DATABASE, login, login)
            session = next(cookie.value for cookie in client.cookies if cookie.name == "session_id")
            page.set_cookie(url, "session_id", session)
            for name, path, wait_for, size, *steps in find_pictures(client):
                with ui.step(f"Taking {name}.png"):
                    _take(page, name, url + path, wait_for, size, steps)
    with ui.step("Drawing the pages of a signed contract"):
        _draw_signed_contract(SessionClient(url, demo.DATABASE, "recruiter", "recruiter"))


def _take(page, name, address, wait_for, size, steps):
    page.resize(*size, mobile=size[0] < NARROWEST_DESKTOP)
    page.open(address, wait_for)
    for selector, *appears in steps:
        if appears:
            page.click(selector)
            page.wait_for(*appears)
        else:
            page.scroll_to(selector)
    page.screenshot(FOLDER / f"{name}.png")


def _find_recruiter_pictures(client):
    """Return (name, address, what to wait for, size, then what to do).

    To do is (what to click, what appears), or (what to scroll to,).
    """
    board, wide, form, tall = (2000, 1000), (1600, 900), (1440, 1000), (1440, 1200)
    running = _find(client, "interim.placement", [["phase", "=", "active"]])
    trouble = _find(
        client, "interim.placement", [["phase", "=", "active"], ["health", "=", "at_risk"]]
    )
    answered, late = (
        client.call("interim.checkin", "search", [["state", "=", "planned"], *domain], limit=1)[0]
        for domain in (
            [["placement_id", "=", trouble], ["client_state", "=", "answered"]],
            [["user_id.login", "=", "recruiter"], ["client_state", "=", False]],
        )
    )
    meeting = _find(client, "interim.placement", [["phase", "=", "negotiation"]])
    assignment = _find(client, "interim.assignment", [["state", "=", "open"]])
    professional = _find(client, "interim.professional", [["availability", "=", "placed"]])
    action = f"/odoo/action-{PLACEMENTS}"
    assignments = "/odoo/action-interim_placement.interim_assignment_action"
    professionals = "/odoo/action-interim_placement.interim_professional_action"
    tab, form_view = ".o_notebook .nav-link[name=checkins]", ".o_form_view .o_form_sheet"
    return [
        ("board", action, ".o_kanban_record:not(.o_kanban_ghost)", board),
        ("placement", f"{action}/{running}", ".o_form_view .o-mail-Chatter", form),
        ("negotiation", f"{action}/{meeting}", ".o_form_view .o-mail-Chatter", form),
        ("assignments", assignments, ".o_action_manager .o_view_controller", wide),
        ("assignment", f"{assignments}/{assignment}", ".o_form_view .o-mail-Chatter", form),
        ("professionals", professionals, ".o_action_manager .o_view_controller", wide),
        ("professional", f"{professionals}/{professional}", ".o_form_view .o-mail-Chatter", form),
        (
            "checkins",
            f"{action}/{trouble}",
            ".o_form_view .o-mail-Chatter",
            tall,
            (tab, ".tab-pane.active [name=checkin_ids]"),
        ),
        ("my-checkins", "/odoo/my-check-ins", ".o_list_view .o_data_row", (1600, 420)),
        (
            "checkin-calendar",
            "/odoo/check-ins",
            ".o_list_view .o_data_row",
            wide,
            (".o_switch_view.o_calendar", ".o_calendar_view .fc-event"),
        ),
        ("checkin", f"/odoo/check-ins/{answered}", form_view, form),
        (
            "checkin-ask",
            f"/odoo/check-ins/{late}",
            form_view,
            tall,
            ("button[name=action_ask_feedback]", ".modal [name=client_body] .odoo-editor-editable"),
        ),
        ("checkin-scores", "/odoo/check-in-scores", ".o_graph_renderer canvas", wide),
        (
            "availability-ask",
            f"{professionals}/{professional}",
            form_view,
            tall,
            ("button[name=action_ask_availability]", ".modal [name=preview_body] a"),
        ),
        (
            "assignments-closing",
            "/odoo/assignments-closing",
            ".o_list_view .o_data_row",
            (1600, 420),
        ),
        *_find_followup_pictures(client),
        *_find_matching_pictures(client),
        *_find_intake_pictures(client),
        *_find_capacity_pictures(client),
        *_find_contract_pictures(client),
        *_find_longlist_pictures(client),
    ]


def _find_longlist_pictures(client):
    longlisted, known = (
        f"/odoo/assignments/{_find_by_name(client, f'assignment_{name}')}"
        for name in ("environment", "area")
    )
    form_view = ".o_form_view .o_form_sheet"
    return [
        (
            "longlist",
            longlisted,
            form_view,
            (1440, 1100),
            ("button[name=action_longlist]", ".modal [name=body] .odoo-editor-editable li"),
        ),
        (
            "client-history",
            known,
            form_view,
            (1440, 420),
            ("button[name=action_view_client_history]", ".o_list_view .o_data_row"),
        ),
    ]


def _find_matching_pictures(client):
    assignment = f"/odoo/assignments/{_find_by_name(client, 'assignment_watersafety')}"
    form_view = ".o_form_view .o_form_sheet"
    find = ("button[name=action_find_professionals]", ".o_data_row .o_interim_match_bar")
    return [
        ("match-professionals", assignment, form_view, (1600, 620), find),
        (
            "match-reasons",
            assignment,
            form_view,
            (1440, 800),
            find,
            (".o_data_row .o_data_cell[name=professional_id]", ".o_interim_match_parts"),
        ),
        (
            "match-propose",
            assignment,
            form_view,
            (1440, 720),
            find,
            ("thead .o_list_record_selector input", ".o_control_panel [name=action_propose]"),
            (".o_control_panel [name=action_propose]", ".modal .o_data_row"),
        ),
    ]


def _find_intake_pictures(client):
    wizard = client.call("interim.assignment.intake", "create", {"text": REQUEST})
    client.call("interim.assignment.intake", "action_read", [wizard])
    return [
        (
            "intake-request",
            f"/odoo/m-interim.assignment.intake/{wizard}",
            ".o_form_view .o_data_row",
            (1440, 980),
        ),
    ]


def _find_capacity_pictures(client):
    professionals = "/odoo/action-interim_placement.interim_professional_action"
    professional = _find_by_name(client, "professional_bram")
    return [
        (
            "capacity",
            f"{professionals}/{professional}",
            ".o_form_view .o-mail-Chatter",
            (1440, 1220),
            ("button[name=action_view_capacity]", ".o_interim_capacity_chart"),
        ),
        ("who-comes-free", "/odoo/who-comes-free", ".o_list_view .o_data_row", (1600, 900)),
        (
            "capacity-and-demand",
            "/odoo/capacity-and-demand",
            ".o_graph_renderer canvas",
            (1440, 800),
        ),
    ]


def _find_followup_pictures(client):
    placement = _find_by_name(client, "placement_noor_social")
    tab = (
        ".o_form_statusbar [name=action_prepare_followup]",
        ".o_form_sheet [name=preparation_summary]",
    )
    form = (f"/odoo/action-{PLACEMENTS}/{placement}", ".o_form_view .o-mail-Chatter")
    ask = "section:has([name=preparation_client_state]) [name=action_ask_followup]"
    running = _find(
        client, "interim.placement", [["phase", "=", "active"], ["draft_terms_id", "=", False]]
    )
    professionals = "/odoo/action-interim_placement.interim_professional_action"
    return [
        (
            "follow-up-preparation",
            *form,
            (1600, 1700),
            tab,
            ("section:has([name=preparation_client_state])",),
        ),
        (
            "follow-up-ask",
            *form,
            (1440, 1200),
            tab,
            (ask, ".modal [name=client_body] .odoo-editor-editable"),
        ),
        (
            "follow-up-extend",
            f"/odoo/action-{PLACEMENTS}/{running}",
            ".o_form_view .o-mail-Chatter",
            (1440, 1000),
            ("button[name=action_extend]", ".modal [name=difference_text]"),
        ),
        (
            "follow-up-chain",
            f"{professionals}/{_find_by_name(client, 'professional_sanne')}",
            ".o_form_view .o_form_sheet",
            (1440, 1200),
            (".o_notebook .nav-link[name=placements]", ".tab-pane.active svg"),
            (".tab-pane.active svg",),
        ),
    ]


def _find_contract_pictures(client):
    negotiated, answered, prepared = (
        f"/odoo/contracts/{_find_by_name(client, f'contract_{name}')}"
        for name in ("pieter_client", "daan_professional", "pieter_professional")
    )
    form_view = ".o_form_view .o_form_sheet"
    tab, active = ".o_notebook .nav-link[name={}]", ".tab-pane.active [name={}]"
    return [
        ("contracts", "/odoo/contracts", ".o_list_view .o_data_row", (1600, 560)),
        ("contract", prepared, form_view, (1440, 1000)),
        (
            "contract-send",
            prepared,
            form_view,
            (1440, 1200),
            ("button[name=action_send]", ".modal .o_interim_mails, .modal .o_field_x2many"),
        ),
        (
            "contract-redline",
            negotiated,
            form_view,
            (1440, 1000),
            (tab.format("redline"), active.format("redline_html")),
            (".o_form_view ins",),
        ),
        (
            "contract-remarks",
            answered,
            form_view,
            (1600, 800),
            (tab.format("remarks"), active.format("remark_ids")),
        ),
        (
            "contract-signers",
            negotiated,
            form_view,
            (1440, 760),
            (tab.format("signers"), active.format("signer_ids")),
        ),
    ]


def _find_manager_pictures(client):
    templates = "/odoo/action-interim_placement.interim_contract_template_action"
    template = f"{templates}/{_find_by_name(client, 'contract_template_client_original_en')}"
    form_view = ".o_form_view .o_form_sheet"
    return [
        (
            "measures",
            "/odoo/action-interim_placement.interim_followup_report_action",
            ".o_pivot table",
            (1600, 700),
        ),
        ("contract-template", template, form_view, (1440, 1100)),
        (
            "contract-preview",
            template,
            form_view,
            (1440, 1000),
            ("button[name=action_preview]", ".modal [name=body_html] h3"),
        ),
    ]


def _find_signer_pictures(_client):
    """Return the pictures of what somebody who signs sees, with the login of a client."""
    first = ".o_portal_my_doc_table td a"
    return [
        ("my-contracts", "/my/contracts", first, (1200, 420)),
        ("contract-page", "/my/contracts", first, (1200, 1250), (first, "#status")),
        (
            "contract-page-redline",
            "/my/contracts",
            first,
            (1200, 800),
            (first, "#status"),
            ("#changes .document ins",),
        ),
        (
            "contract-page-sign",
            "/my/contracts",
            first,
            (1200, 1000),
            (first, "#status"),
            ("#status a[href='#sign']", "#sign"),
        ),
        (
            "contract-page-phone",
            "/my/contracts",
            first,
            (390, 844),
            (first, "#status"),
            ("#status a[href='#sign']", "#sign"),
        ),
    ]


VISITORS = {
    "recruiter": _find_recruiter_pictures,
    "manager": _find_manager_pictures,
    "client": _find_signer_pictures,
}


def _draw_signed_contract(client):
    """Draw the first page of a signed contract, and the last one, with a drawn signature."""
    contract = _find_by_name(client, "contract_lieke_client")
    version = client.call("interim.contract", "read", [contract], ["version_id"])[0]["version_id"]
    with (
        tempfile.TemporaryDirectory() as folder,
        client.opener.open(f"{client.url}/interim/contract/{version[0]}/signed/signed.pdf") as file,
    ):
        signed = Path(folder, "signed.pdf")
        signed.write_bytes(file.read())
        last = _run_poppler("pdftotext", signed, "-").count("\f")
        for name, number in (("contract-pdf", 1), ("contract-certificate", last)):
            _run_poppler(
                *("pdftoppm", "-png", "-r", "80", "-singlefile"),
                *("-f", str(number), "-l", str(number), signed, FOLDER / name),
            )


def _run_poppler(program, *arguments):
    if not shutil.which(program):
        raise ui.DevError(f"No {program} here. On Debian: apt install poppler-utils.")
    return subprocess.run([program, *arguments], check=True, capture_output=True, text=True).stdout


def _find(client, model, domain):
    """The record of the demo with the most to show: the one talked about most."""
    found = client.call(model, "search_read", domain, fields=["message_ids"], order="id")
    if not found:
        raise ui.DevError(f"The demo has no {model} with {json.dumps(domain)}.")
    return max(found, key=lambda record: len(record["message_ids"]))["id"]


def _find_by_name(client, name):
    """The record that the addon's data gave this name."""
    return client.call("ir.model.data", "check_object_reference", "interim_placement", name)[1]
