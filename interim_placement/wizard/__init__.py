from . import intake_line_mixin, intake_mixin, party_ask_mixin  # isort: split

from . import (
    assignment_cancel,
    assignment_intake,
    checkin_ask,
    contract_preview,
    contract_receive,
    contract_send,
    followup_ask,
    followup_decide,
    meeting_schedule,
    partner_merge,
    placement_close,
    placement_complete,
    placement_override,
    professional_intake,
    terms_agree,
    terms_reject,
)
