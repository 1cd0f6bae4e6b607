"use strict";
// One language at a time: elements of class en and zh stand side by side and CSS hides one;
// what cannot hold both (placeholders, canvases, charts) listens to the event "language".
const page = {
  data: JSON.parse(document.getElementById("data").textContent),
  get lang() { return document.documentElement.dataset.lang; },
  pick(pair) { return pair[this.lang === "zh" ? 1 : 0]; },
  element(tag, attributes = {}, ...children) {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) {
      if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
      else if (value === true) made.setAttribute(name, "");
      else if (value !== false && value != null) made.setAttribute(name, value);
    }
    made.append(...children.flat().filter((child) => child != null));
    return made;
  },
  both([en, zh]) {
    return [
      this.element("span", { class: "en" }, en),
      this.element("span", { class: "zh", lang: "zh-Hant" }, zh),
    ];
  },
};
{
  const root = document.documentElement;
  const speak = (lang) => {
    root.dataset.lang = lang;
    root.lang = lang === "zh" ? "zh-Hant-TW" : "en";
    for (const button of document.querySelectorAll("[data-set-lang]"))
      button.setAttribute("aria-pressed", button.dataset.setLang === lang);
    for (const attribute of ["placeholder", "aria-label", "title"])
      for (const found of document.querySelectorAll(`[data-${attribute}-${lang}]`))
        found.setAttribute(attribute, found.getAttribute(`data-${attribute}-${lang}`));
    document.dispatchEvent(new CustomEvent("language", { detail: lang }));
  };
  for (const button of document.querySelectorAll("[data-set-lang]"))
    button.addEventListener("click", () => speak(button.dataset.setLang));
  addEventListener("DOMContentLoaded", () => speak(root.dataset.lang));
}
