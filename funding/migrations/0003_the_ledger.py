"""What a constraint on one row cannot say of the ledger, and the rights that go with it.

Triggers do five things: let an entry in only where there is a firm sum and an open month, keep the
running balance, close and chain an entry when its transaction ends, refuse edits, and hold a
confirmed sum to what was posted from it. They belong to the owner: the application has no right to
write what they write. Names of constraints in RAISE are spoken to people by `funding.refusals`.
"""

from django.db import migrations

DEFINER = "LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp"
INVOKER = "LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp"
STABLE = "LANGUAGE sql STABLE SET search_path = pg_catalog, public, pg_temp"

# Keys over more columns than Django's own: a leg is of its entry's stream and kind, and of its
# account's stream and bucket; an account's line is of the account's stream.
KEYS = """
ALTER TABLE funding_budgetline ADD CONSTRAINT budget_line_of_stream
    UNIQUE (alliance_id, stream_id, id);
ALTER TABLE funding_entry ADD CONSTRAINT ledger_entry_of_kind
    UNIQUE (alliance_id, stream_id, id, kind);
ALTER TABLE funding_ledgeraccount ADD CONSTRAINT ledger_account_of_bucket
    UNIQUE (alliance_id, stream_id, bucket, id);
ALTER TABLE funding_ledgeraccount ADD CONSTRAINT ledger_account_of_line
    FOREIGN KEY (alliance_id, stream_id, line_id)
    REFERENCES funding_budgetline (alliance_id, stream_id, id);
ALTER TABLE funding_awardsource ADD CONSTRAINT award_source_of_line
    FOREIGN KEY (alliance_id, stream_id, line_id)
    REFERENCES funding_budgetline (alliance_id, stream_id, id);
ALTER TABLE funding_entry ADD CONSTRAINT ledger_entry_same_stream UNIQUE (alliance_id, stream_id, id);
ALTER TABLE funding_entry ADD CONSTRAINT ledger_reverses_own_stream
    FOREIGN KEY (alliance_id, stream_id, reverses_id)
    REFERENCES funding_entry (alliance_id, stream_id, id);
ALTER TABLE funding_entry ADD CONSTRAINT ledger_relates_to_own_stream
    FOREIGN KEY (alliance_id, stream_id, relates_to_id)
    REFERENCES funding_entry (alliance_id, stream_id, id);
ALTER TABLE funding_posting ADD CONSTRAINT ledger_leg_of_entry
    FOREIGN KEY (alliance_id, stream_id, entry_id, kind)
    REFERENCES funding_entry (alliance_id, stream_id, id, kind);
ALTER TABLE funding_posting ADD CONSTRAINT ledger_leg_of_account
    FOREIGN KEY (alliance_id, stream_id, bucket, account_id)
    REFERENCES funding_ledgeraccount (alliance_id, stream_id, bucket, id);
"""

NO_KEYS = """
ALTER TABLE funding_posting DROP CONSTRAINT ledger_leg_of_account;
ALTER TABLE funding_posting DROP CONSTRAINT ledger_leg_of_entry;
ALTER TABLE funding_entry DROP CONSTRAINT ledger_relates_to_own_stream;
ALTER TABLE funding_entry DROP CONSTRAINT ledger_reverses_own_stream;
ALTER TABLE funding_entry DROP CONSTRAINT ledger_entry_same_stream;
ALTER TABLE funding_awardsource DROP CONSTRAINT award_source_of_line;
ALTER TABLE funding_ledgeraccount DROP CONSTRAINT ledger_account_of_line;
ALTER TABLE funding_ledgeraccount DROP CONSTRAINT ledger_account_of_bucket;
ALTER TABLE funding_entry DROP CONSTRAINT ledger_entry_of_kind;
ALTER TABLE funding_budgetline DROP CONSTRAINT budget_line_of_stream;
"""

