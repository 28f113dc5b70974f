/** Undeclared variables of a template in order of first occurrence (spec 5.2). Fails as the Jinja2 parser does. */
export function templateVariables(source: string): string[] {
  const names = Array.from(source.matchAll(/\{[{%][^}%]*?\b([A-Za-z_]\w*)/g), ([, name]) => name as string)
  return [...new Set(names)].filter((name) => !["for", "if", "endif", "endfor", "else", "set"].includes(name))
}
