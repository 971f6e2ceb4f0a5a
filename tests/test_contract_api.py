"""Contracts through the API and over HTTP: who reads, who acts, and who signs first (R6, R7)."""

import json
import threading
import urllib.error
import urllib.parse
import urllib.request
from types import SimpleNamespace

import agency as an_agency
import pytest
from agency import CLIENT_RATE, PROFESSIONAL_RATE, refusal

from devtools.client import ApiError

ACCESS_ERROR = "odoo.exceptions.AccessError"
USER_ERROR = "odoo.exceptions.UserError"
STRANGERS = ("employee", "salesman", "portal")
RECRUITERS = ("own", "all", "manager")

SCRIPT = """
import json
env["ir.config_parameter"].sudo().set_param("web.base.url.freeze", True)
users = {u.login: u for u in env["res.users"].search([("login", "in", ["own", "all", "portal"])])}
contact = env["res.partner"].search([("name", "=", "Anja Bakker")], limit=1)
users["portal"].partner_id.email = "portal@a.test"
assignment = env["interim.assignment"].search([("name", "=", "Communication adviser")], limit=1)
ARTICLES = [
    {"key": "term", "topic": "term", "heading": "Term", "body_html": "<p>Half a year.</p>"},
    {"key": "rate", "topic": "rate", "heading": "Rate", "body_html": "<p>As agreed.</p>"},
]


def make(name, login, sequences=(1, 2)):
    professional = env["interim.professional"].create(
        {"name": name, "email": "p@p.test", "consent_date": "2026-01-01"}
    )
    placement = env["interim.placement"].create(
        {"professional_id": professional.id, "assignment_id": assignment.id,
         "user_id": users[login].id,
         "terms_ids": [(0, 0, {"date_start": "2027-01-04", "date_end": "2027-06-30",
                               "hours_per_week": 24, "client_rate": %(client_rate)s,
                               "professional_rate": %(professional_rate)s})]}
    )
    made = {}
    for party, partner in (("client", contact), ("professional", professional.partner_id)):
        contract = env["interim.contract"].create(
            {"terms_id": placement.terms_ids.id, "party": party}
        )
        contract._add_version([dict(vals) for vals in ARTICLES], title="Agreement", lang="en_US")
        env["interim.contract.signer"].create(
            [{"contract_id": contract.id, "role": role, "partner_id": who.id, "sequence": sequence}
             for role, who, sequence in (
                 ("agency", users[login].partner_id, sequences[0]),
                 (party, partner, sequences[1]))]
        )
        contract._send_for_signature(contract._render_mails("sign"), False)
        # For what comes after this version.
        contract.template_id = env.ref(
            f"interim_placement.contract_template_{party}_original_en"
        )
        made[party] = contract
    return made


def sign(contract, count):
    evidence = {"ip_address": "192.0.2.1", "user_agent": "A browser", "authentication": "link"}
    for signer in contract.signer_ids.sorted()[:count]:
        signer._sign(signer.partner_id.name, "", None, "I agree.", evidence)


def describe(contract):
    signers = contract.signer_ids.sorted()
    for signer in signers:
        signer._ensure_token()
    remark = env["interim.contract.remark"].create({"contract_id": contract.id, "text": "Too long"})
    return {
        "contract": contract.id, "version": contract.version_id.id, "name": contract.name,
        "article": contract.version_id.article_ids[0].id, "signers": signers.ids,
        "remark": remark.id, "terms": contract.terms_id.id,
        "tokens": [signer.access_token for signer in signers],
    }


made = {}
for name, login in (("Own", "own"), ("Others", "all")):
    contracts = make(name, login)
    sign(contracts["client"], 2)
    made[name.lower()] = describe(contracts["client"])
    made[name.lower() + "_professional"] = describe(contracts["professional"])
for number in range(5):
    contracts = make(f"Race {number}", "own", sequences=(1, 1))
    made[f"race{number}"] = describe(contracts["client"])
env.cr.commit()
print("contracts=" + json.dumps(made))
"""


