"""Each Event is numbered and chained per alliance when its transaction commits.

At commit, so that the chain's lock is the last one taken and no order of other locks can deadlock
with it. The function belongs to the owner: the application cannot write a seal of its own.
"""

from django.db import migrations

MAKE = """
CREATE FUNCTION alliance_event_words(e alliance_event) RETURNS text
LANGUAGE sql STABLE SET search_path = pg_catalog, public AS $$
    SELECT jsonb_build_array(
        e.id, e.alliance_id, to_char(e.at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US'),
        e.by_id, e.acting_as, e.kind, e.subject_type, e.subject_id, e.data
    )::text
$$;

CREATE FUNCTION alliance_event_hash(before text, e alliance_event) RETURNS text
LANGUAGE sql STABLE SET search_path = pg_catalog, public AS $$
    SELECT encode(sha256(convert_to(before || alliance_event_words(e), 'UTF8')), 'hex')
$$;

CREATE FUNCTION alliance_seal_event() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
    latest record;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended('alliance_event_seal', NEW.alliance_id));
    SELECT number, hash INTO latest FROM alliance_eventseal
     WHERE alliance_id = NEW.alliance_id ORDER BY number DESC LIMIT 1;
    INSERT INTO alliance_eventseal (alliance_id, number, event_id, hash) VALUES (
        NEW.alliance_id,
        coalesce(latest.number, 0) + 1,
        NEW.id,
        alliance_event_hash(coalesce(latest.hash, ''), NEW)
    );
    RETURN NULL;
END
$$;

CREATE CONSTRAINT TRIGGER seal_event AFTER INSERT ON alliance_event
DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION alliance_seal_event();
"""

UNMAKE = """
DROP TRIGGER seal_event ON alliance_event;
DROP FUNCTION alliance_seal_event();
DROP FUNCTION alliance_event_hash(text, alliance_event);
DROP FUNCTION alliance_event_words(alliance_event);
"""


class Migration(migrations.Migration):
    dependencies = [("alliance", "0001_initial")]
    operations = [migrations.RunSQL(MAKE, UNMAKE)]
