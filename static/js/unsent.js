// Leaving a page on which something was typed and not sent: the browser asks first.
// Opt out with data-leave="free" on the form (signing in); answers of a quiz are kept as they are given.

function isChanged(control) {
  if (control.matches("button, fieldset, output, object, [type=hidden], [type=submit], [readonly], :disabled")) return false;
  if (control.matches("[type=checkbox], [type=radio]")) return control.checked !== control.defaultChecked;
  if (control.matches("[type=file]")) return control.files.length > 0;
  if (control.matches("select")) {
    const options = [...control.options];
    if (!control.multiple && !options.some((option) => option.defaultSelected)) return control.selectedIndex > 0;
    return options.some((option) => option.selected !== option.defaultSelected);
  }
  return control.value !== control.defaultValue;
}

// A refused form comes back with what was typed as its own values: it is as unsent as before.
function isRefused(form) {
  return form.querySelector("[aria-invalid=true], .error-summary") !== null;
}

function isUnsent(form) {
  if (form.method !== "post" || form.matches("[data-leave=free], [data-answers]")) return false;
  return isRefused(form) || [...form.elements].some(isChanged);
}

export function warnOfUnsent(root) {
  let sent = null;

  // After every other listener: one of them may have cancelled the submit.
  window.addEventListener("submit", (event) => {
    if (!event.defaultPrevented) sent = event.target;
  });
  window.addEventListener("pageshow", () => {
    sent = null;
  });
  window.addEventListener("beforeunload", (event) => {
    const forms = [...root.forms].filter((form) => form !== sent);
    sent = null; // a download answers without leaving the page
    if (forms.some(isUnsent)) event.preventDefault();
  });
}
