import re

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from ..tools import request_reader

# What a request usually holds; what is not found of it is named.
USUAL_FIELDS = (
    "reference",
    "date_start",
    "date_end",
    "hours_max",
    "rate_max",
    "deadline",
    "extension_count",
    "location",
    "interview_date",
)
REQUIREMENT_KINDS = {"requirement_knockout": "knockout", "requirement_wish": "wish"}
LEGAL_FORMS = re.compile(r"\b(?:b\.?v|n\.?v|stichting|de|het|the)\b\.?", re.IGNORECASE)


def normalize_name(name):
    """Return what two spellings of the name of an organisation share."""
    name = LEGAL_FORMS.sub(" ", (name or "").casefold())
    return " ".join(re.sub(r"[^\w]+", " ", name).split())


class InterimAssignmentIntake(models.TransientModel):
    """A request becomes an assignment: what the rules read is shown with its words first."""

    _name = "interim.assignment.intake"
    _description = "Assignment from a Request"
    _inherit = ["interim.intake.mixin"]
    _intake_model = "interim.assignment"
    _transient_max_hours = 24.0  # a request with questions waits for a phone call, or a night
    _intake_lists = frozenset({"expertise_ids", *REQUIREMENT_KINDS})

    line_ids = fields.One2many("interim.assignment.intake.line", "wizard_id", "Values")
    client_name = fields.Char("Client in the Text", readonly=True)
    client_question = fields.Char(readonly=True)
    client_id = fields.Many2one(
        "res.partner", check_company=True, domain="[('is_company', '=', True)]"
    )
    new_client_name = fields.Char(
        "New Client", help="Made as an organisation together with the assignment."
    )
    duplicate_ids = fields.Many2many(
        "interim.assignment",
        string="Likely the Same",
        compute="_compute_duplicate_ids",
        compute_sudo=False,  # shows assignments, so to who may read them
    )

    @api.depends("client_id", "line_ids.value", "line_ids.is_accepted")
    def _compute_duplicate_ids(self):
        for wizard in self:
            wizard.duplicate_ids = wizard._find_duplicates()

    def _find_duplicates(self):
        """Return the assignments with this reference, of this client if it is known."""
        assignments = self.env["interim.assignment"]
        values = [
            line.value for line in self.line_ids if line.field_name == "reference" and line.value
        ]
        if not values:
            return assignments
        spellings = {*values, *map(str.upper, values), *map(str.lower, values)}
        domain = [("reference", "in", list(spellings)), ("company_id", "=", self.company_id.id)]
        if self.client_id:
            domain.append(("client_id", "=", self.client_id.id))
        return assignments.with_context(active_test=False).search(domain, limit=5)

    def action_create(self):
        """Make the assignment of what is ticked, with its source, and open it.

        :raises UserError: when role or client is missing, or a value is not understood
        """
        self.ensure_one()
        lines = self._get_accepted()
        values = self._prepare_assignment(lines)
        duplicates = self.duplicate_ids
        if not values.get("name"):
            raise UserError(self.env._("Fill in the role, and tick it."))
        values["client_id"] = self._get_client().id
        assignment = self.env["interim.assignment"].create(values)
        self._keep_source(assignment)
        note = self._get_note(lines, self.env._("Made from a request. What came from which words:"))
        if duplicates:
            note += self.env._(
                "Made although these have the same reference: %s.",
                ", ".join(duplicates.mapped("display_name")),
            )
        assignment._message_log(body=note)
        self._forget()
        return {
            "type": "ir.actions.act_window",
            "res_model": "interim.assignment",
            "res_id": assignment.id,
            "view_mode": "form",
            "views": [(False, "form")],
            "target": "current",
        }

    def _get_title(self):
        return self.env._("Assignment from a Request")

    def _read_findings(self, text):
        findings = request_reader.read_request(
            text,
            fields.Date.context_today(self),
            self.env["interim.expertise"]._get_phrases(),
        )
        self._match_client([found for found in findings if found.field == "client"])
        return [found for found in findings if found.field != "client"]

    def _match_client(self, findings):
        """Choose the organisation that the request names, when exactly one is called so."""
        found = findings[0] if findings else None
        names = [found.value] if found and found.value else []
        client = self._search_client(names[0]) if names else self.env["res.partner"]
        question = False
        if found and not found.value:
            question = self.env._(
                "The text names several: %s. Which one is the client?",
                ", ".join(str(value) for value, _words in found.alternatives),
            )
        elif len(client) > 1:
            question = self.env._("Several organisations are called so. Choose one.")
        elif not names:
            question = self.env._("The text does not name the client clearly. Choose it.")
        self.write(
            {
                "client_name": names and names[0],
                "client_question": question,
                "client_id": client.id if len(client) == 1 else self.client_id.id,
                "new_client_name": names[0] if names and not client else False,
            }
        )

    def _search_client(self, name):
        wanted = normalize_name(name)
        longest = max(wanted.split() or [""], key=len)
        organisations = self.env["res.partner"].search(
            [
                ("is_company", "=", True),
                ("name", "ilike", longest),
                ("company_id", "in", [self.company_id.id, False]),
            ],
            limit=200,
        )
        return organisations.filtered(lambda partner: normalize_name(partner.name) == wanted)

    def _get_client(self):
        """Return the client, made when it is new."""
        if self.client_id:
            return self.client_id
        name = (self.new_client_name or "").strip()
        if not name:
            raise UserError(self.env._("Choose the client, or give the name of a new one."))
        known = self._search_client(name)
        if known:
            raise UserError(
                self.env._("%s is known already. Choose it as the client.", known[0].display_name)
            )
        return self.env["res.partner"].create({"name": name, "is_company": True})

    def _prepare_lines(self, findings):
        lines = super()._prepare_lines(findings)
        if not any(vals["field_name"] == "name" for vals in lines):
            question = self.env._("Not found: fill in the role.")
            lines.insert(0, self._prepare_line("name", None, "", question))
        return lines

    def _show_value(self, field_name, value):
        if field_name in REQUIREMENT_KINDS:
            return "char", {"value": value, "key": False}
        if field_name == "weekdays":
            names = self.env["interim.assignment"]._get_weekday_short_names()
            days = value or ()
            return field_name, {
                "value": ", ".join(names[day] for day in days),
                "key": ",".join(map(str, days)),
            }
        if field_name == "type_id":
            found = self.env["interim.assignment.type"].search([("code", "=", value)])
            return "many2one", {"value": found.name, "key": str(found.id) if found else False}
        if field_name == "expertise_ids":
            found = self.env["interim.expertise"].browse(value)
            return "many2many", {"value": found.name, "key": str(found.id)}
        if value == request_reader.AS_SOON_AS_POSSIBLE:
            return "note", {"value": self.env._("As soon as possible (stays empty)"), "key": False}
        return super()._show_value(field_name, value)

    def _prepare_line(self, field_name, value, words, question=False, is_accepted=False):
        names = {"type": "type_id", "expertise": "expertise_ids"}
        field_name = names.get(field_name, field_name)
        return super()._prepare_line(field_name, value, words, question, is_accepted)

    def _get_label(self, field_name):
        labels = {
            "requirement_knockout": self.env._("Knock-out"),
            "requirement_wish": self.env._("Wish"),
            "weekdays": self.env._("Fixed Days"),
            "expertise_ids": self.env._("Expertise"),
        }
        return labels.get(field_name) or super()._get_label(field_name)

    def _get_missing_labels(self, findings):
        found = {one.field for one in findings}
        if "duration_months" in found:
            found.add("date_end")
        return [self._get_label(name) for name in USUAL_FIELDS if name not in found]

    def _prepare_assignment(self, lines):
        """Return the values of the assignment that accepted lines make."""
        values = {"company_id": self.company_id.id}
        expertise, requirements = [], []
        for line in lines:
            name = line.field_name
            if name in REQUIREMENT_KINDS:
                requirements.append(
                    {
                        "name": line._get_value(),
                        "kind": REQUIREMENT_KINDS[name],
                        "sequence": len(requirements),
                    }
                )
            elif name == "expertise_ids":
                expertise.append(int(line.key))
            elif name == "type_id":
                values[name] = int(line.key or 0) or False
            elif name == "weekdays":
                values.update(line._get_weekday_values())
            elif line.kind != "note":
                values[name] = line._get_value()
        if values.get("date_start") and values.get("date_end"):
            values.pop("duration_months", None)
        if expertise:
            values["expertise_ids"] = [Command.set(expertise)]
        if requirements:
            values["requirement_ids"] = [Command.create(vals) for vals in requirements]
        return values

    def _keep_source(self, assignment):
        """Attach what the assignment was made from, the file or the pasted text.

        Not as the description, which contracts print for the professional: it may tell the client's
        rate (R6).
        """
        sources = []
        if self.file:
            sources.append((self.file_name or self.env._("Request"), self._get_content()))
        if (self.text or "").strip():
            # Beside a file it is a covering note, which stands nowhere else.
            sources.append((f"{self.env._('Request')}.txt", self.text.encode()))
        self.env["ir.attachment"].create(
            [
                {
                    "name": name,
                    "raw": content,
                    "res_model": assignment._name,
                    "res_id": assignment.id,
                }
                for name, content in sources
            ]
        )


class InterimAssignmentIntakeLine(models.TransientModel):
    """A value that a request gives for its assignment."""

    _name = "interim.assignment.intake.line"
    _description = "Value of a Request"
    _inherit = ["interim.intake.line.mixin"]
    _transient_max_hours = 24.0  # as long as the wizard

    wizard_id = fields.Many2one(
        "interim.assignment.intake", required=True, index=True, ondelete="cascade"
    )
