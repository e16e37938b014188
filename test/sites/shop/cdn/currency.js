export const currency = 'GBP';
