import type { StudioRun } from "@internal/schema/studio"
import { useState } from "react"
import { useChange } from "../../api/queries.ts"
import { TagsField } from "../../run/tags-field.tsx"
import { Button } from "../../ui/button.tsx"
import { ErrorView } from "../../ui/error-view.tsx"
import { Form, FormRow } from "../../ui/field.tsx"
import { TextArea } from "../../ui/text-area.tsx"
import { TextField } from "../../ui/text-field.tsx"

interface Words {
  displayName: string
  description: string
  tags: Record<string, string>
}

/** Display name, description and tags, which may be changed at any time, here or elsewhere: what is not typed here follows. */
export function RunWords({ run }: { run: StudioRun }) {
  const kept: Words = {
    displayName: run.displayName,
    description: run.description ?? "",
    tags: run.tags ?? {},
  }
  const [typed, setTyped] = useState<Partial<Words>>({})
  const words = { ...kept, ...typed }
  const type = (part: Partial<Words>) => setTyped((before) => ({ ...before, ...part }))
  const update = useChange("runs.update", ["runs.get", "runs.list"])
  const isChanged = JSON.stringify(words) !== JSON.stringify(kept)
  const gone = Object.fromEntries(Object.keys(kept.tags).map((name) => [name, null]))
  const save = () =>
    update.mutate(
      { query: { name: run.name }, body: { ...words, tags: { ...gone, ...words.tags } } },
      // what is typed while it is saved stays
      { onSuccess: () => setTyped((now) => (now === typed ? {} : now)) },
    )
  return (
    <Form onSubmit={save}>
      <FormRow>
        <TextField
          label="Display name"
          value={words.displayName}
          onChange={(displayName) => type({ displayName })}
        />
        <TextArea
          label="Description"
          rows={1}
          value={words.description}
          onChange={(description) => type({ description })}
        />
      </FormRow>
      <TagsField tags={words.tags} onChange={(tags) => type({ tags })} />
      {update.error ? <ErrorView error={update.error} /> : null}
      <div>
        <Button variant="primary" type="submit" disabled={!isChanged} busy={update.isPending && "Saving…"}>
          Save
        </Button>
      </div>
    </Form>
  )
}
