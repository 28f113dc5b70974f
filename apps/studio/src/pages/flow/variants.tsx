import type { DefinitionOutline, NodeOutline, VariantOutline } from "@internal/flow"
import { toPlain } from "@internal/value"
import { Copy, GitCompare, Play, Plus, Trash2 } from "lucide-react"
import { useMemo, useState } from "react"
import { useAnswer } from "../../api/queries.ts"
import { shownError } from "../../api/shown-error.ts"
import { useFile, useFlow, useFlowSlice } from "../../flow/flow-context.ts"
import { useFolderImages } from "../../flow/folder-images.ts"
import { outputOf } from "../../flow/node-output.ts"
import { shownTyped } from "../../flow/typed-value.ts"
import { useFormerNames } from "../../flow/use-former-names.ts"
import { type VariantMetrics, variantMetrics } from "../../flow/variant-metrics.ts"
import { Button } from "../../ui/button.tsx"
import { classNames } from "../../ui/class-names.ts"
import { DiffText } from "../../ui/diff-text.tsx"
import { ErrorView } from "../../ui/error-view.tsx"
import { IconButton } from "../../ui/icon-button.tsx"
import { toast } from "../../ui/toasts.ts"
import { ValueView } from "../../ui/value-view.tsx"
import styles from "./authoring.module.css"
import { Definition } from "./definition.tsx"
import { inTurn } from "./in-turn.ts"
import { NameField } from "./name-field.tsx"
import { renamedPath } from "./node-actions.ts"
import { useLastRunVersion } from "./use-last-run.ts"
import { VariantMeasures } from "./variant-measures.tsx"
import own from "./variants.module.css"

const NO_RUNS: readonly [] = []

/** Variants of a node side by side: edit, clone, choose the default, run them, see how neighbours differ and did. */
export function Variants({ node }: { node: NodeOutline }) {
  const flow = useFlow()
  const runs = useAnswer("runs.list", { flow: flow.path, evaluations: "include" })
  const running = useFlowSlice((open) => open.running)
  const fallback = node.variants.find(({ isDefault }) => isDefault)?.id
  const { nodes } = flow.outline
  const file = flow.file.split("/").at(-1) ?? ""
  const former = useFormerNames(node, { runs: runs.data ?? NO_RUNS, nodes, file })
  const metrics = useMemo(
    () =>
      variantMetrics(runs.data ?? NO_RUNS, {
        node: node.name,
        former,
        nodes: nodes.map(({ name }) => name),
        fallback,
      }),
    [runs.data, node.name, former, nodes, fallback],
  )
  const ids = node.variants.map(({ id }) => id)
  return (
    <>
      <div className={own.bar}>
        <Button
          size="small"
          icon={<Play />}
          disabled={running !== undefined}
          onClick={() => void flow.run({ node: node.name, variants: { node: node.name, ids } })}
        >
          Run all variants
        </Button>
        <CloneButton node={node} variant={node.variants.at(-1)} />
      </div>
      <section className={styles.variants} aria-label={`Variants of ${node.name}`}>
        {node.variants.map((variant, i) => (
          <Variant
            key={variant.id}
            node={node}
            variant={variant}
            before={node.variants[i - 1]}
            metrics={metrics.get(variant.id)}
            areMeasured={metrics.size > 0}
          />
        ))}
      </section>
    </>
  )
}

function CloneButton({ node, variant }: { node: NodeOutline; variant: VariantOutline | undefined }) {
  const clone = useClone(node)
  if (!variant) return null
  return (
    <Button size="small" variant="quiet" icon={<Plus />} onClick={() => clone(variant)}>
      New variant
    </Button>
  )
}

function useClone(node: NodeOutline): (variant: VariantOutline) => void {
  const flow = useFlow()
  const clone = async (variant: VariantOutline) => {
    const { variants } = flow.outline.nodes.find(({ name }) => name === node.name) ?? node
    const ids = variants.map(({ id }) => id)
    const pathOf = (id: string) =>
      variant.source?.path === undefined ? undefined : renamedPath(variant.source.path, `${node.name}__${id}`)
    let number = ids.length
    const isTaken = (id: string) => ids.includes(id) || flow.problems.hasFile(pathOf(id) ?? "")
    while (isTaken(`variant_${number}`)) number++
    const to = `variant_${number}`
    const source = pathOf(to)
    await flow.edit(
      { kind: "variant-clone", node: node.index, variant: variant.id, to, ...(source && { source }) },
      `clone ${variant.id}`,
    )
  }
  return (variant) =>
    void inTurn(flow, () => clone(variant)).catch((thrown: Error) =>
      toast({ kind: "error", title: thrown.message }),
    )
}

interface VariantProps {
  node: NodeOutline
  variant: VariantOutline
  before: VariantOutline | undefined
  metrics: VariantMetrics | undefined
  /** Some variant of the node has metrics: each has a line for them. */
  areMeasured: boolean
}

