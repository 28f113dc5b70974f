import type { Answer } from "@internal/schema/studio"
import { Banner } from "../../ui/banner.tsx"
import { formatCount } from "../../ui/format.ts"

/** What a check of a runtime has found; `asked`: for newer versions, too. */
export function CheckBanner({ check, asked }: { check: Answer<"runtimes.check">; asked: boolean }) {
  const { missing, changed, newer } = check
  if (missing.length > 0)
    return (
      <Banner kind="warn" title={`It lacks ${missing.join(", ")}.`} hint="Update installs what is lacking." />
    )
  if (changed)
    return (
      <Banner
        kind="warn"
        title="Its requirements file has changed since it was made."
        hint="Update installs what the file says now."
      />
    )
  if (!asked) return null
  if (newer === null)
    return (
      <Banner
        kind="warn"
        title="No index of packages answered, so newer versions are not known."
        hint="Check the network, and try again."
      />
    )
  return newer.length === 0 ? (
    <Banner kind="done" title="All of its packages are the newest." />
  ) : (
    <Banner
      title={`There is a newer version of ${formatCount(newer.length, "package")}.`}
      hint="Update installs the newest that its requirements allow."
    />
  )
}
