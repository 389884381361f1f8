// The keyboard in the form of a month (st-key-skema-...): the first blank field is ready when a form opens, and Enter
// leads on to the next. Everything can be reached with Tab without this file.
(() => {
  const FORM = "[class*='st-key-skema-']";
  let lastForm = "";
  let isWorking = false;

  const nameOf = (form) => [...form.classList].find((name) => name.startsWith("st-key-skema-"));
  const isReachable = (element) => !element.disabled && element.tabIndex >= 0 && element.offsetParent !== null;
  const isList = (element) => element.getAttribute("aria-autocomplete") === "list";
  const hasOffer = (element) => Boolean(element.placeholder?.trim()) || isList(element);
  const texts = (form) => [...form.querySelectorAll("input[type='text']")].filter((each) => isReachable(each) && !isList(each));
  const button = (form, name) => form.querySelector(`[class*='st-key-${name}'] button:not([disabled])`);

  /** Where work goes on: the next blank text after the one left, else the button that confirms, else the one that saves. */
  function nextStop(form, left) {
    const all = texts(form);
    const rest = all.slice(all.indexOf(left) + 1);
    const blank = rest.find((each) => each.value === "" && !hasOffer(each));
    return blank ?? button(form, "bekraeft") ?? button(form, "gem");
  }

  const isRunning = () => document.querySelector("[data-test-script-state='running']") !== null;
  let waiting = 0;
  let candidate = null;

  function later(milliseconds) {
    clearTimeout(waiting);
    waiting = setTimeout(afterDrawing, milliseconds);
  }

  /** A form that is still being drawn may lack fields, or show those of the one before it: the focus waits until twice
      in a row the same field is the next. */
  function afterDrawing() {
    if (isRunning()) return later(40);
    const form = document.querySelector(FORM);
    const isFree = document.activeElement === document.body || document.activeElement === null;
    const isWhole = form && button(form, "gem") && !form.querySelector("[data-testid='stSkeleton']");
    if (form && !isWhole) return later(80);
    if (!form || !isFree || !(nameOf(form) !== lastForm || isWorking)) return;
    const next = nextStop(form, null);
    if (next === null || next !== candidate) {
      candidate = next;
      return later(120);
    }
    next.focus();
    lastForm = nameOf(form);
  }

  new MutationObserver(() => later(40)).observe(document, { childList: true, subtree: true });

  document.addEventListener("keydown", (event) => {
    const form = event.target.closest?.(FORM);
    if (event.target !== document.body) isWorking = Boolean(form);
    const isPlainEnter = event.key === "Enter" && !event.ctrlKey && !event.metaKey && !event.altKey && !event.isComposing;
    if (form && isPlainEnter && event.target.matches("input[type='text']") && !isList(event.target)) {
      setTimeout(() => nextStop(form, event.target)?.focus(), 0);
    }
  });
  document.addEventListener("pointerdown", () => { isWorking = false; });
})();
