import { textOf } from "./format.js"

/** Runs in the order of the table: each run, and below it those that evaluate it, with how deep they are. */
export function ordered(runs) {
  const names = new Set(runs.map((run) => run.name))
  const out = []
  const add = (run, depth) => {
    if (out.some((one) => one.run === run)) return
    out.push({ run, depth })
    for (const other of runs) if (other.evaluates === run.name) add(other, depth + 1)
  }
  for (const run of runs) if (!names.has(run.evaluates)) add(run, 0)
  for (const run of runs) add(run, 0)
  return out
}

/** Lines of all runs side by side: inputs once, then the outputs of each run, evaluations beside what they evaluate. */
export function rowModel(runs) {
  const shown = ordered(runs)
  const roots = shown.filter(({ depth }) => depth === 0).map(({ run }) => run)
  const byLine = new Map()
  for (const { run } of shown) {
    for (const line of run.lines) {
      if (!byLine.has(line.line)) byLine.set(line.line, new Map())
      byLine.get(line.line).set(run, line)
    }
  }
  const groups = [
    { title: "inputs", run: null, columns: columnsOf(roots, "inputs") },
    ...shown.map(({ run }) => ({
      title: run.displayName || run.name,
      run,
      columns: columnsOf([run], "outputs"),
    })),
  ]
  const rows = Array.from(byLine, ([number, lines]) => ({ number, lines })).sort(
    (a, b) => a.number - b.number,
  )
  return { groups, rows, roots }
}

function columnsOf(runs, side) {
  const names = new Set()
  for (const run of runs) for (const line of run.lines) for (const [name] of line[side]) names.add(name)
  return [...names]
}

/** The value of a column in a row; undefined where the run has no such line. */
export function cellOf(row, group, column, roots) {
  const lines = group.run ? [row.lines.get(group.run)] : roots.map((run) => row.lines.get(run))
  const side = group.run ? "outputs" : "inputs"
  for (const line of lines) {
    const found = line?.[side].find(([name]) => name === column)
    if (found) return found[1]
  }
  return undefined
}

export function hasFailed(row) {
  return [...row.lines.values()].some((line) => line.status !== "done")
}

/** Whether the runs that are compared gave different outputs. */
export function differs(row, roots) {
  const outputs = new Set(roots.map((run) => JSON.stringify(row.lines.get(run)?.outputs ?? null)))
  return outputs.size > 1
}

export function contains(row, words) {
  const wanted = words.toLowerCase()
  for (const line of row.lines.values()) {
    for (const [, value] of [...line.inputs, ...line.outputs]) {
      if (textOf(value).toLowerCase().includes(wanted)) return true
    }
    if (line.error?.message.toLowerCase().includes(wanted)) return true
  }
  return String(row.number) === words
}
