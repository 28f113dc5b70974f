import { Page } from "../../frame/page.tsx"
import { EmptyState } from "../../ui/empty-state.tsx"

export default function GalleryPage() {
  return (
    <Page title="Gallery">
      <EmptyState>The gallery is not built yet.</EmptyState>
    </Page>
  )
}
