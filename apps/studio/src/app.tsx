import { QueryClientProvider } from "@tanstack/react-query"
import { useEffect, useState } from "react"
import { useLocation } from "wouter"
import { listen } from "./api/live-changes.ts"
import { askAhead, queryClient } from "./api/queries.ts"
import { session } from "./api/session.ts"
import { flowAt } from "./flow/flow-address.ts"
import { AppFrame } from "./frame/app-frame.tsx"
import { ConnectionNotice } from "./frame/connection-notice.tsx"
import { usePaletteItems } from "./frame/palette-items.tsx"
import { Routes } from "./frame/routes.tsx"
import { tellUntoldFailures } from "./frame/untold-failures.ts"
import { ConfirmRegion } from "./ui/confirm.tsx"
import { ErrorView } from "./ui/error-view.tsx"
import { Skeleton } from "./ui/skeleton.tsx"
import { ToastRegion } from "./ui/toast.tsx"
import { TooltipProvider } from "./ui/tooltip.tsx"

const listening: { promise?: Promise<never> } = {}

/** The studio, once `opening` has ended. */
export function App({ opening }: { opening: Promise<void> }) {
  const [place] = useState(useLocation()[0]) // where it was opened, as the router reads it
  const [opened, setOpened] = useState(false)
  useEffect(() => {
    opening.then(() => {
      if (session() !== null) {
        listening.promise ??= listen()
        const flow = flowAt(place)
        if (flow !== undefined) askAhead("flows.get", { flow })
      }
      setOpened(true)
    })
  }, [opening, place])
  useEffect(() => tellUntoldFailures(), [])
  if (!opened) return <Skeleton text="Opening the studio…" />
  if (session() === null)
    return (
      <main>
        <ErrorView
          look="page"
          title="This tab has no session."
          error={{
            message: "The studio only answers tabs that were opened with the address it printed.",
            hint: "Start it again and open the address it prints: millrace studio",
          }}
        />
      </main>
    )
  return (
    <QueryClientProvider client={queryClient}>
      <TooltipProvider delayDuration={400} skipDelayDuration={200}>
        <AppFrame notice={<ConnectionNotice />} useItems={usePaletteItems}>
          <Routes />
        </AppFrame>
        <ToastRegion />
        <ConfirmRegion />
      </TooltipProvider>
    </QueryClientProvider>
  )
}
