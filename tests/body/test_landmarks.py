"""The landmarks of the shipped body stand in the order in which they are counted by hand."""

from __future__ import annotations

import numpy as np
import pytest

from viewer.body.body import Body, data_folder
from viewer.catalog.body_data import BodyData, load_body_data


@pytest.fixture(scope="module")
def words() -> BodyData:
    return load_body_data(data_folder() / "body")[0]


def _places(body: Body, row: str, axis: int) -> dict[str, float]:
    return {name: float(body.surface.xyz(body.landmarks[name].skin)[axis]) for name in row.split()}


def test_the_landmarks_are_many_and_each_has_its_own_name_and_words(words: BodyData) -> None:
    records = list(words.landmarks.values())
    assert len(records) >= 205
    assert len({record.name for record in records}) == len(records)
    assert all(record.definition and record.find for record in records)


@pytest.mark.parametrize(
    "row",
    [
        "nasion nose_tip philtrum chin gnathion",
        "eyebrow infraorbital_margin infraorbital_foramen corner_of_mouth mental_foramen",
        "parietal_eminence pterion zygomatic_arch coronoid_process_of_mandible angle_of_mandible",
        "c1_transverse_process c2_transverse_process c3_transverse_process c4_transverse_process"
        " c5_transverse_process c6_transverse_process",
        "gnathion hyoid_body laryngeal_prominence cricoid_cartilage sternal_notch",
        "sacrum_base s1_spinous_process s2_spinous_process s3_spinous_process s4_spinous_process"
        " sacral_hiatus coccyx",
        "second_costal_cartilage third_costal_cartilage fourth_costal_cartilage fifth_costal_cartilage"
        " sixth_costal_cartilage seventh_costal_cartilage xiphoid_process",
        "second_costochondral_junction third_costochondral_junction fourth_costochondral_junction"
        " fifth_costochondral_junction sixth_costochondral_junction seventh_costochondral_junction",
        "third_rib_angle fifth_rib_angle seventh_rib_angle ninth_rib_angle",
        "axilla eighth_rib_midaxillary tenth_rib_midaxillary eleventh_rib_tip iliac_crest",
        "asis aiis femoral_pulse",
        "psis piis inferior_lateral_angle_of_sacrum",
        "greater_trochanter_top greater_trochanter lesser_trochanter",
        "lateral_supracondylar_ridge lateral_epicondyle radial_head radius_midpoint radial_pulse"
        " radial_styloid anatomical_snuffbox thumb_knuckle",
        "medial_supracondylar_ridge medial_epicondyle ulnar_border_midpoint ulnar_head pisiform"
        " hypothenar_eminence little_knuckle",
        "patella_upper_pole patella patella_lower_pole patellar_ligament tibial_tuberosity"
        " tibial_crest_midpoint ankle_joint_line",
        "adductor_tubercle medial_femoral_condyle knee_joint_line_medial medial_tibial_condyle"
        " pes_anserinus medial_tibial_border medial_tibial_border_lower medial_malleolus"
        " sustentaculum_tali navicular_tuberosity",
        "knee_joint_line_lateral gerdys_tubercle fibular_head fibular_neck fibula_lower_shaft"
        " lateral_malleolus peroneal_tubercle",
        "semitendinosus_tendon popliteal_crease calf_medial_head calf_musculotendinous_junction"
        " achilles_tendon achilles_insertion calcaneus",
        *(f"{f}_knuckle {f}_pip_joint {f}_dip_joint {f}_tip" for f in ("index", "middle", "ring", "little")),
        "thumb_knuckle thumb_ip_joint thumb_tip",
    ],
)
def test_rows_of_landmarks_run_downwards(shipped_body: Body, row: str) -> None:
    heights = _places(shipped_body, row, 1)
    assert (np.diff(list(heights.values())) < 0).all(), heights


@pytest.mark.parametrize(
    ("axis", "row"),
    [
        (0, "medial_canthus lateral_canthus lateral_orbital_margin"),
        (0, "sternoclavicular_joint clavicle_midpoint infraclavicular_fossa coracoid_process"
            " lesser_tubercle bicipital_groove greater_tubercle"),
        (0, "root_of_scapular_spine scapular_spine_midpoint acromial_angle"),
        (0, "cubital_crease_medial cubital_crease cubital_crease_lateral"),
        (0, "brachial_pulse biceps_tendon"),
        (0, "wrist_crease_ulnar_end wrist_crease wrist_crease_radial_end"),
        (0, "pisiform hook_of_hamate trapezium_tubercle"),
        (0, "fifth_metacarpal_base fourth_metacarpal_base third_metacarpal_base second_metacarpal_base"
            " first_metacarpal_base"),
        (0, "little_knuckle ring_knuckle middle_knuckle index_knuckle"),
        (0, "little_pip_joint ring_pip_joint middle_pip_joint index_pip_joint"),
        (0, "patella_medial_edge patella patella_lateral_edge"),
        (0, "popliteal_crease_medial popliteal_crease popliteal_crease_lateral"),
        (0, "calf_medial_head calf_lateral_head"),
        (0, "first_metatarsal_head second_metatarsal_head third_metatarsal_head fourth_metatarsal_head"
            " fifth_metatarsal_head"),
        (0, "first_toe_joint second_toe_joint third_toe_joint fourth_toe_joint fifth_toe_joint"),
        (0, "great_toe_tip second_toe_tip third_toe_tip fourth_toe_tip little_toe_tip"),
        (2, "calcaneus calcaneal_medial_process instep_plantar first_metatarsal_head great_toe_tip"),
        (2, "achilles_tendon tibial_pulse medial_malleolus talar_head medial_cuneiform"
            " first_metatarsal_base first_toe_joint"),
        (2, "calcaneus lateral_malleolus fifth_metatarsal_base fifth_toe_joint"),
        (2, "asterion ear_helix pterion temple lateral_orbital_margin nasion"),
    ],
)  # fmt: skip
def test_rows_of_landmarks_run_outwards_or_forwards(shipped_body: Body, axis: int, row: str) -> None:
    places = _places(shipped_body, row, axis)
    assert (np.diff(list(places.values())) > 0).all(), places
