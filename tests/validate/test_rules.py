"""Every rule of the register and of its files: broken once, found once, where it must be mended."""

from pathlib import Path

import pytest

from tests.sources import address, new_findings, worked_copy
from tests.validate.cases import CASES, Case


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.rule)
def test_a_broken_rule_is_found_where_it_must_be_mended(case: Case, tmp_path: Path) -> None:
    folder = worked_copy(tmp_path)
    case.write(folder)

    found = new_findings(folder)

    assert sorted(map(address, found), key=str) == sorted(case.found, key=str)
    assert case.rule in {finding.rule for finding in found}
