import { cp, mkdir, rm } from "node:fs/promises"
import { join } from "node:path"
import { fileURLToPath } from "node:url"

const gallery = fileURLToPath(new URL("../../../../gallery/", import.meta.url))

export interface Sample {
  flow: string
  evaluation: string
  data: string
  /** Recorded answers of the small model. */
  recordings: string
}

/** A copy of the sample that may be written to and changed; an installed package's own folder may be read-only. */
export async function unpackSample(home: string): Promise<Sample> {
  const folder = join(home, "demo")
  await mkdir(folder, { recursive: true })
  const [flow, evaluation] = await Promise.all(
    ["web-classification", "eval-classification-accuracy"].map((name) => unpack(name, folder)),
  )
  return {
    flow: flow as string,
    evaluation: evaluation as string,
    data: join(flow as string, "data.jsonl"),
    recordings: join(flow as string, "recordings"),
  }
}

async function unpack(name: string, folder: string): Promise<string> {
  const to = join(folder, name)
  await rm(to, { recursive: true, force: true })
  await cp(join(gallery, name), to, { recursive: true })
  return to
}
