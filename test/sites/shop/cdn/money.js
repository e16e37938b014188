// A module script of another origin: loads without credentials, and imports a neighbour by a relative address.
import { currency } from './currency.js';

document.documentElement.dataset.currency = currency;
document.documentElement.dataset.moduleUrl = import.meta.url;
