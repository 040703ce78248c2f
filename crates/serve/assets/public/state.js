// The slider of the page "State of the talks": shows the day under the thumb and loads it when it is let go.
// Without this script the date field and the links on the page do the same.
(() => {
  "use strict";
  let asked = 0;
  const start = () => {
    const slider = document.getElementById("slider");
    if (!slider) return;
    const days = slider.dataset.days.split(" ");
    const said = slider.parentElement.querySelector("output");
    slider.parentElement.hidden = false;
    slider.addEventListener("input", () => {
      said.textContent = days[slider.value];
      slider.setAttribute("aria-valuetext", days[slider.value]);
    });
    slider.addEventListener("change", async () => {
      const address = new URL(location.href);
      address.searchParams.set("on", days[slider.value]);
      const mine = ++asked;
      try {
        const reply = await fetch(address);
        if (!reply.ok) throw new Error(reply.statusText);
        const page = new DOMParser().parseFromString(await reply.text(), "text/html");
        if (mine !== asked) return;
        document.getElementById("main").replaceWith(page.getElementById("main"));
        history.replaceState(null, "", address);
        start();
        document.getElementById("slider").focus();
      } catch {
        location.assign(address);
      }
    });
  };
  start();
})();
