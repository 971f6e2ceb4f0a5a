"""The daily job of follow-ups on 20,000 placements: killed in the middle, after ten silent days."""

import pytest
from daily_job import COUNT, DailyJob

SILENCE = 10
# Windows open one by one in the days of silence. What kind of placement it is, stands in its id:
# half of them end later, and a fifth has nothing yet of what it must have.
KIND = "LEAST(p.id / 10 % 20, 10)"
DECIDED, IN_DISCUSSION, DECIDED_WITH_ACTIVITY, WRONG_ACTIVITY, DONE, EXTENDED = range(6)
PLAIN = (6, 7, 8, 9)
LATER = 10
DUE = (WRONG_ACTIVITY, *PLAIN)
MOVED = (*DUE, DONE)
SEED = f"""
UPDATE interim_placement p
   SET followup_date = d.opens, followup_deadline = d.opens + 30, date_end = d.opens + 90,
       followup_state = CASE WHEN {KIND} IN ({DECIDED}, {DECIDED_WITH_ACTIVITY})
                             THEN 'leaves' ELSE 'undecided' END,
       extension_in_discussion = {KIND} = {IN_DISCUSSION}
  FROM (SELECT id, current_date + 1 + id % {SILENCE}
               + CASE WHEN {KIND} IN ({LATER}, {EXTENDED}) THEN 200 ELSE 0 END AS opens
          FROM interim_placement p) d
 WHERE d.id = p.id;
UPDATE interim_terms t SET date_end = p.date_end FROM interim_placement p
 WHERE p.id = t.placement_id;
INSERT INTO interim_terms (placement_id, company_id, sequence, kind, state, date_start, date_end,
                           hours_per_week, notice_rule)
SELECT p.id, p.company_id, 2, 'extension', 'draft', p.date_end + 1, p.date_end + 90, 24, 'month_end'
  FROM interim_placement p WHERE {KIND} = {IN_DISCUSSION};
UPDATE interim_placement p
   SET followup_move = 'moved', followup_move_end = p.date_end - 200, phase = 'followup',
       stage_id = (SELECT id FROM interim_placement_stage WHERE phase = 'followup' LIMIT 1)
 WHERE {KIND} = {EXTENDED};
INSERT INTO mail_activity (res_model, res_model_id, res_id, activity_type_id, user_id, summary,
                           date_deadline, interim_followup_deadline, active, date_done, automated)
SELECT 'interim.placement', (SELECT id FROM ir_model WHERE model = 'interim.placement'), p.id,
       (SELECT id FROM mail_activity_type WHERE icon = 'fa-hourglass-half'),
       (SELECT MAX(id) FROM res_users), 'Prepare', current_date, p.followup_deadline - 30,
       {KIND} != {DONE}, CASE WHEN {KIND} = {DONE} THEN p.followup_date + 1 END, TRUE
  FROM interim_placement p
 WHERE {KIND} IN ({DECIDED_WITH_ACTIVITY}, {WRONG_ACTIVITY}, {DONE}, {EXTENDED});
ANALYZE mail_activity;
"""
OPEN = """
    SELECT COUNT(*) FROM mail_activity a WHERE a.res_model = 'interim.placement'
       AND a.res_id = p.id AND a.active AND a.interim_followup_deadline IS NOT NULL"""
NOTES = """
    SELECT COUNT(*) FROM mail_message m WHERE m.model = 'interim.placement' AND m.res_id = p.id
       AND m.body LIKE '%{}%'"""
TRACKED = """
    SELECT COUNT(*) FROM mail_tracking_value v
      JOIN mail_message m ON m.id = v.mail_message_id
      JOIN ir_model_fields f ON f.id = v.field_id
     WHERE m.model = 'interim.placement' AND m.res_id = p.id AND f.name = 'stage_id'"""


def is_kind(kinds):
    return f"({KIND} = ANY(ARRAY[{', '.join(map(str, kinds))}]))"


# What must hold at the end; each query counts the placements for which it does not.
COPIES = "SELECT COUNT(*) FROM interim_placement p WHERE p.date_start IS NOT NULL AND"
WRONG = {
    "one open activity where it is due, none elsewhere": (
        f"{COPIES} ({OPEN}) != {is_kind(DUE)}::int"
    ),
    "for the recruiter and the deadline": """
        SELECT COUNT(*) FROM interim_placement p JOIN mail_activity a ON a.active
               AND a.interim_followup_deadline IS NOT NULL AND a.res_id = p.id
               AND a.res_model = 'interim.placement'
         WHERE (a.user_id, a.interim_followup_deadline, a.date_deadline)
               IS DISTINCT FROM (p.user_id, p.followup_deadline, p.followup_deadline)""",
    "in the follow-up where it is time": f"{COPIES} (p.phase = 'followup') != {is_kind(MOVED)}",
    "nobody's card elsewhere": f"{COPIES} p.phase NOT IN ('active', 'followup')",
    "moved once": (f"{COPIES} ({NOTES.format('The follow-up begins')}) != {is_kind(MOVED)}::int"),
    "moved back once": (
        f"{COPIES} ({NOTES.format('Extended until')}) != {is_kind([EXTENDED])}::int"
    ),
    "one change of stage": f"{COPIES} ({TRACKED}) != {is_kind([*MOVED, EXTENDED])}::int",
}
LEFT = f"SELECT COUNT(*) FROM interim_placement p WHERE {is_kind(PLAIN)} AND ({OPEN}) = 0"
ROWS = """
    SELECT md5(string_agg(row, '|' ORDER BY row)) FROM (
        SELECT (a.*)::text AS row FROM mail_activity a
         UNION ALL SELECT (m.*)::text FROM mail_message m
         UNION ALL SELECT (p.*)::text FROM interim_placement p) rows"""


@pytest.fixture
def job(many_placements):
    """The daily job ten days from now, without a run until then."""
    many_placements.query(SEED)
    # The model was moved by hand.
    many_placements.query("DELETE FROM mail_message WHERE model = 'interim.placement'")
    return DailyJob(many_placements, "_cron_followup", days=SILENCE)


def test_killed_three_times_after_silence(job):
    left = job.count(LEFT)
    assert left > COUNT / 6
    job.kill_in_the_middle(LEFT, left // 10)
    job.run()
    wrong = {what: job.count(statement) for what, statement in WRONG.items()}
    assert wrong == dict.fromkeys(WRONG, 0)
    before = job.server.query(ROWS)
    job.run()
    assert job.server.query(ROWS) == before, "A second run changes nothing"
