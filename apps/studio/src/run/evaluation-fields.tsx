import { useEffect } from "react"
import { useAnswer } from "../api/queries.ts"
import { Combobox } from "../ui/combobox.tsx"
import { ErrorView } from "../ui/error-view.tsx"
import { Form, FormRow } from "../ui/field.tsx"
import { formatBytes } from "../ui/format.ts"
import { Select } from "../ui/select.tsx"
import { TextField } from "../ui/text-field.tsx"
import { evaluationMapping, type MappingSources } from "./mapping.ts"
import { MappingTable } from "./mapping-table.tsx"
import { evaluationProblems, type NodeModel, type PickedEvaluation, sourcesOf } from "./picked-evaluation.ts"

interface EvaluationFieldsProps {
  evaluation: PickedEvaluation
  /** Of the run that is evaluated, and its data. */
  sources: MappingSources
  onChange(evaluation: PickedEvaluation): void
}

/** What an evaluation takes: its inputs, a dataset of its own, and for its LLM nodes connection and model. */
export function EvaluationFields({ evaluation, sources, onChange }: EvaluationFieldsProps) {
  const files = useAnswer("data.list")
  const { data, columns, inputs, mapping } = evaluation
  const preview = useAnswer("data.preview", { path: data, limit: 50 }, { enabled: data !== "" })
  const read = preview.data?.columns
  // biome-ignore lint/correctness/useExhaustiveDependencies: columns that were just read are matched, once
  useEffect(() => {
    if (data === "" || !read || columns === read) return
    const rows = preview.data?.rows
    const own = evaluationMapping(inputs, { ...sources, columns: read })
    const kept = Object.fromEntries(Object.entries(mapping).filter(([, value]) => !isGone(value, read)))
    onChange({ ...evaluation, columns: read, rows, mapping: { ...own, ...kept } })
  }, [read, data])
  return (
    <Form>
      <MappingTable
        inputs={inputs}
        mapping={mapping}
        sources={sourcesOf(evaluation, sources)}
        problems={evaluationProblems(evaluation, sources)}
        onChange={(next) => onChange({ ...evaluation, mapping: next })}
      />
      {evaluation.models.map((model) => (
        <ModelFields
          key={model.node}
          model={model}
          values={evaluation.connections[model.node] ?? {}}
          onChange={(values) =>
            onChange({ ...evaluation, connections: { ...evaluation.connections, [model.node]: values } })
          }
        />
      ))}
      <Combobox
        label="Data of the evaluation"
        hint="Another dataset is taken row by row beside the lines of the run"
        value={data}
        options={[
          { value: "", label: "the run's own data" },
          ...(files.data ?? []).map(({ path, size }) => ({ value: path, hint: formatBytes(size) })),
        ]}
        onChange={(next) => onChange({ ...evaluation, data: next, columns: undefined, rows: undefined })}
      />
      {preview.error && data !== "" ? <ErrorView error={preview.error} /> : null}
    </Form>
  )
}

const isGone = (value: string, columns: readonly { name: string }[]): boolean => {
  const [, column] = /^\$\{data\.(.+)\}$/.exec(value) ?? []
  return column !== undefined && !columns.some(({ name }) => name === column)
}

interface ModelFieldsProps {
  model: NodeModel
  values: Readonly<Record<string, string>>
  onChange(values: Record<string, string>): void
}

function ModelFields({ model, values, onChange }: ModelFieldsProps) {
  const connections = useAnswer("connections.list")
  const chosen = values.connection ?? ""
  const type = connections.data?.find(({ name }) => name === (chosen || model.connection))?.type
  const key = type === "AzureOpenAIConnection" ? "deployment_name" : model.key
  const word = key === "model" ? "Model" : "Deployment"
  return (
    <FormRow>
      <Select
        label={`Connection of ${model.node}`}
        value={chosen}
        options={[
          {
            value: "",
            label: model.connection === "" ? "as the flow says" : `as the flow says: ${model.connection}`,
          },
          ...(connections.data ?? []).map(({ name, type: of }) => ({
            value: name,
            hint: of.replace(/Connection$/, ""),
          })),
        ]}
        onChange={(connection) => onChange({ ...values, connection })}
      />
      <TextField
        label={`${word} of ${model.node}`}
        code
        value={values.deployment_name ?? values.model ?? ""}
        placeholder={model.name || "as the flow says"}
        onChange={(name) => {
          const { deployment_name: _, model: __, ...others } = values
          onChange({ ...others, [key]: name })
        }}
      />
    </FormRow>
  )
}
