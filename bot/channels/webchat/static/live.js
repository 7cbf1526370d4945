// Keeps a screen that may change by itself as it should be, while she looks at it. Everything also
// works without this file, by the button that looks again.
"use strict";
(() => {
  const page = window.page;
  const silence = 40000; // the server says something every 15 seconds
  const forgets = 600000;
  let at = "";
  let stream = null;
  let again = 0;
  let blank = 0;
  let tries = 0;

  // Lines that stand there already stay: screen readers say only what is new.
  const append = (mine, piece) => {
    const lines = [...piece.children];
    const isMore = [...mine.children].every((line, at) => lines[at] && line.isEqualNode(lines[at]));
    if (isMore) mine.append(...lines.slice(mine.children.length));
    else mine.replaceChildren(...lines);
  };

  // What she is writing stays, but for the words that just went and are kept.
  const refill = (mine, piece, sent) => {
    const [box, fresh] = [mine, piece].map((each) => each.querySelector("textarea"));
    if (!box || !fresh) {
      mine.replaceWith(piece);
      return;
    }
    for (const name of sent ? ["at", "once"] : ["at"]) {
      mine.querySelector(`[name=${name}]`).value = piece.querySelector(`[name=${name}]`).value;
    }
    if (!sent) return;
    if (!fresh.value && box.value.startsWith(sent)) box.value = box.value.slice(sent.length);
  };

  const pieces = {
    said: append,
    ask: refill,
    state: (mine, piece) => mine.replaceChildren(...piece.childNodes),
  };

  // A screen that changes by itself is mended piece by piece: the focus stays, and what she looks
  // at does not jump.
  const show = page.show;
  page.show = (fresh, sent) => {
    const [old, now] = [document, fresh].map((each) => each.querySelector("[data-live]"));
    if (!old || !now || document.documentElement.lang !== fresh.documentElement.lang) {
      show(fresh);
      return;
    }
    const held = document.activeElement;
    const label = held.textContent;
    const isInside = old.contains(held) && held !== old;
    const top = held.getBoundingClientRect().top;
    const heading = old.querySelector("h1").textContent;
    for (const piece of [...now.children]) {
      const mine = old.querySelector(`[data-piece="${piece.dataset.piece}"]`);
      const put = pieces[piece.dataset.piece] || ((one, other) => one.replaceWith(other));
      if (!mine.isEqualNode(piece)) put(mine, piece, sent);
    }
    old.dataset.live = now.dataset.live;
    if (heading !== old.querySelector("h1").textContent) {
      scrollTo(0, 0); // another screen, such as the 112 an operator puts before her: it is seen
    } else if (isInside && held.isConnected) {
      scrollBy(0, held.getBoundingClientRect().top - top);
    }
    if (isInside && !held.isConnected) {
      const same = [...old.querySelectorAll("button")].find((each) => each.textContent === label);
      (same || old.querySelector("h1")).focus({ preventScroll: true });
    }
    document.dispatchEvent(new Event("screen"));
  };

  const stop = () => {
    clearTimeout(again);
    if (stream) stream.abort();
    stream = null;
  };

  // Out of reach for so long, the window she opened may be over: what was said is covered until
  // the server draws it again.
  const heard = () => {
    clearTimeout(blank);
    blank = setTimeout(() => {
      const said = document.querySelector('[data-piece="said"]');
      if (said) said.replaceChildren();
    }, forgets);
  };

  // Only the newest tab is kept up to date. Any button of this one makes it the newest again.
  const giveWay = () => {
    at = "";
    const place = document.querySelector(".elsewhere");
    if (!place) return;
    const sentence = document.createElement("p");
    const button = document.createElement("button");
    sentence.textContent = place.dataset.told;
    button.type = "button";
    button.className = "quiet";
    button.textContent = place.dataset.look;
    button.addEventListener("click", look);
    place.replaceChildren(sentence, button);
  };

  const take = (block) => {
    if (block.startsWith("event: leave")) page.leave();
    if (block.startsWith("event: end")) at = "";
    if (block.startsWith("event: elsewhere")) giveWay();
    if (block.startsWith("data: ")) page.show(page.read(JSON.parse(block.slice(6))));
  };

  const read = async (mine, reader) => {
    const decoder = new TextDecoder();
    let rest = "";
    for (;;) {
      const late = setTimeout(() => mine.abort(), silence);
      const { done, value } = await reader.read().finally(() => clearTimeout(late));
      if (done || mine !== stream) return;
      const blocks = (rest + decoder.decode(value, { stream: true })).split("\n\n");
      rest = blocks.pop();
      heard();
      if (tries) page.tell("");
      tries = 0;
      for (const block of blocks) if (mine === stream) take(block);
    }
  };

  const listen = async () => {
    stop();
    const mine = (stream = new AbortController());
    const late = setTimeout(() => mine.abort(), silence);
    try {
      const answer = await fetch("/l", {
        method: "POST", body: new URLSearchParams({ at }), cache: "no-store", signal: mine.signal,
      });
      clearTimeout(late);
      if (mine !== stream) return;
      if (answer.status === 204) page.leave(); // she left in another tab
      else if (answer.ok) await read(mine, answer.body.getReader());
    } catch {
      // The network: asked again below.
    }
    clearTimeout(late);
    if (mine !== stream || !at) return;
    tries += 1;
    if (tries === 3) page.tell(page.words().lost);
    again = setTimeout(listen, Math.min(30000, 500 * 2 ** tries) * (0.75 + Math.random() / 2));
  };

  const look = () => {
    const screen = document.querySelector("[data-live]");
    const now = screen ? screen.dataset.live : "";
    if (now === at && stream) return;
    at = now;
    tries = 0;
    stop();
    clearTimeout(blank);
    if (at) {
      heard();
      listen();
    }
  };

  const hurry = () => {
    if (at && tries && !document.hidden) listen();
  };

  document.addEventListener("gone", () => {
    at = "";
    clearTimeout(blank);
    stop();
  });
  document.addEventListener("screen", look);
  document.addEventListener("visibilitychange", hurry);
  addEventListener("online", hurry);
  look();
})();
