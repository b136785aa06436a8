// Marks what is new since the last visit, for whoever asks for it. What it remembers stays in this
// browser and is sent to nobody; before the box is ticked nothing is stored.

const ENABLED = "opinion.mark-new";
const SEEN = "opinion.seen.";
// Who comes back within half an hour is still on the same visit.
const VISIT_LENGTH = 30 * 60 * 1000;

function isEnabled() {
  return localStorage.getItem(ENABLED) === "yes";
}

function isOurs(key) {
  return key === ENABLED || key.startsWith(SEEN);
}

function forget() {
  for (const key of Object.keys(localStorage).filter(isOurs)) localStorage.removeItem(key);
}

function storedVisit(key) {
  try {
    const { before, newest, at } = JSON.parse(localStorage.getItem(key));
    return [before, newest, at].every(Number.isFinite) ? { before, newest, at } : null;
  } catch {
    return null;
  }
}

// A comment counts from its publication: one that waited long has a small number and is new.
function publishedAt(comment) {
  return Number(comment.dataset.published);
}

// Says from which moment on comments are new, and remembers what this page shows.
function recordVisit(key, comments) {
  const newestHere = Math.max(0, ...comments.map(publishedAt));
  const last = storedVisit(key) ?? { before: newestHere, newest: newestHere, at: 0 };
  const before = Date.now() - last.at > VISIT_LENGTH ? last.newest : last.before;
  const newest = Math.max(newestHere, last.newest);
  localStorage.setItem(key, JSON.stringify({ before, newest, at: Date.now() }));
  return before;
}

class NewCommentMarks {
  constructor(template) {
    const [bar, label] = template.content.cloneNode(true).children;
    this.label = label;
    this.key = SEEN + template.dataset.article;
    this.comments = [...document.querySelectorAll(".comment[data-published]")];
    this.box = bar.querySelector("input");
    this.count = bar.querySelector(".thread-news-count");
    this.bar = bar;
  }

  showAfter(element) {
    this.box.checked = isEnabled();
    this.box.addEventListener("change", () => this.toggle());
    element.after(this.bar);
    if (this.box.checked) this.mark(recordVisit(this.key, this.comments));
  }

  toggle() {
    if (this.box.checked) {
      localStorage.setItem(ENABLED, "yes");
      recordVisit(this.key, this.comments);
    } else {
      forget();
      this.clear();
    }
  }

  mark(since) {
    const newComments = this.comments.filter((comment) => publishedAt(comment) > since);
    if (!newComments.length) return;
    for (const comment of newComments) {
      comment.querySelector(".comment-facts").prepend(this.label.cloneNode(true));
    }
    this.count.querySelector("b").textContent = newComments.length;
    this.count.querySelector("a").href = `#${newComments[0].id}`;
    this.count.hidden = false;
  }

  clear() {
    for (const label of document.querySelectorAll(".comment-new")) label.remove();
    this.count.hidden = true;
  }
}

const template = document.querySelector("template.thread-news");
try {
  if (template) {
    new NewCommentMarks(template).showAfter(template);
  }
} catch {
  // A browser that keeps nothing for us: then nothing is offered.
}
