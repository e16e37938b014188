/** What cannot work on this page, in words, one at a time, until it is dismissed or the page is another. */
import { dismissNotice, notice } from './dock-state.ts';
import { CloseMark } from './marks.tsx';
import { strings } from './strings.ts';

export function Notice() {
  const now = notice.value;
  return (
    // There before anything is said in it, so that a screen reader hears what comes.
    <div class={now ? 'notice shown' : 'notice'} role="status" data-testid="dock-notice" data-code={now?.code}>
      {now && (
        <>
          <p>{strings.notices[now.code]}</p>
          <button
            type="button"
            class="press"
            data-testid="dock-notice-dismiss"
            title={strings.dismiss}
            aria-label={strings.dismiss}
            onClick={() => dismissNotice(now.id)}
          >
            <CloseMark />
          </button>
        </>
      )}
    </div>
  );
}
