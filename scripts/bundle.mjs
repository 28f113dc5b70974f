/**
 * Bundles what is published: `packages/cli/dist`. `npm ci` runs it through `prepare`, also under Node 20, hence plain
 * JavaScript. `--types` adds the declarations of the SDK (`npm pack` asks for them).
 *
 *   dist/main.js    the command line; each command is a chunk that is loaded when it is asked for
 *   dist/index.js   the SDK: import { Millrace } from "millrace"
 *   dist/studio     the page that `millrace studio` serves (studio-bundle.mjs)
 *
 * One rule for everything that must lie beside the code: a source says `new URL("<relative path>", import.meta.url)`
 * with a literal path. A script named so (worker thread, child process) becomes an entry of its own, `dist/<room>-<name>.js`;
 * a folder or any other file is copied to `dist/<room>/<path>` (`dist/gallery` for the gallery), and the literal is
 * rewritten to where it lies now; a `.js` stands for the `.ts` beside it. All code is flat in `dist`, so the same literal holds
 * in every chunk. What a room looks for by other means is in `COPIED`.
 */
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs"
import { cp, mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises"
import { basename, dirname, extname, join, relative, resolve, sep } from "node:path"
import { fileURLToPath } from "node:url"
import { build } from "esbuild"
import { writeDeclarations } from "./declarations.mjs"
import { bundleStudio } from "./studio-bundle.mjs"

const root = resolve(dirname(fileURLToPath(import.meta.url)), "..")
const packages = join(root, "packages")
const dist = join(packages, "cli", "dist")
const BESIDE = /new URL\(\s*"(\.{1,2}\/[^"]*)"\s*,\s*import\.meta\.url\s*,?\s*\)/g
/** A CommonJS package that is imported lazily has only a default export in the bundle; Node would give it names as well. */
const LAZY_PACKAGE = /(?<!typeof |\.\.\.)\bimport\("(?![.]|node:|@internal\/)[^"]+"\)/g
const NAMED = "$&.then((it) => ({ ...it.default, ...it }))"
const SCRIPTS = new Set([".ts", ".mts", ".js", ".mjs", ".cjs"])
/** Fetched into the user's cache or brought by the user; never part of the bundle. */
const EXTERNAL = ["node-llama-cpp", "pg", "pg-native", "typescript"]
/** Folders that a room finds beside the bundle by looking for them, and where they go. */
const COPIED = { "packages/python/worker": "python/worker", "packages/python/shim": "python/shim" }
const NEVER_COPIED = /(^|[/\\])(__pycache__|\.promptflow|\.runs|node_modules|tests?|.*\.pyc|.*\.test\.ts)$/

const besides = new Map(sources().flatMap(literals))
const written = new Set()
const result = await build({
  absWorkingDir: root,
  entryPoints: [
    { in: join(packages, "cli", "src", "main.ts"), out: "main" },
    { in: join(packages, "sdk", "src", "index.ts"), out: "index" },
    ...[...besides.values()]
      .filter((b) => b.script)
      .map((b) => ({ in: b.target, out: basename(b.place, ".js") })),
  ],
  outdir: dist,
  bundle: true,
  splitting: true,
  format: "esm",
  platform: "node",
  target: "node24",
  minifySyntax: true,
  minifyWhitespace: true,
  sourcemap: "linked",
  legalComments: "none",
  external: EXTERNAL,
  logLevel: "warning",
  logOverride: { "import-is-undefined": "silent" },
  metafile: true,
  // CommonJS packages in the bundle ask for built-in modules by `require`.
  banner: {
    js: 'import{createRequire as bundledRequire}from"node:module";const require=bundledRequire(import.meta.url);',
  },
  plugins: [
    { name: "beside", setup: rewriteLiterals },
    { name: "undici", setup: takePartsOfUndici },
  ],
})
for (const file of Object.keys(result.metafile.outputs)) written.add(resolve(root, file))
for (const { target, place, script } of besides.values()) if (!script) await copy(target, join(dist, place))
for (const [from, place] of Object.entries(COPIED)) await copy(join(root, from), join(dist, place))
await note(join(dist, "THIRD-PARTY.txt"), notices(Object.keys(result.metafile.inputs)))
if (process.argv.includes("--types"))
  for (const file of await writeDeclarations(root, join(dist, "types"))) written.add(file)
await removeOthers(dist)
await bundleStudio(join(dist, "studio"))

function sources() {
  return readdirSync(packages)
    .flatMap((room) => walk(join(packages, room, "src")))
    .filter(isSource)
}
function isSource(file) {
  return file.endsWith(".ts") && !file.endsWith(".test.ts")
}
function walk(folder) {
  if (!existsSync(folder)) return []
  return readdirSync(folder, { withFileTypes: true }).flatMap((e) =>
    e.isDirectory()
      ? e.name === "testing" || e.name.startsWith("__")
        ? []
        : walk(join(folder, e.name))
      : join(folder, e.name),
  )
}

