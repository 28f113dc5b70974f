import type { StudioRun } from "@internal/schema/studio"
import { Plus } from "lucide-react"
import { useState } from "react"
import { useChange } from "../../api/queries.ts"
import { Chip } from "../../ui/badge.tsx"
import { Button } from "../../ui/button.tsx"
import { ErrorView } from "../../ui/error-view.tsx"
import { Form, FormRow } from "../../ui/field.tsx"
import { TextArea } from "../../ui/text-area.tsx"
import { TextField } from "../../ui/text-field.tsx"
import styles from "./run.module.css"

/** Display name, description and tags, which may be changed at any time. */
export function RunWords({ run }: { run: StudioRun }) {
  const [displayName, setDisplayName] = useState(run.displayName)
  const [description, setDescription] = useState(run.description ?? "")
  const [tags, setTags] = useState<Record<string, string>>(run.tags ?? {})
  const [tag, setTag] = useState({ name: "", value: "" })
  const update = useChange("runs.update", ["runs.get", "runs.list"])
  const isChanged =
    displayName !== run.displayName ||
    description !== (run.description ?? "") ||
    JSON.stringify(tags) !== JSON.stringify(run.tags ?? {})
  const add = () => {
    if (tag.name.trim() === "") return
    setTags({ ...tags, [tag.name.trim()]: tag.value })
    setTag({ name: "", value: "" })
  }
  const save = () => update.mutate({ query: { name: run.name }, body: { displayName, description, tags } })
  return (
    <Form onSubmit={save}>
      <FormRow>
        <TextField label="Display name" value={displayName} onChange={setDisplayName} />
        <TextArea label="Description" rows={1} value={description} onChange={setDescription} />
      </FormRow>
      <div className={styles.tags}>
        {Object.entries(tags).map(([name, value]) => (
          <Chip
            key={name}
            removeLabel={`Remove the tag ${name}`}
            onRemove={() => setTags(Object.fromEntries(Object.entries(tags).filter(([one]) => one !== name)))}
          >
            {name}
            {value ? `: ${value}` : ""}
          </Chip>
        ))}
        {Object.keys(tags).length === 0 ? <span className={styles.muted}>No tags.</span> : null}
      </div>
      <FormRow columns="1fr 1fr auto">
        <TextField label="Tag" value={tag.name} onChange={(name) => setTag({ ...tag, name })} />
        <TextField label="Its value" value={tag.value} onChange={(value) => setTag({ ...tag, value })} />
        <Button icon={<Plus />} onClick={add} disabled={tag.name.trim() === ""} style={{ alignSelf: "end" }}>
          Add tag
        </Button>
      </FormRow>
      {update.error ? <ErrorView error={update.error} /> : null}
      <div>
        <Button variant="primary" type="submit" disabled={!isChanged} busy={update.isPending && "Saving…"}>
          Save
        </Button>
      </div>
    </Form>
  )
}
