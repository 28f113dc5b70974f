import type { NodeOutline, VariantOutline } from "@internal/flow"
import { Copy, Play, Trash2 } from "lucide-react"
import { useState } from "react"
import { useFile, useFlow, useFlowSlice } from "../../flow/flow-context.ts"
import { Button } from "../../ui/button.tsx"
import { classNames } from "../../ui/class-names.ts"
import { DiffText } from "../../ui/diff-text.tsx"
import { IconButton } from "../../ui/icon-button.tsx"
import styles from "./authoring.module.css"
import { Definition } from "./definition.tsx"
import { NameField } from "./name-field.tsx"
import { renamedPath } from "./node-head.tsx"

/** Variants of a node side by side: edit, clone, choose the default, run one, see how it differs from its neighbour. */
export function Variants({ node }: { node: NodeOutline }) {
  return (
    <section className={styles.variants} aria-label={`Variants of ${node.name}`}>
      {node.variants.map((variant, i) => (
        <Variant key={variant.idRange.from} node={node} variant={variant} before={node.variants[i - 1]} />
      ))}
    </section>
  )
}

function Variant({
  node,
  variant,
  before,
}: {
  node: NodeOutline
  variant: VariantOutline
  before: VariantOutline | undefined
}) {
  const flow = useFlow()
  const running = useFlowSlice((open) => open.running)
  const picked = useFlowSlice((open) => open.variants[node.name])
  const [isDiff, showDiff] = useState(false)
  const isChosen = (picked ?? node.variants.find(({ isDefault }) => isDefault)?.id) === variant.id
  const mine = useFile(sourcePath(flow.pathOf.bind(flow), variant))
  const theirs = useFile(sourcePath(flow.pathOf.bind(flow), before))
  const clone = () => {
    const ids = node.variants.map(({ id }) => id)
    let number = node.variants.length
    while (ids.includes(`variant_${number}`)) number++
    const to = `variant_${number}`
    const path = variant.source?.path
    void flow.edit(
      {
        kind: "variant-clone",
        node: node.index,
        variant: variant.id,
        to,
        ...(path && { source: renamedPath(path, `${node.name}__${to}`) }),
      },
      `clone ${variant.id}`,
    )
  }
  const run = () => {
    flow.chooseVariant(node.name, variant.id)
    void flow.run({ node: node.name })
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
        <label className={styles.kind}>
          <input
            type="radio"
            name={`default of ${node.name}`}
            checked={variant.isDefault}
            onChange={() =>
              void flow.edit(
                { kind: "variant-default", node: node.index, variant: variant.id },
                `default of ${node.name}`,
              )
            }
          />{" "}
          default
        </label>
        <span className={styles.space} />
        {before && (
          <Button size="small" variant="quiet" aria-pressed={isDiff} onClick={() => showDiff(!isDiff)}>
            Diff
          </Button>
        )}
        <IconButton
          label={`Run ${variant.id}`}
          icon={<Play />}
          size="small"
          disabled={running !== undefined}
          onClick={run}
        />
        <IconButton label={`Clone ${variant.id}`} icon={<Copy />} size="small" onClick={clone} />
        <IconButton
          label={`Delete ${variant.id}`}
          icon={<Trash2 />}
          size="small"
          disabled={node.variants.length === 1}
          onClick={() =>
            void flow.edit(
              { kind: "variant-delete", node: node.index, variant: variant.id },
              `delete ${variant.id}`,
            )
          }
        />
      </header>
      {isDiff && before ? (
        <div className={styles.output}>
          <DiffText before={theirs?.text ?? ""} after={mine?.text ?? ""} />
        </div>
      ) : (
        <Definition node={node} definition={variant} variant={variant.id} />
      )}
    </section>
  )
}

function sourcePath(
  pathOf: (source: string) => string,
  variant: VariantOutline | undefined,
): string | undefined {
  const path = variant?.source?.path
  return path === undefined ? undefined : pathOf(path)
}
