"""Telling a mail that a machine wrote from one that a person wrote."""

from __future__ import annotations

from email.message import Message


def is_automatic(message: Message) -> bool:
    """Return whether a machine sent this mail: out of office, receipt, report of delivery.

    Source: RFC 3834, section 5 (``Auto-Submitted``), and the headers that were in use before it.

    :param message: a parsed mail
    """
    submitted = str(message.get("Auto-Submitted", "no")).split(";")[0].strip().lower()
    precedence = str(message.get("Precedence", "")).strip().lower()
    return (
        submitted != "no"
        or precedence == "auto_reply"
        or any(header in message for header in ("X-Autoreply", "X-Autorespond"))
        or message.get_content_type() == "multipart/report"
    )
