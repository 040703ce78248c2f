// Copies a citation: by its button, by the browser's access key, or by C while the focus is inside the citation.
// Without this script the button stays hidden and the words are selected by hand.
(() => {
  "use strict";
  const copy = async (box) => {
    const words = box.querySelector("[data-copy]");
    const said = box.querySelector("output");
    if (!words || !said) return;
    try {
      await navigator.clipboard.writeText(words.innerText.replace(/\s+/g, " ").trim());
      said.textContent = said.dataset.said;
    } catch {
      // Where a browser forbids it, the words are selected for the reader's own copying.
      getSelection().selectAllChildren(words);
    }
  };
  for (const box of document.querySelectorAll(".citation")) {
    const button = box.querySelector("button[data-copies]");
    if (!button) continue;
    button.hidden = false;
    button.addEventListener("click", () => copy(box));
    box.addEventListener("keydown", (event) => {
      const plain = !event.ctrlKey && !event.metaKey && !event.altKey;
      if (plain && event.key.toLowerCase() === "c") copy(box);
    });
  }
})();
