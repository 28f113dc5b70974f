import type { FlowView } from "@internal/schema/studio"
import { useEffect, useState } from "react"
import { useAnswer, useChange } from "../../api/queries.ts"
import { autoMapping, mappingProblems } from "../../run/mapping.ts"
import { MappingTable } from "../../run/mapping-table.tsx"
import { TagsField } from "../../run/tags-field.tsx"
import { Banner } from "../../ui/banner.tsx"
import { Card } from "../../ui/card.tsx"
import { Checkbox } from "../../ui/checkbox.tsx"
import { Combobox } from "../../ui/combobox.tsx"
import { ErrorView } from "../../ui/error-view.tsx"
import { Form, FormRow } from "../../ui/field.tsx"
import { FileDrop } from "../../ui/file-drop.tsx"
import { formatBytes, formatCount } from "../../ui/format.ts"
import { NumberField } from "../../ui/number-field.tsx"
import { Select } from "../../ui/select.tsx"
import { Skeleton } from "../../ui/skeleton.tsx"
import { TextField } from "../../ui/text-field.tsx"
import styles from "./bulk-test.module.css"
import { refusal, type WizardState } from "./wizard-state.ts"

export interface StepProps {
  view: FlowView
  state: WizardState
  change(part: Partial<WizardState> | ((now: WizardState) => Partial<WizardState>)): void
}

const ENDINGS = ["csv", "tsv", "jsonl", "json", "txt", "parquet"]

/** What it is called, which variants run, over which data, and where inputs come from. */
export function DataStep({ view, state, change }: StepProps) {
  const files = useAnswer("data.list", { flow: view.path })
  const runtimes = useAnswer("runtimes.list")
  const upload = useChange("data.upload", ["data.list"])
  const [refused, refuse] = useState<string>()
  const preview = useAnswer("data.preview", { path: state.data, limit: 50 }, { enabled: state.data !== "" })
  const varied = view.nodes.filter(({ variants }) => variants.length > 1)
  // biome-ignore lint/correctness/useExhaustiveDependencies: columns that were just read are matched, once
  useEffect(() => {
    if (preview.data && preview.data !== state.preview)
      change({
        preview: preview.data,
        mapping: {
          ...autoMapping(view.inputs, preview.data.columns),
          ...(state.preview && state.mapping), // of the same file, which has changed
        },
      })
  }, [preview.data])
  const node = varied.find(({ name }) => name === state.node)
  const why = refusal(view)
  return (
    <>
      {why === undefined ? null : (
        <Banner
          kind="warn"
          title={why}
          hint="Give it an input that takes a column of the data, or run it from its page."
        />
      )}
      <Card title="Basics">
        <Form>
          <FormRow>
            <TextField label="Name" value={state.name} onChange={(name) => change({ name })} />
            <TextField
              label="Description"
              value={state.description}
              onChange={(description) => change({ description })}
            />
          </FormRow>
          <FormRow>
            <TagsField tags={state.tags} onChange={(tags) => change({ tags })} />
            <Select
              label="Runtime"
              value={state.runtime}
              options={[
                { value: "", label: "Automatic" },
                ...(runtimes.data ?? []).map(({ name, version }) => ({
                  value: name,
                  hint: `Python ${version}`,
                })),
              ]}
              onChange={(runtime) => change({ runtime })}
            />
          </FormRow>
          {varied.length > 0 && (
            <Select
              label="Variants"
              value={state.node || "default"}
              options={[
                { value: "default", label: "Default variants only" },
                ...varied.map(({ name, variants }) => ({
                  value: name,
                  label: `Variants of ${name}`,
                  hint: formatCount(variants.length, "run"),
                })),
              ]}
              onChange={(value) => {
                const chosen = varied.find(({ name }) => name === value)
                change({
                  node: chosen?.name ?? "",
                  variants: chosen?.variants.filter((one) => one !== chosen.defaultVariant) ?? [],
                })
              }}
            />
          )}
          {node && (
            <fieldset className={styles.choices}>
              <legend>Variants of {node.name} that run</legend>
              {node.variants.map((variant) => (
                <Checkbox
                  key={variant}
                  label={variant}
                  {...(variant === node.defaultVariant && {
                    hint: "The default always runs: the others are compared with it",
                    disabled: true,
                  })}
                  checked={variant === node.defaultVariant || state.variants.includes(variant)}
                  onChange={(isChosen) =>
                    change({
                      variants: node.variants.filter((one) =>
                        one === variant ? isChosen : state.variants.includes(one),
                      ),
                    })
                  }
                />
              ))}
            </fieldset>
          )}
        </Form>
      </Card>
      <Card title="Data">
        <Form>
          <FormRow>
            <Combobox
              label="Data file"
              required
              value={state.data}
              placeholder="Search the folder"
              options={(files.data ?? []).map(({ path, size }) => ({
                value: path,
                label: path,
                hint: formatBytes(size),
              }))}
              onChange={(data) => change({ data, preview: undefined })}
              empty="No data file is called so"
            />
            <NumberField
              label="Rows"
              hint="Empty: all of them"
              value={state.limit ?? null}
              min={1}
              onChange={(limit) => change({ limit: limit ?? undefined })}
            />
          </FormRow>
          <FileDrop
            label="Or upload new data"
            hint="csv, tsv, jsonl, json, txt or parquet; it is kept in the folder's data"
            accept={ENDINGS.map((ending) => `.${ending}`).join()}
            error={refused ?? upload.error?.message}
            onFiles={([file]) => {
              if (!file) return
              const isData = ENDINGS.some((ending) => file.name.toLowerCase().endsWith(`.${ending}`))
              refuse(
                isData
                  ? undefined
                  : `${file.name} is no data file: they end in .csv, .tsv, .jsonl, .json, .txt or .parquet`,
              )
              if (!isData) return
              upload.mutate(
                { query: { name: file.name }, upload: file },
                { onSuccess: ({ path }) => change({ data: path, preview: undefined }) },
              )
            }}
          />
        </Form>
        {preview.error && <ErrorView error={preview.error} />}
        {preview.isLoading && <Skeleton text={`Reading ${state.data}`} />}
        {preview.data && <PreviewTable preview={preview.data} />}
      </Card>
      {view.init.length > 0 && (
        <Card title="Arguments of the class">
          <MappingTable
            inputs={view.init}
            mapping={state.init}
            sources={{ columns: [] }}
            problems={mappingProblems(view.init, state.init, { columns: [] })}
            onChange={(init) => change({ init })}
          />
        </Card>
      )}
      {preview.data && (
        <Card title="Inputs of the flow">
          <MappingTable
            inputs={view.inputs}
            mapping={state.mapping}
            sources={{ columns: preview.data.columns }}
            problems={mappingProblems(view.inputs, state.mapping, preview.data)}
            onChange={(mapping) => change({ mapping })}
          />
        </Card>
      )}
    </>
  )
}

