"""Second respondents, sections of respondents, invitations, and the separation of duties."""

import assessments.models.identity
import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from ._row_security import guarded
from ._separation import statements

ADMINISTERS = """
CREATE FUNCTION administers(wanted_unit uuid, wanted_initiative uuid) RETURNS boolean
LANGUAGE sql STABLE PARALLEL SAFE SECURITY DEFINER
BEGIN ATOMIC
    SELECT EXISTS (
        SELECT FROM assessments_oversight
        WHERE person_id = acting_person() AND role = 'administrator'
        AND (unit_id IS NULL AND initiative_id IS NULL
            OR unit_id = wanted_unit OR initiative_id = wanted_initiative)
    );
END
"""

SECTIONS_IN_PROJECT = """
CREATE FUNCTION sections_in_project(wanted_project uuid, wanted_person uuid) RETURNS text[]
LANGUAGE sql STABLE PARALLEL SAFE SECURITY DEFINER
BEGIN ATOMIC
    SELECT sections::text[] FROM assessments_membership
    WHERE project_id = wanted_project AND person_id = wanted_person AND role = 'respondent';
END
"""

INVITES = """
(SELECT acts_as_system()) OR project_id IN (SELECT my_own_projects())
OR project_id IN (SELECT administered_projects())
OR project_id IS NULL AND administers(unit_id, initiative_id)
"""


class Migration(migrations.Migration):

    dependencies = [
        ('assessments', '0003_row_security'),
    ]

    operations = [
        migrations.CreateModel(
            name='Invitation',
            fields=[
                ('id', models.UUIDField(default=assessments.models.identity.new_id, editable=False, primary_key=True, serialize=False)),
                ('email', models.EmailField(max_length=254, verbose_name='e-mail address')),
                ('secret_sha256', models.CharField(max_length=64, unique=True)),
                ('role', models.CharField(max_length=24)),
                ('sections', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=16), blank=True, default=list, size=None)),
                ('invited_at', models.DateTimeField()),
                ('expires_at', models.DateTimeField()),
                ('accepted_at', models.DateTimeField(blank=True, null=True)),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True)),
            ],
        ),
        migrations.RemoveConstraint(
            model_name='membership',
            name='membership_role_known',
        ),
        migrations.AddField(
            model_name='membership',
            name='sections',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=16), blank=True, default=list, size=None),
        ),
        migrations.AlterField(
            model_name='membership',
            name='role',
            field=models.CharField(choices=[('lead', 'lead'), ('respondent', 'respondent'), ('second_respondent', 'second respondent'), ('reviewer', 'reviewer'), ('approver', 'approver')], max_length=24),
        ),
        migrations.AddConstraint(
            model_name='membership',
            constraint=models.CheckConstraint(condition=models.Q(('role__in', ['lead', 'respondent', 'second_respondent', 'reviewer', 'approver'])), name='membership_role_known'),
        ),
        migrations.AddConstraint(
            model_name='membership',
            constraint=models.CheckConstraint(condition=models.Q(('sections__contained_by', ['data', 'users', 'load', 'integration', 'change', 'support', 'scope', 'criteria'])), name='membership_sections_known'),
        ),
        migrations.AddConstraint(
            model_name='membership',
            constraint=models.CheckConstraint(condition=models.Q(('role', 'respondent'), ('sections', []), _connector='OR'), name='membership_sections_of_respondent'),
        ),
        migrations.AddField(
            model_name='invitation',
            name='accepted_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='invitation',
            name='initiative',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='assessments.initiative'),
        ),
        migrations.AddField(
            model_name='invitation',
            name='invited_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='invitation',
            name='project',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='invitations', to='assessments.project'),
        ),
        migrations.AddField(
            model_name='invitation',
            name='unit',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='assessments.unit'),
        ),
        migrations.AddField(
            model_name='invitation',
            name='withdrawn_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddConstraint(
            model_name='invitation',
            constraint=models.UniqueConstraint(condition=models.Q(('accepted_at__isnull', True), ('withdrawn_at__isnull', True)), fields=('email', 'role', 'project', 'unit', 'initiative'), name='invitation_once_while_open', nulls_distinct=False),
        ),
        migrations.AddConstraint(
            model_name='invitation',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('initiative__isnull', True), ('project__isnull', False), ('role__in', ['lead', 'respondent', 'second_respondent', 'reviewer', 'approver']), ('unit__isnull', True)), models.Q(('project__isnull', True), ('role__in', ['pmo', 'leadership', 'administrator']), models.Q(('unit__isnull', True), ('initiative__isnull', True), _connector='OR')), _connector='OR'), name='invitation_to_one_thing'),
        ),
        migrations.AddConstraint(
            model_name='invitation',
            constraint=models.CheckConstraint(condition=models.Q(('secret_sha256__regex', '^[0-9a-f]{64}$')), name='invitation_keeps_a_hash'),
        ),
        migrations.AddConstraint(
            model_name='invitation',
            constraint=models.CheckConstraint(condition=models.Q(('expires_at__gt', models.F('invited_at'))), name='invitation_expires'),
        ),
        migrations.AddConstraint(
            model_name='invitation',
            constraint=models.CheckConstraint(condition=models.Q(('accepted_at__isnull', True), ('withdrawn_at__isnull', True), _connector='OR'), name='invitation_ends_one_way'),
        ),
        migrations.AddConstraint(
            model_name='invitation',
            constraint=models.CheckConstraint(condition=models.Q(('role__in', ['lead', 'respondent', 'second_respondent', 'reviewer', 'approver', 'pmo', 'leadership', 'administrator'])), name='invitation_role_known'),
        ),
        migrations.AddConstraint(
            model_name='invitation',
            constraint=models.CheckConstraint(condition=models.Q(('sections__contained_by', ['data', 'users', 'load', 'integration', 'change', 'support', 'scope', 'criteria'])), name='invitation_sections_known'),
        ),
        migrations.AddConstraint(
            model_name='invitation',
            constraint=models.CheckConstraint(condition=models.Q(('role', 'respondent'), ('sections', []), _connector='OR'), name='invitation_sections_of_respondent'),
        ),
        migrations.AddConstraint(
            model_name='invitation',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('accepted_at__isnull', True), ('accepted_by__isnull', True)), models.Q(('accepted_at__isnull', False), ('accepted_by__isnull', False)), _connector='OR'), name='invitation_accepted_by_and_at'),
        ),
        migrations.AddConstraint(
            model_name='invitation',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('withdrawn_at__isnull', True), ('withdrawn_by__isnull', True)), models.Q(('withdrawn_at__isnull', False), ('withdrawn_by__isnull', False)), _connector='OR'), name='invitation_withdrawn_by_and_at'),
        ),
        *(migrations.RunSQL(sql, undo) for sql, undo in statements()),
        migrations.RunSQL(ADMINISTERS, "DROP FUNCTION administers"),
        migrations.RunSQL(SECTIONS_IN_PROJECT, "DROP FUNCTION sections_in_project"),
        migrations.RunPython(guarded("assessments_invitation", read=INVITES, write=INVITES)),
    ]
