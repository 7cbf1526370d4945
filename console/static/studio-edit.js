// Cards of a draft change in place: what is typed saves itself, and what is others now is drawn
// again. Everything here also works without this file, by forms and by loading the page again.
"use strict";

(() => {
  const REST = 1000;
  const AGAIN = 5000;
  const script = () => document.getElementById("script");
  const head = () => document.getElementById("flow-head");
  const say = (words) => {
    const line = document.getElementById("saved");
    if (line) line.textContent = words;
  };
  const field = (key) => document.querySelector(`[data-field="${CSS.escape(key)}"]`);
  const openCard = () => document.querySelector("[data-open]");
  const short = (card) => (card ? card.id.slice(2) : "");

  // Fields that were typed in and not saved yet, by name; cards are drawn anew under them.
  const typed = new Map();
  const waiting = new Map();
  // What a colleague changed too waits until somebody decides.
  const undecided = new Set();
  // What was kept last of each field, as the server writes it.
  const sent = new Map();
  const seenOf = (each) => each.form.querySelector("[name=seen]")?.value;
  let queue = Promise.resolve();
  let editing = short(openCard());

  const next = (act) => {
    queue = queue.then(act).catch(() => say(script().dataset.lost));
    return queue;
  };

  const address = (edit) => {
    const query = new URLSearchParams(location.search);
    query.delete("edit");
    query.delete("step");
    if (edit) query.set("edit", edit);
    return `${location.pathname}?${query}`;
  };

  // Where she is on the page and in a field, to be put back after the card is drawn anew.
  const remember = () => {
    const at = document.activeElement;
    const kept = new Map();
    for (const [key] of typed) {
      const each = field(key);
      if (each) kept.set(key, { value: each.value, was: each.defaultValue, seen: seenOf(each) });
    }
    // What was begun in a form with a button of its own is typed, too.
    for (const each of document.querySelectorAll("[data-open] .new [data-field]")) {
      if (each.value !== (each.defaultValue ?? "")) kept.set(each.dataset.field, { value: each.value });
    }
    const card = openCard();
    return {
      kept,
      key: at && at.dataset ? at.dataset.field || at.dataset.key : "",
      isField: Boolean(at && at.dataset && at.dataset.field),
      from: at && "selectionStart" in at ? at.selectionStart : null,
      to: at && "selectionEnd" in at ? at.selectionEnd : null,
      opened: card
        ? [...card.querySelectorAll("details[data-keep]")].map((each) => [each.dataset.keep, each.open])
        : [],
      trouble: card ? [...card.querySelector("[data-trouble]").childNodes] : [],
      top: at && at !== document.body ? at.getBoundingClientRect().top : null,
    };
  };

  const putBack = (was, drop) => {
    for (const [key, mine] of was.kept) {
      const each = field(key);
      if (key === drop || !each) continue;
      // What a colleague wrote under her hands is hers to decide on: her words still say what
      // they were written over, and the server will ask.
      const now = each.defaultValue;
      if ("was" in mine && now !== mine.was && now !== sent.get(key)) {
        each.form.querySelector("[name=seen]").value = mine.seen;
      }
      each.value = mine.value;
    }
    const card = openCard();
    if (card) {
      for (const [key, isOpen] of was.opened) {
        const details = card.querySelector(`details[data-keep="${CSS.escape(key)}"]`);
        if (details) details.open = isOpen;
      }
      if (undecided.size) card.querySelector("[data-trouble]").append(...was.trouble);
    }
    if (!was.key) return;
    const name = was.isField ? "data-field" : "data-key";
    const at = document.querySelector(`[${name}="${CSS.escape(was.key)}"]`);
    if (!at || at === document.activeElement) return;
    at.focus({ preventScroll: true });
    if (was.from !== null && at.setSelectionRange) at.setSelectionRange(was.from, was.to);
    if (was.top !== null) scrollBy(0, at.getBoundingClientRect().top - was.top);
  };

  const swap = (fresh, id) => {
    const [now, then] = [document.getElementById(id), fresh.getElementById(id)];
    if (now && then) now.replaceWith(document.adoptNode(then));
  };

  const place = (fresh) => {
    const order = fresh.getElementById("script").dataset.order.trim().split(/\s+/);
    for (const card of fresh.querySelectorAll(".step")) {
      const now = document.getElementById(card.id);
      if (now) now.replaceWith(document.adoptNode(card));
      else script().insertBefore(document.adoptNode(card), document.getElementById("group"));
    }
    const known = new Set(order);
    for (const card of script().querySelectorAll(":scope > .step")) {
      if (!known.has(card.id)) card.remove();
    }
    const stands = [...script().querySelectorAll(":scope > .step")].map((card) => card.id);
    if (stands.join() !== order.join()) {
      for (const id of order) {
        const card = document.getElementById(id);
        if (card) script().insertBefore(card, document.getElementById("group"));
      }
    }
    script().dataset.order = order.join(" ");
    const group = document.getElementById("group");
    if (group && !group.open) swap(fresh, "group");
  };

  // A card that is drawn anew between the press and its end would swallow it.
  let isPressed = false;
  addEventListener("pointerdown", () => (isPressed = true), true);
  const ends = () => setTimeout(() => (isPressed = false));
  for (const over of ["pointerup", "pointercancel", "dragend"]) addEventListener(over, ends, true);
  addEventListener("blur", ends);
  const released = async () => {
    while (isPressed) await new Promise((done) => setTimeout(done, 30));
  };

  const redraw = async (edit = editing, drop = "") => {
    const before = editing;
    const answer = await fetch(address(edit), {
      headers: {
        "X-Part": "script",
        "X-Seen": head().dataset.digest,
        "X-Also": before === edit ? "" : before,
      },
    });
    if (!answer.ok) throw new Error("not drawn");
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    await released();
    const was = remember();
    editing = edit;
    place(fresh);
    for (const id of ["flow-head", "drawn", "at-bar"]) swap(fresh, id);
    putBack(was, drop);
    history.replaceState(null, "", address(edit) + location.hash);
    await replay();
  };

  // The phone stays where it is, and says there what is said now.
  const replay = async () => {
    const phone = document.getElementById("phone");
    if (!phone || !phone.dataset.phone || phone.contains(document.activeElement)) return;
    const answer = await fetch(phone.dataset.action, {
      method: "POST",
      body: new URLSearchParams({
        csrf: document.body.dataset.csrf,
        phone: phone.dataset.phone,
        beside: phone.dataset.beside,
      }),
      headers: { "X-Part": "phone" },
    });
    if (!answer.ok || answer.redirected) return;
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (document.getElementById("phone").contains(document.activeElement)) return;
    swap(fresh, "phone");
  };

  const show = (trouble, form) => {
    const card = form.closest(".step") || script();
    const fresh = new DOMParser().parseFromString(trouble, "text/html").getElementById("refused");
    document.getElementById("refused")?.remove();
    (card.querySelector("[data-trouble]") || card.querySelector("header") || card).append(
      document.adoptNode(fresh),
    );
    document.getElementById("refused").focus();
  };

  const post = (form, fields) =>
    fetch(form.getAttribute("action"), {
      method: "POST",
      body: new URLSearchParams(fields),
      headers: { "X-Part": "edit" },
    });

  // A field saves itself. Sent again, the same words change nothing: that is how a lost
  // connection is made up for.
  const save = async (key) => {
    const each = field(key);
    if (!each || !typed.has(key) || undecided.has(key)) return;
    const words = each.value;
    const form = each.form;
    say(script().dataset.saving);
    let answer;
    try {
      answer = await post(form, new FormData(form));
    } catch {
      say(script().dataset.lost);
      later(key, AGAIN);
      return;
    }
    if (answer.status === 204) {
      sent.set(key, words.trim().replace(/\s+/g, " "));
      if (field(key) && field(key).value === words) typed.delete(key);
      await redraw();
      say(script().dataset.saved);
      if (typed.has(key)) later(key);
    } else if (answer.status === 409 || answer.status === 422) {
      undecided.add(key);
      say("");
      show(await answer.text(), form);
    } else {
      say(script().dataset.lost);
    }
  };

  const later = (key, rest = REST) => {
    clearTimeout(waiting.get(key));
    waiting.set(key, setTimeout(() => next(() => save(key)), rest));
  };

  const send = async (form, submitter) => {
    const fields = new FormData(form);
    if (submitter && submitter.name) fields.set(submitter.name, submitter.value);
    const decides = form.matches("[data-decide]") ? fields.get("key") : "";
    say(script().dataset.saving);
    const answer = await post(form, fields);
    if (answer.status === 409 || answer.status === 422) {
      say("");
      show(await answer.text(), form);
      return;
    }
    if (answer.status !== 204) throw new Error("not saved");
    document.getElementById("refused")?.remove();
    if (decides) {
      undecided.clear();
      typed.delete(decides);
    }
    for (const each of form.querySelectorAll("[data-field]")) typed.delete(each.dataset.field);
    form.reset();
    const [flow, card] = [answer.headers.get("X-Flow"), answer.headers.get("X-Card")];
    const here = location.pathname.split("/").pop();
    if (flow !== here) {
      const there = location.pathname.slice(0, -here.length) + flow;
      location.assign(`${there}?edit=${card}#s-${card}`);
      return;
    }
    const moved = card && card !== editing;
    await redraw(card || editing, decides);
    say(script().dataset.saved);
    if (moved) reach(card);
  };

  const reach = (card) => {
    const there = document.getElementById(`s-${card}`);
    if (!there) return;
    there.scrollIntoView({ block: "start" });
    there.focus({ preventScroll: true });
  };

  const flush = () => {
    for (const key of typed.keys()) {
      clearTimeout(waiting.get(key));
      next(() => save(key));
    }
  };

  document.addEventListener("input", (event) => {
    const each = event.target.closest("textarea[data-save], input[data-save]:not([type=checkbox])");
    if (!each) return;
    typed.set(each.dataset.field, true);
    later(each.dataset.field);
  });

  document.addEventListener("focusout", (event) => {
    const key = event.target.dataset && event.target.dataset.field;
    if (key && typed.has(key) && !undecided.has(key)) later(key, 0);
  });

  document.addEventListener("change", (event) => {
    const each = event.target.closest("select[data-save], input[type=checkbox][data-save]");
    if (!each) return;
    if (each.matches("[data-goes]") && each.value === "+") {
      each.form.querySelector(".if-new input").focus();
      return;
    }
    flush();
    const form = each.form;
    next(() => send(form));
  });

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!script() || !script().contains(form) || form.matches("[data-whole]")) return;
    event.preventDefault();
    flush();
    next(() => send(form, event.submitter));
  });

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-change], a[data-close], a[data-theirs]");
    if (!link || !script().contains(link) || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const theirs = link.matches("[data-theirs]");
    if (theirs) {
      for (const key of undecided) typed.delete(key);
      undecided.clear();
      document.getElementById("refused")?.remove();
    } else {
      flush();
    }
    const was = editing;
    const card = link.matches("[data-close]") ? "" : link.dataset.change || editing;
    next(async () => {
      await redraw(card);
      if (!theirs) reach(card || was);
    });
  });

  const turns = (what) => `#at-bar form[action$="/${what}"] button`;

  const turn = (form, isPressed) => {
    flush();
    next(async () => {
      const action = form.getAttribute("action");
      // What was saved meanwhile is another version: the bar that is there now knows it.
      const now = document.querySelector(`#at-bar form[action="${CSS.escape(action)}"]`);
      await fetch(action, { method: "POST", body: new URLSearchParams(new FormData(now || form)), redirect: "manual" });
      await redraw();
      if (isPressed) document.querySelector(`#at-bar form[action="${CSS.escape(action)}"] button`)?.focus();
    });
  };

  document.addEventListener("submit", (event) => {
    const form = event.target.closest("#at-bar form");
    if (!form || !/\/(un|re)do$/.test(form.getAttribute("action"))) return;
    event.preventDefault();
    turn(form, true);
  });

  // Undo and redo belong to the draft outside fields, and to the field inside.
  document.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== "z") return;
    if (event.target.closest("input, textarea, select")) return;
    const button = document.querySelector(turns(event.shiftKey ? "redo" : "undo"));
    if (!button || button.disabled) return;
    event.preventDefault();
    turn(button.form, false);
  });

  addEventListener("beforeunload", (event) => {
    if (typed.size) event.preventDefault();
  });

  addEventListener("online", flush);

  const tell = (others) => {
    for (const line of document.querySelectorAll("[data-writes]")) {
      const here = others.filter((each) => each.step === line.dataset.writes);
      line.hidden = !here.length;
      const names = here.map((each) => each.name).join(", ");
      const words = names ? script().dataset.writing.replace("{name}", names) : "";
      if (line.textContent !== words) line.textContent = words;
    }
  };

  const look = async () => {
    if (document.hidden) return;
    const step = openCard() ? openCard().dataset.step : "";
    const answer = await fetch(`${script().dataset.now}?step=${encodeURIComponent(step)}`);
    if (!answer.ok) return;
    const told = await answer.json();
    // Asked once more when its turn has come: what was waiting may have drawn it already.
    await next(() => (told.version > Number(head().dataset.version) ? redraw() : undefined));
    tell(told.others);
  };

  const watch = async () => {
    try {
      await look();
    } catch {
      // The line is gone for a moment; what is typed says so itself.
    }
    setTimeout(watch, AGAIN);
  };

  if (!script()) return;
  document.documentElement.dataset.live = "";
  watch();
})();
