import type { Answer } from "@internal/schema/studio"
import { Search } from "lucide-react"
import { useState } from "react"
import { Badge } from "../../ui/badge.tsx"
import { formatCount } from "../../ui/format.ts"
import { TextField } from "../../ui/text-field.tsx"
import styles from "./runtimes.module.css"

/** What is installed, with what is newer where that was asked. */
export function PackageList({ check }: { check: Answer<"runtimes.check"> }) {
  const [words, setWords] = useState("")
  const { packages, newer } = check
  const latest = new Map(newer?.map((one) => [one.name.toLowerCase(), one.latest]))
  const shown = packages.filter(({ name }) => name.toLowerCase().includes(words.trim().toLowerCase()))
  return (
    <section aria-label="Packages">
      <div className={styles.bar}>
        <h3 className={styles.heading}>Packages</h3>
        <span className={styles.muted} role="status">
          {shown.length === packages.length
            ? formatCount(packages.length, "package")
            : `${shown.length} of ${formatCount(packages.length, "package")}`}
        </span>
        <TextField
          label="Search packages"
          hideLabel
          type="search"
          placeholder="Search packages"
          className={styles.search}
          prefix={<Search aria-hidden="true" />}
          value={words}
          onChange={setWords}
        />
      </div>
      <table className={styles.packages}>
        <thead>
          <tr>
            <th scope="col">Name</th>
            <th scope="col">Version</th>
          </tr>
        </thead>
        <tbody>
          {shown.map(({ name, version }) => (
            <tr key={name}>
              <td>
                <code>{name}</code>
              </td>
              <td>
                {version}
                {latest.has(name.toLowerCase()) ? (
                  <>
                    {" "}
                    <Badge tone="stale">{latest.get(name.toLowerCase())} is there</Badge>
                  </>
                ) : null}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {shown.length === 0 ? (
        <p className={styles.muted}>{words ? `No package is called ${words}.` : "None."}</p>
      ) : null}
    </section>
  )
}
