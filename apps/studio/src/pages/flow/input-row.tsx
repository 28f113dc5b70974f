import type { PortOutline } from "@internal/flow"
import { VALUE_TYPES } from "@internal/schema"
import { Trash2 } from "lucide-react"
import { useId } from "react"
import { useFlow } from "../../flow/flow-context.ts"
import type { RunPort } from "../../flow/run-ports.ts"
import { useProblemIn } from "../../flow/use-problems.ts"
import { IconButton } from "../../ui/icon-button.tsx"
import { Select } from "../../ui/select.tsx"
import { InputDescription } from "./input-description.tsx"
import { InputValue } from "./input-value.tsx"
import styles from "./inputs.module.css"
import { NameField } from "./name-field.tsx"
import { ProblemRow } from "./problem-row.tsx"

const TYPES = VALUE_TYPES.map((value) => ({ value, label: value }))

/** An input: its name, its type, the value that the next run gets, and what it is in a chat. */
export function InputRow({
  input,
  port,
  isChat,
  isDescribed,
}: {
  input: PortOutline
  /** What a run is given for it. */
  port: RunPort
  isChat: boolean
  isDescribed: boolean
}) {
  const flow = useFlow()
  const fieldOf = (name: string) => input.fields.find((one) => one.name === name)
  const field = (name: string) => fieldOf(name)?.value
  const ofValue = fieldOf("default")?.range
  const valueProblem = useProblemIn(ofValue)
  const problemId = useId()
  const typeProblem = useProblemIn(input.range, [ofValue])
  const set = (name: string, to: string | boolean | undefined, label: string) =>
    flow.edit({ kind: "port-set", port: "input", name: input.name, field: name, value: to }, label)
  const chat =
    field("is_chat_input") === true
      ? "input"
      : field("is_chat_history") === true || input.name === "chat_history"
        ? "history"
        : "none"
  return (
    <>
      <tr className={styles.top}>
        <td>
          <NameField
            label={`Name of input ${input.name}`}
            name={input.name}
            onRename={(to) =>
              flow.edit({ kind: "port-rename", port: "input", name: input.name, to }, `rename ${input.name}`)
            }
          />
        </td>
        <td>
          <Select
            label={`Type of ${input.name}`}
            hideLabel
            errorId={typeProblem && problemId}
            size="small"
            value={port.type as (typeof VALUE_TYPES)[number]}
            options={TYPES}
            onChange={(to) => void set("type", to, `type of ${input.name}`)}
          />
        </td>
        <td>
          <InputValue key={port.name} port={port} problem={valueProblem} />
        </td>
        {isChat && (
          <td>
            <Select
              label={`${input.name} in a chat`}
              hideLabel
              size="small"
              value={chat}
              options={[
                { value: "none", label: "–" },
                { value: "input", label: "message" },
                { value: "history", label: "history" },
              ]}
              onChange={async (to) => {
                await set("is_chat_input", to === "input" ? true : undefined, `chat flag of ${input.name}`)
                await set(
                  "is_chat_history",
                  to === "history" ? true : undefined,
                  `chat flag of ${input.name}`,
                )
              }}
            />
          </td>
        )}
        <td>
          <IconButton
            label={`Delete input ${input.name}`}
            icon={<Trash2 />}
            size="small"
            onClick={() =>
              void flow.edit({ kind: "port-delete", port: "input", name: input.name }, `delete ${input.name}`)
            }
          />
        </td>
      </tr>
      {typeProblem && <ProblemRow id={problemId} problem={typeProblem} columns={isChat ? 5 : 4} />}
      {isDescribed && <InputDescription input={input} columns={isChat ? 5 : 4} />}
    </>
  )
}
