/** The agent's pointing and drawing tools, folded into one button at the foot of the page's picture. */
import { useEffect, useRef } from 'preact/hooks';
import { createTools, DrawButton, handOf, ToolBar } from '../../ink/index.ts';
import { joined } from '../open-sessions.ts';
import { ink } from '../strings.ts';
import { draw, handChosen, takeHand } from '../viewer-port.ts';

const tools = createTools('#1971c2');

export function Tools() {
  const now = joined.value;
  const me = now?.people.find((person) => person.id === now.you);
  const bar = useRef<HTMLDivElement>(null);
  const live = now?.state === 'live' && (me?.rights.point === true || me?.rights.draw === true);
  const { open } = tools;
  const changed = (focus: boolean) => takeHand(handOf(tools), focus);
  useEffect(() => {
    handChosen((tool) => {
      tools.tool.value = tool;
      takeHand(handOf(tools), tool !== null);
      if (tool === null) bar.current?.querySelector('button')?.focus();
    });
  }, []);
  // A tool that may not be used any more is put away.
  useEffect(() => {
    if (live || !open.value) return;
    open.value = false;
    tools.tool.value = null;
    changed(false);
  }, [live]);
  // Pressed once more, whatever has the focus in the console: the toolbar itself and the page's picture answer first.
  useEffect(() => {
    if (!open.value) return;
    const put = (event: KeyboardEvent) => {
      if (event.key !== 'Escape' || event.defaultPrevented || document.querySelector('dialog[open]') !== null) return;
      open.value = false;
      tools.tool.value = null;
      changed(false);
    };
    window.addEventListener('keydown', put);
    return () => window.removeEventListener('keydown', put);
  }, [open.value]);
  if (!live) return null;
  return (
    <div class={open.value ? 'tool-dock open' : 'tool-dock'} ref={bar}>
      {open.value ? (
        <ToolBar tools={tools} words={ink} pointOnly={!me.rights.draw} changed={changed} act={draw} />
      ) : (
        <DrawButton tools={tools} words={ink} />
      )}
    </div>
  );
}
