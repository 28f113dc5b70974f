import { useState } from "react"
import { call } from "../../api/call.ts"
import { queryClient, useAnswer } from "../../api/queries.ts"
import { FollowedWork } from "../../api/work.ts"
import { Page } from "../../frame/page.tsx"
import { type ThemeChoice, useThemeChoice } from "../../theme/theme-choice.ts"
import { Button } from "../../ui/button.tsx"
import { Card } from "../../ui/card.tsx"
import { ErrorView } from "../../ui/error-view.tsx"
import { formatBytes } from "../../ui/format.ts"
import { RadioGroup } from "../../ui/radio-group.tsx"
import { Skeleton } from "../../ui/skeleton.tsx"
import { StateLabel } from "../../ui/state-dot.tsx"
import { toast } from "../../ui/toasts.ts"
import styles from "./settings.module.css"

const THEMES: { value: ThemeChoice; label: string }[] = [
  { value: "system", label: "As the system" },
  { value: "light", label: "Light" },
  { value: "dark", label: "Dark" },
]
const STATES = { ok: "done", warning: "stale", missing: "failed" } as const
/** Of the models that can be fetched, the one that flows without a connection use. */
const SMALL = "smollm2"
const WORDS = { ok: "There", warning: "Look at it", missing: "Missing" }

/** What is opened, the models on this machine, and what the machine has and lacks. */
export default function SettingsPage() {
  const [theme, chooseTheme] = useThemeChoice()
  const home = useAnswer("home")
  const doctor = useAnswer("doctor", {})
  const models = useAnswer("models.list")
  const [pulling, setPulling] = useState<{ text: string }>()
  const pull = async (name: string) => {
    setPulling({ text: "Fetching" })
    try {
      const { work } = await call("models.pull", { query: { name } })
      const told = (one: Record<string, unknown>) => setPulling({ text: progressOf(one) })
      const { error } = await new FollowedWork(work, { told }).outcome
      if (error) throw Object.assign(new Error(error.message), error)
      await queryClient.invalidateQueries({ queryKey: ["models.list"] })
    } catch (thrown) {
      toast({ kind: "error", title: (thrown as Error).message, text: (thrown as { hint?: string }).hint })
    }
    setPulling(undefined)
  }
  return (
    <Page title="Settings">
      <div className={styles.cards}>
        <Card title="Appearance">
          <RadioGroup label="Theme" look="segments" value={theme} onChange={chooseTheme} options={THEMES} />
        </Card>
        <Card title="This studio">
          {home.data && (
            <dl className={styles.facts}>
              <dt>Opened folder</dt>
              <dd>{home.data.folder}</dd>
              <dt>Home</dt>
              <dd>{home.data.home}</dd>
              <dt>Version</dt>
              <dd>{home.data.version}</dd>
            </dl>
          )}
        </Card>
        <Card title="Models on this machine">
          {models.error && <ErrorView error={models.error} />}
          {!models.data && !models.error && <Skeleton text="Looking for models" rows={2} />}
          {models.data?.map(({ name, bytes }) => (
            <div key={name} className={styles.row}>
              <span className={styles.name}>{name}</span>
              <span className={styles.muted}>{typeof bytes === "number" ? formatBytes(bytes) : ""}</span>
            </div>
          ))}
          {models.data && !models.data.some(({ name }) => name === SMALL) && (
            <div className={styles.row}>
              <span className={styles.name}>{SMALL}</span>
              <span className={styles.muted}>
                {pulling?.text ?? "The small model that needs no key; about 100 MB, fetched once."}
              </span>
              <Button size="small" busy={pulling && "Fetching"} onClick={() => void pull(SMALL)}>
                Fetch
              </Button>
            </div>
          )}
        </Card>
        <Card title="This machine">
          {doctor.error && <ErrorView error={doctor.error} />}
          {!doctor.data && !doctor.error && <Skeleton text="Looking at this machine" />}
          {doctor.data?.map(({ subject, state, detail, fix }) => (
            <div key={subject} className={styles.row}>
              <StateLabel state={STATES[state]}>{WORDS[state]}</StateLabel>
              <span className={styles.name}>{subject}</span>
              <span className={styles.muted}>
                {detail}
                {fix && (
                  <>
                    {" · "}
                    <code>{fix}</code>
                  </>
                )}
              </span>
            </div>
          ))}
        </Card>
      </div>
    </Page>
  )
}

function progressOf({ step, done, total }: Record<string, unknown>): string {
  const share =
    typeof done === "number" && typeof total === "number" && total > 0
      ? ` ${Math.round((100 * done) / total)} %`
      : ""
  return `${typeof step === "string" ? step : "Fetching"}${share}`
}
