import { Link } from "wouter"
import { Button } from "../ui/button.tsx"
import { ErrorView, type ShownError } from "../ui/error-view.tsx"

/** Instead of a page of a flow that could not be read: why, and the way back. */
export function NoFlow({ path, error }: { path: string; error: ShownError }) {
  return (
    <>
      <h1 className="visually-hidden">{path}</h1>
      <ErrorView
        look="page"
        error={error}
        actions={
          <Button asChild>
            <Link href="/flows">To the flows</Link>
          </Button>
        }
      />
    </>
  )
}
