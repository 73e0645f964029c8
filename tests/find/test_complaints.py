"""Complaints whose classical answer is known: the muscle is among the first five that are listed."""

from __future__ import annotations

import numpy as np
import pytest
from test_pain import region, shipped

COMPLAINTS = [
    (("temple",), "temporalis"),
    (("top_of_head",), "splenius_capitis"),
    (("jaw", "cheek"), "masseter"),
    (("jaw_joint",), "lateral_pterygoid"),
    (("base_of_neck_behind", "side_of_neck"), "levator_scapulae"),
    (("front_of_shoulder",), "infraspinatus"),
    (("side_of_shoulder",), "supraspinatus"),
    (("outer_elbow",), "supinator"),
    (("upper_chest",), "pectoralis_major"),
    (("side_of_chest",), "serratus_anterior"),
    (("back_of_upper_arm",), "triceps_brachii"),
    (("palm",), "palmaris_longus"),
    (("index_finger",), "first_dorsal_interosseous_hand"),
    (("sacroiliac_region",), "quadratus_lumborum"),
    (("buttock",), "gluteus_maximus"),
    (("buttock", "back_of_thigh", "calf"), "gluteus_minimus"),
    (("side_of_hip", "outer_thigh"), "tensor_fasciae_latae"),
    (("front_of_knee",), "rectus_femoris"),
    (("inner_knee",), "vastus_medialis"),
    (("outer_knee",), "vastus_lateralis"),
    (("back_of_knee",), "popliteus"),
    (("inner_thigh",), "adductor_longus"),
    (("calf",), "gastrocnemius"),
    (("heel",), "soleus"),
    (("achilles_region",), "tibialis_posterior"),
    (("outer_ankle",), "fibularis_longus"),
    (("great_toe",), "tibialis_anterior"),
    (("under_great_toe",), "flexor_hallucis_longus"),
    (("ball_of_foot",), "flexor_digitorum_brevis"),
    (("tailbone",), "levator_ani"),
]


@pytest.mark.parametrize(("regions", "muscle"), COMPLAINTS, ids=lambda value: str(value)[:40])
def test_the_classical_answer_is_among_the_first_five(regions: tuple[str, ...], muscle: str) -> None:
    painted = np.max([region(name) for name in regions], axis=0)
    listed = dict.fromkeys(each.row.muscle for each in shipped()[0].rank(painted))
    assert muscle in list(listed)[:5], list(listed)[:8]
