"""What later revisions of a sealed file may change: a signature, what proves it later, and a timestamp.

A library's rules allow more, such as another title, other fields or other pictures of signatures. They also
hold every revision against that of every earlier signature, and finding out where each object of a revision
is used takes most of the time of a check: here all are held against the sealed one, once.
"""

from pyhanko.pdf_utils.reader import HistoricalResolver, PdfFileReader
from pyhanko.sign.diff_analysis import (
    DiffPolicy,
    DiffResult,
    ModificationLevel,
    StandardDiffPolicy,
    SuspiciousModification,
)
from pyhanko.sign.diff_analysis.form_rules_api import FormUpdatingRule
from pyhanko.sign.diff_analysis.rules.file_structure_rules import CatalogModificationRule
from pyhanko.sign.diff_analysis.rules.form_field_rules import (
    DSSCompareRule,
    SigFieldCreationRule,
    SigFieldModificationRule,
)
from pyhanko.sign.fields import FieldMDPSpec, MDPPerm

STRICT = StandardDiffPolicy(
    global_rules=[
        CatalogModificationRule(ignored_keys=frozenset({"/AcroForm", "/DSS"})),  # type: ignore[no-untyped-call]
        DSSCompareRule().as_qualified(ModificationLevel.LTA_UPDATES),
    ],
    form_rule=FormUpdatingRule(
        [
            SigFieldCreationRule(),  # type: ignore[no-untyped-call]
            SigFieldModificationRule(
                allow_in_place_appearance_stream_changes=False,
                always_modifiable=frozenset(),
                value_update_keys=frozenset({"/V"}),
            ),
        ],
        ignored_acroform_keys=frozenset({"/Fields"}),
    ),
    ignore_orphaned_objects=False,
    ignore_identical_objects=False,
)


class SinceTheSeal(DiffPolicy):
    """Hold every later revision of one file against the sealed one, and remember what was found."""

    def __init__(self, sealed: int) -> None:
        self._sealed = sealed
        self._found: dict[int, DiffResult | SuspiciousModification] = {}

    def change(self, reader: PdfFileReader, revision: int) -> DiffResult | SuspiciousModification:
        """Return what the file had become in a revision."""
        if revision not in self._found:
            sealed, later = (reader.get_historical_resolver(number) for number in (self._sealed, revision))
            try:
                self._found[revision] = STRICT.apply(sealed, later, doc_mdp=MDPPerm.FILL_FORMS)
            except SuspiciousModification as suspicious:
                self._found[revision] = suspicious
        return self._found[revision]

    def review_file(
        self,
        reader: PdfFileReader,
        base_revision: int | HistoricalResolver,
        field_mdp_spec: FieldMDPSpec | None = None,  # noqa: ARG002 - pyHanko's signature; our fields lock nothing
        doc_mdp: MDPPerm | None = None,  # noqa: ARG002 - always as the seal says
    ) -> DiffResult | SuspiciousModification:
        """Return what all revisions after one changed, or the first change that may not be."""
        base = base_revision if isinstance(base_revision, int) else base_revision.revision
        level, fields = ModificationLevel.NONE, set[str]()
        for revision in range(base + 1, reader.xrefs.total_revisions):
            change = self.change(reader, revision)
            if isinstance(change, SuspiciousModification):
                return change
            level = max(level, change.modification_level)
            fields |= change.changed_form_fields
        return DiffResult(level, fields)