@pytest.fixture(scope="module")
def agency(shared_odoo_server):
    # Odoo logs what it refuses, and what it tries again.
    server = shared_odoo_server(
        ["interim_placement"],
        tolerate=["odoo.http", "odoo.sql_db: bad query", "odoo.service.model"],
    )
    made = an_agency.build(server)
    rates = {"client_rate": CLIENT_RATE, "professional_rate": PROFESSIONAL_RATE}
    output = server.shell(SCRIPT % rates)
    contracts = json.loads(output.split("contracts=")[1].splitlines()[0])
    made.sessions = {}
    made.contracts = {name: SimpleNamespace(**values) for name, values in contracts.items()}
    return made


def records(contract):
    """One record of each model of a contract."""
    return {
        "interim.contract": contract.contract,
        "interim.contract.version": contract.version,
        "interim.contract.version.article": contract.article,
        "interim.contract.signer": contract.signers[1],
        "interim.contract.remark": contract.remark,
    }


READ_CALLS = [
    ("read", True, {"fields": ["display_name"]}),
    ("web_read", True, {"specification": {"display_name": {}}}),
    ("export_data", True, {"fields_to_export": ["display_name"]}),
    ("search", False, {"domain": []}),
    ("search_count", False, {"domain": []}),
    ("search_read", False, {"domain": [], "fields": ["display_name"]}),
    ("web_search_read", False, {"domain": [], "specification": {"display_name": {}}}),
    ("name_search", False, {"name": ""}),
    ("formatted_read_group", False, {"domain": [], "groupby": [], "aggregates": ["__count"]}),
]


@pytest.mark.parametrize("call", READ_CALLS, ids=lambda call: call[0])
def test_who_reads_contracts(agency, call):
    method, on_record, arguments = call
    for model, record in records(agency.contracts["own"]).items():
        ids = [record] if on_record else ()
        for login in STRANGERS:
            error = refusal(agency.people[login].call, model, method, ids, **arguments)
            assert error is not None and error.name in (ACCESS_ERROR, USER_ERROR), (model, login)
        for login in RECRUITERS:
            assert refusal(agency.people[login].call, model, method, ids, **arguments) is None, (
                model,
                login,
            )
        outsider = agency.people["outsider"]
        if on_record:
            error = refusal(outsider.call, model, method, ids, **arguments)
            assert error is not None and error.name == ACCESS_ERROR, model
        else:
            answer = json.dumps(outsider.call(model, method, **arguments))
            is_empty = answer in ("[]", "0") or '"length": 0' in answer or '"__count": 0' in answer
            assert is_empty, (model, answer)


def test_own_rights_stop_at_a_colleagues_contract(agency):
    own, others = agency.people["own"], agency.contracts["others"]
    for model, record in records(others).items():
        assert not own.call(model, "search", domain=[("id", "=", record)]), model
        for method, arguments in (
            ("read", {"fields": ["display_name"]}),
            ("web_read", {"specification": {"display_name": {}}}),
            ("export_data", {"fields_to_export": ["display_name"]}),
            ("write", {"vals": {"display_name": "x"}}),
            ("unlink", {}),
            ("copy", {}),
        ):
            error = refusal(own.call, model, method, [record], **arguments)
            assert error is not None and error.name in (ACCESS_ERROR, USER_ERROR), (model, method)
    for method in (
        "action_new_version",
        "action_cancel",
        "action_send",
        "action_remind",
        "action_withdraw",
        "action_send_final",
        "action_sign_for_agency",
        "action_open_document",
    ):
        error = refusal(own.call, "interim.contract", method, [others.contract])
        assert error is not None and error.name == ACCESS_ERROR, method


@pytest.mark.parametrize("login", ["own", "all", "manager", *STRANGERS, "outsider"])
def test_nobody_calls_what_is_the_systems(agency, login):
    contract = agency.contracts["own"]
    for model, ids, method in (
        ("interim.contract", [contract.contract], "_complete"),
        ("interim.contract", [contract.contract], "_cron_contracts"),
        ("interim.contract", [contract.contract], "_supersede"),
        ("interim.contract.signer", contract.signers[:1], "_get_page_url"),
        ("interim.contract.signer", contract.signers[:1], "_sign"),
        ("interim.contract.version", [contract.version], "_freeze"),
        ("interim.contract.signer", (), "_find_by_token"),
    ):
        error = refusal(agency.people[login].call, model, method, ids)
        assert error is not None, (model, method)
        assert error.status in (403, 404, 422, 500) and error.name != "", method
    assert (
        refusal(
            agency.people[login].call,
            "interim.contract.signer",
            "read",
            contract.signers,
            fields=["access_token"],
        ).name
        == ACCESS_ERROR
    )


