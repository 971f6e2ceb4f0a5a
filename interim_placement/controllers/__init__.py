from . import checkin_feedback, contract_file
