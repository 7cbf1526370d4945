// Everything here also works without this file. With it: one history entry, a cover in the same
// frame as the press, three lone presses of Shift.
"use strict";
(() => {
  const root = document.documentElement;
  const exit = () => document.getElementById("exit");
  const told = document.getElementById("told");
  const words = exit().dataset;
  const to = words.to;
  let gone = false;
  let left = false;

  // Nothing may come before the cover: not a promise, not a request.
  const cover = () => {
    if (gone) return;
    gone = true;
    const word = exit().dataset.veil;
    const veil = document.createElement("div");
    veil.id = "veil";
    veil.setAttribute("role", "alert");
    document.body.append(veil);
    for (const other of [...document.body.children]) {
      if (other !== veil) {
        other.hidden = true;
        other.inert = true;
      }
    }
    veil.textContent = word; // after it is in the page, or screen readers stay silent
    document.dispatchEvent(new Event("gone"));
  };

  const wipe = () => {
    if (turn) turn.abort();
    for (const box of document.querySelectorAll("input, select, textarea")) box.value = "";
    for (const other of [...document.body.children]) if (other.id !== "veil") other.remove();
  };

  const leave = () => {
    cover();
    left = true;
    if (navigator.sendBeacon) navigator.sendBeacon("/x");
    wipe();
    location.replace(to);
  };

  const tell = (sentence) => {
    if (!gone) told.textContent = sentence;
  };

  // One turn: what she pressed or typed goes, the changed parts of the screen come.
  let turn = null;

  const read = (text) => {
    const fresh = new DOMParser().parseFromString(text, "text/html");
    if (!fresh.querySelector("[data-part]")) throw new TypeError(); // a network's own sign-in page
    return fresh;
  };

  const show = (fresh) => {
    root.lang = fresh.documentElement.lang;
    root.dir = fresh.documentElement.dir;
    for (const part of fresh.querySelectorAll("[data-part]")) {
      const old = document.querySelector(`[data-part="${part.dataset.part}"]`);
      if (part.dataset.part === "cover") part.hidden = !part.firstElementChild;
      if (old.outerHTML !== part.outerHTML) old.replaceWith(part);
    }
    scrollTo(0, 0);
    document.querySelector("h1").focus({ preventScroll: true });
    document.dispatchEvent(new Event("screen"));
  };

  // What the other files may use; `live.js` puts a gentler `show` in place of this one.
  const page = (window.page = { leave, tell, read, show, words: () => exit().dataset });

  const send = async (body, sent) => {
    if (turn) turn.abort();
    const mine = (turn = new AbortController());
    const late = setTimeout(() => mine.abort("late"), 20000);
    tell("");
    root.classList.add("waiting");
    try {
      const answer = await fetch("/", {
        method: "POST", body, headers: { "X-Part": "1" }, cache: "no-store", signal: mine.signal,
      });
      const text = await answer.text();
      if (turn !== mine || gone) return;
      if (answer.status === 204) leave();
      else page.show(read(text), sent);
    } catch {
      if (turn === mine) tell(exit().dataset.unreachable);
    } finally {
      clearTimeout(late);
      if (turn === mine) {
        turn = null;
        root.classList.remove("waiting");
      }
    }
  };

  page.press = (button) => {
    const body = new URLSearchParams(new FormData(button.form));
    body.set(button.name, button.value);
    const box = button.name === "at" && button.form.elements.words;
    if (!box) body.delete("words"); // with this file they stay in their box, and on her phone
    send(body, box ? box.value : "");
  };

  document.addEventListener("submit", (event) => {
    if (!event.submitter) return; // an old browser: the form goes by itself
    event.preventDefault();
    page.press(event.submitter);
  });

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a");
    if (!link) return;
    const href = link.getAttribute("href");
    if (href === "/x") {
      event.preventDefault();
      leave();
    } else if (href === "#screen") {
      event.preventDefault(); // the address must not change
      document.querySelector("h1").focus();
    }
  }, true);

  // Shift alone, three times, each within five seconds of the one before; in the text box too.
  let presses = 0;
  let spoiled = false;
  let clock = 0;

  const forget = () => {
    clearTimeout(clock);
    presses = 0;
    tell("");
  };

  addEventListener("keydown", (event) => {
    if (event.key === "Shift") {
      if (!event.repeat) spoiled = event.ctrlKey || event.altKey || event.metaKey;
      return;
    }
    spoiled = true;
    if (presses) forget();
  }, true);

  addEventListener("keyup", (event) => {
    if (gone) return;
    if (event.key !== "Shift") {
      spoiled = event.shiftKey;
      if (presses) forget();
      return;
    }
    if (spoiled) {
      spoiled = false;
      return;
    }
    clearTimeout(clock);
    presses += 1;
    if (presses === 3) {
      leave();
      return;
    }
    const { two, one, none } = exit().dataset;
    tell(presses === 1 ? two : one);
    clock = setTimeout(() => {
      presses = 0;
      tell(none);
      clock = setTimeout(forget, 5000);
    }, 5000);
  }, true);

  // Cover after a while, only if she asked for it: here, without telling anybody.
  let pause = 0;
  const rest = () => {
    clearTimeout(pause);
    const chosen = document.getElementById("cover");
    if (chosen && chosen.value) {
      pause = setTimeout(() => {
        cover();
        wipe();
      }, chosen.value * 60000);
    }
  };

  for (const kind of ["pointerdown", "keydown", "change", "scroll"]) {
    addEventListener(kind, (event) => {
      if (kind === "pointerdown") {
        spoiled = event.shiftKey; // held for something else
        if (presses) forget();
      }
      if (!gone) rest();
      else if (!left && kind !== "scroll") location.replace("/");
    }, { capture: true, passive: true });
  }

  // Whichever way she goes, what the browser may bring back is covered already.
  addEventListener("pagehide", () => {
    cover();
    wipe();
  });
  addEventListener("pageshow", (event) => {
    if (!event.persisted && !gone) return;
    cover();
    location.replace(left ? to : "/");
  });

  const choice = document.querySelector('[data-part="cover"]');
  choice.hidden = !choice.firstElementChild;
})();
