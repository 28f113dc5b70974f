import type { LimitedCall, Limiter, Permit } from "@internal/schema"

/** Decides on calls of models before they are made. */
export interface CallGuard {
  /** What it answers is disposed of when the call has ended. Fails where the call may not be made. */
  admit(call: LimitedCall): Disposable | undefined
}

/** Stands before every call of a model that a run makes, in nodes and in their code. Open until there is a guard. */
export class CallGate {
  guard: CallGuard | undefined

  before(limiter: Limiter): Limiter {
    return {
      acquire: async (call, signal, seat) => {
        const admitted = this.guard?.admit(call)
        try {
          const permit = await limiter.acquire(call, signal, seat)
          return admitted ? both(permit, admitted) : permit
        } catch (thrown) {
          admitted?.[Symbol.dispose]()
          throw thrown
        }
      },
    }
  }
}

function both(permit: Permit, admitted: Disposable): Permit {
  return {
    answered: (limits, accepted) => permit.answered(limits, accepted),
    ended: (outcome) => permit.ended(outcome),
    [Symbol.dispose]: () => {
      permit[Symbol.dispose]()
      admitted[Symbol.dispose]()
    },
  }
}
