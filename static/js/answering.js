// The form goes under the comment that is answered, and back to the end of the thread.

import { form, hidden } from "./reply-form.js";

class Answer {
  constructor(home, template) {
    this.home = home;
    this.movable = home.querySelector(".leave-reply-form");
    this.place = template.content.firstElementChild;
    this.place.querySelector("button").addEventListener("click", () => this.cancel());
    this.place.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && !event.isComposing) this.cancel();
    });
  }

  open(link) {
    this.link = link;
    this.place.querySelector("bdi").textContent = link.dataset.name;
    this.place.append(this.movable);
    link.closest(".comment").append(this.place);
    this.home.hidden = true;
    hidden("to", link.dataset.replyTo);
    form.dispatchEvent(new Event("readdressed"));
    this.firstEmpty().focus();
  }

  firstEmpty() {
    const fields = ["name", "email", "text"].map((name) => form.elements[name]);
    return fields.find((field) => !field.value) ?? form.elements.text;
  }

  cancel() {
    this.home.append(this.movable);
    this.home.hidden = false;
    this.place.remove();
    form.elements.to.remove();
    form.dispatchEvent(new Event("readdressed"));
    this.link.focus();
  }
}

export function answerInPlace() {
  const home = document.querySelector(".leave-reply");
  const template = document.querySelector("template.leave-reply-place");
  if (!home || !template) return;
  const answer = new Answer(home, template);
  document.querySelector(".comments")?.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-reply-to]");
    const elsewhere = event.ctrlKey || event.metaKey || event.shiftKey || event.altKey;
    if (!link || elsewhere) return;
    event.preventDefault();
    answer.open(link);
  });
}
