import { useFlow, useFlowSlice } from "../../flow/flow-context.ts"
import { placeAt } from "../../flow/problem-places.ts"
import { Banner } from "../../ui/banner.tsx"
import { Button } from "../../ui/button.tsx"
import { usePlaces } from "./places.ts"

/** The flow's file is no YAML: the cards show what can be made out, and the text is where it is mended. */
export function BrokenFile() {
  const flow = useFlow()
  const { goTo } = usePlaces()
  const [problem] = useFlowSlice((open) => open.outline.problems)
  if (!problem) return null
  const { line, column } = placeAt(flow.text, problem.range.from)
  return (
    <Banner
      kind="error"
      title={`${flow.file.split("/").at(-1)} is broken in line ${line}`}
      hint={`${problem.message.replace(/\.?$/, ".")} The cards show what can be made out; nothing of the text is lost.`}
      actions={
        <Button size="small" onClick={() => goTo({ file: flow.file, line, column })}>
          Go to line {line}
        </Button>
      }
    />
  )
}
