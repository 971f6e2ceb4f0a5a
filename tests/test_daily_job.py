"""The daily job of check-ins on 20,000 placements: killed in the middle, and run twice at once."""

import pytest
from daily_job import COUNT, DailyJob

# A third of the placements has lost its activity, a third its check-ins, and a third what they
# were planned from. One in twenty has missed a check-in by more than a week.
DAMAGE = """
DELETE FROM mail_activity WHERE interim_checkin_id IS NOT NULL AND res_id %% 3 = 0
   AND res_id != %(model)s;
DELETE FROM interim_checkin WHERE state = 'planned' AND placement_id %% 3 = 1
   AND placement_id != %(model)s;
UPDATE interim_placement SET checkin_basis = NULL WHERE id %% 3 = 2;
UPDATE mail_activity SET user_id = (SELECT MAX(id) FROM res_users)
 WHERE interim_checkin_id IS NOT NULL AND res_id %% 6 = 2;
UPDATE interim_checkin SET date_planned = current_date - 12, date_chosen = current_date - 12
 WHERE id IN (SELECT MIN(id) FROM interim_checkin WHERE placement_id %% 20 = 0
                 AND placement_id %% 3 != 1 AND state = 'planned' AND placement_id != %(model)s
            GROUP BY placement_id);
"""
WHOLE = "active AND phase = 'active' AND terms_state = 'agreed'"
# What every placement must have at the end; each query counts those that have not.
WRONG = {
    "one open check-in activity": f"""
        SELECT COUNT(*) FROM interim_placement p WHERE {WHOLE} AND 1 != (
            SELECT COUNT(*) FROM mail_activity a WHERE a.res_model = 'interim.placement'
               AND a.res_id = p.id AND a.active AND a.interim_checkin_id IS NOT NULL)""",
    "an activity of its next check-in, on its day, for its recruiter": f"""
        SELECT COUNT(*) FROM interim_placement p
          JOIN mail_activity a ON a.res_model = 'interim.placement' AND a.res_id = p.id
               AND a.active AND a.interim_checkin_id IS NOT NULL
         WHERE {WHOLE.replace("active AND", "p.active AND", 1)}
           AND ROW(a.interim_checkin_id, a.date_deadline, a.user_id, p.next_checkin_date)::record
               IS DISTINCT FROM (
               SELECT (c.id, c.date_planned, p.user_id, c.date_planned) FROM interim_checkin c
                WHERE c.placement_id = p.id AND c.state = 'planned'
             ORDER BY c.date_planned, c.id LIMIT 1)""",
    "the check-ins of the plan": f"""
        SELECT COUNT(*) FROM interim_placement p WHERE {WHOLE} AND (
            SELECT array_agg((c.step_id, c.occurrence, c.date_target) ORDER BY c.step_id,
                             c.occurrence)
              FROM interim_checkin c WHERE c.placement_id = p.id)
            IS DISTINCT FROM (
            SELECT array_agg((c.step_id, c.occurrence, c.date_target) ORDER BY c.step_id,
                             c.occurrence)
              FROM interim_checkin c WHERE c.placement_id = %(model)s)""",
    "each check-in once": """
        SELECT COUNT(*) FROM (SELECT 1 FROM interim_checkin WHERE step_id IS NOT NULL
            GROUP BY placement_id, step_id, occurrence HAVING COUNT(*) > 1) doubles""",
    "a basis": f"SELECT COUNT(*) FROM interim_placement WHERE {WHOLE} AND checkin_basis IS NULL",
    "every miss told": """
        SELECT COUNT(*) FROM interim_checkin WHERE state = 'planned' AND escalated_on IS NULL
           AND date_planned <= current_date - 7""",
}
MISSES = "SELECT COUNT(*) FROM interim_checkin WHERE escalated_on IS NOT NULL"
# One note for each placement whose miss was told.
NOTES = """
    SELECT COUNT(*) FROM mail_message WHERE model = 'interim.placement'
       AND body LIKE '%The managers were told%'"""
LEFT = f"""
    SELECT COUNT(*) FROM interim_placement p
     WHERE {WHOLE} AND (checkin_basis IS NULL OR NOT EXISTS (
        SELECT FROM mail_activity a WHERE a.res_model = 'interim.placement' AND a.res_id = p.id
           AND a.active AND a.interim_checkin_id IS NOT NULL))"""
ROWS = """
    SELECT md5(string_agg(row, '|' ORDER BY row)) FROM (
        SELECT (c.*)::text AS row FROM interim_checkin c
         UNION ALL SELECT (a.*)::text FROM mail_activity a
         UNION ALL SELECT (p.*)::text FROM interim_placement p) rows"""


@pytest.fixture
def job(many_placements):
    """The daily job, among placements of which most need something."""
    many_placements.query(DAMAGE, {"model": many_placements.model})
    return DailyJob(many_placements, "_cron_checkins")


def assert_all_is_right(job):
    wrong = {what: job.count(statement) for what, statement in WRONG.items()}
    assert wrong == dict.fromkeys(WRONG, 0)
    assert job.count(MISSES) > COUNT / 50
    assert job.count(NOTES) == job.count(MISSES)


def test_killed_three_times(job):
    assert job.count(WRONG["one open check-in activity"]) > COUNT / 4
    assert job.count(WRONG["the check-ins of the plan"]) > COUNT / 4
    job.kill_in_the_middle(LEFT, COUNT // 10)
    job.run()
    assert_all_is_right(job)
    before = job.server.query(ROWS)
    job.run()
    assert job.server.query(ROWS) == before, "A second run changes nothing"


def test_two_at_once(job):
    processes = [job.start(), job.start()]
    for process in processes:
        process.output = process.stdout.read()
        process.wait()
    # One of them may have been refused by the database, which is no loss: the next run goes on.
    assert any(process.returncode == 0 for process in processes)
    job.run()
    assert_all_is_right(job)
