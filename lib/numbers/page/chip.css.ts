// How the call chip looks: px only, its own font and colours, whatever the page does.

/** The chip's style sheet. */
export const CHIP_CSS = `
.ringside-chip {
  --chip-ink: #16181d; --chip-ink-2: #5b616e; --chip-paper: #fff; --chip-wash: #eceef2; --chip-line: #e2e5ea;
  --chip-go: #14804a; --chip-go-ink: #fff; --chip-focus: #4b55d8; --chip-shade: rgba(16,20,32,.28);
  all: initial; position: fixed; left: 0; top: 0; z-index: 2147483647; pointer-events: auto;
  display: flex; align-items: center; gap: 2px; box-sizing: border-box; height: 32px; padding: 0 4px;
  background: var(--chip-paper); border: 1px solid var(--chip-line); border-radius: 9px;
  box-shadow: 0 6px 20px -4px var(--chip-shade);
  font: 500 12px/16px system-ui, "Segoe UI", Roboto, "Helvetica Neue", sans-serif; color: var(--chip-ink); direction: ltr;
}
.ringside-chip[dir="rtl"] { direction: rtl; }
.ringside-chip[data-theme="dark"] {
  --chip-ink: #eceef3; --chip-ink-2: #a3aab8; --chip-paper: #191b20; --chip-wash: #2a2e36; --chip-line: #2f343d;
  --chip-go: #3ecf8e; --chip-go-ink: #062015; --chip-focus: #8b94ff; --chip-shade: rgba(0,0,0,.7);
}
.ringside-chip[hidden], .ringside-chip [hidden] { display: none; }
.ringside-chip button {
  all: unset; box-sizing: border-box; display: flex; align-items: center; justify-content: center; gap: 6px;
  min-width: 24px; height: 24px; border-radius: 6px; cursor: pointer; white-space: nowrap; color: var(--chip-ink-2);
}
.ringside-chip .call { padding: 0 9px; background: var(--chip-go); color: var(--chip-go-ink); font-weight: 600; }
.ringside-chip button:not(.call):hover { background: var(--chip-wash); color: var(--chip-ink); }
.ringside-chip .call:hover { filter: brightness(1.08); }
.ringside-chip button:focus-visible { outline: 2px solid var(--chip-focus); outline-offset: 1px; }
.ringside-chip .who { max-width: 150px; padding: 0 4px 0 6px; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.ringside-chip .country { padding: 0 6px; font-size: 11px; font-weight: 600; letter-spacing: .02em; }
.ringside-chip .fill path { stroke-width: 3.5; }
.ringside-chip svg {
  width: 14px; height: 14px; fill: none; stroke: currentColor; stroke-width: 2; stroke-linecap: round; stroke-linejoin: round;
}
.ringside-chip form { all: unset; display: flex; align-items: center; gap: 4px; }
.ringside-chip input {
  all: unset; box-sizing: border-box; width: 150px; height: 24px; padding: 0 7px; border-radius: 6px;
  background: var(--chip-wash); cursor: text;
}
.ringside-chip input::placeholder { color: var(--chip-ink-2); }
.ringside-chip input:focus-visible { outline: 2px solid var(--chip-focus); outline-offset: 1px; }
@media (prefers-reduced-motion: no-preference) {
  .ringside-chip { animation: ringside-chip-in 90ms ease-out; }
  @keyframes ringside-chip-in { from { opacity: 0; } }
}
@media (forced-colors: active) {
  .ringside-chip button { border: 1px solid ButtonText; }
}
`;
