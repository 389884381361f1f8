// The keyboard in the form of a month (st-key-skema-...): the first blank field is ready when a form opens, Enter leads on
// to the next, and what is typed while the next form is being drawn waits for it. Everything can be reached with Tab
// without this file.
(() => {
  const FORM = "[class*='st-key-skema-']";
  const DRAWN_WITHIN = 20000;
  let lastForm = "";
  let isWorking = false;

  const nameOf = (form) => [...form.classList].find((name) => name.startsWith("st-key-skema-"));
  const isReachable = (element) => !element.disabled && element.tabIndex >= 0 && element.offsetParent !== null;
  const isList = (element) => element.getAttribute("aria-autocomplete") === "list";
  const isText = (element) => element.matches("input[type='text']") && !isList(element);
  const hasOffer = (element) => Boolean(element.placeholder?.trim()) || isList(element);
  const texts = (form) => [...form.querySelectorAll("input[type='text']")].filter((each) => isReachable(each) && !isList(each));
  const button = (form, name) => form.querySelector(`[class*='st-key-${name}'] button:not([disabled])`);
  const isRunning = () => document.querySelector("[data-test-script-state='running']") !== null;

  /** Where work goes on: the next blank text after the one left, else the button that confirms, else the one that saves. */
  function nextStop(form, left) {
    const all = texts(form);
    const rest = all.slice(all.indexOf(left) + 1);
    const blank = rest.find((each) => each.value === "" && !hasOffer(each));
    return blank ?? button(form, "bekraeft") ?? button(form, "gem");
  }

  let waiting = 0;
  let candidate = null;
  let lastKey = 0;

  function later(milliseconds) {
    clearTimeout(waiting);
    waiting = setTimeout(afterDrawing, milliseconds);
  }

  /** A form that is still being drawn may lack fields, or show those of the one before it: the focus waits until twice
      in a row the same field is the next. It never comes in the middle of something typed at nothing: half a number is
      worse than none. */
  function afterDrawing() {
    if (isRunning()) return later(40);
    const form = document.querySelector(FORM);
    const here = document.activeElement;
    const isFree = here === document.body || here === null || (saved && here.matches(`${FORM} button`));
    const isWhole = form && button(form, "gem") && !form.querySelector("[data-testid='stSkeleton']");
    if (form && !isWhole) return later(80);
    if (!form || nameOf(form) === saved || !isFree || !(nameOf(form) !== lastForm || isWorking)) return;
    if (!saved && Date.now() - lastKey < 600) return later(600);
    const next = nextStop(form, null);
    if (next === null || next !== candidate) {
      candidate = next;
      return later(120);
    }
    next.focus();
    lastForm = nameOf(form);
    typeAhead();
  }

  // What is typed after the form was saved belongs to the next one.
  let saved = "";
  let savedAt = 0;
  let ahead = [];
  let answered = "";

  /** The server's answers to saving are numbered (st-key-svar-...): a slow one is not taken for none. */
  const answer = () => document.querySelector("[class*='st-key-svar-']")?.className.match(/st-key-svar-\d+/)[0] ?? "";

  function awaitNextForm(form) {
    [saved, savedAt, ahead, answered] = [nameOf(form), Date.now(), [], answer()];
    setTimeout(orStay, 100);
  }

  /** A form that is still there when the server has answered was not saved: its fault has to be read first. */
  function orStay() {
    if (!saved) return;
    const isLate = Date.now() - savedAt > DRAWN_WITHIN;
    if (!isLate && (isRunning() || answer() === answered)) return setTimeout(orStay, 100);
    const form = document.querySelector(FORM);
    if (form && nameOf(form) === saved) endWaiting();
  }

  function endWaiting() {
    saved = "";
    ahead = [];
  }

  /** Type what has waited: text into the field, Enter on to the next, and on until a form is saved again. */
  function typeAhead() {
    const keys = ahead;
    endWaiting();
    while (keys.length > 0 && !saved) {
      const here = document.activeElement;
      const form = here.closest(FORM);
      if (!form) return;
      if (keys[0] !== "Enter") {
        const end = keys.indexOf("Enter");
        const text = keys.splice(0, end < 0 ? keys.length : end).join("");
        if (isText(here)) document.execCommand("insertText", false, text);
      } else {
        keys.shift();
        if (isText(here)) nextStop(form, here)?.focus();
        else here.click();
      }
    }
    ahead = keys;
  }

  new MutationObserver(() => later(40)).observe(document, { childList: true, subtree: true });

  document.addEventListener("keydown", (event) => {
    const isPlain = !event.ctrlKey && !event.metaKey && !event.altKey && !event.isComposing;
    if (saved && Date.now() - savedAt > DRAWN_WITHIN) endWaiting();
    if (saved && isPlain && (event.key === "Enter" || event.key.length === 1)) {
      if (!event.repeat) ahead.push(event.key);
      event.preventDefault();
      event.stopImmediatePropagation();
      return;
    }
    const form = event.target.closest?.(FORM);
    if (event.target !== document.body) isWorking = Boolean(form);
    else lastKey = Date.now();
    if (!form || event.key !== "Enter" && event.key !== "F2") return;
    if (!isPlain || event.key === "F2") {
      if (isText(event.target)) event.target.blur(); // a shortcut takes what stands in the field with it
      if (event.key === "Enter") awaitNextForm(form);
    } else if (event.repeat) {
      event.preventDefault();
    } else if (isText(event.target)) {
      event.preventDefault(); // or the same press might reach the button that the focus moves to
      nextStop(form, event.target)?.focus();
    }
  }, true);

  document.addEventListener("click", (event) => {
    const form = event.target.closest?.(FORM);
    if (!form) return;
    if (event.target.closest("[class*='st-key-gem-']")) {
      if (isWorking) awaitNextForm(form);
    } else if (event.target.closest("[class*='st-key-bekraeft-']") && event.detail === 0) {
      button(form, "gem")?.focus(); // at once: the next Enter may be under way
    }
  });
  document.addEventListener("pointerdown", () => {
    isWorking = false;
    endWaiting();
  });
})();
