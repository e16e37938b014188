/** The tools, in one bar that unfolds from one button; the same for the customer and for agents. */
import { signal, type Signal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { inkColors, MAX_STAMP_TEXT, stamps, type InkAct, type InkHand, type Stamp } from '../shared/ink.ts';
import { toolKeys } from './pad.ts';

export interface ToolWords {
  readonly draw: string;
  readonly tools: string;
  readonly done: string;
  readonly tool: Readonly<Record<InkHand['tool'], string>>;
  readonly colors: string;
  readonly color: Readonly<Record<(typeof inkColors)[number], string>>;
  readonly stamps: string;
  readonly stamp: Readonly<Record<Stamp, string>>;
  readonly stampText: string;
  readonly undo: string;
  readonly clearMine: string;
  readonly clearAll: string;
}

export interface Tools {
  readonly open: Signal<boolean>;
  readonly tool: Signal<InkHand['tool'] | null>;
  readonly color: Signal<string>;
  readonly stamp: Signal<Stamp>;
  readonly text: Signal<string>;
}

/** `color`: what one begins with, so that two people differ. */
export function createTools(color: (typeof inkColors)[number]): Tools {
  return { open: signal(false), tool: signal(null), color: signal<string>(color), stamp: signal('here'), text: signal('') };
}

export function handOf(tools: Tools): InkHand | null {
  const tool = tools.tool.value;
  return tool && { tool, color: tools.color.value, stamp: tools.stamp.value, text: tools.text.value.trim() };
}

const order: readonly InkHand['tool'][] = ['laser', 'pen', 'vanish', 'arrow', 'box', 'highlight', 'stamp'];

export interface ToolBarProps {
  readonly tools: Tools;
  readonly words: ToolWords;
  /** May not draw now; what is left is the laser. */
  readonly pointOnly?: boolean;
  /** The hand is another one. `focus`: it was chosen by a key. */
  readonly changed: (focus: boolean) => void;
  readonly act: (act: InkAct) => void;
}

export function ToolBar({ tools, words, pointOnly = false, changed, act }: ToolBarProps) {
  const choose = (tool: InkHand['tool'], focus: boolean) => {
    tools.tool.value = tools.tool.value === tool ? null : tool;
    changed(focus);
  };
  const close = () => {
    tools.open.value = false;
    tools.tool.value = null;
    changed(false);
  };
  return (
    <div
      class="tools"
      role="toolbar"
      aria-label={words.tools}
      data-testid="tools"
      onKeyDown={(event) => {
        if (event.key === 'Escape') close();
        else if (event.key === 'ArrowRight' || event.key === 'ArrowLeft')
          step(event.currentTarget, event.key === 'ArrowRight' ? 1 : -1, event);
        else {
          const tool = event.ctrlKey || event.metaKey || event.altKey ? undefined : toolKeys[event.key.toLowerCase()];
          if (!tool || isField(event.target) || (pointOnly && tool !== 'laser')) return;
          choose(tool, true);
          event.preventDefault();
        }
      }}
    >
      <div class="tool-row">
        {order.map((tool) => (
          <button
            type="button"
            key={tool}
            class="tool"
            data-tool={tool}
            title={words.tool[tool]}
            aria-label={words.tool[tool]}
            aria-pressed={tools.tool.value === tool}
            aria-keyshortcuts={keyOf(tool)}
            disabled={pointOnly && tool !== 'laser'}
            // A click without a place was made by a key.
            onClick={(event) => choose(tool, event.detail === 0)}
          >
            <ToolMark tool={tool} />
          </button>
        ))}
        <button type="button" class="tool done" title={words.done} aria-label={words.done} onClick={close}>
          <Mark>
            <path d="M6.5 6.5l11 11M17.5 6.5l-11 11" />
          </Mark>
        </button>
      </div>
      {tools.tool.value === 'stamp' && (
        <div class="tool-row stamps">
          <div class="tool-group" role="group" aria-label={words.stamps}>
            {stamps.map((stamp) => (
              <button
                type="button"
                key={stamp}
                class="tool stamp"
                title={words.stamp[stamp]}
                aria-label={words.stamp[stamp]}
                aria-pressed={tools.stamp.value === stamp}
                onClick={() => {
                  tools.stamp.value = stamp;
                  changed(false);
                }}
              >
                {stampSigns[stamp]}
              </button>
            ))}
          </div>
          <input
            class="field"
            aria-label={words.stampText}
            placeholder={words.stampText}
            maxLength={MAX_STAMP_TEXT}
            autoComplete="off"
            value={tools.text.value}
            onInput={(event) => {
              tools.text.value = event.currentTarget.value;
              changed(false);
            }}
          />
        </div>
      )}
      {!pointOnly && (
        <div class="tool-row">
          <div class="tool-group swatches" role="group" aria-label={words.colors}>
            {inkColors.map((color) => (
              <button
                type="button"
                key={color}
                class="swatch"
                title={words.color[color]}
                aria-label={words.color[color]}
                aria-pressed={tools.color.value === color}
                onClick={() => {
                  tools.color.value = color;
                  changed(false);
                }}
              >
                <svg viewBox="0 0 20 20" aria-hidden="true">
                  <circle cx="10" cy="10" r="9" fill={color} />
                </svg>
              </button>
            ))}
          </div>
          <button type="button" class="tool" title={words.undo} aria-label={words.undo} onClick={() => act({ do: 'undo' })}>
            <Mark>
              <path d="M8 5L4 9l4 4M4.5 9H14a5 5 0 010 10h-3" />
            </Mark>
          </button>
          <button
            type="button"
            class="tool"
            title={words.clearMine}
            aria-label={words.clearMine}
            onClick={() => act({ do: 'clear', whose: 'mine' })}
          >
            <Mark>
              <path d="M9 19h11M5.6 13.4l7.8-7.8a2 2 0 012.8 0l2.2 2.2a2 2 0 010 2.8L11 18H8.4l-2.8-2.8a1.3 1.3 0 010-1.8z" />
            </Mark>
          </button>
          <button
            type="button"
            class="tool"
            title={words.clearAll}
            aria-label={words.clearAll}
            onClick={() => act({ do: 'clear', whose: 'all' })}
          >
            <Mark>
              <path d="M5 7h14M10 7V4.5h4V7M7 7l.8 12.5h8.4L17 7M10.3 10.5v5.5M13.7 10.5v5.5" />
            </Mark>
          </button>
        </div>
      )}
    </div>
  );
}

/** What the bar unfolds from. */
export function DrawButton({ tools, words, disabled = false }: { tools: Tools; words: ToolWords; disabled?: boolean }) {
  return (
    <button
      type="button"
      class="press draw"
      data-testid="draw"
      title={words.draw}
      aria-expanded={tools.open.value}
      disabled={disabled}
      onClick={() => (tools.open.value = !tools.open.value)}
    >
      <ToolMark tool="pen" />
      <span class="words">{words.draw}</span>
    </button>
  );
}

const stampSigns: Readonly<Record<Stamp, string>> = { here: '↓', tick: '✓', cross: '✕', question: '?', note: '✎' };

function Mark({ children }: { children: ComponentChildren }) {
  return (
    <svg
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      stroke-width="1.9"
      stroke-linecap="round"
      stroke-linejoin="round"
      aria-hidden="true"
    >
      {children}
    </svg>
  );
}

function ToolMark({ tool }: { tool: InkHand['tool'] }) {
  return <Mark>{shapes[tool]}</Mark>;
}

const shapes: Readonly<Record<InkHand['tool'], ComponentChildren>> = {
  laser: (
    <>
      <circle cx="12" cy="12" r="2.6" fill="currentColor" />
      <path d="M12 3.5v3M12 17.5v3M3.5 12h3M17.5 12h3M6 6l2.1 2.1M15.9 15.9L18 18M18 6l-2.1 2.1M8.1 15.9L6 18" />
    </>
  ),
  pen: <path d="M4 20l1-4.5L16.2 4.3a1.9 1.9 0 012.7 0l.8.8a1.9 1.9 0 010 2.7L8.5 19z" />,
  vanish: (
    <>
      <path d="M3.5 16c3-8 6-8 7.5-3.5" />
      <path d="M12.3 15.5c1.4 2.6 3 2.2 4-.3M17.7 12.3l.8-1.8M19.5 8l.6-1.4" stroke-dasharray="2.4 2.6" />
    </>
  ),
  arrow: <path d="M5 19L18.5 5.5M9.5 5h9.5v9.5" />,
  box: <rect x="4" y="5.5" width="16" height="13" rx="2" />,
  highlight: (
    <>
      <rect x="7.5" y="8.5" width="9" height="7" rx="1" fill="currentColor" stroke="none" opacity=".45" />
      <path d="M4 8.5V6a2 2 0 012-2h2.5M15.5 4H18a2 2 0 012 2v2.5M20 15.5V18a2 2 0 01-2 2h-2.5M8.5 20H6a2 2 0 01-2-2v-2.5" />
    </>
  ),
  stamp: (
    <path d="M5 4.5h14a1.5 1.5 0 011.5 1.5v9a1.5 1.5 0 01-1.5 1.5h-7L8 20.5v-4H5A1.5 1.5 0 013.5 15V6A1.5 1.5 0 015 4.5zM8.5 10.3l2.4 2.4 4.6-4.6" />
  ),
};

function keyOf(tool: InkHand['tool']): string | undefined {
  return Object.keys(toolKeys)
    .find((key) => toolKeys[key] === tool)
    ?.toUpperCase();
}

function isField(target: EventTarget | null): boolean {
  return target instanceof HTMLInputElement;
}

/** The next button of the bar, round and round. */
function step(bar: HTMLElement, by: 1 | -1, event: KeyboardEvent): void {
  if (isField(event.target)) return;
  const buttons = [...bar.querySelectorAll<HTMLButtonElement>('button:not(:disabled)')];
  const at = buttons.findIndex((button) => button === document.activeElement);
  buttons[(at + by + buttons.length) % buttons.length]?.focus();
  event.preventDefault();
}
