"""CVs: contact data of the person, terms of the catalogues, and nothing that is protected (R8)."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from interim_tools.cv_reader import phone_key, read_cv

EXPERTISE = {
    "crisis": ["Crisis communication", "crisiscommunicatie"],
    "campaign": ["campagnemanagement"],
}
CERTIFICATIONS = {
    "omgevingswet": ["Omgevingswet"],
    "crisis": ["Crisis communication", "crisiscommunicatie"],
}

CLASSIC = """Curriculum Vitae Sanne de Vries

Personalia
Naam: Sanne de Vries
Adres: Dorpsstraat 12
3991 WR Waterrijk
Telefoon: 06 - 12 34 56 78
E-mail: sanne@devries.example
Geboortedatum: 12 mei 1980
Nationaliteit: Nederlandse
Burgerlijke staat: gehuwd, twee kinderen
Geslacht: vrouw
BSN: 111222333
LinkedIn: www.linkedin.com/in/sannedevries

Werkervaring
2019 - heden  Adviseur crisiscommunicatie, Gemeente Duinhoven
Projecten rond de Omgevingswet

Opleidingen en trainingen
2018  Omgevingswet in de praktijk

Referenties
Jan Bakker, 06 98 76 54 32, jan@duinhoven.example, 2051 DH Duinhoven
"""
MODERN = """BRAM HOEKSTRA
Interim communicatieadviseur | Den Haag
bram.hoekstra@zelfstandig.example | +31 (0)6 8765 4321 | linkedin.com/in/bram-h

