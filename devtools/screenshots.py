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
        for name, path, wait_for, size in _pictures(client):
            with ui.step(f"Taking {name}.png"):
                page.resize(*size)
                page.open(url + path, wait_for)
                page.screenshot(FOLDER / f"{name}.png")


def _pictures(client):
    board, wide, form = (2000, 1000), (1600, 900), (1440, 1000)
    running = _find(client, "interim.placement", [["phase", "=", "active"]])
    meeting = _find(client, "interim.placement", [["phase", "=", "negotiation"]])
    assignment = _find(client, "interim.assignment", [["state", "=", "open"]])
    professional = _find(client, "interim.professional", [["availability", "=", "placed"]])
    action = f"/odoo/action-{PLACEMENTS}"
    assignments = "/odoo/action-interim_placement.interim_assignment_action"
    professionals = "/odoo/action-interim_placement.interim_professional_action"
    return [
        ("board", action, ".o_kanban_record:not(.o_kanban_ghost)", board),
        ("placement", f"{action}/{running}", ".o_form_view .o-mail-Chatter", form),
        ("negotiation", f"{action}/{meeting}", ".o_form_view .o-mail-Chatter", form),
        ("assignments", assignments, ".o_action_manager .o_view_controller", wide),
        ("assignment", f"{assignments}/{assignment}", ".o_form_view .o-mail-Chatter", form),
        ("professionals", professionals, ".o_action_manager .o_view_controller", wide),
        ("professional", f"{professionals}/{professional}", ".o_form_view .o-mail-Chatter", form),
    ]


def _find(client, model, domain):
    """The record of the demo with the most to show: the one talked about most."""
    found = client.call(model, "search_read", domain, fields=["message_ids"], order="id")
    if not found:
        raise ui.DevError(f"The demo has no {model} with {json.dumps(domain)}.")
    return max(found, key=lambda record: len(record["message_ids"]))["id"]
