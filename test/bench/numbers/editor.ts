// A ProseMirror editor with a number in its document.
import { baseKeymap } from 'prosemirror-commands';
import { keymap } from 'prosemirror-keymap';
import { schema } from 'prosemirror-schema-basic';
import { EditorState } from 'prosemirror-state';
import { EditorView } from 'prosemirror-view';

declare global {
  interface Window {
    /** Puts an editor into a place and returns a way to read its document. */
    makeEditor(place: Element, text: string): () => unknown;
  }
}

window.makeEditor = (place, text) => {
  const doc = schema.node('doc', null, [schema.node('paragraph', null, [schema.text(text)])]);
  const view = new EditorView(place, { state: EditorState.create({ doc, plugins: [keymap(baseKeymap)] }) });
  return () => view.state.doc.toJSON();
};
