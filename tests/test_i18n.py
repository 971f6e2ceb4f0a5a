"""What ./dev i18n makes of a template and a translation."""

import polib

from devtools import i18n


def entries(**terms):
    """A catalogue of terms with their translations, each at one place."""
    catalogue = polib.POFile()
    for term, translation in terms.items():
        place = [(f"model:x,name:x.{term}", "")]
        catalogue.append(polib.POEntry(msgid=term, msgstr=translation, occurrences=place))
    return catalogue


def test_translations_are_kept_new_terms_empty_and_obsolete_ones_gone():
    known = entries(Client="Opdrachtgever", Gone="Weg", Rate="Tarief")
    known.find("Rate").flags.append("fuzzy")
    known.find("Rate").occurrences = []
    merged = i18n.merge(entries(Client="", New="", Rate=""), known, "nl")
    assert [(entry.msgid, entry.msgstr, entry.flags) for entry in merged] == [
        ("Client", "Opdrachtgever", []),
        ("New", "", []),
        ("Rate", "Tarief", ["fuzzy"]),
    ]
    assert merged.find("Rate").occurrences == [("model:x,name:x.Rate", "")]


def test_a_second_run_changes_nothing_and_lists_what_is_open(tmp_path, capsys):
    folder = tmp_path / "an_addon"
    folder.mkdir()
    exported = entries(Client="", Rate="")
    exported.metadata = {"POT-Creation-Date": "2027-01-01"}
    i18n.update(folder, exported)
    files = [folder / "i18n" / name for name in ("an_addon.pot", "nl.po")]
    before = [path.read_text() for path in files]
    exported.metadata = {"POT-Creation-Date": "2027-01-02"}
    i18n.update(folder, exported)
    assert [path.read_text() for path in files] == before
    assert "nl.po: 2 terms, 2 untranslated\n    'Client'\n    'Rate'" in capsys.readouterr().out
