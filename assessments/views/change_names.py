"""What the history's entries name, in plain words: people, questions, proofs, what roles are over."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from assessments.domain.questionnaire import Questionnaire
from assessments.models import Invitation, Person
from assessments.queries import Change, History


@dataclass(frozen=True)
class Names:
    """Names what the changes of one page are about, by the names that it has now."""

    questionnaire: Questionnaire
    history: History

    def actor(self, by: str) -> str:
        """The name of whoever can change something."""
        return _("The system") if by == "system" else self.person_of(by)

    def person_of(self, key: str) -> str:
        """The name of a person."""
        found: Person | None = self.history.people.get(key)
        return str(found) if found else _("somebody unknown here (%(key)s)") % {"key": key}

    def question(self, change: Change) -> str:
        """The name of the question that it is about."""
        key = change.about.get("question", "")
        found = self.questionnaire.by_key.get(key)
        return found.name if found else key

    def section(self, change: Change) -> str:
        """The name of the section that it is about."""
        return self.section_of(change.about.get("section", ""))

    def section_of(self, key: str) -> str:
        """The name of a section."""
        return next((item.name for item in self.questionnaire.sections if item.key == key), key)

    def proof(self, change: Change) -> str:
        """The title of the proof that it is about."""
        title = self.history.titles.get(change.about.get("item_id", ""), _("a proof"))
        return _("“%(title)s”") % {"title": title}

    def person(self, change: Change) -> str:
        """The name of whom it is about."""
        return self.person_of(change.about.get("person_id", ""))

    def invitation(self, change: Change) -> Invitation | None:
        """The invitation that it is about, as it stands now."""
        return self.history.invitations.get(change.row)
