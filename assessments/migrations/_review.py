"""Who answered anything in a round neither reviews nor accepts it, as PostgreSQL keeps it."""

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
    ) OR EXISTS (
        SELECT FROM assessments_disagreementsettlement
        WHERE assessment_id = wanted_assessment AND by_id = wanted_person
    ){more};
END
"""
REVIEWS = """ OR EXISTS (
        SELECT FROM assessments_assessment
        WHERE id = wanted_assessment AND wanted_person IN (review_started_by_id, accepted_by_id)
    ) OR EXISTS (
        SELECT FROM assessments_ruling
        WHERE assessment_id = wanted_assessment AND by_id = wanted_person
    ) OR EXISTS (
        SELECT FROM assessments_challenge
        WHERE assessment_id = wanted_assessment AND wanted_person IN (raised_by_id, settled_by_id)
    )"""

FUNCTION = """
CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF {broken} THEN
        PERFORM refuse('{name}', '{why}');
    END IF;
    RETURN NEW;
END $$
"""
RULES = {
    "reviewed_by_no_author": (
        "BEFORE INSERT OR UPDATE OF review_started_by_id, accepted_by_id ON assessments_assessment FOR EACH ROW"
        " WHEN (NEW.review_started_by_id IS NOT NULL OR NEW.accepted_by_id IS NOT NULL)",
        "has_answered(NEW.id, NEW.review_started_by_id) OR has_answered(NEW.id, NEW.accepted_by_id)",
        "who answered in a round neither reviews nor accepts it",
    ),
    "ruled_by_no_author": (
        "BEFORE INSERT OR UPDATE OF by_id ON assessments_ruling FOR EACH ROW",
        "has_answered(NEW.assessment_id, NEW.by_id)",
        "who answered in a round rules on nothing in it",
    ),
    "challenged_by_no_author": (
        "BEFORE INSERT OR UPDATE OF raised_by_id, settled_by_id ON assessments_challenge FOR EACH ROW",
        "has_answered(NEW.assessment_id, NEW.raised_by_id) OR has_answered(NEW.assessment_id, NEW.settled_by_id)",
        "who answered in a round neither raises nor settles a challenge in it",
    ),
}


def statements() -> list[tuple[str, str]]:
    """Every function and trigger with what undoes it, in order."""
    changed = [(HAS_REVIEWED.format(more=REVIEWS), HAS_REVIEWED.format(more=""))]
    functions = [
        (FUNCTION.format(name=name, broken=broken, why=why), f"DROP FUNCTION {name}()")
        for name, (_, broken, why) in RULES.items()
    ]
    triggers = [
        (f"CREATE TRIGGER {name} {when} EXECUTE FUNCTION {name}()", f"DROP TRIGGER {name} ON {_table(when)}")
        for name, (when, _, _) in RULES.items()
    ]
    return changed + functions + triggers


def _table(when: str) -> str:
    return when.split(" ON ")[1].split()[0]
