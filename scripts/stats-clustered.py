"""Writes packages/stats/src/__fixtures__/clustered.json: rows that ran several times, as SciPy and statsmodels see them.

    python3 -m venv /tmp/stats-venv && /tmp/stats-venv/bin/pip install scipy statsmodels
    /tmp/stats-venv/bin/python scripts/stats-clustered.py
"""

import json
import pathlib
import platform

import numpy as np
import scipy
import statsmodels
import statsmodels.api as sm
from scipy import stats

rng = np.random.default_rng(20261126)


def case(rows, repeats, kind):
    """Scores [row][repeat] of base and variant, and what a cluster-robust regression says of their difference."""
    ease = rng.normal(0, 1, rows)
    if kind == "binary":
        base, variant = (
            (rng.random((rows, repeats)) < stats.norm.cdf(ease + shift)[:, None]).astype(float) for shift in (0, 0.4)
        )
    else:
        base, variant = (
            (ease[:, None] + shift + rng.normal(0, 0.5, (rows, repeats))).round(6) for shift in (0, 0.15)
        )
    differences = (variant - base).ravel()
    rows_of = np.repeat(np.arange(rows), repeats)
    # df_correction and use_t: G / (G − 1), and Student's t with G − 1 degrees of freedom.
    fit = sm.OLS(differences, np.ones_like(differences)).fit(
        cov_type="cluster", cov_kwds={"groups": rows_of, "use_correction": True, "df_correction": True}, use_t=True
    )
    means = [scores.mean(axis=1) for scores in (base, variant)]
    paired = stats.ttest_rel(means[1], means[0])
    wilcoxon = stats.wilcoxon((means[1] - means[0]).round(12), method="asymptotic")
    n, k = differences.size, 1
    return {
        "kind": kind,
        "base": base.tolist(),
        "variant": variant.tolist(),
        "difference": float(fit.params[0]),
        # statsmodels multiplies by (N − 1) / (N − K) as well; with K = 1 that is 1.
        "clusterError": float(fit.bse[0]) / float(np.sqrt((n - 1) / (n - k))),
        "clusterP": float(fit.pvalues[0]),
        "pairedT": [float(paired.statistic), float(paired.pvalue)],
        "wilcoxonAsymptotic": [float(wilcoxon.statistic), float(wilcoxon.pvalue)],
        "naiveP": float(stats.ttest_rel(variant.ravel(), base.ravel()).pvalue),
    }


cases = [case(rows, repeats, kind) for kind in ("binary", "continuous") for rows, repeats in ((20, 3), (60, 5))]
made = {"scipy": scipy.__version__, "statsmodels": statsmodels.__version__, "python": platform.python_version(),
        "script": "scripts/stats-clustered.py"}
target = pathlib.Path(__file__).parent.parent / "packages/stats/src/__fixtures__/clustered.json"
lines = [f"    {json.dumps(one)}" for one in cases]
target.write_text(f'{{\n  "made": {json.dumps(made)},\n  "cases": [\n' + ",\n".join(lines) + "\n  ]\n}\n")
print(f"wrote {target}")
