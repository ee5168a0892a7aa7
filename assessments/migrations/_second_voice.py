"""Each voice kept to itself, as PostgreSQL keeps it, until both sides are in.

A second respondent reads nothing that the team says, and nobody else what a second respondent says before
their opinion is opened. Once they have said that it is complete, nobody changes it.
"""

FUNCTIONS = {
    # These read what the policies guard, so they ask as the owner.
    "blinded_projects()": """
        RETURNS SETOF uuid LANGUAGE sql STABLE PARALLEL SAFE SECURITY DEFINER
        BEGIN ATOMIC
            SELECT project_id FROM assessments_membership
            WHERE person_id = acting_person() AND role = 'second_respondent';
        END
    """,
    "opinion_of(wanted_assessment uuid, wanted_person uuid)": """
        RETURNS text LANGUAGE sql STABLE PARALLEL SAFE SECURITY DEFINER
        BEGIN ATOMIC
            SELECT CASE
                WHEN opened_at IS NOT NULL THEN 'opened'
                WHEN completed_at IS NOT NULL THEN 'complete'
                ELSE 'asked'
            END
            FROM assessments_secondopinion
            WHERE assessment_id = wanted_assessment AND person_id = wanted_person;
        END
    """,
    # Why somebody cannot answer for the team any more; null where they can.
    "stands_apart(wanted_assessment uuid, wanted_person uuid)": """
        RETURNS text LANGUAGE sql STABLE PARALLEL SAFE SECURITY DEFINER
        BEGIN ATOMIC
            SELECT CASE
                WHEN has_reviewed(wanted_assessment, wanted_person) THEN 'reviewed'
                WHEN EXISTS (
                    SELECT FROM assessments_answerauthor
                    WHERE assessment_id = wanted_assessment AND voice_id = wanted_person
                ) THEN 'second'
            END;
        END
    """,
    # An entry's text is JSON: inside of a value quotation marks are escaped, so the pattern matches a key only.
    "tells_closed_voice(told_stream text, entry text)": """
        RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE
        RETURN entry LIKE '%"voice_id": "%'
            AND entry::jsonb -> 'about' ->> 'voice_id' IS NOT NULL
            AND coalesce(opinion_of(
                split_part(told_stream, ':', 2)::uuid, (entry::jsonb -> 'about' ->> 'voice_id')::uuid
            ), '') <> 'opened'
    """,
}

HAS_REVIEWED = """
CREATE OR REPLACE FUNCTION has_reviewed(wanted_assessment uuid, wanted_person uuid) RETURNS boolean
LANGUAGE sql STABLE PARALLEL SAFE SECURITY DEFINER
BEGIN ATOMIC
    SELECT EXISTS (
        SELECT FROM assessments_answer
        WHERE assessment_id = wanted_assessment AND agreed_by_id = wanted_person
    ) OR EXISTS (
        SELECT FROM assessments_settlement
        WHERE assessment_id = wanted_assessment AND by_id = wanted_person
    ){more};
END
"""
REVIEWED_VOICES = """ OR EXISTS (
        SELECT FROM assessments_disagreementsettlement
        WHERE assessment_id = wanted_assessment AND by_id = wanted_person
    )"""

SECTIONS_IN_PROJECT = """
CREATE OR REPLACE FUNCTION sections_in_project(wanted_project uuid, wanted_person uuid) RETURNS text[]
LANGUAGE sql STABLE PARALLEL SAFE SECURITY DEFINER
BEGIN ATOMIC
    SELECT sections::text[] FROM assessments_membership
    WHERE project_id = wanted_project AND person_id = wanted_person AND role IN ({roles});
END
"""

BLIND = """
CREATE OR REPLACE FUNCTION second_respondent_is_blind() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF EXISTS (
        SELECT FROM assessments_membership
        WHERE project_id = NEW.project_id AND person_id = NEW.person_id AND id <> NEW.id
        AND 'second_respondent' IN (role, NEW.role)
    ) THEN
        PERFORM refuse('second_respondent_is_blind', 'a second respondent has no other role in the project');
    END IF;
    IF NEW.role = 'second_respondent' AND EXISTS (
        SELECT FROM assessments_answerauthor author
        JOIN assessments_assessment round ON round.id = author.assessment_id
        WHERE round.project_id = NEW.project_id AND author.person_id = NEW.person_id{for_the_team}
        AND round.state NOT IN ('accepted', 'withdrawn')
    ) THEN
        PERFORM refuse('second_respondent_is_blind', 'who answered for the team is no second respondent');
    END IF;
    RETURN NEW;
END $$
"""

