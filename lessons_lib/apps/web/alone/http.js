// A host over HTTP: the course's own server answers a page that stands alone, with no kernel.

import { freshUuid } from "../shared/ids.js";

/** @import { Listener, Model } from "../shared/host.d.ts" */

const GONE =
  "The program behind this page has ended. Start it again as you did before, for instance with python3 start.py today.";

/**
 * A model whose questions go to the server one after the other, as its desk takes them, and whose
 * news other pages of this browser hear. Where the server was started anew, a page that it lets in
 * tells the others, and they go on.
 *
 * @template State
 * @param {object} about
 * @param {State} about.state what `get` knows
 * @param {string} about.token what the server lets in
 * @param {Pick<BroadcastChannel, "postMessage" | "onmessage">} about.others the other pages
 */
export function overHttp({ state, token: first, others }) {
  /** @type {Set<Listener>} */
  const listeners = new Set();
  /** @type {Set<() => void>} */
  const watchers = new Set();
  const page = freshUuid();
  let token = first;
  let gone = false;
  /** @type {Promise<void>} */
  let last = Promise.resolve();

  /** @param {object} content */
  function tell(content) {
    for (const listener of [...listeners]) listener(content, []);
  }

  /** @param {boolean} value */
  function change(value) {
    gone = value;
    for (const watcher of [...watchers]) watcher();
  }

  others.onmessage = ({ data }) => {
    if (!data.token) tell(data);
    else if (data.token !== token) {
      token = data.token;
      arrive();
      change(false);
    }
  };
  others.postMessage({ token });

  /** @param {{ id?: string, asker?: string }} question */
  async function ask(question) {
    try {
      const response = await post("ask", token, question);
      if (response.status === 403) throw new Error("Another server is there.");
      const content = await response.json();
      tell({ answer: question.id, asker: question.asker, ...content });
      if (content.news) others.postMessage({ ...content, answer: null, view: null, result: null });
    } catch {
      change(true);
    }
  }

  /** Tells the server that this page is there: it ends when none is. */
  async function arrive() {
    await post("arrive", token, { page }).catch(() => change(true));
  }

  /** @type {Model<State>} */
  const model = {
    get: (name) => state[name],
    on(event, listener) {
      if (event === "msg:custom") listeners.add(listener);
    },
    off(_event, listener) {
      listeners.delete(listener);
    },
    send(question) {
      last = last.then(() => ask(question));
    },
    watch(onChange) {
      watchers.add(onChange);
      return {
        lose() {},
        condition: () => (gone ? "gone" : "idle"),
        close: () => watchers.delete(onChange),
        remedies: { gone: GONE },
      };
    },
  };
  return {
    model,
    arrive,
    /** Tells the server that this page goes. */
    leave: () => post("leave", token, { page }, { keepalive: true }).catch(() => {}),
  };
}

/**
 * @param {string} path
 * @param {string} token
 * @param {object} content
 * @param {RequestInit} how
 */
export function post(path, token, content, how = {}) {
  return fetch(path, {
    method: "POST",
    headers: { Authorization: `token ${token}`, "Content-Type": "application/json" },
    body: JSON.stringify(content),
    ...how,
  });
}
