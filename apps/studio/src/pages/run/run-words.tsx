import type { StudioRun } from "@internal/schema/studio"
import { useState } from "react"
import { useChange } from "../../api/queries.ts"
import { TagsField } from "../../run/tags-field.tsx"
import { Button } from "../../ui/button.tsx"
import { ErrorView } from "../../ui/error-view.tsx"
import { Form, FormRow } from "../../ui/field.tsx"
import { TextArea } from "../../ui/text-area.tsx"
import { TextField } from "../../ui/text-field.tsx"

/** Display name, description and tags, which may be changed at any time. */
export function RunWords({ run }: { run: StudioRun }) {
  const [displayName, setDisplayName] = useState(run.displayName)
  const [description, setDescription] = useState(run.description ?? "")
  const [tags, setTags] = useState<Record<string, string>>(run.tags ?? {})
  const update = useChange("runs.update", ["runs.get", "runs.list"])
  const isChanged =
    displayName !== run.displayName ||
    description !== (run.description ?? "") ||
    JSON.stringify(tags) !== JSON.stringify(run.tags ?? {})
  const gone = Object.fromEntries(Object.keys(run.tags ?? {}).map((name) => [name, null]))
  const save = () =>
    update.mutate({
      query: { name: run.name },
      body: { displayName, description, tags: { ...gone, ...tags } },
    })
  return (
    <Form onSubmit={save}>
      <FormRow>
        <TextField label="Display name" value={displayName} onChange={setDisplayName} />
        <TextArea label="Description" rows={1} value={description} onChange={setDescription} />
      </FormRow>
      <TagsField tags={tags} onChange={setTags} />
      {update.error ? <ErrorView error={update.error} /> : null}
      <div>
        <Button variant="primary" type="submit" disabled={!isChanged} busy={update.isPending && "Saving…"}>
          Save
        </Button>
      </div>
    </Form>
  )
}
