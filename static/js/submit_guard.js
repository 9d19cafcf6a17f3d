// A form is sent once. The button says so, and comes back when the page does.
// Opt out with data-submit="many" on the form (a search, a filter).

const BUSY = "data-busy";
// A download answers without leaving the page: the form must not stay held for ever.
const HELD_AT_MOST_MS = 10_000;

function buttonsOf(form) {
  return [...form.elements].filter((element) => element.type === "submit");
}

function release(form) {
  form.removeAttribute(BUSY);
  for (const button of buttonsOf(form)) {
    button.removeAttribute("aria-disabled");
  }
}

function hold(form) {
  form.setAttribute(BUSY, "");
  // aria-disabled, not disabled: the pressed button's own name and value must still be sent,
  // and focus must not be lost.
  for (const button of buttonsOf(form)) {
    button.setAttribute("aria-disabled", "true");
  }
  setTimeout(() => release(form), HELD_AT_MOST_MS);
}

function isGuarded(form) {
  return form.method === "post" && form.dataset.submit !== "many";
}

export function guardSubmits(root) {
  // Capture: a second submit must be stopped before htmx hears of it.
  root.addEventListener(
    "submit",
    (event) => {
      const form = event.target;
      if (!isGuarded(form)) return;
      if (form.hasAttribute(BUSY)) {
        event.preventDefault();
        event.stopImmediatePropagation();
        return;
      }
      // After every other listener: one of them may have cancelled the submit (htmx does, and releases below).
      setTimeout(() => {
        if (!event.defaultPrevented || form.matches("[hx-post], [data-hx-post]")) hold(form);
      });
    },
    true,
  );

  root.addEventListener("htmx:afterRequest", (event) => {
    const form = event.target.closest?.("form");
    if (form) release(form);
  });

  // Back button: the page comes out of the cache as it was left.
  window.addEventListener("pageshow", () => {
    for (const form of root.querySelectorAll(`form[${BUSY}]`)) release(form);
  });
}
