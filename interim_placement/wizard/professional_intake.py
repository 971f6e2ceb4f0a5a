from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command

from ..tools import cv_reader

CONTACT_FIELDS = ("name", "email", "phone", "zip", "city", "website")
IDENTITY_FIELDS = ("name", "email", "phone", "city")


class InterimProfessionalIntake(models.TransientModel):
    """A CV becomes a professional, unless somebody who is known already is that person."""

    _name = "interim.professional.intake"
    _description = "Professional from a CV"
    _inherit = ["interim.intake.mixin"]
    _intake_model = "interim.professional"
    _transient_max_hours = 24.0  # a CV with questions waits for a phone call, or a night
    _intake_lists = frozenset({"expertise_ids", "certification_ids"})

    line_ids = fields.One2many("interim.professional.intake.line", "wizard_id", "Values")
    match_ids = fields.One2many(
        "interim.professional.intake.match", "wizard_id", "Probably Known Already", readonly=True
    )
    match_id = fields.Many2one(
        "interim.professional.intake.match", "Add to", domain="[('wizard_id', '=', id)]"
    )
    merge_hint = fields.Char(compute="_compute_merge_hint")
    can_merge = fields.Boolean(compute="_compute_merge_hint")
    reason = fields.Char(
        "Why Somebody Else",
        help="Why a new professional is made in spite of these; it is logged.",
    )

    @api.constrains("match_id")
    def _check_match(self):
        for wizard in self.sudo():
            if wizard.match_id and wizard.match_id.wizard_id != wizard:
                raise ValidationError(self.env._("Choose one of the people that were found."))

    def _compute_merge_hint(self):
        for wizard in self:
            professionals = wizard.match_ids.professional_id
            wizard.can_merge = len(wizard.match_ids) > 1 >= len(professionals)
            wizard.merge_hint = len(professionals) > 1 and self.env._(
                "Some of these are each a professional. Put what is worth keeping on one of them,"
                " and archive or delete the other."
            )

    def action_read(self):
        """Read the CV, and look for who probably is known already."""
        action = super().action_read()
        self._refresh_matches()
        return action

    def action_refresh_matches(self):
        """Look again for who is known, by the values as they are ticked now."""
        self.ensure_one()
        self._refresh_matches()
        return self._reopen()

    def action_merge_contacts(self):
        """Open Odoo's own wizard that merges contacts, with those that were found."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("base.action_partner_merge")
        action["context"] = {
            "active_model": "res.partner",
            "active_ids": self.match_ids.partner_id.ids,
        }
        return action

    def action_create(self):
        """Make the professional of what is ticked, or add it to who was chosen, and open that.

        :raises UserError: when there is no name, or somebody is known and no reason is given
        """
        self.ensure_one()
        lines = self._get_accepted()
        if self._refresh_matches():
            return self._reopen()
        if self.match_id:
            professional = self._add_to_match(lines)
        else:
            professional = self._create_professional(lines)
        self._keep_cv(professional)
        self._forget()
        return {
            "type": "ir.actions.act_window",
            "res_model": "interim.professional",
            "res_id": professional.id,
            "view_mode": "form",
            "views": [(False, "form")],
            "target": "current",
        }

    def _get_title(self):
        return self.env._("Professional from a CV")

    def _read_findings(self, text):
        return cv_reader.read_cv(
            text,
            self.env["interim.expertise"]._get_phrases(),
            self.env["interim.certification"]._get_phrases(),
        )

    def _prepare_lines(self, findings):
        lines = super()._prepare_lines(findings)
        for position, (name, question) in enumerate(
            (
                ("name", self.env._("Not found: fill in the name.")),
                ("email", self.env._("Not found: fill in the e-mail, if you have it.")),
            )
        ):
            if not any(vals["field_name"] == name for vals in lines):
                lines.insert(position, self._prepare_line(name, None, "", question))
        return lines

    def _prepare_line(self, field_name, value, words, question=False, is_accepted=False):
        names = {"expertise": "expertise_ids", "certification": "certification_ids"}
        field_name = names.get(field_name, field_name)
        return super()._prepare_line(field_name, value, words, question, is_accepted)

    def _show_value(self, field_name, value):
        if field_name in self._intake_lists:
            comodel = self.env[self._intake_model]._fields[field_name].comodel_name
            found = self.env[comodel].browse(value)
            return "many2many", {"value": found.name, "key": str(found.id)}
        return super()._show_value(field_name, value)

    def _get_missing_labels(self, findings):
        found = {one.field for one in findings}
        return [self._get_label(name) for name in ("phone", "city") if name not in found]

    # Who is known -------------------------------------------------------------------------------

    def _refresh_matches(self):
        """Look again for who is known by the values.

        :return: whether the person must look again: somebody is new, or the chosen one is gone
        """
        identity = dict.fromkeys(IDENTITY_FIELDS)
        for line in self.line_ids:
            # A doubtful e-mail may tell who it is as well as a certain one; the ticked one first.
            is_first = not identity.get(line.field_name)
            if line.field_name in identity and line.value and (line.is_accepted or is_first):
                identity[line.field_name] = line.value
        professionals = self.env["interim.professional"].with_company(self.company_id)
        (found,) = professionals._find_likely_duplicates([identity])
        known = self.match_ids.partner_id
        partners = self.env["res.partner"].union(*(one.partner for one in found))
        if partners == known or (not found and not known):
            return False
        had_choice = bool(self.match_id)
        # As superuser: a match is made by what was found, and by nobody's say-so.
        self.sudo().write(
            {
                "match_id": False,
                "match_ids": [
                    Command.clear(),
                    *(
                        Command.create(
                            {
                                "partner_id": one.partner.id,
                                "professional_id": one.professional.id,
                                "name": professionals._describe_duplicate(one),
                            }
                        )
                        for one in found
                    ),
                ],
            }
        )
        return had_choice or bool(partners - known)

    # What is made -------------------------------------------------------------------------------

    def _prepare_terms(self, lines):
        """Return the identifiers of expertise and of certifications that are ticked."""
        return tuple(
            [int(line.key) for line in lines if line.field_name == name]
            for name in ("expertise_ids", "certification_ids")
        )

    def _prepare_contact(self, lines):
        return {
            line.field_name: line._get_value()
            for line in lines
            if line.field_name in CONTACT_FIELDS
        }

    def _create_professional(self, lines):
        values = self._prepare_contact(lines)
        if not values.get("name"):
            raise UserError(self.env._("Fill in the name, and tick it."))
        if self.match_ids and not (self.reason or "").strip():
            raise UserError(
                self.env._(
                    "%s: probably known already. Choose this person, or say why the CV is of"
                    " somebody else.",
                    "; ".join(self.match_ids.mapped("name")),
                )
            )
        expertise, certifications = self._prepare_terms(lines)
        professional = self.env["interim.professional"].create(
            {
                **values,
                "company_id": self.company_id.id,
                "expertise_ids": [Command.set(expertise)],
                "certificate_ids": [
                    Command.create({"certification_id": certification})
                    for certification in certifications
                ],
            }
        )
        note = self._get_note(lines, self.env._("Made from a CV. What came from which words:"))
        if self.match_ids:
            note += self.env._(
                "Somebody else than %(names)s: %(reason)s",
                names="; ".join(self.match_ids.mapped("name")),
                reason=self.reason,
            )
        professional._message_log(body=note)
        return professional

    def _add_to_match(self, lines):
        """Fill what is empty of who was chosen; what is there stays. Return the professional."""
        partner = self.match_id.partner_id.with_env(self.env)
        professional = self.match_id.professional_id.with_env(self.env)
        partner.check_access("read")
        values = self._prepare_contact(lines)
        filled = {name: value for name, value in values.items() if value and not partner[name]}
        if professional:
            professional.check_access("write")
            professional.write(filled)
        else:
            professional = professional.create(
                {"partner_id": partner.id, "company_id": self.company_id.id, **filled}
            )
        expertise, certifications = self._prepare_terms(lines)
        held = professional.certificate_ids.certification_id.ids
        professional.write(
            {
                "expertise_ids": [Command.link(each) for each in expertise],
                "certificate_ids": [
                    Command.create({"certification_id": certification})
                    for certification in certifications
                    if certification not in held
                ],
            }
        )
        used = lines.filtered(lambda line: line.field_name in filled or line.kind == "many2many")
        professional._message_log(
            body=self._get_note(
                used, self.env._("A CV was added. What was filled in, and from which words:")
            )
        )
        return professional

    def _keep_cv(self, professional):
        """Add the file to the CVs. A pasted text may tell what is not ours to keep, and is not."""
        if self.file:
            attachment = self.env["ir.attachment"].create(
                {
                    "name": self.file_name or self.env._("CV"),
                    "raw": self._get_content(),
                    "res_model": professional._name,
                    "res_id": professional.id,
                }
            )
            professional.cv_ids = [Command.link(attachment.id)]

    def _forget(self):
        result = super()._forget()
        self.sudo().write({"match_id": False, "match_ids": [Command.clear()]})
        return result


class InterimProfessionalIntakeLine(models.TransientModel):
    """A value that a CV gives for its professional."""

    _name = "interim.professional.intake.line"
    _description = "Value of a CV"
    _inherit = ["interim.intake.line.mixin"]
    _transient_max_hours = 24.0  # as long as the wizard

    wizard_id = fields.Many2one(
        "interim.professional.intake", required=True, index=True, ondelete="cascade"
    )


class InterimProfessionalIntakeMatch(models.TransientModel):
    """Who probably is the person of a CV. Found by the system, so nobody else writes it."""

    _name = "interim.professional.intake.match"
    _description = "Probably Known Already"
    _transient_max_hours = 24.0  # as long as the wizard

    wizard_id = fields.Many2one(
        "interim.professional.intake", required=True, index=True, ondelete="cascade"
    )
    name = fields.Char("Who")
    partner_id = fields.Many2one("res.partner", required=True, ondelete="cascade")
    professional_id = fields.Many2one("interim.professional", ondelete="cascade")
    is_chosen = fields.Boolean(compute="_compute_is_chosen")

    def _compute_is_chosen(self):
        for match in self:
            match.is_chosen = match.wizard_id.match_id == match

    def action_choose(self):
        """Add the CV to this person."""
        self.ensure_one()
        self.wizard_id.match_id = self
        return self.wizard_id._reopen()

    def action_open(self):
        """Open who this is: the professional, or the contact."""
        self.ensure_one()
        record = self.professional_id or self.partner_id
        return record.with_env(self.env).get_formview_action()
