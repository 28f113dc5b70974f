import type { StudioRun } from "@internal/schema/studio"
import { useMemo, useState } from "react"
import { useLocation } from "wouter"
import { ApiFailure, call } from "../../api/call.ts"
import { useAnswer, useChange } from "../../api/queries.ts"
import { evaluationMapping, mappingValues } from "../../run/evaluation-mapping.ts"
import { namesOf } from "../../run/run-facts.ts"
import type { JoinedLine } from "../../run/use-run-lines.ts"
import { Button } from "../../ui/button.tsx"
import { Combobox } from "../../ui/combobox.tsx"
import { confirm } from "../../ui/confirm.tsx"
import { Drawer } from "../../ui/dialog.tsx"
import { ErrorView } from "../../ui/error-view.tsx"
import { Form } from "../../ui/field.tsx"
import { Skeleton } from "../../ui/skeleton.tsx"
import { toast } from "../../ui/toasts.ts"
import { MappingFields } from "./mapping-fields.tsx"
import styles from "./run.module.css"

interface EvaluationDrawerProps {
  run: StudioRun
  lines: readonly JoinedLine[]
  onClose: () => void
}

/** "flow:PATH" or "sample:NAME". */
const SAMPLE = "sample:"
const FLOW = "flow:"

/** Another evaluation over the outputs of a run, which is not run again. */
export function EvaluationDrawer({ run, lines, onClose }: EvaluationDrawerProps) {
  const [, go] = useLocation()
  const [chosen, choose] = useState("")
  const [typed, setTyped] = useState<Record<string, string>>({})
  const flows = useAnswer("flows.list")
  const samples = useAnswer("gallery.list")
  const evaluate = useChange("runs.evaluate", ["runs.list"])
  const options = useMemo(
    () => [
      ...(flows.data ?? [])
        .filter(({ type }) => type === "evaluation")
        .map(({ path, name, description }) => ({
          value: FLOW + path,
          label: name,
          hint: description || path,
          group: "Evaluations of this folder",
        })),
      ...(samples.data ?? [])
        .filter(({ type }) => type === "evaluation")
        .map(({ name, title, summary }) => ({
          value: SAMPLE + name,
          label: title,
          hint: summary,
          group: "Gallery",
        })),
    ],
    [flows.data, samples.data],
  )
  const isSample = chosen.startsWith(SAMPLE)
  const sample = useAnswer("gallery.get", { name: chosen.slice(SAMPLE.length) }, { enabled: isSample })
  const view = useAnswer(
    "flows.get",
    { flow: chosen.slice(FLOW.length) },
    { enabled: chosen.startsWith(FLOW) },
  )
  const shape = isSample ? sample : view
  const inputs = shape.data?.inputs ?? []

  const data = useAnswer("data.list")
  const file = data.data?.find(({ path }) => run.data?.replaceAll("\\", "/").endsWith(`/${path}`))
  const preview = useAnswer(
    "data.preview",
    { path: file?.path ?? "", limit: 1 },
    { enabled: file !== undefined },
  )
  const columns = (preview.data?.columns ?? []).map(({ name }) => name)
  const outputs = namesOf(lines, "outputs")
  const mapping = { ...evaluationMapping(inputs, { columns, outputs }), ...typed }
  const missing = inputs.filter(
    (input) => !mapping[input.name] && !("default" in input && input.default !== undefined),
  )

  const submit = async (isAgain = false) => {
    const flow = isSample ? { sample: chosen.slice(SAMPLE.length) } : chosen.slice(FLOW.length)
    await evaluate
      .mutateAsync({
        query: { name: run.name },
        body: { flow, columnMapping: mappingValues(mapping), connections: {} },
      })
      .then((started) => {
        toast({
          kind: "done",
          title: "The evaluation runs",
          action: { label: "Open it", onSelect: () => go(`/runs/${encodeURIComponent(started.run)}`) },
        })
        onClose()
      })
      .catch(async (thrown: unknown) => {
        const isUntrusted = thrown instanceof ApiFailure && thrown.code === "FOLDER_UNTRUSTED"
        if (isAgain || !isUntrusted || typeof flow !== "string") return
        const isSure = await confirm({
          title: `Run the code of ${flow}?`,
          text: "This folder was not made here. Evaluating runs its Python and TypeScript with your rights.",
          action: "Allow and run",
        })
        if (!isSure) return
        await call("flows.trust", { body: { flow } })
        await submit(true)
      })
  }
  return (
    <Drawer
      open
      size="medium"
      sticky
      onOpenChange={(open) => open || onClose()}
      title="New evaluation"
      description={`Over the outputs of ${run.displayName}; the run itself is not run again.`}
      note={
        chosen !== "" && missing.length > 0
          ? `Without a value: ${missing.map(({ name }) => name).join(", ")}`
          : null
      }
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            variant="primary"
            disabled={chosen === "" || !shape.data || missing.length > 0}
            busy={evaluate.isPending && "Submitting…"}
            onClick={() => void submit()}
          >
            Evaluate
          </Button>
        </>
      }
    >
      <Form onSubmit={() => void submit()}>
        <Combobox
          label="Evaluation"
          value={chosen}
          options={options}
          placeholder="A flow of this folder, or a sample"
          hint={options.find(({ value }) => value === chosen)?.hint}
          onChange={(value) => {
            choose(value)
            setTyped({})
          }}
        />
        {chosen !== "" && shape.isPending ? <Skeleton text="Reading its inputs…" rows={3} /> : null}
        {shape.error && chosen !== "" ? <ErrorView error={shape.error} /> : null}
        {shape.data ? (
          <MappingFields
            inputs={inputs}
            mapping={mapping}
            columns={columns}
            outputs={outputs}
            onChange={(name, value) => setTyped({ ...typed, [name]: value })}
          />
        ) : null}
        {evaluate.error &&
        !(evaluate.error instanceof ApiFailure && evaluate.error.code === "FOLDER_UNTRUSTED") ? (
          <ErrorView title="The evaluation could not begin." error={evaluate.error} />
        ) : null}
        {chosen !== "" && columns.length === 0 ? (
          <p className={styles.muted}>
            The data of the run is not below this folder: its columns cannot be listed, and may be typed.
          </p>
        ) : null}
      </Form>
    </Drawer>
  )
}
