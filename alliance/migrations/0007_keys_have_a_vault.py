"""Keys of their own stand in a schema of their own, which the ordinary backup leaves out.

`vault.replay` says when the receipts of destroyed keys were last replayed. Its rows are left out
of the copies of the vault too, so that a restored vault is shut until that has been done.
"""

from django.db import migrations

MAKE = """
CREATE SCHEMA vault;
GRANT USAGE ON SCHEMA vault TO app_rw;

CREATE TABLE vault.alliance_key (
    alliance_id bigint PRIMARY KEY,
    wrapped bytea NOT NULL
);
CREATE TABLE vault.subject_key (
    number bigint PRIMARY KEY,
    alliance_id bigint NOT NULL,
    subject uuid NOT NULL,
    wrapped bytea NOT NULL,
    CONSTRAINT subject_key_once UNIQUE (alliance_id, subject)
);
CREATE TABLE vault.replay (replayed_at timestamptz NOT NULL);
INSERT INTO vault.replay VALUES (now());

ALTER TABLE vault.alliance_key ENABLE ROW LEVEL SECURITY;
ALTER TABLE vault.alliance_key FORCE ROW LEVEL SECURITY;
CREATE POLICY alliance ON vault.alliance_key TO app_rw
    USING (alliance_id = (SELECT current_setting('app.alliance', true)::bigint))
    WITH CHECK (alliance_id = (SELECT current_setting('app.alliance', true)::bigint));
ALTER TABLE vault.subject_key ENABLE ROW LEVEL SECURITY;
ALTER TABLE vault.subject_key FORCE ROW LEVEL SECURITY;
CREATE POLICY alliance ON vault.subject_key TO app_rw
    USING (alliance_id = (SELECT current_setting('app.alliance', true)::bigint))
    WITH CHECK (alliance_id = (SELECT current_setting('app.alliance', true)::bigint));

GRANT SELECT, INSERT ON vault.alliance_key TO app_rw;
GRANT SELECT, INSERT, UPDATE, DELETE ON vault.subject_key TO app_rw;
GRANT SELECT ON vault.replay TO app_rw;
REVOKE UPDATE, DELETE ON vault.alliance_key FROM app_rw;
REVOKE INSERT, UPDATE, DELETE ON vault.replay FROM app_rw;
"""

UNMAKE = "DROP SCHEMA vault CASCADE;"


class Migration(migrations.Migration):
    dependencies = [("alliance", "0006_rights_over_words_and_money")]
    operations = [migrations.RunSQL(MAKE, UNMAKE)]
