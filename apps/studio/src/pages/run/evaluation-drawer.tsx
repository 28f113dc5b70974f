import type { StudioRun } from "@internal/schema/studio"
import { useMemo, useState } from "react"
import { useLocation } from "wouter"
import { call } from "../../api/call.ts"
import { useAnswer, useChange } from "../../api/queries.ts"
import { EstimateView, useEstimate } from "../../run/estimate-view.tsx"
import { EvaluationFields } from "../../run/evaluation-fields.tsx"
import type { MappingSources } from "../../run/mapping.ts"
import {
  evaluationChoices,
  evaluationProblems,
  evaluationRequest,
  type PickedEvaluation,
  pickEvaluation,
} from "../../run/picked-evaluation.ts"
import { namesOf } from "../../run/run-facts.ts"
import type { JoinedLine } from "../../run/use-run-lines.ts"
import { withTrust } from "../../run/with-trust.ts"
import { Button } from "../../ui/button.tsx"
import { Combobox } from "../../ui/combobox.tsx"
import { Drawer } from "../../ui/dialog.tsx"
import { ErrorView } from "../../ui/error-view.tsx"
import { Skeleton } from "../../ui/skeleton.tsx"
import { toast } from "../../ui/toasts.ts"
import styles from "./run.module.css"

interface EvaluationDrawerProps {
  run: StudioRun
  lines: readonly JoinedLine[]
  onClose: () => void
}

/** Another evaluation over the outputs of a run, which is not run again. */
export function EvaluationDrawer({ run, lines, onClose }: EvaluationDrawerProps) {
  const [, go] = useLocation()
  const [chosen, choose] = useState("")
  const [picked, setPicked] = useState<PickedEvaluation>()
  const [problem, setProblem] = useState<Error>()
  const [busy, setBusy] = useState(false)
  const flows = useAnswer("flows.list")
  const samples = useAnswer("gallery.list")
  const evaluate = useChange("runs.evaluate", ["runs.list"])
  const choices = useMemo(() => evaluationChoices(flows.data, samples.data), [flows.data, samples.data])
  const preview = useAnswer(
    "data.preview",
    { path: run.dataPath ?? "", limit: 50 },
    { enabled: run.dataPath !== null },
  )
  const sources: MappingSources = {
    columns: preview.data?.columns ?? [],
    rows: preview.data?.rows ?? [],
    outputs: namesOf(lines, "outputs"),
    runInputs: namesOf(lines, "inputs"),
  }
  // columns that cannot be listed may be typed all the same
  const problems = picked
    ? evaluationProblems(picked, sources).filter(
        ({ severity, problem }) =>
          severity === "error" && !(run.dataPath === null && problem.startsWith("the data has no column")),
      )
    : []
  const choice = choices.find(({ key }) => key === chosen)
  const pick = (key: string) => {
    choose(key)
    setPicked(undefined)
    setProblem(undefined)
    const one = choices.find((other) => other.key === key)
    if (one) pickEvaluation(one, sources).then(setPicked, setProblem)
  }
  const submit = async () => {
    if (!picked || problems.length > 0) return
    setBusy(true)
    setProblem(undefined)
    const flow = typeof picked.flow === "string" ? picked.flow : null
    try {
      const started = await withTrust(flow, () =>
        evaluate.mutateAsync({ query: { name: run.name }, body: evaluationRequest(picked) }),
      )
      if (started) {
        toast({
          kind: "done",
          title: "The evaluation runs",
          action: { label: "Open it", onSelect: () => go(`/runs/${encodeURIComponent(started.run)}`) },
        })
        onClose()
      }
    } catch (thrown) {
      setProblem(thrown as Error)
    }
    setBusy(false)
  }
  const isReading = preview.isLoading || flows.isPending || samples.isPending
  return (
    <Drawer
      open
      size="medium"
      sticky
      onOpenChange={(open) => open || onClose()}
      title="New evaluation"
      description={`Over the outputs of ${run.displayName}; the run itself is not run again.`}
      note={problems[0] ? `${problems[0].input} ${problems[0].problem}` : null}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            variant="primary"
            disabled={!picked || problems.length > 0}
            busy={busy && "Submitting…"}
            onClick={() => void submit()}
          >
            Evaluate
          </Button>
        </>
      }
    >
      {isReading ? (
        <Skeleton text="Reading evaluations…" rows={3} />
      ) : (
        <div className={styles.form}>
          <Combobox
            label="Evaluation"
            value={chosen}
            options={choices.map(({ key, title, summary, flow }) => ({
              value: key,
              label: title,
              hint: summary,
              group: typeof flow === "string" ? "Evaluations of this folder" : "Gallery",
            }))}
            placeholder="A flow of this folder, or a sample"
            hint={choice?.summary}
            onChange={pick}
          />
          {choice && !picked && !problem ? <Skeleton text="Reading its inputs…" rows={3} /> : null}
          {picked ? <EvaluationFields evaluation={picked} sources={sources} onChange={setPicked} /> : null}
          {picked ? (
            <EvaluationEstimate
              key={JSON.stringify(evaluationRequest(picked))}
              run={run.name}
              evaluation={picked}
              isReady={problems.length === 0}
            />
          ) : null}
          {problem ? <ErrorView title="The evaluation could not begin." error={problem} /> : null}
          {picked && picked.data === "" && sources.columns.length === 0 ? (
            <p className={styles.muted}>
              The data of the run is not below this folder: its columns cannot be listed, and may be typed.
            </p>
          ) : null}
        </div>
      )}
    </Drawer>
  )
}

/** What the evaluation would come to; one that is chosen otherwise is asked for anew. */
function EvaluationEstimate({
  run,
  evaluation,
  isReady,
}: {
  run: string
  evaluation: PickedEvaluation
  isReady: boolean
}) {
  const { flow } = evaluation
  const estimate = useEstimate(typeof flow === "string" ? [flow] : [], () =>
    call("runs.estimateEvaluation", { query: { name: run }, body: evaluationRequest(evaluation) }),
  )
  return (
    <section className={styles.form} aria-label="Estimate">
      <div>
        <Button
          size="small"
          disabled={!isReady}
          busy={estimate.isRunning && "Trying lines"}
          onClick={() => void estimate.ask()}
        >
          Estimate
        </Button>
      </div>
      <EstimateView {...estimate}>
        An estimate evaluates three lines of the run, for real, and says what all of them would come to.
      </EstimateView>
    </section>
  )
}
