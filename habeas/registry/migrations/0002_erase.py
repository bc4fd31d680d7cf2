"""The one door through which content leaves the ledger for good.

Runs as the owner (SECURITY DEFINER). `registry_erase` checks that two different people said yes to erasing
this very record; `registry_erase_again` replays an erasure after a restore and is the owner's alone.

With a record go its statements and everything that was decided about it alone: reviews, stances, retractions,
raisings, listing decisions, and judgements that it leaves without a side. What went is noted by id, so that
`habeas verify` knows an erased row from a stolen one.
"""

from django.db import migrations

ERASE = """
CREATE FUNCTION registry_erase_rows(number bigint) RETURNS jsonb LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    said bigint[]; stances bigint[]; reviews bigint[]; retractions bigint[]; raisings bigint[]; listings bigint[];
    sides bigint[]; judgements bigint[]; review_groups bigint[]; batches bigint[];
BEGIN
    PERFORM set_config('habeas.erasing', 'yes', true);
    said := ARRAY(SELECT id FROM statements_statement WHERE record_id = number);
    stances := ARRAY(SELECT id FROM statements_stance WHERE record_id = number OR statement_id = ANY(said));
    reviews := ARRAY(SELECT id FROM statements_review WHERE record_id = number);
    review_groups := ARRAY(SELECT DISTINCT "group" FROM statements_review WHERE record_id = number AND "group" IS NOT NULL);
    retractions := ARRAY(SELECT id FROM statements_retraction WHERE record = number OR statement = ANY(said));
    retractions := retractions || ARRAY(SELECT id FROM statements_retraction WHERE undoes_id = ANY(retractions));
    batches := ARRAY(SELECT DISTINCT by_batch FROM statements_retraction
                     WHERE id = ANY(retractions) AND by_batch IS NOT NULL);
    raisings := ARRAY(SELECT id FROM statements_raising WHERE record = number OR statement = ANY(said));
    raisings := raisings || ARRAY(SELECT id FROM statements_raising WHERE undoes_id = ANY(raisings));
    listings := ARRAY(SELECT id FROM registry_listing WHERE record_id = number);
    judgements := ARRAY(
        SELECT j.judgement_id FROM linkage_judgementrecord j WHERE j.record = number AND NOT EXISTS (
            SELECT 1 FROM linkage_judgementrecord o
            WHERE o.judgement_id = j.judgement_id AND o.side = j.side AND o.record <> number));
    judgements := judgements || ARRAY(SELECT id FROM linkage_judgement WHERE undoes_id = ANY(judgements));
    sides := ARRAY(SELECT id FROM linkage_judgementrecord WHERE record = number OR judgement_id = ANY(judgements));

    DELETE FROM statements_stance WHERE id = ANY(stances);
    DELETE FROM statements_review WHERE id = ANY(reviews);
    DELETE FROM statements_retraction WHERE id = ANY(retractions) AND undoes_id IS NOT NULL;
    DELETE FROM statements_retraction WHERE id = ANY(retractions);
    DELETE FROM statements_raising WHERE id = ANY(raisings) AND undoes_id IS NOT NULL;
    DELETE FROM statements_raising WHERE id = ANY(raisings);
    DELETE FROM registry_listing WHERE id = ANY(listings);
    DELETE FROM linkage_judgementrecord WHERE id = ANY(sides);
    DELETE FROM linkage_judgement WHERE id = ANY(judgements) AND undoes_id IS NOT NULL;
    DELETE FROM linkage_judgement WHERE id = ANY(judgements);
    DELETE FROM registry_member WHERE record_id = number;
    DELETE FROM statements_statement WHERE record_id = number;
    DELETE FROM statements_record WHERE id = number;
    PERFORM set_config('habeas.erasing', 'no', true);
    RETURN jsonb_build_object(
        'statements_stance', stances, 'statements_review', reviews, 'statements_review.group', review_groups,
        'statements_retraction', retractions, 'statements_retraction.by_batch', batches,
        'statements_raising', raisings, 'registry_listing', listings,
        'linkage_judgement', judgements, 'linkage_judgementrecord', sides);
END $$;
REVOKE ALL ON FUNCTION registry_erase_rows(bigint) FROM PUBLIC;

CREATE FUNCTION registry_erase_again(wanted text, approved bigint, why text, was timestamptz) RETURNS boolean
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    rec statements_record%ROWTYPE;
    went jsonb;
BEGIN
    SELECT * INTO rec FROM statements_record WHERE code = wanted;
    IF NOT FOUND THEN RETURN false; END IF;
    went := registry_erase_rows(rec.id);
    INSERT INTO statements_erasure (record_code, record_number, batch, digest, gone, approval, reason, at, salt)
    VALUES (rec.code, rec.id, rec.batch, rec.digest, went, approved, why, was,
            decode(replace(gen_random_uuid()::text, '-', ''), 'hex')) ON CONFLICT DO NOTHING;
    RETURN true;
END $$;
REVOKE ALL ON FUNCTION registry_erase_again(text, bigint, text, timestamptz) FROM PUBLIC;

CREATE FUNCTION registry_erase(wanted text, approved bigint) RETURNS void LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
DECLARE
    why text;
BEGIN
    SELECT reason INTO why FROM accounts_approval a
    WHERE a.id = approved AND a.kind = 'erase' AND a.subject = 'record:' || wanted
      AND (SELECT count(DISTINCT v.by) FROM accounts_voice v WHERE v.approval_id = a.id AND v.yes) >= 2;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'an erasure needs two approvals of this very record';
    END IF;
    IF NOT registry_erase_again(wanted, approved, why, now()) THEN
        RAISE EXCEPTION 'no record %', wanted;
    END IF;
END $$;
"""
UNDO = """
DROP FUNCTION registry_erase(text, bigint);
DROP FUNCTION registry_erase_again(text, bigint, text, timestamptz);
DROP FUNCTION registry_erase_rows(bigint);
"""


class Migration(migrations.Migration):
    dependencies = [
        ("registry", "0001_initial"),
        ("accounts", "0001_initial"),
        ("statements", "0001_initial"),
        ("linkage", "0001_initial"),
    ]
    operations = [migrations.RunSQL(ERASE, UNDO)]