function PreviewTable({ preview }: { preview: NonNullable<WizardState["preview"]> }) {
  const { columns, rows, total, leftOut } = preview
  const count = total === null ? "more than 20,000 rows" : formatCount(total, "row")
  return (
    <div className={styles.previewed}>
      {leftOut > 0 ? (
        <Banner
          kind="warn"
          title={`The first ${leftOut === 1 ? "cell" : `${leftOut} cells`} of each row ${leftOut === 1 ? "has" : "have"} no column, and ${leftOut === 1 ? "is" : "are"} left out`}
          hint="Rows have more cells than the first line has names. Name every column there, and put double quotes around a cell that holds the separator."
        />
      ) : null}
      <p className={styles.muted}>
        {count}
        {total !== rows.length && `, the first ${rows.length} here`}
      </p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by the keyboard */}
      <section className={styles.preview} tabIndex={0} aria-label="First rows of the data">
        <table className={styles.rows}>
          <thead>
            <tr>
              <th>#</th>
              {columns.map(({ name, type }) => (
                <th key={name}>
                  {name} <span className={styles.muted}>{type}</span>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row, i) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a row is its place in the file
              <tr key={i}>
                <td className={styles.muted}>{i}</td>
                {columns.map(({ name }) => (
                  <td key={name}>{shown(row[name])}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </div>
  )
}

function shown(value: unknown): string {
  const text = typeof value === "string" ? value : value === undefined ? "" : JSON.stringify(value)
  return text.length > 120 ? `${text.slice(0, 120)}…` : text
}