# A bid, a promise or "nearly" is not money. Locking the head puts the entries of one alliance in
# one queue: numbers without gaps, one chain, and no deadlock in whatever order the legs come.
OPEN_ENTRY = f"""
CREATE FUNCTION ledger_entry_open() RETURNS trigger {DEFINER} AS $$
DECLARE closed date;
BEGIN
    PERFORM FROM funding_fundingstream
      WHERE alliance_id = NEW.alliance_id AND id = NEW.stream_id
        AND qualifier = 'exact' AND status IN ('agreed', 'live', 'closing');
    IF NOT FOUND THEN
        RAISE EXCEPTION 'stream % has no exact, agreed sum', NEW.stream_id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'ledger_stream_is_firm';
    END IF;
    INSERT INTO funding_ledgerhead (alliance_id, seq, hash)
        VALUES (NEW.alliance_id, 0, repeat('0', 64)) ON CONFLICT DO NOTHING;
    SELECT closed_to INTO closed FROM funding_ledgerhead
      WHERE alliance_id = NEW.alliance_id FOR UPDATE;
    IF NEW.occurred_on <= closed THEN
        RAISE EXCEPTION 'the books are closed to %', closed
            USING ERRCODE = 'check_violation', CONSTRAINT = 'ledger_period_open';
    END IF;
    NEW.recorded_at := clock_timestamp();
    RETURN NEW;
END $$;
CREATE TRIGGER ledger_entry_open BEFORE INSERT ON funding_entry
    FOR EACH ROW EXECUTE FUNCTION ledger_entry_open();
"""

LEGS = f"""
CREATE FUNCTION ledger_posting_open() RETURNS trigger {DEFINER} AS $$
BEGIN
    IF EXISTS (SELECT FROM funding_seal
                WHERE alliance_id = NEW.alliance_id AND entry_id = NEW.entry_id) THEN
        RAISE EXCEPTION 'entry % is sealed', NEW.entry_id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'ledger_entry_sealed';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER ledger_posting_open BEFORE INSERT ON funding_posting
    FOR EACH ROW EXECUTE FUNCTION ledger_posting_open();

CREATE FUNCTION ledger_posting_apply() RETURNS trigger {DEFINER} AS $$
BEGIN
    UPDATE funding_ledgeraccount SET balance_pence = balance_pence + NEW.pence
     WHERE alliance_id = NEW.alliance_id AND id = NEW.account_id;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'no such account'
            USING ERRCODE = 'foreign_key_violation', CONSTRAINT = 'ledger_leg_of_account';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER ledger_posting_apply AFTER INSERT ON funding_posting
    FOR EACH ROW EXECUTE FUNCTION ledger_posting_apply();
"""

# The text that is hashed: Python's json.dumps(x, ensure_ascii=False) gives the same characters.
TEXT = f"""
CREATE FUNCTION ledger_entry_text(e funding_entry, n bigint, prev text) RETURNS text {STABLE} AS $$
    SELECT jsonb_build_array(
        'ledger-1', e.alliance_id, n, e.id, e.stream_id, e.kind,
        to_char(e.occurred_on, 'YYYY-MM-DD'),
        to_char(e.recorded_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
        e.prepared_by_id, e.approved_by_id, e.second_approver_id, e.idempotency_key,
        e.reverses_id, e.relates_to_id, e.reason, e.source,
        (SELECT jsonb_agg(jsonb_build_array(p.account_id, p.bucket, p.pence) ORDER BY p.account_id)
           FROM funding_posting p WHERE p.alliance_id = e.alliance_id AND p.entry_id = e.id),
        prev)::text
$$;

CREATE FUNCTION ledger_entry_hash(e funding_entry, n bigint, prev text) RETURNS text {STABLE} AS $$
    SELECT encode(sha256(convert_to(ledger_entry_text(e, n, prev), 'UTF8')), 'hex')
$$;
"""

