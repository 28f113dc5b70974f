import type { FlowOutline } from "@internal/flow"
import type { FlowView } from "@internal/schema/studio"
import { toPlain } from "@internal/value"

/** Something that a run is given by its name: an input of the flow, or an argument of a flex flow's class. */
export interface RunPort {
  name: string
  type: string
  description?: string
  /** Plain; not there where it has none. */
  default?: unknown
}

/** What a run takes, and what it begins with where nobody has given anything. */
export interface RunPorts {
  inputs: readonly RunPort[]
  init: readonly RunPort[]
  sample: FlowView["sample"]
}

const NO_INIT: readonly RunPort[] = []
const made = new WeakMap<FlowOutline, RunPorts>()

/** Of a DAG flow, as its file says: the same object for the same outline. */
export function portsOfOutline(outline: FlowOutline): RunPorts {
  const known = made.get(outline)
  if (known) return known
  const inputs = outline.inputs.map(({ name, fields }): RunPort => {
    const field = (wanted: string) => fields.find((one) => one.name === wanted)?.value
    const [type, given, description] = [field("type"), field("default"), field("description")]
    const flag = field("is_chat_history")
    // a history begins empty
    const isHistory = flag === true || (name === "chat_history" && flag !== false)
    return {
      name,
      type: typeof type === "string" ? type : "string",
      ...(typeof description === "string" && { description }),
      ...(given !== undefined ? { default: toPlain(given) } : isHistory && { default: [] }),
    }
  })
  const ports: RunPorts = { inputs, init: NO_INIT, sample: null }
  made.set(outline, ports)
  return ports
}

/**
 * What the `sample` of a DAG flow's file gives its inputs, of which a run knows nothing: the form begins with it. Either
 * `sample: {inputs: {…}}`, as in a flex flow, or the inputs by themselves, as in a prompty.
 */
export function sampleOfOutline(outline: FlowOutline): Record<string, unknown> | undefined {
  const written = outline.fields.find(({ name }) => name === "sample")?.value
  if (!(written instanceof Map)) return undefined
  const { inputs } = portsOfOutline(outline)
  const inner = inputs.some(({ name }) => name === "inputs") ? undefined : written.get("inputs")
  const plain = toPlain(inner instanceof Map ? inner : written) as Record<string, unknown>
  const given = givenValues(inputs, plain)
  return Object.keys(given).length > 0 ? given : undefined
}

/** Of a flex flow or a prompty, as the server reads its code or file. */
export function portsOfView({ inputs, init, sample }: FlowView): RunPorts {
  return { inputs, init, sample }
}

/** Of these values those that ports have, as a run is given them. */
export function givenValues(
  ports: readonly RunPort[],
  values: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  return Object.fromEntries(
    ports.flatMap(({ name }) => (values[name] === undefined ? [] : [[name, values[name]]])),
  )
}

/** The arguments of the class that a test is sent; none where the flow takes none, or nothing was given. */
export function initOf({
  ports,
  init,
}: {
  readonly ports: RunPorts
  readonly init: Readonly<Record<string, unknown>>
}): { init?: Record<string, unknown> } {
  const given = givenValues(ports.init, init)
  return Object.keys(given).length > 0 ? { init: given } : {}
}

/** Every input by what a run takes for it, typed or default; of one that is given nothing at all, its sample. */
export function effectiveInputs(
  { inputs: ports, sample }: RunPorts,
  values: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  if (isSampleRun({ inputs: ports, sample }, values)) return { ...sample?.inputs }
  return Object.fromEntries(
    ports.flatMap(({ name, default: given }) => {
      const value = values[name] ?? given
      return value === undefined ? [] : [[name, value]]
    }),
  )
}

/** Whether a run takes its sample as a whole: nothing is given, or it takes nothing else. */
export function isSampleRun(
  { inputs, sample }: Pick<RunPorts, "inputs" | "sample">,
  values: Readonly<Record<string, unknown>>,
): boolean {
  if (!sample?.inputs) return false
  return sample.only || Object.keys(givenValues(inputs, values)).length === 0
}