TRIGGER_FUNCTIONS = {
    "author_has_one_voice()": """
CREATE FUNCTION author_has_one_voice() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF EXISTS (
        SELECT FROM assessments_answerauthor
        WHERE assessment_id = NEW.assessment_id AND person_id = NEW.person_id
        AND voice_id IS DISTINCT FROM NEW.voice_id
    ) THEN
        PERFORM refuse('author_has_one_voice', 'who gave a second opinion answers nothing for the team');
    END IF;
    RETURN NEW;
END $$
""",
    "second_voice_stands()": """
CREATE FUNCTION second_voice_stands() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF opinion_of(NEW.assessment_id, NEW.voice_id) IS DISTINCT FROM 'asked' THEN
        PERFORM refuse('second_voice_stands', 'an opinion that is complete, or not asked for, takes no answer');
    END IF;
    RETURN NEW;
END $$
""",
    "disagreement_settled_by_no_author()": """
CREATE FUNCTION disagreement_settled_by_no_author() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF has_answered(NEW.assessment_id, NEW.by_id, ARRAY[NEW.question::text]) THEN
        PERFORM refuse('disagreement_settled_by_no_author', 'who gave either answer settles no disagreement');
    END IF;
    RETURN NEW;
END $$
""",
}
TRIGGERS = {
    "author_has_one_voice": "BEFORE INSERT OR UPDATE ON assessments_answerauthor FOR EACH ROW",
    "second_voice_stands": (
        "BEFORE INSERT OR UPDATE ON assessments_answer FOR EACH ROW WHEN (NEW.voice_id IS NOT NULL)"
    ),
    "disagreement_settled_by_no_author": (
        "BEFORE INSERT OR UPDATE OF by_id, question ON assessments_disagreementsettlement FOR EACH ROW"
    ),
}

SYSTEM, ME = "(SELECT acts_as_system())", "(SELECT acting_person())"
ROUND = "(SELECT project_id FROM assessments_assessment WHERE id = assessment_id)"
OF_THE_TEAM = f"{ROUND} NOT IN (SELECT blinded_projects())"
IN_THE_ROUND = "EXISTS (SELECT FROM assessments_assessment parent WHERE parent.id = assessment_id)"
MINE_TO_WRITE = f"{ROUND} IN (SELECT my_own_projects())"

VOICE_READS = (
    f"voice_id = {ME} OR {IN_THE_ROUND} AND ({SYSTEM} OR {OF_THE_TEAM}"
    " AND (voice_id IS NULL OR opinion_of(assessment_id, voice_id) = 'opened'))"
)
VOICE_WRITES = (
    f"{SYSTEM} OR {MINE_TO_WRITE} AND (voice_id = {ME} OR voice_id IS NULL AND {OF_THE_TEAM})"
)
VOICED = ("answer", "answerauthor", "evidenceitem")

TEAM_READS = f"{IN_THE_ROUND} AND ({SYSTEM} OR {OF_THE_TEAM})"
TEAM_WRITES = f"{SYSTEM} OR {MINE_TO_WRITE} AND {OF_THE_TEAM}"
TEAMS = ("submission", "remedy", "settlement")

LINK_READS = "EXISTS (SELECT FROM assessments_answer parent WHERE parent.id = answer_id)"
LINK_WRITES = (
    f"{SYSTEM} OR EXISTS (SELECT FROM assessments_answer parent WHERE parent.id = answer_id"
    f" AND (parent.voice_id IS NULL OR parent.voice_id = {ME})"
    " AND (SELECT project_id FROM assessments_assessment WHERE id = parent.assessment_id)"
    " IN (SELECT my_own_projects()))"
)

OPINION_READS = f"person_id = {ME} OR {TEAM_READS}"
OPINION_WRITES = f"{SYSTEM} OR person_id = {ME}"

HISTORY_READS = f"""
{SYSTEM} OR stream = 'anchors'
OR project IN (SELECT my_projects()) AND (
    project NOT IN (SELECT blinded_projects()) AND NOT tells_closed_voice(stream, entry)
)
OR project IS NULL AND administers(NULL, NULL)
"""


def statements() -> list[tuple[str, str]]:
    """Every function and trigger with what undoes it, in order."""
    changed = [
        (HAS_REVIEWED.format(more=REVIEWED_VOICES), HAS_REVIEWED.format(more="")),
        (
            SECTIONS_IN_PROJECT.format(roles="'respondent', 'second_respondent'"),
            SECTIONS_IN_PROJECT.format(roles="'respondent'"),
        ),
        (BLIND.format(for_the_team="\n        AND author.voice_id IS NULL"), BLIND.format(for_the_team="")),
    ]
    functions = [(f"CREATE FUNCTION {name} {body}", f"DROP FUNCTION {name}") for name, body in FUNCTIONS.items()]
    functions += [(sql, f"DROP FUNCTION {name}") for name, sql in TRIGGER_FUNCTIONS.items()]
    triggers = [
        (f"CREATE TRIGGER {name} {when} EXECUTE FUNCTION {name}()", f"DROP TRIGGER {name} ON {_table(when)}")
        for name, when in TRIGGERS.items()
    ]
    return changed + functions + triggers


def _table(when: str) -> str:
    return when.split(" ON ")[1].split()[0]
