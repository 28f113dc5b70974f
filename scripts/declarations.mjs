/**
 * Declarations of the SDK for those who install `millrace`: `tsc` writes one `.d.ts` per source; those that the SDK's
 * index reaches are kept, and `@internal/<room>` becomes the file that declares the name. So no published type names a
 * package that nobody can install.
 */
import { spawnSync } from "node:child_process"
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { mkdir, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { dirname, join, relative, resolve, sep } from "node:path"

const IMPORT = /^(import|export)( type)? \{([^}]*)\} from "([^"]+)";$/gm

/** Writes below `out`; answers the files written. */
export async function writeDeclarations(root, out) {
  const emitted = mkdtempSync(join(tmpdir(), "millrace-types-"))
  try {
    emit(root, emitted)
    const kept = new Map()
    keep(emitted, join(emitted, "sdk", "src", "index.d.ts"), kept)
    return await Promise.all(
      Array.from(kept, async ([file, text]) => {
        const to = join(out, published(relative(emitted, file)))
        await mkdir(dirname(to), { recursive: true })
        await writeFile(to, text)
        return to
      }),
    )
  } finally {
    rmSync(emitted, { recursive: true, force: true })
  }
}

function emit(root, outDir) {
  const config = {
    extends: join(root, "tsconfig.json"),
    compilerOptions: {
      noEmit: false,
      noCheck: true, // `npm run types` does
      declaration: true,
      emitDeclarationOnly: true,
      outDir,
      rootDir: join(root, "packages"),
      typeRoots: [join(root, "node_modules", "@types")],
    },
    // Rooms found through node_modules count as libraries, of which nothing is emitted: all are named.
    include: [join(root, "packages", "*", "src")],
    // Patterns are relative to this file's folder, and what tests import would be declared beside its source.
    exclude: ["**/*.test.ts", "**/testing/**", "cli", "server"].map((pattern) =>
      join(root, "packages", pattern),
    ),
  }
  const file = join(outDir, "tsconfig.json")
  writeFileSync(file, JSON.stringify(config))
  const tsc = join(root, "node_modules", "typescript", "bin", "tsc")
  const { stdout } = spawnSync(process.execPath, [tsc, "-p", file], { encoding: "utf8" })
  if (!existsSync(join(outDir, "sdk", "src", "index.d.ts")))
    throw new Error(`tsc wrote no declarations:\n${stdout}`)
}

/** Adds `file` and what it imports to `kept`, each import rewritten to a relative path of the published tree. */
function keep(base, file, kept) {
  if (kept.has(file)) return
  kept.set(file, "")
  const text = readFileSync(file, "utf8").replace(IMPORT, (whole, verb, type, names, from) => {
    const targets = resolveNames(
      base,
      file,
      names
        .split(",")
        .map((n) => n.trim())
        .filter(Boolean),
      from,
    )
    if (targets === undefined) return whole
    return Array.from(targets, ([target, group]) => {
      keep(base, target, kept)
      return `${verb}${type ?? ""} { ${group.join(", ")} } from "${specifier(base, file, target)}";`
    }).join("\n")
  })
  kept.set(file, text)
}

/** Names of one import by the file that declares them; undefined for a package that is not ours. */
function resolveNames(base, file, names, from) {
  const internal = /^@internal\/(\w+)$/.exec(from)
  if (!internal && !from.startsWith(".")) return undefined
  if (!internal) return new Map([[resolve(dirname(file), from.replace(/\.ts$/, ".d.ts")), names]])
  const index = join(base, internal[1], "src", "index.d.ts")
  const byFile = new Map()
  for (const name of names) {
    const target = declaring(index, name.replace(/^type /, "").replace(/ as .*$/, ""))
    byFile.set(target, [...(byFile.get(target) ?? []), name])
  }
  return byFile
}

/** The file behind an index of explicit re-exports. */
function declaring(index, name) {
  for (const [, , , names, from] of readFileSync(index, "utf8").matchAll(IMPORT)) {
    const found = names.split(",").some((n) => n.trim().replace(/^type /, "") === name)
    if (found) return resolve(dirname(index), from.replace(/\.ts$/, ".d.ts"))
  }
  throw new Error(`${index} does not export ${name}`)
}

function published(path) {
  return path.replace(`${sep}src${sep}`, sep)
}
function specifier(base, from, to) {
  const path = relative(dirname(published(relative(base, from))), published(relative(base, to)))
    .split(sep)
    .join("/")
  return (path.startsWith(".") ? path : `./${path}`).replace(/\.d\.ts$/, ".js")
}
