from . import (
    test_assignment,
    test_conflict,
    test_health,
    test_partner_merge,
    test_placement,
    test_placement_states,
    test_professional,
    test_security,
    test_stage_requirements,
    test_terms,
    test_tours,
    test_translations,
)
