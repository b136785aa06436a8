// What is being written outlives a reload: words and passage only, in this tab, until posted.

import { sentDraft, sessionStore } from "./browser_storage.js";
import { form, openFold } from "./reply_form.js";

const FIELDS = ["text", "passage"];
let draftKey;

// One draft for each comment that is answered, and one for the article itself.
function keyOfDraft() {
  const answered = form.elements.to?.value;
  return answered ? `${form.dataset.draft}:${answered}` : form.dataset.draft;
}

function save() {
  const words = FIELDS.map((name) => form.elements[name].value);
  if (words.some((word) => word.trim())) sessionStore.set(draftKey, words);
  else sessionStore.remove(draftKey);
}

function restore() {
  const words = sessionStore.get(draftKey);
  if (!Array.isArray(words) || form.elements.text.value) return;
  FIELDS.forEach((name, index) => {
    form.elements[name].value = form.elements[name].value || words[index];
    openFold(form.elements[name]);
  });
}

// Words that move with the form to another comment leave no copy where they stood.
function readdress() {
  if (form.elements.text.value) sessionStore.remove(draftKey);
  draftKey = keyOfDraft();
  restore();
  save();
}

export function autosaveDraft() {
  if (!form.dataset.draft) return;
  draftKey = keyOfDraft();
  restore();
  form.addEventListener("input", save);
  form.addEventListener("readdressed", readdress);
  form.addEventListener("submit", (event) => {
    if (event.submitter?.name === "preview") return;
    save();
    sentDraft.set(draftKey);
  });
  // A form that is shown again was not taken.
  window.addEventListener("pageshow", () => sentDraft.remove());
}
