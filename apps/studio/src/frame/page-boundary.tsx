import { Component, type ErrorInfo, type ReactNode } from "react"
import { Button } from "../ui/button.tsx"
import { ErrorView, type ShownError } from "../ui/error-view.tsx"

interface BoundaryProps {
  /** Of the page; another page starts without the error of the last. */
  place: string
  children: ReactNode
}

/** Keeps a page that fails from taking the frame with it. */
export function PageBoundary({ place, children }: BoundaryProps) {
  return (
    <Boundary key={place} place={place}>
      {children}
    </Boundary>
  )
}

class Boundary extends Component<BoundaryProps, { error: unknown }> {
  override state: { error: unknown } = { error: null }

  static getDerivedStateFromError(error: unknown) {
    return { error }
  }

  override componentDidCatch(error: unknown, { componentStack }: ErrorInfo) {
    console.error(error, componentStack)
  }

  override render() {
    const { error } = this.state
    if (error === null) return this.props.children
    return (
      <ErrorView
        look="page"
        title="This page cannot be shown."
        error={asShown(error)}
        actions={
          <>
            <Button onClick={() => this.setState({ error: null })}>Try again</Button>
            <Button variant="quiet" onClick={() => location.reload()}>
              Load the studio anew
            </Button>
          </>
        }
      />
    )
  }
}

function asShown(error: unknown): ShownError {
  if (!(error instanceof Error)) return { message: String(error) }
  const { code, hint, place } = error as Partial<ShownError>
  return {
    message: error.message,
    code,
    hint:
      hint ??
      (code
        ? undefined
        : "Nothing is lost: files and runs are on disk. If it comes again, report it with the text above."),
    place,
  }
}
