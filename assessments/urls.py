"""Addresses of what a project team does in the browser."""

from django.urls import path

from .views import (
    administration,
    assessment,
    evidence,
    evidence_files,
    evidence_items,
    history,
    home,
    invitations,
    organisation,
    people,
    projects,
    remedies,
    rounds,
    sections,
    settlements,
    states,
    work,
)

urlpatterns = [
    path("", home.home, name="home"),
    path("check/", home.quick_check, name="quick_check"),
    path("work/", work.my_work, name="my_work"),
    path("projects/", projects.project_list, name="project_list"),
    path("projects/new/", projects.project_create, name="project_create"),
    path("projects/<uuid:project_id>/", projects.project, name="project"),
    path("projects/<uuid:project_id>/people/", people.project_people, name="project_people"),
    path(
        "projects/<uuid:project_id>/people/<uuid:membership_id>/", people.member_change, name="member_change"
    ),
    path(
        "projects/<uuid:project_id>/people/<uuid:membership_id>/remove/",
        people.member_remove,
        name="member_remove",
    ),
    path(
        "projects/<uuid:project_id>/invitations/<uuid:invitation_id>/withdraw/",
        people.invitation_withdraw,
        name="invitation_withdraw",
    ),
    path("invitations/<str:token>/", invitations.invitation, name="invitation"),
    path("account/sees/", administration.own_sees, name="own_sees"),
    path("people/", administration.people, name="people"),
    path("people/grant/", administration.oversight_grant, name="oversight_grant"),
    path(
        "people/invitations/<uuid:invitation_id>/withdraw/",
        administration.oversight_invitation_withdraw,
        name="oversight_invitation_withdraw",
    ),
    path("people/<uuid:person_id>/sees/", administration.person_sees, name="person_sees"),
    path("people/<uuid:person_id>/deactivate/", administration.person_deactivate, name="person_deactivate"),
    path("people/<uuid:person_id>/reactivate/", administration.person_reactivate, name="person_reactivate"),
    path(
        "people/<uuid:person_id>/oversight/<uuid:oversight_id>/take/",
        administration.oversight_take,
        name="oversight_take",
    ),
    path("organisation/", organisation.organisation, name="organisation"),
    path("organisation/<str:kind>/add/", organisation.part_add, name="part_add"),
    path("organisation/<str:kind>/<uuid:part_id>/rename/", organisation.part_rename, name="part_rename"),
    path("projects/<uuid:project_id>/assessments/new/", rounds.assessment_create, name="assessment_create"),
    path("assessments/<uuid:assessment_id>/", assessment.assessment, name="assessment"),
    path("assessments/<uuid:assessment_id>/claim/", rounds.claim, name="claim"),
    path("assessments/<uuid:assessment_id>/sections/<str:section>/", sections.section, name="section"),
    path(
        "assessments/<uuid:assessment_id>/answers/<str:question>/", sections.answer_save, name="answer_save"
    ),
    path(
        "assessments/<uuid:assessment_id>/answers/<str:question>/agree/",
        settlements.agree_not_applicable,
        name="agree_not_applicable",
    ),
    path(
        "assessments/<uuid:assessment_id>/answers/<str:question>/evidence/",
        evidence.answer_evidence,
        name="answer_evidence",
    ),
    path(
        "assessments/<uuid:assessment_id>/answers/<str:question>/evidence/file/",
        evidence.answer_evidence_file,
        name="answer_evidence_file",
    ),
    path(
        "assessments/<uuid:assessment_id>/answers/<str:question>/evidence/<uuid:item_id>/remove/",
        evidence.answer_evidence_remove,
        name="answer_evidence_remove",
    ),
    path("assessments/<uuid:assessment_id>/evidence/", evidence_items.evidence, name="evidence"),
    path(
        "assessments/<uuid:assessment_id>/evidence/<uuid:item_id>/",
        evidence_items.evidence_item,
        name="evidence_item",
    ),
    path(
        "assessments/<uuid:assessment_id>/evidence/<uuid:item_id>/versions/",
        evidence_items.evidence_version,
        name="evidence_version",
    ),
    path(
        "assessments/<uuid:assessment_id>/evidence/<uuid:item_id>/discard/",
        evidence_items.evidence_discard,
        name="evidence_discard",
    ),
    path(
        "assessments/<uuid:assessment_id>/evidence/files/<uuid:file_id>/",
        evidence_files.evidence_file,
        name="evidence_file",
    ),
    path(
        "assessments/<uuid:assessment_id>/evidence/files/<uuid:file_id>/preview/",
        evidence_files.evidence_preview,
        name="evidence_preview",
    ),
    path("assessments/<uuid:assessment_id>/history/", history.history, name="history"),
    path("assessments/<uuid:assessment_id>/check/", assessment.check_answers, name="check_answers"),
    path("assessments/<uuid:assessment_id>/submit/", states.submit, name="submit"),
    path("assessments/<uuid:assessment_id>/reopen/", states.reopen, name="reopen"),
    path("assessments/<uuid:assessment_id>/withdraw/", states.withdraw, name="withdraw"),
    path("assessments/<uuid:assessment_id>/remedies/<str:section>/", remedies.remedy, name="remedy"),
    path(
        "assessments/<uuid:assessment_id>/remedies/<str:section>/approve/",
        remedies.acknowledgement_approve,
        name="acknowledgement_approve",
    ),
    path("assessments/<uuid:assessment_id>/contradictions/<str:rule>/", settlements.settle, name="settle"),
]
