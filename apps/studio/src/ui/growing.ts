import { useEffect, useState } from "react"

/** How much of a long list is drawn: more at each step until it is all, so that the page answers meanwhile. */
export function useGrowing(count: number, step: number): number {
  const [drawn, setDrawn] = useState(step)
  useEffect(() => {
    if (drawn >= count) return
    const timer = setTimeout(() => setDrawn(drawn + step))
    return () => clearTimeout(timer)
  }, [drawn, count, step])
  return Math.min(drawn, count)
}
