// Progress: what the record says, in words and numbers first, as a picture on request.

function progressScreen(app, host) {
  const show = sectionsOf(host);
  const pictures = new Map();

  function render() {
    const { view } = app;
    if (!view?.progress.length) {
      show([["none", {}, () => card("How it goes", make("p", {}, "Once there are days in your diary, they add up here."))]]);
      return;
    }
    show([
      ...view.progress.map((part) => [
        part.id,
        { part, hidden: part.id === "pain" && !view.show_pain, picture: pictures.get(part.id) ?? null },
        partCard,
      ]),
    ]);
  }

  function partCard({ part, hidden, picture }) {
    const toggle = part.id === "pain" && button(
      "toggle-pain",
      hidden ? "Show pain here" : "Hide pain here",
      () => app.act("show_pain", { show: hidden }),
      { saves: true, kind: "quiet" },
    );
    if (hidden) return card(part.title, make("p", { class: "ll-hint" }, "Hidden, as you wished."), toggle);
    return card(
      part.title,
      make("p", { class: "ll-figure" }, part.headline),
      ...part.words.map((one) => make("p", {}, one)),
      part.table.rows.length > 0 && fold(app.drafts, `table-${part.id}`, "The numbers", table(part.table)),
      picture && themedPicture(picture),
      make(
        "div",
        { class: "ll-row" },
        part.picture && !picture && button(`picture-${part.id}`, "Show the picture", () => draw(part.id)),
        toggle,
      ),
    );
  }

  async function draw(id) {
    const answer = await app.ask("picture", { of: id });
    if (!answer.ok) return;
    pictures.set(id, answer.result);
    render();
  }

  return {
    render,
    /** A picture is of the record as it was; after a change it is asked for again. */
    forget: () => pictures.clear(),
  };
}
