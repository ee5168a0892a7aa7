"""Addresses of verdicts, reports, the portfolio and comparisons."""

from django.urls import path

from .views import (
    case_file,
    compare,
    extending,
    handing_on,
    outcomes,
    portfolio,
    report,
    report_file,
    sign_off,
    style,
    taking_back,
    verdict,
)

urlpatterns = [
    path("assessments/<uuid:assessment_id>/verdict/", verdict.verdict, name="verdict"),
    path("assessments/<uuid:assessment_id>/conclude/", verdict.conclude, name="conclude"),
    path("assessments/<uuid:assessment_id>/take-back/", taking_back.take_back, name="take_back"),
    path(
        "assessments/<uuid:assessment_id>/remedies/<str:section>/extend/",
        extending.extension,
        name="extension",
    ),
    path(
        "assessments/<uuid:assessment_id>/remedies/<str:section>/extend/approve/",
        extending.extension_approve,
        name="extension_approve",
    ),
    path("assessments/<uuid:assessment_id>/report/", report.report_request, name="report_request"),
    path("assessments/<uuid:assessment_id>/case.json", case_file.case_file, name="case_file"),
    path("projects/<uuid:project_id>/outcomes/", outcomes.what_happened, name="what_happened"),
    path("projects/<uuid:project_id>/outcomes/<int:days>/", outcomes.outcome, name="outcome"),
    path("projects/<uuid:project_id>/go-live/", outcomes.go_live, name="go_live"),
    path("reports/<uuid:report_id>/", report.report, name="report"),
    path("reports/<uuid:report_id>/status/", report.report_status, name="report_status"),
    path("reports/<uuid:report_id>/download/", report_file.report_download, name="report_download"),
    path("reports/<uuid:report_id>/pages/<int:number>/", report_file.report_page, name="report_page"),
    path("reports/<uuid:report_id>/read/", report_file.report_read, name="report_read"),
    path("reports/<uuid:report_id>/sign/", sign_off.sign_off, name="sign_off"),
    path("reports/<uuid:report_id>/sign/hand-on/", handing_on.sign_off_delegate, name="sign_off_delegate"),
    path(
        "reports/<uuid:report_id>/sign/<int:place>/instead/",
        handing_on.signatory_replace,
        name="signatory_replace",
    ),
    path("reports/<uuid:report_id>/retry/", report.report_retry, name="report_retry"),
    path("portfolio/", portfolio.portfolio, name="portfolio"),
    path("compare/", compare.compare, name="compare"),
    path("style/", style.style_sheet, name="style"),
]
