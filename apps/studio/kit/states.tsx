import { Inbox, Plus } from "lucide-react"
import { useState } from "react"
import { Badge, Chip } from "../src/ui/badge.tsx"
import { Banner } from "../src/ui/banner.tsx"
import { Button } from "../src/ui/button.tsx"
import { Card, Collapsible } from "../src/ui/card.tsx"
import { EmptyState } from "../src/ui/empty-state.tsx"
import { ErrorView } from "../src/ui/error-view.tsx"
import { Cost, DateTime, Duration, Tokens } from "../src/ui/figures.tsx"
import { ProgressBar } from "../src/ui/progress-bar.tsx"
import { Skeleton } from "../src/ui/skeleton.tsx"
import { Stat, StatRow } from "../src/ui/stat.tsx"
import { StateBar } from "../src/ui/state-bar.tsx"
import { StateDot, StateLabel } from "../src/ui/state-dot.tsx"
import { STATES, type State } from "../src/ui/states.ts"
import styles from "./kit.module.css"

export function States() {
  const [state, setState] = useState<State | null>(null)
  return (
    <>
      <Card title="States">
        <div className={styles.stack}>
          <div className={styles.line}>
            {STATES.map((each) => (
              <StateLabel key={each} state={each} />
            ))}
          </div>
          <div className={styles.line}>
            {STATES.map((each) => (
              <StateDot key={each} state={each} size={20} />
            ))}
          </div>
          <StateBar
            counts={{ done: 812, cached: 64, failed: 23, crashed: 4, cancelled: 12, running: 6, waiting: 79 }}
            selected={state}
            onSelect={setState}
          />
          <StateBar counts={{}} />
        </div>
      </Card>
      <Card title="Figures">
        <StatRow>
          <Stat label="Accuracy" note="0.82 to 0.91">
            87.3 %
          </Stat>
          <Stat label="Duration">
            <Duration milliseconds={192_000} />
          </Stat>
          <Stat label="Tokens">
            <Tokens count={1_284_200} />
          </Stat>
          <Stat label="Cost" note="gpt-4o">
            <Cost dollars={0.0042} />
          </Stat>
          <Stat label="Started">
            <DateTime value={Date.now() - 320_000} relative />
          </Stat>
          <Stat label="Ended">
            <DateTime value={null} />
          </Stat>
        </StatRow>
      </Card>
      <Card title="Badges and chips">
        <div className={styles.line}>
          <Badge>chat</Badge>
          <Badge tone="accent">default</Badge>
          <Badge tone="done">better</Badge>
          <Badge tone="failed">3 problems</Badge>
          <Badge tone="stale">stale</Badge>
          <Badge tone="running">live</Badge>
          <Chip onClick={() => {}}>open_ai</Chip>
          <Chip selected onRemove={() => {}}>
            State: failed
          </Chip>
        </div>
      </Card>
      <Card title="Progress">
        <div className={styles.stack}>
          <ProgressBar label="Running lines" value={412} total={1000} />
          <ProgressBar label="Installing packages" value={3} total={null} text="numpy" />
        </div>
      </Card>
      <Card title="Banners">
        <div className={styles.stack}>
          <Banner
            title="This folder was not created here."
            hint="Its code runs only after you say so."
            actions={<Button size="small">Trust it</Button>}
          />
          <Banner
            kind="warn"
            title="flow.dag.yaml has changed on disk."
            hint="Choose which of the two to keep."
            onClose={() => {}}
          />
          <Banner kind="error" title="The run could not be started." hint="Choose a runtime first." />
        </div>
      </Card>
      <Card title="Errors">
        <ErrorView
          error={{
            code: "REFERENCE_UNKNOWN",
            message: "Node 'classify' refers to '${fetch.output}', but there is no node 'fetch'.",
            place: { file: "flow.dag.yaml", line: 31, column: 14 },
            hint: "Did you mean '${fetch_text.output}'?",
          }}
          actions={<Button size="small">Open the file</Button>}
        />
      </Card>
      <Card title="Nothing, and not yet">
        <EmptyState
          icon={<Inbox />}
          action={
            <Button variant="primary" icon={<Plus />}>
              Create a flow
            </Button>
          }
          link={<a href="/gallery">Clone a sample</a>}
        >
          Flows of this folder are listed here; there is none yet.
        </EmptyState>
        <Skeleton text="Reading runs…" />
      </Card>
      <div className={styles.stack}>
        <Collapsible
          title="Inputs"
          actions={
            <Button size="small" variant="quiet">
              Add
            </Button>
          }
        >
          Three inputs.
        </Collapsible>
        <Collapsible title="Logs" defaultOpen={false}>
          Nothing.
        </Collapsible>
        <Collapsible title="A line only" look="plain">
          What it opens.
        </Collapsible>
      </div>
    </>
  )
}
