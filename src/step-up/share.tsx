/** The customer's window for more than the page: who asks for what, in words; the press; and what goes out, with one large button to stop. */
import { render } from 'preact';
import type { ParticipantId } from '../shared/ids.ts';
import type { Step } from '../shared/roles.ts';
import { named as branded } from '../words/brand.ts';
import { listed } from '../words/page.ts';
import { Picture, Points, Sound } from './parts.tsx';
import {
  asking,
  asks,
  begin,
  captured,
  failed,
  has,
  people,
  points,
  reached,
  refuse,
  setSilent,
  silent,
  startShare,
  state,
  stop,
  theirs,
} from './share-state.ts';
import { nameOf, strings } from './strings.ts';

const words = strings.window;

function named(id: ParticipantId): string {
  return nameOf(people.value.find((person) => person.id === id) ?? { name: '' });
}

function Ask({ step }: { step: Step }) {
  const who = asks.value.filter((one) => one.step === step).map(({ participant }) => participant);
  const isOn = captured.value.has(step);
  const tell = words.tell[step];
  return (
    <section class="card ask" aria-labelledby={`ask-${step}`} data-testid="share-ask" data-step={step}>
      <div id={`ask-${step}`} role="alert">
        {who.map((id) => (
          <h2 key={id}>{strings.asks[step]({ name: named(id) })}</h2>
        ))}
      </div>
      {!isOn && (
        <ul class="told">
          <li>{tell.what}</li>
          <li>{branded(tell.more)}</li>
          <li>{tell.stop}</li>
        </ul>
      )}
      <div class="presses">
        <button type="button" class="button primary" data-testid="share-begin" onClick={() => void begin(step, who)}>
          {isOn ? words.also({ name: listed(who.map(named)) }) : words.start[step]}
        </button>
        <button type="button" class="button" data-testid="share-refuse" onClick={() => refuse(step)}>
          {strings.no}
        </button>
      </div>
    </section>
  );
}

function Going({ step, stream }: { step: Step; stream: MediaStream }) {
  const who = has.value.filter((one) => one.step === step).map(({ participant }) => participant);
  const late = who.filter((id) => !reached.value.some((one) => one.step === step && one.participant === id));
  const coming = theirs.value.filter((one) => one.step === step);
  const isSilent = silent.value.has(step);
  return (
    <section class="card going" aria-labelledby={`on-${step}`} data-testid="share-on" data-step={step}>
      <h2 id={`on-${step}`} role="status">
        <span class="lamp" />
        {late.length > 0 ? words.reaching({ name: listed(late.map(named)) }) : strings.on[step]({ names: listed(who.map(named)) })}
      </h2>
      {step === 'screen' && (
        <div class="shown">
          <Picture stream={stream} label={words.preview} testId="share-preview" />
          <Points points={points.value} people={people.value} />
        </div>
      )}
      {step === 'camera' && (
        <div class="faces">
          {coming.map((one) => (
            <figure key={one.participant}>
              <Picture stream={one.stream} label={named(one.participant)} testId="share-face" />
              <figcaption>{named(one.participant)}</figcaption>
            </figure>
          ))}
          <figure class="own">
            <Picture stream={stream} label={words.own} testId="share-own" />
            <figcaption>{words.own}</figcaption>
          </figure>
        </div>
      )}
      {step === 'voice' && coming.map((one) => <Sound key={one.participant} stream={one.stream} testId="share-sound" />)}
      <div class="presses">
        {step !== 'screen' && (
          <button
            type="button"
            class="button"
            aria-pressed={isSilent}
            data-testid="share-silent"
            onClick={() => setSilent(step, !isSilent)}
          >
            {step === 'voice' ? (isSilent ? strings.unmute : strings.mute) : isSilent ? strings.cameraOn : strings.cameraOff}
          </button>
        )}
        <button type="button" class="button stop" data-testid="share-stop" onClick={() => stop(step)}>
          {strings.dock.stop[step]}
        </button>
      </div>
    </section>
  );
}

function Share() {
  const now = state.value;
  const isOver = now === 'ended' || now === 'elsewhere';
  const going = [...captured.value];
  return (
    <main class="share">
      <h1>{words.title}</h1>
      {now !== 'open' && (
        <p class={isOver ? 'notice' : 'soft'} role="status">
          {words[now]}
        </p>
      )}
      {!isOver && (
        <>
          {failed.value && (
            <p class="notice" role="alert" data-testid="share-failed">
              {words.refused}
            </p>
          )}
          {asking.value.map((step) => (
            <Ask key={step} step={step} />
          ))}
          {going.map(([step, stream]) => (
            <Going key={step} step={step} stream={stream} />
          ))}
          {going.length > 0 ? (
            <p class="soft small">{words.keep}</p>
          ) : (
            now === 'open' &&
            asking.value.length === 0 && (
              <p class="soft" role="status" data-testid="share-idle">
                {words.idle}
              </p>
            )
          )}
        </>
      )}
    </main>
  );
}

const root = document.querySelector('#share');
if (root) render(<Share />, root);
startShare();
