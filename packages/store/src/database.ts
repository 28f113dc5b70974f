export type Param = string | number | null
export type Row = Record<string, unknown>

/** Statements with `?` for parameters, in the SQL that SQLite and PostgreSQL share. */
export interface Queries {
  all<R extends Row = Row>(sql: string, params?: readonly Param[]): Promise<R[]>
  /** Answers the number of rows changed. */
  run(sql: string, params?: readonly Param[]): Promise<number>
  /** `insert into … (columns) values` once for every row. */
  insert(into: string, rows: readonly (readonly Param[])[]): Promise<void>
}

/** Where the tables are. Statements outside a transaction see what is committed and nothing else. */
export interface Database extends Queries, AsyncDisposable {
  readonly dialect: "sqlite" | "postgres"
  /** What error messages call it: a path or a URL without its password. */
  readonly name: string
  /** Ends a `select` whose rows the transaction is about to change. */
  readonly forUpdate: string
  /** One at a time in this process; everything or nothing. */
  transaction<T>(work: (tx: Queries) => Promise<T>): Promise<T>
  /** Changes whenever another process has committed something. */
  version(): Promise<number>
}
