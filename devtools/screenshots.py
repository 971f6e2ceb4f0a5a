"""./dev screenshots: the pictures of the README and the user guide, from the running demo."""

import json

from . import browser, demo, paths, ui
from .client import SessionClient

FOLDER = paths.ROOT / "docs" / "images"
PLACEMENTS = "interim_placement.interim_placement_action"


def run(port):
    """Take every picture anew from the demo on this port."""
    url = f"http://localhost:{port}"
    client = SessionClient(url, demo.DATABASE, "recruiter", "recruiter")
    session = next(cookie.value for cookie in client.cookies if cookie.name == "session_id")
    FOLDER.mkdir(parents=True, exist_ok=True)
    with browser.opened() as page:
        page.set_cookie(url, "session_id", session)
        for name, path, wait_for, size, *clicks in _pictures(client):
            with ui.step(f"Taking {name}.png"):
                page.resize(*size)
                page.open(url + path, wait_for)
                for selector, appears in clicks:
                    page.click(selector)
                    page.wait_for(appears)
                page.screenshot(FOLDER / f"{name}.png")


def _pictures(client):
    """Return (name, address, what to wait for, size, then what to click and what appears)."""
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
    ]


def _find(client, model, domain):
    """The record of the demo with the most to show: the one talked about most."""
    found = client.call(model, "search_read", domain, fields=["message_ids"], order="id")
    if not found:
        raise ui.DevError(f"The demo has no {model} with {json.dumps(domain)}.")
    return max(found, key=lambda record: len(record["message_ids"]))["id"]
