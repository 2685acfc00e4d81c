/**
 * The seam between a page and its host: all that a page of the course knows of whoever answers it.
 *
 * A host mounts a page's module with its `initialize` and `render` (the anywidget front-end module),
 * and gives it a `Model`. Who stands behind the model is the host's affair: a Jupyter kernel, a file
 * of answers computed beforehand, a server over HTTP.
 *
 * What a host must hold to:
 * - `get` gives plain JSON data, and `DataView`s for bytes. It is the same for the model's whole life.
 * - `send` takes plain JSON data. It returns at once, promises nothing, and may throw where nobody
 *   is there any more. What it took may still be lost.
 * - A listener of "msg:custom" hears each answer as (content, buffers), in the order in which they
 *   were given. It may also hear what other pages asked: each answer bears its asker.
 * - Answers may come at any time after `initialize` has ended; none before. So a page asks for
 *   nothing in `initialize` that it awaits there: anywidget gives it two seconds, then gives it up.
 * - `off` takes the same two arguments as `on`, and hears no more from then on.
 *
 * The messages of each page:
 * - explorer: explorer/spec.d.ts. tracker and review: shared/desk.d.ts, with what can be asked in
 *   apps/tracker/answers.py and apps/review.py.
 * - sorting, claim_table and safety_check send nothing and hear nothing.
 * - Of what is remembered (shared/memory.js) each page that remembers asks { ask: "recall" },
 *   { ask: "keep", items }, { ask: "remember", item, value } and { ask: "forget" }, and each time
 *   hears { answer: "memory", asker, keeps, items, trouble }: whether it is kept beyond the page, all
 *   that is kept, and a sentence where something is wrong. Nothing is kept before the learner has
 *   said "keep", nor after "forget". A kernel keeps it in a file (apps/remembering.py), a page
 *   without Python in the browser (shared/local_memory.js).
 */

/** Content and buffers of one answer. */
// biome-ignore lint/suspicious/noExplicitAny: each page knows the shape of its own answers
export type Listener = (content: any, buffers: DataView[]) => void;

export interface Model<State> {
  get<Name extends keyof State>(name: Name): State[Name];
  on(event: string, listener: Listener): void;
  off(event: string, listener: Listener): void;
  send(content: object): void;
  /**
   * Where a host knows how the one who answers is: it says so, and calls `onChange` when that may
   * have changed. A host without it is taken for JupyterLab, or for one that cannot tell.
   */
  watch?(onChange: () => void): Watch;
}

/**
 * How the one who answers is: there and "idle", "busy" with something else, "cut" off from this
 * page for now, "gone", or a "new" one that knows nothing of this page; "unknown" where no host says.
 */
export type Condition = "idle" | "busy" | "cut" | "gone" | "new" | "unknown";

/** Why no answer comes. */
export type Trouble = "busy" | "silent" | "cut" | "gone" | "new";

export interface Watch {
  /** A message could not be sent. */
  lose(): void;
  condition(): Condition;
  close(): void;
  /** What to say and do in this host, where that is not what JupyterLab's learners do. */
  remedies?: Partial<Record<Trouble, string>>;
}

/** What a host gives a page to show itself in; what comes back takes the view away again. */
export interface View<State> {
  model: Model<State>;
  el: HTMLElement;
}
