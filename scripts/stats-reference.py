"""Writes packages/stats/src/__fixtures__/reference.json: figures of SciPy, statsmodels and mpmath to check ours against.

    python3 -m venv /tmp/stats-venv && /tmp/stats-venv/bin/pip install scipy statsmodels mpmath
    /tmp/stats-venv/bin/python scripts/stats-reference.py
"""

import json
import pathlib
import platform

import mpmath as mp
import numpy as np
import scipy
import statsmodels
from scipy import stats
from statsmodels.stats.contingency_tables import mcnemar
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.power import TTestPower
from statsmodels.stats.proportion import proportion_confint

mp.mp.dps = 40
rng = np.random.default_rng(20261121)


def number(value):
    return float(mp.nstr(value, 20)) if isinstance(value, mp.mpf) else float(value)


def beta_tails(a, b, x):
    if max(a, b) > 500:  # too slow in mpmath; SciPy's (Boost) are good to 1e-13
        return [float(stats.beta.cdf(x, a, b)), float(stats.beta.sf(x, a, b))]
    a, b, x = mp.mpf(a), mp.mpf(b), mp.mpf(x)
    return [number(mp.betainc(a, b, 0, x, regularized=True)), number(mp.betainc(a, b, x, 1, regularized=True))]


def student_two_sided(t, df):
    if df > 500:
        return float(2 * stats.t.sf(t, df))
    t, df = mp.mpf(t), mp.mpf(df)
    return number(mp.betainc(df / 2, mp.mpf(1) / 2, 0, df / (df + t * t), regularized=True))


def normal_tail(z):
    return number(mp.erfc(mp.mpf(z) / mp.sqrt(2)) / 2)


def binomial_lower(k, n, p):
    p = mp.mpf(p)
    return number(mp.fsum(mp.binomial(n, i) * p**i * (1 - p) ** (n - i) for i in range(k + 1)))


def columns(n, kind):
    """Two paired columns, rounded so that the JSON holds exactly what SciPy saw."""
    if kind == "ratings":
        base = rng.integers(1, 6, n)
        return base.tolist(), np.clip(base + rng.integers(-1, 3, n), 1, 5).tolist()
    base = rng.normal(0.5, 0.2, n).round(6)
    return base.tolist(), (base + rng.normal(0.05, 0.1, n)).round(6).tolist()


def paired(n, kind):
    base, variant = columns(n, kind)
    differences = np.array(variant) - np.array(base)
    # The differences themselves are kept, in full precision, so that both sides see the same ties.
    t = stats.ttest_rel(variant, base)
    w = stats.wilcoxon(differences)
    approx = stats.wilcoxon(differences, method="asymptotic")
    return {
        "kind": kind,
        "differences": differences.tolist(),
        "t": [float(t.statistic), float(t.pvalue)],
        "skewness": float(stats.skew(differences)),
        "wilcoxon": [float(w.statistic), float(w.pvalue)],
        "wilcoxonAsymptotic": float(approx.pvalue),
    }


z_values = [0, 0.001, 0.5, 1, 1.96, 2.5, 2.999, 3, 4, 6, 10, 20, 37]
p_values = [1e-300, 1e-20, 1e-8, 1e-4, 0.0125, 0.025, 0.1, 0.3, 0.5, 0.7, 0.975, 0.99999]
beta_cases = [(0.5, 0.5, 0.1), (1, 1, 0.3), (2, 3, 0.01), (2, 3, 0.99), (8, 9, 0.5), (50, 2, 0.9), (0.5, 20, 1e-6),
              (200, 300, 0.35), (200, 300, 0.55), (5000.5, 0.5, 0.999), (10000, 10000, 0.49), (3e5, 7e5, 0.3005)]
