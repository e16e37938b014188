/** The agent's view of the page: why there is no picture, and why an action was refused. */
import type { RefusalCode, RoomToViewer } from '../../shared/messages.ts';

type Why = Extract<RoomToViewer, { type: 'blank' }>['why'];

export const words = {
  connecting: 'Connecting…',
  blank: {
    waiting: 'Waiting for the customer to press Start.',
    paused: 'The customer has paused sharing. The page is shown again when they go on.',
    dock: 'The page is not shown, because the customer’s Samepage bar is not on it.',
    'host-away': 'The customer’s browser is not connected. Waiting for it to come back.',
    loading: 'The customer’s page is loading…',
    ended: 'This session has ended.',
  } as const satisfies Record<Why, string>,
  /** To the customer, who looks at what agents get. */
  preview: {
    title: 'What your agent sees',
    lead: 'This is the picture that agents get. What is hidden from them is not in it.',
    close: 'Close',
    again: 'Open this again from the bar on the page.',
    blank: {
      waiting: 'Nobody sees anything yet.',
      paused: 'Sharing is paused. Nobody sees this page.',
      dock: 'Nobody sees this page, because the Samepage bar is not on it.',
      'host-away': 'Nobody sees this page: it is not connected.',
      loading: 'The page is loading…',
      ended: 'The session has ended. Nobody sees this page.',
    } as const satisfies Record<Why, string>,
  },
  refused: {
    BLOCKED: 'Only the customer can do this.',
    MASKED: 'This is hidden by the company.',
    NO_RIGHT: 'The customer has not allowed this.',
    PAUSED: 'Sharing is paused.',
    NOT_ALLOWED: 'This address may not be opened.',
    NOT_POSSIBLE: 'This cannot be done from here. Please ask the customer.',
    TOO_FAST: 'Too fast. Please try again.',
  } as const satisfies Record<RefusalCode, string>,
  unnamed: { customer: 'Customer', agent: 'Agent' },
} as const;