/** `[absolute target, where it goes]` of every literal in a source. */
function literals(file) {
  return [...readFileSync(file, "utf8").matchAll(BESIDE)].map(([, path]) => {
    const target = targetOf(file, path)
    if (!existsSync(target)) throw new Error(`${relative(root, file)}: new URL("${path}") names nothing`)
    return [target, { target, ...placeOf(target) }]
  })
}
function targetOf(file, literal) {
  const target = resolve(dirname(file), literal)
  return existsSync(target) ? target : target.replace(/\.js$/, ".ts")
}
function placeOf(target) {
  const parts = relative(root, target).split(sep)
  const inRoom = parts[0] === "packages" ? [parts[1], ...parts.slice(parts[2] === "src" ? 3 : 2)] : parts
  const script = SCRIPTS.has(extname(target)) && statSync(target).isFile()
  return {
    script,
    place: script ? `${inRoom.join("-").slice(0, -extname(target).length)}.js` : inRoom.join("/"),
  }
}

/**
 * Of undici what sends requests by HTTP/1.1. Its index also loads `fetch`, WebSockets, caches and Node's HTTP/2, which takes
 * 30 ms of every command that calls a model.
 */
function takePartsOfUndici(plugin) {
  const parts = { namespace: "undici-parts", path: "undici" }
  plugin.onResolve({ filter: /^undici$/ }, () => parts)
  plugin.onResolve({ filter: /[/]client-h2(\.js)?$/ }, () => ({ ...parts, path: "client-h2" }))
  plugin.onLoad({ filter: /^undici$/, namespace: parts.namespace }, () => ({
    resolveDir: root,
    contents: `
      const Dispatcher = require("undici/lib/dispatcher/dispatcher.js")
      Dispatcher.prototype.request = require("undici/lib/api/api-request.js")
      exports.Agent = require("undici/lib/dispatcher/agent.js")
      exports.EnvHttpProxyAgent = require("undici/lib/dispatcher/env-http-proxy-agent.js")`,
  }))
  plugin.onLoad({ filter: /^client-h2$/, namespace: parts.namespace }, () => ({
    contents: `module.exports = () => { throw new TypeError("HTTP/2 is not asked for") }`,
  }))
}

function rewriteLiterals(plugin) {
  plugin.onLoad({ filter: /[/\\]packages[/\\][^/\\]+[/\\]src[/\\].*\.ts$/ }, async ({ path }) => {
    const text = await readFile(path, "utf8")
    const contents = text.replace(LAZY_PACKAGE, NAMED).replace(BESIDE, (whole, literal) => {
      const target = targetOf(path, literal)
      const slash = literal.endsWith("/") ? "/" : ""
      return besides.has(target)
        ? `new URL("./${besides.get(target).place}${slash}", import.meta.url)`
        : whole
    })
    return { contents, loader: "ts" }
  })
}

async function copy(from, to) {
  const info = statSync(from)
  if (NEVER_COPIED.test(from)) return
  if (!info.isDirectory()) {
    await mkdir(dirname(to), { recursive: true })
    await cp(from, to)
    written.add(to)
  } else await Promise.all(readdirSync(from).map((name) => copy(join(from, name), join(to, name))))
}

async function note(file, text) {
  await writeFile(file, text)
  written.add(file)
}

/** Names and licence texts of the packages whose code is in the bundle. */
function notices(inputs) {
  const folders = new Set(
    inputs.map((i) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(i)?.[0]).filter(Boolean),
  )
  const texts = [...folders].sort().map((folder) => {
    const { name, version, license } = JSON.parse(readFileSync(join(root, folder, "package.json"), "utf8"))
    const file = readdirSync(join(root, folder)).find((f) => /^licen[cs]e/i.test(f))
    return `${name} ${version} (${license})\n\n${file ? readFileSync(join(root, folder, file), "utf8").trim() : ""}\n`
  })
  // what a room owes to others without being made of their package
  const owed = readdirSync(packages)
    .map((room) => join(packages, room, "NOTICE"))
    .filter((file) => existsSync(file))
    .map((file) => readFileSync(file, "utf8").trim())
  return `Millrace contains code of these packages.\n\n${[...texts, ...owed].join("\n\n")}\n`
}

/** What an earlier build left. */
async function removeOthers(folder) {
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) {
      if ([...written].some((file) => file.startsWith(path + sep))) await removeOthers(path)
      else await rm(path, { recursive: true })
    } else if (!written.has(path)) await rm(path)
  }
}
