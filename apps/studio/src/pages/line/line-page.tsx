import type { LineState } from "@internal/schema"
import { toPlain } from "@internal/value"
import { useQuery } from "@tanstack/react-query"
import { ChevronLeft, ChevronRight, DatabaseZap, PenLine } from "lucide-react"
import { useCallback, useEffect, useMemo, useState } from "react"
import { Link, useLocation, useParams, useSearchParams } from "wouter"
import { useAnswer } from "../../api/queries.ts"
import { shownError } from "../../api/shown-error.ts"
import { flowAddress } from "../../flow/flow-address.ts"
import { useCommands } from "../../frame/commands.ts"
import { Page } from "../../frame/page.tsx"
import { AddToDataset } from "../../run/add-to-dataset.tsx"
import { type LineName, readLine } from "../../run/line-events.ts"
import { asRecord, endedOf } from "../../run/run-facts.ts"
import { useRunImages } from "../../run/run-images.ts"
import { countsOf } from "../../run/spans.ts"
import { TokenCount } from "../../run/token-count.tsx"
import { Button } from "../../ui/button.tsx"
import { Card } from "../../ui/card.tsx"
import { classNames } from "../../ui/class-names.ts"
import { EmptyState } from "../../ui/empty-state.tsx"
import { ErrorView } from "../../ui/error-view.tsx"
import { DateTime, Duration } from "../../ui/figures.tsx"
import { IconButton } from "../../ui/icon-button.tsx"
import { ImageAddress } from "../../ui/image-address.ts"
import { Skeleton } from "../../ui/skeleton.tsx"
import { StateLabel } from "../../ui/state-dot.tsx"
import { ValueView } from "../../ui/value-view.tsx"
import { callsOf, Gantt, type Selected } from "./gantt.tsx"
import styles from "./line.module.css"
import { CallCard, NodeDetail } from "./node-detail.tsx"

const AGGREGATION = "aggregation"

export default function LinePage() {
  const { name = "", line = "0" } = useParams<{ name: string; line: string }>()
  return (
    <ImageAddress value={useRunImages(name)}>
      <OneLine key={`${name} ${line}`} name={name} of={line === AGGREGATION ? line : lineNumber(line)} />
    </ImageAddress>
  )
}

/** Of the address; no run has a line -1, which stands for what is no number. */
const lineNumber = (text: string): number => (/^\d{1,9}$/.test(text) ? Number(text) : -1)