function Variant({ node, variant, before, metrics, areMeasured }: VariantProps) {
  const flow = useFlow()
  const running = useFlowSlice((open) => open.running)
  const picked = useFlowSlice((open) => open.variants[node.name])
  const clone = useClone(node)
  const [isDiff, showDiff] = useState(false)
  const isChosen = (picked ?? node.variants.find(({ isDefault }) => isDefault)?.id) === variant.id
  const edit = (...given: Parameters<typeof flow.edit>) =>
    flow.edit(...given).catch((thrown: Error) => toast({ kind: "error", title: thrown.message }))
  const run = () => {
    flow.chooseVariant(node.name, variant.id)
    void flow.run({ node: node.name, variants: { node: node.name, ids: [variant.id] } })
  }
  return (
    <section
      className={classNames(styles.variant, isChosen && styles.chosen)}
      aria-label={`Variant ${variant.id}`}
    >
      <header className={styles.head}>
        <NameField
          label={`Name of variant ${variant.id}`}
          name={variant.id}
          onRename={(to) =>
            flow.edit(
              { kind: "variant-rename", node: node.index, variant: variant.id, to },
              `rename ${variant.id}`,
            )
          }
        />
        <label className={styles.isDefault}>
          <input
            type="radio"
            name={`default of ${node.name}`}
            checked={variant.isDefault}
            onChange={() =>
              void edit(
                { kind: "variant-default", node: node.index, variant: variant.id },
                `default of ${node.name}`,
              )
            }
          />
          default
        </label>
        <span className={styles.space} />
        {before && (
          <IconButton
            label={`Difference to ${before.id}`}
            icon={<GitCompare />}
            size="small"
            aria-pressed={isDiff}
            onClick={() => showDiff(!isDiff)}
          />
        )}
        <IconButton
          label={`Run ${variant.id}`}
          icon={<Play />}
          size="small"
          disabled={running !== undefined}
          onClick={run}
        />
        <IconButton
          label={`Clone ${variant.id}`}
          icon={<Copy />}
          size="small"
          onClick={() => clone(variant)}
        />
        <IconButton
          label={`Delete ${variant.id}`}
          icon={<Trash2 />}
          size="small"
          disabled={node.variants.length === 1}
          onClick={() =>
            void edit(
              { kind: "variant-delete", node: node.index, variant: variant.id },
              `delete ${variant.id}`,
            )
          }
        />
      </header>
      {areMeasured && <VariantMeasures id={variant.id} measured={metrics} />}
      {isDiff && before ? (
        <Difference before={before} variant={variant} />
      ) : (
        <Definition node={node} definition={variant} variant={variant.id} />
      )}
      <LastOutput node={node.name} variant={variant.id} />
    </section>
  )
}

/** What this variant gave when it ran last. */
function LastOutput({ node, variant }: { node: string; variant: string }) {
  const flow = useFlow()
  useLastRunVersion(node)
  const imageAddress = useFolderImages(flow.folder)
  const state = flow.last.ofVariant(node, variant)
  if (!state) return null
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by keyboard
    <section className={own.output} aria-label={`Last output of ${variant}`} tabIndex={0}>
      <h3 className={own.title}>Last output</h3>
      {state.status === "running" ? (
        <p className={styles.muted}>It runs.</p>
      ) : state.error ? (
        <ErrorView error={shownError(state.error)} />
      ) : (
        <ValueView value={outputOf(state)} label={`last output of ${variant}`} imageAddress={imageAddress} />
      )}
    </section>
  )
}

/** What another than the neighbour on its left is: settings and inputs, then the text. */
function Difference({ before, variant }: { before: VariantOutline; variant: VariantOutline }) {
  const flow = useFlow()
  const pathOf = ({ source }: DefinitionOutline) =>
    source?.path === undefined ? undefined : flow.pathOf(source.path)
  const mine = useFile(pathOf(variant))
  const theirs = useFile(pathOf(before))
  const [a, b] = [settingsOf(before), settingsOf(variant)]
  return (
    <section
      className={own.difference}
      aria-label={`Difference of ${variant.id} to ${before.id}`}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by keyboard
      tabIndex={0}
    >
      {a !== b && <DiffText by="lines" before={a} after={b} label={`Settings against ${before.id}`} />}
      <DiffText before={theirs?.text ?? ""} after={mine?.text ?? ""} label={`Text against ${before.id}`} />
      {a === b && theirs?.text === mine?.text && <p className={styles.muted}>They are the same.</p>}
    </section>
  )
}

function settingsOf({ fields, inputs }: DefinitionOutline): string {
  return [...fields, ...inputs].map(({ name, value }) => `${name}: ${shownTyped(toPlain(value))}\n`).join("")
}
