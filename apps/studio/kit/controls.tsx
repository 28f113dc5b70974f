import { Play, Plus, Search, Settings, Trash } from "lucide-react"
import { useState } from "react"
import { Button } from "../src/ui/button.tsx"
import { Card } from "../src/ui/card.tsx"
import { Checkbox } from "../src/ui/checkbox.tsx"
import { Combobox } from "../src/ui/combobox.tsx"
import { Form, FormRow } from "../src/ui/field.tsx"
import { FileDrop } from "../src/ui/file-drop.tsx"
import { IconButton } from "../src/ui/icon-button.tsx"
import { NumberField } from "../src/ui/number-field.tsx"
import { RadioGroup } from "../src/ui/radio-group.tsx"
import { Select } from "../src/ui/select.tsx"
import { Switch } from "../src/ui/switch.tsx"
import { TextArea } from "../src/ui/text-area.tsx"
import { TextField } from "../src/ui/text-field.tsx"
import styles from "./kit.module.css"

const MODELS = ["gpt-4o", "gpt-4o-mini", "o3", "local-small"].map((value) => ({ value }))
const REFERENCES = [
  { value: "${inputs.question}", group: "Inputs", hint: "string" },
  { value: "${inputs.chat_history}", group: "Inputs", hint: "list" },
  { value: "${fetch_text_content_from_url.output}", group: "Nodes", hint: "string" },
  { value: "${summarize.output}", group: "Nodes" },
]

export function Controls() {
  const [text, setText] = useState("summarize_text_content")
  const [number, setNumber] = useState<number | null>(0.7)
  const [model, setModel] = useState("gpt-4o")
  const [reference, setReference] = useState("${inputs.question}")
  const [on, setOn] = useState(true)
  const [radio, setRadio] = useState<"dag" | "chat" | "evaluation">("dag")
  return (
    <>
      <Card title="Buttons">
        <div className={styles.stack}>
          <div className={styles.line}>
            <Button variant="primary" icon={<Play />}>
              Run
            </Button>
            <Button icon={<Plus />}>Add node</Button>
            <Button variant="quiet">Cancel</Button>
            <Button variant="danger" icon={<Trash />}>
              Delete
            </Button>
          </div>
          <div className={styles.line}>
            <Button size="small" variant="primary">
              Small
            </Button>
            <Button size="small">Small</Button>
            <Button busy="Saving…">Save</Button>
            <Button variant="primary" busy="Running…" />
            <Button disabled>Disabled</Button>
            <Button variant="primary" disabled>
              Disabled
            </Button>
          </div>
          <div className={styles.line}>
            <IconButton label="Settings" icon={<Settings />} />
            <IconButton label="Search" icon={<Search />} variant="default" />
            <IconButton label="Pressed" icon={<Play />} pressed />
            <IconButton label="Small" icon={<Trash />} size="small" />
            <IconButton label="Disabled" icon={<Trash />} disabled />
          </div>
        </div>
      </Card>
      <Card title="Fields">
        <Form>
          <FormRow>
            <TextField label="Name" required value={text} onChange={setText} code />
            <TextField
              label="Search"
              type="search"
              prefix={<Search />}
              placeholder="Search runs"
              value=""
              onChange={() => {}}
            />
          </FormRow>
          <FormRow columns="2fr 1fr 1fr">
            <Select label="Model" value={model} onChange={setModel} options={MODELS} />
            <NumberField label="Temperature" value={number} onChange={setNumber} min={0} max={2} step={0.1} />
            <NumberField label="Seed" value={null} onChange={() => {}} error="A whole number is needed." />
          </FormRow>
          <Combobox
            label="Value"
            hint="A reference or a text."
            free
            code
            value={reference}
            onChange={setReference}
            options={REFERENCES}
          />
          <TextArea
            label="Description"
            rows={3}
            grow
            value="Answers questions about a page."
            onChange={() => {}}
          />
          <TextField
            label="API base"
            layout="beside"
            value=""
            onChange={() => {}}
            error="An address is needed."
          />
          <TextField label="API version" layout="beside" value="2024-02-01" onChange={() => {}} disabled />
        </Form>
      </Card>
      <Card title="Choices">
        <div className={styles.stack}>
          <Checkbox label="Stop at the first failure" checked={on} onChange={setOn} />
          <Checkbox label="All rows" hint="Some of the 40 are selected." checked="some" onChange={() => {}} />
          <Checkbox label="Cannot be chosen" checked={false} onChange={() => {}} disabled />
          <Switch label="Autosave" hint="Each change is written at once." checked={on} onChange={setOn} />
          <RadioGroup
            label="Type"
            look="cards"
            value={radio}
            onChange={setRadio}
            options={[
              { value: "dag", label: "Standard flow", hint: "From inputs to outputs." },
              { value: "chat", label: "Chat flow", hint: "Turn by turn." },
              { value: "evaluation", label: "Evaluation", hint: "Scores a run." },
            ]}
          />
          <RadioGroup
            label="View"
            hideLabel
            look="segments"
            value={radio}
            onChange={setRadio}
            options={[
              { value: "dag", label: "Table" },
              { value: "chat", label: "Chart" },
              { value: "evaluation", label: "Text" },
            ]}
          />
        </div>
      </Card>
      <Card title="Files">
        <div className={styles.stack}>
          <FileDrop
            label="Drop a data file here, or choose one"
            hint="csv, tsv, jsonl, txt, parquet"
            onFiles={() => {}}
          />
          <FileDrop label="Drop a picture" error="cat.gif is larger than 20 MB." onFiles={() => {}} />
        </div>
      </Card>
    </>
  )
}
