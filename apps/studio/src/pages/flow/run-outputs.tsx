import type { FlowOutline } from "@internal/flow"
import { toPlain } from "@internal/value"
import { useFlow, useOutline } from "../../flow/flow-context.ts"
import { useFolderImages } from "../../flow/folder-images.ts"
import { flowOutputs } from "../../flow/node-output.ts"
import type { ShownTest } from "../../flow/tested-flow.ts"
import { EmptyState } from "../../ui/empty-state.tsx"
import { ErrorView } from "../../ui/error-view.tsx"
import { Duration, Tokens } from "../../ui/figures.tsx"
import { NodeError } from "./node-error.tsx"
import { OutputView } from "./output-view.tsx"
import styles from "./results.module.css"

/** Outputs, metrics and inputs of the last test of the flow; of several variants side by side. */
export function RunOutputs() {
  const flow = useFlow()
  const outline = useOutline()
  const imageAddress = useFolderImages(flow.folder)
  const tests = inOrder(flow.tests.shown, outline)
  const refused = flow.outcome?.error
  if (refused && !tests.some(({ state }) => state.line(0)))
    return (
      <div className={styles.output}>
        <ErrorView error={refused} />
      </div>
    )
  if (tests.length === 0)
    return (
      <EmptyState>{flow.running ? "The flow runs." : "Run the flow to see its outputs here."}</EmptyState>
    )
  const columns = tests.map((test) => columnOf(test, outline))
  const outputs = [...new Set(columns.flatMap((column) => Object.keys(column.outputs)))]
  const inputs = [...new Set(columns.flatMap((column) => Object.keys(column.inputs)))]
  const metrics = [...new Set(columns.flatMap((column) => Object.keys(column.metrics)))]
  const cell = (value: unknown, label: string, isLive: boolean) =>
    isLive ? (
      <p className={styles.live} aria-live="polite" aria-busy="true">
        {String(value)}
      </p>
    ) : value === undefined ? null : (
      <OutputView value={value} label={label} imageAddress={imageAddress} />
    )
  return (
    <div className={styles.output}>
      {columns.map(({ test, error, key }) =>
        !error ? null : isCancelled(test) ? (
          <p key={key} className={styles.muted}>
            The run was cancelled.
          </p>
        ) : (
          <NodeError key={key} error={error} {...nodeOf(test)} of="the run" />
        ),
      )}
      {outputs.length + inputs.length === 0 ? (
        columns.every(({ error }) => !error) && (
          <p className={styles.muted}>{flow.running ? "The flow runs." : "The flow gave nothing."}</p>
        )
      ) : (
        <table className={styles.table} aria-label="Outputs and inputs of the last run">
          <thead>
            <tr>
              <th scope="col">Output</th>
              {columns.map(({ test, key }) => (
                <th key={key} scope="col">
                  {test.variant ?? "Value"}
                  {columns.length > 1 && <Facts test={test} />}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {outputs.map((name) => (
              <tr key={name}>
                <th scope="row">{name}</th>
                {columns.map(({ key, outputs: given, isLive }) => (
                  <td key={key}>{cell(given[name], name, isLive)}</td>
                ))}
              </tr>
            ))}
          </tbody>
          {metrics.length > 0 && (
            <tbody>
              {metrics.map((name) => (
                <tr key={name}>
                  <th scope="row">metrics.{name}</th>
                  {columns.map(({ key, metrics: given }) => (
                    <td key={key}>{cell(given[name], `metric ${name}`, false)}</td>
                  ))}
                </tr>
              ))}
            </tbody>
          )}
          {inputs.length > 0 && (
            <tbody>
              {inputs.map((name) => (
                <tr key={name}>
                  <th scope="row">inputs.{name}</th>
                  {columns.map(({ key, inputs: given }) => (
                    <td key={key}>{cell(given[name], `input ${name}`, false)}</td>
                  ))}
                </tr>
              ))}
            </tbody>
          )}
        </table>
      )}
    </div>
  )
}

/** Variants in the order in which the flow has them. */
function inOrder(tests: readonly ShownTest[], outline: FlowOutline): readonly ShownTest[] {
  const ids = outline.nodes.flatMap(({ variants }) => variants.map(({ id }) => id))
  return [...tests].sort((a, b) => ids.indexOf(a.variant ?? "") - ids.indexOf(b.variant ?? ""))
}

function Facts({ test: { state } }: { test: ShownTest }) {
  const line = state.line(0)
  if (!line) return null
  return (
    <span className={`${styles.facts} ${styles.columnFacts}`}>
      <Duration milliseconds={line.duration} /> · <Tokens count={line.usage.total_tokens} unit />
    </span>
  )
}

function columnOf(test: ShownTest, outline: FlowOutline) {
  const { state } = test
  const line = state.line(0)
  const inputs = line?.inputs && toPlain(line.inputs.value)
  const bare = line?.outputs && !flowOutputs(line) ? { output: toPlain(line.outputs.value) } : undefined
  const ended = flowOutputs(line) ?? bare
  return {
    test,
    key: state.name,
    error: line?.error ?? undefined,
    outputs: (ended ?? written(test, outline)) as Record<string, unknown>,
    inputs: (typeof inputs === "object" && inputs !== null ? inputs : {}) as Record<string, unknown>,
    /** Of an evaluation: what its aggregation nodes logged. */
    metrics: Object.fromEntries(
      Object.entries(state.summary.metrics).map(([name, { value }]) => [name, toPlain(value)]),
    ) as Record<string, unknown>,
    isLive: ended === undefined,
  }
}

/** Of a flow that still runs, what models have written for its outputs. */
function written({ state }: ShownTest, outline: FlowOutline): Record<string, unknown> {
  const texts: Record<string, unknown> = {}
  for (const { owner, reference } of outline.references) {
    if (owner.kind !== "output" || reference.kind !== "node-output") continue
    const text = state.text(0, reference.node) || state.text(null, owner.name)
    if (text !== "") texts[owner.name] = text
  }
  return texts
}

/** By whoever started it: not a failure. */
function isCancelled({ state }: ShownTest): boolean {
  return state.line(0)?.status === "cancelled"
}

/** The node that failed, for going to its card. */
function nodeOf({ state }: ShownTest): { node?: string } {
  const failed = [...(state.line(0)?.nodes.values() ?? [])].find(({ status }) => status === "failed")
  return failed ? { node: failed.node } : {}
}
