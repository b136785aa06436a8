// Name and address in this browser, for readers who tick that they want it. We never see it.

import { form } from "./reply-form.js";
import { cupboard } from "./shelf.js";

const WRITER = "writer";

export function offerToRemember() {
  const template = document.querySelector("template.form-remember-place");
  const pair = form.querySelector(".form-pair");
  if (!template || !pair) return;
  pair.after(template.content.cloneNode(true));
  const box = form.querySelector(".form-remember input");
  fillIn(box);
  const keep = () => (box.checked ? cupboard.put(WRITER, typed()) : cupboard.remove(WRITER));
  box.addEventListener("change", keep);
  form.addEventListener("submit", () => {
    if (box.checked) keep();
  });
}

function typed() {
  return { name: form.elements.name.value, email: form.elements.email.value };
}

function fillIn(box) {
  const writer = cupboard.get(WRITER);
  if (!writer) return;
  box.checked = true;
  form.elements.name.value ||= writer.name ?? "";
  form.elements.email.value ||= writer.email ?? "";
}
