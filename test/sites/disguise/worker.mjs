import '{{pages}}/disguise/probes.js';
import { seen } from './part.mjs';
const query = new URLSearchParams(location.search);
report(query.get('run'), query.get('realm'), { 'import.meta': [import.meta.url, seen] });
