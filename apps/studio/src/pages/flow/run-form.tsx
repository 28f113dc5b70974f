import { type ReactNode, useState } from "react"
import { useFlow, useTestsVersion } from "../../flow/flow-context.ts"
import { useFolderImages } from "../../flow/folder-images.ts"
import { isMissing, missingInputs, type Resolved, type RunTarget } from "../../flow/run-needs.ts"
import { optionsOf } from "../../flow/tested-flow.ts"
import { type Draft, NeedRow } from "./need-row.tsx"
import { tellError } from "./run-and-tell.ts"
import styles from "./run-panel.module.css"
import { readNeed, textOf, typedAsOf } from "./typed-need.ts"
import { useLastRunVersion } from "./use-last-run.ts"
import { firstChoice, type VariantChoice, VariantsToRun } from "./variants-to-run.tsx"

export interface RunFormState {
  rows: readonly Resolved[]
  /** Why it cannot run yet. */
  obstacle: string | undefined
  run(): void
  fields: ReactNode
}

/** What a run is asked about before it starts: values from outside of what runs, and variants. */
export function useRunForm(target: RunTarget): RunFormState {
  const flow = useFlow()
  useTestsVersion()
  useLastRunVersion("")
  const imageAddress = useFolderImages(flow.folder)
  const [drafts, setDrafts] = useState<Readonly<Record<string, Draft>>>({})
  const nodes = flow.tests.variantNodes(target)
  const [variants, setVariants] = useState<VariantChoice | undefined>(() => firstChoice(flow, target))
  const isFlow = target.kind === "flow"

  const typed = typedOf(drafts)
  // of the flow those that were missing stay in their place while they are typed
  const wanted = isFlow ? missingInputs(flow.ports, flow.inputs) : flow.tests.values(target, typed)
  const rows = wanted.map((need): Resolved => {
    if (!isFlow || !(need.key in typed)) return need
    const { why: _, ...rest } = need
    return { ...rest, source: "typed", value: typed[need.key] }
  })
  const draftOf = (need: Resolved) =>
    drafts[need.key] ?? (isMissing(need) ? { text: "", as: typedAsOf(need) } : undefined)
  const set = (need: Resolved, { text, as }: Pick<Draft, "text" | "as">) => {
    const read = readNeed(need, text, as)
    setDrafts({ ...drafts, [need.key]: { text, as, ...read } })
  }
  const drop = ({ key }: Resolved) => {
    const { [key]: _, ...rest } = drafts
    setDrafts(rest)
  }
  const wrong = rows.find(({ key }) => drafts[key]?.problem !== undefined)
  const missing = rows.filter(isMissing).map(({ key }) => key)
  const obstacle = wrong
    ? `${wrong.key}: ${drafts[wrong.key]?.problem}`
    : missing.length > 0
      ? `Type a value for ${missing.join(", ")}.`
      : variants?.ids.length === 0
        ? "Choose a variant."
        : undefined
  const run = async () => {
    if (isFlow)
      for (const [key, value] of Object.entries(typed)) flow.setInput(key.slice("inputs.".length), value)
    const { error } = await flow.run({
      ...optionsOf(target),
      ...(!isFlow && { typed }),
      ...(variants && { variants }),
    })
    tellError(error)
  }
  const fields = (
    <>
      {nodes.length > 0 && (
        <VariantsToRun nodes={nodes} target={target} value={variants} onChange={setVariants} />
      )}
      {rows.length > 0 && (
        <div className={styles.needs}>
          {rows.map((need) => (
            <NeedRow
              key={need.key}
              need={need}
              draft={draftOf(need)}
              imageAddress={imageAddress}
              canPin={!isFlow}
              onType={() => set(need, { text: textOf(need.value, typedAsOf(need)), as: typedAsOf(need) })}
              onDraft={(draft) => set(need, draft)}
              onReset={() => drop(need)}
              onPin={() => {
                flow.cases.pin(need.key, need.value)
                drop(need)
              }}
              onUnpin={() => flow.cases.unpin(need.key)}
            />
          ))}
        </div>
      )}
    </>
  )
  return { rows, obstacle, run: () => void run(), fields }
}

/** What was typed and can be read. */
function typedOf(drafts: Readonly<Record<string, Draft>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(drafts).flatMap(([key, { problem, value }]) =>
      problem === undefined ? [[key, value]] : [],
    ),
  )
}
