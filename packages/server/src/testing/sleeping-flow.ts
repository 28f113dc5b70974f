import type { TestStudio } from "./test-studio.ts"

/** Its tool says in which process it runs (a file beside it), then sleeps; what it prints comes before. */
export function writeSleepingFlow(studio: TestStudio, path: string): void {
  studio.write(
    `${path}/flow.dag.yaml`,
    `inputs:
  seconds: {type: double, default: 0}
outputs:
  slept: {type: string, reference: "\${sleep.output}"}
nodes:
- name: sleep
  type: python
  source: {type: code, path: sleep.py}
  inputs: {seconds: "\${inputs.seconds}"}
`,
  )
  studio.write(
    `${path}/sleep.py`,
    `import os, pathlib, time
from promptflow.core import tool

@tool
def sleep(seconds: float) -> str:
    print("going to sleep")
    pathlib.Path(__file__).with_name("pid.txt").write_text(str(os.getpid()))
    time.sleep(seconds)
    return f"slept {seconds}"
`,
  )
}
