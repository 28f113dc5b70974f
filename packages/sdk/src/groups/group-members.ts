import { basename } from "node:path"
import { sanitizeName, timeStamp } from "@internal/flow"
import type { GroupMember, GroupOptions } from "../api/run-groups.ts"
import type { RunOptions } from "../api/runs.ts"
import type { Context } from "../context.ts"
import { loadFlow } from "../flow/load-flow.ts"
import { type Combination, combinations } from "./combinations.ts"

/** Properties by which a run says to which group it belongs, and as what. */
export const GROUP = "group"
export const GROUP_VARIANT = "group_variant"
export const GROUP_REPEAT = "group_repeat"

export interface PlannedMember extends GroupMember {
  options: RunOptions & { name: string }
}

/** The runs that a group is made of, in the order in which they run: each variant, and of each its repeats. */
export function groupMembers(
  context: Context,
  { vary, variant, variants, repeat = 1, evaluate: _, name, ...options }: GroupOptions,
): { group: string; members: PlannedMember[] } {
  const { places } = context
  using loaded = loadFlow(options.flow, places.cwd, places.env)
  const now = performance.timeOrigin + performance.now()
  const stamp = timeStamp(new Date(now), Math.floor((now % 1) * 1000))
  const group = name || sanitizeName(`${basename(loaded.folder)}_${stamp}`)
  const found = combinations(loaded.flow, { vary, variant, variants })
  const times = Array.from({ length: repeat }, (_, at) => at + 1)
  const members = found.flatMap((combination) =>
    times.map((time) => member(combination, { group, options, ...(repeat > 1 && { time, of: repeat }) })),
  )
  return { group, members }
}

function member(
  { label, chosen }: Combination,
  parts: { group: string; options: Omit<RunOptions, "name">; time?: number; of?: number },
): PlannedMember {
  const { group, options, time, of } = parts
  const [first, ...more] = Object.entries(chosen)
  const said = options.displayName ?? group
  const suffix = time === undefined ? "" : `_${time}`
  const name = `${group}_${label.replace(/[^\w.-]+/g, "_")}${suffix}`
  return {
    name,
    label,
    ...(time !== undefined && { repeat: time }),
    options: {
      ...options,
      name,
      displayName: `${said} ${label}${time === undefined ? "" : ` (${time} of ${of})`}`,
      // one variant is told as the original knows it
      ...(first && more.length === 0 && { variant: `\${${first[0]}.${first[1]}}` }),
      ...(more.length > 0 && { variants: chosen }),
      properties: {
        ...options.properties,
        [GROUP]: group,
        [GROUP_VARIANT]: label,
        ...(time !== undefined && { [GROUP_REPEAT]: String(time) }),
      },
    },
  }
}
