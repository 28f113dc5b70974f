import { CircleAlert } from "lucide-react"
import styles from "./inputs.module.css"

/** What is wrong with a field of the row above, over the whole width; the field names it by its id. */
export function ProblemRow({ id, problem, columns }: { id: string; problem: string; columns: number }) {
  return (
    <tr>
      <td colSpan={columns}>
        <p className={styles.rowProblem} id={id}>
          <CircleAlert size={14} aria-hidden="true" />
          <span>{problem}</span>
        </p>
      </td>
    </tr>
  )
}
