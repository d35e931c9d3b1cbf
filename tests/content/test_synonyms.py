from pathlib import Path

import pytest

from site_builder.content import synonyms
from site_builder.core.errors import BuildFailed


def test_what_is_wrong_with_the_list_is_told_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "synonyms.yaml").write_text("stone: [pebble]\nquantization: low precision\n")
    with pytest.raises(BuildFailed) as failure:
        synonyms.load(tmp_path)

    assert "synonyms.yaml:2" in str(failure.value)
    assert "quantization" in str(failure.value)
