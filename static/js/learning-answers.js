// Each answer is sent as it is given (htmx does that). Here: what is said, and done, when the connection is lost.
// An answer is kept in this browser, under its attempt, from the moment it is given until the server has it; a page that
// is opened again sends what it finds. Without this module the buttons “Save” and “Submit” send every answer.

const RETRY_AFTER = 5000;
const form = document.querySelector("form[data-answers]");
const over = document.querySelector("[data-attempt-over]");

// --- What is kept: {page, questions: {position: {sequence, fields: [[name, value], …]}}} ---
class Kept {
  constructor(attempt) {
    this.key = `answers:${attempt}`;
    this.memory = { questions: {} };
    this.isSafe = true;
  }

  read() {
    try {
      this.memory = JSON.parse(localStorage.getItem(this.key)) ?? { questions: {} };
    } catch {
      this.isSafe = false;
    }
    return this.memory;
  }

  write() {
    try {
      if (Object.keys(this.memory.questions).length) localStorage.setItem(this.key, JSON.stringify(this.memory));
      else localStorage.removeItem(this.key);
    } catch {
      this.isSafe = false; // private browsing, storage full: what is in memory still is
    }
  }

  add(page, position, entry) {
    this.memory.page = page;
    this.memory.questions[position] = entry;
    this.write();
  }

  remove(position) {
    delete this.memory.questions[position];
    this.write();
  }
}

function positionOf(question) {
  return question.id.replace("question-", "");
}

function fieldsOf(question) {
  const prefix = `q${positionOf(question)}-`;
  const fields = [...question.querySelectorAll(`[name^="${prefix}"]`)];
  return fields.filter((field) => field.name !== `${prefix}sequence`);
}

function valuesOf(question) {
  const given = (field) => !["radio", "checkbox"].includes(field.type) || field.checked;
  return fieldsOf(question)
    .filter(given)
    .map((field) => [field.name, field.value]);
}

function fill(question, values) {
  for (const field of fieldsOf(question)) {
    const own = values.filter(([name]) => name === field.name).map(([, value]) => value);
    if (["radio", "checkbox"].includes(field.type)) field.checked = own.includes(field.value);
    else if (own.length) field.value = own[0];
  }
}

function sequenceOf(question) {
  return question.querySelector(`[name="q${positionOf(question)}-sequence"]`);
}

function watch() {
  const kept = new Kept(form.dataset.answers);
  const page = form.querySelector('[name="page"]');
  const note = form.querySelector("[data-queue-note]");
  const waiting = new Set();
  const versions = new Map(); // how often a question changed, and what was the number when it was last sent
  const sent = new Map();

  const say = (question, text) => {
    const state = question.querySelector(".question__state");
    let line = state.querySelector(".question__unsaved");
    if (!line) {
      state.querySelector(".question__saved")?.remove();
      line = document.createElement("p");
      line.className = "question__unsaved";
      state.append(line);
    }
    line.textContent = text;
  };

  const sendAgain = () => {
    for (const question of [...waiting]) {
      waiting.delete(question);
      question.dispatchEvent(new Event("change"));
    }
  };

  const lost = (question, text) => {
    waiting.add(question);
    say(question, text);
    setTimeout(sendAgain, RETRY_AFTER);
  };

  const remember = (event) => {
    const question = event.target.closest?.("fieldset.question");
    if (!question || event.target === question) return; // sent again: it is kept already
    versions.set(question, (versions.get(question) ?? 0) + 1);
    kept.add(page.value, positionOf(question), {
      sequence: sequenceOf(question).value,
      fields: valuesOf(question),
    });
  };

  const isSignedOut = (xhr) => xhr.responseURL.includes("/account/login/");
  const questionOf = (event) => event.target.closest?.("fieldset.question");

  form.addEventListener("change", remember, true);
  form.addEventListener("htmx:beforeRequest", (event) => {
    const question = questionOf(event);
    if (question) sent.set(question, versions.get(question));
  });
  form.addEventListener("htmx:beforeSwap", (event) => {
    const question = questionOf(event);
    if (!question || !isSignedOut(event.detail.xhr)) return;
    event.detail.shouldSwap = false; // the sign-in page is not an answer
    waiting.add(question);
    say(question, form.dataset.signedOut);
  });
  form.addEventListener("htmx:afterRequest", (event) => {
    const question = questionOf(event);
    const { xhr } = event.detail;
    const isTaken = (xhr.status >= 200 && xhr.status < 300) || [409, 422].includes(xhr.status);
    if (!question || !isTaken || isSignedOut(xhr)) return;
    if (sent.get(question) === versions.get(question)) kept.remove(positionOf(question));
  });
  for (const name of ["htmx:sendError", "htmx:timeout", "htmx:responseError"]) {
    form.addEventListener(name, (event) => {
      const question = questionOf(event);
      const isServers = name === "htmx:responseError" && event.detail.xhr.status < 500;
      if (question && !isServers) lost(question, form.dataset.unsaved);
    });
  }
  window.addEventListener("online", sendAgain);
  window.addEventListener("beforeunload", (event) => {
    if (waiting.size && !kept.isSafe) event.preventDefault();
  });

  // --- What an earlier page could not send: as that page, so that an answer given elsewhere meanwhile is noticed ---
  const { page: token, questions } = kept.read();
  for (const [position, entry] of Object.entries(questions)) {
    const question = document.getElementById(`question-${position}`);
    if (!question?.matches("fieldset")) {
      kept.remove(position); // closed meanwhile
      continue;
    }
    page.value = token;
    fill(question, entry.fields);
    sequenceOf(question).value = entry.sequence;
    say(question, form.dataset.unsaved);
    waiting.add(question);
  }
  if (waiting.size) {
    note.textContent = form.dataset.restored;
    // After htmx has taken the page in hand.
    setTimeout(sendAgain, 300);
  }
}

if (form) watch();
if (over) new Kept(over.dataset.attemptOver).write();
