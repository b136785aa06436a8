// The form goes under the comment that is answered, and back to the end of the thread.

import { form, setHiddenField } from "./reply_form.js";

class ReplyInPlace {
  constructor(home, template) {
    this.home = home;
    this.movedForm = home.querySelector(".leave-reply-form");
    this.place = template.content.firstElementChild;
    this.place.querySelector("button").addEventListener("click", () => this.cancel());
    this.place.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && !event.isComposing) this.cancel();
    });
  }

  open(link) {
    this.link = link;
    this.place.querySelector("bdi").textContent = link.dataset.name;
    this.place.append(this.movedForm);
    link.closest(".comment").append(this.place);
    this.home.hidden = true;
    setHiddenField("to", link.dataset.replyTo);
    form.dispatchEvent(new Event("readdressed"));
    this.firstEmpty().focus();
  }

  firstEmpty() {
    const fields = ["name", "email", "text"].map((name) => form.elements[name]);
    return fields.find((field) => !field.value) ?? form.elements.text;
  }

  cancel() {
    this.home.append(this.movedForm);
    this.home.hidden = false;
    this.place.remove();
    form.elements.to.remove();
    form.dispatchEvent(new Event("readdressed"));
    this.link.focus();
  }
}

export function offerReplyInPlace() {
  const home = document.querySelector(".leave-reply");
  const template = document.querySelector("template.leave-reply-place");
  if (!home || !template) return;
  const reply = new ReplyInPlace(home, template);
  document.querySelector(".comments")?.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-reply-to]");
    const opensElsewhere = event.ctrlKey || event.metaKey || event.shiftKey || event.altKey;
    if (!link || opensElsewhere) return;
    event.preventDefault();
    reply.open(link);
  });
}
