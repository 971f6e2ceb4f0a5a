"""The daily job on 20,000 active placements: killed in the middle, and run twice at once."""

import subprocess
import time

import pytest

from bench.active_placements import make_model_script, multiply
from devtools import paths

COUNT = 20_000
KILLS = 3
BATCH = 200
JOB = f"env['interim.placement']._cron_checkins(batch_size={BATCH})\nenv.cr.commit()\n"

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
def agency(odoo_server):
    """A database with many active placements, and one of them as an example of all."""
    server = odoo_server(["interim_placement"], start=False)
    output = server.shell(make_model_script(COUNT))
    server.model = int(output.split("model=")[1].split()[0])
    multiply(server.query, server.model, 1, COUNT)
    server.query(DAMAGE, {"model": server.model})
    return server


def start_job(server):
    """Start the daily job in a process of its own."""
    process = subprocess.Popen(
        server.odoo.command("shell", "-d", server.database, "--no-http", "--log-level", "warn"),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env=server.odoo.environment(),
        cwd=paths.ROOT,
    )
    process.stdin.write(JOB)
    process.stdin.close()
    return process


def finish(process):
    """Wait for the job; it must not complain."""
    output = process.stdout.read()
    assert process.wait() == 0, output[-3000:]
    assert "Traceback" not in output, output[-3000:]


def count(server, statement):
    return server.query(statement, {"model": server.model} if "%(model)s" in statement else None)[
        0
    ][0]


def assert_all_is_right(server):
    wrong = {what: count(server, statement) for what, statement in WRONG.items()}
    assert wrong == dict.fromkeys(WRONG, 0)
    assert count(server, MISSES) > COUNT / 50
    assert count(server, NOTES) == count(server, MISSES)


def test_killed_three_times(agency):
    assert count(agency, WRONG["one open check-in activity"]) > COUNT / 4
    assert count(agency, WRONG["the check-ins of the plan"]) > COUNT / 4
    left = count(agency, LEFT)
    for kill in range(KILLS):
        process = start_job(agency)
        goal = left - COUNT // 10
        end = time.monotonic() + 120
        while (now := count(agency, LEFT)) > goal:
            assert process.poll() is None, process.stdout.read()[-3000:]
            assert time.monotonic() < end, "The job gets nowhere"
            time.sleep(0.05)
        process.kill()
        process.wait()
        now = count(agency, LEFT)
        assert 0 < now < left, f"Kill {kill + 1} was not in the middle"
        left = now
    finish(start_job(agency))
    assert_all_is_right(agency)
    before = agency.query(ROWS)
    finish(start_job(agency))
    assert agency.query(ROWS) == before, "A second run changes nothing"


def test_two_at_once(agency):
    processes = [start_job(agency), start_job(agency)]
    for process in processes:
        process.output = process.stdout.read()
        process.wait()
    # One of them may have been refused by the database, which is no loss: the next run goes on.
    assert any(process.returncode == 0 for process in processes)
    finish(start_job(agency))
    assert_all_is_right(agency)
