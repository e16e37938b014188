/** What cannot work on the customer's page, in words, until it is dismissed or the page is another. */
import { dismiss, notices } from '../open-sessions.ts';
import { strings } from '../strings.ts';
import { CloseIcon } from './icons.tsx';

export function Notices() {
  return (
    // There before anything is said in it, so that a screen reader hears what comes.
    <div class="notices" role="status" data-testid="notices">
      {notices.value.map(({ id, code }) => (
        <div key={id} class="notice-line" data-testid="notice" data-code={code}>
          <p>{strings.notices[code]}</p>
          <button type="button" class="press" title={strings.dismiss} aria-label={strings.dismiss} onClick={() => dismiss(id)}>
            <CloseIcon />
          </button>
        </div>
      ))}
    </div>
  );
}
