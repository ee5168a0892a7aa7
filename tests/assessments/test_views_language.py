"""Pages in a language that has some texts: also what is made once, or put together, speaks it."""

import html
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.test import Client
from django.urls import reverse

from assessments import actions
from assessments.acting import acting_as
from assessments.models import MemberRole, Person, Project, Unit
from tests.factories import NOW, ProjectFactory, member
from tests.recorded import chained

from .browsing import signed_in
from .invited import administrator

pytestmark = pytest.mark.django_db

READERS = "is"
TEXTS = {
    "accuracy": "nákvæmni",
    "Respondent": "Svarandi",
    "answers, all sections or only some": "svarar",
    "<strong>%(who)s</strong> %(what)s": "%(what)s (<strong>%(who)s</strong>)",
    "renamed the unit “%(old)s” to “%(name)s”": "„%(old)s“ heitir nú „%(name)s“",
    "%(role)s: %(does)s": "%(role)s – %(does)s",
    "%(person)s will no longer see %(project)s.": "%(project)s hverfur %(person)s sjónum.",
}
QUESTIONS = {"Data quality": "Gæði gagna"}


@pytest.fixture(autouse=True)
def _languages(tmp_path: Path, settings: LazySettings) -> None:
    for domain, texts in (("django", TEXTS), ("honest-pilot-1", QUESTIONS)):
        _compile(tmp_path / READERS / "LC_MESSAGES", domain, texts)
    settings.LOCALE_PATHS = [str(tmp_path)]
    settings.LANGUAGES = [("en-gb", "English"), (READERS, "Íslenska")]


def _compile(folder: Path, domain: str, texts: Mapping[str, str]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    entries = {"": "Content-Type: text/plain; charset=UTF-8\\n", **texts}
    lines = (f'msgid "{text}"\nmsgstr "{said}"\n' for text, said in entries.items())
    folder.joinpath(f"{domain}.po").write_text("\n".join(lines), encoding="utf-8")
    subprocess.run(["msgfmt", "-o", f"{domain}.mo", f"{domain}.po"], cwd=folder, check=True)


def read(client: Client, address: str, language: str = READERS) -> str:
    page = client.get(address, headers={"accept-language": language})
    assert page.status_code == 200
    return html.unescape(page.content.decode())


@pytest.fixture
def project() -> Project:
    found: Project = ProjectFactory(name="Triage")
    return found


@pytest.fixture
def lead(project: Project) -> Person:
    return member(project)


def test_worked_example_speaks_to_each_visitor_in_their_language() -> None:
    home = reverse("home")

    pages = [read(Client(), home, language) for language in ("en", READERS, "en")]
    assert [("accuracy" in page, "nákvæmni" in page) for page in pages] == [
        (True, False),
        (False, True),
        (True, False),
    ]


def test_roles_and_sections_of_a_form_are_offered_in_the_readers_language(
    project: Project, lead: Person
) -> None:
    people = reverse("project_people", args=[project.pk])

    english, theirs = (read(signed_in(lead), people, language) for language in ("en", READERS))
    assert "Respondent: answers, all sections or only some" in english
    assert "Data quality" in english
    assert "Svarandi – svarar" in theirs
    assert "Gæði gagna" in theirs
    assert "Data quality" not in theirs


def test_history_lets_a_translator_put_the_sentence_in_order() -> None:
    whole = administrator()
    whole.name = "Amir Adler"
    whole.save()
    with acting_as(whole):
        unit = actions.add_part(kind=Unit, name="Retail", by=whole, at=NOW)
        actions.rename_part(part=unit, name="Shops", by=whole, at=NOW)
    chained()

    page = read(signed_in(whole), reverse("people_history"))
    assert "„Retail“ heitir nú „Shops“ (<strong>Amir Adler</strong>)" in page


def test_what_follows_from_a_step_is_one_sentence(project: Project, lead: Person) -> None:
    rosa = member(project, MemberRole.RESPONDENT, name="Rosa")
    membership = project.memberships.get(person=rosa)

    page = read(signed_in(lead), reverse("member_remove", args=[project.pk, membership.pk]))
    assert "Triage hverfur Rosa sjónum." in page
