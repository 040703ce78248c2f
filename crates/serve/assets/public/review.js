// Judging with the keyboard, in a paper and in a queue: j and k go from claim to claim, c says that it is so (of a pair:
// one), x that it is not (two), e opens its page, u takes the last one back, s goes to the choice of the speaker. Without this script the forms and links do the same.
(() => {
  "use strict";
  const claims = () => [...document.querySelectorAll(".queue .case, .scene details:has(a.judge)")];
  const said = document.createElement("p");
  said.className = "review-said";
  said.setAttribute("role", "status");
  document.body.append(said);
  const words = document.getElementById("review-words")?.dataset ?? {};
  const made = [];
  let at = -1;

  const go = (step) => {
    const all = claims();
    if (!all.length) return;
    const here = all.findIndex((c) => c.contains(document.activeElement));
    at = Math.max(0, Math.min(all.length - 1, (here < 0 ? at : here) + step));
    const target = all[at].querySelector("summary") ?? all[at].querySelector("a, button");
    target.focus();
    all[at].scrollIntoView({ block: "nearest" });
  };
  const current = () => {
    const all = claims();
    return all.find((c) => c.contains(document.activeElement)) ?? all[at];
  };
  const asked = (claim) => {
    const form = claim.querySelector("form.judge");
    if (form) return new URLSearchParams(new FormData(form));
    const link = new URL(claim.querySelector("a.judge").href);
    return new URLSearchParams(link.search);
  };
  const send = async (path, fields) => {
    // Where people log in, every form carries what is in the others of the page.
    const door = document.querySelector("input[name=door]");
    if (door) fields.set("door", door.value);
    const reply = await fetch(path, { method: "POST", body: fields, headers: { accept: "application/json" } });
    const told = await reply.json();
    if (!reply.ok) throw new Error(told.error);
    return told;
  };
  const judge = async (verdict) => {
    const claim = current();
    if (!claim) return;
    const fields = asked(claim);
    fields.set("verdict", verdict);
    const path = claim.querySelector("form.judge")?.getAttribute("action") ?? "/review/judge";
    try {
      const told = await send(path, fields);
      made.push([told.decision ? { decision: told.decision } : { number: told.judgement }, claim]);
      claim.classList.remove("confirmed", "rejected");
      claim.classList.add("done", verdict);
      said.textContent = [words[verdict] ?? verdict, told.also ?? ""].join(" ").trim();
      go(1);
    } catch (error) {
      said.textContent = error.message;
    }
  };
  const undo = async () => {
    const last = made.pop();
    if (!last) return;
    try {
      await send("/review/undo", new URLSearchParams(last[0]));
      last[1].classList.remove("done", "confirmed", "rejected");
      said.textContent = words.undone ?? "";
      last[1].scrollIntoView({ block: "nearest" });
    } catch (error) {
      made.push(last);
      said.textContent = error.message;
    }
  };
  const open = () => {
    const link = current()?.querySelector("a.judge, .verdicts a");
    if (link) location.assign(link.href);
  };
  const choose = () => current()?.querySelector("form.speaker select")?.focus();
  const keys = { s: choose, j: () => go(1), k: () => go(-1), c: () => judge("confirmed"), x: () => judge("rejected"), u: undo, e: open };
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest("input, textarea, select, [contenteditable]");
    if (typing || event.ctrlKey || event.metaKey || event.altKey || !keys[event.key]) return;
    event.preventDefault();
    keys[event.key]();
  });
  // Words marked in the paper: the way to add what was not found there.
  const add = document.querySelector("a.add-claim");
  document.addEventListener("selectionchange", () => {
    const range = getSelection()?.rangeCount ? getSelection().getRangeAt(0) : null;
    const row = range && range.startContainer.parentElement?.closest("p.words[id]");
    if (!add || !row || range.collapsed || !row.contains(range.endContainer)) return;
    const before = document.createRange();
    before.setStart(row, 0);
    before.setEnd(range.startContainer, range.startOffset);
    const length = (text) => [...text].length;
    const start = Number.parseInt(row.id.slice(1), 10) + length(before.toString());
    const address = new URL(add.href);
    // Line ends inside Chinese text are not on the page: the words tell the room where the place really is.
    address.searchParams.set("words", range.toString());
    address.searchParams.set("at", `${start}-${start + length(range.toString())}`);
    add.href = address;
  });
})();
