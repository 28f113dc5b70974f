/** A token as the parser sees it. Types are Jinja2's, since error messages name some of them. */
export interface Token {
  readonly type: string
  /** The text; the value of a string or number; "" for the end. */
  readonly value: unknown
  readonly line: number
  /** Of a name: where it is in the text with `\n` as its only line break. */
  readonly start?: number
}

export const OPERATORS: Record<string, string> = {
  "//": "floordiv",
  "**": "pow",
  "==": "eq",
  "!=": "ne",
  ">=": "gteq",
  "<=": "lteq",
  "+": "add",
  "-": "sub",
  "/": "div",
  "*": "mul",
  "%": "mod",
  "~": "tilde",
  "[": "lbracket",
  "]": "rbracket",
  "(": "lparen",
  ")": "rparen",
  "{": "lbrace",
  "}": "rbrace",
  ">": "gt",
  "<": "lt",
  "=": "assign",
  ".": "dot",
  ":": "colon",
  "|": "pipe",
  ",": "comma",
  ";": "semicolon",
}

const SYMBOLS = new Map(Object.entries(OPERATORS).map(([symbol, type]) => [type, symbol]))

const DESCRIPTIONS: Record<string, string> = {
  block_begin: "begin of statement block",
  block_end: "end of statement block",
  variable_begin: "begin of print statement",
  variable_end: "end of print statement",
  data: "template data / text",
  eof: "end of template",
}

export function describeType(type: string): string {
  return SYMBOLS.get(type) ?? DESCRIPTIONS[type] ?? type
}

export function describeToken(token: Token): string {
  return token.type === "name" ? String(token.value) : describeType(token.type)
}
