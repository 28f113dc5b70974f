import { Page } from "../../frame/page.tsx"
import { EmptyState } from "../../ui/empty-state.tsx"

export default function RunsPage() {
  return (
    <Page title="Runs">
      <EmptyState>The list of runs is not built yet.</EmptyState>
    </Page>
  )
}
