import type { PortOutline } from "@internal/flow"
import { useFlow } from "../../flow/flow-context.ts"
import { toast } from "../../ui/toasts.ts"
import { CommitField } from "./commit-field.tsx"

/** The line below an input that says what it is for. Emptied, it is not in the file. `columns`: so many the table has. */
export function InputDescription({ input, columns }: { input: PortOutline; columns: number }) {
  const flow = useFlow()
  const written = input.fields.find(({ name }) => name === "description")?.value
  const set = (text: string) =>
    flow
      .edit(
        {
          kind: "port-set",
          port: "input",
          name: input.name,
          field: "description",
          value: text.trim() === "" ? undefined : text,
        },
        `description of ${input.name}`,
      )
      .catch((thrown: Error) => toast({ kind: "error", title: thrown.message }))
  return (
    <tr>
      <td colSpan={columns}>
        <CommitField
          label={`Description of ${input.name}`}
          hideLabel
          placeholder={`What ${input.name} is`}
          value={typeof written === "string" ? written : ""}
          onCommit={(text) => void set(text)}
        />
      </td>
    </tr>
  )
}
