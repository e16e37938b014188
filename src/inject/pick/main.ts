/** Entry of the runtime in pages that are pointed at: the same runtime, and a picker in the top document. */
import { boot } from '../boot.ts';
import { Runtime } from '../runtime.ts';
import { Picker } from './picker.ts';

const page = boot();
if (page) new Runtime(page, undefined, { picker: (deps) => new Picker(deps) }).start();
