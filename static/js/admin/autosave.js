// Keeps what is typed into an article's form on the server, a moment after typing stops.
//
// It tells the form what became of the words: “autosaved”, with the article's number and whether more were
// typed meanwhile, and “autosavefailed”, with a reason ("offline" or "refused"). A copy kept elsewhere can listen.

const AFTER_TYPING = 2_000;
// Who types without a pause is not kept waiting for one.
const WHILE_TYPING = 5_000;
const TRY_AGAIN = 15_000;
const ANSWER_WITHIN = 20_000;

class Autosave {
  constructor(form, state) {
    this.form = form;
    this.state = state;
    this.address = state.dataset.address;
    this.saved = this.words();
    this.timer = null;
    this.due = null;
    this.request = null;
    this.isLeaving = false;
  }

  /** What would be kept: all fields, without files. */
  data() {
    const data = new FormData();
    for (const [name, value] of new FormData(this.form)) {
      if (!(value instanceof File)) data.append(name, value);
    }
    return data;
  }

  words() {
    const data = this.data();
    for (const name of ["autosave", "version", "csrfmiddlewaretoken"]) data.delete(name);
    return new URLSearchParams(data).toString();
  }

  get isUnsaved() {
    return this.words() !== this.saved;
  }

  tell(text, isTrouble = false) {
    this.state.hidden = false;
    this.state.classList.toggle("save-state-trouble", isTrouble);
    if (this.state.textContent !== text) this.state.textContent = text;
  }

  typed() {
    if (this.isLeaving || !this.isUnsaved) return;
    this.tell(this.state.dataset.unsaved);
    this.due ??= Date.now() + WHILE_TYPING;
    this.later(Math.min(AFTER_TYPING, this.due - Date.now()));
  }

  later(milliseconds) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), milliseconds);
  }

  async save() {
    this.due = null;
    if (this.isLeaving || !this.isUnsaved) return;
    if (this.request) return this.later(AFTER_TYPING);
    const words = this.words();
    this.request = new AbortController();
    const { signal } = this.request;
    const patience = setTimeout(() => this.request?.abort(), ANSWER_WITHIN);
    try {
      const options = { method: "POST", body: this.data(), redirect: "error", signal };
      await this.read(await fetch(this.address, options), words);
    } catch {
      this.fail("offline");
    } finally {
      clearTimeout(patience);
      this.request = null;
    }
  }

  async read(response, words) {
    const isAnswer = response.headers.get("Content-Type")?.startsWith("application/json");
    if (!response.ok || !isAnswer) {
      const { error } = isAnswer ? await response.json() : {};
      return this.fail(response.status >= 500 ? "offline" : "refused", error);
    }
    const answer = await response.json();
    this.saved = words;
    this.address = answer.address;
    this.form.elements.autosave.value = answer.id;
    if (!this.form.elements.version.value) this.becomeDraft(answer);
    this.tell([answer.saved, answer.overtaken].filter(Boolean).join(". "), answer.overtaken);
    const detail = { article: answer.article, isUnsaved: this.isUnsaved };
    this.form.dispatchEvent(new CustomEvent("autosaved", { detail }));
    this.typed();
  }

  /** An article that is added is a draft from now on, and is saved and opened again as one. */
  becomeDraft(answer) {
    this.form.elements.version.value = answer.version;
    this.form.action = answer.change;
    history.replaceState(history.state, "", answer.change);
  }

  fail(reason, error) {
    if (this.isLeaving) return;
    this.tell(error || this.state.dataset[reason], true);
    if (reason === "offline") this.later(TRY_AGAIN);
    this.form.dispatchEvent(new CustomEvent("autosavefailed", { detail: { reason } }));
  }

  /** A save that somebody asked for takes the words: none of ours may come after it. */
  leave() {
    this.isLeaving = true;
    clearTimeout(this.timer);
    this.request?.abort();
  }

  /** The page is shown again, as it was left. */
  comeBack() {
    this.isLeaving = false;
    this.typed();
  }

  ask(event) {
    if (!this.isLeaving && this.isUnsaved) event.preventDefault();
  }

  pressed(event) {
    if (!(event.ctrlKey || event.metaKey) || event.altKey || event.key.toLowerCase() !== "s")
      return;
    event.preventDefault();
    if (!event.repeat) this.form.requestSubmit(this.form.querySelector("[name=_draft]"));
  }
}

const state = document.querySelector(".save-state");
if (state) {
  const autosave = new Autosave(state.closest("form"), state);
  for (const name of ["input", "change", "drop"]) {
    autosave.form.addEventListener(name, () => autosave.typed());
  }
  autosave.form.addEventListener("submit", () => autosave.leave());
  document.addEventListener("keydown", (event) => autosave.pressed(event));
  window.addEventListener("online", () => autosave.save());
  window.addEventListener("beforeunload", (event) => autosave.ask(event));
  window.addEventListener("pageshow", (event) => event.persisted && autosave.comeBack());
}
