"""The triggers that write the history: noted when it happens, chained when it is committed.

`record_history` stands on every table that matters and notes each change at once, so that who, when and from
where are those of the change. `chain_history` runs when the transaction commits, and gives all its notes their
places, stream by stream in the order of the streams' names: heads are locked for a moment only, and two
transactions never wait for each other. A note lives no longer than its transaction.
"""

from dataclasses import dataclass

from django.conf import settings
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.apps.registry import Apps
from django.db.migrations import RunSQL

NOTES = """
CREATE UNLOGGED TABLE assessments_historynote (
    xact xid8 NOT NULL DEFAULT pg_current_xact_id(),
    id bigint GENERATED ALWAYS AS IDENTITY,
    stream text NOT NULL,
    entry text NOT NULL,
    PRIMARY KEY (xact, id)
);
"""

RECORD = """
CREATE FUNCTION record_history() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
-- Arguments: kind and column of the stream; columns told whatever changed; columns that make no entry; columns
-- of which only the name is told; and, where the stream is the parent's, the parent's table and column.
DECLARE
    was jsonb := to_jsonb(OLD);
    now_is jsonb := to_jsonb(NEW);
    told jsonb := coalesce(now_is, was);
    about text[] := string_to_array(TG_ARGV[1], ' ');
    unsaid text[] := string_to_array(TG_ARGV[2], ' ') || 'id'::text;
    secret text[] := string_to_array(TG_ARGV[3], ' ');
    parent jsonb;
    changed bigint;
    old_values jsonb;
    new_values jsonb;
    withheld jsonb;
    entry jsonb;
BEGIN
    SELECT
        count(*),
        jsonb_object_agg(name, was -> name) FILTER (WHERE was IS NOT NULL AND name <> ALL (secret)),
        jsonb_object_agg(name, now_is -> name) FILTER (WHERE now_is IS NOT NULL AND name <> ALL (secret)),
        jsonb_agg(name) FILTER (WHERE name = ANY (secret))
    INTO changed, old_values, new_values, withheld
    FROM jsonb_object_keys(told) AS name
    WHERE was -> name IS DISTINCT FROM now_is -> name AND name <> ALL (unsaid);
    IF changed = 0 THEN
        RETURN NULL;
    END IF;
    IF TG_NARGS > 4 THEN
        EXECUTE format('SELECT to_jsonb(parent) FROM %I AS parent WHERE id = $1', TG_ARGV[4])
            INTO parent USING (told ->> TG_ARGV[5])::uuid;
        told := coalesce(parent, '{}') || told;
    END IF;
    entry := jsonb_build_object(
        'at', to_char(clock_timestamp() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
        'by', coalesce(nullif(current_setting('app.author', true), ''), current_setting('app.user_id', true), ''),
        'from', coalesce(current_setting('app.address', true), ''),
        'role', session_user,
        'table', TG_TABLE_NAME,
        'row', told ->> 'id',
        'op', lower(TG_OP),
        'about', (SELECT jsonb_object_agg(name, told -> name) FROM unnest(about) AS name),
        'old', coalesce(old_values, '{}'),
        'new', coalesce(new_values, '{}'),
        'withheld', coalesce(withheld, '[]')
    );
    IF TG_OP <> 'UPDATE' THEN
        entry := jsonb_strip_nulls(entry);
    END IF;
    INSERT INTO assessments_historynote (stream, entry) VALUES (
        concat_ws(':', split_part(TG_ARGV[0], ':', 1), told ->> nullif(split_part(TG_ARGV[0], ':', 2), '')),
        entry::text
    );
    RETURN NULL;
END
$$;
REVOKE ALL ON FUNCTION record_history() FROM PUBLIC;
"""

