// Shortens the way to an answer. Everything here works without it, on the reply page.

const form = document.querySelector("form.reply-form");

function hidden(name, value) {
  const field = form.elements[name] ?? document.createElement("input");
  Object.assign(field, { type: "hidden", name, value });
  if (!field.form) form.append(field);
}

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
  const button = form.querySelector("[type=submit]");
  if (button.getAttribute("aria-disabled")) {
    event.preventDefault();
    return;
  }
  button.setAttribute("aria-disabled", "true");
  // Whoever stopped the loading of the next page may try again.
  setTimeout(allowSending, 10_000);
}

function allowSending() {
  form.querySelector("[type=submit]").removeAttribute("aria-disabled");
}

// The form goes under the comment that is answered, and back to the end of the thread.
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
    this.link.focus();
  }
}

function answerInPlace(home, template) {
  const answer = new Answer(home, template);
  document.querySelector(".comments")?.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-reply-to]");
    const elsewhere = event.ctrlKey || event.metaKey || event.shiftKey || event.altKey;
    if (!link || elsewhere) return;
    event.preventDefault();
    answer.open(link);
  });
}

if (form) {
  form.addEventListener("focusin", noteOpening, { once: true });
  form.addEventListener("submit", sendOnce);
  window.addEventListener("pageshow", allowSending);
  const home = document.querySelector(".leave-reply");
  const template = document.querySelector("template.leave-reply-place");
  if (home && template) answerInPlace(home, template);
}
document.querySelector(".form-errors")?.focus();
