// Each answer is sent as it is given (htmx does that). Here: what is said, and done, when the connection is lost.
// Without this module the buttons “Save” and “Submit” send every answer of the page.

const RETRY_AFTER = 5000;
const form = document.querySelector("form[data-answers]");
const waiting = new Set();

function questionOf(event) {
  return event.target.closest?.("fieldset.question");
}

function say(question) {
  const state = question.querySelector(".question__state");
  let line = state.querySelector(".question__unsaved");
  if (!line) {
    state.querySelector(".question__saved")?.remove();
    line = document.createElement("p");
    line.className = "question__unsaved";
    state.append(line);
  }
  line.textContent = form.dataset.unsaved;
}

function sendAgain() {
  for (const question of waiting) {
    waiting.delete(question);
    question.dispatchEvent(new Event("change"));
  }
}

if (form) {
  const lost = (event) => {
    const question = questionOf(event);
    if (!question) return;
    waiting.add(question);
    say(question);
    setTimeout(sendAgain, RETRY_AFTER);
  };
  form.addEventListener("htmx:sendError", lost);
  form.addEventListener("htmx:timeout", lost);
  form.addEventListener("htmx:responseError", (event) => {
    if (event.detail.xhr.status >= 500) lost(event);
  });
  window.addEventListener("online", sendAgain);
  window.addEventListener("beforeunload", (event) => {
    if (waiting.size) event.preventDefault();
  });
  form.addEventListener("submit", () => waiting.clear());
}
