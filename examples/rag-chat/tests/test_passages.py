from pathlib import Path

from ragchat.passages import Passage, read_passages


def test_heading_stays_with_the_paragraphs_below_it(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("# Returns\n\nWithin 30 days.\n\nUnused only.\n")
    assert read_passages(tmp_path) == [
        Passage("a.md", "Returns: Within 30 days."),
        Passage("a.md", "Returns: Unused only."),
    ]


def test_folder_of_the_example_has_passages() -> None:
    assert len(read_passages(Path(__file__).parent.parent / "documents")) > 3
