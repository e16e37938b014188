/** A session's state: a word and a colour, never the colour alone. */
import type { SessionState } from '../../shared/messages.ts';
import { strings } from '../strings.ts';

export function StateChip({ state }: { state: SessionState }) {
  return (
    <span class={`chip ${state}`} title={strings.stateHints[state]} data-testid="state" data-state={state}>
      {strings.states[state]}
    </span>
  );
}
