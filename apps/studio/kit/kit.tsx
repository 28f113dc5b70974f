import { StrictMode } from "react"
import { createRoot } from "react-dom/client"
import { AppFrame } from "../src/frame/app-frame.tsx"
import { Page } from "../src/frame/page.tsx"
import { ConfirmRegion } from "../src/ui/confirm.tsx"
import { ToastRegion } from "../src/ui/toast.tsx"
import { TooltipProvider } from "../src/ui/tooltip.tsx"
import "../src/theme/theme.css"
import { Controls } from "./controls.tsx"
import styles from "./kit.module.css"
import { Layers } from "./layers.tsx"
import { States } from "./states.tsx"
import { Table } from "./table.tsx"
import { Values } from "./values.tsx"

const SECTIONS: Record<string, () => React.ReactNode> = {
  controls: Controls,
  states: States,
  values: Values,
  layers: Layers,
  table: Table,
}

/** Every component of the kit, a section at a time: `?section=controls`. */
function Kit() {
  const name = new URLSearchParams(location.search).get("section") ?? "controls"
  const Section = SECTIONS[name] ?? Controls
  return (
    <TooltipProvider delayDuration={0}>
      <AppFrame>
        <Page
          title={`Kit: ${name}`}
          breadcrumb={[{ label: "studio", href: "/flows" }]}
          fill={name === "table"}
          description={
            <nav aria-label="Sections" className={styles.sections}>
              {Object.keys(SECTIONS).map((each) => (
                <a key={each} href={`?section=${each}`} aria-current={each === name ? "page" : undefined}>
                  {each}
                </a>
              ))}
            </nav>
          }
        >
          {name === "table" ? (
            <Section />
          ) : (
            <div className={styles.grid}>
              <Section />
            </div>
          )}
        </Page>
      </AppFrame>
      <ToastRegion />
      <ConfirmRegion />
    </TooltipProvider>
  )
}

createRoot(document.getElementById("root") as HTMLElement).render(
  <StrictMode>
    <Kit />
  </StrictMode>,
)