CHAIN = """
CREATE FUNCTION chain_history() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp SET enable_seqscan = off AS $$
-- Called for every note, it gives all of the transaction their places the first time. Plans are made while the
-- table of notes is empty: without an index they would later read what a vacuum has yet to clear away.
DECLARE
    note record;
    head assessments_historyhead;
BEGIN
    FOR note IN
        WITH noted AS (
            DELETE FROM assessments_historynote WHERE xact = pg_current_xact_id() RETURNING stream, id, entry
        )
        SELECT stream, entry FROM noted ORDER BY stream, id
    LOOP
        IF head.stream IS DISTINCT FROM note.stream THEN
            UPDATE assessments_historyhead SET seq = head.seq, hash = head.hash WHERE stream = head.stream;
            head := history_head(note.stream);
        END IF;
        head.seq := head.seq + 1;
        head.hash := encode(sha256(convert_to(head.hash || note.entry, 'UTF8')), 'hex');
        INSERT INTO assessments_historyentry (stream, seq, entry, hash, project)
        VALUES (head.stream, head.seq, note.entry, head.hash, head.project);
    END LOOP;
    IF FOUND THEN
        UPDATE assessments_historyhead SET seq = head.seq, hash = head.hash WHERE stream = head.stream;
    END IF;
    RETURN NULL;
END
$$;
REVOKE ALL ON FUNCTION chain_history() FROM PUBLIC;

CREATE CONSTRAINT TRIGGER history_chained AFTER INSERT ON assessments_historynote
DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION chain_history();
"""

HEAD = """
CREATE FUNCTION history_head(wanted text) RETURNS assessments_historyhead
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
-- The stream's head, made where it is the first entry, and locked until the transaction ends.
DECLARE
    head assessments_historyhead;
BEGIN
    SELECT * INTO head FROM assessments_historyhead WHERE stream = wanted FOR UPDATE;
    IF NOT FOUND THEN
        INSERT INTO assessments_historyhead (stream, seq, hash, anchored, project) VALUES (
            wanted, 0, encode(sha256(convert_to(wanted, 'UTF8')), 'hex'), 0,
            CASE split_part(wanted, ':', 1)
                WHEN 'project' THEN split_part(wanted, ':', 2)::uuid
                WHEN 'assessment' THEN (
                    SELECT project_id FROM assessments_assessment WHERE id = split_part(wanted, ':', 2)::uuid
                )
            END
        ) ON CONFLICT (stream) DO NOTHING;
        SELECT * INTO STRICT head FROM assessments_historyhead WHERE stream = wanted FOR UPDATE;
    END IF;
    RETURN head;
END
$$;
REVOKE ALL ON FUNCTION history_head(text) FROM PUBLIC;
"""

ANCHOR = """
CREATE FUNCTION anchor_history() RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
-- Names every head that moved since the last time in the chain "anchors"; nothing where none did.
DECLARE
    moved assessments_historyhead;
    heads jsonb := '[]';
BEGIN
    FOR moved IN
        SELECT * FROM assessments_historyhead
        WHERE seq > anchored AND stream <> 'anchors' ORDER BY stream FOR UPDATE
    LOOP
        UPDATE assessments_historyhead SET anchored = moved.seq WHERE stream = moved.stream;
        heads := heads || jsonb_build_array(jsonb_build_array(moved.stream, moved.seq, moved.hash));
    END LOOP;
    IF heads = '[]' THEN
        RETURN;
    END IF;
    INSERT INTO assessments_historynote (stream, entry) VALUES ('anchors', jsonb_build_object(
        'at', to_char(clock_timestamp() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
        'by', coalesce(current_setting('app.user_id', true), ''),
        'from', coalesce(current_setting('app.address', true), ''),
        'role', session_user,
        'op', 'anchor',
        'heads', heads
    )::text);
END
$$;
REVOKE ALL ON FUNCTION anchor_history() FROM PUBLIC;
"""

