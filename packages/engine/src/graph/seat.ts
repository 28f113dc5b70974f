import type { Seat } from "@internal/schema"

/** What a wait gives, during which the seat is another's. */
export async function awayFrom<T>(seat: Seat, wait: () => Promise<T>): Promise<T> {
  seat.leave()
  try {
    return await wait()
  } finally {
    await seat.comeBack()
  }
}
