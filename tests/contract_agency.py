"""Contracts in every state that the page of a signer knows, for tests from outside a server."""

import json
from types import SimpleNamespace

SCRIPT = """
import base64, datetime, json
from odoo import fields

env["base.language.install"].create(
    {"lang_ids": [(6, 0, env.ref("base.lang_nl").ids)], "overwrite": True}
).lang_install()
today = datetime.date.today()
recruiter = env["res.users"].create(
    {"name": "Rina Recruiter", "login": "rina", "email": "rina@agency.test",
     "group_ids": [(6, 0, env.ref("interim_placement.group_interim_user_all").ids)]}
)
client = env["res.partner"].create({"name": "Gemeente Waterrijk", "is_company": True})
contact = env["res.partner"].create(
    {"name": "Anja Bakker", "parent_id": client.id, "email": "anja@a.test",
     "function": "Head of Communication"}
)
assignment = env["interim.assignment"].create(
    {"name": "Communication adviser", "client_id": client.id, "contact_id": contact.id}
)

ARTICLES = [
    ("parties", "Parties",
     "<p>The agency, and Gemeente Waterrijk, Stationsplein 1, 1234 AB Waterrijk.</p>"),
    ("scope", "Assignment and results",
     "<p>The professional advises on communication. The results are:</p><ul><li>a <b>plan</b> for"
     " participation, by 1 March 2027;</li><li>four campaigns;</li><li>a handover.</li></ul>"),
    ("term", "Term",
     "<p>The assignment runs from 4 January 2027 up to and including 30 June 2027. It ends on that"
     " day without notice.</p>"),
    ("rate", "Rate",
     "<table><thead><tr><th>What</th><th>Rate</th></tr></thead><tbody><tr><td>An hour</td>"
     "<td>100.00 euros, without VAT</td></tr></tbody></table>"),
    ("notice", "Notice",
     "<p>Each party may end the agreement with <b>one month</b> of notice.</p>"),
    ("law", "Law and forum", "<p>Dutch law applies.</p>"),
]
CHANGED = [
    ARTICLES[0],
    ARTICLES[1],
    ("term", "Term",
     "<p>The assignment runs from 4 January 2027 up to and including 31 August 2027. It ends on"
     " that day without notice.</p>"),
    ARTICLES[3],
    ("notice", "Notice",
     "<p>Each party may end the agreement with <b>two months</b> of notice, in writing.</p>"),
    ("confidentiality", "Confidentiality", "<p>What is confidential stays so.</p>"),
]
SIGNED = {"ip_address": "192.0.2.1", "user_agent": "A browser", "authentication": "link"}


def vals(articles):
    return [
        {"key": topic, "topic": topic, "heading": heading, "body_html": body, "sequence": number}
        for number, (topic, heading, body) in enumerate(articles)
    ]


def make(name, paper="own", people=("agency", "client"), lang="en_US"):
    professional = env["interim.professional"].create(
        {"name": name, "email": "p@p.test", "consent_date": "2026-01-01"}
    )
    placement = env["interim.placement"].create(
        {"professional_id": professional.id, "assignment_id": assignment.id,
         "user_id": recruiter.id,
         "terms_ids": [(0, 0, {"date_start": "2027-01-04", "date_end": "2027-06-30",
                               "hours_per_week": 24, "client_rate": 100,
                               "professional_rate": 80})]}
    )
    contract = env["interim.contract"].create(
        {"terms_id": placement.terms_ids.id, "party": "client", "paper": paper}
    )
    values = {"pdf": base64.b64encode(b"%PDF-1.4 theirs")} if paper == "received" else {}
    contract._add_version(
        [] if values else vals(ARTICLES), title="Confirmation of the assignment", lang=lang,
        **values
    )
    partners = {"agency": recruiter.partner_id, "client": contact}
    env["interim.contract.signer"].create(
        [{"contract_id": contract.id, "role": role, "partner_id": partners[role].id,
          "capacity": partners[role].function, "sequence": number}
         for number, role in enumerate(people, 1)]
    )
    send(contract)
    return contract


def send(contract):
    contract._send_for_signature(
        contract._render_mails("sign"), today + datetime.timedelta(days=14)
    )


def add_version(contract):
    contract._add_version(vals(CHANGED), title="Confirmation of the assignment", lang="en_US")
    send(contract)


def sign(contract, count):
    for signer in contract.signer_ids.sorted()[:count]:
        signer._sign(
            signer.name, signer.capacity, None, signer._get_consent_sentence(), dict(SIGNED)
        )


def link(contract, number=1):
    return contract.all_signer_ids.sorted("id")[number]._get_page_url().rsplit("/", 1)[-1]


links = {}
# One for each test that signs, declines or remarks.
for number in range(8):
    opened = make(f"Open {number}")
    sign(opened, 1)
    links[f"open{number}"] = link(opened)
waiting = make("Waiting")
waiting.signer_ids.sorted()[1]._remark(waiting.version_id.article_ids[3].id, "Is this with VAT?")
links["waiting"] = link(waiting)
signed = make("Signed")
sign(signed, 1)
links["signed"] = link(signed, 0)
complete = make("Complete")
sign(complete, 2)
links["complete"] = link(complete)
declined = make("Declined")
sign(declined, 1)
declined.signer_ids.sorted()[1]._decline("The budget was not granted.", dict(SIGNED))
links["declined"], links["declined_by_other"] = link(declined), link(declined, 0)
withdrawn = make("Withdrawn")
withdrawn.action_cancel()
links["withdrawn"] = link(withdrawn)
revised = make("Revised")
revised.action_withdraw()
links["revised"] = link(revised)
changed = make("Changed", people=("client", "agency"))
first = changed.signer_ids.sorted()[0]
articles = changed.version_id.article_ids
first._remark(articles[2].id, "Can it run until the end of August?\\nThe campaign ends then.")
first._remark(articles[3].id, "The rate is too high.")
first._remark(None, "We miss an article on confidentiality.")
remarks = changed.remark_ids.sorted("id")
remarks[0].write({"state": "accepted", "answer": "Yes: see version 2."})
remarks[1].write({"state": "rejected", "answer": "This is the rate in your framework agreement."})
links["superseded"] = link(changed, 0)
changed.action_withdraw()
add_version(changed)
links["changed"] = link(changed, 2)
expired = make("Expired")
sign(expired, 1)
expired._get_current_signers()[1]._close()
env.cr.execute(
    "UPDATE interim_contract SET state = 'expired', expires_on = %s WHERE id = %s",
    (today - datetime.timedelta(days=1), expired.id),
)
links["expired"] = link(expired)
links["received"] = link(make("Received", paper="received", people=("client", "agency")), 0)
race = make("Race")
sign(race, 1)
links["race"] = link(race)
env["res.users"].create(
    {"name": "Anja", "login": "anja", "password": "anja-anja", "partner_id": contact.id,
     "group_ids": [(6, 0, env.ref("base.group_portal").ids)]}
)
env.cr.commit()
print("links=" + json.dumps(links))
"""


def build(server):
    """Make the contracts; return the tokens of the links by state, as a namespace."""
    output = server.shell(SCRIPT)
    return SimpleNamespace(**json.loads(output.split("links=")[1].splitlines()[0]))
