/** Entry of the runtime in a leak test's pages: the same runtime, and it can plant. */
import { boot } from '../boot.ts';
import { Runtime } from '../runtime.ts';
import { plant } from './plant.ts';

const page = boot();
if (page) new Runtime(page, undefined, { plant }).start();
