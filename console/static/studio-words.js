// Saves while she types, counts, puts a place where the cursor is, and goes on by keyboard.
// Everything here also works without this file, by forms.
"use strict";

(() => {
  const REST = 1500;
  const form = document.getElementById("translation");
  const field = document.getElementById("words");
  const remarks = document.getElementById("remarks");

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey && event.key === "Enter" && form) {
      event.preventDefault();
      form.requestSubmit(document.getElementById("save-next"));
      return;
    }
    const way = { ArrowUp: "before", ArrowDown: "after", n: "to-do", N: "to-do" }[event.key];
    if (!event.altKey || event.ctrlKey || event.metaKey || !way) return;
    const link = document.querySelector(`[data-key="${way}"]`);
    if (!link) return;
    event.preventDefault();
    link.click();
  });

  if (!form || !field) return;

  let kept = field.value;
  let timer = 0;
  let saving = null;

  const room = document.getElementById("room");
  const count = () => {
    const words = field.value.split(/\s+/).filter((each) => /[\p{L}\p{N}]/u.test(each)).length;
    const told = room.dataset.words !== "0" ? words : [...field.value].length;
    const most = Number(room.dataset.words) || Number(room.dataset.characters);
    document.getElementById("count").textContent = most ? `${told} / ${most}` : `${told}`;
  };

  const tell = (sentence) => {
    const line = document.createElement("p");
    line.className = "told waits";
    line.textContent = sentence;
    remarks.replaceChildren(line);
  };

  const save = async () => {
    const typed = field.value;
    if (typed === kept) return;
    const fields = new FormData(form);
    fields.set("do", "save");
    fields.set("words", typed);
    const answer = await fetch(form.action, {
      method: "POST",
      body: new URLSearchParams(fields),
      headers: { "X-Part": "words" },
    });
    const drawn = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = drawn.getElementById("remarks");
    if (!fresh) {
      // Her session is over, or something failed: what she typed stays in the field.
      tell(form.dataset.unsent);
      return;
    }
    remarks.replaceChildren(...fresh.childNodes);
    if (fresh.dataset.saved !== "yes") return;
    kept = typed;
    for (const seen of form.querySelectorAll('[name="version"]')) seen.value = fresh.dataset.seen;
    document.getElementById("state").replaceChildren(...drawn.getElementById("state").childNodes);
  };

  const later = () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      saving = (saving || Promise.resolve()).then(save).catch(() => tell(form.dataset.unsent));
    }, REST);
  };

  field.addEventListener("input", () => {
    count();
    if (field.value === kept) return;
    if ("autosave" in form.dataset) later();
    else tell(form.dataset.waiting);
  });

  form.addEventListener("submit", (event) => {
    const place = event.submitter && event.submitter.name === "insert" && event.submitter.value;
    if (place) {
      event.preventDefault();
      field.focus();
      field.setRangeText(place, field.selectionStart, field.selectionEnd, "end");
      field.dispatchEvent(new Event("input", { bubbles: true }));
      return;
    }
    clearTimeout(timer);
    kept = field.value;
    if (saving) {
      // What is on its way has a version to bring: the form waits for it.
      event.preventDefault();
      const by = event.submitter;
      saving.finally(() => {
        saving = null;
        kept = field.value;
        // Not while this submission is still being told: a form is not submitted within itself.
        setTimeout(() => form.requestSubmit(by));
      });
    }
  });

  addEventListener("beforeunload", (event) => {
    if (field.value !== kept) event.preventDefault();
  });

  count();
})();
