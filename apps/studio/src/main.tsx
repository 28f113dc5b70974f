import { openSession } from "./api/session.ts"
import { loadPage } from "./frame/pages.ts"
import { applyTheme } from "./theme/theme-choice.ts"

// this script is small, so that the session and the code of the page are on their way while the rest is being read
applyTheme()
const opening = openSession().catch(() => {}) // without a server: said by the page, or by the first question
const app = import("./start.tsx")
loadPage(location.pathname)
void app.then(({ start }) => start(opening))
