// Comfort only: every page works without this file.
"use strict";

// "/" goes to the search field, as long as nobody is typing.
document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input, textarea, select, [contenteditable]");
  if (event.key !== "/" || typing || event.ctrlKey || event.metaKey || event.altKey) return;
  const find = document.getElementById("find");
  if (find) {
    event.preventDefault();
    find.focus();
    find.select();
  }
});

// Arrows go through the hits below the search field, Escape puts them away.
const find = document.getElementById("find");
const suggested = document.getElementById("suggested");
if (find && suggested) {
  find.form.addEventListener("keydown", (event) => {
    const stops = [find, ...suggested.querySelectorAll("a")];
    const at = stops.indexOf(document.activeElement);
    if (event.key === "Escape" && suggested.firstElementChild) {
      event.preventDefault();
      suggested.replaceChildren();
      find.focus();
    } else if (at >= 0 && stops.length > 1 && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
      event.preventDefault();
      stops[(at + (event.key === "ArrowDown" ? 1 : stops.length - 1)) % stops.length].focus();
    }
  });
  document.addEventListener("click", (event) => {
    if (!find.form.contains(event.target)) suggested.replaceChildren();
  });
}

// A file may be dropped on the import form.
for (const zone of document.querySelectorAll("[data-drop]")) {
  const input = zone.querySelector("input[type=file]");
  const over = (on) => zone.classList.toggle("over", on);
  zone.addEventListener("dragover", (event) => {
    event.preventDefault();
    over(true);
  });
  zone.addEventListener("dragleave", () => over(false));
  zone.addEventListener("drop", (event) => {
    event.preventDefault();
    over(false);
    if (input && event.dataTransfer.files.length) input.files = event.dataTransfer.files;
  });
}

// While a large file goes up, say how far it is.
for (const form of document.querySelectorAll("form[data-upload]")) {
  form.addEventListener("submit", (event) => {
    const file = form.querySelector("input[type=file]").files[0];
    if (!file || file.size < 4 * 1024 * 1024) return;
    event.preventDefault();
    const bar = document.createElement("progress");
    bar.max = 1;
    form.append(bar);
    const request = new XMLHttpRequest();
    request.upload.addEventListener("progress", (step) => {
      bar.value = step.loaded / step.total;
    });
    request.addEventListener("load", () => {
      if (request.status < 400) location.assign(request.responseURL);
      else form.submit();
    });
    request.addEventListener("error", () => form.submit());
    request.open("POST", form.action || location.href);
    request.send(new FormData(form));
  });
}

// A page that is printed shows who says what: open every citation, and close it again afterwards.
const opened = [];
addEventListener("beforeprint", () => {
  for (const one of document.querySelectorAll("details:not([open]):not(.no-print)")) {
    one.open = true;
    opened.push(one);
  }
});
addEventListener("afterprint", () => {
  for (const one of opened.splice(0)) one.open = false;
});
