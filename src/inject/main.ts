/** Entry of the runtime: one in every document of the target. The top one owns the tab's socket, the others a port to their parent. */
import { boot } from './boot.ts';
import { Runtime } from './runtime.ts';

const page = boot();
if (page) new Runtime(page).start();