t_cases = [(0.1, 1), (12.7, 1), (2.0, 2), (2.5, 7), (8.0, 7), (1.96, 39), (6.0, 99), (30.0, 15), (1.5, 1e4), (5.0, 1e6)]
binomial_cases = [(0, 8, 0.5), (3, 16, 0.5), (1, 4, 0.5), (20, 100, 0.5), (450, 1000, 0.5), (3, 30, 0.05), (90, 100, 0.8)]
nct_cases = [(2.3646, 7, 1.0), (2.0, 39, 2.8), (-2.0, 39, 2.8), (12.7, 1, 3.0), (1.98, 199, 2.83), (1.96, 5000, 2.8)]


def nct_tail(t, df, shift):
    """E[Φ(shift − t S)], S = χ_df / √df, by quadrature in 30 digits."""
    t, df, shift = mp.mpf(t), mp.mpf(df), mp.mpf(shift)
    log_norm = mp.log(2) + df / 2 * mp.log(df / 2) - mp.loggamma(df / 2)
    spread = 1 / mp.sqrt(2 * df)
    f = lambda s: mp.exp(log_norm + (df - 1) * mp.log(s) - df * s * s / 2) * mp.ncdf(shift - t * s) if s > 0 else mp.mpf(0)
    marks = sorted({max(mp.mpf(0), 1 + k * spread * 3) for k in range(-6, 8)})
    return number(mp.quad(f, marks))


power = TTestPower()
reference = {
    "made": {"scipy": scipy.__version__, "statsmodels": statsmodels.__version__, "mpmath": mp.__version__,
             "python": platform.python_version(), "script": "scripts/stats-reference.py"},
    "normalUpperTail": [[z, normal_tail(z)] for z in z_values],
    "normalQuantile": [[p, float(stats.norm.ppf(p))] for p in p_values],
    "betaTails": [[a, b, x, *beta_tails(a, b, x)] for a, b, x in beta_cases],
    "betaQuantile": [[a, b, p, float(stats.beta.ppf(p, a, b))] for a, b, _ in beta_cases[1:9] for p in (0.025, 0.5, 0.975)],
    "studentTwoSided": [[t, df, student_two_sided(t, df)] for t, df in t_cases],
    "studentQuantile": [[p, df, float(stats.t.ppf(p, df))] for p in (1e-6, 0.025, 0.3, 0.9, 0.975) for df in (1, 2, 7, 39, 1000)],
    "binomialLowerTail": [[k, n, p, binomial_lower(k, n, p)] for k, n, p in binomial_cases],
    "noncentralTUpperTail": [[*case, nct_tail(*case)] for case in nct_cases],
    "wilson": [[k, n, *map(float, proportion_confint(k, n, method="wilson"))] for k, n in ((0, 8), (7, 16), (16, 16), (180, 200))],
    "exact": [[k, n, *map(float, proportion_confint(k, n, method="beta"))] for k, n in ((1, 8), (7, 16), (15, 16), (180, 200))],
    "mcnemar": [[b, c, float(mcnemar([[5, b], [c, 5]], exact=True).pvalue)] for b, c in ((3, 1), (0, 6), (5, 5), (1, 12), (40, 70))],
    "holm": [[ps, multipletests(ps, method="holm")[1].tolist()] for ps in ([0.01, 0.04, 0.03], [0.2, 0.001, 0.04, 0.8, 0.012], [0.5])],
    "pairedTPower": [[d, n, float(power.power(d, n, 0.05))] for d, n in ((0.2, 16), (0.5, 16), (0.5, 34), (0.1, 800), (1.2, 8))],
    "pairedTRows": [[d, float(power.solve_power(effect_size=d, alpha=0.05, power=0.8))] for d in (0.1, 0.2, 0.35, 0.5, 1.0)],
    "paired": [paired(n, kind) for kind in ("continuous", "ratings") for n in (8, 12, 16, 40, 60, 200)],
}

target = pathlib.Path(__file__).parent.parent / "packages/stats/src/__fixtures__/reference.json"
lines = [f'  "{name}": {json.dumps(value)}' for name, value in reference.items()]
target.parent.mkdir(exist_ok=True)
target.write_text("{\n" + ",\n".join(lines) + "\n}\n")
print(f"wrote {target}")
