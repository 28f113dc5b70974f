import { Page } from "../../frame/page.tsx"
import { EmptyState } from "../../ui/empty-state.tsx"

export default function SettingsPage() {
  return (
    <Page title="Settings">
      <EmptyState>The settings page is not built yet.</EmptyState>
    </Page>
  )
}
