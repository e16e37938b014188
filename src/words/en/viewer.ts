/** The agent's view of the page: why there is no picture, and why an action was refused. */
import type { RefusalCode, RoomToViewer } from '../../shared/messages.ts';
import type { PagelessNotice } from '../../shared/notices.ts';

type Why = Extract<RoomToViewer, { type: 'blank' }>['why'];

export const words = {
  connecting: 'Connecting…',
  blank: {
    waiting: 'Waiting for the customer to press Start.',
    paused: 'The customer has paused sharing. The page is shown again when they go on.',
    dock: 'The page is not shown, because the customer’s Samepage bar is not on it.',
    'host-away': 'The customer’s browser is not connected. Waiting for it to come back.',
    loading: 'The customer’s page is loading…',
    hidden: 'The customer is looking at something else. This page is shown again when they come back to it.',
    idle: 'Nobody has touched this page for a while. It is shown again when the customer uses it.',
    frozen: 'The customer’s browser has put this tab to sleep. It is shown again when they come back to it.',
    gone: 'This tab is closed, or has lost its connection.',
    ended: 'This session has ended.',
    slow: 'The customer’s page has shown nothing for a while. Ask whether they see it; they can load it again.',
    BOT_WALL: 'The site asks the customer for proof that they are no robot. The page comes once that is done.',
    SITE_REFUSES: 'The site refuses to be opened through a gateway. The customer can open it in a tab of their own.',
    UNREACHABLE: 'There is no page to show: the site does not answer. The customer sees a page that says so.',
    CERTIFICATE: 'There is no page to show: the certificate of the site is not valid. The customer sees a page that says so.',
    NOT_ALLOWED: 'There is no page to show: its address is not allowed here. The customer sees a page that says so.',
  } as const satisfies Record<Why | 'slow', string>,
  /** Over a picture. */
  notes: {
    elsewhere: 'The customer is looking at another tab or program. You see the page as they left it.',
    stalled: 'The customer’s page does not answer right now.',
    empty: 'The page itself is empty so far.',
  },
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
      hidden: 'Nobody sees this page while it lies behind another one.',
      idle: 'Nobody sees this page: it was not touched for a while.',
      frozen: 'Nobody sees this page: your browser has put it to sleep.',
      gone: 'Nobody sees this page: it is closed, or has lost its connection.',
      ended: 'The session has ended. Nobody sees this page.',
    } as const satisfies Record<Exclude<Why, PagelessNotice>, string>,
  },
  refused: {
    BLOCKED: 'Only the customer can do this.',
    MASKED: 'This is hidden by the company.',
    NO_RIGHT: 'The customer has not allowed this.',
    PAUSED: 'Sharing is paused.',
    NOT_ALLOWED: 'This address may not be opened.',
    NOT_POSSIBLE: 'This cannot be done from here. Please ask the customer.',
    TOO_FAST: 'Too fast. Please try again.',
    HIDDEN: 'The customer is looking at something else.',
    DECLINED: 'The customer has not opened it.',
    TABS_FULL: 'This session has as many tabs as it may have.',
  } as const satisfies Record<RefusalCode, string>,
  /** Under `hidden`, on a gateway of one machine. */
  alone: 'If you try both sides yourself, give the customer’s page a window of its own, beside this one.',
  /** On a phone, over the part of the page that it covers. */
  keyboard: 'The customer’s keyboard is open',
  page: 'The customer’s page',
  /** In place of what is not shown. */
  boxes: {
    hidden: 'hidden',
    picture: 'This picture cannot be shown',
    frame: 'This frame cannot be shown',
  },
  unnamed: { customer: 'Customer', agent: 'Agent' },
} as const;
