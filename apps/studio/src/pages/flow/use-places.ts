import { useCallback, useEffect, useMemo, useRef, useState } from "react"
import { useSearchParams } from "wouter"
import { useFlow } from "../../flow/flow-context.ts"
import { fileMatches } from "../../flow/problem-places.ts"
import { INPUTS, OUTPUTS } from "../../graph/flow-shape.ts"
import { toast } from "../../ui/toasts.ts"
import type { FlowPlace, LinePlace, Places } from "./places.ts"
import { takeInputsOfLine } from "./run-line-inputs.ts"

/** Events of the router, for what it does to the history. */
const MOVES = ["pushState", "replaceState", "popstate"] as const

interface Showing {
  /** Scrolls to a card. */
  showCard(node: string): void
  /** Scrolls there, and moves the focus to it, or to its name. */
  openCard(node: string, focus: "card" | "name"): void
  /** Shows a file as text instead of the cards. */
  showFile(path: string): void
}

/** Cards that are no node's, as an address names them. */
const CARDS: Readonly<Record<string, string>> = { inputs: INPUTS, outputs: OUTPUTS }

/** Going somewhere in the flow; `?node=`, `?card=`, `?line=` and `?file=` of the address go there at first. */
export function usePlacesOf({ showCard, openCard, showFile }: Showing): Places {
  const flow = useFlow()
  const [at, setAt] = useState<LinePlace>()
  const [search] = useSearchParams()
  const show = useRef({ showCard, openCard, showFile })
  show.current = { showCard, openCard, showFile }

  const goTo = useCallback(
    ({ node, withFocus, file, line, column }: FlowPlace) => {
      const full = file === undefined ? undefined : fullPath(flow, file)
      const place =
        full !== undefined && line !== undefined ? { file: full, line, column: column ?? 1 } : undefined
      if (node) {
        setAt(full === flow.file ? undefined : place)
        if (withFocus) show.current.openCard(node, withFocus)
        else show.current.showCard(node)
      } else if (full !== undefined) {
        flow.document.open(full).then(
          (opened) => {
            if (!opened) return toast({ kind: "info", title: `${full} is no text.` })
            setAt(place)
            show.current.showFile(full)
          },
          (thrown: Error) => toast({ kind: "error", title: thrown.message }),
        )
      }
    },
    [flow],
  )
  const node = search.get("node") ?? CARDS[search.get("card") ?? ""] ?? null
  const file = search.get("file")
  const line = search.get("line")
  const times = useSameAgain()
  const isFirst = useRef(true)
  // biome-ignore lint/correctness/useExhaustiveDependencies: who asks for the same place again goes there again
  useEffect(() => {
    if (line !== null && !/^\d+$/.test(line)) takeInputsOfLine(flow, line)
    const number = line !== null && /^\d+$/.test(line) ? Number(line) : undefined
    if (number !== undefined || file !== null) goTo({ file: file ?? flow.file, line: number ?? 1 })
    else if (node !== null) goTo(isFirst.current ? { node } : { node, withFocus: "card" })
    isFirst.current = false
  }, [flow, node, file, line, goTo, times])
  return useMemo(() => ({ goTo, at }), [goTo, at])
}

/** Goes up when somebody goes to the address that is shown already. */
function useSameAgain(): number {
  const [times, setTimes] = useState(0)
  const last = useRef(location.href)
  useEffect(() => {
    const moved = ({ type }: Event) => {
      if (type === "pushState" && location.href === last.current) setTimes((before) => before + 1)
      last.current = location.href
    }
    for (const event of MOVES) addEventListener(event, moved)
    return () => {
      for (const event of MOVES) removeEventListener(event, moved)
    }
  }, [])
  return times
}

/** A file as diagnostics name it, below the opened folder. */
function fullPath(flow: ReturnType<typeof useFlow>, file: string): string {
  if (fileMatches(file, flow.file)) return flow.file
  const open = flow.document.files.find(({ path }) => path === file || path === flow.pathOf(file))
  return open?.path ?? (file.startsWith(`${flow.folder}/`) ? file : flow.pathOf(file))
}
