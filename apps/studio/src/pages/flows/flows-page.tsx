import { Page } from "../../frame/page.tsx"
import { EmptyState } from "../../ui/empty-state.tsx"

export default function FlowsPage() {
  return (
    <Page title="Flows">
      <EmptyState>The list of flows is not built yet.</EmptyState>
    </Page>
  )
}
