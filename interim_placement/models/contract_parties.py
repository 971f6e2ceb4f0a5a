"""Who stands in which contract, and what it says of the terms."""

from .weekday_mixin import WEEKDAY_FIELDS

CONTRACT_PARTIES = [
    ("client", "Client"),
    ("professional", "Professional"),
    ("both", "Client and Professional"),
]
SIGNER_ROLES = [("agency", "Agency"), ("client", "Client"), ("professional", "Professional")]
# Who signs a contract besides the agency.
SIGNING_PARTIES = {
    "client": ("client",),
    "professional": ("professional",),
    "both": ("client", "professional"),
}
# The contracts that each contracting model asks for. In employment, the professional's contract is
# the employer's, and no affair of the agency.
CONTRACTS_BY_MODEL = {
    "intermediary": ("client", "professional"),
    "brokerage": ("both",),
    "employment": ("client",),
}
# The one rate that each contract shows (R6). Client and professional who contract directly agree
# on what the professional is paid; the agency's fee is not part of their contract.
RATE_FIELDS = {
    "client": "client_rate",
    "professional": "professional_rate",
    "both": "professional_rate",
}
# What a contract says of the terms, besides the one rate that its readers may see.
CONTRACT_TERMS_FIELDS = (
    "date_start",
    "date_end",
    "hours_per_week",
    *WEEKDAY_FIELDS,
    "office_days",
    "notice_months",
    "notice_rule",
    "payment_days",
)
