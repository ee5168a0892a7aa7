"""Separation of duties as PostgreSQL keeps it, whatever writes to the tables.

The functions belong to the owner and see every row, also where policies hide some from who writes. What they
refuse is a violated check, under the name of its rule.
"""

REFUSE = """
CREATE FUNCTION refuse(rule text, why text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '%: %', rule, why USING ERRCODE = 'check_violation', CONSTRAINT = rule;
END $$
"""

HAS_ANSWERED = """
CREATE FUNCTION has_answered(wanted_assessment uuid, wanted_person uuid, questions text[] DEFAULT NULL)
RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
    SELECT EXISTS (
        SELECT FROM assessments_answerauthor
        WHERE assessment_id = wanted_assessment AND person_id = wanted_person
        AND (questions IS NULL OR question = ANY (questions))
    );
END
"""

SETTLED_QUESTIONS = """
CREATE FUNCTION questions_of_rule(rule text) RETURNS text[] LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
    SELECT CASE rule
        WHEN 'K1' THEN ARRAY['data.selection', 'data.cleaning']
        WHEN 'K2' THEN ARRAY['users.selection', 'users.obligation']
        WHEN 'K3' THEN ARRAY['load.stress_test', 'load.concurrency']
        WHEN 'K4' THEN ARRAY['integration.critical', 'integration.systems']
        WHEN 'K5' THEN ARRAY['support.provider', 'support.custom_work']
        WHEN 'K6' THEN ARRAY['scope.deferred', 'scope.coverage']
        WHEN 'K7' THEN ARRAY['criteria.conditions', 'data.selection', 'users.selection', 'load.volume',
                             'integration.critical', 'support.provider']
        WHEN 'K8' THEN ARRAY['data.volume', 'scope.sample']
        WHEN 'K9' THEN ARRAY['load.concurrency', 'users.count']
        WHEN 'K10' THEN ARRAY['change.support', 'change.training']
        WHEN 'K11' THEN ARRAY['support.response', 'support.provider']
        WHEN 'K12' THEN ARRAY['users.count', 'users.selection']
    END;
END
"""

AUTHOR = """
CREATE FUNCTION author_has_not_reviewed() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF has_reviewed(NEW.assessment_id, NEW.person_id) THEN
        PERFORM refuse('author_has_not_reviewed', 'who reviewed answers of a round answers nothing in it');
    END IF;
    RETURN NEW;
END $$
"""

AGREEMENT = """
CREATE FUNCTION agreed_by_no_author() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF has_answered(NEW.assessment_id, NEW.agreed_by_id) THEN
        PERFORM refuse('agreed_by_no_author', 'who answered in a round agrees to nothing in it');
    END IF;
    RETURN NEW;
END $$
"""

SETTLEMENT = """
CREATE FUNCTION settled_by_no_author() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF has_answered(NEW.assessment_id, NEW.by_id, questions_of_rule(NEW.rule)) THEN
        PERFORM refuse('settled_by_no_author', 'who answered one of its questions settles no contradiction');
    END IF;
    RETURN NEW;
END $$
"""

APPROVAL = """
CREATE FUNCTION approved_by_no_author() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF EXISTS (
        SELECT FROM assessments_answerauthor
        WHERE assessment_id = NEW.assessment_id AND person_id = NEW.approver_id
        AND split_part(question, '.', 1) = NEW.section
    ) THEN
        PERFORM refuse('approved_by_no_author', 'who answered in a section approves nothing about it');
    END IF;
    RETURN NEW;
END $$
"""

BLIND = """
CREATE FUNCTION second_respondent_is_blind() RETURNS trigger LANGUAGE plpgsql
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
        WHERE round.project_id = NEW.project_id AND author.person_id = NEW.person_id
        AND round.state NOT IN ('accepted', 'withdrawn')
    ) THEN
        PERFORM refuse('second_respondent_is_blind', 'who answered for the team is no second respondent');
    END IF;
    RETURN NEW;
END $$
"""

TRIGGERS = {
    "author_has_not_reviewed": "BEFORE INSERT OR UPDATE ON assessments_answerauthor FOR EACH ROW",
    "agreed_by_no_author": (
        "BEFORE INSERT OR UPDATE OF agreed_by_id ON assessments_answer FOR EACH ROW"
        " WHEN (NEW.agreed_by_id IS NOT NULL)"
    ),
    "settled_by_no_author": "BEFORE INSERT OR UPDATE OF by_id, rule ON assessments_settlement FOR EACH ROW",
    "approved_by_no_author": (
        "BEFORE INSERT OR UPDATE OF approved_at, approver_id ON assessments_remedy FOR EACH ROW"
        " WHEN (NEW.approved_at IS NOT NULL)"
    ),
    "second_respondent_is_blind": "BEFORE INSERT OR UPDATE ON assessments_membership FOR EACH ROW",
}

FUNCTIONS = {
    "refuse(text, text)": REFUSE,
    "has_answered(uuid, uuid, text[])": HAS_ANSWERED,
    "questions_of_rule(text)": SETTLED_QUESTIONS,
    "author_has_not_reviewed()": AUTHOR,
    "agreed_by_no_author()": AGREEMENT,
    "settled_by_no_author()": SETTLEMENT,
    "approved_by_no_author()": APPROVAL,
    "second_respondent_is_blind()": BLIND,
}


def statements() -> list[tuple[str, str]]:
    """Every statement with the one that undoes it, in order."""
    functions = [(sql, f"DROP FUNCTION {name}") for name, sql in FUNCTIONS.items()]
    triggers = [
        (f"CREATE TRIGGER {name} {when} EXECUTE FUNCTION {name}()", f"DROP TRIGGER {name} {_table(when)}")
        for name, when in TRIGGERS.items()
    ]
    return functions + triggers


def _table(when: str) -> str:
    return f"ON {when.split(' ON ')[1].split()[0]}"
