import type { Case, Step } from "../case.ts"

/** A question made by hand for the rows of one section of the specification. */
export interface SectionCase extends Case {
  /** Where the rows stand: `3.4`, `A.7`, `B`, `surface 1.3`. */
  sections: string[]
  title: string
  /** Steps at which ours answers otherwise on purpose, by number. */
  differs?: Record<number, Difference>
}

export interface Difference {
  /** Words of the row of docs/reference/differences.md that says so. */
  row: string
  /** The exit code ours must have instead; `any` where even that is open. */
  exit?: number | "any"
  /** Paths that are not compared (see compare.ts); `true`: nothing but the exit code is. */
  free?: true | RegExp
}

type More = Pick<SectionCase, "differs">

export function section(
  sections: string,
  title: string,
  files: Record<string, string>,
  steps: (Step | string)[],
  more: More = {},
): SectionCase {
  const id = `${sections} ${title}`
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-")
    .slice(0, 60)
  return {
    id,
    sections: sections.split(", "),
    title,
    files,
    steps: steps.map((step) => (typeof step === "string" ? { argv: words(step) } : step)),
    ...more,
  }
}

/** Words of a command, parted by blanks; quotes hold one together. */
export function words(line: string): string[] {
  return (line.match(/(?:[^\s'"]|'[^']*'|"[^"]*")+/g) ?? []).map((word) =>
    word.replace(/^(['"])(.*)\1$/s, "$2").replace(/^([^'"=\s]+=)(['"])(.*)\2$/s, "$1$3"),
  )
}

/** The tool file of a function `name(parameters)`. */
export function tool(name: string, parameters: string, body: string, head = ""): string {
  const lines = body.split("\n").map((line) => (line ? `    ${line}` : ""))
  return `from promptflow.core import tool\n${head}\n\n@tool\ndef ${name}(${parameters}):\n${lines.join("\n")}\n`
}