function OneLine({ name, of }: { name: string; of: LineName }) {
  const isAll = of === AGGREGATION
  const number = isAll ? -1 : of
  const [, go] = useLocation()
  const [params, setParams] = useSearchParams()
  const [adding, setAdding] = useState(false)
  const run = useAnswer("runs.get", { name }).data
  const answer = useQuery({
    queryKey: ["line", name, of],
    enabled: isAll || number >= 0,
    queryFn: ({ signal }) => readLine(name, of, signal),
  })
  const { refetch } = answer
  const line = answer.data?.state
  const isOpen = line === undefined || line.status === "running"
  const ended = run && endedOf(run)
  // biome-ignore lint/correctness/useExhaustiveDependencies: while the run goes on, each line that ends may be this one
  useEffect(() => {
    if (isOpen && (isAll || number >= 0)) void refetch()
  }, [ended, isOpen, isAll, number, refetch])

  const at = `/runs/${encodeURIComponent(name)}`
  const chosen = params.get("node")
  // the same node of another line: prompts are read one after another
  const beside = useCallback(
    (line: number) => `${at}/lines/${line}${chosen === null ? "" : `?node=${encodeURIComponent(chosen)}`}`,
    [at, chosen],
  )
  const last = run?.counts.total == null ? undefined : run.counts.total - 1
  const commands = useMemo(
    () => [
      {
        id: "line.next",
        label: "Next line",
        keys: "j",
        disabled: isAll || (last !== undefined && number >= last),
        run: () => go(beside(number + 1)),
      },
      {
        id: "line.before",
        label: "Line before",
        keys: "k",
        disabled: number <= 0,
        run: () => go(beside(number - 1)),
      },
    ],
    [beside, go, isAll, last, number],
  )
  useCommands("Line", commands)
  const node =
    line &&
    (line.nodes.get(chosen ?? "") ??
      [...line.nodes.values()].find(({ status }) => status === "failed") ??
      [...line.nodes.values()].at(-1))
  const span = node && callsOf(node).calls.find(({ key }) => key === params.get("call"))
  const choose = (next: Selected) =>
    setParams({ node: next.node, ...(next.call !== null && { call: next.call }) }, { replace: true })
  return (
    <Page
      title={isAll ? "Over all lines" : number < 0 ? "No such line" : `Line ${number}`}
      breadcrumb={[
        { label: "Runs", href: "/runs" },
        { label: run?.displayName ?? name, href: at },
      ]}
      mark={line ? <StateLabel state={line.status} /> : null}
      description={
        line ? (
          <span className={styles.facts}>
            <Duration milliseconds={line.duration} />
            <span aria-hidden="true">·</span>
            {line.usage.total_tokens > 0 ? (
              <>
                <TokenCount tokens={countsOf(line.usage)} />
                <span aria-hidden="true">·</span>
              </>
            ) : null}
            <DateTime value={line.startedAt} seconds />
          </span>
        ) : null
      }
      actions={
        <>
          {isAll ? null : (
            <>
              <IconButton
                label="Line before"
                keys="k"
                icon={<ChevronLeft />}
                variant="default"
                disabled={number <= 0}
                onClick={() => go(beside(number - 1))}
              />
              <IconButton
                label="Next line"
                keys="j"
                icon={<ChevronRight />}
                variant="default"
                disabled={last !== undefined && number >= last}
                onClick={() => go(beside(number + 1))}
              />
            </>
          )}
          {run && line?.inputs && !isAll ? (
            <Button icon={<DatabaseZap />} onClick={() => setAdding(true)}>
              Add to dataset
            </Button>
          ) : null}
          {run?.flow == null || isAll || line === undefined ? null : (
            <Button icon={<PenLine />} asChild>
              <Link href={`${flowAddress(run.flow)}?line=${encodeURIComponent(`${name}/${number}`)}`}>
                Open in authoring with this input
              </Link>
            </Button>
          )}
        </>
      }
    >
      {answer.error ? (
        <ErrorView look="page" title="The line could not be read." error={answer.error} />
      ) : answer.isLoading ? (
        <Skeleton text="Reading the line…" rows={6} />
      ) : line === undefined ? (
        <EmptyState link={<Link href={at}>To the run</Link>}>
          {run?.state === "running"
            ? isAll
              ? "It begins when all lines have ended."
              : "This line has not begun yet."
            : isAll
              ? "No node of this flow runs over all lines."
              : "The run has no such line."}
        </EmptyState>
      ) : (
        <div className={styles.page}>
          {line.error ? (
            <div className={styles.whole}>
              <ErrorView error={shownError(line.error)} />
            </div>
          ) : null}
          {isAll ? null : (
            <div className={styles.stack}>
              <Card title="Inputs">
                <Values of={line.inputs ? toPlain(line.inputs.value) : null} none="It has no inputs." />
              </Card>
              <Card title="Outputs">
                <Values of={line.outputs ? toPlain(line.outputs.value) : null} none="It has no outputs." />
              </Card>
            </div>
          )}
          <div className={classNames(styles.stack, isAll && styles.whole)}>
            <Card title="Nodes" flush>
              {line.nodes.size === 0 || !node ? (
                <EmptyState>No node has begun.</EmptyState>
              ) : (
                <Gantt
                  line={line}
                  flow={run?.flowName ?? name}
                  selected={{ node: node.node, call: span?.key ?? null }}
                  onSelect={choose}
                />
              )}
            </Card>
            {node && span ? (
              <CallCard key={`${node.node} ${span.key}`} node={node.node} span={span} />
            ) : node ? (
              <NodeDetail key={node.node} node={node} requests={answer.data?.requests.get(node.node) ?? []} />
            ) : null}
          </div>
        </div>
      )}
      {adding && run && line ? (
        <AddToDataset run={run} lines={[plainLine(line)]} onClose={() => setAdding(false)} />
      ) : null}
    </Page>
  )
}

const plainLine = ({ inputs, outputs }: LineState) => ({
  inputs: inputs ? toPlain(inputs.value) : null,
  outputs: outputs ? toPlain(outputs.value) : null,
})

function Values({ of, none }: { of: unknown; none: string }) {
  const entries = Object.entries(asRecord(of)).filter(([name]) => name !== "line_number")
  if (entries.length === 0) return <p className={styles.muted}>{none}</p>
  return (
    <dl className={styles.values}>
      {entries.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>
            <ValueView value={value} label={name} />
          </dd>
        </div>
      ))}
    </dl>
  )
}
