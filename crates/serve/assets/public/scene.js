// Reading comfort in a paper. A card tells of every marked word what it stands on: on hover, focus or tap; Escape closes
// it, the pointer may go into it, and it stays until one leaves. Words marked by the reader: n writes a note on them, s
// puts them into the selection last used. Without this script titles, margin labels, links and forms do the same.
(() => {
  "use strict";
  const scene = document.querySelector(".scene");
  const own = document.querySelector(".own-words");
  const say = own?.dataset ?? {};

  // The card.
  const layers = { nm: "agent", dt: "date", ref: "reference", ins: "insertion", v: "turn", mv: "move", nt: "", slip: "" };
  const chosen = "[data-k]";
  let card = null;
  let mark = null;
  let timer = 0;
  // The word at which Escape was pressed: its card stays closed until it is left.
  let quiet = null;
  // Slips have no label in the margin: they are reached in the words.
  for (const slip of document.querySelectorAll(".scene .slip")) slip.tabIndex = 0;
  const layer = (e) => Object.keys(layers).find((name) => e.classList.contains(name));
  const close = (back) => {
    clearTimeout(timer);
    if (!card) return;
    // Taken out of hand first: leaving the card asks for it to be closed once more.
    const [gone, left] = [card, mark];
    const inside = gone.contains(document.activeElement);
    card = mark = null;
    left.removeAttribute("aria-describedby");
    if (left.dataset.title) left.title = left.dataset.title;
    if (back) quiet = left;
    if (back && inside) left.focus();
    gone.remove();
  };
  const link = (href, words) => {
    const a = document.createElement("a");
    a.href = href;
    a.textContent = words;
    return a;
  };
  const place = () => {
    if (!card) return;
    const at = [...mark.getClientRects()][0] ?? mark.getBoundingClientRect();
    const box = card.getBoundingClientRect();
    const below = at.bottom + box.height + 4 < innerHeight || at.top < box.height + 4;
    card.style.left = `${Math.max(8, Math.min(at.left, document.documentElement.clientWidth - box.width - 8))}px`;
    card.style.top = `${Math.max(4, below ? at.bottom + 1 : at.top - box.height - 1)}px`;
  };
  const open = (e) => {
    if (mark === e) return;
    close();
    mark = e;
    const kind = layer(e);
    const label = e.dataset.k && document.getElementById(e.dataset.k);
    card = document.createElement("span");
    card.className = "scene-card";
    card.id = "scene-card";
    card.setAttribute("role", "group");
    card.setAttribute("aria-label", say.card ?? "");
    if (e.title) {
      e.dataset.title = e.title;
      e.removeAttribute("title");
    }
    const told = document.createElement("span");
    told.className = "card-told";
    told.dir = "auto";
    const summary = label?.querySelector("summary");
    const parts = e.dataset.title ? e.dataset.title.split(" · ") : summary ? [summary.textContent] : [];
    for (const part of parts) {
      const line = document.createElement("span");
      line.textContent = part;
      told.append(line);
    }
    if (!e.dataset.title && label) {
      for (const fact of label.querySelectorAll("dl > div")) {
        const line = document.createElement("span");
        line.textContent = `${fact.querySelector("dt")?.textContent ?? ""}: ${fact.querySelector("dd")?.textContent ?? ""}`;
        told.append(line);
      }
    }
    card.append(told);
    const ways = document.createElement("span");
    ways.className = "card-ways";
    if (e.href) ways.append(link(e.href, say.open ?? "→"));
    if (layers[kind] && e.dataset.k && own) {
      const asked = new URLSearchParams({ document: own.dataset.document, layer: layers[kind], claim: e.dataset.k });
      ways.append(link(`/review/claim?${asked}`, say.judge));
    }
    if (kind === "v" && e.dataset.k) ways.append(link(`${location.pathname.replace(/^\/documents\//, "/chain/")}?turn=${encodeURIComponent(e.dataset.k)}`, say.chain ?? "chain"));
    if (kind === "nt") ways.append(link(`/notes/${e.dataset.k.slice(5)}`, say.open ?? "→"));
    if (ways.childNodes.length) card.append(ways);
    card.addEventListener("pointerleave", (event) => leave(event));
    card.addEventListener("focusout", (event) => {
      if (card && !card.contains(event.relatedTarget) && event.relatedTarget !== mark) close();
    });
    // Never inside a link: its own links would lead elsewhere.
    (e.parentElement.closest("a") ?? e).after(card);
    e.setAttribute("aria-describedby", "scene-card");
    place();
  };
  const stays = (to) => to instanceof Node && (mark?.contains(to) || card?.contains(to));
  const leave = (event) => {
    if (!card || stays(event.relatedTarget) || card.contains(document.activeElement) || mark === document.activeElement) return;
    clearTimeout(timer);
    timer = setTimeout(() => close(), 300);
  };
  scene?.addEventListener("pointerover", (event) => {
    if (event.pointerType === "touch") return;
    if (card?.contains(event.target)) return clearTimeout(timer);
    const e = event.target.closest(chosen);
    if (!e) return;
    clearTimeout(timer);
    if (e !== mark) timer = setTimeout(() => open(e), 250);
  });
  scene?.addEventListener("pointerout", (event) => {
    if (event.target.closest(chosen) && !card) clearTimeout(timer);
    leave(event);
  });
  scene?.addEventListener("focusin", (event) => {
    if (card?.contains(event.target)) return;
    const e = event.target.closest(chosen);
    if (e && event.target === e && e !== quiet) open(e);
  });
  scene?.addEventListener("focusout", (event) => {
    if (event.target === quiet) quiet = null;
    if (event.target === mark && !stays(event.relatedTarget)) close();
  });
  // A tap opens the card; the way on is in it.
  let touched = false;
  scene?.addEventListener("pointerdown", (event) => { touched = event.pointerType === "touch"; });
  scene?.addEventListener("click", (event) => {
    const e = event.target.closest(chosen);
    if (!touched || !e || card?.contains(event.target)) return;
    if (e.tagName === "A" || event.target.closest("a") === null) {
      event.preventDefault();
      open(e);
    }
  });
  document.addEventListener("pointerdown", (event) => { if (card && !stays(event.target)) close(); });
  addEventListener("scroll", place, { passive: true });
  addEventListener("resize", place);

  // Words marked by the reader.
  const length = (text) => [...text].length;
  const bare = (range) => {
    const part = range.cloneContents();
    for (const extra of part.querySelectorAll(".pb, .scene-card")) extra.remove();
    return part.textContent;
  };
  const row = (node) => (node.nodeType === 1 ? node : node.parentElement)?.closest("p.words[id], .words mark[id]")?.closest("p.words");
  const start = (words) => Number.parseInt((words.id || words.querySelector("mark[id]")?.id || "").slice(1), 10);
  const marked = () => {
    const range = getSelection()?.rangeCount ? getSelection().getRangeAt(0) : null;
    const [from, to] = range && !range.collapsed ? [row(range.startContainer), row(range.endContainer)] : [];
    if (!from || !to || Number.isNaN(start(from)) || Number.isNaN(start(to))) return null;
    const before = (words, node, offset) => {
      const lead = document.createRange();
      lead.setStart(words, 0);
      lead.setEnd(node, offset);
      return start(words) + length(bare(lead));
    };
    const at = `${before(from, range.startContainer, range.startOffset)}-${before(to, range.endContainer, range.endOffset)}`;
    // Line ends inside Chinese text are not on the page: the words tell the room where the place really is.
    return { at, words: from === to ? bare(range) : "" };
  };
  const aim = (a) => {
    const found = marked();
    if (!a || !found) return;
    const address = new URL(a.href);
    address.searchParams.set("at", found.at);
    if (found.words) address.searchParams.set("words", found.words);
    a.href = address;
  };
  const note = own?.querySelector("a.add-note");
  const choice = own?.querySelector("a.add-choice");
  document.addEventListener("selectionchange", () => { aim(note); aim(choice); });
  const told = document.createElement("p");
  told.className = "review-said";
  told.setAttribute("role", "status");
  document.body.append(told);
  const put = async () => {
    if (!own.dataset.selection) return location.assign(choice.href);
    const asked = new URL(choice.href).searchParams;
    asked.set("name", own.dataset.selection);
    const reply = await fetch("/selections/add", { method: "POST", body: asked, headers: { accept: "application/json" } });
    const said = await reply.json();
    told.textContent = reply.ok ? `${say.said} ${said.selection}` : said.error;
  };
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && card) return close(true);
    const typing = event.target.closest?.("input, textarea, select, [contenteditable]");
    if (typing || !own || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "n") {
      event.preventDefault();
      location.assign(note.href);
    } else if (event.key === "s") {
      event.preventDefault();
      put();
    }
  });
})();
