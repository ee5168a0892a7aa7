"""What PostgreSQL keeps of who signs what: SQL that does it and SQL that undoes it, a pair for each migration.

What they refuse is a violated check, under the name of its rule; docs/states.md is made from them.
"""

SIGNING = (
    """
CREATE FUNCTION signs_what_others_answered() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    signed reports_record;
    signer uuid := CASE TG_TABLE_NAME
        WHEN 'reports_signoff' THEN to_jsonb(NEW) ->> 'by_id'
        ELSE coalesce(to_jsonb(NEW) ->> 'delegate_id', to_jsonb(NEW) ->> 'person_id')
    END::uuid;
BEGIN
    SELECT * INTO STRICT signed FROM reports_record WHERE id = NEW.record_id;
    IF has_answered(signed.assessment_id, signer) THEN
        PERFORM refuse('signs_what_others_answered', 'who answered in a round signs nothing of it');
    END IF;
    RETURN NEW;
END $$;

CREATE FUNCTION signs_what_was_read() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    signed reports_record;
    place reports_signatory;
BEGIN
    SELECT * INTO STRICT signed FROM reports_record WHERE id = NEW.record_id;
    SELECT * INTO STRICT place FROM reports_signatory WHERE id = NEW.signatory_id;
    IF NEW.record_sha256 <> signed.sha256 OR place.record_id <> NEW.record_id
        OR NEW.by_id <> coalesce(place.delegate_id, place.person_id)
        OR NOT EXISTS (SELECT FROM reports_report WHERE id = NEW.report_id AND record_id = NEW.record_id)
        OR NOT EXISTS (
            SELECT FROM reports_issuedfile WHERE report_id = NEW.report_id AND sha256 = NEW.read_sha256
        )
    THEN
        PERFORM refuse('signs_what_was_read', 'a signature is bound to the record and the file that were read');
    END IF;
    RETURN NEW;
END $$;

CREATE FUNCTION signed_stays() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    moving text[] := ARRAY['state', 'error', 'finished_at', 'announced_at'];
BEGIN
    IF TG_OP = 'DELETE' OR OLD.state <> 'asked' OR (to_jsonb(NEW) - moving) <> (to_jsonb(OLD) - moving) THEN
        PERFORM refuse('signed_stays', 'what somebody signed or said of a report is never changed');
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER signs_what_others_answered BEFORE INSERT OR UPDATE ON reports_signatory
FOR EACH ROW EXECUTE FUNCTION signs_what_others_answered();
CREATE TRIGGER signs_what_others_answered BEFORE INSERT ON reports_signoff
FOR EACH ROW EXECUTE FUNCTION signs_what_others_answered();
CREATE TRIGGER signs_what_was_read BEFORE INSERT ON reports_signoff
FOR EACH ROW EXECUTE FUNCTION signs_what_was_read();
CREATE TRIGGER signed_stays BEFORE UPDATE OR DELETE ON reports_signoff
FOR EACH ROW EXECUTE FUNCTION signed_stays();
""",
    """
DROP TRIGGER signed_stays ON reports_signoff;
DROP TRIGGER signs_what_was_read ON reports_signoff;
DROP TRIGGER signs_what_others_answered ON reports_signoff;
DROP TRIGGER signs_what_others_answered ON reports_signatory;
DROP FUNCTION signed_stays();
DROP FUNCTION signs_what_was_read();
DROP FUNCTION signs_what_others_answered();
""",
)

TAKING_BACK = (
    """
CREATE FUNCTION record_stays() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    moving text[] := ARRAY['taken_back_by_id', 'taken_back_at', 'taken_back_reason'];
BEGIN
    IF OLD.taken_back_at IS NOT NULL OR (to_jsonb(NEW) - moving) <> (to_jsonb(OLD) - moving) THEN
        PERFORM refuse('record_stays', 'a record never changes; it is taken back, once');
    END IF;
    IF EXISTS (
        SELECT FROM reports_signoff WHERE record_id = NEW.id AND state IN ('asked', 'signed')
    ) THEN
        PERFORM refuse('signed_is_not_taken_back', 'a record whose report somebody signed is not taken back');
    END IF;
    RETURN NEW;
END $$;

CREATE FUNCTION signs_what_holds() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF EXISTS (SELECT FROM reports_record WHERE id = NEW.record_id AND taken_back_at IS NOT NULL) THEN
        PERFORM refuse('signs_what_holds', 'what was taken back is signed by nobody');
    END IF;
    RETURN NEW;
END $$;

CREATE FUNCTION named_stays() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    moving text[] := ARRAY['delegate_id', 'delegated_by_id', 'delegated_at', 'delegation_reason'];
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF EXISTS (SELECT FROM reports_report WHERE record_id = NEW.record_id) THEN
            PERFORM refuse('named_at_acceptance', 'who signs is named before there is a report to sign');
        END IF;
    ELSIF NEW IS DISTINCT FROM OLD AND (
        TG_OP = 'DELETE' OR OLD.delegate_id IS NOT NULL
        OR (to_jsonb(NEW) - moving) <> (to_jsonb(OLD) - moving)
        OR EXISTS (
            SELECT FROM reports_signoff
            WHERE signatory_id = OLD.id AND state IN ('asked', 'signed', 'declined')
        )
    ) THEN
        PERFORM refuse('named_stays', 'who was named to sign stays named, and hands it on once');
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER record_stays BEFORE UPDATE ON reports_record
FOR EACH ROW EXECUTE FUNCTION record_stays();
CREATE TRIGGER signs_what_holds BEFORE INSERT ON reports_signoff
FOR EACH ROW EXECUTE FUNCTION signs_what_holds();
CREATE TRIGGER named_stays BEFORE INSERT OR UPDATE OR DELETE ON reports_signatory
FOR EACH ROW EXECUTE FUNCTION named_stays();
""",
    """
DROP TRIGGER named_stays ON reports_signatory;
DROP TRIGGER signs_what_holds ON reports_signoff;
DROP TRIGGER record_stays ON reports_record;
DROP FUNCTION named_stays();
DROP FUNCTION signs_what_holds();
DROP FUNCTION record_stays();
""",
)


def statements() -> tuple[tuple[str, str], ...]:
    """All of it, in the order of the migrations."""
    return SIGNING, TAKING_BACK