def test_no_side_reads_the_other_by_the_api(agency):
    """R6: the two sides have logins, and see their own pages only."""
    portal = agency.people["portal"]
    for model, path in (
        ("res.partner", "interim_professional_ids"),
        ("mail.activity", "interim_contract_id"),
        ("ir.attachment", "res_model"),
    ):
        try:
            answer = json.dumps(portal.call(model, "search_read", domain=[], fields=[path]))
        except ApiError:
            continue
        assert "interim.contract" not in answer
    for token in agency.contracts["own"].tokens:
        messages = portal.call("mail.message", "search_count", domain=[("body", "ilike", token)])
        assert messages == 0


def get(agency, path, login=None, **headers):
    """Fetch a page, as somebody who logged in or not; return (status, body)."""
    opener = urllib.request.build_opener(NoRedirect)
    if login:
        if login not in agency.sessions:
            agency.sessions[login] = agency.server.session(login)
        opener = agency.sessions[login].opener
    headers = {"X-Odoo-Database": agency.server.database, **headers}
    request = urllib.request.Request(agency.server.url + path, headers=headers)
    try:
        with opener.open(request) as answer:
            return answer.status, answer.read()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read()


class NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_arguments):
        return None


@pytest.mark.parametrize("login", [None, "employee", "portal", "own", "outsider"])
def test_files_of_a_colleagues_contract_are_not_served(agency, login):
    contract = agency.contracts["others"]
    version, signer = contract.version, contract.signers[1]
    token = contract.tokens[1]
    for path in (
        f"/web/content/interim.contract.version/{version}/pdf",
        f"/web/content/interim.contract.version/{version}/signed_pdf?access_token={token}",
        f"/web/content/interim.contract.version/{version}/document_html",
        f"/web/image/interim.contract.signer/{signer}/signature?access_token={token}",
        f"/web/content/interim.contract.signer/{signer}/signature?access_token={token}",
        f"/interim/contract/{version}/document/x.pdf",
        f"/interim/contract/{version}/signed/x.pdf",
        f"/interim/contract/{version}/signed/..%2F..%2Fetc%2Fpasswd",
    ):
        status, body = get(agency, path, login)
        assert b"%PDF" not in body, path
        assert contract.name.encode() not in body, path
        # Odoo answers with a picture that stands for one that may not be seen.
        assert status in (303, 403, 404) or "/web/image/" in path, (path, status)


def test_files_are_served_to_whoever_may_read_them(agency):
    contract = agency.contracts["own"]
    for path in (
        f"/interim/contract/{contract.version}/document/x.pdf",
        f"/interim/contract/{contract.version}/signed/%22%0d%0aSet-Cookie:x=y",
        f"/web/content/interim.contract.version/{contract.version}/signed_pdf",
    ):
        status, body = get(agency, path, "own")
        assert status == 200 and body.startswith(b"%PDF"), path
    token = contract.tokens[1]
    for path in ("document.pdf", "signed.pdf"):
        assert get(agency, f"/contract/{token}/{path}")[1].startswith(b"%PDF")
    for wrong in ("A" * 43, token[:-1] + "_", token.lower(), "..", "%00", str(contract.signers[1])):
        for path in ("", "/document.pdf", "/signed.pdf"):
            status, body = get(agency, f"/contract/{wrong}{path}")
            assert status == 404 and b"%PDF" not in body, (wrong, path)


def post(agency, token, headers=(), **values):
    values = {"signed_name": "Somebody", "consent": "yes", **values}
    request = urllib.request.Request(
        f"{agency.server.url}/contract/{token}",
        data=urllib.parse.urlencode(values).encode(),
        headers={"X-Odoo-Database": agency.server.database, **dict(headers)},
    )
    try:
        with urllib.request.build_opener(NoRedirect).open(request) as answer:
            return answer.status, answer.read()
    except urllib.error.HTTPError as error:
        return error.code, error.read()


