import { Page } from "../../frame/page.tsx"
import { EmptyState } from "../../ui/empty-state.tsx"

export default function LinePage() {
  return (
    <Page title="Line">
      <EmptyState>The page of a line is not built yet.</EmptyState>
    </Page>
  )
}
