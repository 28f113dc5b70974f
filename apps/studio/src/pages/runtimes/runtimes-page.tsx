import { Page } from "../../frame/page.tsx"
import { EmptyState } from "../../ui/empty-state.tsx"

export default function RuntimesPage() {
  return (
    <Page title="Runtimes">
      <EmptyState>The list of runtimes is not built yet.</EmptyState>
    </Page>
  )
}
