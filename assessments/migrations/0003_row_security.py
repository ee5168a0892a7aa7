"""Who the database thinks is asking, which projects are theirs, and the wall around every project's rows."""

from django.db import migrations

from ._row_security import READS_PROJECT, WRITES_PROJECT, guarded, of_parent, of_project

FUNCTIONS = {
    "acting_person()": """
        RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE
        RETURN nullif(nullif(current_setting('app.user_id', true), ''), 'system')::uuid
    """,
    "acts_as_system()": """
        RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE
        RETURN coalesce(current_setting('app.user_id', true), '') = 'system'
    """,
    # These read what the policies guard, so they ask as the owner.
    "reads_everything()": """
        RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE SECURITY DEFINER
        BEGIN ATOMIC
            SELECT acts_as_system() OR EXISTS (
                SELECT FROM assessments_oversight
                WHERE person_id = acting_person() AND role IN ('pmo', 'leadership')
                AND unit_id IS NULL AND initiative_id IS NULL
            );
        END
    """,
    "my_own_projects()": """
        RETURNS SETOF uuid LANGUAGE sql STABLE PARALLEL SAFE SECURITY DEFINER
        BEGIN ATOMIC
            SELECT project_id FROM assessments_membership WHERE person_id = acting_person();
        END
    """,
    "my_projects()": """
        RETURNS SETOF uuid LANGUAGE sql STABLE PARALLEL SAFE SECURITY DEFINER
        BEGIN ATOMIC
            SELECT project_id FROM assessments_membership WHERE person_id = acting_person()
            UNION
            SELECT project.id FROM assessments_project project
            JOIN assessments_oversight above ON above.role IN ('pmo', 'leadership') AND (
                above.unit_id IS NULL AND above.initiative_id IS NULL
                OR above.unit_id = project.unit_id
                OR above.initiative_id = project.initiative_id
            )
            WHERE above.person_id = acting_person();
        END
    """,
    "administered_projects()": """
        RETURNS SETOF uuid LANGUAGE sql STABLE PARALLEL SAFE SECURITY DEFINER
        BEGIN ATOMIC
            SELECT project.id FROM assessments_project project
            JOIN assessments_oversight above ON above.role = 'administrator' AND (
                above.unit_id IS NULL AND above.initiative_id IS NULL
                OR above.unit_id = project.unit_id
                OR above.initiative_id = project.initiative_id
            )
            WHERE above.person_id = acting_person();
        END
    """,
    # Whoever makes a project becomes its first member, which no membership allows yet.
    "begins_project(wanted uuid)": """
        RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE SECURITY DEFINER
        BEGIN ATOMIC
            SELECT EXISTS (
                SELECT FROM assessments_project WHERE id = wanted AND created_by_id = acting_person()
            ) AND NOT EXISTS (SELECT FROM assessments_membership WHERE project_id = wanted);
        END
    """,
}

ADMINISTERED = "{project} IN (SELECT administered_projects())"
SEES_PEOPLE = f"{READS_PROJECT} OR {ADMINISTERED}"
KEEPS_PEOPLE = f"{WRITES_PROJECT} OR {ADMINISTERED}"

POLICIES = (
    guarded(
        "assessments_project",
        read=SEES_PEOPLE.format(project="id"),
        write=KEEPS_PEOPLE.format(project="id"),
        insert="(SELECT acts_as_system()) OR created_by_id = (SELECT acting_person())",
    ),
    guarded(
        "assessments_membership",
        read=f"person_id = (SELECT acting_person()) OR {SEES_PEOPLE.format(project='project_id')}",
        write=KEEPS_PEOPLE.format(project="project_id"),
        insert=f"{KEEPS_PEOPLE.format(project='project_id')} OR begins_project(project_id)",
    ),
    of_project("assessments_assessment"),
    *(
        of_parent(f"assessments_{table}", "assessment_id", "assessments_assessment.project_id")
        for table in ("submission", "answer", "answerauthor", "evidenceitem", "remedy", "settlement")
    ),
    of_parent(
        "assessments_answerevidence",
        "answer_id",
        "assessments_answer.assessment_id",
        "assessments_assessment.project_id",
    ),
    of_parent(
        "assessments_action",
        "remedy_id",
        "assessments_remedy.assessment_id",
        "assessments_assessment.project_id",
    ),
)


class Migration(migrations.Migration):
    dependencies = [("assessments", "0002_who_asks")]

    operations = [
        *(
            migrations.RunSQL(f"CREATE FUNCTION {name} {body}", f"DROP FUNCTION {name}")
            for name, body in FUNCTIONS.items()
        ),
        *(migrations.RunPython(policy) for policy in POLICIES),
    ]
