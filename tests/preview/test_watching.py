"""What is saved is noticed, also where the system has no room for another watch."""

import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import watchfiles

from site_builder.preview.watching import Queue, watch

WATCH = watchfiles.watch


@pytest.mark.parametrize(
    "fault",
    [
        RuntimeError("Error creating recommended watcher: Too many open files (os error 24)"),
        OSError('OS file watch limit reached. about ["/site/content"]'),
    ],
)
def test_where_the_system_has_no_room_for_a_watch_folders_are_looked_through(
    fault: Exception, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*folders: Path, force_polling: bool | None, **how: Any) -> Iterator[set[watchfiles.main.FileChange]]:
        if not force_polling:
            raise fault
        return WATCH(*folders, force_polling=True, **how)

    monkeypatch.setattr(watchfiles, "watch", full)
    (tmp_path / "content").mkdir()
    queue, notes = Queue(), list[str]()
    threading.Thread(target=watch, args=(tmp_path, queue, notes.append), daemon=True).start()
    while not notes:
        time.sleep(0.02)
    time.sleep(0.5)
    queue.take()
    (tmp_path / "content/page.md").write_text("saved")

    assert tmp_path / "content/page.md" in queue.take()
    assert len(notes) == 1
    assert str(fault) in notes[0]
