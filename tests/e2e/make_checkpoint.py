"""Trains two small networks by chemprop's own library, for the tests of `furui model add`; runs in its environment.

    python make_checkpoint.py train.csv folder     train.csv: smiles,logS; writes folder/model_0.pt and model_1.pt
"""

import csv
import sys
import warnings
from pathlib import Path

warnings.simplefilter("ignore")
import torch  # noqa: E402
from chemprop import models, nn  # noqa: E402
from chemprop.data import BatchMolGraph  # noqa: E402
from chemprop.featurizers import SimpleMoleculeMolGraphFeaturizer  # noqa: E402
from chemprop.models.utils import save_model  # noqa: E402
from chemprop.nn.transforms import UnscaleTransform  # noqa: E402
from rdkit import Chem  # noqa: E402

STEPS = 80


def train(file: Path, seed: int) -> models.MPNN:
    """One network fitted to the whole file, far enough that it predicts better than the mean."""
    rows = list(csv.DictReader(file.open(encoding="utf-8")))
    graphs = BatchMolGraph([SimpleMoleculeMolGraphFeaturizer()(Chem.MolFromSmiles(row["smiles"])) for row in rows])
    measured = torch.tensor([[float(row["logS"])] for row in rows])
    mean, scale = measured.mean(), measured.std()
    torch.manual_seed(seed)
    predictor = nn.RegressionFFN(input_dim=32, hidden_dim=32, output_transform=UnscaleTransform([mean.item()], [scale.item()]))
    model = models.MPNN(nn.BondMessagePassing(d_h=32), nn.MeanAggregation(), predictor).train()
    optimizer = torch.optim.Adam(model.parameters(), lr=3e-3)
    for _ in range(STEPS):
        optimizer.zero_grad()
        torch.nn.functional.mse_loss(model(graphs), (measured - mean) / scale).backward()
        optimizer.step()
    return model.eval()


if __name__ == "__main__":
    folder = Path(sys.argv[2])
    folder.mkdir()
    for member in (0, 1):
        save_model(folder / f"model_{member}.pt", train(Path(sys.argv[1]), member), ["logS"])
