from odoo import api, fields, models


class InterimCataloguePhrasesMixin(models.AbstractModel):
    """An entry of a catalogue that is found in texts, by its name and how else it is written."""

    _name = "interim.catalogue.phrases.mixin"
    _description = "Found in Texts"

    synonyms = fields.Char(
        "Also Written As",
        help="Other words for it in requests and CVs, separated by commas.",
    )

    @api.model
    def _get_phrases(self):
        """Return what each entry is called, in all languages of the database, by its identifier."""
        entries = self.search([("active", "=", True)])
        phrases = {
            entry.id: {part.strip() for part in (entry.synonyms or "").split(",")}
            for entry in entries
        }
        for code, _name in self.env["res.lang"].get_installed():
            for entry in entries.with_context(lang=code):
                phrases[entry.id].add(entry.name)
        return {key: sorted(filter(None, names)) for key, names in phrases.items()}