BALANCES = f"""
CREATE FUNCTION ledger_check_sums(e funding_entry) RETURNS void {INVOKER} AS $$
DECLARE t record;
BEGIN
    SELECT count(*) AS legs,
           coalesce(sum(pence) FILTER (
               WHERE bucket NOT LIKE 'cash%' AND bucket <> 'prefinance'), 0) AS entitlement,
           coalesce(sum(pence) FILTER (
               WHERE bucket LIKE 'cash%' OR bucket = 'prefinance'), 0) AS cash,
           coalesce(sum(pence) FILTER (WHERE bucket = 'paid'), 0) AS paid,
           coalesce(sum(pence) FILTER (WHERE bucket = 'cash_out'), 0) AS cash_out
      INTO t FROM funding_posting WHERE alliance_id = e.alliance_id AND entry_id = e.id;
    IF t.legs < 2 OR t.entitlement <> 0 OR t.cash <> 0 THEN
        RAISE EXCEPTION 'entry % does not balance: % legs, entitlement %, cash %',
            e.id, t.legs, t.entitlement, t.cash
            USING ERRCODE = 'check_violation', CONSTRAINT = 'ledger_entry_balances';
    END IF;
    IF t.paid <> t.cash_out THEN
        RAISE EXCEPTION 'entry %: paid % but cash out %', e.id, t.paid, t.cash_out
            USING ERRCODE = 'check_violation', CONSTRAINT = 'ledger_paid_is_cash';
    END IF;
    IF e.kind IN ('commitment_in', 'reversal') AND EXISTS (
            SELECT FROM funding_ledgeraccount c
              JOIN funding_fundingstream f
                ON f.alliance_id = c.alliance_id AND f.id = c.stream_id
             WHERE c.alliance_id = e.alliance_id AND c.stream_id = e.stream_id
               AND c.bucket = 'funder' AND -c.balance_pence > coalesce(f.total_pence, 0)) THEN
        RAISE EXCEPTION 'stream % would hold more than was agreed', e.stream_id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'ledger_within_agreement';
    END IF;
END $$;

CREATE FUNCTION ledger_check_place(e funding_entry) RETURNS void {INVOKER} AS $$
BEGIN
    IF EXISTS (
            SELECT FROM funding_posting p
              JOIN funding_ledgeraccount c
                ON c.alliance_id = p.alliance_id AND c.id = p.account_id
             WHERE p.alliance_id = e.alliance_id AND p.entry_id = e.id AND c.line_id IS NOT NULL
               AND e.kind NOT IN ('assign', 'unassign', 'virement', 'give_up', 'reversal')
             GROUP BY c.line_id,
                   CASE WHEN e.kind IN ('contract', 'fall_due', 'pay') THEN c.award_id END
            HAVING sum(p.pence) FILTER (WHERE p.bucket NOT LIKE 'cash%') <> 0) THEN
        RAISE EXCEPTION 'entry % moves money between awards or budget lines', e.id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'ledger_stays_in_award';
    END IF;
END $$;

CREATE FUNCTION ledger_check_mirror(e funding_entry) RETURNS void {INVOKER} AS $$
BEGIN
    IF e.reverses_id IS NULL THEN
        RETURN;
    END IF;
    IF EXISTS (SELECT FROM funding_entry
                WHERE alliance_id = e.alliance_id AND id = e.reverses_id AND kind = 'reversal')
       OR EXISTS (
            SELECT account_id FROM funding_posting
             WHERE alliance_id = e.alliance_id AND entry_id IN (e.id, e.reverses_id)
             GROUP BY account_id HAVING sum(pence) <> 0) THEN
        RAISE EXCEPTION 'entry % is not the exact mirror of %', e.id, e.reverses_id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'ledger_reversal_mirrors';
    END IF;
END $$;
"""

SEAL = f"""
CREATE FUNCTION ledger_entry_seal() RETURNS trigger {DEFINER} AS $$
DECLARE h funding_ledgerhead; link text;
BEGIN
    PERFORM ledger_check_sums(NEW);
    PERFORM ledger_check_place(NEW);
    PERFORM ledger_check_mirror(NEW);
    SELECT * INTO STRICT h FROM funding_ledgerhead
      WHERE alliance_id = NEW.alliance_id FOR UPDATE;
    link := ledger_entry_hash(NEW, h.seq + 1, h.hash);
    INSERT INTO funding_seal (alliance_id, seq, entry_id, prev_hash, hash)
        VALUES (NEW.alliance_id, h.seq + 1, NEW.id, h.hash, link);
    UPDATE funding_ledgerhead SET seq = h.seq + 1, hash = link
      WHERE alliance_id = NEW.alliance_id;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER ledger_entry_seal AFTER INSERT ON funding_entry
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION ledger_entry_seal();
"""

