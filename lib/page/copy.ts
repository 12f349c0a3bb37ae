/** Copies text on any page. */

/** Resolves to whether it was copied. Must be called in the operator's gesture. */
export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    // Plain http has no clipboard, and a page's permissions policy may forbid it; an old-fashioned copy is left.
    return copyByEvent(text);
  }
}

/** Answers the browser's own copy event ourselves: nothing is added to the page, nothing is selected. */
function copyByEvent(text: string): boolean {
  let copied = false;
  const answer = (event: ClipboardEvent) => {
    event.stopImmediatePropagation();
    event.preventDefault();
    event.clipboardData?.setData('text/plain', text);
    copied = true;
  };
  window.addEventListener('copy', answer, { capture: true, once: true });
  document.execCommand('copy');
  window.removeEventListener('copy', answer, { capture: true });
  return copied;
}
