import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises"
import { dirname, extname, join } from "node:path"
import type { Answer, Case, Json, Step, StepAnswer } from "./case.ts"
import type { EchoModel } from "./echo-model.ts"
import { Normaliser, parseJson, resultOf, warningsOf } from "./normalise.ts"
import type { Program } from "./programs.ts"

/** Writes the case into `folder` and runs its steps there, one after another. `home` is the program's home folder. */
export async function answer(
  question: Case,
  program: Program,
  { folder, home, model }: { folder: string; home: string; model: EchoModel },
): Promise<Answer> {
  await rm(folder, { recursive: true, force: true })
  for (const [path, text] of Object.entries(question.files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true })
    await writeFile(join(folder, path), text.replaceAll("$BASE", model.base(question.id)))
  }
  const normaliser = new Normaliser({ [folder]: "$DIR", [home]: "$HOME", [model.base(question.id)]: "$BASE" })
  model.take(question.id)
  const steps: StepAnswer[] = []
  for (const step of question.steps) {
    const tested = flowOf(step)
    if (tested) await rm(join(folder, tested, ".promptflow"), { recursive: true, force: true })
    const ran = await program.run(step.argv, { cwd: folder, env: step.env })
    const warnings = warningsOf(ran.stderr).map((line) => normaliser.text(line))
    const asked = model.take(question.id) as unknown as Json[] // Asked is JSON
    const run =
      step.argv[0] === "run" && step.argv[1] === "create"
        ? await runFolder(step, home, normaliser)
        : undefined
    const stated = ran.stderr.split("\n").find((line) => line.startsWith('{"'))
    steps.push({
      exit: ran.exit,
      result: normaliser.json(resultOf(ran.stdout)),
      ...(warnings.length ? { warnings } : {}),
      ...(stated ? { stated: normaliser.json(parseJson(stated)) } : {}),
      ...(tested ? { test: await testFolder(join(folder, tested, ".promptflow"), normaliser) } : {}),
      ...(run ? { run } : {}),
      ...(asked.length ? { requests: sorted(asked) } : {}),
    })
  }
  return { id: question.id, steps }
}

/** The folder of the flow that a step tests or validates. */
function flowOf(step: Step): string | undefined {
  if (step.argv[0] !== "flow" || !/^(test|validate)$/.test(step.argv[1] ?? "")) return undefined
  const option = step.argv[1] === "test" ? "--flow" : "--source"
  const flow = step.argv[step.argv.indexOf(option) + 1] ?? ""
  return extname(flow) ? dirname(flow) : flow
}

async function testFolder(folder: string, normaliser: Normaliser): Promise<Record<string, Json>> {
  const out: Record<string, Json> = {}
  for (const name of await names(folder)) {
    if (name.endsWith(".log")) out[name] = null
    else out[name] = normaliser.json(parsedOrHalf(await readFile(join(folder, name), "utf8")))
    const detail = out[name]
    // Nodes that run side by side are recorded in the order in which they happened to start.
    if (name.endsWith("detail.json") && isObject(detail) && Array.isArray(detail.node_runs))
      detail.node_runs = sorted(detail.node_runs, "node")
  }
  return out
}

/** The original leaves half a file where it fails to write one. */
function parsedOrHalf(text: string): Json {
  try {
    return parseJson(text)
  } catch {
    return text
  }
}

/** Exact text where a program's exact text may be read by others, parsed records elsewhere, null for logs. */
async function runFolder(
  step: Step,
  home: string,
  normaliser: Normaliser,
): Promise<Record<string, Json> | undefined> {
  const folder = join(home, ".promptflow", ".runs", step.argv[step.argv.indexOf("--name") + 1] ?? "")
  const out: Record<string, Json> = {}
  for (const name of await names(folder)) {
    const text = await readFile(join(folder, name), "utf8")
    if (/^(flow_artifacts|node_artifacts)\/.*\.jsonl$/.test(name) || name === "error.json")
      out[name] = normaliser.json(parseJson(text))
    else if (name.startsWith("snapshot/") || name === "logs.txt" || name.startsWith("flow_logs/"))
      out[name] = null
    else out[name] = normaliser.text(text)
  }
  if (Object.keys(out).length === 0) return undefined
  const variant = step.argv.includes("--variant")
  if (variant && "snapshot/flow.dag.yaml" in out) {
    out["snapshot/flow.dag.yaml"] = await readFile(join(folder, "snapshot/flow.dag.yaml"), "utf8")
  }
  return out
}

async function names(folder: string): Promise<string[]> {
  try {
    const entries = await readdir(folder, { recursive: true, withFileTypes: true })
    const paths = entries
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    // What Python and earlier tests leave behind is copied into a snapshot; it says nothing about the run.
    return paths.filter((path) => !/__pycache__|^snapshot\/\.promptflow/.test(path)).sort()
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return []
    throw error
  }
}

function isObject(value: Json | undefined): value is { [key: string]: Json } {
  return typeof value === "object" && value !== null && !Array.isArray(value)
}

function sorted(items: Json[], key?: string): Json[] {
  const by = (item: Json) => JSON.stringify(key && isObject(item) ? item[key] : item)
  return items.toSorted((a, b) => (by(a) < by(b) ? -1 : by(a) > by(b) ? 1 : 0))
}
