import type { FlowView } from "@internal/schema/studio"
import { useState } from "react"
import { useLocation, useParams } from "wouter"
import { obstacleOf, useAnswer, useChange } from "../../api/queries.ts"
import { chosenRuntime } from "../../flow/chosen-runtime.ts"
import { flowAddress, flowPathOf } from "../../flow/flow-address.ts"
import { NoFlow } from "../../flow/no-flow.tsx"
import { Page } from "../../frame/page.tsx"
import { begun } from "../../run/begun.ts"
import { Button } from "../../ui/button.tsx"
import { ErrorView, type ShownError } from "../../ui/error-view.tsx"
import { Skeleton } from "../../ui/skeleton.tsx"
import { toast } from "../../ui/toasts.ts"
import styles from "./bulk-test.module.css"
import { DataStep, type StepProps } from "./data-step.tsx"
import { EvaluationStep } from "./evaluation-step.tsx"
import { ReviewStep } from "./review-step.tsx"
import { newWizard, refusal, runRequest, untrusted, wizardProblems } from "./wizard-state.ts"

const STEPS = ["Basics and data", "Evaluation", "Review"] as const

/** A bulk test of a flow, step by step: variants, data, mapping, evaluations, what it will come to. */
export default function BulkTestPage() {
  const path = flowPathOf(useParams()["*"])
  const answer = useAnswer("flows.get", { flow: path })
  const obstacle = obstacleOf(answer)
  if (obstacle) return <NoFlow path={path} error={obstacle} />
  if (!answer.data) return <Skeleton text={`Reading ${path}`} />
  return <Wizard key={path} view={answer.data} />
}

function Wizard({ view }: { view: FlowView }) {
  const [, go] = useLocation()
  const [step, setStep] = useState(0)
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<ShownError>()
  const [state, setState] = useState(() => ({ ...newWizard(view), runtime: chosenRuntime(view.path) ?? "" }))
  const start = useChange("runs.start", ["runs.list"])
  const trust = useChange("flows.trust", ["flows.get"])
  const change: StepProps["change"] = (part) =>
    setState((now) => ({ ...now, ...(typeof part === "function" ? part(now) : part) }))
  const problems = wizardProblems(view, state)
  const isReady =
    refusal(view) === undefined &&
    state.data !== "" &&
    state.preview !== undefined &&
    !problems.some(({ severity }) => severity === "error")
  const heading = `Bulk test of ${view.name}`
  const turn = (to: number) => {
    setStep(to)
    requestAnimationFrame(() => document.querySelector<HTMLElement>("[data-step]")?.focus())
  }
  const submit = async () => {
    setProblem(undefined)
    setBusy(true)
    try {
      for (const flow of untrusted(view, state)) await trust.mutateAsync({ body: { flow } })
      const { runs, group, work } = await start.mutateAsync({ body: runRequest(view, state) })
      await begun(work)
      toast({
        kind: "done",
        title: "The bulk test has started",
        text: "It goes on when this page is closed.",
      })
      const [run] = runs
      go(
        run === undefined
          ? `/runs?group=${encodeURIComponent(group ?? "")}`
          : `/runs/${encodeURIComponent(run)}`,
      )
    } catch (thrown) {
      setProblem(thrown as ShownError)
    }
    setBusy(false)
  }
  const firstProblem = problems.find(({ severity }) => severity === "error")
  return (
    <Page
      title={heading}
      breadcrumb={[
        { label: "Flows", href: "/flows" },
        { label: view.name, href: flowAddress(view.path) },
      ]}
    >
      <ol className={styles.steps} aria-label="Steps">
        {STEPS.map((name, i) => (
          <li key={name}>
            <button
              type="button"
              className={styles.step}
              aria-current={i === step ? "step" : undefined}
              disabled={i === 2 && !isReady}
              onClick={() => turn(i)}
            >
              <span className={styles.number}>{i + 1}</span> {name}
            </button>
          </li>
        ))}
      </ol>
      <div data-step tabIndex={-1} className={styles.body}>
        {step === 0 && <DataStep view={view} state={state} change={change} />}
        {step === 1 && <EvaluationStep view={view} state={state} change={change} />}
        {step === 2 && <ReviewStep view={view} state={state} change={change} />}
        {problem && <ErrorView title="The bulk test could not begin." error={problem} />}
      </div>
      <footer className={styles.foot}>
        <span className={styles.muted} role="status">
          {state.data === ""
            ? "Choose data to go on."
            : state.preview === undefined
              ? "The data is not read yet, or cannot be read."
              : firstProblem
                ? `${firstProblem.input} ${firstProblem.problem}.`
                : ""}
        </span>
        {step > 0 && <Button onClick={() => turn(step - 1)}>Back</Button>}
        {step < 2 ? (
          <Button
            variant="primary"
            disabled={step === 0 ? state.preview === undefined : !isReady}
            onClick={() => turn(step + 1)}
          >
            Next
          </Button>
        ) : (
          <Button
            variant="primary"
            disabled={!isReady}
            busy={busy && "Submitting"}
            onClick={() => void submit()}
          >
            Submit
          </Button>
        )}
      </footer>
    </Page>
  )
}
