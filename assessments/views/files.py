"""Files made for whoever asks: to keep, and never to open inside this site."""

from django.http import HttpResponse
from django.utils.text import slugify

from assessments.models import Assessment


def attachment(content: bytes, name: str, content_type: str) -> HttpResponse:
    """A file to save under this name."""
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


def file_name(assessment: Assessment, ending: str) -> str:
    """Project, round and, while it may still change, that it is a draft; letters, digits and hyphens only."""
    project = slugify(assessment.project.name)[:60] or "project"
    draft = "-draft" if assessment.is_editable else ""
    return f"honest-pilot-{project}-round-{assessment.round}{draft}.{ending}"
