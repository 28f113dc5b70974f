/** Names that evaluations use for the truth, and for what the flow answered. */
const TRUTHS = ["groundtruth", "ground_truth", "expected", "label", "answer", "target"]
const PREDICTIONS = ["prediction", "answer", "output", "response", "category", "result"]

const plain = (name: string) => name.toLowerCase().replaceAll(/[^a-z0-9]/g, "")
const alike = (names: readonly string[], name: string) =>
  names.find((one) => one === name) ?? names.find((one) => plain(one) === plain(name))

/** What the inputs of an evaluation take: the truth from the data, what was answered from the run, else what is called alike. */
export function evaluationMapping(
  inputs: readonly { name: string }[],
  { columns, outputs }: { columns: readonly string[]; outputs: readonly string[] },
): Record<string, string> {
  const mapping: Record<string, string> = {}
  for (const { name } of inputs) {
    const isTruth = TRUTHS.includes(name.toLowerCase()) && name.toLowerCase() !== "answer"
    const column =
      alike(columns, name) ??
      (isTruth ? columns.find((one) => TRUTHS.includes(one.toLowerCase())) : undefined)
    const output =
      alike(outputs, name) ??
      (PREDICTIONS.includes(name.toLowerCase())
        ? (outputs.find((one) => PREDICTIONS.includes(one.toLowerCase())) ?? outputs[0])
        : undefined)
    const fromRun = output === undefined ? undefined : `\${run.outputs.${output}}`
    const fromData = column === undefined ? undefined : `\${data.${column}}`
    const chosen = isTruth ? (fromData ?? fromRun) : (fromRun ?? fromData)
    if (chosen !== undefined) mapping[name] = chosen
  }
  return mapping
}

/** What was typed, as a mapping: JSON is a value, everything else a text or a reference. */
export function mappingValues(typed: Readonly<Record<string, string>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(typed).flatMap(([name, text]) => (text === "" ? [] : [[name, literal(text)]])),
  )
}

function literal(text: string): unknown {
  if (!/^(-?\d|true$|false$|null$|\[|\{|")/.test(text)) return text
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
