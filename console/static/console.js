// On every page of somebody signed in: lock at once (Esc three times), lock by itself.
"use strict";

(() => {
  const IDLE = 15 * 60 * 1000;
  const THREE_WITHIN = 2000;
  let presses = [];
  const TOLD_EVERY = 60 * 1000;
  let timer = 0;
  let told = performance.now();

  const cover = () => {
    const veil = document.createElement("p");
    veil.className = "veil";
    veil.textContent = document.body.dataset.veil;
    // Emptied, not hidden: nothing of the page stays to be looked at.
    document.body.replaceChildren(veil);
    document.title = veil.textContent;
  };

  const lock = () => {
    const csrf = document.body.dataset.csrf;
    cover();
    dispatchEvent(new Event("locked"));
    fetch("/lock", { method: "POST", keepalive: true, headers: { "X-Csrf": csrf } })
      .catch(() => undefined)
      .finally(() => location.replace("/sign-in"));
  };

  // Somebody who writes for a quarter of an hour is there, although she asks for nothing.
  const tell = () => {
    if (performance.now() - told < TOLD_EVERY) return;
    told = performance.now();
    const csrf = document.body.dataset.csrf;
    fetch("/here", { method: "POST", headers: { "X-Csrf": csrf } })
      .then((answer) => { if (answer.status === 401) dispatchEvent(new Event("session-over")); })
      .catch(() => undefined);
  };

  const stir = () => {
    clearTimeout(timer);
    timer = setTimeout(lock, IDLE);
    tell();
  };

  addEventListener("keydown", (event) => {
    stir();
    if (event.key !== "Escape" || event.repeat) return;
    const now = performance.now();
    presses = [...presses.filter((at) => now - at < THREE_WITHIN), now];
    if (presses.length >= 3) lock();
  }, true);
  addEventListener("pointerdown", stir, true);
  // Whatever streams to this page says here that the session is over.
  addEventListener("session-over", () => { cover(); location.replace("/sign-in"); });
  // A page brought back from the browser's memory is somebody else's by now.
  addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });
  stir();
})();
