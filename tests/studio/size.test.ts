import { mkdtempSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { gzipSync } from "node:zlib"
import type { Metafile } from "esbuild"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { bundleStudio } from "../../scripts/studio-bundle.mjs"
import { repository } from "../support/workspace.ts"

/** Bytes of JavaScript, gzipped, before an editor is opened (issue 6). */
const MOST = 350_000
const FIRST_PAGE = "apps/studio/src/pages/flows/flows-page.tsx"

describe("what a browser loads", () => {
  let folder: string
  let metafile: Metafile
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "millrace-studio-size-"))
    metafile = await bundleStudio(folder)
  })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  const chunkOf = (source: string) => {
    const found = Object.entries(metafile.outputs).find(([, { entryPoint }]) => entryPoint === source)
    if (!found) throw new Error(`no chunk begins with ${source}`)
    return found[0]
  }
  /** A chunk and all that it imports before it runs. */
  const withImports = (chunk: string, found = new Set<string>()) => {
    if (found.has(chunk)) return found
    found.add(chunk)
    for (const { path, kind } of metafile.outputs[chunk]?.imports ?? [])
      if (kind === "import-statement") withImports(path, found)
    return found
  }
  const firstLoad = () => {
    const chunks = withImports(chunkOf("apps/studio/src/main.tsx"))
    return withImports(chunkOf(FIRST_PAGE), withImports(chunkOf("apps/studio/src/start.tsx"), chunks))
  }
  const sizeOf = (chunks: Iterable<string>) =>
    [...chunks].reduce((sum, chunk) => sum + gzipSync(readFileSync(join(repository, chunk))).length, 0)

  it("is at most 350 kB of JavaScript, gzipped, until an editor is opened", () => {
    const size = sizeOf(firstLoad())
    expect(size).toBeGreaterThan(50_000) // what is counted is the page
    expect(size).toBeLessThanOrEqual(MOST)
  })

  const packagesOf = (chunks: Iterable<string>) => [
    ...new Set(
      [...chunks].flatMap((chunk) =>
        Object.entries(metafile.outputs[chunk]?.inputs ?? {})
          .filter(([, { bytesInOutput }]) => bytesInOutput > 0)
          .flatMap(([input]) => /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(input)?.[1] ?? []),
      ),
    ),
  ]
  const late = /^(@codemirror\/|@lezer\/|@xyflow\/|@dagrejs\/|react-markdown$|diff$)/

  it("holds no editor, no graph, no reader of Markdown", () => {
    const packages = packagesOf(firstLoad())
    expect(packages).toContain("react-dom")
    expect(packages.filter((name) => late.test(name))).toEqual([])
  })

  it("loads editors, graphs and their layout beside each page, not with it", () => {
    const pages = Object.values(metafile.outputs).flatMap(({ entryPoint }) =>
      entryPoint && /\/pages\/[^/]+\/[^/]+-page\.tsx$/.test(entryPoint) ? [entryPoint] : [],
    )
    expect(pages).toContain("apps/studio/src/pages/flow/flow-page.tsx")
    const early = pages.flatMap((page) =>
      packagesOf(withImports(chunkOf(page)))
        .filter((name) => late.test(name))
        .map((name) => `${page}: ${name}`),
    )
    expect(early).toEqual([])
    const graph = packagesOf(withImports(chunkOf("apps/studio/src/graph/flow-graph.tsx")))
    expect(graph).toContain("@xyflow/react")
    expect(graph.filter((name) => /^@dagrejs\/|^@codemirror\//.test(name))).toEqual([]) // the layout is the worker's
  })

  it("holds no Node module and nothing that asks for a process", () => {
    for (const [chunk, { imports }] of Object.entries(metafile.outputs)) {
      expect(imports.filter(({ external }) => external).map(({ path }) => `${chunk}: ${path}`)).toEqual([])
      if (!chunk.endsWith(".js")) continue
      const text = readFileSync(join(repository, chunk), "utf8")
      // libraries that look first whether there is one harm nobody
      for (const { index } of text.matchAll(/\bprocess\.\w/g)) {
        const around = text.slice(Math.max(0, index - 160), index + 40)
        expect(around).toContain("typeof process")
      }
    }
  })
})
