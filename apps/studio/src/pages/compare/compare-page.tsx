import { Page } from "../../frame/page.tsx"
import { EmptyState } from "../../ui/empty-state.tsx"

export default function ComparePage() {
  return (
    <Page title="Compare">
      <EmptyState>The comparison of runs is not built yet.</EmptyState>
    </Page>
  )
}
