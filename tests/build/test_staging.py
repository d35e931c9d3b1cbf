from pathlib import Path

from site_builder.build.staging import Stage


def test_what_is_published_is_no_file_that_a_lost_worker_may_still_write_to(tmp_path: Path) -> None:
    output = tmp_path / "site"
    begun = tmp_path / ".site.next/papershelf-site/a.html"
    with Stage(output) as stage:
        begun.parent.mkdir(parents=True)
        with begun.open("wb") as lost:
            stage.put(("a.html", b"whole"))
            stage.publish()
            lost.write(b"half")

    assert (output / "a.html").read_bytes() == b"whole"
