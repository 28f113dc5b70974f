import type { FlowDocument } from "./flow-document.ts"

/** Inputs with a name, and what came out when somebody found it right. */
export interface TestCase {
  name: string
  inputs: Record<string, unknown>
  outputs?: Record<string, unknown>
}

export interface TestCases {
  cases: TestCase[]
  /** Values that stand for outputs of nodes (`fetch.output`) and inputs (`inputs.url`) when a node is run. */
  pinned: Record<string, unknown>
  /** Other keys of the file, which stay. */
  rest: Record<string, unknown>
}

/** Reads `test-cases.json`. Fails with a sentence that says what is wrong. */
export function readTestCases(text: string): TestCases {
  if (text.trim() === "") return { cases: [], pinned: {}, rest: {} }
  const whole: unknown = JSON.parse(text)
  if (!isRecord(whole)) throw new TypeError('it must be an object: { "cases": […] }')
  const { cases = [], pinned = {}, ...rest } = whole
  if (!Array.isArray(cases)) throw new TypeError('"cases" must be a list')
  if (!isRecord(pinned)) throw new TypeError('"pinned" must be an object')
  const names = new Set<string>()
  const read = cases.map((one: unknown, at): TestCase => {
    if (!isRecord(one) || typeof one.name !== "string" || one.name === "")
      throw new TypeError(`case ${at + 1} needs a name`)
    if (names.has(one.name)) throw new TypeError(`two cases are called ${one.name}`)
    names.add(one.name)
    if (!isRecord(one.inputs ?? {})) throw new TypeError(`the inputs of ${one.name} must be an object`)
    const { outputs } = one
    if (outputs !== undefined && !isRecord(outputs))
      throw new TypeError(`the outputs of ${one.name} must be an object`)
    return {
      ...one, // other keys, which stay
      name: one.name,
      inputs: { ...(one.inputs as Record<string, unknown> | undefined) },
      ...(outputs && { outputs }),
    }
  })
  return { cases: read, pinned, rest }
}

/** The file's text; undefined where nothing is left to keep. */
export function writeTestCases({ cases, pinned, rest }: TestCases): string | undefined {
  const whole = {
    ...rest,
    ...(cases.length > 0 && { cases }),
    ...(Object.keys(pinned).length > 0 && { pinned }),
  }
  return Object.keys(whole).length === 0 ? undefined : `${JSON.stringify(whole, null, 2)}\n`
}

/** The case under its name: a new one at the end, a known one in its place. `before`: what it was called. */
export function withCase(cases: readonly TestCase[], made: TestCase, before = made.name): TestCase[] {
  const at = cases.findIndex(({ name }) => name === before)
  const others = cases.filter(({ name }, i) => name !== made.name || i === at)
  if (at < 0) return [...others, made]
  return others.map((one) => {
    if (one.name !== before) return one
    const { outputs: _, ...kept } = one
    return { ...kept, ...made }
  })
}

/** What is called otherwise in the flow now. */
export interface RenamedPart {
  of: "input" | "output" | "node"
  from: string
  to: string
}

/** Cases and pinned values after an input, an output or a node was renamed; undefined: they do not name it. */
export function withRenamed(all: TestCases, { of, from, to }: RenamedPart): TestCases | undefined {
  const before = of === "input" ? `inputs.${from}` : `${from}.output`
  const after = of === "input" ? `inputs.${to}` : `${to}.output`
  const pinnedKey = (key: string) =>
    of !== "output" && (key === before || (of === "node" && key.startsWith(`${before}.`)))
      ? after + key.slice(before.length)
      : key
  const ownKey = (key: string) => (key === from ? to : key)
  const made: TestCases = {
    ...all,
    pinned: withKeys(all.pinned, pinnedKey),
    cases: all.cases.map((one) => ({
      ...one,
      ...(of === "input" && { inputs: withKeys(one.inputs, ownKey) }),
      ...(of === "output" && one.outputs && { outputs: withKeys(one.outputs, ownKey) }),
    })),
  }
  return writeTestCases(made) === writeTestCases(all) ? undefined : made
}

function withKeys(of: Readonly<Record<string, unknown>>, key: (name: string) => string) {
  return Object.fromEntries(Object.entries(of).map(([name, value]) => [key(name), value]))
}

/** A name for the next case. */
export function nextCaseName(cases: readonly TestCase[]): string {
  const names = new Set(cases.map(({ name }) => name))
  for (let i = cases.length + 1; ; i++) if (!names.has(`Case ${i}`)) return `Case ${i}`
}

interface ReadFile {
  text: string
  cases: TestCases
  problem?: string
}

/** Test cases of an open flow: a file of its folder, saved and undone as the others are. */
export class TestCaseFile {
  readonly path: string
  readonly #document: FlowDocument
  #read: ReadFile | undefined

  constructor(document: FlowDocument, path: string) {
    this.#document = document
    this.path = path
  }

  get cases(): readonly TestCase[] {
    return this.#now().cases.cases
  }

  get pinned(): Readonly<Record<string, unknown>> {
    return this.#now().cases.pinned
  }

  /** Why the file cannot be read; it is not written over then. */
  get problem(): string | undefined {
    return this.#now().problem
  }

  save(made: TestCase, before?: string): void {
    const { cases, ...others } = this.#now().cases
    this.#write({ ...others, cases: withCase(cases, made, before) }, `save test case ${made.name}`)
  }

  delete(name: string): void {
    const { cases, ...others } = this.#now().cases
    this.#write({ ...others, cases: cases.filter((one) => one.name !== name) }, `delete test case ${name}`)
  }

  pin(key: string, value: unknown): void {
    const { pinned, ...others } = this.#now().cases
    this.#write({ ...others, pinned: { ...pinned, [key]: value } }, `pin ${key}`)
  }

  unpin(key: string): void {
    const { pinned, ...others } = this.#now().cases
    const { [key]: _, ...rest } = pinned
    this.#write({ ...others, pinned: rest }, `unpin ${key}`)
  }

  /** How the file follows a name of the flow; nothing where it does not, or cannot be read. */
  renamed(part: RenamedPart): { path: string; text: string }[] {
    const { cases, problem } = this.#now()
    const made = problem === undefined ? withRenamed(cases, part) : undefined
    const text = made && writeTestCases(made)
    return text === undefined ? [] : [{ path: this.path, text }]
  }

  #now(): ReadFile {
    const text = this.#document.file(this.path)?.text ?? ""
    if (this.#read?.text === text) return this.#read
    try {
      this.#read = { text, cases: readTestCases(text) }
    } catch (thrown) {
      const cases = { cases: [], pinned: {}, rest: {} }
      this.#read = {
        text,
        cases,
        problem: `${this.path.split("/").at(-1)} cannot be read: ${(thrown as Error).message}`,
      }
    }
    return this.#read
  }

  #write(cases: TestCases, label: string): void {
    if (this.problem !== undefined) throw new Error(this.problem)
    const text = writeTestCases(cases)
    this.#document.change([{ path: this.path, text: text ?? null }], label)
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value)
}

/** Prompties of one folder have files of their own. */
export function casesFile(path: string): string {
  const prompty = /([^/]+)\.prompty$/.exec(path)
  return prompty ? `${prompty[1]}.test-cases.json` : "test-cases.json"
}
