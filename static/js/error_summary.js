// A refused form begins with the list of what to mend: take the reader there.

function focusFirstControl(event) {
  const link = event.target.closest("a[href^='#']");
  const target = link && document.getElementById(decodeURIComponent(link.hash.slice(1)));
  if (!target) return;
  // The id of a group of boxes stands on its wrapper.
  const control = target.matches("input, select, textarea") ? target : target.querySelector("input, select, textarea");
  if (!control) return;
  event.preventDefault();
  control.closest(".field")?.scrollIntoView({ block: "start" });
  control.focus({ preventScroll: true });
}

export function focusErrorSummary(root) {
  const summary = root.querySelector?.(".error-summary");
  if (!summary || summary.dataset.greeted) return;
  summary.dataset.greeted = "true";
  summary.addEventListener("click", focusFirstControl);
  summary.focus();
}
