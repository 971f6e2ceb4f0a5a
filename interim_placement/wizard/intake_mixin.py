import base64
import binascii

from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..tools.text_of import text_of

SIZE_PARAMETER = "interim_placement.intake_file_mb"
LARGEST_FILE_MB = 10
# Read by the rules within a second; a request has some thousands.
LONGEST_TEXT = 60_000
LONGEST_WORDS = 300


class InterimIntakeMixin(models.AbstractModel):
    """A text, pasted or of a file, whose values a person looks at before anything is made of it."""

    _name = "interim.intake.mixin"
    _description = "Read a Text"
    _inherit = ["interim.readable.links.mixin"]
    _check_company_auto = True

    # The model that is made, and the fields of which a text may give several. To be overridden.
    _intake_model = None
    _intake_lists = frozenset()

    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    state = fields.Selection(
        [("ask", "Text"), ("check", "Values")], required=True, default="ask", readonly=True
    )
    text = fields.Text(help="Paste the whole text, or choose a file.")
    file = fields.Binary(attachment=False, help="PDF, Word (.docx) or plain text.")
    file_name = fields.Char()
    notice = fields.Char(readonly=True)
    missing = fields.Char("Not Found", readonly=True)
    question_count = fields.Integer("To Decide", compute="_compute_question_count")

    @api.depends_context("lang")
    def _compute_display_name(self):
        for wizard in self:
            wizard.display_name = wizard._get_title()

    # The lines of the concrete wizard decide on it, which this class does not know by name.
    @api.depends(lambda self: ["line_ids.is_accepted"] if "line_ids" in self._fields else [])
    def _compute_question_count(self):
        for wizard in self:
            accepted = set(wizard.line_ids.filtered("is_accepted").mapped("field_name"))
            asked = set(wizard.line_ids.filtered("question").mapped("field_name"))
            wizard.question_count = len(asked - accepted)

    @api.model_create_multi
    def create(self, vals_list):
        """Make wizards; refuse files and texts that are too large before they are kept."""
        for vals in vals_list:
            self._check_size(vals)
        wizards = super().create(vals_list)
        for wizard in wizards:
            # What came as a default, too.
            self._check_size({name: wizard[name] for name in ("text", "file", "file_name")})
        return wizards

    def write(self, vals):
        """Write values; refuse files and texts that are too large before they are kept."""
        self._check_size(vals)
        return super().write(vals)

    @api.model
    def _check_size(self, vals):
        most = self._get_largest_file()
        # Base64 takes four characters for three bytes.
        if len(vals.get("file") or b"") > most * 1024 * 1024 * 4 / 3 + 4:
            raise UserError(
                self.env._(
                    "%(file)s has more than %(most)s MB. Make it smaller, or paste the text"
                    " instead.",
                    file=vals.get("file_name") or self.env._("The file"),
                    most=most,
                )
            )
        if len(vals.get("text") or "") > LONGEST_TEXT:
            raise UserError(
                self.env._(
                    "The text has more than %s characters. Paste the part that matters.",
                    LONGEST_TEXT,
                )
            )

    @api.model
    def _get_largest_file(self):
        """Return how many megabytes a file may have, a system parameter."""
        value = self.env["ir.config_parameter"].sudo().get_param(SIZE_PARAMETER, "")
        return int(value) if value.isdecimal() else LARGEST_FILE_MB

    def action_read(self):
        """Read the text, and show what was found in it.

        :raises UserError: when there is no text, or the file gives none
        """
        self.ensure_one()
        text = self._get_text()
        self.line_ids.unlink()
        findings = self._read_findings(text)
        self.write(
            {
                "state": "check",
                "line_ids": [
                    fields.Command.create({**vals, "sequence": sequence})
                    for sequence, vals in enumerate(self._prepare_lines(findings))
                ],
                "missing": "; ".join(self._get_missing_labels(findings)),
            }
        )
        return self._reopen()

    def action_back(self):
        """Show the text again; what was read is dropped."""
        self.ensure_one()
        self.line_ids.unlink()
        self.write({"state": "ask", "missing": False, "notice": False})
        return self._reopen()

    def _reopen(self):
        return {
            "type": "ir.actions.act_window",
            "name": self._get_title(),
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "target": "new",
            "context": {"dialog_size": "extra-large"},
        }

    # Text ---------------------------------------------------------------------------------------

    def _get_text(self):
        if not self.file:
            if not (self.text or "").strip():
                raise UserError(self.env._("Paste a text, or choose a file."))
            return self.text
        found = text_of(self._get_content())
        if found.problem:
            raise UserError(self._explain_problem(found.problem))
        self.notice = " ".join(self._get_notices(found)) or False
        return found.text[:LONGEST_TEXT]

    def _get_notices(self, found):
        """Return what a person must know of how the file was read, as sentences."""
        notices = []
        if found.is_cut or len(found.text) > LONGEST_TEXT:
            notices.append(
                self.env._("The file is longer than what is read: the end of it was left out.")
            )
        if (self.text or "").strip():
            notices.append(
                self.env._(
                    "The file was read, the pasted text was not. Go back and take the file away to"
                    " read the text."
                )
            )
        return notices

    def _get_content(self):
        try:
            return base64.b64decode(self.file, validate=True)
        except (binascii.Error, ValueError):
            raise UserError(self._explain_problem("broken"))

    def _explain_problem(self, problem):
        file = self.file_name or self.env._("The file")
        sentences = {
            "empty": self.env._("%s is empty.", file),
            "too_large": self.env._("%s is too large. Paste the text instead.", file),
            "unknown": self.env._(
                "%s is no PDF, no Word document (.docx) and no text. Save it as one of these, or"
                " paste the text.",
                file,
            ),
            "broken": self.env._(
                "%s is damaged and cannot be read. Open and save it anew, or paste the text.", file
            ),
            "encrypted": self.env._(
                "%s is locked with a password. Save it without one, or paste the text.", file
            ),
            "pages": self.env._("%s has too many pages. Paste the part that matters.", file),
            "pictures": self.env._(
                "%s has pictures of text only, as a scan has. Paste the text instead.", file
            ),
            "macro": self.env._(
                "%s has macros, which can do harm, so it is not read. Save it as a document without"
                " macros (.docx), or paste the text.",
                file,
            ),
            "bomb": self.env._(
                "%s unpacks to far more than a document has, so it is not read. Paste the text"
                " instead.",
                file,
            ),
            "old_word": self.env._(
                "%s is of an old Word. Save it as .docx or PDF, or paste the text.", file
            ),
        }
        return sentences.get(problem) or self.env._(
            "%s takes too much time or memory to read. Paste the text instead.", file
        )

    # Values -------------------------------------------------------------------------------------

    def _get_title(self):
        """Return the title of the window. To be overridden."""
        return self._description

    def _read_findings(self, text):
        """Return the findings of a text. To be overridden."""
        raise NotImplementedError

    def _prepare_lines(self, findings):
        """Return the values of the lines for findings: one each, and one for each alternative."""
        return [vals for found in findings for vals in self._prepare_finding(found)]

    def _prepare_finding(self, found):
        if not found.problem:
            return [self._prepare_line(found.field, found.value, found.words, is_accepted=True)]
        question = self._explain_question(found.problem)
        if not found.alternatives:
            return [self._prepare_line(found.field, None, found.words, question)]
        return [
            self._prepare_line(found.field, value, words, question)
            for value, words in found.alternatives
        ]

    def _prepare_line(self, field_name, value, words, question=False, is_accepted=False):
        words = " ".join((words or "").split())
        if len(words) > LONGEST_WORDS:
            words = words[: LONGEST_WORDS - 1] + "…"
        kind, shown = self._show_value(field_name, value)
        return {
            "field_name": field_name,
            "kind": kind,
            "label": self._get_label(field_name),
            "words": words,
            "question": question,
            "is_accepted": is_accepted,
            **shown,
        }

    def _show_value(self, field_name, value):
        """Return the kind of a field and the values of a line that show one of its values."""
        field = self.env[self._intake_model]._fields[field_name]
        if field.type == "selection":
            labels = dict(field._description_selection(self.env))
            return "selection", {"value": labels.get(value), "key": value}
        return field.type, self.line_ids._prepare_value(field.type, value)

    def _get_label(self, field_name):
        return self.env[self._intake_model]._fields[field_name]._description_string(self.env)

    def _get_missing_labels(self, findings):
        """Return the labels of the fields that were looked for in vain. To be overridden."""
        return []

    def _explain_question(self, problem):
        """Return why a value is not certain, as a sentence."""
        sentences = {
            "contradiction": self.env._("It says different things. Which one?"),
            "several": self.env._("The text names several. Which one?"),
            "no_year": self.env._("The text names no year."),
            "no_time": self.env._("The text names no time. Until the end of that day?"),
            "weekday": self.env._("Day and weekday do not agree."),
            "day_or_month": self.env._("Day and month can be read both ways. Which one?"),
            "until": self.env._("Is the day itself included?"),
            "latest": self.env._("This is the latest day. Take it as the start?"),
            "order": self.env._("The end comes before the start."),
            "length": self.env._("Start, end and length do not agree."),
            "range": self.env._("The text gives a range. Which one?"),
            "about": self.env._("The text says about. Take this number?"),
            "vat": self.env._("This includes VAT; the field is without."),
            "indicative": self.env._("This is an indication, no ceiling."),
            "fte": self.env._("Only fte are given. How many hours are that?"),
            "not_weekly": self.env._("These are no hours a week. How many a week are that?"),
            "denied": self.env._("The text may say that it is not so, or not yet. Does it count?"),
            "shared": self.env._("This may be of an agency or an office. Is it of this person?"),
            "no_count": self.env._("How often the client may extend is not said."),
            "edition": self.env._("Another edition than the one in the list."),
            "title": self.env._("Part of the role, or a level?"),
            "name": self.env._("Probably the name. Is it?"),
        }
        return sentences.get(problem, sentences["contradiction"])

    def _get_accepted(self):
        """Return the accepted lines with a value.

        :raises UserError: when two lines of one field are ticked
        """
        accepted = self.line_ids.filtered(
            lambda line: line.is_accepted and (line.value or line.key)
        )
        seen = set()
        for line in accepted:
            if line.field_name in self._intake_lists:
                continue
            if line.field_name in seen:
                raise UserError(
                    self.env._(
                        "%s is ticked more than once. Leave the tick at one of them.", line.label
                    )
                )
            seen.add(line.field_name)
        return accepted

    # What is kept -------------------------------------------------------------------------------

    def _get_note(self, lines, title):
        """Return which value came from which words, for the chatter.

        No rates: what is posted may be read by others than the record (R6).
        """
        rows = Markup().join(
            Markup("<li>%s: %s</li>")
            % (
                line.label,
                self.env._("see the source")
                if line.kind == "monetary"
                else self.env._("%(value)s, from “%(words)s”", value=line.value, words=line.words)
                if line.words
                else self.env._("%s, filled in by hand", line.value),
            )
            for line in lines
        )
        return Markup("<p>%s</p><ul>%s</ul>") % (title, rows)

    def _forget(self):
        """Drop the text and the file: what was made of them is on the record."""
        self.line_ids.unlink()
        self.write({"text": False, "file": False, "file_name": False})
