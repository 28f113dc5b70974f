import { Plus } from "lucide-react"
import { useState } from "react"
import { Chip } from "../ui/badge.tsx"
import { IconButton } from "../ui/icon-button.tsx"
import { TextField } from "../ui/text-field.tsx"
import styles from "./tags-field.module.css"

interface TagsFieldProps {
  tags: Readonly<Record<string, string>>
  onChange(tags: Record<string, string>): void
}

/** Tags as chips; one is added as `name` or `name: value`, by Enter or when the field is left. */
export function TagsField({ tags, onChange }: TagsFieldProps) {
  const [text, setText] = useState("")
  const add = () => {
    const [name = "", ...rest] = text.split(":")
    if (name.trim() === "") return
    onChange({ ...tags, [name.trim()]: rest.join(":").trim() })
    setText("")
  }
  const entries = Object.entries(tags)
  return (
    <div className={styles.tags}>
      <TextField
        label="Tags"
        value={text}
        placeholder="name: value"
        onChange={setText}
        onBlur={add}
        onKeyDown={(event) => {
          if (event.key !== "Enter" || text.trim() === "") return
          event.preventDefault()
          add()
        }}
        suffix={
          <IconButton
            label="Add tag"
            icon={<Plus />}
            size="small"
            disabled={text.trim() === ""}
            onClick={add}
          />
        }
      />
      {entries.length > 0 ? (
        <div className={styles.chips}>
          {entries.map(([name, value]) => (
            <Chip
              key={name}
              removeLabel={`Remove the tag ${name}`}
              onRemove={() => onChange(Object.fromEntries(entries.filter(([one]) => one !== name)))}
            >
              {name}
              {value ? `: ${value}` : ""}
            </Chip>
          ))}
        </div>
      ) : null}
    </div>
  )
}