# These bind the owner and superusers too, unless they switch triggers off: that is what the chain
# is for. TRUNCATE passes only where the connection says that it empties a database of tests.
FROZEN = f"""
CREATE FUNCTION ledger_frozen() RETURNS trigger {INVOKER} AS $$
BEGIN
    IF TG_OP = 'TRUNCATE' AND current_setting('funding.allow_truncate', true) = 'on' THEN
        RETURN NULL;
    END IF;
    RAISE EXCEPTION '% is only added to: post a reversal', TG_TABLE_NAME
        USING ERRCODE = 'check_violation', CONSTRAINT = 'ledger_append_only';
END $$;

CREATE FUNCTION ledger_account_guard() RETURNS trigger {INVOKER} AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.balance_pence = 0 THEN
            RETURN NEW;
        END IF;
    ELSIF TG_OP = 'UPDATE' THEN
        IF pg_trigger_depth() >= 2
           AND (to_jsonb(NEW) - 'balance_pence') = (to_jsonb(OLD) - 'balance_pence') THEN
            RETURN NEW;
        END IF;
    END IF;
    RAISE EXCEPTION 'a balance changes only by a posting'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'ledger_append_only';
END $$;
CREATE TRIGGER ledger_account_guard BEFORE INSERT OR UPDATE OR DELETE ON funding_ledgeraccount
    FOR EACH ROW EXECUTE FUNCTION ledger_account_guard();

CREATE FUNCTION ledger_head_guard() RETURNS trigger {INVOKER} AS $$
BEGIN
    IF TG_OP = 'UPDATE' THEN
        IF pg_trigger_depth() >= 2 AND NEW.alliance_id = OLD.alliance_id THEN
            RETURN NEW;
        END IF;
        IF (NEW.alliance_id, NEW.seq, NEW.hash) = (OLD.alliance_id, OLD.seq, OLD.hash)
           AND NEW.closed_to >= coalesce(OLD.closed_to, '-infinity') THEN
            RETURN NEW;
        END IF;
    END IF;
    RAISE EXCEPTION 'the head moves only by sealing, and a closed period stays closed'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'ledger_append_only';
END $$;
CREATE TRIGGER ledger_head_guard BEFORE UPDATE OR DELETE ON funding_ledgerhead
    FOR EACH ROW EXECUTE FUNCTION ledger_head_guard();
""" + "".join(
    f"""
CREATE TRIGGER ledger_frozen BEFORE UPDATE OR DELETE ON funding_{table}
    FOR EACH ROW EXECUTE FUNCTION ledger_frozen();"""
    for table in ("entry", "posting", "seal")
) + "".join(
    f"""
CREATE TRIGGER ledger_no_truncate BEFORE TRUNCATE ON funding_{table}
    EXECUTE FUNCTION ledger_frozen();"""
    for table in ("entry", "posting", "seal", "ledgeraccount", "ledgerhead")
)

# What was posted from a confirmed sum holds the stream to it, however the row is written.
FIRM = f"""
CREATE FUNCTION ledger_stream_stays_firm() RETURNS trigger {DEFINER} AS $$
BEGIN
    IF EXISTS (SELECT FROM funding_ledgeraccount
                WHERE alliance_id = OLD.alliance_id AND stream_id = OLD.id AND bucket = 'funder'
                  AND -balance_pence > CASE WHEN NEW.qualifier = 'exact'
                                            THEN coalesce(NEW.total_pence, 0) ELSE 0 END) THEN
        RAISE EXCEPTION 'money of stream % is in the ledger', OLD.id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'ledger_stream_stays_firm';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER ledger_stream_stays_firm BEFORE UPDATE OF total_pence, qualifier, alliance_id
    ON funding_fundingstream FOR EACH ROW EXECUTE FUNCTION ledger_stream_stays_firm();
"""

