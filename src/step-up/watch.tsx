/** The agent's frame for more than the page: a strip of what can be asked for, and the customer's screen when it comes. */
import { useSignal } from '@preact/signals';
import { render } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { steps, type Step } from '../shared/roles.ts';
import { Picture, Points, Sound } from './parts.tsx';
import { nameOf, strings } from './strings.ts';
import {
  ask,
  asks,
  coming,
  customer,
  leave,
  mine,
  offers,
  own,
  people,
  point,
  points,
  said,
  setSilent,
  silent,
  startWatch,
  state,
  tellHeight,
  you,
} from './watch-state.ts';

const words = strings.guest;

/** One of the three: to be asked for, asked for, or here. */
function Offer({ step }: { step: Step }) {
  const offer = offers.value[step];
  const isAsked = asks.value.some((one) => one.step === step && one.participant === you.value);
  const isMine = mine.value.includes(step);
  if (offer === 'off' && !isMine) return null;
  if (isMine) {
    const isSilent = silent.value.has(step);
    return (
      <div class="step-offer on" data-testid="watch-on" data-step={step}>
        {!coming.value.has(step) && <span class="soft small">{words.reaching}</span>}
        {step !== 'screen' && own.value.has(step) && (
          <button
            type="button"
            class="button"
            aria-pressed={isSilent}
            data-testid="watch-silent"
            onClick={() => setSilent(step, !isSilent)}
          >
            {step === 'voice' ? (isSilent ? strings.unmute : strings.mute) : isSilent ? strings.cameraOn : strings.cameraOff}
          </button>
        )}
        <button type="button" class="button stop" data-testid="watch-leave" onClick={() => leave(step)}>
          {words.leave[step]}
        </button>
      </div>
    );
  }
  if (isAsked) {
    return (
      <div class="step-offer" data-testid="watch-waiting" data-step={step}>
        <span role="status">{words.waiting[step]}</span>
        <button type="button" class="button quiet" onClick={() => leave(step)}>
          {words.withdraw}
        </button>
      </div>
    );
  }
  const why = offer === 'ready' || offer === 'off' ? '' : words.why[offer];
  return (
    <div class="step-offer" data-testid="watch-offer" data-step={step} data-offer={offer}>
      <button
        type="button"
        class="button"
        data-testid="watch-ask"
        disabled={why !== '' || state.value !== 'open'}
        aria-describedby={why ? `why-${step}` : undefined}
        onClick={() => void ask(step)}
      >
        {words.ask[step]}
      </button>
      {why && (
        <span id={`why-${step}`} class="soft small">
          {why}
        </span>
      )}
    </div>
  );
}

function Screen({ stream }: { stream: MediaStream }) {
  const isActual = useSignal(false);
  const box = useSignal<{ left: number; top: number; width: number; height: number } | undefined>(undefined);
  const stage = useRef<HTMLDivElement>(null);
  const whole = useRef<HTMLDivElement>(null);
  const measure = () => {
    const video = stage.current?.querySelector('video');
    const outer = stage.current;
    if (!video || !outer) return;
    const [inner, around] = [video.getBoundingClientRect(), outer.getBoundingClientRect()];
    box.value = {
      left: inner.left - around.left + outer.scrollLeft,
      top: inner.top - around.top + outer.scrollTop,
      width: inner.width,
      height: inner.height,
    };
  };
  useEffect(() => {
    const watch = new ResizeObserver(measure);
    for (const one of [stage.current, stage.current?.querySelector('video')]) if (one) watch.observe(one);
    return () => {
      watch.disconnect();
      point(null);
    };
  }, []);
  useEffect(measure, [isActual.value]);
  const name = nameOf(customer.value ?? { name: '' });
  const at = (event: PointerEvent) => {
    const inner = stage.current?.querySelector('video')?.getBoundingClientRect();
    if (!inner || inner.width === 0) return;
    const x = (event.clientX - inner.left) / inner.width;
    const y = (event.clientY - inner.top) / inner.height;
    point(x >= 0 && x <= 1 && y >= 0 && y <= 1 ? { x, y } : null);
  };
  return (
    <div class="screen" ref={whole}>
      <div class="screen-bar">
        <strong>{words.seeing({ name })}</strong>
        <span class="soft small wide">{words.pointing}</span>
        <span class="grow" />
        <button type="button" class="button quiet small" aria-pressed={isActual.value} onClick={() => (isActual.value = !isActual.value)}>
          {isActual.value ? words.fit : words.actual}
        </button>
        {document.fullscreenEnabled && (
          <button
            type="button"
            class="button quiet small"
            onClick={() => void (document.fullscreenElement ? document.exitFullscreen() : whole.current?.requestFullscreen())}
          >
            {words.fullscreen}
          </button>
        )}
      </div>
      <div
        ref={stage}
        class={isActual.value ? 'screen-stage actual' : 'screen-stage'}
        data-testid="watch-stage"
        onPointerMove={at}
        onPointerLeave={() => point(null)}
      >
        <Picture stream={stream} label={words.seeing({ name })} testId="watch-screen" onSize={measure} />
        {box.value && (
          <div
            class="over"
            style={{
              left: `${box.value.left}px`,
              top: `${box.value.top}px`,
              width: `${box.value.width}px`,
              height: `${box.value.height}px`,
            }}
          >
            <Points points={points.value} people={people.value} />
          </div>
        )}
      </div>
    </div>
  );
}

function Watch() {
  const screen = coming.value.get('screen');
  const face = coming.value.get('camera');
  const voice = coming.value.get('voice');
  const self = own.value.get('camera');
  const strip = useRef<HTMLDivElement>(null);
  const name = nameOf(customer.value ?? { name: '' });
  const isOver = state.value === 'ended' || state.value === 'elsewhere';
  const asksScreen = offers.value.screen === 'ready' && !mine.value.includes('screen');
  // A strip is as high as its words are; a picture takes what there is.
  useEffect(() => {
    if (screen) {
      tellHeight(null);
      return;
    }
    const now = strip.current;
    if (!now) return;
    const watch = new ResizeObserver(() => tellHeight(now.offsetHeight));
    watch.observe(now);
    return () => watch.disconnect();
  }, [screen === undefined]);
  return (
    <main class={screen ? 'watch with-screen' : 'watch'}>
      <h1 class="unseen">{strings.console.open}</h1>
      {screen && <Screen stream={screen} />}
      <div class="strip" ref={strip}>
        {isOver ? (
          <p role="status">{words.ended}</p>
        ) : (
          <>
            <div class="step-offers">
              {steps.map((step) => (
                <Offer key={step} step={step} />
              ))}
            </div>
            {asksScreen && <p class="soft small">{words.unmasked}</p>}
            {(face ?? self) && (
              <div class="faces">
                {face && (
                  <figure>
                    <Picture stream={face} label={name} testId="watch-face" />
                    <figcaption>{name}</figcaption>
                  </figure>
                )}
                {self && mine.value.includes('camera') && (
                  <figure class="own">
                    <Picture stream={self} label={strings.window.own} testId="watch-own" />
                  </figure>
                )}
              </div>
            )}
          </>
        )}
        <p class={said.value ? 'said small' : 'said'} role="status" data-testid="watch-said">
          {said.value || (state.value === 'connecting' ? words.connecting : state.value === 'lost' ? strings.window.lost : '')}
        </p>
      </div>
      {voice && <Sound stream={voice} testId="watch-sound" />}
    </main>
  );
}

const root = document.querySelector('#watch');
if (root) render(<Watch />, root);
startWatch();
