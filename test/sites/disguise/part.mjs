export const seen = [
  import.meta.url,
  new URL('./x', import.meta.url).href,
  self.location.href,
  import.meta.resolve?.('./y'),
  import.meta.resolve?.('{{cdn}}/z.js'),
];
