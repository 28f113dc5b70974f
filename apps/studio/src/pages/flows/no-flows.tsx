import { Archive, LibraryBig, Workflow } from "lucide-react"
import { Link } from "wouter"
import { Button } from "../../ui/button.tsx"
import { EmptyState } from "../../ui/empty-state.tsx"

/** There is no flow to list: none at all, or `archived` ones alone. */
export function NoFlows({ archived }: { archived: number }) {
  if (archived > 0)
    return (
      <EmptyState
        icon={<Archive />}
        action={
          <Button asChild variant="primary">
            <Link href="/flows?archived=only">Show archived flows</Link>
          </Button>
        }
        link={<Link href="/flows?create=standard">Create an empty flow</Link>}
      >
        All flows of this folder are archived.
      </EmptyState>
    )
  return (
    <EmptyState
      icon={<Workflow />}
      action={
        <Button asChild variant="primary" icon={<LibraryBig />}>
          <Link href="/gallery">Clone a sample</Link>
        </Button>
      }
      link={<Link href="/flows?create=standard">Create an empty flow</Link>}
    >
      A flow takes inputs through prompts, models and code to outputs. There is none in this folder yet.
    </EmptyState>
  )
}
