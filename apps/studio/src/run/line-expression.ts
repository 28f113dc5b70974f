import { asRecord } from "./run-facts.ts"
import type { JoinedLine } from "./use-run-lines.ts"

/** What an expression says that cannot be read, and where. */
export class ExpressionError extends Error {
  override readonly name = "ExpressionError"
}

type Read = (line: JoinedLine) => unknown
type Test = (line: JoinedLine) => boolean
interface Token {
  kind: "name" | "text" | "number" | "sign" | "end"
  text: string
}

/** Fields that every line has; the original's names of traces are understood too. */
export const FIELDS = ["line", "status", "time", "tokens", "error"] as const
const STATUSES: Record<string, string> = { completed: "done", canceled: "cancelled" }
const OPERATORS = ["==", "!=", "<=", ">=", "<", ">", "in"]

/**
 * A test of lines, as `status == "failed" and time > 2`, in seconds: comparisons, chained as in Python (`1 < time <= 5`), `in`
 * for a part of a text, `and`, `or`, `not` and parentheses, over fields of a line, `inputs.NAME`, `outputs.NAME` and, with the
 * names of evaluations, `NAME.OUTPUT`. A line that has no such value passes no comparison but `!=`. Throws an `ExpressionError`.
 */
export function lineTest(text: string, evaluations: Readonly<Record<string, string>> = {}): Test {
  const tokens = tokensOf(text)
  let at = 0
  const now = () => tokens[at] as Token
  const isWord = (word: string) => now().kind === "name" && now().text === word
  const take = () => tokens[at++] as Token
  const either = (): Test => joined("or", both, (tests) => (line) => tests.some((test) => test(line)))
  const both = (): Test => joined("and", one, (tests) => (line) => tests.every((test) => test(line)))
  const joined = (word: string, part: () => Test, join: (tests: Test[]) => Test): Test => {
    const tests = [part()]
    while (isWord(word)) {
      take()
      tests.push(part())
    }
    return tests.length === 1 ? (tests[0] as Test) : join(tests)
  }
  const one = (): Test => {
    if (isWord("not")) {
      take()
      const test = one()
      return (line) => !test(line)
    }
    if (now().text !== "(" || now().kind !== "sign") return comparison()
    take()
    const test = either()
    if (take().text !== ")") throw new ExpressionError("a parenthesis is not closed")
    return test
  }
  const comparison = (): Test => {
    const operands = [operand()]
    const operators: string[] = []
    while (OPERATORS.includes(now().text) && now().kind !== "text") {
      operators.push(take().text)
      operands.push(operand())
    }
    if (operators.length === 0) throw new ExpressionError("a comparison is expected, as time > 2")
    return (line) => {
      const values = operands.map((read) => read(line))
      return operators.every((operator, i) => compared(operator, values[i], values[i + 1]))
    }
  }
  const operand = (): Read => {
    const { kind, text: word } = take()
    if (kind === "text") return () => word
    if (kind === "number") return () => Number(word)
    if (kind === "name") return fieldOf(word, evaluations)
    throw new ExpressionError(kind === "end" ? "it ends too early" : `${word} is not expected here`)
  }
  const test = either()
  if (now().kind !== "end") throw new ExpressionError(`${now().text} is not expected here`)
  return test
}

const TOKEN =
  /\s*(?:("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')|(-?\d+(?:\.\d+)?)|([\p{L}_][\p{L}\p{N}_-]*(?:\.[\p{L}\p{N}_-]+)*)|(==|!=|<=|>=|[<>()]))/uy

function tokensOf(text: string): Token[] {
  const tokens: Token[] = []
  TOKEN.lastIndex = 0
  const end = text.trimEnd().length
  while (TOKEN.lastIndex < end) {
    const from = TOKEN.lastIndex
    const found = TOKEN.exec(text)
    if (!found) throw new ExpressionError(`${text.slice(from, end).trim().slice(0, 20)} cannot be read`)
    const [, quoted, number, name, sign] = found
    if (quoted !== undefined)
      tokens.push({ kind: "text", text: quoted.slice(1, -1).replaceAll(/\\(.)/g, "$1") })
    else if (number !== undefined) tokens.push({ kind: "number", text: number })
    else tokens.push({ kind: name === undefined ? "sign" : "name", text: name ?? sign ?? "" })
  }
  return [...tokens, { kind: "end", text: "" }]
}

function fieldOf(name: string, evaluations: Readonly<Record<string, string>>): Read {
  if (name === "true" || name === "True") return () => true
  if (name === "false" || name === "False") return () => false
  const [first = "", ...rest] = name.split(".")
  if (name === "line" || name === "line_number") return ({ line }) => line
  if (name === "status") return ({ status }) => status
  if (name === "time" || name === "latency") return ({ duration }) => duration / 1000
  if (name === "tokens" || name === "cumulative_token_count.total") return ({ tokens }) => tokens
  if (name === "start_time") return ({ startedAt }) => new Date(startedAt).toISOString()
  if (name === "error") return ({ error }) => error?.message
  const within = (value: unknown) => rest.reduce((held: unknown, key) => asRecord(held)[key], value)
  if (rest.length > 0 && first === "inputs") return ({ inputs }) => within(inputs)
  if (rest.length > 0 && first === "outputs") return ({ outputs }) => within(outputs)
  const run = evaluations[first]
  if (rest.length > 0 && run !== undefined) return ({ others }) => within(others[run]?.outputs)
  throw new ExpressionError(
    `field ${name} is not known: there are ${FIELDS.join(", ")}, inputs.NAME and outputs.NAME`,
  )
}

function compared(operator: string, one: unknown, other: unknown): boolean {
  if (operator === "!=") return !isSame(one, other)
  if (one === undefined || one === null || other === undefined || other === null) return false
  if (operator === "==") return isSame(one, other)
  if (operator === "in") return textOf(other).includes(textOf(one))
  const [a, b] = [asNumber(one), asNumber(other)]
  const order = a !== undefined && b !== undefined ? a - b : textOf(one) < textOf(other) ? -1 : 1
  const isEqual = isSame(one, other)
  switch (operator) {
    case "<":
      return order < 0 && !isEqual
    case ">":
      return order > 0 && !isEqual
    case "<=":
      return order < 0 || isEqual
    default:
      return order > 0 || isEqual
  }
}

/** As texts, whatever their case where they are states: `Completed` is done. */
function isSame(one: unknown, other: unknown): boolean {
  const [a, b] = [asNumber(one), asNumber(other)]
  if (a !== undefined && b !== undefined) return a === b
  const status = (value: unknown) => {
    const lower = textOf(value).toLowerCase()
    return STATUSES[lower] ?? lower
  }
  return textOf(one) === textOf(other) || (isStatus(one) && status(one) === status(other))
}

const isStatus = (value: unknown) => ["done", "failed", "crashed", "cancelled"].includes(textOf(value))
const textOf = (value: unknown): string => (typeof value === "string" ? value : (JSON.stringify(value) ?? ""))

function asNumber(value: unknown): number | undefined {
  if (typeof value === "number") return value
  if (typeof value !== "string" || value.trim() === "") return undefined
  const number = Number(value)
  return Number.isNaN(number) ? undefined : number
}
