import type { ExperimentTemplate } from "@internal/schema/studio"
import { FlaskConical, ListChecks } from "lucide-react"
import { Badge } from "../../ui/badge.tsx"
import { Button } from "../../ui/button.tsx"
import { CodeBlock } from "../../ui/code-block.tsx"
import { EmptyState } from "../../ui/empty-state.tsx"
import { ErrorView } from "../../ui/error-view.tsx"
import { Form } from "../../ui/field.tsx"
import { Select } from "../../ui/select.tsx"
import { Skeleton } from "../../ui/skeleton.tsx"
import styles from "./chat.module.css"
import { TypedInput } from "./typed-input.tsx"
import type { UsedExperiment } from "./use-experiment.ts"

/** Which experiment evaluates the answers, and with what. */
export function ExperimentPanel({ experiment, example }: { experiment: UsedExperiment; example: string }) {
  const { templates, error, chosen, attached } = experiment
  if (error && !templates) return <ErrorView error={error} look="page" />
  if (!templates) return <Skeleton text="Looking for experiments" />
  if (templates.length === 0 && chosen === "") return <NoExperiment example={example} />
  const options = templates.map(({ template, description }) => ({
    value: template,
    ...(description && { hint: description }),
  }))
  return (
    <div className={styles.settings}>
      <section className={styles.group} aria-labelledby="chat-experiment">
        <h2 id="chat-experiment">Experiment</h2>
        <Form>
          <Select
            label="Template"
            hint="Its flows evaluate the answers of this one"
            value={chosen}
            options={[{ value: "", label: "none" }, ...options]}
            error={
              chosen !== "" && !attached
                ? `${chosen} is there no more, or has no node of this flow.`
                : undefined
            }
            onChange={experiment.choose}
          />
        </Form>
        {attached?.description && <p className={styles.muted}>{attached.description}</p>}
        {attached?.problem && <ErrorView error={attached.problem} />}
      </section>
      {attached && !attached.problem && <Attached attached={attached} experiment={experiment} />}
    </div>
  )
}

function Attached({ attached, experiment }: { attached: ExperimentTemplate; experiment: UsedExperiment }) {
  const { inputs, ready, evaluateLast, evaluateAll } = experiment
  const nodes = attached.nodes.filter(({ part }) => part === "runs" || part === "left-out")
  return (
    <>
      {attached.inputs.length > 0 && (
        <section className={styles.group} aria-labelledby="chat-experiment-inputs">
          <h2 id="chat-experiment-inputs">Inputs of the experiment</h2>
          <Form>
            {attached.inputs.map((port) => (
              <TypedInput
                key={`${attached.template} ${port.name} ${port.type}`}
                port={port}
                value={inputs[port.name]}
                onChange={(value) => experiment.setInput(port.name, value)}
              />
            ))}
          </Form>
        </section>
      )}
      <section className={styles.group} aria-labelledby="chat-experiment-nodes">
        <h2 id="chat-experiment-nodes">Nodes after an answer</h2>
        {nodes.length > 0 ? (
          <ul className={styles.nodes} aria-labelledby="chat-experiment-nodes">
            {nodes.map(({ name, type, part }) => (
              <li key={name}>
                <span className={styles.nodeName}>{name}</span>
                <Badge>{TYPES[type]}</Badge>
                {part === "left-out" && (
                  <span className={styles.muted}>
                    {type === "command" ? "not run: a command" : "not run: needs a command"}
                  </span>
                )}
              </li>
            ))}
          </ul>
        ) : (
          <p className={styles.muted}>
            No node of it takes what this flow answers: there is nothing to evaluate with.
          </p>
        )}
        {ready && (
          <div className={styles.ways}>
            <Button size="small" icon={<FlaskConical />} disabled={!evaluateLast} onClick={evaluateLast}>
              Evaluate the last answer
            </Button>
            <Button size="small" icon={<ListChecks />} disabled={!evaluateAll} onClick={evaluateAll}>
              Evaluate the session
            </Button>
          </div>
        )}
        {ready && (
          <p className={styles.muted}>
            Or write <code>/eval_last</code> and <code>/eval</code>.
          </p>
        )}
      </section>
    </>
  )
}

const TYPES = { flow: "flow", command: "command", chat_group: "chat group" } as const

function NoExperiment({ example }: { example: string }) {
  return (
    <div className={styles.settings}>
      <EmptyState icon={<FlaskConical />}>
        No experiment has a node of this flow: a file that ends with .exp.yaml, in this folder, says which
        flows evaluate what it answers.
      </EmptyState>
      <section className={styles.group} aria-labelledby="chat-experiment-example">
        <h2 id="chat-experiment-example">How one looks</h2>
        <CodeBlock text={example} label="flow.exp.yaml" />
      </section>
    </div>
  )
}
