/** Part of every cache key and of salted ETags: raise it whenever the output for the same input changes. */
export const rewriterVersion = 'r7';