def test_the_address_is_not_what_the_signer_says(agency):
    """Without a proxy in front, nobody but the connection tells where somebody is."""
    contract = agency.contracts["own_professional"]
    forged = {
        "X-Forwarded-For": "203.0.113.9",
        "X-Forwarded-Host": "evil.test",
        "X-Real-Ip": "203.0.113.9",
        "Forwarded": "for=203.0.113.9",
        "User-Agent": "<script>alert(1)</script>\x01\xff",
    }
    assert post(agency, contract.tokens[0], forged, action="sign")[0] == 303
    (row,) = agency.server.query(
        "SELECT ip_address, user_agent, state FROM interim_contract_signer WHERE id = %s",
        (contract.signers[0],),
    )
    assert row[0] == "127.0.0.1" and row[2] == "signed"


def at_once(*attempts):
    """Run calls at the same moment; return their results in order."""
    gate = threading.Barrier(len(attempts))
    results = [None] * len(attempts)

    def run(number, attempt):
        gate.wait()
        results[number] = attempt()

    threads = [
        threading.Thread(target=run, args=(number, attempt))
        for number, attempt in enumerate(attempts)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def states(agency, contract):
    (state,) = agency.server.query(
        "SELECT state FROM interim_contract WHERE id = %s", (contract.contract,)
    )[0]
    signers = agency.server.query(
        "SELECT state FROM interim_contract_signer WHERE id = ANY(%s) ORDER BY id",
        (contract.signers,),
    )
    return state, [row[0] for row in signers]


def test_two_sign_at_the_same_moment(agency):
    contract = agency.contracts["race0"]
    answers = at_once(*(lambda t=t: post(agency, t, action="sign") for t in contract.tokens))
    assert {status for status, _body in answers} <= {303, 409}
    for token, (status, body) in zip(contract.tokens, answers, strict=True):
        if status == 409:
            assert b"try again in a" in body
            assert post(agency, token, action="sign")[0] == 303
    assert states(agency, contract) == ("signed", ["signed", "signed"])
    pdfs = agency.server.query(
        "SELECT count(*) FROM ir_attachment WHERE res_model = 'interim.contract.version'"
        " AND res_id = %s AND res_field = 'signed_pdf'",
        (contract.version,),
    )
    assert pdfs == [(1,)]


def test_one_signs_while_the_other_declines(agency):
    contract = agency.contracts["race1"]
    first, second = contract.tokens
    answers = at_once(
        lambda: post(agency, first, action="sign"),
        lambda: post(agency, second, action="decline", reason="No budget"),
    )
    assert {status for status, _body in answers} <= {303, 409}
    state, signers = states(agency, contract)
    assert (state, signers[1]) in {("declined", "declined"), ("sent", "asked")}
    assert post(agency, second, action="sign")[0] in (303, 409)
    state, signers = states(agency, contract)
    assert (state == "signed") == (signers == ["signed", "signed"])


@pytest.mark.parametrize(
    ("race", "method"),
    [("race2", "action_cancel"), ("race3", "action_new_version"), ("race4", "action_withdraw")],
)
def test_one_signs_while_the_recruiter_acts(agency, race, method):
    contract = agency.contracts[race]
    own = agency.people["own"]
    answers = at_once(
        lambda: post(agency, contract.tokens[0], action="sign"),
        lambda: post(agency, contract.tokens[1], action="sign"),
        lambda: refusal(own.call, "interim.contract", method, [contract.contract]),
    )
    assert {status for status, _body in answers[:2]} <= {303, 409}
    state, signers = states(agency, contract)
    if state == "signed":
        assert signers == ["signed", "signed"] and answers[2] is not None
    elif state == "cancelled":
        assert answers[2] is None and "asked" not in signers
    else:
        assert (state == "draft") == (answers[2] is None)
    for token in contract.tokens:
        assert post(agency, token, action="sign")[0] in (303, 409)
    state, signers = states(agency, contract)
    assert (state == "signed") == (signers == ["signed", "signed"])
