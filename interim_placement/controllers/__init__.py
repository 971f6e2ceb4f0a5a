from . import (
    availability_page,
    checkin_feedback,
    contract_file,
    contract_page,
    followup_page,
    portal,
)
