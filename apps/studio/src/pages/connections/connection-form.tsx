import type { ConnectionSpec, StudioConnection } from "@internal/schema/studio"
import { Select } from "../../ui/select.tsx"
import { TextField } from "../../ui/text-field.tsx"
import { type Draft, isRequired, isShown } from "./connection-draft.ts"
import { fieldHint, fieldLabel } from "./connection-words.ts"
import { CustomRows } from "./custom-rows.tsx"
import { SecretField } from "./secret-field.tsx"

const MODES = [
  { value: "key", label: "Key" },
  { value: "meid_token", label: "Microsoft Entra ID token" },
]

interface ConnectionFormProps {
  spec: ConnectionSpec
  /** The one that is edited. */
  connection?: StudioConnection
  draft: Draft
  onChange: (draft: Draft) => void
  problems: Readonly<Record<string, string>>
}

/** The fields of a provider, made from what the server says of it. */
export function ConnectionForm({ spec, connection, draft, onChange, problems }: ConnectionFormProps) {
  const set = (name: string, value: string) =>
    onChange({ ...draft, values: { ...draft.values, [name]: value } })
  return (
    <>
      {connection ? null : (
        <TextField
          label="Name"
          required
          code
          value={draft.name}
          onChange={(name) => onChange({ ...draft, name })}
          error={problems.name}
          hint="What flows call it."
        />
      )}
      {spec.fields
        .filter(({ name }) => isShown(spec, name, draft))
        .map(({ name, secret }) => {
          const field = {
            label: fieldLabel(name),
            required: isRequired(spec, name, draft),
            error: problems[name],
            hint: fieldHint(spec, name),
            value: draft.values[name] ?? "",
            onChange: (value: string) => set(name, value),
          }
          if (name === "auth_mode") return <Select key={name} {...field} options={MODES} />
          if (secret)
            return <SecretField key={name} {...field} kept={(connection?.fields[name] ?? "") !== ""} />
          return <TextField key={name} {...field} code />
        })}
      {spec.open ? (
        <CustomRows
          rows={draft.rows}
          kept={new Set(connection?.secrets)}
          onChange={(rows) => onChange({ ...draft, rows })}
          problems={problems}
        />
      ) : null}
    </>
  )
}
