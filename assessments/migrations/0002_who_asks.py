"""What somebody is in a project, and whether they reviewed a round: asked whenever one is shown or changed."""

from django.db import migrations

ROLES_IN_PROJECT = """
CREATE FUNCTION roles_in_project(wanted_project uuid, wanted_person uuid) RETURNS text[]
LANGUAGE sql STABLE PARALLEL SAFE SECURITY DEFINER
BEGIN ATOMIC
    SELECT ARRAY(
        SELECT role FROM assessments_membership
        WHERE project_id = wanted_project AND person_id = wanted_person
        UNION
        SELECT above.role FROM assessments_oversight above
        JOIN assessments_project project ON project.id = wanted_project
        WHERE above.person_id = wanted_person AND (
            above.unit_id IS NULL AND above.initiative_id IS NULL
            OR above.unit_id = project.unit_id
            OR above.initiative_id = project.initiative_id
        )
    );
END
"""

HAS_REVIEWED = """
CREATE FUNCTION has_reviewed(wanted_assessment uuid, wanted_person uuid) RETURNS boolean
LANGUAGE sql STABLE PARALLEL SAFE SECURITY DEFINER
BEGIN ATOMIC
    SELECT EXISTS (
        SELECT FROM assessments_answer
        WHERE assessment_id = wanted_assessment AND agreed_by_id = wanted_person
    ) OR EXISTS (
        SELECT FROM assessments_settlement
        WHERE assessment_id = wanted_assessment AND by_id = wanted_person
    );
END
"""


class Migration(migrations.Migration):
    dependencies = [("assessments", "0001_first_tables")]

    operations = [
        migrations.RunSQL(ROLES_IN_PROJECT, "DROP FUNCTION roles_in_project"),
        migrations.RunSQL(HAS_REVIEWED, "DROP FUNCTION has_reviewed"),
    ]
