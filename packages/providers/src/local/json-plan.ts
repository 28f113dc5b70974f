/**
 * One step of writing a flat JSON object: fixed text, a choice between texts, or a value that a grammar shapes. Values come
 * with the space before them: models read and write the space and the quote as one token.
 */
export type Step =
  | { kind: "text"; text: string }
  /** Each option is the JSON text of a value; `end` is the character after it, which belongs to its last token. */
  | { kind: "choice"; options: string[]; end: string }
  | { kind: "string"; maxLength?: number }
  /** A number or boolean; `end` is the character after it, which the grammar needs to know when to stop. */
  | { kind: "literal"; type: "integer" | "number" | "boolean"; end: string }

/**
 * The steps that write an object of this schema, if it is flat and one of its properties is an enum, whose values are then
 * scored instead of sampled. Nothing for any other schema: a grammar of the whole serves it.
 */
export function choicePlan(schema: unknown): Step[] | undefined {
  if (!isObject(schema) || schema.type !== "object" || !isObject(schema.properties)) return undefined
  const names = Object.keys(schema.properties)
  const steps: Step[] = []
  for (const [i, name] of names.entries()) {
    const end = i === names.length - 1 ? "}" : ","
    const step = valueStep(schema.properties[name], end)
    if (!step) return undefined
    steps.push({ kind: "text", text: `${i === 0 ? "{" : " "}${JSON.stringify(name)}:` }, step)
    steps.push({ kind: "text", text: end })
  }
  return steps.some((step) => step.kind === "choice") ? steps : undefined
}

function valueStep(schema: unknown, end: string): Step | undefined {
  if (!isObject(schema)) return undefined
  const values = Array.isArray(schema.enum) ? schema.enum : "const" in schema ? [schema.const] : undefined
  if (values?.length === 0) return undefined
  if (values) return { kind: "choice", options: values.map((value) => ` ${JSON.stringify(value)}`), end }
  switch (schema.type) {
    case "string":
      if (schema.pattern !== undefined || schema.format !== undefined) return undefined
      return {
        kind: "string",
        maxLength: typeof schema.maxLength === "number" ? schema.maxLength : undefined,
      }
    case "integer":
    case "number":
    case "boolean":
      return { kind: "literal", type: schema.type, end }
    default:
      return undefined
  }
}

// A JSON string with its quotes.
const STRING = String.raw`root ::= " " "\"" ([^"\\\x00-\x1f] | "\\" (["\\/bfnrt] | "u" [0-9a-fA-F]{4}))* "\""`
const INTEGER = `" " "-"? ("0" | [1-9] [0-9]{0,15})`

/** GBNF for the value of a step. */
export function stepGrammar(step: Extract<Step, { kind: "string" | "literal" }>): string {
  if (step.kind === "string") return STRING
  const end = JSON.stringify(step.end)
  if (step.type === "boolean") return `root ::= " " ("true" | "false") ${end}`
  if (step.type === "integer") return `root ::= ${INTEGER} ${end}`
  return `root ::= ${INTEGER} ("." [0-9]{1,15})? ${end}`
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value)
}
