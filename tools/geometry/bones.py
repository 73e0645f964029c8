"""The bones of myo_sim (Apache-2.0), standing with supinated forearms.

Millimetres; x to the patient's left, y up, z forward, as the body frame but in the model's own build.
"""

from __future__ import annotations

import sys
import warnings
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

MIDLINE_X_M = 0.025
"""The model stands this far to its right of the plane x = 0."""


@dataclass(frozen=True)
class BoneModel:
    """Bone meshes of the source.

    Attributes:
        meshes: mesh name -> (vertices (n, 3), faces (m, 3)).
        joints: body name -> its origin (3,).
    """

    meshes: dict[str, tuple[np.ndarray, np.ndarray]]
    joints: dict[str, np.ndarray]


def load_bones(wheel: Path) -> BoneModel:
    """Read the full-body model.

    Args:
        wheel: the folder into which the wheel was unpacked.
    """
    import mujoco

    sys.path.insert(0, str(wheel))
    try:
        import myo_sim

        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            model, data = myo_sim.load("myofullbody")
    finally:
        sys.path.remove(str(wheel))
    mujoco.mj_resetData(model, data)
    for side in "rl":
        joint = model.joint(f"pro_sup_{side}").id
        data.qpos[model.jnt_qposadr[joint]] = model.jnt_range[joint][0]
    _couple_joints(mujoco, model, data)
    mujoco.mj_forward(model, data)

    def to_mm(p: np.ndarray) -> np.ndarray:
        return 1000 * np.stack([p[..., 0] + MIDLINE_X_M, p[..., 2], -p[..., 1]], -1)

    meshes = {}
    for geom in range(model.ngeom):
        if model.geom_type[geom] != mujoco.mjtGeom.mjGEOM_MESH:
            continue
        mesh = model.geom_dataid[geom]
        points = model.mesh_vert[model.mesh_vertadr[mesh] :][: model.mesh_vertnum[mesh]]
        faces = model.mesh_face[model.mesh_faceadr[mesh] :][: model.mesh_facenum[mesh]]
        turned = points @ data.geom_xmat[geom].reshape(3, 3).T + data.geom_xpos[geom]
        meshes[model.mesh(mesh).name] = (to_mm(turned.astype(float)), faces.astype(np.int64).copy())
    joints = {model.body(k).name: to_mm(data.xpos[k]) for k in range(model.nbody)}
    return BoneModel(meshes, joints)


def _couple_joints(mujoco: Any, model: Any, data: Any) -> None:
    """Apply the joint equalities by hand; without them the kneecap sits inside the femur."""
    for _ in range(3):
        for k in range(model.neq):
            if model.eq_type[k] != mujoco.mjtEq.mjEQ_JOINT or model.eq_obj2id[k] < 0:
                continue
            one, other = (model.jnt_qposadr[ids[k]] for ids in (model.eq_obj1id, model.eq_obj2id))
            x = data.qpos[other] - model.qpos0[other]
            data.qpos[one] = model.qpos0[one] + sum(c * x**n for n, c in enumerate(model.eq_data[k][:5]))
