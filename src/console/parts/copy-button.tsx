/** Copies a text and says that it did. */
import { useSignal } from '@preact/signals';
import { strings } from '../strings.ts';
import { CheckIcon, CopyIcon } from './icons.tsx';

const SAID_MS = 2500;

export function CopyButton({ text, field }: { text: string; field: string }) {
  const copied = useSignal(false);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      copied.value = true;
      window.setTimeout(() => (copied.value = false), SAID_MS);
    } catch {
      // Refused by the browser, or plain http: the text is selected, so that Ctrl+C does it.
      const input = document.getElementById(field);
      if (input instanceof HTMLInputElement) input.select();
    }
  };
  return (
    <>
      <button type="button" class="button" data-testid="copy-link" onClick={() => void copy()}>
        {copied.value ? <CheckIcon /> : <CopyIcon />}
        {copied.value ? strings.invite.copied : strings.invite.copy}
      </button>
      {/* Within the button it would take the button's name away. */}
      <span class="unseen" role="status">
        {copied.value && strings.invite.copied}
      </span>
    </>
  );
}
