"""A part that is tendon all along."""

import numpy as np

from tools.sheets.profile import along_profile
from viewer.body.records import SheetPart


def test_a_tendon_keeps_its_thickness() -> None:
    tendon = SheetPart(id="tendon", lines=(), thickness_mm=3.0, tendon=(0.0, 0.0))
    np.testing.assert_allclose(along_profile(tendon, np.linspace(0, 1, 9)), 3.0)
