import type { StudioRun } from "@internal/schema/studio"
import { ArrowLeftToLine, X } from "lucide-react"
import { useState } from "react"
import { Link } from "wouter"
import { variantOf } from "../../run/run-facts.ts"
import { Badge } from "../../ui/badge.tsx"
import { Combobox } from "../../ui/combobox.tsx"
import { IconButton } from "../../ui/icon-button.tsx"
import { StateLabel } from "../../ui/state-dot.tsx"
import styles from "./compare.module.css"

interface ComparedRunsProps {
  compared: readonly { name: string; run: StudioRun | undefined }[]
  labels: Readonly<Record<string, string>>
  onChange: (names: string[]) => void
}

/** Which runs are compared, the base first. */
export function ComparedRuns({ compared, labels, onChange }: ComparedRunsProps) {
  const names = compared.map(({ name }) => name)
  return (
    <ul className={styles.runs} aria-label="Compared runs">
      {compared.map(({ name, run }, at) => (
        <li key={name} className={styles.run}>
          <div className={styles.runLine}>
            <Link href={`/runs/${encodeURIComponent(name)}`} className={styles.runName} title={name}>
              {labels[name]}
            </Link>
            {at === 0 ? <Badge tone="accent">base</Badge> : null}
            <span className={styles.space} />
            {at > 0 ? (
              <IconButton
                size="small"
                label={`Make ${labels[name]} the base`}
                icon={<ArrowLeftToLine />}
                onClick={() => onChange([name, ...names.filter((one) => one !== name)])}
              />
            ) : null}
            <IconButton
              size="small"
              label={`Leave ${labels[name]} out`}
              icon={<X />}
              onClick={() => onChange(names.filter((one) => one !== name))}
            />
          </div>
          <div className={styles.runFacts}>
            {run ? (
              <>
                <StateLabel state={run.state} />
                <span>{run.flowName}</span>
                {variantOf(run) ? <span>{variantOf(run)}</span> : null}
              </>
            ) : (
              <span>not in the list</span>
            )}
          </div>
        </li>
      ))}
    </ul>
  )
}

interface AddRunProps {
  runs: readonly StudioRun[]
  chosen: readonly string[]
  onAdd: (name: string) => void
}

export function AddRun({ runs, chosen, onAdd }: AddRunProps) {
  const [typed, setTyped] = useState("")
  const options = runs
    .filter(({ name, run }) => run === null && !chosen.includes(name))
    .map(({ name, displayName, flowName }) => ({
      value: name,
      label: displayName,
      hint: `${flowName}, ${name}`,
    }))
  return (
    <div className={styles.add}>
      <Combobox
        label="Add a run"
        hideLabel
        placeholder="Add a run…"
        value={typed}
        options={options}
        empty="There is no other run."
        onChange={(name) => {
          setTyped("")
          onAdd(name)
        }}
      />
    </div>
  )
}
