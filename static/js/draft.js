// What is being written outlives a reload: words and passage only, in this tab, until posted.

import { form, unfold } from "./reply-form.js";
import { sent, shelf } from "./shelf.js";

const FIELDS = ["text", "passage"];
let kept;

// One draft for each comment that is answered, and one for the article itself.
function place() {
  const answered = form.elements.to?.value;
  return answered ? `${form.dataset.draft}:${answered}` : form.dataset.draft;
}

function keep() {
  const words = FIELDS.map((name) => form.elements[name].value);
  if (words.some((word) => word.trim())) shelf.put(kept, words);
  else shelf.remove(kept);
}

function restore() {
  const words = shelf.get(kept);
  if (!Array.isArray(words) || form.elements.text.value) return;
  FIELDS.forEach((name, number) => {
    form.elements[name].value = form.elements[name].value || words[number];
    unfold(form.elements[name]);
  });
}

// Words that move with the form to another comment leave no copy where they stood.
function readdress() {
  if (form.elements.text.value) shelf.remove(kept);
  kept = place();
  restore();
  keep();
}

export function keepDraft() {
  if (!form.dataset.draft) return;
  kept = place();
  restore();
  form.addEventListener("input", keep);
  form.addEventListener("readdressed", readdress);
  form.addEventListener("submit", (event) => {
    if (event.submitter?.name === "preview") return;
    keep();
    sent.put(kept);
  });
  // A form that is shown again was not taken.
  window.addEventListener("pageshow", () => sent.remove());
}
