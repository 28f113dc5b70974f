import type { GallerySample } from "@internal/schema/studio"
import { Braces, Copy, FileText, MessagesSquare, Search, SquareCheck, Workflow } from "lucide-react"
import { useMemo, useState } from "react"
import { Link, useLocation, useSearchParams } from "wouter"
import { call } from "../../api/call.ts"
import { useAnswer } from "../../api/queries.ts"
import { KIND_NAMES, TYPE_NAMES } from "../../flow/flow-words.ts"
import { freeName } from "../../flow/folder-name.ts"
import { FolderNameDialog } from "../../flow/folder-name-dialog.tsx"
import { addressOfMade } from "../../flow/open-made-flow.ts"
import { Page } from "../../frame/page.tsx"
import { Badge } from "../../ui/badge.tsx"
import { Button } from "../../ui/button.tsx"
import { EmptyState } from "../../ui/empty-state.tsx"
import { ErrorView } from "../../ui/error-view.tsx"
import { formatCount } from "../../ui/format.ts"
import { Skeleton } from "../../ui/skeleton.tsx"
import { Tabs } from "../../ui/tabs.tsx"
import { TextField } from "../../ui/text-field.tsx"
import styles from "./gallery.module.css"
import { SampleDrawer } from "./sample-drawer.tsx"

const CREATED = [
  ["standard", TYPE_NAMES.standard, Workflow],
  ["chat", TYPE_NAMES.chat, MessagesSquare],
  ["evaluation", TYPE_NAMES.evaluation, SquareCheck],
  ["flex", "Flex flow", Braces],
  ["prompty", KIND_NAMES.prompty, FileText],
] as const

type Tab = "flow" | "evaluation"

/** Samples to start from. In the address: `tab`, `q` for the search, `sample` for the one that is looked at. */
export default function GalleryPage() {
  const { data: samples, error, refetch } = useAnswer("gallery.list")
  const [params, setParams] = useSearchParams()
  const [cloned, setCloned] = useState<string | null>(null)
  const set = (name: string, value: string) =>
    setParams(
      (before) => {
        const next = new URLSearchParams(before)
        if (value) next.set(name, value)
        else next.delete(name)
        return next
      },
      { replace: name === "q" || value === "" },
    )
  const tab: Tab = params.get("tab") === "evaluation" ? "evaluation" : "flow"
  const words = params.get("q") ?? ""
  const of = (each: Tab) =>
    (samples ?? []).filter(({ type }) => (type === "evaluation") === (each === "evaluation"))
  const shown = of(tab).filter((sample) => matches(sample, words))
  const looked = params.get("sample")
  return (
    <Page
      title="Gallery"
      description="Samples and evaluations to start from. A clone is yours: its files lie in the opened folder."
    >
      <section className={styles.create} aria-labelledby="create-by-type">
        <h2 id="create-by-type" className={styles.heading}>
          Create by type
        </h2>
        {CREATED.map(([type, name, Icon]) => (
          <Button key={type} asChild icon={<Icon />}>
            <Link href={`/flows?create=${type}`}>{name}</Link>
          </Button>
        ))}
      </section>
      <h2 className={styles.heading}>Explore</h2>
      {error ? (
        <ErrorView
          look="page"
          error={error}
          title="The gallery could not be read."
          actions={<Button onClick={() => void refetch()}>Try again</Button>}
        />
      ) : !samples ? (
        <Skeleton text="Reading the gallery…" rows={8} />
      ) : (
        <Tabs<Tab>
          label="Gallery"
          value={tab}
          onChange={(next) => set("tab", next === "flow" ? "" : next)}
          tabs={[
            { value: "flow", label: "Flow", count: of("flow").length },
            { value: "evaluation", label: "Evaluation", count: of("evaluation").length },
          ]}
        >
          <div className={styles.bar}>
            <TextField
              label="Search the gallery"
              hideLabel
              type="search"
              placeholder="Search the gallery"
              className={styles.search}
              prefix={<Search aria-hidden="true" />}
              value={words}
              onChange={(value) => set("q", value)}
            />
            <span className={styles.count} role="status">
              {formatCount(shown.length, "sample")}
            </span>
          </div>
          {shown.length === 0 ? (
            <EmptyState action={<Button onClick={() => set("q", "")}>Clear the search</Button>}>
              No sample of this tab matches {words}.
            </EmptyState>
          ) : (
            <ul className={styles.tiles}>
              {shown.map((sample) => (
                <Tile
                  key={sample.name}
                  sample={sample}
                  onOpen={() => set("sample", sample.name)}
                  onClone={() => setCloned(sample.name)}
                />
              ))}
            </ul>
          )}
        </Tabs>
      )}
      {looked ? (
        <SampleDrawer
          key={looked}
          name={looked}
          onClone={() => setCloned(looked)}
          onClose={() => set("sample", "")}
        />
      ) : null}
      {cloned ? <CloneDialog sample={cloned} onClose={() => setCloned(null)} /> : null}
    </Page>
  )
}

function matches({ name, title, summary, kind, type }: GallerySample, words: string): boolean {
  const text = [name, title, summary, KIND_NAMES[kind], TYPE_NAMES[type]].join("\n").toLowerCase()
  return words
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word))
}

function Tile({
  sample,
  onOpen,
  onClone,
}: {
  sample: GallerySample
  onOpen: () => void
  onClone: () => void
}) {
  return (
    <li className={styles.tile}>
      <h3>
        <button type="button" className={styles.title} onClick={onOpen}>
          {sample.title}
        </button>
      </h3>
      <p className={styles.summary}>{sample.summary}</p>
      <div className={styles.foot}>
        <Badge tone={sample.type === "chat" ? "accent" : "neutral"}>{TYPE_NAMES[sample.type]}</Badge>
        <Badge>{KIND_NAMES[sample.kind]}</Badge>
        <span className={styles.clone}>
          <Button icon={<Copy />} onClick={onClone} aria-label={`Clone ${sample.title}`}>
            Clone
          </Button>
        </span>
      </div>
    </li>
  )
}

function CloneDialog({ sample, onClose }: { sample: string; onClose: () => void }) {
  const [, navigate] = useLocation()
  const flows = useAnswer("flows.list").data
  const taken = useMemo(() => new Set((flows ?? []).map(({ path }) => path)), [flows])
  if (!flows) return null
  return (
    <FolderNameDialog
      title={`Clone ${sample}`}
      description="Copies its files into the opened folder."
      action="Clone"
      doing="Cloning…"
      initial={freeName(sample, taken)}
      taken={taken}
      submit={async (path) => {
        await call("flows.clone", { body: { path, from: { sample } } })
        navigate(await addressOfMade(path))
      }}
      onClose={onClose}
    />
  )
}
