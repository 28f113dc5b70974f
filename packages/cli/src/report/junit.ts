/** One test case of a JUnit report. `seconds` is left out where nothing was timed. */
export interface TestCase {
  group: string
  name: string
  seconds?: number
  failure?: { message: string; detail?: string }
}

/** A JUnit XML document, as CI systems read it. */
export function junit(suite: string, cases: readonly TestCase[]): string {
  const failed = cases.filter((c) => c.failure).length
  const seconds = cases.reduce((sum, c) => sum + (c.seconds ?? 0), 0)
  const lines = cases.map((c) => {
    const time = c.seconds === undefined ? "" : ` time="${c.seconds.toFixed(3)}"`
    const open = `    <testcase classname="${escaped(c.group)}" name="${escaped(c.name)}"${time}`
    if (c.failure === undefined) return `${open}/>`
    const { message, detail } = c.failure
    return `${open}>\n      <failure message="${escaped(message)}">${escaped(detail ?? message)}</failure>\n    </testcase>`
  })
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    "<testsuites>",
    `  <testsuite name="${escaped(suite)}" tests="${cases.length}" failures="${failed}" time="${seconds.toFixed(3)}">`,
    ...lines,
    "  </testsuite>",
    "</testsuites>",
    "",
  ].join("\n")
}

const ENTITIES: Record<string, string> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "\t": "&#9;",
  "\n": "&#10;",
  "\r": "&#13;",
}

/** XML 1.0 has no way to write most control characters. */
function escaped(text: string): string {
  const allowed = text.toWellFormed().replace(/[^\P{Cc}\t\n\r]|[\ufffe\uffff]/gu, "�")
  return allowed.replace(/[&<>"\t\n\r]/g, (c) => ENTITIES[c] as string)
}