# No row when all is well; each row names the first place to look. It runs with the rights of who
# asks, so it sees the rows of one alliance.
VERIFY = f"""
CREATE FUNCTION ledger_verify(a bigint) RETURNS TABLE (seq bigint, problem text) {STABLE} AS $$
    WITH s AS (
        SELECT se.seq, se.hash, se.prev_hash, e,
               lag(se.hash) OVER (ORDER BY se.seq) AS before,
               row_number() OVER (ORDER BY se.seq) AS n
          FROM funding_seal se
          JOIN funding_entry e ON e.alliance_id = se.alliance_id AND e.id = se.entry_id
         WHERE se.alliance_id = a)
    SELECT s.seq, 'the chain is broken before this entry' FROM s
     WHERE s.prev_hash <> coalesce(s.before, repeat('0', 64))
    UNION ALL
    SELECT s.seq, 'this entry or one of its legs was altered' FROM s
     WHERE s.hash <> ledger_entry_hash(s.e, s.seq, s.prev_hash)
    UNION ALL
    SELECT s.seq, 'the number is out of order' FROM s WHERE s.seq <> s.n
    UNION ALL
    SELECT NULL, 'record ' || e.id || ' was never sealed' FROM funding_entry e
     WHERE e.alliance_id = a AND NOT EXISTS (
           SELECT FROM funding_seal z WHERE z.alliance_id = a AND z.entry_id = e.id)
    UNION ALL
    SELECT h.seq, 'the head does not match the newest entry' FROM funding_ledgerhead h
      LEFT JOIN (SELECT s.seq, s.hash FROM s ORDER BY s.seq DESC LIMIT 1) l ON true
     WHERE h.alliance_id = a AND (h.seq, h.hash) <> (coalesce(l.seq, 0),
                                                     coalesce(l.hash, repeat('0', 64)))
    UNION ALL
    SELECT NULL, 'account ' || c.id || ' shows ' || c.balance_pence
                 || ' but its legs add up to ' || coalesce(sum(p.pence), 0)
      FROM funding_ledgeraccount c
      LEFT JOIN funding_posting p ON p.alliance_id = a AND p.account_id = c.id
     WHERE c.alliance_id = a
     GROUP BY c.id, c.balance_pence HAVING c.balance_pence <> coalesce(sum(p.pence), 0)
$$;
"""

RIGHTS = "GRANT UPDATE (closed_to) ON funding_ledgerhead TO app_rw;"
NO_RIGHTS = "REVOKE UPDATE (closed_to) ON funding_ledgerhead FROM app_rw;"

TRIGGERS = {
    "entry": ("ledger_entry_open", "ledger_entry_seal", "ledger_frozen", "ledger_no_truncate"),
    "posting": (
        "ledger_posting_open",
        "ledger_posting_apply",
        "ledger_frozen",
        "ledger_no_truncate",
    ),
    "seal": ("ledger_frozen", "ledger_no_truncate"),
    "ledgeraccount": ("ledger_account_guard", "ledger_no_truncate"),
    "ledgerhead": ("ledger_head_guard", "ledger_no_truncate"),
    "fundingstream": ("ledger_stream_stays_firm",),
}
FUNCTIONS = (
    "ledger_verify(bigint)",
    "ledger_stream_stays_firm()",
    "ledger_head_guard()",
    "ledger_account_guard()",
    "ledger_frozen()",
    "ledger_entry_seal()",
    "ledger_check_mirror(funding_entry)",
    "ledger_check_place(funding_entry)",
    "ledger_check_sums(funding_entry)",
    "ledger_entry_hash(funding_entry, bigint, text)",
    "ledger_entry_text(funding_entry, bigint, text)",
    "ledger_posting_apply()",
    "ledger_posting_open()",
    "ledger_entry_open()",
)
NO_FUNCTIONS = "\n".join(
    [f"DROP TRIGGER {name} ON funding_{t};" for t, names in TRIGGERS.items() for name in names]
    + [f"DROP FUNCTION {function};" for function in FUNCTIONS]
)


class Migration(migrations.Migration):
    dependencies = [("funding", "0002_rounds_awards_and_ledger")]
    operations = [
        migrations.RunSQL(KEYS, NO_KEYS),
        migrations.RunSQL(
            OPEN_ENTRY + LEGS + TEXT + BALANCES + SEAL + FROZEN + FIRM + VERIFY, NO_FUNCTIONS
        ),
        migrations.RunSQL(RIGHTS, NO_RIGHTS),
    ]
