import { CodeBlock } from "../../ui/code-block.tsx"
import styles from "./running.module.css"

/** Each write has its time before it; of a line that was written in parts the first is enough. */
const LATER_TIME = /(?<!^)\[\d{4}-\d\d-\d\dT[\d:]+[+-]\d{4}\] /gm

export interface Streams {
  stdout: string
  stderr: string
}

/** What a node printed; its two streams apart where it wrote to both. */
export function LogsView({ name, logs }: { name: string; logs: Streams }) {
  const streams = (["stdout", "stderr"] as const).filter((stream) => logs[stream] !== "")
  return streams.map((stream) => (
    <div key={stream} className={styles.stream}>
      <span className={styles.streamName}>{stream}</span>
      <CodeBlock text={logText(logs[stream])} label={`${stream} of ${name}`} wrap />
    </div>
  ))
}

export function logText(text: string): string {
  return text.replaceAll(LATER_TIME, "").trimEnd()
}

export function logLines({ stdout, stderr }: Streams): number {
  return [stdout, stderr].reduce((sum, text) => sum + (text === "" ? 0 : logText(text).split("\n").length), 0)
}