Profiel
Twintig jaar ervaring met campagnemanagement.
"""
UNCLEAR = """Profiel
a@b.example
c@d.example
06 12345678
010 1234567
KvK 12345678
"""


def values_of(text):
    values = {}
    for found in read_cv(text, EXPERTISE, CERTIFICATIONS):
        if not found.problem:
            values.setdefault(found.field, []).append(found.value)
    return values


def test_a_classic_cv():
    assert values_of(CLASSIC) == {
        "name": ["Sanne de Vries"],
        "email": ["sanne@devries.example"],
        "phone": ["06 - 12 34 56 78"],
        "zip": ["3991 WR"],
        "city": ["Waterrijk"],
        "website": ["https://www.linkedin.com/in/sannedevries"],
        "expertise": ["crisis"],
        "certification": ["omgevingswet"],
    }


def test_a_modern_cv():
    values = values_of(MODERN)
    assert values["name"] == ["BRAM HOEKSTRA"]
    assert values["email"] == ["bram.hoekstra@zelfstandig.example"]
    assert phone_key(values["phone"][0]) == "687654321"
    assert values["website"] == ["https://www.linkedin.com/in/bram-h"]
    assert values["expertise"] == ["campaign"]
    assert "certification" not in values


def test_doubts_are_asked():
    findings = {found.field: found for found in read_cv(UNCLEAR)}
    assert set(findings) == {"email", "phone"}
    assert all(found.problem == "contradiction" for found in findings.values())
    assert [value for value, _words in findings["phone"].alternatives] == [
        "06 12345678",
        "010 1234567",
    ]


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("Opleidingen\nIk heb de Omgevingswet niet gevolgd", "certification"),
        ("Opleidingen\nIk heb de training Omgevingswet\nniet gevolgd", "certification"),
        ("Opleidingen\nOmgevingswet (basis): in opleiding", "certification"),
        ("Opleidingen\nOmgevingswet (2019, verlopen)", "certification"),
        ("Opleidingen\nOmgevingswet | 2019 | expired", "certification"),
        ("Opleidingen\nOmgevingswet\nCursus Omgevingswet, nog bezig", "certification"),
        ("Course Omgevingswet (in progress)", "certification"),
        ("Opleidingen\nOmgevingswet\n(in opleiding)", "certification"),
        ("Opleidingen\nIn opleiding:\nFrans\nOmgevingswet", "certification"),
        ("Opleidingen\nOmgevingswet: gestart in 2026", "certification"),
        ("Opleidingen\nOmgevingswet, geldig tot 2019", "certification"),
        ("Crisiscommunicatie: nee", "expertise"),
        ("Geen ervaring met crisiscommunicatie", "expertise"),
        ("No experience with crisis communication.", "expertise"),
        ("Not experienced in crisis communication or anything like it", "expertise"),
    ],
)
def test_what_is_denied_is_asked(text, field):
    findings = [found for found in read_cv(text, EXPERTISE, CERTIFICATIONS) if found.field == field]
    assert [found.problem for found in findings] == ["denied"]
    assert findings[0].alternatives[0][0] in {**EXPERTISE, **CERTIFICATIONS}


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("Geen crisiscommunicatie, maar wel campagnemanagement", "expertise"),
        ("Crisiscommunicatie\nGeen rijbewijs", "expertise"),
        ("Niet alleen crisiscommunicatie", "expertise"),
        ("Crisiscommunicatie sinds 2010. Crisiscommunicatie is niet saai.", "expertise"),
        ("Opleidingen\nOmgevingswet 2019\nCursus Frans (in opleiding)", "certification"),
    ],
)
def test_what_is_not_denied_is_found(text, field):
    assert len(values_of(text)[field]) == 1


@pytest.mark.parametrize("local", ["info", "hr", "HRM", "recruitment", "contact", "info-nl"])
def test_what_is_of_an_agency_is_asked(local):
    text = (
        f"Bureau Inhuur | 030 123 45 67 | {local}@bureau.example\n3511 AB Utrecht\n\n"
        "Curriculum Vitae Noor Dijkstra\n06 12345678"
    )
    findings = {found.field: found for found in read_cv(text)}
    assert findings["email"].problem == "shared"
    assert findings["email"].alternatives[0][0] == f"{local}@bureau.example"
    assert [value for value, _words in findings["phone"].alternatives] == [
        "030 123 45 67",
        "06 12345678",
    ]
    assert set(values_of(text)) == {"name"}


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("Geboren te Utrecht op 12 mei 1980", "city"),
        ("BSN: 012345678", "phone"),
        ("KvK: 0123456789", "phone"),
        ("IBAN NL00 BANK 0123 4567 89", "phone"),
        ("2001 - 2009 ministerie", "phone"),
        ("Senior Adviseur", "name"),
        ("Gemeente Waterrijk", "name"),
        ("Jan Bakker\nander@voorbeeld.example", "name"),
        ("2019 SS Duinhoven", "zip"),
        ("Referenties\nJan Bakker, jan@duinhoven.example, 06 98765432", "email"),
    ],
)
def test_traps(text, field):
    assert field not in values_of(text)


def test_protected_traits_are_never_read():
    """R8: neither as a value nor in the words that are kept."""
    protected = ("1980", "Nederlandse", "gehuwd", "vrouw", "111222333", "kinderen")
    for found in read_cv(CLASSIC, EXPERTISE, CERTIFICATIONS):
        for word in protected:
            assert word not in str(found.value) and word not in found.words


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("06 12345678", "+31 6 1234 5678"),
        ("0031612345678", "(06) 12-34-56-78"),
        ("+31 (0)6 12345678", "0612345678"),
        ("010 123 45 67", "+31101234567"),
    ],
)
def test_numbers_of_one_telephone(one, other):
    assert phone_key(one) == phone_key(other) is not None


def test_short_numbers_are_no_key():
    assert phone_key("112") is None and phone_key("") is None and phone_key(None) is None


@given(st.text(max_size=400))
def test_no_text_breaks_the_reader(text):
    for found in read_cv(text, EXPERTISE, CERTIFICATIONS):
        assert text[slice(*found.span)] == found.words


@pytest.mark.parametrize(
    "unit",
    [
        "a",
        "A ",
        "0",
        "06 ",
        "1234 AB ",
        "a@",
        "a.",
        "linkedin.com/in/",
        "Naam: A\n",
        "Referenties\n",
        "-",
        "+",
    ],
)
def test_long_texts_take_no_time(unit):
    started = time.process_time()
    read_cv(unit * (15_000 // len(unit)), EXPERTISE, CERTIFICATIONS)
    assert time.process_time() - started < 5
