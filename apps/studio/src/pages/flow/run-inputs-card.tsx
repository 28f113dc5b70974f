import { useFlow, useFlowSlice } from "../../flow/flow-context.ts"
import { isSampleRun, type RunPort } from "../../flow/run-ports.ts"
import type { ValuesPart } from "../../flow/run-values.ts"
import { shownTyped } from "../../flow/typed-value.ts"
import { useProblemIn, useProblems } from "../../flow/use-problems.ts"
import { Button } from "../../ui/button.tsx"
import { classNames } from "../../ui/class-names.ts"
import styles from "./authoring.module.css"
import { InputValue } from "./input-value.tsx"
import own from "./inputs.module.css"
import { InputsFrame, ValuesTable } from "./inputs-frame.tsx"
import { InputsJson } from "./inputs-json.tsx"

/**
 * What the next run of a flow without nodes is given: the inputs that its code or its file declares, and the arguments of
 * its class. `onDeclare` writes those of its sample into its file.
 */
export function RunInputsCard({ onDeclare }: { onDeclare?: (() => void) | undefined }) {
  const flow = useFlow()
  const ports = useFlowSlice((open) => open.ports)
  const values = useFlowSlice((open) => open.inputs)
  const { inputs, init, sample } = ports
  const isFixed = sample?.only === true
  return (
    <InputsFrame
      tools={() =>
        isFixed &&
        onDeclare && (
          <Button size="small" variant="quiet" onClick={onDeclare}>
            Declare these inputs
          </Button>
        )
      }
      rows={inputs.map((port) =>
        isFixed ? (
          <FixedRow key={port.name} port={port} value={sample.inputs?.[port.name]} />
        ) : (
          <PortRow key={`${port.name} ${port.type}`} port={port} />
        ),
      )}
    >
      {(look) => (
        <>
          {inputs.length === 0 && <p className={own.hint}>It takes no inputs.</p>}
          {isFixed ? (
            <p className={own.hint}>
              It declares no inputs, so that it always runs with its sample. Declared, they can be typed.
            </p>
          ) : (
            inputs.length > 0 &&
            isSampleRun(ports, values) && (
              <p className={own.hint}>
                Nothing is given: it runs with its sample.{" "}
                <Button size="small" variant="quiet" onClick={() => flow.setInputs({ ...sample?.inputs })}>
                  Take its values
                </Button>
              </p>
            )
          )}
          {init.length > 0 && (
            <section aria-label="Arguments of the class">
              <h3 className={own.title}>Arguments of the class</h3>
              {look === "json" ? (
                <InputsJson part="init" />
              ) : (
                <ValuesTable label="Arguments of the class">
                  {init.map((port) => (
                    <PortRow key={`${port.name} ${port.type}`} port={port} part="init" />
                  ))}
                </ValuesTable>
              )}
            </section>
          )}
        </>
      )}
    </InputsFrame>
  )
}

function PortRow({ port, part = "inputs" }: { port: RunPort; part?: ValuesPart }) {
  const range = useFlowSlice(({ outline }) => outline.inputs.find(({ name }) => name === port.name)?.range)
  const ofInput = useProblemIn(part === "inputs" ? range : undefined)
  const ofArgument = useProblems().find(({ message }) => message.startsWith(`init.${port.name}.`))?.message
  return (
    <tr className={own.top}>
      <PortName port={port} />
      <td>
        <InputValue port={port} part={part} problem={part === "inputs" ? ofInput : ofArgument} />
      </td>
    </tr>
  )
}

/** A value that is not given, but stands in the flow's file. */
function FixedRow({ port, value }: { port: RunPort; value: unknown }) {
  return (
    <tr className={own.top}>
      <PortName port={port} />
      <td className={classNames(own.port, styles.code)}>{shownTyped(value)}</td>
    </tr>
  )
}

function PortName({ port: { name, type, description } }: { port: RunPort }) {
  return (
    <>
      <td className={own.port}>
        {name}
        {description && <span className={own.about}>{description}</span>}
      </td>
      <td className={own.port}>{shownType(type)}</td>
    </>
  )
}

/** Class names as they are read, with a place to break a long one at. */
function shownType(type: string): string {
  return type.replace(/Connection$/, "").replace(/(?<=.)(?=ModelConfiguration$)/, "\u200b")
}
