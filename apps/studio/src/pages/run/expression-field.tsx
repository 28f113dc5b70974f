import { CircleHelp, Filter } from "lucide-react"
import { useEffect, useId, useRef, useState } from "react"
import { IconButton } from "../../ui/icon-button.tsx"
import { Popover } from "../../ui/popover.tsx"
import { TextField } from "../../ui/text-field.tsx"
import styles from "./run.module.css"

/** How long typing pauses before lines are filtered, in milliseconds. */
const PAUSE = 350

interface ExpressionFieldProps {
  value: string
  /** Why it cannot be read. */
  problem: string | undefined
  onChange: (value: string) => void
  /** Names that stand in it, for those who look them up. */
  fields: readonly string[]
}

/** Lines by a rule, where a search for words is not enough; with what there is to compare. */
export function ExpressionField({ value, problem, onChange, fields }: ExpressionFieldProps) {
  const id = useId()
  const [typed, setTyped] = useState(value)
  const told = useRef(value)
  useEffect(() => {
    if (value === told.current) return
    told.current = value // the address has changed by itself
    setTyped(value)
  }, [value])
  const tell = (next: string) => {
    told.current = next
    onChange(next)
  }
  useEffect(() => {
    if (typed === told.current) return
    const timer = setTimeout(() => {
      told.current = typed
      onChange(typed)
    }, PAUSE)
    return () => clearTimeout(timer)
  }, [typed, onChange])
  return (
    <div className={styles.expression}>
      <TextField
        label="Filter lines by an expression"
        hideLabel
        code
        prefix={<Filter size={14} aria-hidden="true" />}
        placeholder="time > 2 and tokens > 100"
        value={typed}
        onChange={setTyped}
        onKeyDown={(event) => event.key === "Enter" && tell(typed)}
        errorId={problem === undefined ? undefined : `${id}-problem`}
        suffix={
          <Popover
            label="What an expression can say"
            align="end"
            width={380}
            trigger={<IconButton size="small" label="What an expression can say" icon={<CircleHelp />} />}
          >
            <div className={styles.help}>
              <p>
                Comparisons with <code>{"== != < <= > >="}</code>, <code>in</code> for a part of a text,
                joined by <code>and</code>, <code>or</code>, <code>not</code>:
              </p>
              <p>
                <code>{'status == "failed"'}</code>
                <br />
                <code>{"1 < time <= 5 and tokens > 100"}</code>, time in seconds
                <br />
                <code>{'"film" in inputs.text'}</code>
              </p>
              <p>There are: {fields.join(", ")}.</p>
            </div>
          </Popover>
        }
      />
      <span id={`${id}-problem`} role="status" className={styles.expressionProblem}>
        {problem ?? ""}
      </span>
    </div>
  )
}
