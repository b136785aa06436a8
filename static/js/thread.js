// Shortens the way to an answer. Everything here works without it, on the reply page.

import { answerInPlace } from "./answering.js";
import { keepDraft } from "./draft.js";
import { offerPassages } from "./passage.js";
import { offerToRemember } from "./remember.js";
import { form, hidden } from "./reply-form.js";

async function noteOpening() {
  if (form.elements.opened?.value || !form.dataset.opened) return;
  try {
    const answer = await fetch(form.dataset.opened, { credentials: "omit" });
    if (answer.ok) hidden("opened", (await answer.json()).opened);
  } catch {
    // Without a time the comment is still taken.
  }
}

function sendOnce(event) {
  const buttons = [...form.querySelectorAll("[type=submit]")];
  if (buttons.some((button) => button.getAttribute("aria-disabled"))) {
    event.preventDefault();
    return;
  }
  for (const button of buttons) button.setAttribute("aria-disabled", "true");
  // Whoever stopped the loading of the next page may try again.
  setTimeout(allowSending, 10_000);
}

function allowSending() {
  for (const button of form.querySelectorAll("[type=submit]")) {
    button.removeAttribute("aria-disabled");
  }
}

// Where a page brings something new, reading begins there.
function leadToWhatIsNew() {
  (document.querySelector(".form-errors") ?? document.getElementById("preview"))?.focus();
}

if (form) {
  form.addEventListener("focusin", noteOpening, { once: true });
  form.addEventListener("submit", sendOnce);
  window.addEventListener("pageshow", allowSending);
  offerToRemember();
  keepDraft();
  answerInPlace();
  offerPassages();
}
leadToWhatIsNew();
