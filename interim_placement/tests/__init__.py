from . import (
    test_conflict,
    test_health,
    test_stage_requirements,
    test_terms,
)
