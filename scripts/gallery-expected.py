"""Writes expected.json of the gallery's model-free flows: what the original answers.

    python3 scripts/gallery-expected.py /work/shared/tools/oracle      (any command that runs the original's `pf`)
"""

import json
import os
import pathlib
import subprocess
import sys
import tempfile

GALLERY = pathlib.Path(__file__).parent.parent / "gallery"
FLOWS = [
    "basic",
    "conditional",
    "eval-basic",
    "eval-chat-math",
    "eval-classification-accuracy",
    "eval-entity-match",
    "eval-maths-to-code",
    "flex-eval-topic",
    "flex-message-topic",
    "switch",
]


def records(path):
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def expected(pf, flow):
    with tempfile.TemporaryDirectory() as home:
        environment = {**os.environ, "ORACLE_HOME": home}
        call = lambda *words: subprocess.run([pf, *words], env=environment, cwd=GALLERY, check=True, capture_output=True, text=True)
        call("flow", "test", "--flow", flow)
        test = json.loads((GALLERY / flow / ".promptflow" / "flow.output.json").read_text(encoding="utf-8"))
        call("run", "create", "--file", f"{flow}/run.yml", "--name", "expected")
        folder = pathlib.Path(home) / ".promptflow" / ".runs" / "expected"
        metrics = json.loads((folder / "metrics.json").read_text(encoding="utf-8"))
        return {"test": test, "outputs": records(folder / "flow_outputs" / "output.jsonl"), "metrics": metrics}


for flow in FLOWS:
    answer = expected(sys.argv[1], flow)
    (GALLERY / flow / "expected.json").write_text(json.dumps(answer, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    print(flow, len(answer["outputs"]), "lines", answer["metrics"])
