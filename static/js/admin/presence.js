// Says who else has the article open, while it is open here, and takes over from them.

const EVERY = 20_000;

class Presence {
  constructor(place) {
    this.place = place;
    this.status = place.querySelector("[role=status]");
    this.choice = place.querySelector(".presence-choice");
    this.isSaving = false;
  }

  data(more = {}) {
    const data = new FormData(this.place);
    const version = document.querySelector("#article_form [name=version]");
    data.append("version", version?.value ?? this.place.dataset.version);
    for (const [name, value] of Object.entries(more)) data.append(name, value);
    return data;
  }

  async ask() {
    try {
      const options = { method: "POST", body: this.data(), redirect: "error" };
      const response = await fetch(this.place.dataset.address, options);
      if (response.ok) this.tell(await response.json());
    } catch {
      // Whoever is away knows of nobody else; what they type is told about beside the buttons.
    }
  }

  tell({ others = "", taken_over: takenOver = "", saved = "" }) {
    const text = [takenOver, saved, others].filter(Boolean).join(" ");
    if (this.status.textContent !== text) this.status.textContent = text;
    this.place.hidden = !text;
    this.choice.hidden = !others;
  }

  async takeOver(event) {
    event.preventDefault();
    const options = { method: "POST", body: this.data({ quietly: 1 }), redirect: "error" };
    await fetch(this.place.action, options).catch(() => {});
    await this.ask();
  }

  /** Who saves comes back at once. */
  leave() {
    if (this.isSaving) return;
    navigator.sendBeacon(this.place.dataset.address, this.data({ leave: 1 }));
  }
}

const place = document.querySelector(".presence");
if (place) {
  const presence = new Presence(place);
  presence.ask();
  setInterval(() => presence.ask(), EVERY);
  // Who comes back to the page wants to know at once.
  window.addEventListener("focus", () => presence.ask());
  place.addEventListener("submit", (event) => presence.takeOver(event));
  document.querySelector("#article_form").addEventListener("submit", () => {
    presence.isSaving = true;
  });
  window.addEventListener("pagehide", () => presence.leave());
}
