/** What stands in our pages before any script runs: titles, and the sentence for a browser without scripts. */
export const words = {
  titles: {
    board: 'Samepage board',
    console: 'Samepage',
    consent: 'Look at this page together',
    dock: 'Samepage: who is watching',
    end: 'The session has ended',
    enter: 'Starting',
    help: 'Help with this page',
    join: 'Join your agent',
    preview: 'What your agent sees',
    share: 'Share more than the page',
    viewer: 'Samepage viewer',
    watch: 'Screen and voice',
  },
  noscript: 'This page needs JavaScript. Turn it on in the settings of your browser, then open the link again.',
  noscriptConsole: 'The console needs JavaScript.',
  starting: 'Starting…',
} as const;
