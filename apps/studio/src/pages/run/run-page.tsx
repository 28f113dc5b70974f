import { Page } from "../../frame/page.tsx"
import { EmptyState } from "../../ui/empty-state.tsx"

export default function RunPage() {
  return (
    <Page title="Run">
      <EmptyState>The page of a run is not built yet.</EmptyState>
    </Page>
  )
}
