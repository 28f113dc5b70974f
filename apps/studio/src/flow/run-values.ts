/** What the next run is given: inputs, and arguments of a flex flow's class. */
export interface Values {
  inputs: Readonly<Record<string, unknown>>
  init: Readonly<Record<string, unknown>>
}

export type ValuesPart = keyof Values

const NOTHING: Values = { inputs: {}, init: {} }

/**
 * The values of the next run of a flow. What was typed stays while the tab is open; else they are those of the last test,
 * else those of the flow's sample.
 */
export class RunValues {
  readonly #path: string
  readonly #changed: () => void
  #now: Values
  #from: "nowhere" | "sample" | "last" | "typed"
  readonly #untaken = new Map<string, string>()

  constructor(path: string, changed: () => void) {
    this.#path = path
    this.#changed = changed
    const kept = readValues(path)
    this.#now = kept ?? NOTHING
    this.#from = kept ? "typed" : "nowhere"
  }

  get inputs(): Values["inputs"] {
    return this.#now.inputs
  }

  get init(): Values["init"] {
    return this.#now.init
  }

  set(part: ValuesPart, name: string, value: unknown): void {
    this.setAll(part, { ...this.#now[part], [name]: value })
  }

  /** All of them at once: of a test case, or of JSON. */
  setAll(part: ValuesPart, values: Readonly<Record<string, unknown>>): void {
    this.#now = { ...this.#now, [part]: { ...values } }
    this.#from = "typed"
    keepValues(this.#path, this.#now)
    this.#changed()
  }

  /**
   * Why what a field shows is no value, by `inputs.NAME`, or `inputs` of all as JSON: a run would be given another than the one
   * that is seen.
   */
  get untaken(): ReadonlyMap<string, string> {
    return this.#untaken
  }

  /** A field shows what cannot be taken; `undefined`: no longer. */
  refuse(place: string, problem: string | undefined): void {
    if (problem === undefined) this.#untaken.delete(place)
    else this.#untaken.set(place, problem)
  }

  /** An input is called otherwise: what was typed is its value still. It stays under the old name too, for undoing that. */
  follow({ from, to }: { from: string; to: string }): void {
    const { inputs } = this.#now
    if (from in inputs) this.setAll("inputs", { ...inputs, [to]: inputs[from] })
  }

  /** What a test before this one, or a sample, begins with; nothing where somebody has typed. Tells nobody. */
  begin(from: "sample" | "last", { inputs = {}, init = {} }: Partial<Values>): void {
    if (this.#from === "typed" || (from === "sample" && this.#from !== "nowhere")) return
    this.#now = { inputs, init }
    this.#from = from
  }
}

const keyOf = (path: string) => `millrace.values ${path}`

function readValues(path: string): Values | undefined {
  try {
    const kept = JSON.parse(sessionStorage.getItem(keyOf(path)) ?? "null") as Partial<Values> | null
    return kept ? { inputs: { ...kept.inputs }, init: { ...kept.init } } : undefined
  } catch {
    return undefined // storage is forbidden
  }
}

function keepValues(path: string, values: Values): void {
  try {
    sessionStorage.setItem(keyOf(path), JSON.stringify(values))
  } catch {
    // they stay for this page only
  }
}
