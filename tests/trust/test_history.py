"""A forged or cut history is told, also when whoever did it has the whole database in their hands."""

from pathlib import Path

import pytest
from django.core.management import CommandError

from reports.tasks import anchor_history
from tests.reports.sealing import sealed_pdf
from tests.trust.chains import command, edited, issued_report, long_chain, tail_cut, walk
from tests.trust.superuser import EDITS, intruder

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner"])


def test_every_kind_of_edit_is_named_where_it_was_made() -> None:
    stream = long_chain(12)

    with intruder(stream) as someone:
        for edit in EDITS:
            for seq in (1, 6, 11):
                places = edit(someone, seq)
                found = walk(stream)
                assert places & found.keys(), (edit.__name__, seq, found)
                someone.put_back()
    assert walk(stream) == {}


def test_random_edits_are_found() -> None:
    done = edited(long_chain(40), edits=25, seed=7)

    assert (done.unseen, done.named_wrong) == (0, 0)


def test_cut_tail_is_told_by_an_issued_report(tmp_path: Path) -> None:
    assert tail_cut(tmp_path)


def test_chain_written_anew_is_told_by_an_issued_report(tmp_path: Path) -> None:
    stream, path = issued_report(tmp_path)

    with intruder(stream) as someone:
        someone.write_anew(2)
        assert command() == (0, "3 chains walked: all whole.\n")
        code, said = command("--against", str(path))

    assert code == 1
    assert "an issued report names another hash: the chain was written anew" in said
    assert said.endswith("3 chains walked, held against 1 issued head: 1 broken.\n")


def test_chain_that_was_cut_is_told_by_an_anchor() -> None:
    stream = long_chain(9)
    anchor_history()
    assert command() == (0, "4 chains walked: all whole.\n")

    with intruder(stream) as someone:
        someone.cut_tail(5)
        cut = f"{stream} entry 9: an anchor names it, but the chain ends at 4: its tail was cut off"
        assert command() == (1, f"{cut}\n4 chains walked: 1 broken.\n")
        someone.put_back()
        someone.write_anew(2)
        assert "an anchor names another hash: the chain was written anew" in command()[1]


@pytest.mark.parametrize("text", ["no JSON", "[]", '{"heads": null}', '{"heads": [["people", 1, 2, 3]]}'])
def test_anchor_that_was_altered_is_told(text: str) -> None:
    long_chain(3)
    anchor_history()
    altered = "anchors entry 1: its text or its hash was altered, or an entry before it was taken out"

    with intruder("anchors") as someone:
        someone.run("UPDATE assessments_historyentry SET entry = %(new)s WHERE stream = %(stream)s", new=text)

        assert command() == (1, f"{altered}\n4 chains walked: 1 broken.\n")


def test_anchors_that_were_cut_are_told_by_an_issued_report(tmp_path: Path) -> None:
    long_chain(3)
    anchor_history()
    _, path = issued_report(tmp_path)
    assert command("--against", str(path)) == (
        0,
        "6 chains walked, held against 2 issued heads: all whole.\n",
    )

    with intruder("anchors") as someone:
        someone.run("DELETE FROM assessments_historyentry WHERE stream = %(stream)s")
        someone.run("DELETE FROM assessments_historyhead WHERE stream = %(stream)s")
        code, said = command("--against", str(path))

    assert code == 1
    assert "anchors entry 1: an issued report names it, but the chain ends at 0: its tail was cut off" in said


def test_chain_that_is_gone_is_told() -> None:
    stream = long_chain(5)

    with intruder(stream) as someone:
        someone.run("DELETE FROM assessments_historyentry WHERE stream = %(stream)s")
        assert command() == (
            1,
            f"{stream} entry 1: missing, and all up to 5: the tail was cut off\n3 chains walked: 1 broken.\n",
        )
        someone.put_back()
        someone.run("DELETE FROM assessments_historyhead WHERE stream = %(stream)s")
        assert command("--stream", stream) == (
            1,
            f"{stream} entry 5: the head of this chain is missing\n1 chain walked: 1 broken.\n",
        )
        someone.run("DELETE FROM assessments_historyentry WHERE stream = %(stream)s")
        with pytest.raises(CommandError, match="There is no chain") as refused:
            command("--stream", stream)
        assert refused.value.returncode == 2
        assert command("--head", f"{stream}:4:{'0' * 64}")[0] == 1


def test_wrong_use_is_told(tmp_path: Path) -> None:
    no_report = tmp_path / "other.pdf"
    no_report.write_bytes(b"%PDF-1.4")

    for options, words in (
        (["--head", "people"], "is not STREAM:NUMBER:HASH"),
        (["--head", "people:one:two"], "is not STREAM:NUMBER:HASH"),
        (["--against", str(no_report)], "is not a whole, genuine report"),
        (["--against", str(tmp_path / "none.pdf")], "No such file"),
    ):
        with pytest.raises(CommandError, match=words) as refused:
            command(*options)
        assert refused.value.returncode == 2


def test_report_that_names_no_history_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "old.pdf"
    path.write_bytes(sealed_pdf())

    with pytest.raises(CommandError, match="names no history") as refused:
        command("--against", str(path))
    assert refused.value.returncode == 2
