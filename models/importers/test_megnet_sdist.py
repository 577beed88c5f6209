"""The MEGNet models in the source package that set-up fetches: what is read of them, and what is refused."""

import copy
import json
import os
import tarfile
import unittest
from pathlib import Path

import h5py
import numpy

from megnet_sdist import EMBEDDING, ORDERED, SDIST, SYMBOLS, _open, check_sdist, read_model, read_networks
from package import WEIGHTS, read_manifest, require_digest
from refusal import Refusal
from safetensors_file import to_safetensors

MODELS = Path(__file__).resolve().parent.parent
BUILD = Path(os.environ.get("FURUI_BUILD_DIR", MODELS.parent / "build"))
NOBLE_GASES = {2, 10, 18, 54}


class MegnetSdist(unittest.TestCase):
    @classmethod
    def setUpClass(cls) -> None:
        cls.sdist = BUILD / "downloads" / SDIST
        if not cls.sdist.is_file():
            raise unittest.SkipTest(f"no {SDIST}; models/set_up.py fetches it")
        cls.networks, cls.tensors = read_networks(cls.sdist, "megnet")

    def test_gives_the_committed_networks_and_weights(self) -> None:
        check_sdist(self.sdist)
        manifest = read_manifest(MODELS / "megnet")
        self.assertEqual(self.networks, manifest["networks"])
        require_digest(WEIGHTS, to_safetensors(self.tensors), manifest)

    def test_gives_the_networks_and_weights_for_disordered_crystals(self) -> None:
        manifest = read_manifest(MODELS / "megnet-disordered")
        networks, tensors = read_networks(self.sdist, "megnet-disordered")
        self.assertEqual(networks, manifest["networks"])
        require_digest(WEIGHTS, to_safetensors(tensors), manifest)
        vectors = tensors["band_gap_fidelities/5/atom_embedding"]
        have_one = {z for z in range(len(SYMBOLS)) if numpy.abs(vectors[z]).max() > 0}
        self.assertEqual(have_one, set(manifest["domain"]["elements"]))
        self.assertEqual(set(manifest["refused_elements"]), set(range(1, 119)) - have_one)

    def test_reads_cutoffs_states_and_scales_of_each_network(self) -> None:
        of = {network["name"]: network["parameters"] for network in self.networks}
        self.assertEqual({name: entry["cutoff_angstrom"] for name, entry in of.items()},
                         {"formation_energy": 5, "band_gap": 4, "band_gap_fidelities": 5, "log10_k": 4, "log10_g": 4, "fermi_energy": 5})
        self.assertEqual({name for name, entry in of.items() if entry["states"]}, {"band_gap_fidelities"})
        self.assertEqual({name for name, entry in of.items() if (entry["mean"], entry["deviation"]) != (0, 1)}, {"fermi_energy"})
        self.assertEqual([network["members"] for network in self.networks], [1, 1, 6, 1, 1, 1])

    def test_training_has_moved_the_vectors_of_the_elements_that_the_manifest_lists(self) -> None:
        trained = set(read_manifest(MODELS / "megnet")["domain"]["elements"])
        for source in ORDERED:
            vectors = self.tensors[f"{source.name}/0/atom_embedding"]
            self.assertEqual(vectors.shape[1], EMBEDDING)
            # Keras draws them from [-0.05, 0.05].
            moved = {z for z in range(1, len(vectors)) if numpy.abs(vectors[z]).max() > 0.05001}
            self.assertEqual(moved, trained - NOBLE_GASES if source.name == "log10_k" else trained, source.name)

    def test_refuses_an_option_that_the_architecture_does_not_have(self) -> None:
        file = ORDERED[0].files[0]
        with tarfile.open(self.sdist) as archive:
            settings = json.load(_open(archive, f"{file}.hdf5.json"))
            content = _open(archive, f"{file}.hdf5")
        with h5py.File(content) as model:
            odd = copy.deepcopy(settings)
            odd["graph_converter"]["bond_converter"]["centers"]["data"][3] += 0.01
            with self.assertRaisesRegex(Refusal, "spacing of the Gaussians"):
                read_model(model, odd, file)
        with h5py.File(content, "r+") as model:
            config = json.loads(model.attrs["model_config"])
            next(layer for layer in config["config"]["layers"] if layer["class_name"] == "MEGNetLayer")["config"]["pool_method"] = "sum"
            model.attrs["model_config"] = json.dumps(config)
            with self.assertRaisesRegex(Refusal, "pooling"):
                read_model(model, settings, file)

    def test_refuses_another_file(self) -> None:
        with self.assertRaisesRegex(Refusal, "expected SHA-256"):
            check_sdist(Path(__file__))


if __name__ == "__main__":
    unittest.main()
