// The card that other sites show of an article, as what is typed beside it would make it.

const DEBOUNCE = 700;
const TYPED = [
  "headline",
  "standfirst",
  "type",
  "social_title",
  "search_description",
  "social_picture",
];

class ShareCard {
  constructor(element, fields) {
    this.element = element;
    this.fields = fields;
    this.image = element.querySelector("img");
    this.suffixes = JSON.parse(document.getElementById("type-suffixes").textContent);
    this.drawn = this.words();
  }

  listen() {
    for (const name of TYPED) {
      for (const kind of ["input", "change"]) {
        fields[name].addEventListener(kind, () => this.follow());
      }
    }
  }

  follow() {
    this.show("title", this.fields.social_title.value || this.headline());
    this.show("description", this.fields.search_description.value || this.fields.standfirst.value);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.draw(), DEBOUNCE);
  }

  show(part, text) {
    this.element.querySelector(`.share-${part}`).textContent = text;
  }

  headline() {
    const { headline, type } = this.fields;
    const suffix = this.suffixes[type.value];
    return headline.value && suffix ? `${headline.value} – ${suffix}` : headline.value;
  }

  /** What the picture is made of: the address of one of the library, or what stands on the card. */
  words() {
    const { headline, type, social_picture: chosen } = this.fields;
    const picture = chosen.selectedOptions[0]?.dataset.url;
    return (
      picture ?? new URLSearchParams({ headline: headline.value, type: type.value }).toString()
    );
  }

  draw() {
    const words = this.words();
    if (words === this.drawn) return;
    this.drawn = words;
    const isPicture = this.fields.social_picture.value !== "";
    const { card } = this.element.dataset;
    if (!isPicture && !card) {
      this.image.hidden = true;
      return;
    }
    this.image.src = isPicture ? words : `${card}?${words}`;
    this.image.hidden = false;
  }
}

const element = document.querySelector(".share-card");
const fields = document.getElementById("article_form")?.elements;
if (element && fields?.social_title) new ShareCard(element, fields).listen();
