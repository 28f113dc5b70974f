import { asRecord } from "../../run/run-facts.ts"
import type { JoinedLine } from "../../run/use-run-lines.ts"
import { ValueCell } from "../../run/value-cell.tsx"
import type { LineValue } from "../../run/value-panel.tsx"
import type { Column, ColumnValue } from "../../ui/data-table/columns.ts"
import { DateTime, Duration, None, Tokens } from "../../ui/figures.tsx"
import { StateLabel } from "../../ui/state-dot.tsx"
import { STATE_NAMES } from "../../ui/states.ts"

/** A value of a line that is a column: an input, an output, or what an evaluation says. */
export interface LinePart {
  side: "inputs" | "outputs" | "evaluation"
  name: string
  /** The evaluation run. */
  of?: string
  /** What that run is called. */
  title?: string
}

const partGroup = ({ side, of, title }: LinePart): string =>
  of === undefined ? (side === "inputs" ? "Inputs" : "Outputs") : (title ?? of)

const partId = ({ side, name, of }: LinePart): string =>
  of === undefined ? `${side}.${name}` : `${of}.${name}`

function partValue(line: JoinedLine, { side, name, of }: LinePart): unknown {
  if (side === "evaluation") return asRecord(line.others[of ?? ""]?.outputs)[name]
  return asRecord(line[side])[name]
}

/** Everything of a line that can be looked at. */
export function valuesOf(line: JoinedLine, parts: readonly LinePart[]): LineValue[] {
  return parts.map((part) => ({
    id: partId(part),
    label: part.name,
    group: partGroup(part),
    value: partValue(line, part),
  }))
}

function sortable(value: unknown): ColumnValue {
  if (typeof value === "object" && value !== null) return JSON.stringify(value)
  return value as ColumnValue
}

const named = (name: string, { line }: JoinedLine) => `${name} of line ${line}`

export function lineColumns(
  parts: readonly LinePart[],
  open: (line: JoinedLine, column: string) => void,
  /** Lines that failed alone: why they did is seen first. */
  isOfFailures: boolean,
): Column<JoinedLine>[] {
  const error: Column<JoinedLine> = {
    id: "error",
    header: "Error",
    width: 220,
    value: ({ error }) => error?.message,
    cell: (line) =>
      line.error ? (
        <ValueCell
          value={line.error.message}
          label={named("error", line)}
          onOpen={() => open(line, "error")}
        />
      ) : (
        <None label="no error" />
      ),
  }
  return [
    {
      id: "line",
      header: "Line",
      sticky: true,
      width: 64,
      align: "right",
      hideable: false,
      value: ({ line }) => line,
      cell: ({ line }) => line,
    },
    {
      id: "state",
      header: "State",
      sticky: true,
      width: 108,
      hideable: false,
      value: ({ status }) => STATE_NAMES[status],
      cell: ({ status }) => <StateLabel state={status} />,
    },
    ...(isOfFailures ? [error] : []),
    ...parts.map((part): Column<JoinedLine> => {
      const id = partId(part)
      return {
        id,
        header: part.name,
        group: partGroup(part),
        width: 180,
        grow: part.side === "outputs",
        value: (line) => sortable(partValue(line, part)),
        cell: (line) => (
          <ValueCell
            value={partValue(line, part)}
            label={
              part.of === undefined ? named(part.name, line) : `${named(part.name, line)}, ${partGroup(part)}`
            }
            onOpen={() => open(line, id)}
          />
        ),
      }
    }),
    ...(isOfFailures ? [] : [error]),
    ...(["Started", "Ended"] as const).map((header): Column<JoinedLine> => {
      const at = ({ startedAt, duration }: JoinedLine) => startedAt + (header === "Ended" ? duration : 0)
      return {
        id: header.toLowerCase(),
        header,
        width: 168,
        hidden: true,
        value: (line) => new Date(at(line)),
        cell: (line) => <DateTime value={at(line)} seconds />,
      }
    }),
    {
      id: "duration",
      header: "Time",
      width: 84,
      align: "right",
      value: ({ duration }) => duration,
      cell: ({ duration }) => <Duration milliseconds={duration} />,
    },
    {
      id: "tokens",
      header: "Tokens",
      width: 80,
      align: "right",
      value: ({ tokens }) => tokens,
      cell: ({ tokens }) => <Tokens count={tokens} />,
    },
  ]
}
