/**
 * Bundles the studio's page: `dist/studio/index.html` and `dist/studio/assets`. What the page does not show at first is a
 * chunk of its own; a worker is named like any script that lies beside the code, `new Worker(new URL("./x.worker.ts", import.meta.url))`.
 */
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { basename, dirname, join, resolve } from "node:path"
import { fileURLToPath } from "node:url"
import { build } from "esbuild"

const root = resolve(dirname(fileURLToPath(import.meta.url)), "..")
const studio = join(root, "apps", "studio", "src")
const WORKER = /new URL\(\s*"\.\/([^"]+\.worker)\.ts"\s*,\s*import\.meta\.url\s*\)/g

/** Writes the page to `folder`; answers esbuild's metafile, which says how large each chunk is. */
export async function bundleStudio(folder, { minify = true } = {}) {
  const workers = readdirSync(studio, { recursive: true }).filter((file) =>
    String(file).endsWith(".worker.ts"),
  )
  const result = await build({
    absWorkingDir: root,
    entryPoints: [
      { in: join(studio, "main.tsx"), out: "main" },
      ...workers.map((file) => ({ in: join(studio, String(file)), out: basename(String(file), ".ts") })),
    ],
    outdir: join(folder, "assets"),
    bundle: true,
    splitting: true,
    format: "esm",
    platform: "browser",
    target: "es2022",
    minify,
    jsx: "automatic",
    define: { "process.env.NODE_ENV": '"production"' },
    legalComments: "none",
    logLevel: "warning",
    metafile: true,
    write: false, // a page that cannot be built leaves the last one
    loader: { ".svg": "dataurl" },
    plugins: [{ name: "workers", setup: besideWorkers }],
  })
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(join(folder, "assets"), { recursive: true })
  for (const { path, contents } of result.outputFiles) writeFileSync(path, contents)
  writeFileSync(join(folder, "index.html"), readFileSync(join(studio, "index.html")))
  return result.metafile
}

/** All scripts are flat in `assets`, so a worker is found there whatever folder its name was written in. */
function besideWorkers({ onLoad }) {
  onLoad({ filter: /apps[\\/]studio[\\/]src[\\/].*\.tsx?$/ }, ({ path }) => {
    const text = readFileSync(path, "utf8")
    if (!text.includes(".worker.ts")) return undefined
    return {
      contents: text.replace(WORKER, (_, name) => `new URL("./${basename(name)}.js", import.meta.url)`),
      loader: path.endsWith("x") ? "tsx" : "ts",
      resolveDir: dirname(path),
    }
  })
}

if (process.argv[1] === fileURLToPath(import.meta.url))
  await bundleStudio(join(root, "packages", "cli", "dist", "studio"), {
    minify: !process.argv.includes("--readable"),
  })
