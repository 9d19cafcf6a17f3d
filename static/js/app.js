// Small conveniences. Every page works without them.
import { focusErrorSummary } from "./error_summary.js";
import { closeMenusFromOutside } from "./menus.js";
import { forgetOnSignOut } from "./signing_out.js";
import { guardSubmits } from "./submit_guard.js";
import { warnOfUnsent } from "./unsent.js";

guardSubmits(document);
forgetOnSignOut(document);
closeMenusFromOutside(document);
focusErrorSummary(document);
warnOfUnsent(document);

// What htmx brings in is greeted as a fresh page would be.
document.addEventListener("htmx:afterSettle", (event) => focusErrorSummary(event.target));
