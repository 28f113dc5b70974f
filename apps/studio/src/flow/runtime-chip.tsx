import { SquareTerminal } from "lucide-react"
import { useLocation } from "wouter"
import { useAnswer } from "../api/queries.ts"
import { Button } from "../ui/button.tsx"
import { Menu } from "../ui/menu.tsx"
import { useChosenRuntime } from "./chosen-runtime.ts"

/** So many say what one is for, whose name may be a hash of them. */
const PACKAGES = 3

/** In the top bar: which Python a flow runs in, and choosing another. */
export function RuntimeChip({ flow }: { flow: string }) {
  const [chosen, choose] = useChosenRuntime(flow)
  const { data: runtimes = [] } = useAnswer("runtimes.list")
  const [, go] = useLocation()
  const there = runtimes.find(({ name }) => name === chosen)
  const label = chosen === "" ? "Automatic" : there ? chosen : `${chosen}, not there`
  return (
    <Menu
      align="end"
      trigger={
        <Button size="small" icon={<SquareTerminal />} aria-label={`Runtime: ${label}`}>
          {label}
        </Button>
      }
      items={[
        { heading: "Runtime of this flow" },
        {
          label: "Automatic",
          hint: "That of the folder, of the requirements, or this machine's",
          checked: chosen === "",
          single: true,
          onSelect: () => choose(""),
        },
        ...runtimes.map(({ name, version, status, packages = [] }) => ({
          label: name,
          hint:
            status === "broken"
              ? "broken: its Python is gone"
              : [`Python ${version}`, ...packages.slice(0, PACKAGES)].join(", "),
          checked: name === chosen,
          single: true,
          disabled: status === "broken",
          onSelect: () => choose(name),
        })),
        "separator",
        { label: "All runtimes", onSelect: () => go("/runtimes") },
      ]}
    />
  )
}
