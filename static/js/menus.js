// A menu or a confirmation folds when one clicks elsewhere or presses Escape.

const FOLDING = "details.menu[open], details.confirm[open], details.site-switch[open]";

function holds(details, node) {
  // The site's panel stands beside its switch, not inside it.
  const panel = details.matches(".site-switch") ? details.nextElementSibling : null;
  return details.contains(node) || Boolean(panel?.contains(node));
}

export function closeMenusFromOutside(root) {
  root.addEventListener("focusin", (event) => closeMenusAwayFrom(event.target, root));

  root.addEventListener("click", (event) => {
    closeMenusAwayFrom(event.target, root);
    const cancel = event.target.closest("[data-fold]");
    if (cancel) fold(cancel.closest("details"));
  });

  root.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const open = [...root.querySelectorAll(FOLDING)].filter((details) => holds(details, event.target));
    if (open.length) fold(open.at(-1));
  });
}

function closeMenusAwayFrom(node, root) {
  for (const details of root.querySelectorAll("details.menu[open]")) {
    if (!holds(details, node)) details.open = false;
  }
}

function fold(details) {
  if (!details) return;
  details.open = false;
  details.querySelector("summary")?.focus();
}
