import {
  type PortOutline,
  parseReference,
  type ReferenceCompletion,
  referenceCompletions,
} from "@internal/flow"
import { Plus, Trash2 } from "lucide-react"
import { useState } from "react"
import { useFlow, useOutline } from "../../flow/flow-context.ts"
import { useProblemIn } from "../../flow/use-problems.ts"
import { Button } from "../../ui/button.tsx"
import { Checkbox } from "../../ui/checkbox.tsx"
import { IconButton } from "../../ui/icon-button.tsx"
import { Select } from "../../ui/select.tsx"
import styles from "./authoring.module.css"
import { freeName } from "./free-name.ts"
import { inTurn } from "./in-turn.ts"
import { cardOf, NameField, typeOverName } from "./name-field.tsx"
import { ReferenceField } from "./reference-field.tsx"

/** Outputs of the flow: name and what it refers to. */
export function OutputsCard() {
  const flow = useFlow()
  const outline = useOutline()
  const [isChat, setChat] = useState(() =>
    outline.outputs.some(({ fields }) => fields.some(({ name }) => name === "is_chat_output")),
  )
  const add = (card: HTMLElement | null) =>
    inTurn(flow, async () => {
      const { nodes, outputs } = flow.outline
      // what a node over all lines gives belongs to none
      const last = nodes.findLast(({ isAggregation }) => !isAggregation)
      const fields = new Map([
        ["type", "string"],
        ["reference", last ? `\${${last.name}.output}` : ""],
      ])
      const name = freeName(outputs, "output")
      await flow.edit({ kind: "port-add", port: "output", name, fields }, "add an output")
      typeOverName(card, `Name of output ${name}`)
    })
  return (
    <section className={styles.card} tabIndex={-1} data-card="outputs" aria-label="Outputs">
      <header className={styles.head}>
        <h2 className={styles.headName}>Outputs</h2>
        <span className={styles.space} />
        {outline.outputs.length > 0 && <Checkbox label="Chat reply" checked={isChat} onChange={setChat} />}
        <Button
          size="small"
          variant="quiet"
          icon={<Plus />}
          onClick={(event) => void add(cardOf(event.currentTarget))}
        >
          Add output
        </Button>
      </header>
      {outline.outputs.length > 0 && (
        <div className={styles.part}>
          <table className={styles.table}>
            <thead>
              <tr>
                <th className={styles.named}>Name</th>
                <th>Value</th>
                {isChat && <th className={styles.narrow}>Chat</th>}
                <th className={styles.tool}>
                  <span className="visually-hidden">Delete</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {outline.outputs.map((output, at) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: an output is its place in the file; its name is edited
                <OutputRow key={at} output={output} isChat={isChat} />
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  )
}

function OutputRow({ output, isChat }: { output: PortOutline; isChat: boolean }) {
  const flow = useFlow()
  const outline = useOutline()
  const reference = output.fields.find(({ name }) => name === "reference")?.value
  const completions = referenceCompletions(outline)
  const problem = useProblemIn(output.range)
  const isReply = output.fields.some(({ name, value }) => name === "is_chat_output" && value === true)
  const setReply = (is: boolean) =>
    flow.edit(
      {
        kind: "port-set",
        port: "output",
        name: output.name,
        field: "is_chat_output",
        value: is ? true : undefined,
      },
      `chat flag of ${output.name}`,
    )
  return (
    <tr className={styles.top}>
      <td>
        <NameField
          label={`Name of output ${output.name}`}
          name={output.name}
          onRename={(to) =>
            flow.edit({ kind: "port-rename", port: "output", name: output.name, to }, `rename ${output.name}`)
          }
        />
      </td>
      <td>
        <ReferenceField
          label={`Value of ${output.name}`}
          value={String(reference ?? "")}
          completions={completions}
          error={unknownReference(String(reference ?? ""), completions) ?? problem}
          onChange={(value) =>
            flow.edit(
              { kind: "port-set", port: "output", name: output.name, field: "reference", value },
              `value of ${output.name}`,
            )
          }
        />
      </td>
      {isChat && (
        <td>
          <Select
            label={`${output.name} in a chat`}
            hideLabel
            size="small"
            value={isReply ? "reply" : "none"}
            options={[
              { value: "none", label: "–" },
              { value: "reply", label: "reply" },
            ]}
            onChange={(to) => void setReply(to === "reply")}
          />
        </td>
      )}
      <td>
        <IconButton
          label={`Delete output ${output.name}`}
          icon={<Trash2 />}
          size="small"
          onClick={() =>
            void flow.edit(
              { kind: "port-delete", port: "output", name: output.name },
              `delete ${output.name}`,
            )
          }
        />
      </td>
    </tr>
  )
}

function unknownReference(text: string, completions: readonly ReferenceCompletion[]): string | undefined {
  const reference = parseReference(text)
  if (!reference) return undefined
  const [kind, name] = reference.kind === "flow-input" ? ["input", reference.name] : ["node", reference.node]
  const isThere = completions.some((one) => one.kind === kind && one.name === name)
  return isThere ? undefined : `There is no ${kind} ${name}`
}
