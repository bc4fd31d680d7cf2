"""The one door through which content leaves the ledger for good.

Runs as the owner (SECURITY DEFINER). `registry_erase` checks that two different people said yes to erasing
this very record; `registry_erase_again` replays an erasure after a restore and is the owner's alone.
"""

from django.db import migrations

ERASE = """
CREATE FUNCTION registry_erase_rows(number bigint) RETURNS void LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM set_config('habeas.erasing', 'yes', true);
    DELETE FROM statements_stance WHERE record_id = number
        OR statement_id IN (SELECT id FROM statements_statement WHERE record_id = number);
    DELETE FROM statements_review WHERE record_id = number;
    DELETE FROM registry_listing WHERE record_id = number;
    DELETE FROM registry_member WHERE record_id = number;
    DELETE FROM statements_statement WHERE record_id = number;
    DELETE FROM statements_record WHERE id = number;
    PERFORM set_config('habeas.erasing', 'no', true);
END $$;
REVOKE ALL ON FUNCTION registry_erase_rows(bigint) FROM PUBLIC;

CREATE FUNCTION registry_erase(wanted text, approved bigint) RETURNS void LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
DECLARE
    rec statements_record%ROWTYPE;
    why text;
BEGIN
    SELECT reason INTO why FROM accounts_approval a
    WHERE a.id = approved AND a.kind = 'erase' AND a.subject = 'record:' || wanted
      AND (SELECT count(DISTINCT v.by) FROM accounts_voice v WHERE v.approval_id = a.id AND v.yes) >= 2;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'an erasure needs two approvals of this very record';
    END IF;
    SELECT * INTO rec FROM statements_record WHERE code = wanted;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'no record %', wanted;
    END IF;
    INSERT INTO statements_erasure (record_code, record_number, batch, digest, approval, reason, at)
    VALUES (rec.code, rec.id, rec.batch, rec.digest, approved, why, now());
    PERFORM registry_erase_rows(rec.id);
END $$;

CREATE FUNCTION registry_erase_again(wanted text, approved bigint, why text, was timestamptz) RETURNS boolean LANGUAGE plpgsql
SET search_path = public, pg_temp AS $$
DECLARE
    rec statements_record%ROWTYPE;
BEGIN
    SELECT * INTO rec FROM statements_record WHERE code = wanted;
    IF NOT FOUND THEN RETURN false; END IF;
    INSERT INTO statements_erasure (record_code, record_number, batch, digest, approval, reason, at)
    VALUES (rec.code, rec.id, rec.batch, rec.digest, approved, why, was) ON CONFLICT DO NOTHING;
    PERFORM registry_erase_rows(rec.id);
    RETURN true;
END $$;
REVOKE ALL ON FUNCTION registry_erase_again(text, bigint, text, timestamptz) FROM PUBLIC;
"""
UNDO = """
DROP FUNCTION registry_erase(text, bigint);
DROP FUNCTION registry_erase_again(text, bigint, text, timestamptz);
DROP FUNCTION registry_erase_rows(bigint);
"""


class Migration(migrations.Migration):
    dependencies = [("registry", "0001_initial"), ("accounts", "0001_initial"), ("statements", "0001_initial")]
    operations = [migrations.RunSQL(ERASE, UNDO)]
