/** The list of keys, on `?`, and the switch that turns them off. */
import { useEffect, useRef } from 'preact/hooks';
import { keys, keysInUse, keysShown, useKeys } from '../keys.ts';
import { work } from '../strings.ts';

export function Keys() {
  const words = work.keys;
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    if (keysShown.value) dialog.current?.showModal();
    else dialog.current?.close();
  }, [keysShown.value]);
  return (
    <dialog ref={dialog} aria-labelledby="keys-title" data-testid="keys" onClose={() => (keysShown.value = false)}>
      <h2 id="keys-title">{words.open}</h2>
      <p class="soft small">{words.lead}</p>
      <dl class="keys">
        {keys.map(({ key, deed }) => (
          <div key={deed}>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{words.does[deed]}</dd>
          </div>
        ))}
      </dl>
      <p class="soft small">{words.wayOut}</p>
      <label class="check">
        <input
          type="checkbox"
          checked={keysInUse.value}
          data-testid="keys-use"
          onChange={(event) => useKeys(event.currentTarget.checked)}
        />
        {words.use}
      </label>
      <div class="row tight choices">
        <button type="button" class="button" onClick={() => (keysShown.value = false)}>
          {words.close}
        </button>
      </div>
    </dialog>
  );
}

export function KeysButton() {
  return (
    <button type="button" class="button quiet keys-button" data-testid="keys-open" onClick={() => (keysShown.value = true)}>
      {work.keys.open}
    </button>
  );
}
