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
    plugins: [
      { name: "workers", setup: besideWorkers },
      { name: "common", setup: withCommon },
    ],
  })
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(join(folder, "assets"), { recursive: true })
  for (const { path, contents } of result.outputFiles) writeFileSync(path, contents)
  writeFileSync(join(folder, "index.html"), pageOf(result.metafile))
  return result.metafile
}

/** The page names all that draws it first, so that none of it is asked for only when another one is there. */
function pageOf({ outputs }) {
  const first = Object.keys(outputs).find((path) => outputs[path].entryPoint?.endsWith("/start.tsx"))
  const needed = new Set([first])
  const need = (path) => {
    for (const { path: next, kind } of outputs[path].imports) {
      if (kind !== "import-statement" || needed.has(next)) continue
      needed.add(next)
      need(next)
    }
  }
  need(first)
  const links = Array.from(
    needed,
    (path) => `    <link rel="modulepreload" href="/assets/${basename(path)}" />\n`,
  )
  return readFileSync(join(studio, "index.html"), "utf8").replace("  </head>", `${links.join("")}  </head>`)
}

/**
 * Each part that some pages share would be a chunk of its own for each set of pages that share it, dozens of a few hundred
 * bytes. So whatever is loaded by itself imports all of them, and they are one.
 */
function withCommon({ onResolve, onLoad }) {
  const files = readdirSync(studio, { recursive: true })
    .map((file) => join(studio, String(file)))
    .filter((file) => /\.tsx?$/.test(file) && !/\.(test|worker|d)\.ts/.test(file))
  const late = new Set(
    files.flatMap((file) =>
      Array.from(readFileSync(file, "utf8").matchAll(/\bimport\("(\.[^"]+)"\)/g), ([, to]) =>
        resolve(dirname(file), to),
      ),
    ),
  )
  const parts = ["ui", "api"].map((room) => join(studio, room, "/"))
  const common = files.filter((file) => !late.has(file) && parts.some((room) => file.startsWith(room)))
  onResolve({ filter: /^common$/ }, () => ({ path: "common", namespace: "common" }))
  onLoad({ filter: /.*/, namespace: "common" }, () => ({
    contents: common.map((path) => `import ${JSON.stringify(path)}`).join("\n"),
    resolveDir: studio,
  }))
  onLoad({ filter: /[\\/]src[\\/].*\.tsx$/ }, ({ path }) =>
    late.has(path)
      ? {
          contents: `import "common"\n${readFileSync(path, "utf8")}`,
          loader: "tsx",
          resolveDir: dirname(path),
        }
      : undefined,
  )
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
