import type { DefinitionOutline, NodeOutline } from "@internal/flow"
import { toPlain } from "@internal/value"
import { CodeEditor } from "../../editor/code-editor.tsx"
import { languageOf } from "../../editor/languages.ts"
import { kindOf } from "../../flow/flow-shape-of.ts"
import { NODE_KINDS } from "../../flow/flow-words.ts"
import { Badge } from "../../ui/badge.tsx"
import { Card, Collapsible } from "../../ui/card.tsx"
import { classNames } from "../../ui/class-names.ts"
import styles from "./snapshot.module.css"

export interface SnapshotFile {
  path: string
  text: string | null
}

interface SnapshotNodeProps {
  node: NodeOutline
  files: readonly SnapshotFile[]
  /** The variant that the run took. */
  ran: string | undefined
  selected: boolean
}

/** A node as its card shows it: settings, inputs, source; variants one below another. */
export function SnapshotNode({ node, files, ran, selected }: SnapshotNodeProps) {
  const { variants } = node
  const shown = node.usesVariants && variants.length > 0
  return (
    <Card
      className={classNames(selected && styles.selected)}
      title={node.name}
      actions={
        <>
          {node.isAggregation ? <Badge>aggregation</Badge> : null}
          <Badge tone="accent">{NODE_KINDS[kindOf(node)] ?? kindOf(node)}</Badge>
        </>
      }
    >
      {shown ? (
        variants.map((variant) => {
          const isRan = ran === undefined ? variant.isDefault : variant.id === ran
          return (
            <Collapsible
              key={variant.id}
              look="plain"
              defaultOpen={isRan}
              title={
                <span className={styles.variant}>
                  {variant.id}
                  {variant.isDefault ? <Badge>default</Badge> : null}
                  {isRan ? <Badge tone="done">ran</Badge> : null}
                </span>
              }
            >
              <Definition definition={variant} label={`${node.name}, ${variant.id}`} files={files} />
            </Collapsible>
          )
        })
      ) : (
        <Definition definition={node} label={node.name} files={files} />
      )}
    </Card>
  )
}

interface DefinitionProps {
  definition: DefinitionOutline
  label: string
  files: readonly SnapshotFile[]
}

const HIDDEN = ["use_variants", "aggregation", "reduce"]

function Definition({ definition, label, files }: DefinitionProps) {
  const { source, inputs, activate, fields } = definition
  const path = source?.path?.replace(/^\.\//, "")
  const file = files.find((one) => one.path === path)
  const settings = [
    ...fields
      .filter(({ name }) => !HIDDEN.includes(name))
      .map(({ name, value }) => [name, shown(value)] as const),
    ...(source?.tool ? ([["tool", source.tool]] as const) : []),
    ...(activate ? ([["runs if", `${shown(activate.when)} is ${shown(activate.is)}`]] as const) : []),
  ]
  return (
    <div className={styles.definition}>
      {settings.length > 0 ? (
        <dl className={styles.facts}>
          {settings.map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      ) : null}
      {inputs.length > 0 ? (
        <table className={styles.table}>
          <thead>
            <tr>
              <th scope="col">Input</th>
              <th scope="col">Value</th>
            </tr>
          </thead>
          <tbody>
            {inputs.map(({ name, value }) => (
              <tr key={name}>
                <td>{name}</td>
                <td>{shown(value)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      ) : null}
      {file?.text != null ? (
        <div>
          <p className={styles.path}>{file.path}</p>
          <div className={styles.code}>
            <CodeEditor
              label={`${file.path} of ${label}`}
              language={languageOf(file.path)}
              text={file.text}
              readOnly
            />
          </div>
        </div>
      ) : path ? (
        <p className={styles.muted}>{path} was not kept.</p>
      ) : null}
    </div>
  )
}

function shown(value: Parameters<typeof toPlain>[0]): string {
  const plain = toPlain(value)
  return typeof plain === "string" ? plain : JSON.stringify(plain)
}
