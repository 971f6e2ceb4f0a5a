def migrate(cr, _version):
    """Put on record what was decided before decisions had a record; when and by whom is not known.

    The last change of the placement is the best guess: it is not before the decision.
    """
    cr.execute(
        """
        INSERT INTO interim_followup_decision
            (placement_id, company_id, extension_number, decision, decided_on, decided_by_id,
             create_uid, create_date, write_uid, write_date)
        SELECT p.id, p.company_id, p.extension_count, p.followup_state, p.write_date::date,
               COALESCE(p.user_id, p.write_uid), 1, now() AT TIME ZONE 'UTC', 1,
               now() AT TIME ZONE 'UTC'
          FROM interim_placement p
         WHERE p.followup_state IN ('new_assignment', 'available', 'leaves')
           AND NOT EXISTS (SELECT FROM interim_followup_decision d WHERE d.placement_id = p.id)
        """
    )
    cr.execute(
        """
        UPDATE interim_placement p SET followup_decided_on = d.decided_on
          FROM interim_followup_decision d
         WHERE d.placement_id = p.id AND p.followup_decided_on IS NULL
           AND d.extension_number = p.extension_count AND p.followup_state = d.decision
        """
    )
    # Extensions were a choice, before they were terms.
    cr.execute(
        """
        UPDATE interim_placement
           SET followup_state = CASE WHEN extension_in_discussion THEN 'extension'
                                     ELSE 'undecided' END,
               followup_decided_on = NULL
         WHERE extension_in_discussion IS DISTINCT FROM (followup_state = 'extension')
           AND (extension_in_discussion OR followup_state = 'extension')
        """
    )
