import { FollowedWork } from "../api/work.ts"

/** Waits until the first run of a work is there. Fails as the work does, where it ends before. */
export function begun(work: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const followed = new FollowedWork(work, {
      told: ({ type }) => {
        if (type !== "ready") return
        followed.leave()
        resolve()
      },
    })
    followed.outcome.then(({ error }) => (error ? reject(error) : resolve()))
  })
}