GUARD = """
CREATE FUNCTION keep_history() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    RAISE EXCEPTION 'The history is only ever added to: no % of %', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'integrity_constraint_violation';
END
$$;

CREATE FUNCTION move_history_head() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF (NEW.stream, NEW.seq, NEW.hash) = (OLD.stream, OLD.seq, OLD.hash) AND NEW.anchored = OLD.seq THEN
        RETURN NEW;
    END IF;
    IF NEW.stream = OLD.stream AND NEW.seq > OLD.seq AND EXISTS (
        SELECT FROM assessments_historyentry WHERE stream = NEW.stream AND seq = NEW.seq AND hash = NEW.hash
    ) THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'A head of the history only moves on to an entry that is there'
        USING ERRCODE = 'integrity_constraint_violation';
END
$$;

CREATE TRIGGER history_is_kept BEFORE UPDATE OR DELETE ON assessments_historyentry
FOR EACH ROW EXECUTE FUNCTION keep_history();
CREATE TRIGGER history_is_kept BEFORE DELETE ON assessments_historyhead
FOR EACH ROW EXECUTE FUNCTION keep_history();
CREATE TRIGGER history_moves_on BEFORE UPDATE ON assessments_historyhead
FOR EACH ROW EXECUTE FUNCTION move_history_head();
CREATE TRIGGER history_is_not_emptied BEFORE TRUNCATE ON assessments_historyentry
FOR EACH STATEMENT EXECUTE FUNCTION keep_history();
CREATE TRIGGER history_is_not_emptied BEFORE TRUNCATE ON assessments_historyhead
FOR EACH STATEMENT EXECUTE FUNCTION keep_history();
"""

UNDO = """
DROP TRIGGER history_is_kept ON assessments_historyentry;
DROP TRIGGER history_is_kept ON assessments_historyhead;
DROP TRIGGER history_moves_on ON assessments_historyhead;
DROP TRIGGER history_is_not_emptied ON assessments_historyentry;
DROP TRIGGER history_is_not_emptied ON assessments_historyhead;
DROP FUNCTION move_history_head();
DROP FUNCTION keep_history();
DROP TABLE assessments_historynote;
DROP FUNCTION chain_history();
DROP FUNCTION anchor_history();
DROP FUNCTION history_head(text);
DROP FUNCTION record_history();
"""

MACHINERY = RunSQL(NOTES + RECORD + HEAD + CHAIN + ANCHOR + GUARD, UNDO)


@dataclass(frozen=True)
class Recorded:
    """A table whose changes are recorded.

    `stream` is a kind, or a kind and the column with its id. Columns are named with spaces between: `about`
    is told in every entry, `unsaid` makes none, of `secret` an entry only says that it changed. `parent` is
    the table and the column of the row that has the stream's id, where the row has not.
    """

    table: str
    stream: str
    about: str
    unsaid: str = ""
    secret: str = ""
    parent: tuple[str, str] | None = None

    def operation(self) -> RunSQL:
        """The table's trigger as a step of a migration."""
        arguments = [self.stream, self.about, self.unsaid, self.secret, *(self.parent or ())]
        quoted = ", ".join(f"'{argument}'" for argument in arguments)
        return RunSQL(
            f"CREATE TRIGGER history_noted AFTER INSERT OR UPDATE OR DELETE ON {self.table} "
            f"FOR EACH ROW EXECUTE FUNCTION record_history({quoted})",
            f"DROP TRIGGER history_noted ON {self.table}",
        )


def only_read(_apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Let the application read the history, and not even see what waits for its place."""
    role = schema_editor.connection.ops.quote_name(settings.APPLICATION_ROLE)
    tables = "assessments_historyentry, assessments_historyhead"
    schema_editor.execute(f"REVOKE ALL ON {tables}, assessments_historynote FROM {role}")
    schema_editor.execute(f"GRANT SELECT ON {tables} TO {role}")
    schema_editor.execute(f"GRANT EXECUTE ON FUNCTION anchor_history() TO {role}")
