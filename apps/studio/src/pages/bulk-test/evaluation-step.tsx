import { useState } from "react"
import { useAnswer } from "../../api/queries.ts"
import { EvaluationDetails } from "../../run/evaluation-details.tsx"
import { EvaluationFields } from "../../run/evaluation-fields.tsx"
import {
  type EvaluationChoice,
  evaluationChoices,
  type PickedEvaluation,
  pickEvaluation,
} from "../../run/picked-evaluation.ts"
import { Button } from "../../ui/button.tsx"
import { Card } from "../../ui/card.tsx"
import { Checkbox } from "../../ui/checkbox.tsx"
import { ErrorView } from "../../ui/error-view.tsx"
import { Skeleton } from "../../ui/skeleton.tsx"
import styles from "./bulk-test.module.css"
import type { StepProps } from "./data-step.tsx"
import { runSources } from "./wizard-state.ts"

/** Evaluations over each run: those of the gallery and of the folder, with what their inputs take. Optional. */
export function EvaluationStep({ view, state, change }: StepProps) {
  const gallery = useAnswer("gallery.list")
  const flows = useAnswer("flows.list")
  const [problem, setProblem] = useState<Error>()
  const [viewed, setViewed] = useState<EvaluationChoice>()
  const sources = runSources(view, state)
  const pick = async (choice: EvaluationChoice, isPicked: boolean) => {
    if (!isPicked)
      return change(({ evaluations }) => ({
        evaluations: evaluations.filter(({ key }) => key !== choice.key),
      }))
    try {
      const picked = await pickEvaluation(choice, sources)
      change(({ evaluations }) => ({ evaluations: [...evaluations, picked] }))
    } catch (thrown) {
      setProblem(thrown as Error)
    }
  }
  const replace = (next: PickedEvaluation) =>
    change(({ evaluations }) => ({
      evaluations: evaluations.map((one) => (one.key === next.key ? next : one)),
    }))
  if (gallery.error) return <ErrorView error={gallery.error} />
  if (!gallery.data || !flows.data) return <Skeleton text="Reading evaluations" />
  return (
    <>
      <Card
        title="Evaluations"
        actions={
          state.evaluations.length > 0 && (
            <Button size="small" onClick={() => change(() => ({ evaluations: [] }))}>
              Clear
            </Button>
          )
        }
      >
        <div className={styles.stack}>
          <p className={styles.muted}>
            Each runs over every run of this bulk test. It can be left out, and done later.
          </p>
          {problem && <ErrorView error={problem} />}
          {evaluationChoices(flows.data, gallery.data, view.path).map((choice) => (
            <div key={choice.key} className={styles.choice}>
              <Checkbox
                label={choice.title}
                hint={choice.summary === choice.title ? undefined : choice.summary}
                checked={state.evaluations.some(({ key }) => key === choice.key)}
                onChange={(isPicked) => void pick(choice, isPicked)}
              />
              <Button
                size="small"
                variant="quiet"
                aria-label={`View details of ${choice.title}`}
                onClick={() => setViewed(choice)}
              >
                View details
              </Button>
            </div>
          ))}
        </div>
      </Card>
      {state.evaluations.map((evaluation) => (
        <Card key={evaluation.key} title={`Inputs of ${evaluation.title}`}>
          <EvaluationFields evaluation={evaluation} sources={sources} onChange={replace} />
        </Card>
      ))}
      {viewed && <EvaluationDetails choice={viewed} onClose={() => setViewed(undefined)} />}
    </>
  )
}
