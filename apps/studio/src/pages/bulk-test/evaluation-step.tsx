import { useState } from "react"
import { call } from "../../api/call.ts"
import { useAnswer } from "../../api/queries.ts"
import { Button } from "../../ui/button.tsx"
import { Card } from "../../ui/card.tsx"
import { Checkbox } from "../../ui/checkbox.tsx"
import { ErrorView } from "../../ui/error-view.tsx"
import { Skeleton } from "../../ui/skeleton.tsx"
import styles from "./bulk-test.module.css"
import type { StepProps } from "./data-step.tsx"
import { MappingTable } from "./mapping-table.tsx"
import { evaluationMapping, mappingProblems, type PickedEvaluation } from "./wizard-state.ts"

interface Choice {
  key: string
  title: string
  summary: string
  flow: string | { sample: string }
}

/** Evaluations over each run: those of the gallery and of the folder, with what their inputs take. Optional. */
export function EvaluationStep({ view, state, change }: StepProps) {
  const gallery = useAnswer("gallery.list")
  const flows = useAnswer("flows.list")
  const [problem, setProblem] = useState<Error>()
  const choices: Choice[] = [
    ...(flows.data ?? [])
      .filter(({ type, path }) => type === "evaluation" && path !== view.path)
      .map(({ path, name, description }) => ({
        key: `flow ${path}`,
        title: name,
        summary: description || path,
        flow: path,
      })),
    ...(gallery.data ?? [])
      .filter(({ type }) => type === "evaluation")
      .map(({ name, title, summary }) => ({ key: `sample ${name}`, title, summary, flow: { sample: name } })),
  ]
  const columns = state.preview?.columns ?? []
  const outputs = view.outputs.map(({ name }) => name)
  const pick = async (choice: Choice, isPicked: boolean) => {
    if (!isPicked) return change({ evaluations: state.evaluations.filter(({ key }) => key !== choice.key) })
    try {
      const { inputs, trusted } =
        typeof choice.flow === "string"
          ? await call("flows.get", { query: { flow: choice.flow } })
          : { ...(await call("gallery.get", { query: { name: choice.flow.sample } })), trusted: true }
      const mapping = evaluationMapping(
        inputs,
        columns.map(({ name }) => name),
        outputs,
      )
      const picked: PickedEvaluation = {
        key: choice.key,
        title: choice.title,
        flow: choice.flow,
        inputs,
        trusted,
        mapping,
      }
      change({ evaluations: [...state.evaluations, picked] })
    } catch (thrown) {
      setProblem(thrown as Error)
    }
  }
  if (gallery.error) return <ErrorView error={gallery.error} />
  if (!gallery.data || !flows.data) return <Skeleton text="Reading evaluations" />
  return (
    <>
      <Card
        title="Evaluations"
        actions={
          state.evaluations.length > 0 && (
            <Button size="small" onClick={() => change({ evaluations: [] })}>
              Clear
            </Button>
          )
        }
      >
        <p className={styles.muted}>
          Each runs over every run of this bulk test. It can be left out, and done later.
        </p>
        {problem && <ErrorView error={problem} />}
        <div className={styles.choices}>
          {choices.map((choice) => (
            <Checkbox
              key={choice.key}
              label={choice.title}
              hint={choice.summary}
              checked={state.evaluations.some(({ key }) => key === choice.key)}
              onChange={(isPicked) => void pick(choice, isPicked)}
            />
          ))}
        </div>
      </Card>
      {state.evaluations.map((evaluation) => (
        <Card key={evaluation.key} title={`Inputs of ${evaluation.title}`}>
          <MappingTable
            inputs={evaluation.inputs}
            mapping={evaluation.mapping}
            columns={columns}
            outputs={outputs}
            problems={mappingProblems(evaluation.inputs, evaluation.mapping, columns, outputs)}
            onChange={(mapping) =>
              change({
                evaluations: state.evaluations.map((one) => (one === evaluation ? { ...one, mapping } : one)),
              })
            }
          />
        </Card>
      ))}
    </>
  )
}
