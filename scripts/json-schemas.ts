// Writes packages/schema/json/*.schema.json, which editors use: node scripts/json-schemas.ts
// (the formatter lays them out: npx biome check --write packages/schema/json)
import { mkdirSync, writeFileSync } from "node:fs"
import { jsonSchemas } from "../packages/schema/src/files/json-schemas.ts"

const folder = new URL("../packages/schema/json/", import.meta.url)
mkdirSync(folder, { recursive: true })
for (const [name, schema] of Object.entries(jsonSchemas())) {
  writeFileSync(new URL(name, folder), `${JSON.stringify(schema, null, 2)}\n`)
}
