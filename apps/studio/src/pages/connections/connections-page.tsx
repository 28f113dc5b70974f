import { Page } from "../../frame/page.tsx"
import { EmptyState } from "../../ui/empty-state.tsx"

export default function ConnectionsPage() {
  return (
    <Page title="Connections">
      <EmptyState>The list of connections is not built yet.</EmptyState>
    </Page>
  )
}
