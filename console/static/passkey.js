// The three ceremonies with a passkey: enter, prove again, register.
"use strict";

(() => {
  const MIXED = (options) => options.extensions.prf.eval.first;
  const box = document.getElementById("ceremony");
  const told = document.getElementById("told");
  const words = box.dataset;

  const bytes = (text) => {
    const plain = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
    return Uint8Array.from(plain, (letter) => letter.charCodeAt(0));
  };
  const text = (buffer) => {
    const plain = String.fromCharCode(...new Uint8Array(buffer));
    return btoa(plain).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  };

  const say = (sentence, kind) => {
    told.textContent = sentence;
    told.className = `told ${kind || "failed"}`;
    told.hidden = false;
  };

  class Refused extends Error {}

  const post = async (path, fields) => {
    const headers = document.body.dataset.csrf ? { "X-Csrf": document.body.dataset.csrf } : {};
    const body = new URLSearchParams(fields || {});
    let answer;
    try {
      answer = await fetch(path, { method: "POST", body, headers });
    } catch {
      throw new Refused(words.unreachable);
    }
    if (answer.status === 401) {
      location.replace("/sign-in");
      throw new Refused("");
    }
    const isOurs = (answer.headers.get("Content-Type") || "").startsWith("application/json");
    const json = isOurs ? await answer.json() : {};
    if (!answer.ok || !isOurs) throw new Refused(json.sentence || words.failed);
    return json;
  };

  const prfOf = (credential) => {
    const results = credential.getClientExtensionResults().prf;
    return results && results.results && results.results.first ? text(results.results.first) : "";
  };

  const withPrf = (options, first) => ({ ...options, extensions: { prf: { eval: { first: bytes(first) } } } });

  const described = (list) => (list || []).map((each) => ({ ...each, id: bytes(each.id) }));

  const sign = async (options) => {
    const wanted = {
      ...options,
      challenge: bytes(options.challenge),
      allowCredentials: described(options.allowCredentials),
    };
    const made = await navigator.credentials.get({ publicKey: withPrf(wanted, MIXED(options)) });
    const answer = {
      id: made.id,
      rawId: text(made.rawId),
      type: made.type,
      response: {
        clientDataJSON: text(made.response.clientDataJSON),
        authenticatorData: text(made.response.authenticatorData),
        signature: text(made.response.signature),
        userHandle: made.response.userHandle ? text(made.response.userHandle) : null,
      },
    };
    return { answer: JSON.stringify(answer), secret: prfOf(made) };
  };

  const make = async (options) => {
    const wanted = {
      ...options,
      challenge: bytes(options.challenge),
      user: { ...options.user, id: bytes(options.user.id) },
      excludeCredentials: described(options.excludeCredentials),
    };
    const made = await navigator.credentials.create({ publicKey: withPrf(wanted, MIXED(options)) });
    const answer = {
      id: made.id,
      rawId: text(made.rawId),
      type: made.type,
      response: {
        clientDataJSON: text(made.response.clientDataJSON),
        attestationObject: text(made.response.attestationObject),
      },
    };
    return { made, answer: JSON.stringify(answer), secret: await secretOf(made, options) };
  };

  // Most passkeys tell their secret only when they sign, not when they are made. What is signed
  // here is thrown away, so that the challenge need not be the server's.
  const secretOf = async (made, options) => {
    const given = prfOf(made);
    const results = made.getClientExtensionResults().prf;
    if (given || !results || !results.enabled) return given;
    const wanted = {
      challenge: crypto.getRandomValues(new Uint8Array(32)),
      rpId: options.rp.id,
      allowCredentials: [{ type: "public-key", id: made.rawId }],
      userVerification: "required",
    };
    try {
      return prfOf(await navigator.credentials.get({ publicKey: withPrf(wanted, MIXED(options)) }));
    } catch {
      return "";
    }
  };

  const passphrase = (minimum) => new Promise((resolve) => {
    const form = document.getElementById("passphrase");
    form.hidden = false;
    form.querySelector("input").focus();
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const [once, twice] = form.querySelectorAll("input");
      if ([...once.value].length < minimum) return say(words.short);
      if (once.value !== twice.value) return say(words.different);
      form.hidden = true;
      resolve(once.value);
      once.value = twice.value = "";
    });
  });

  const ways = {
    async enter() {
      const { next } = await post("/sign-in", await sign(await post("/sign-in/ask")));
      location.replace(next);
    },

    async again() {
      await post("/again", await sign(await post("/again/ask")));
      document.getElementById("repeat").submit();
    },

    async register() {
      const link = words.link || "";
      const asked = await post(words.ask, { link });
      const { answer, secret } = await make(asked.options);
      const label = document.getElementById("label").value;
      const typed = !secret && asked.needsKey ? await passphrase(asked.minimum) : "";
      const { next } = await post(words.done, { link, answer, secret, label, passphrase: typed });
      location.replace(next);
    },
  };

  if (words.way === "register" && location.hash.length > 1) {
    // The link's secret stays out of the history and of what the browser may send on.
    words.link = location.hash.slice(1);
    history.replaceState(null, "", location.pathname);
  }

  const button = document.getElementById("passkey");
  button.addEventListener("click", async () => {
    button.disabled = true;
    told.hidden = true;
    try {
      await ways[words.way]();
    } catch (trouble) {
      if (trouble instanceof Refused) say(trouble.message);
      else say(trouble.name === "InvalidStateError" ? words.known : words.stopped);
    } finally {
      button.disabled = false;
    }
  });

  if (!window.PublicKeyCredential) {
    button.disabled = true;
    say(words.impossible);
  }
})();
