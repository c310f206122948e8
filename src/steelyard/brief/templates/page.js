"use strict";
(() => {
  const open = (id) => {
    let part = id && document.getElementById(id);
    const target = part;
    for (; part; part = part.parentElement) if (part.tagName === "DETAILS") part.open = true;
    if (target) target.scrollIntoView();
  };
  const follow = () => open(decodeURIComponent(location.hash.slice(1)));
  addEventListener("hashchange", follow);
  addEventListener("beforeprint", () => {
    for (const part of document.querySelectorAll("details.two:not([open])")) {
      part.open = true;
      part.dataset.print = "1";
    }
  });
  addEventListener("afterprint", () => {
    for (const part of document.querySelectorAll("details[data-print]")) {
      part.open = false;
      delete part.dataset.print;
    }
  });
  const written = (text) => {
    const field = document.createElement("textarea");
    field.value = text;
    document.body.append(field);
    field.select();
    const done = document.execCommand("copy");
    field.remove();
    return done;
  };
  const copied = async (text) => {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      return written(text);
    }
  };
  for (const button of document.querySelectorAll("button.copy")) {
    button.hidden = false;
    button.addEventListener("click", async () => {
      if (button.dataset.open) {
        for (const part of document.querySelectorAll("details")) part.open = true;
        return;
      }
      const before = button.textContent;
      button.textContent = (await copied(button.dataset.copy)) ? "copied" : "copy failed";
      setTimeout(() => { button.textContent = before; }, 2000);
    });
  }
  // A slide wants PNG; without a script the link gives the drawing as it is.
  for (const link of document.querySelectorAll("a.picture")) {
    link.addEventListener("click", (event) => {
      event.preventDefault();
      const image = new Image();
      image.onload = () => {
        const canvas = document.createElement("canvas");
        canvas.width = 1920;
        canvas.height = 1080;
        canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
        const saved = document.createElement("a");
        saved.href = canvas.toDataURL("image/png");
        saved.download = link.download.replace(".svg", ".png");
        saved.click();
      };
      image.src = link.href;
    });
  }
  if (location.hash) follow();
})();
