import { Page } from "../../frame/page.tsx"
import { EmptyState } from "../../ui/empty-state.tsx"

export default function ChatPage() {
  return (
    <Page title="Chat">
      <EmptyState>The chat window is not built yet.</EmptyState>
    </Page>
  )
}
