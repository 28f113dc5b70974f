import { StrictMode } from "react"
import { createRoot } from "react-dom/client"
import { App } from "./app.tsx"
import "./theme/theme.css"

/** Draws the studio; `opening` ends when there is a session, or can be none. */
export function start(opening: Promise<void>): void {
  createRoot(document.getElementById("root") as HTMLElement).render(
    <StrictMode>
      <App opening={opening} />
    </StrictMode>,
  )
}
