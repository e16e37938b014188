/** Why something was refused, in the middle of a sentence: what `{reason}` of an error stands for. */
export const words = {
  gateway: 'it is this gateway',
  name: 'its name has an empty part',
  metadata: 'it is a metadata service',
  port: 'its port is not for web sites',
  portList: 'its port is not allowed here',
  private: 'its address is private',
  other: 'another address answered',
  list: 'it is not on the list of allowed sites',
  site: 'it is another site',
  scheme: 'it is no web address',
  kind: 'it is neither PNG nor WebP',
  size: 'it is larger than 256 KB',
  pixels: 'it has more than 2000 pixels a side',
} as const;
