from . import (
    assignment_cancel,
    checkin_ask,
    contract_preview,
    contract_receive,
    contract_send,
    meeting_schedule,
    partner_merge,
    placement_close,
    placement_override,
    terms_agree,
    terms_reject,
)
