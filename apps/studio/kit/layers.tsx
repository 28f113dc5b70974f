import { Copy, Ellipsis, Pencil, Trash } from "lucide-react"
import { useState } from "react"
import { Button } from "../src/ui/button.tsx"
import { Card } from "../src/ui/card.tsx"
import { confirm } from "../src/ui/confirm.tsx"
import { Dialog, Drawer } from "../src/ui/dialog.tsx"
import { Form } from "../src/ui/field.tsx"
import { IconButton } from "../src/ui/icon-button.tsx"
import { ContextMenu, Menu, type MenuItem } from "../src/ui/menu.tsx"
import { Popover } from "../src/ui/popover.tsx"
import { SplitPane } from "../src/ui/split-pane.tsx"
import { Tabs } from "../src/ui/tabs.tsx"
import { TextField } from "../src/ui/text-field.tsx"
import { toast } from "../src/ui/toasts.ts"
import styles from "./kit.module.css"

const ITEMS: MenuItem[] = [
  { label: "Rename", icon: <Pencil />, keys: "f2" },
  { label: "Copy", icon: <Copy />, hint: "With its files" },
  { label: "More", items: [{ label: "Move up" }, { label: "Move down" }] },
  { label: "Aggregation", checked: true },
  "separator",
  { label: "Delete", icon: <Trash />, danger: true, keys: "delete" },
]

export function Layers() {
  const [dialog, setDialog] = useState(false)
  const [drawer, setDrawer] = useState(false)
  const [tab, setTab] = useState<"output" | "logs" | "calls">("output")
  return (
    <>
      <Card title="Over the page">
        <div className={styles.line}>
          <Button onClick={() => setDialog(true)}>Dialog</Button>
          <Button onClick={() => setDrawer(true)}>Drawer</Button>
          <Menu trigger={<Button>Menu</Button>} items={ITEMS} />
          <Menu trigger={<IconButton label="More" icon={<Ellipsis />} />} items={ITEMS} align="end" />
          <Popover label="About" trigger={<Button>Popover</Button>} width={240}>
            A few words beside the thing.
          </Popover>
          <Button
            onClick={() =>
              toast({
                kind: "done",
                title: "Run started",
                text: "web-classification, 40 lines",
                action: { label: "Open the run", onSelect: () => {} },
              })
            }
          >
            Toast
          </Button>
          <Button
            onClick={() =>
              void confirm({
                title: "Delete 3 runs?",
                text: "Their outputs are deleted too.",
                action: "Delete",
                danger: true,
              })
            }
          >
            Confirm
          </Button>
          <ContextMenu items={ITEMS}>
            <Button variant="quiet">Right button here</Button>
          </ContextMenu>
        </div>
        <Dialog
          open={dialog}
          onOpenChange={setDialog}
          title="Create a flow"
          description="It becomes a folder below this one."
          note="Nothing is run."
          footer={
            <>
              <Button onClick={() => setDialog(false)}>Cancel</Button>
              <Button variant="primary">Create</Button>
            </>
          }
        >
          <Form>
            <TextField
              label="Name"
              value="web-classification"
              onChange={() => {}}
              hint="Letters, digits and -."
            />
          </Form>
        </Dialog>
        <Drawer
          open={drawer}
          onOpenChange={setDrawer}
          title="New connection"
          footer={<Button variant="primary">Save</Button>}
          sticky
        >
          <Form>
            <TextField label="Name" required value="" onChange={() => {}} />
            <TextField label="API key" type="password" required value="secret" onChange={() => {}} />
          </Form>
        </Drawer>
      </Card>
      <Card title="Tabs" flush>
        <div className={styles.pad}>
          <Tabs
            label="Results"
            value={tab}
            onChange={setTab}
            tabs={[
              { value: "output", label: "Output" },
              { value: "logs", label: "Logs", count: 12 },
              { value: "calls", label: "Calls", count: 2 },
            ]}
          >
            <p className={styles.pad}>The panel of {tab}.</p>
          </Tabs>
        </div>
      </Card>
      <Card title="Split panes">
        <div className={styles.box}>
          <SplitPane
            id="kit"
            label="Files"
            initial={120}
            min={80}
            collapsible
            first={<p className={styles.pad}>Files</p>}
            second={
              <SplitPane
                id="kit.below"
                direction="column"
                sized="second"
                label="Drawer"
                initial={60}
                min={40}
                rest={40}
                first={<p className={styles.pad}>Cards</p>}
                second={<p className={styles.pad}>Outputs</p>}
              />
            }
          />
        </div>
      </Card>
    </>
  )
}
