/** The thing that is looked at: zoomed and moved by each for themselves, drawn on by all. */
import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { createTools, domOf, DrawButton, handOf, INK_STYLE, InkLayer, InkPad, ToolBar, type Anchor, type Box } from '../ink/index.ts';
import { BOARD_FRAME, type BoardItem } from '../shared/board.ts';
import type { FrameId } from '../shared/ids.ts';
import type { InkNews } from '../shared/ink.ts';
import { addressOf, ink as kept, isGuest, nameOf, people, tell, you } from './board-state.ts';
import { ink, strings } from './strings.ts';

const ZOOM_STEP = 1.4;
const ZOOM_MAX = 8;

/** While they are out they have the room of everything else. */
export const tools = createTools(isGuest ? '#1971c2' : '#d6336c');
let current: { readonly item: number; readonly layer: InkLayer; readonly pad: InkPad } | undefined;

const sheet = new CSSStyleSheet();
sheet.replaceSync(INK_STYLE);
document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];

export function inkNews(item: number, news: InkNews): void {
  if (current?.item !== item) return;
  current.layer.news(news);
  if (news.is === 'put' && news.item.by === you.value) current.pad.echoed();
}

export function View({ item }: { item: BoardItem }) {
  const room = useRef<HTMLDivElement>(null);
  const thing = useRef<HTMLDivElement>(null);
  const zoom = useSignal(1);
  const at = useSignal({ x: 0, y: 0 });
  const held = useRef<{ x: number; y: number } | undefined>(undefined);
  const me = people.value.find(({ id }) => id === you.value);
  const mayDraw = me?.rights.draw === true;

  useEffect(() => {
    zoom.value = 1;
    at.value = { x: 0, y: 0 };
    const root = document.createElement('div');
    root.className = 'inks';
    room.current?.append(root);
    const boxOf = (): Box | undefined => {
      const outer = room.current?.getBoundingClientRect();
      // The picture itself: what is around it differs from window to window.
      const inner = thing.current?.firstElementChild?.getBoundingClientRect();
      return outer && inner && inner.width > 0
        ? { left: inner.left - outer.left, top: inner.top - outer.top, width: inner.width, height: inner.height }
        : undefined;
    };
    const frame = BOARD_FRAME as FrameId; // the board's one frame
    const layer = new InkLayer({
      dom: domOf(document),
      root,
      boxOf: (_frame, node) => (node === item.id ? boxOf() : undefined),
      person: (by) => people.value.find(({ id }) => id === by),
      words: { drawn: (tool, name) => (name ? ink.drawnBy[tool]({ name }) : ink.drawn[tool]), stamp: ink.stamp },
    });
    const hit = (): Anchor | undefined => {
      const box = boxOf();
      return box && { frame, node: item.id, box, around: () => undefined };
    };
    const pad = new InkPad({
      dom: domOf(document),
      root,
      layer,
      label: ink.pad,
      me: () => you.value,
      pointOf: ({ clientX, clientY }) => {
        const outer = root.getBoundingClientRect();
        return { x: clientX - outer.left, y: clientY - outer.top };
      },
      size: () => ({ width: root.clientWidth, height: root.clientHeight }),
      hit,
      send: (act) => tell({ type: 'ink', item: item.id, act }),
      chosen: (tool) => {
        tools.tool.value = tool;
        pad.take(handOf(tools) ?? undefined, tool !== null);
      },
    });
    current = { item: item.id, layer, pad };
    layer.news({ is: 'all', items: kept.get(item.id) ?? [] });
    pad.take(handOf(tools) ?? undefined);
    const watch = new ResizeObserver(() => layer.move());
    if (room.current) watch.observe(room.current);
    if (thing.current) watch.observe(thing.current);
    return () => {
      watch.disconnect();
      pad.take(undefined);
      root.remove();
      current = undefined;
    };
  }, [item.id]);
  useEffect(() => current?.layer.moveNow());

  const zoomTo = (wanted: number) => {
    zoom.value = Math.min(ZOOM_MAX, Math.max(1, wanted));
    if (zoom.value === 1) at.value = { x: 0, y: 0 };
  };
  const isPicture = item.kind === 'file';
  const name = item.name || (item.kind === 'page' ? item.url : item.mime.startsWith('video') ? strings.video : strings.picture);
  return (
    <>
      <div
        class="room"
        ref={room}
        data-testid="board-room"
        onWheel={(event) => {
          if (!isPicture) return;
          event.preventDefault();
          zoomTo(zoom.value * (event.deltaY < 0 ? 1.15 : 1 / 1.15));
        }}
        onPointerDown={(event) => {
          if (zoom.value > 1 && event.isPrimary) held.current = { x: event.clientX - at.value.x, y: event.clientY - at.value.y };
        }}
        onPointerMove={(event) => {
          if (held.current && event.isPrimary) at.value = { x: event.clientX - held.current.x, y: event.clientY - held.current.y };
        }}
        onPointerUp={() => (held.current = undefined)}
        onPointerCancel={() => (held.current = undefined)}
      >
        <div
          class="thing"
          ref={(element) => {
            thing.current = element;
            if (element) element.style.transform = `translate(${at.value.x}px,${at.value.y}px) scale(${zoom.value})`;
          }}
        >
          {item.kind === 'page' ? (
            <div class="page-card" data-testid="board-page">
              <strong>{item.name || hostOf(item.url)}</strong>
              <span class="soft small">{item.url}</span>
              {item.href !== undefined && (
                <a class="button primary" href={item.href} target="_blank" rel="noopener">
                  {strings.open}
                </a>
              )}
            </div>
          ) : item.mime.startsWith('video') ? (
            <video
              src={addressOf(item)}
              controls
              playsInline
              preload="metadata"
              aria-label={name}
              onLoadedMetadata={() => current?.layer.move()}
            />
          ) : (
            <img
              src={addressOf(item)}
              alt={strings.thing({ name: name, by: nameOf(item.by) })}
              draggable={false}
              onLoad={() => current?.layer.move()}
            />
          )}
        </div>
      </div>
      {!tools.open.value && (
        <div class="board-bar">
          {isPicture && (
            <div class="tool-group" role="group">
              <button
                type="button"
                class="tool"
                aria-label={strings.smaller}
                title={strings.smaller}
                disabled={zoom.value <= 1}
                onClick={() => zoomTo(zoom.value / ZOOM_STEP)}
              >
                −
              </button>
              <button
                type="button"
                class="tool"
                aria-label={strings.larger}
                title={strings.larger}
                disabled={zoom.value >= ZOOM_MAX}
                onClick={() => zoomTo(zoom.value * ZOOM_STEP)}
              >
                +
              </button>
              <button type="button" class="button quiet small" disabled={zoom.value === 1} onClick={() => zoomTo(1)}>
                {strings.fit}
              </button>
            </div>
          )}
          <button type="button" class="button quiet small" onClick={() => tell({ type: 'show', item: item.id })}>
            {strings.showAll}
          </button>
          {item.kind === 'file' && (
            <a class="button quiet small" href={`${addressOf(item)}?download`} download={name}>
              {strings.save}
            </a>
          )}
          {(item.by === you.value || me?.role === 'customer') && (
            <button type="button" class="button quiet small" onClick={() => tell({ type: 'remove', item: item.id })}>
              {strings.remove}
            </button>
          )}
          <DrawButton tools={tools} words={ink} />
        </div>
      )}
      {tools.open.value && (
        <ToolBar
          tools={tools}
          words={ink}
          pointOnly={!mayDraw}
          changed={(focus) => current?.pad.take(handOf(tools) ?? undefined, focus)}
          act={(act) => tell({ type: 'ink', item: item.id, act })}
        />
      )}
    </>
  );
}

function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : url;
}
