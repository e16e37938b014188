/** The customer brings a friend: in the dock. */
export const words = {
  open: 'Bring a friend',
  see: 'They see this page as your agent does. What is hidden from your agent is hidden from them.',
  may: 'They point, draw and write, and do nothing else unless you allow it. Everybody here sees their name.',
  name: 'Your friend’s name',
  make: 'Make a link',
  link: 'Link for {name}',
  once: 'Send it to {name} alone. It opens in one browser, within {minutes, plural, one {# minute} other {# minutes}}.',
  copy: 'Copy',
  share: 'Share',
  done: 'Done',
  sendOff: 'Send off',
  sendOffWho: 'Send {name} off',
  full: 'As many friends are here as can be. Send one off first.',
  seats: 'Nobody else fits into this session.',
  rate: 'That were many links. Please wait a minute.',
  state: 'That did not work. Please try again.',
} as const;
