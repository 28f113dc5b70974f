import { useAnswer } from "../../api/queries.ts"
import { Page } from "../../frame/page.tsx"
import { type ThemeChoice, useThemeChoice } from "../../theme/theme-choice.ts"
import { Card } from "../../ui/card.tsx"
import { ErrorView } from "../../ui/error-view.tsx"
import { RadioGroup } from "../../ui/radio-group.tsx"
import { Skeleton } from "../../ui/skeleton.tsx"
import { MachineCard } from "./machine-card.tsx"
import { ModelsCard } from "./models-card.tsx"
import styles from "./settings.module.css"

const THEMES: { value: ThemeChoice; label: string }[] = [
  { value: "system", label: "As the system" },
  { value: "light", label: "Light" },
  { value: "dark", label: "Dark" },
]

/** How it looks, what is opened, the models on this machine, and what the machine has and lacks. */
export default function SettingsPage() {
  const [theme, chooseTheme] = useThemeChoice()
  const home = useAnswer("home")
  return (
    <Page title="Settings">
      <div className={styles.cards}>
        <Card title="Appearance">
          <RadioGroup label="Theme" look="segments" value={theme} onChange={chooseTheme} options={THEMES} />
        </Card>
        <Card title="This studio">
          {home.error ? <ErrorView error={home.error} /> : null}
          {!home.data && !home.error ? <Skeleton text="Reading where things are…" rows={2} /> : null}
          {home.data ? (
            <dl className={styles.facts}>
              <dt>Opened folder</dt>
              <dd>{home.data.folder}</dd>
              <dt>Home</dt>
              <dd>{home.data.home}</dd>
              <dt>Version</dt>
              <dd>{home.data.version}</dd>
            </dl>
          ) : null}
        </Card>
        <ModelsCard />
        <MachineCard />
      </div>
    </Page>
  )
}
