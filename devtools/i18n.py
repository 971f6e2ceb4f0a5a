"""./dev i18n: the templates and translations of the addons, brought up to date with their terms."""

import os

import polib

from . import addons, databases, paths, ui

# Every addon has these, also when it is new; others are kept up to date once somebody began them.
LANGUAGES = ("nl",)


def run(names=()):
    """Export the terms of the named addons, or of all, and merge them into the translations."""
    found = addons.find()
    # With all that they depend on here, as addons may add terms to each other's models.
    installed = addons.with_dependencies(names or found, found)
    made = databases.prepare()
    template = made.template(addons.external_dependencies(found))
    with made.temporary(template, purpose="i18n") as database:
        with ui.step(f"Installing {', '.join(installed)}"):
            made.odoo.run_checked(
                *("-d", database, "-i", ",".join(installed), "--stop-after-init", "--no-http"),
                log=_log(),
                purpose="Installing the addons",
            )
        for name in names or found:
            with ui.step(f"Exporting the terms of {name}"):
                exported = _export(made.odoo, database, name)
            if exported:
                update(found[name].folder, exported)


def update(folder, exported):
    """Write the template of the addon in `folder`, and merge it into its translations.

    `exported` is what Odoo exported, as polib reads it. Prints which terms lack a translation.
    """
    translations = folder / "i18n"
    translations.mkdir(exist_ok=True)
    template = _blank(folder.name)
    for entry in exported:
        template.append(polib.POEntry(**_place(entry), msgid=entry.msgid))
    template.save(str(translations / f"{folder.name}.pot"))
    begun = {path.stem for path in translations.glob("*.po")}
    for language in sorted(begun.union(LANGUAGES)):
        path = translations / f"{language}.po"
        known = polib.pofile(str(path)) if path.exists() else polib.POFile()
        merged = merge(template, known, language)
        merged.save(str(path))
        _report(path, merged)


def merge(template, translation, language):
    """The translation with exactly the terms of the template: new ones empty, obsolete ones gone.

    A translation that somebody marked as fuzzy keeps its mark.
    """
    known = {entry.msgid: entry for entry in translation if not entry.obsolete}
    merged = polib.POFile()
    merged.header = template.header
    merged.metadata = {**template.metadata, "Language": language}
    for entry in template:
        old = known.get(entry.msgid, polib.POEntry())
        merged.append(
            polib.POEntry(
                **_place(entry),
                msgid=entry.msgid,
                msgstr=old.msgstr,
                tcomment=old.tcomment,
                flags=old.flags,
            )
        )
    return merged


def _export(odoo, database, addon):
    """What Odoo exports of an addon: its terms, each with the places where it stands."""
    path = paths.STATE / f"i18n-{os.getpid()}.pot"
    try:
        odoo.run_checked(
            *("i18n", "export", "-d", database, "-o", path, addon),
            log=_log(),
            purpose=f"Exporting the terms of {addon}",
        )
        return polib.pofile(str(path))
    finally:
        path.unlink(missing_ok=True)


def _log():
    return paths.LOGS / f"i18n-{os.getpid()}.log"


def _place(entry):
    """Where the term stands. Odoo translates a record's term only where its name is listed."""
    return {"comment": entry.comment, "occurrences": entry.occurrences}


def _blank(addon):
    """An empty template. Without dates and versions: they change when no term does."""
    template = polib.POFile()
    template.header = f"Translation of Odoo addon {addon}. Brought up to date by ./dev i18n."
    template.metadata = {
        "Project-Id-Version": addon,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
    }
    return template


def _report(path, translation):
    open_terms = [
        entry.msgid for entry in translation if not entry.msgstr or "fuzzy" in entry.flags
    ]
    ui.say(f"  {paths.shown(path)}: {len(translation)} terms, {len(open_terms)} untranslated")
    for term in open_terms:
        ui.say(f"    {term!r}")
