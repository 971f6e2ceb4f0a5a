from email import message_from_string

import pytest
from interim_tools.automatic_mail import is_automatic


@pytest.mark.parametrize(
    "headers",
    [
        "Auto-Submitted: auto-replied",
        "Auto-Submitted: Auto-Generated; type=vacation",
        "Precedence: auto_reply",
        "X-Autoreply: yes",
        "X-Autorespond: away",
        "Content-Type: multipart/report; report-type=delivery-status; boundary=x",
    ],
)
def test_of_a_machine(headers):
    assert is_automatic(message_from_string(f"Subject: Away\n{headers}\n\nI am on holiday."))


@pytest.mark.parametrize(
    "headers",
    ["From: Anja <anja@waterrijk.test>", "Auto-Submitted: no", "Precedence: bulk"],
)
def test_of_a_person(headers):
    assert not is_automatic(message_from_string(f"Subject: Re: Sanne\n{headers}\n\nAll is well."))
