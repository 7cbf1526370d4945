// The phone answers in place, and the step it is at is lit on the map and among the cards.
// Everything here also works without this file, by forms and by loading the page again.
"use strict";

(() => {
  const phone = () => document.getElementById("phone");
  const calm = matchMedia("(prefers-reduced-motion: reduce)");

  const light = (step) => {
    for (const card of document.querySelectorAll(".step")) {
      card.toggleAttribute("data-lit", card.dataset.step === step);
    }
    for (const node of document.querySelectorAll(".map .node")) {
      if (node.dataset.step !== step) node.removeAttribute("aria-current");
      else node.setAttribute("aria-current", "step");
    }
    for (const way of document.querySelectorAll(".map .way")) {
      way.toggleAttribute("data-lit", way.dataset.start === step || way.dataset.end === step);
    }
  };

  // Only within the map's own frame: the page stays where somebody is reading.
  const bring = (step, behavior = calm.matches ? "auto" : "smooth") => {
    const node = document.querySelector(`.map .node[data-step="${CSS.escape(step)}"]`);
    const roll = document.querySelector(".roll");
    if (!node || !roll) return;
    const [at, frame] = [node.getBoundingClientRect(), roll.getBoundingClientRect()];
    roll.scrollBy({ top: at.top - frame.top - frame.height / 3, behavior });
  };

  const ask = async (fields) => {
    const answer = await fetch(phone().dataset.action, {
      method: "POST",
      body: new URLSearchParams(fields),
      headers: { "X-Part": "phone" },
    });
    if (!answer.ok) {
      // Her session is over, or something failed: the page that says so comes.
      location.reload();
      return;
    }
    const drawn = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = drawn.getElementById("phone");
    phone().replaceWith(document.adoptNode(fresh));
    const step = fresh.dataset.step;
    light(step);
    bring(step);
    const lit = document.getElementById("lit");
    const here = [...document.querySelectorAll(".step")].some((card) => card.dataset.step === step);
    if (lit && here) lit.value = step;
    fresh.querySelector("#glass").focus({ preventScroll: true });
    fresh.scrollTop = 0;
  };

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!phone() || !phone().contains(form)) return;
    event.preventDefault();
    const fields = new FormData(form);
    if (event.submitter && event.submitter.name) {
      fields.set(event.submitter.name, event.submitter.value);
    }
    ask(fields);
  });

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-try]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const { channel, beside, phone: held } = phone().dataset;
    ask({ csrf: document.body.dataset.csrf, step: link.dataset.try, channel, beside, phone: held });
  });

  // A node on the map leads to its card; the card is where the keyboard goes on.
  document.addEventListener("click", (event) => {
    const node = event.target.closest(".map .node");
    if (!node) return;
    light(node.dataset.step);
    const card = document.getElementById(node.getAttribute("href").slice(1));
    if (card) card.focus({ preventScroll: true });
  });

  bring(phone().dataset.step, "auto");
})();
