/** An agent asks for a page in another tab: the customer's own press opens it, which is what browsers want. */
import { answerTab, people, tabAsk } from './dock-state.ts';
import { nameOf, strings } from './strings.ts';

export function TabAsk() {
  const ask = tabAsk.value;
  const name = nameOf(people.value.find(({ id }) => id === ask?.from) ?? { name: '' });
  const text = ask && strings.asksTab({ name, site: URL.canParse(ask.url) ? new URL(ask.url).host : ask.url });
  return (
    // There before anything is said in it, so that a screen reader hears what comes.
    <div class={ask ? 'notice shown ask' : 'notice'} role="status" data-testid="dock-tab-ask">
      {ask && (
        <div role="group" aria-label={text}>
          <p title={ask.url}>{text}</p>
          <div class="choices">
            <a class="button primary" href={ask.href} target="_blank" rel="noopener" onClick={() => answerTab(ask.id, true)}>
              {strings.openTab}
            </a>
            <button type="button" class="button" onClick={() => answerTab(ask.id, false)}>
              {strings.refuse}
            </button>
          </div>
        </div>
      )}
    </div>
  );
}
