"""ROC curves as scikit-learn, SciPy and NumPy compute them; run in an environment with the versions of README.md."""
import pathlib

import numpy
from scipy.stats import mannwhitneyu
from sklearn.metrics import roc_auc_score, roc_curve

HERE = pathlib.Path(__file__).parent
random = numpy.random.default_rng(20261128)


def cases():
    for name, actives, inactives, shift, decimals in [
            ("apart", 40, 60, 2.0, 4), ("near", 30, 200, 0.6, 3), ("many_ties", 25, 45, 1.0, 0), ("lower", 50, 35, -1.2, 2),
            ("few", 5, 5, 0.7, 2), ("few_actives", 6, 150, -0.9, 1), ("alike", 60, 60, 0.0, 2), ("coarse_lower", 20, 90, -0.8, 0)]:
        values = numpy.concatenate([random.normal(shift, 1, actives), random.normal(0, 1, inactives)]).round(decimals) + 0.0
        yield name, values, numpy.arange(actives + inactives) < actives
    # A count that is mostly 0, so that both medians are 0; and one whose quartiles are equal as well.
    yield "counts", numpy.array([0] * 8 + [1] * 4 + [2] * 2 + [0] * 20 + [1] * 2, dtype=float), numpy.arange(36) < 14
    yield "rare_counts", numpy.array([0] * 9 + [3] * 1 + [0] * 20, dtype=float), numpy.arange(30) < 10


lines = []
for name, values, active in cases():
    values = values.astype(numpy.float32).astype(float)
    auc = roc_auc_score(active, values)
    statistic = mannwhitneyu(values[active], values[~active]).statistic / (active.sum() * (~active).sum())
    assert abs(auc - statistic) < 1e-12, name
    higher = auc >= 0.5
    sign = 1 if higher else -1
    false_rate, true_rate, thresholds = roc_curve(active, sign * values, drop_intermediate=False)
    # The rates' numerators, so that equal indices are equal; argmax takes the first, which is the strictest threshold.
    index = numpy.rint(true_rate * active.sum()) * (~active).sum() - numpy.rint(false_rate * (~active).sum()) * active.sum()
    best = 1 + index[1:].argmax()  # the first threshold of roc_curve is beyond all values
    for share in (0.5, 0.25, 0.0):
        good = -numpy.quantile(-sign * values[active], share, method="inverted_cdf")
        bad = numpy.quantile(sign * values[~active], share, method="inverted_cdf")
        if good > bad:
            break
    numbers = [max(auc, 1 - auc), int(higher), sign * thresholds[best], true_rate[best] - false_rate[best], sign * good, sign * bad, share]
    pairs = [cell for value, flag in zip(values, active) for cell in (f"{value + 0.0:.7g}", int(flag))]
    lines.append("\t".join([name] + [repr(float(number) + 0.0) for number in numbers] + [str(cell) for cell in pairs]))
(HERE / "active_thresholds.tsv").write_text("\n".join(lines) + "\n")
