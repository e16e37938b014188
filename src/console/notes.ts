/** Notes on a session: saved as they are written, and never lost to a colleague who writes at the same time. */
import { signal } from '@preact/signals';
import { merged } from './merge-notes.ts';
import { request } from './request.ts';

/** After the last key (ms). */
const SAVE_AFTER_MS = 700;
const AGAIN_MS = 4_000;

interface Answer {
  readonly text: string;
  readonly version: number;
  readonly kept?: boolean;
  readonly saved?: boolean;
}

export type NotesState = 'loading' | 'saved' | 'saving' | 'merged' | 'lost' | 'none';

export class Notes {
  readonly text = signal('');
  readonly state = signal<NotesState>('loading');
  readonly kept = signal(false);
  readonly #path: string;
  #version = 0;
  #savedText = '';
  #timer: number | undefined;
  #saving = false;

  constructor(session: string) {
    this.#path = `/sessions/${session}/notes`;
    void this.#load();
  }

  write(text: string): void {
    this.text.value = text;
    this.state.value = 'saving';
    this.#later(SAVE_AFTER_MS);
  }

  /** A colleague wrote. What is not saved here yet is put together with it when it is. */
  heard(version: number): void {
    if (version > this.#version && !this.#saving && this.text.value === this.#savedText) void this.#load();
  }

  /** What is not saved yet is saved now. */
  close(): void {
    window.clearTimeout(this.#timer);
    if (this.text.value !== this.#savedText) void this.#save();
  }

  async #load(): Promise<void> {
    const answer = await request<Answer>('GET', this.#path);
    if (!answer.ok) {
      // Who may not read them has none.
      this.state.value = 'none';
      return;
    }
    // Somebody writes here by now, or wrote while this was on its way.
    if (this.#version > answer.value.version || this.text.value !== this.#savedText) return;
    this.#version = answer.value.version;
    this.#savedText = answer.value.text;
    this.text.value = answer.value.text;
    this.kept.value = answer.value.kept === true;
    this.state.value = 'saved';
  }

  async #save(): Promise<void> {
    if (this.#saving) return this.#later(SAVE_AFTER_MS);
    this.#saving = true;
    const text = this.text.value;
    const answer = await request<Answer>('PUT', this.#path, { text, base: this.#version });
    this.#saving = false;
    if (!answer.ok) {
      this.state.value = 'lost';
      if (answer.code === 'OFFLINE') this.#later(AGAIN_MS);
      return;
    }
    const base = this.#savedText;
    this.#version = answer.value.version;
    this.#savedText = answer.value.text;
    if (answer.value.saved === false) {
      this.text.value = merged(base, this.text.value, answer.value.text);
      this.state.value = 'merged';
      this.#later(SAVE_AFTER_MS);
    } else if (this.text.value === text) this.state.value = this.state.value === 'merged' ? 'merged' : 'saved';
  }

  #later(ms: number): void {
    window.clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => void this.#save(), ms);
  }
}
