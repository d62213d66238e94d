// Two things the page cannot do by itself: keep the keyboard where it was when buttons are drawn anew, and bring what
// was just said into view where the whole page scrolls (a phone). Sends and stores nothing.
"use strict";

let focused = "";
let said = 0;

document.addEventListener("focusin", (event) => {
  focused = event.target.id || "";
});

function keepFocus() {
  const active = document.activeElement;
  if (!focused || (active !== document.body && !active.disabled) || document.getElementById("stop")) return;
  const button = document.getElementById(focused);
  const beside = button?.closest(".verdict")?.querySelector("button:not(:disabled)");
  const next = button && !button.disabled ? button : beside || document.querySelector("#message textarea");
  next?.focus({ preventScroll: true });
}

function showLatest() {
  const rows = document.querySelectorAll("#chat .user-row");
  const grown = rows.length > said;
  said = rows.length;
  const page = document.scrollingElement;
  if (grown && page.scrollHeight > page.clientHeight + 40) rows[said - 1].scrollIntoView({ block: "start" });
}

new MutationObserver(() => {
  keepFocus();
  showLatest();
}).observe(document.documentElement, { childList: true, subtree: true });
