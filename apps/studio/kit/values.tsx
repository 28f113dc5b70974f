import { Card } from "../src/ui/card.tsx"
import { CodeBlock } from "../src/ui/code-block.tsx"
import { DiffText } from "../src/ui/diff-text.tsx"
import { KeyHint } from "../src/ui/key-hint.tsx"
import { Markdown } from "../src/ui/markdown.tsx"
import { ValueView } from "../src/ui/value-view.tsx"
import styles from "./kit.module.css"

const JSON_VALUE = {
  category: "App",
  evidence: "Both",
  scores: [0.91, 0.07, 0.02],
  page: {
    url: "https://play.example/app",
    title: "A page with a title that is long enough to go on in a second line here",
    ok: true,
    next: null,
  },
  rows: Array.from({ length: 80 }, (_, at) => at),
}
const MARKDOWN = `## Answer

Two things **matter** here, see [the page](https://example.org):

- the prompt, \`summarize.jinja2\`
- the model

> It said nothing else.

\`\`\`python
def tool(text: str) -> str:
    return text.strip()
\`\`\`
`

export function Values() {
  const before = "The page describes an app for running, with maps.\nIt is free.\nNothing else.\n"
  const after = "The page describes an app for walking and running.\nIt is free.\nNothing else, it says.\n"
  return (
    <>
      <Card title="JSON">
        <ValueView value={JSON_VALUE} />
      </Card>
      <Card title="Texts and plain values">
        <div className={styles.stack}>
          <ValueView value={"A text of a model.\nWith lines. ".repeat(60)} fold={300} />
          <ValueView value={42} />
          <ValueView value={null} />
          <ValueView value="" />
        </div>
      </Card>
      <Card title="Code">
        <CodeBlock text={"system:\nYou classify pages.\n\nuser:\n{{ url }}\n{{ text_content }}"} />
      </Card>
      <Card title="Difference">
        <div className={styles.stack}>
          <DiffText before={before} after={after} />
          <DiffText by="lines" before={before} after={after} />
        </div>
      </Card>
      <Card title="Markdown">
        <Markdown text={MARKDOWN} />
      </Card>
      <Card title="Keys">
        <div className={styles.line}>
          <KeyHint keys="mod+k" />
          <KeyHint keys="mod+shift+enter" />
          <KeyHint keys="g r" />
          <KeyHint keys="?" />
        </div>
      </Card>
    </>
  )
}
