"use strict";
(() => {
  const talks = [...document.querySelectorAll(".talk")];
  const texts = talks.map((talk) => talk.textContent.toLocaleLowerCase());
  const field = (id) => document.getElementById(id);
  const count = field("count");
  const show = () => {
    const words = field("words").value.toLocaleLowerCase().split(/\s+/).filter(Boolean);
    const source = field("source").value, result = field("result").value, label = field("label").value;
    let shown = 0;
    talks.forEach((talk, at) => {
      const fits = words.every((word) => texts[at].includes(word))
        && (!source || talk.dataset.source === source)
        && (!result || talk.dataset.result === result)
        && (!label || talk.dataset.labels.split("|").includes(label));
      talk.hidden = !fits;
      shown += fits;
    });
    count.textContent = `${shown} of ${talks.length} conversations`;
  };
  field("filter").addEventListener("input", show);
  field("filter").addEventListener("submit", (event) => event.preventDefault());
  show(); // a browser keeps what was typed when a page is loaded again
})();
