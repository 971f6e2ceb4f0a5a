"""A small agency in a running server, for tests from outside: its people and one of each record.

Made by a script in Odoo's shell, because nothing here is about how the data came to be.
"""

import json
from types import SimpleNamespace

from devtools.client import ApiError, Json2Client

# Figures that stand in no other field, so that they can be looked for anywhere.
CLIENT_RATE = 123.45
PROFESSIONAL_RATE = 98.76
RATE_MIN = 87.65

SCRIPT = """
import datetime, json
from odoo.tests import new_test_user

day = datetime.datetime.now() + datetime.timedelta(days=1)
other_company = env["res.company"].create({"name": "Another Agency"})
company = env.company
people = {
    "employee": "base.group_user",
    "salesman": "sales_team.group_sale_salesman_all_leads",
    "own": "interim_placement.group_interim_user_own,sales_team.group_sale_salesman",
    "all": "interim_placement.group_interim_user_all",
    "manager": "interim_placement.group_interim_manager",
    "portal": "base.group_portal",
    "outsider": "interim_placement.group_interim_manager",
}
users, keys = {}, {}
for login, groups in people.items():
    if login != "portal":
        groups += ",base.group_allow_export"
    companies = other_company if login == "outsider" else company
    users[login] = user = new_test_user(
        env, login, groups, tz="UTC", password=login,
        company_id=companies.id, company_ids=[(6, 0, companies.ids)],
    )
    keys[login] = env(user=user)["res.users.apikeys"].sudo()._generate("rpc", "test", day)

Partner = env["res.partner"]
client = Partner.create({"name": "Gemeente Waterrijk", "is_company": True})
contact = Partner.create({"name": "Anja Bakker", "parent_id": client.id, "email": "anja@a.test"})
lead = env["crm.lead"].create(
    {"name": "Adviser wanted", "type": "opportunity", "partner_id": contact.id,
     "user_id": users["own"].id}
)
hidden_lead = env["crm.lead"].create({"name": "Not for rina", "user_id": users["salesman"].id})
assignment = env["interim.assignment"].create(
    {"name": "Communication adviser", "client_id": client.id, "contact_id": contact.id,
     "user_id": users["own"].id, "rate_max": 130.0, "lead_id": lead.id}
)
terms = {"date_start": "2027-01-04", "date_end": "2027-06-30", "hours_per_week": 24.0,
         "client_rate": %(client_rate)s, "professional_rate": %(professional_rate)s}

def professional(name, **values):
    return env["interim.professional"].create(
        {"name": name, "email": "x@p.test", "user_id": users["own"].id, "rate_min": %(rate_min)s,
         "consent_date": "2026-01-05", **values}
    )

def placement(name, user, **values):
    return env["interim.placement"].create(
        {"professional_id": professional(name).id, "assignment_id": assignment.id,
         "user_id": user and users[user].id, "terms_ids": [(0, 0, dict(terms))], **values}
    )

# The portal users are the two sides of a placement.
sanne = professional("Sanne de Vries")
users["portal"].partner_id.parent_id = client
own, other, unassigned, agreed, elsewhere = (
    placement("Bo Smit", "own"), placement("Cor Vos", "all"), placement("Dirk Bos", False),
    placement("Eva Mol", "own"), placement("Fay Kok", "all"),
)
agreed.action_agree_terms()
other.message_subscribe(users["portal"].partner_id.ids)
certificate = env["interim.certificate"].create(
    {"professional_id": sanne.id, "certification_id": env["interim.certification"].search([])[0].id}
)
result = env["interim.professional.result"].create(
    {"professional_id": sanne.id, "name": "Up 40 pct"}
)
requirement = env["interim.assignment.requirement"].create(
    {"assignment_id": assignment.id, "name": "Ten years of experience"}
)
tag = env["interim.placement.tag"].create({"name": "Urgent"})
activity = own.activity_schedule(
    "mail.mail_activity_data_todo", user_id=users["employee"].id, summary="Book a room"
)
event = env["calendar.event"].create(
    {"name": "Interview", "start": "2027-01-11 10:00:00", "stop": "2027-01-11 11:00:00",
     "res_model_id": env["ir.model"]._get_id("interim.placement"), "res_id": own.id,
     "user_id": users["own"].id, "partner_ids": [(6, 0, users["employee"].partner_id.ids)]}
)
env.cr.commit()
ids = {
    "client": client.id, "contact": contact.id, "lead": lead.id, "hidden_lead": hidden_lead.id,
    "assignment": assignment.id, "professional": sanne.id,
    "partner": own.professional_partner_id.id,
    "own": own.id, "other": other.id, "unassigned": unassigned.id, "agreed": agreed.id,
    "elsewhere": elsewhere.id,
    "terms": own.terms_ids.id, "other_terms": other.terms_ids.id,
    "agreed_terms": agreed.terms_ids.id,
    "certificate": certificate.id, "result": result.id, "requirement": requirement.id,
    "tag": tag.id, "activity": activity.id, "event": event.id,
    "certification": env["interim.certification"].search([])[1].id,
    "reason": env["interim.close.reason"].search([], limit=1).id,
}
stages = {}
for stage in env["interim.placement.stage"].search([]):
    stages.setdefault(stage.phase, stage.id)
print("agency=" + json.dumps({
    "ids": ids, "keys": keys, "stages": stages, "uids": {k: u.id for k, u in users.items()},
}))
"""


def build(server):
    """Make the agency; return `ids`, `stages`, `uids` and, by login, the API clients `people`."""
    rates = {
        "client_rate": CLIENT_RATE,
        "professional_rate": PROFESSIONAL_RATE,
        "rate_min": RATE_MIN,
    }
    output = server.shell(SCRIPT % rates)
    line = next(line for line in output.splitlines() if "agency=" in line)
    made = json.loads(line.split("agency=", 1)[1])
    people = {
        login: Json2Client(server.url, server.database, key) for login, key in made["keys"].items()
    }
    return SimpleNamespace(
        server=server,
        ids=SimpleNamespace(**made["ids"]),
        stages=made["stages"],
        uids=made["uids"],
        people=people,
    )


def refusal(call, *arguments, **keywords):
    """The error that a call is refused with, or None when it is not refused."""
    try:
        call(*arguments, **keywords)
    except ApiError as error:
        return error
    return None
