"""In the database's own words: nobody's point is approved unless everybody agreed to its text."""

import pgtrigger

LATEST = """
    SELECT id, written_by_id, cardinality(second_because) INTO its_version, its_writer, reasons
      FROM coproduction_insightversion WHERE insight_id = NEW.id ORDER BY version DESC LIMIT 1;
"""
AGREED = f"""
    IF NEW.state <> 'approved' THEN
        RETURN NEW;
    END IF;
    {LATEST}
    IF its_version IS NULL OR NOT EXISTS (
        SELECT 1 FROM coproduction_insightsource WHERE insight_id = NEW.id
    ) THEN
        RAISE EXCEPTION 'A point is approved with a text and with those who told it.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'insight_agreed_by_all';
    END IF;
    IF EXISTS (
        SELECT 1 FROM coproduction_insightsource AS source
          JOIN coproduction_contribution AS told ON told.id = source.contribution_id
         WHERE source.insight_id = NEW.id
           AND coalesce(
               (SELECT shown.outcome FROM coproduction_checkback AS shown
                 WHERE shown.version_id = its_version
                   AND shown.contributor_id = told.contributor_id
                 ORDER BY shown.id DESC LIMIT 1),
               CASE WHEN told.wants_to_see_text THEN 'not_shown' ELSE 'not_wanted' END
           ) NOT IN ('approved', 'not_wanted')
    ) THEN
        RAISE EXCEPTION 'Not everybody who told this has agreed to this text.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'insight_agreed_by_all';
    END IF;
    IF reasons > 0 AND NOT EXISTS (
        SELECT 1 FROM coproduction_secondreading
         WHERE version_id = its_version AND outcome = 'passed' AND reader_id <> its_writer
    ) THEN
        RAISE EXCEPTION 'A second reader has not passed this text.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'insight_read_twice';
    END IF;
    RETURN NEW;
"""  # noqa: S608 -- made of what stands above
DECLARED = [("its_version", "bigint"), ("its_writer", "bigint"), ("reasons", "integer")]

agreed_by_all = pgtrigger.Trigger(
    name="agreed_by_all",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert | pgtrigger.Update,
    declare=DECLARED,
    func=AGREED,
)

# A text that nobody has seen yet takes the approval of the one before with it.
new_text_unapproves = pgtrigger.Trigger(
    name="new_text_unapproves",
    when=pgtrigger.After,
    operation=pgtrigger.Insert,
    func="""
        UPDATE coproduction_insight SET state = 'draft', approved_at = NULL, approved_by_id = NULL
         WHERE id = NEW.insight_id AND state = 'approved';
        RETURN NULL;
    """,
)

# Whoever says no to the text that is approved is heard at once.
no_unapproves = pgtrigger.Trigger(
    name="no_unapproves",
    when=pgtrigger.After,
    operation=pgtrigger.Insert,
    condition=pgtrigger.Condition("NEW.outcome IN ('changed', 'refused')"),
    func="""
        UPDATE coproduction_insight AS point
           SET state = 'under_review', approved_at = NULL, approved_by_id = NULL
          FROM coproduction_insightversion AS text
         WHERE text.id = NEW.version_id AND point.id = text.insight_id
           AND point.state = 'approved'
           AND NOT EXISTS (
               SELECT 1 FROM coproduction_insightversion AS later
                WHERE later.insight_id = point.id AND later.version > text.version
           );
        RETURN NULL;
    """,
)

# An approved point keeps the people it comes from.
sources_stay = pgtrigger.Trigger(
    name="sources_stay",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
    declare=[("its_state", "text")],
    func="""
        SELECT state INTO its_state FROM coproduction_insight
         WHERE id = CASE WHEN TG_OP = 'INSERT' THEN NEW.insight_id ELSE OLD.insight_id END;
        IF its_state = 'approved' THEN
            RAISE EXCEPTION 'An approved point keeps the people it comes from.'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'insight_source_stays';
        END IF;
        IF TG_OP = 'DELETE' THEN
            RETURN OLD;
        END IF;
        RETURN NEW;
    """,
)
