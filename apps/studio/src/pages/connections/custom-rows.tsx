import { Plus, Trash2 } from "lucide-react"
import { Button } from "../../ui/button.tsx"
import { Checkbox } from "../../ui/checkbox.tsx"
import { IconButton } from "../../ui/icon-button.tsx"
import { TextField } from "../../ui/text-field.tsx"
import type { Row } from "./connection-draft.ts"
import styles from "./connections.module.css"
import { SecretField } from "./secret-field.tsx"

interface CustomRowsProps {
  rows: readonly Row[]
  /** Names of the secrets that are stored. */
  kept: ReadonlySet<string>
  onChange: (rows: Row[]) => void
  problems: Readonly<Record<string, string>>
}

/** Names and values, each of which may be secret. */
export function CustomRows({ rows, kept, onChange, problems }: CustomRowsProps) {
  const change = (at: number, part: Partial<Row>) =>
    onChange(rows.map((row, place) => (place === at ? { ...row, ...part } : row)))
  return (
    <fieldset className="plain">
      <legend className={styles.legend}>Values</legend>
      <div className={styles.rows}>
        {rows.map((row, at) => {
          const value = {
            label: `Value of ${row.key || "the new entry"}`,
            hideLabel: true,
            value: row.value,
            onChange: (text: string) => change(at, { value: text }),
          }
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: a row has nothing else while it is new
            <div key={at} className={styles.row}>
              <TextField
                label="Name of the value"
                hideLabel
                code
                placeholder="name"
                disabled={row.stored}
                value={row.key}
                onChange={(key) => change(at, { key })}
                error={problems[`row ${at}`]}
              />
              {row.secret ? (
                <SecretField {...value} kept={kept.has(row.key)} />
              ) : (
                <TextField {...value} code placeholder="value" />
              )}
              <Checkbox label="Secret" checked={row.secret} onChange={(secret) => change(at, { secret })} />
              <IconButton
                label={`Remove ${row.key || "the entry"}`}
                icon={<Trash2 />}
                size="small"
                side="left"
                onClick={() => onChange(rows.filter((_, place) => place !== at))}
              />
            </div>
          )
        })}
      </div>
      {problems.rows ? <p className={styles.wrong}>{problems.rows}</p> : null}
      <Button
        icon={<Plus />}
        size="small"
        onClick={() => onChange([...rows, { key: "", value: "", secret: false, stored: false }])}
      >
        Add a value
      </Button>
    </fieldset>
  )
}
