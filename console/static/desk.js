// The desk stays fresh by itself; what somebody types is never touched by that, and is sent once.
// Everything here also works without this file, by forms and by loading the page again.
"use strict";

(() => {
  const main = document.getElementById("content");
  const desk = () => document.getElementById("desk");
  const words = () => desk().dataset;
  const csrf = () => document.body.dataset.csrf;
  // What was typed and not sent, by conversation: only in this page's memory.
  const drafts = new Map();
  let locked = false;
  let leaving = false;

  const tell = (sentence) => {
    const link = document.getElementById("link");
    if (link.textContent !== sentence) link.textContent = sentence;
  };

  // --- Parts: what the server drew replaces what stands there, but only where it differs.

  const same = (one, other) => one.isEqualNode(other);

  const renew = (old, fresh) => {
    if (same(old, fresh)) return;
    for (const { name } of [...old.attributes]) {
      if (!fresh.hasAttribute(name)) old.removeAttribute(name);
    }
    for (const { name, value } of fresh.attributes) {
      if (old.getAttribute(name) !== value) old.setAttribute(name, value);
    }
    const before = [...old.childNodes];
    const after = [...fresh.childNodes];
    // A keyed child stays the same element, so that focus, ticks and readers stay with it.
    const keyed = new Map(before.filter((node) => node.dataset?.key).map((n) => [n.dataset.key, n]));
    const unkeyed = before.filter((node) => !node.dataset?.key);
    let place = old.firstChild;
    for (const node of after) {
      const key = node.dataset?.key;
      let kept = key ? keyed.get(key) : unkeyed.find((each) => each.nodeName === node.nodeName);
      if (kept) {
        if (key) keyed.delete(key);
        else unkeyed.splice(unkeyed.indexOf(kept), 1);
        if (kept.nodeType === Node.ELEMENT_NODE) renew(kept, node);
        else if (kept.nodeValue !== node.nodeValue) kept.nodeValue = node.nodeValue;
      } else {
        kept = node.cloneNode(true);
      }
      if (kept === place) place = place.nextSibling;
      else old.insertBefore(kept, place);
    }
    for (const gone of [...keyed.values(), ...unkeyed]) gone.remove();
  };

  // Whoever reads the last line goes on reading it, also when the box or the list below it grows.
  let reads = true;
  const toEnd = (lines) => { lines.scrollTop = lines.scrollHeight; };
  const isAtEnd = (lines) => lines.scrollHeight - lines.scrollTop - lines.clientHeight < 48;
  const resized = new ResizeObserver(([{ target }]) => { if (reads) toEnd(target); });

  const clones = (element) => [...element.children].map((each) => each.cloneNode(true));

  const show = (parts) => {
    const lines = document.querySelector('[data-part="lines"]');
    const atEnd = reads || isAtEnd(lines);
    for (const [name, html] of Object.entries(parts)) {
      const old = document.querySelector(`[data-part="${name}"]`);
      const fresh = new DOMParser().parseFromString(html, "text/html");
      const part = fresh.querySelector("[data-part]");
      if (!old || !part) continue;
      const news = part.querySelector("#said");
      // What was told once is not sent again: it stays until something is told or done.
      if (news && !news.children.length) news.append(...clones(old.querySelector("#said")));
      renew(old, part);
    }
    if (atEnd) toEnd(lines);
    settle();
  };

  // After a part changed: the right forms, the title, the announcement.
  let news = 0;
  const settle = () => {
    const head = document.querySelector('[data-part="head"]');
    const flags = (head.dataset.flags || "").split(" ");
    for (const form of document.querySelectorAll("[data-when]")) {
      const box = form.querySelector("textarea");
      // A box that holds her words is never taken away; a proposal nobody touched is not hers.
      const holds = Boolean(box?.value) && (box.id !== "text" || Boolean(box.dataset.touched));
      form.hidden = !flags.includes(form.dataset.when) && !holds;
    }
    const box = document.getElementById("text");
    if (box && head.dataset.suggested && !box.value && !box.dataset.touched) {
      box.value = head.dataset.suggested;
      document.getElementById("suggestion").hidden = false;
    }
    const count = Number(document.querySelector('[data-part="top"]').dataset.news);
    document.title = (count ? `(${count}) ` : "") + words().title;
    if (count > news) announce();
    news = count;
  };

  const announce = () => {
    const place = document.getElementById("news");
    place.textContent = "";
    setTimeout(() => { place.textContent = words().new; }, 50);
    if (document.querySelector("[data-sound]").dataset.sound === "on") tone();
  };

  let audio = null;
  const tone = () => {
    audio ||= new AudioContext();
    const now = audio.currentTime;
    const note = audio.createOscillator();
    const volume = audio.createGain();
    note.frequency.value = 440;
    volume.gain.setValueAtTime(0, now);
    volume.gain.linearRampToValueAtTime(0.06, now + 0.08);
    volume.gain.linearRampToValueAtTime(0, now + 0.7);
    note.connect(volume).connect(audio.destination);
    note.start(now);
    note.stop(now + 0.7);
  };

  // --- The stream: reconnects with longer and longer waits, and says so.

  let stream = null;
  let again = 0;
  let tries = 0;
  let heard = 0;
  let isCut = false;
  let backAt = 0;
  const path = () => (words().number ? `/desk/${words().number}/live` : "/desk/live");

  const stop = () => {
    clearTimeout(again);
    if (stream) stream.close();
    stream = null;
  };

  const over = () => {
    locked = true;
    stop();
    drafts.clear();
    dispatchEvent(new Event("session-over"));
  };

  const listen = () => {
    stop();
    if (locked) return;
    heard = performance.now();
    stream = new EventSource(path());
    stream.addEventListener("parts", (event) => {
      heard = performance.now();
      tries = 0;
      if (isCut) {
        isCut = false;
        backAt = heard;
        tell(words().back);
      } else if (heard - backAt > 20000) {
        tell("");
      }
      show(JSON.parse(event.data));
      post.resume();
    });
    stream.addEventListener("trouble", () => {
      heard = performance.now();
      isCut = true;
      tell(words().trouble);
    });
    stream.addEventListener("over", over);
    stream.onerror = lost;
  };

  const lost = async () => {
    stop();
    if (locked) return;
    isCut = true;
    const seconds = Math.min(30, 2 ** Math.min(tries, 5));
    tries += 1;
    tell(words().lost.replace("{seconds}", seconds));
    again = setTimeout(async () => {
      // An EventSource does not say why it failed: ask, so that an ended session is seen.
      try {
        const answer = await fetch("/desk/alive", { cache: "no-store", redirect: "manual" });
        if (answer.status === 401 || answer.type === "opaqueredirect") return over();
      } catch {
        return lost();
      }
      return listen();
    }, seconds * 1000);
  };

  // The server draws at least every five seconds: silence is a lost connection.
  setInterval(() => {
    if (stream && performance.now() - heard > 15000) lost();
  }, 5000);
  addEventListener("offline", () => { if (stream) lost(); });
  addEventListener("online", () => { tries = 0; listen(); });

  // --- Forms: words wait in their box until they are safe; everything else is done at once.

  const fateOf = (form) => form.querySelector(".fate");

  const post = {
    waiting: new Map(),

    async send(form, button) {
      if (this.waiting.has(form)) return;
      const body = new URLSearchParams(new FormData(form));
      if (button?.name) body.set(button.name, button.value);
      const job = { form, body, path: form.getAttribute("action"), busy: false };
      if ("words" in form.dataset) {
        this.waiting.set(form, job);
        // Unchanged until we know: changed words under the same mark would be thrown away.
        form.querySelector("textarea").readOnly = true;
        fateOf(form).textContent = words().sending;
      }
      await this.go(job);
    },

    async go(job) {
      if (job.busy || locked) return undefined;
      job.busy = true;
      try {
        const answer = await fetch(job.path, {
          method: "POST",
          body: job.body,
          headers: { "X-Part": "1", "X-Csrf": csrf() },
          cache: "no-store",
          redirect: "manual",
          signal: AbortSignal.timeout(15000),
        });
        if (answer.status === 401 || answer.type === "opaqueredirect") return over();
        if (answer.status >= 500) throw new TypeError();
        this.waiting.delete(job.form);
        if (!answer.ok) {
          // Refused for good: sending it again would not help, and her words stay.
          tell(words().trouble);
          if (job.form.isConnected) this.done(job, false);
          return undefined;
        }
        const told = await answer.json();
        if (job.form.isConnected) this.done(job, told.done);
        else if (told.done) drafts.delete(job.path);
        if (told.done) document.getElementById("said").replaceChildren();
        if (told.done && "words" in job.form.dataset) reads = true;
        // She may have gone on to another conversation meanwhile.
        if (job.path.startsWith(`/desk/${words().number}/`)) show(told.parts);
        else if (!told.parts) await open(location.pathname, false);
      } catch {
        if (job.form.dataset.words === undefined) tell(words().trouble);
        else fateOf(job.form).textContent = words().unsent;
        if (this.waiting.has(job.form)) setTimeout(() => this.go(job), 3000);
      } finally {
        job.busy = false;
      }
      return undefined;
    },

    done({ form }, done) {
      const box = form.querySelector("textarea");
      if (box) box.readOnly = false;
      if (done) {
        if (box) { box.value = ""; box.dataset.touched = "yes"; }
        const once = form.querySelector("[name=once]");
        if (once) once.value = crypto.randomUUID();
        for (const tick of form.querySelectorAll("[type=checkbox]")) tick.checked = false;
        if (form.closest("details.block")) form.closest("details.block").open = false;
        drafts.delete(form.getAttribute("action"));
      }
      const fate = fateOf(form);
      if (fate) fate.textContent = done ? words().sent : words().refused;
      if (form.id === "reply") document.getElementById("suggestion").hidden = true;
    },

    resume() {
      for (const job of this.waiting.values()) this.go(job);
    },
  };

  document.addEventListener("submit", (event) => {
    const form = event.target;
    const action = form.getAttribute("action") || "";
    if (!action.startsWith("/desk")) {
      // Whoever signs out wants to be gone: no question about drafts.
      if (action === "/sign-out") drafts.clear();
      leaving = action === "/sign-out";
      return;
    }
    event.preventDefault();
    if (event.submitter?.value === "on" && event.submitter.name === "sound") tone();
    post.send(form, event.submitter);
  });

  // --- Drafts, and one page for all conversations: going to another loses nothing.

  const boxes = () => desk().querySelectorAll("form textarea");
  const draftOf = (box) => box.closest("form").getAttribute("action");

  const keep = () => {
    for (const box of boxes()) {
      const once = box.closest("form").querySelector("[name=once]");
      const job = post.waiting.get(box.closest("form"));
      if (job) drafts.set(draftOf(box), { text: box.value, once: once?.value, job });
      else if (box.value && box.dataset.touched) drafts.set(draftOf(box), { text: box.value, once: once?.value });
      else drafts.delete(draftOf(box));
    }
  };

  const restore = () => {
    for (const box of boxes()) {
      const draft = drafts.get(draftOf(box));
      if (!draft) continue;
      const form = box.closest("form");
      box.value = draft.text;
      box.dataset.touched = "yes";
      const once = form.querySelector("[name=once]");
      if (once && draft.once) once.value = draft.once;
      if (draft.job && post.waiting.has(draft.job.form)) {
        // Still on its way: the new box waits in place of the old one.
        post.waiting.delete(draft.job.form);
        draft.job.form = form;
        post.waiting.set(form, draft.job);
        box.readOnly = true;
        fateOf(form).textContent = words().unsent;
      }
    }
  };

  const open = async (address, moves = true) => {
    try {
      const answer = await fetch(address, { cache: "no-store", redirect: "manual" });
      if (answer.status === 401 || answer.type === "opaqueredirect") return over();
      const text = await answer.text();
      const fresh = new DOMParser().parseFromString(text, "text/html");
      const part = fresh.getElementById("desk");
      if (!answer.ok || !part) throw new TypeError();
      keep();
      desk().replaceWith(part);
      if (moves) history.pushState(null, "", address);
      restore();
      begin();
      const head = document.querySelector('[data-part="head"] .title');
      if (moves && head) {
        head.tabIndex = -1;
        head.focus();
      }
    } catch {
      tell(words().trouble);
    }
    return undefined;
  };

  addEventListener("popstate", () => open(location.pathname, false));

  document.addEventListener("click", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    const link = event.target.closest("a[href^='/desk']");
    const keys = event.target.closest("#keys-open");
    if (keys) document.getElementById("keys").showModal();
    if (!link) return;
    event.preventDefault();
    if (link.dataset.put === undefined) open(link.getAttribute("href"));
    else put(link.dataset.put);
  });

  const put = (sentence) => {
    const box = document.getElementById("text");
    if (box.readOnly) return;
    // Beside what is there, never instead of it; only an untouched proposal gives way.
    const stands = box.dataset.touched ? box.value.trimEnd() : "";
    box.value = stands ? `${stands}\n${sentence}` : sentence;
    box.dataset.touched = "yes";
    document.getElementById("suggestion").hidden = true;
    box.focus();
  };

  document.addEventListener("input", (event) => {
    const box = event.target;
    if (box.id === "find") return find(box.value);
    if (box.tagName !== "TEXTAREA") return undefined;
    box.dataset.touched = "yes";
    if (box.id === "text") document.getElementById("suggestion").hidden = true;
    const fate = fateOf(box.form);
    if (fate && !box.readOnly) fate.textContent = "";
    return attend(box);
  });

  // While she types a long answer her claim must not lapse.
  let attended = 0;
  const attend = (box) => {
    if (box.id !== "text" || performance.now() - attended < 30000) return;
    attended = performance.now();
    fetch(`/desk/${words().number}/attend`, {
      method: "POST", headers: { "X-Csrf": csrf() }, cache: "no-store",
    }).catch(() => undefined);
  };

  const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  const find = (typed) => {
    const wanted = plain(typed).split(/\s+/).filter(Boolean);
    let count = 0;
    for (const each of document.querySelectorAll(".ready > li")) {
      const text = plain(each.textContent);
      each.hidden = !wanted.every((word) => text.includes(word));
      count += !each.hidden;
    }
    const found = document.getElementById("found");
    found.textContent = found.dataset.found.replace("{count}", count);
  };

  // --- Keys. Never while typing, but for Ctrl+Enter.

  const step = (by) => {
    const rows = [...document.querySelectorAll(".rows a.open")];
    if (!rows.length) return;
    const at = rows.indexOf(document.activeElement);
    const next = at < 0 ? (by > 0 ? 0 : rows.length - 1) : (at + by + rows.length) % rows.length;
    rows[next].focus();
  };

  const reveal = (id) => {
    const element = document.getElementById(id);
    if (!element || element.closest("[hidden]")) return;
    for (let each = element; each; each = each.parentElement) {
      if (each.tagName === "DETAILS") each.open = true;
    }
    element.focus();
  };

  const keys = {
    j: () => step(1),
    k: () => step(-1),
    c: () => document.getElementById("claim")?.click(),
    r: () => reveal("text"),
    f: () => reveal("find"),
    n: () => reveal("note"),
    p: () => {
      const card = document.getElementById("card");
      card.open = !card.open;
      card.querySelector("summary").focus();
    },
    q: () => (document.querySelector("#queue a.open") || document.querySelector(".rows a.open"))?.focus(),
    "?": () => document.getElementById("keys").showModal(),
  };

  // Whoever speaks to her computer, or slips, can turn single keys off.
  let keysOn = true;
  document.addEventListener("change", (event) => {
    if (event.target.id === "keys-on") keysOn = event.target.checked;
  });

  addEventListener("keydown", (event) => {
    const typing = event.target.matches?.("input:not([type=checkbox]), textarea, select");
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && event.target.tagName === "TEXTAREA") {
      event.preventDefault();
      event.target.form.requestSubmit();
      return;
    }
    if (typing || event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
    if (document.getElementById("keys").open) return;
    const act = keys[event.key];
    if (!act || (!keysOn && event.key !== "?")) return;
    event.preventDefault();
    act();
  });

  addEventListener("locked", () => {
    locked = true;
    stop();
    drafts.clear();
  });
  addEventListener("pagehide", stop);
  addEventListener("beforeunload", (event) => {
    if (locked || leaving) return;
    keep();
    if (drafts.size) event.preventDefault();
  });

  const begin = () => {
    document.getElementById("keys-open").hidden = false;
    document.getElementById("keys-on").checked = keysOn;
    for (const each of document.querySelectorAll(".find")) each.hidden = false;
    const lines = document.querySelector('[data-part="lines"]');
    toEnd(lines);
    reads = true;
    lines.addEventListener("scroll", () => { reads = isAtEnd(lines); });
    resized.disconnect();
    resized.observe(lines);
    news = Number(document.querySelector('[data-part="top"]').dataset.news);
    settle();
    listen();
  };

  main.classList.add("wide");
  begin();
})();
