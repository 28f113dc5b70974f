import { useEffect, useState } from "react"
import { CodeEditor } from "../../editor/code-editor.tsx"
import { useFlow, useFlowSlice } from "../../flow/flow-context.ts"
import { inputsText, readInputsText } from "../../flow/inputs-json.ts"
import type { TextProblem } from "../../flow/json-text.ts"
import type { ValuesPart } from "../../flow/run-values.ts"
import styles from "./inputs.module.css"
import { runAndTell } from "./run-and-tell.ts"

/** All inputs of the next run, or arguments, as JSON; what is wrong is said at its place, and nothing is run with it. */
export function InputsJson({ part = "inputs" }: { part?: ValuesPart }) {
  const flow = useFlow()
  const ports = useFlowSlice((open) => open.ports[part])
  const inputs = useFlowSlice((open) => open.values[part])
  const [text, setText] = useState(() => inputsText(ports, inputs))
  const [problems, setProblems] = useState<readonly TextProblem[]>([])
  const [before, setBefore] = useState(inputs)
  if (before !== inputs) {
    setBefore(inputs)
    const read = readInputsText(ports, text)
    const isMine = "inputs" in read && JSON.stringify(read.inputs) === JSON.stringify(inputs)
    if (!isMine && problems.length === 0) setText(inputsText(ports, inputs))
  }
  const take = (typed: string) => {
    setText(typed)
    const read = readInputsText(ports, typed)
    setProblems("problems" in read ? read.problems : [])
    if ("inputs" in read) flow.values.setAll(part, read.inputs)
  }
  const untaken = problems[0]?.problem
  useEffect(() => {
    flow.values.refuse(part, untaken)
    return () => flow.values.refuse(part, undefined)
  }, [flow, part, untaken])
  const left = ports.filter(({ name }) => inputs[name] === undefined).map(({ name }) => name)
  return (
    <div className={styles.json}>
      <CodeEditor
        label={part === "inputs" ? "Inputs as JSON" : "Arguments of the class as JSON"}
        language="json"
        text={text}
        minLines={4}
        problems={problems.map(({ problem, line, column }) => ({
          line,
          column,
          severity: "error",
          message: problem,
        }))}
        onChange={take}
        onRun={() => void runAndTell(flow, { kind: "flow" })}
      />
      {problems.length > 0 && (
        <ul
          className={styles.problems}
          role="alert"
          aria-label={part === "inputs" ? "Problems of the inputs" : "Problems of the arguments"}
        >
          {problems.map(({ problem, line, column }) => (
            <li key={`${line} ${column} ${problem}`}>
              Line {line}, column {column}: {problem}
            </li>
          ))}
        </ul>
      )}
      {left.length > 0 && problems.length === 0 && (
        <p className={styles.hint}>Not given: {left.join(", ")}. What is left out has its default.</p>
      )}
    </div>
  )
}
