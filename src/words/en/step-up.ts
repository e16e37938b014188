/** The step up from the page to screen, voice and camera: in the dock, in the customer's window, and in the agent's frame. */
import type { Step } from '../../shared/roles.ts';
import type { RoomToStep, StepOffer } from '../../shared/step-up.ts';

export const words = {
  /** In the dock and in the window. */
  asks: {
    screen: '{name} asks to see your screen',
    voice: '{name} asks to talk with you',
    camera: '{name} asks for video with you',
  } as const satisfies Record<Step, string>,
  on: {
    screen: 'Your screen is shown to {names}',
    voice: 'You are talking with {names}',
    camera: 'Your camera is shown to {names}',
  } as const satisfies Record<Step, string>,
  no: 'Not now',
  dock: {
    what: {
      screen: 'That is more than this page, and nothing is hidden there. You choose what to show, and stop with one press.',
      voice: 'This uses your microphone. You stop with one press.',
      camera: 'This uses your camera. You stop with one press.',
    } as const satisfies Record<Step, string>,
    yes: 'Continue',
    held: 'Your browser held the window back. Allow pop-up windows for this page, then press again.',
    stop: {
      screen: 'Stop sharing',
      voice: 'Hang up',
      camera: 'Stop video',
    } as const satisfies Record<Step, string>,
  },
  window: {
    title: 'Share more than the page',
    idle: 'Nothing is shared. You can close this window.',
    connecting: 'Connecting…',
    lost: 'Connection lost. Trying again…',
    ended: 'The session has ended. Nothing is shared any more.',
    elsewhere: 'This window was opened again elsewhere. Nothing is shared from here.',
    tell: {
      screen: {
        what: 'They see what you choose next: one tab, one window, or your whole screen. Choose as little as is needed.',
        more: 'It is more than the page you were on. Nothing is hidden there: close what is private first.',
        stop: 'They can point, and do nothing else. You stop at any time, here or in the bar of your browser.',
      },
      voice: {
        what: 'They hear what your microphone hears, and you hear them.',
        more: 'Nothing of it is recorded by Samepage.',
        stop: 'You can mute yourself, and hang up at any time.',
      },
      camera: {
        what: 'They see what your camera sees, and you may see them.',
        more: 'Nothing of it is recorded by Samepage.',
        stop: 'You can turn the camera off, and end it at any time.',
      },
    } as const satisfies Record<Step, Record<'what' | 'more' | 'stop', string>>,
    start: {
      screen: 'Choose what to show',
      voice: 'Talk',
      camera: 'Turn on my camera',
    } as const satisfies Record<Step, string>,
    also: 'Allow {name} too',
    keep: 'Keep this window open: closing it stops everything.',
    reaching: 'Reaching {name}…',
    preview: 'What you share',
    own: 'Your camera',
    refused: 'Your browser did not allow it, or you chose nothing. Nothing is shared.',
  },
  guest: {
    ask: {
      screen: 'Ask to see the screen',
      voice: 'Ask to talk',
      camera: 'Ask for video',
    } as const satisfies Record<Step, string>,
    unmasked: 'On a shared screen nothing is hidden: you see all that the customer shows. You can point, and do nothing else.',
    waiting: {
      screen: 'The customer is asked for the screen…',
      voice: 'The customer is asked to talk…',
      camera: 'The customer is asked for video…',
    } as const satisfies Record<Step, string>,
    withdraw: 'Do not ask any more',
    reaching: 'Reaching the customer…',
    seeing: 'Screen of {name}',
    pointing: 'What you point at is shown to the customer.',
    leave: {
      screen: 'Stop watching',
      voice: 'Hang up',
      camera: 'Stop video',
    } as const satisfies Record<Step, string>,
    why: {
      off: 'This is turned off here.',
      'no-relay': 'Needs a relay: this gateway has no TURN server in its configuration (turn).',
      role: 'Your role may not ask for this.',
      'not-now': 'The customer is not here, or has paused.',
      cannot: 'The customer’s device cannot do this. Phones and tablets cannot show their screen.',
      full: 'As many people as one line can serve have it already.',
    } as const satisfies Record<Exclude<StepOffer, 'ready'>, string>,
    noDevice: 'Your browser gave no microphone or camera. Allow it and try again.',
    fit: 'Fit',
    actual: 'Actual size',
    fullscreen: 'Full screen',
    refused: {
      NO_RIGHT: 'This cannot be asked for now.',
      TOO_FAST: 'You have asked often. Please wait a moment.',
    } as const satisfies Record<Extract<RoomToStep, { type: 'refused' }>['code'], string>,
    declined: 'The customer said no for now.',
    over: {
      screen: 'The screen is no longer shared.',
      voice: 'The call has ended.',
      camera: 'The video has ended.',
    } as const satisfies Record<Step, string>,
    ended: 'The session has ended.',
    connecting: 'Connecting…',
  },
  mute: 'Mute me',
  unmute: 'Unmute me',
  cameraOff: 'Camera off',
  cameraOn: 'Camera on',
  /** What a seat is called that nobody gave a name. */
  unnamed: { customer: 'Customer', agent: 'Agent' },
  console: {
    open: 'Screen and voice',
    close: 'Close screen and voice',
  },
} as const;
